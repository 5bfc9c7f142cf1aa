//! Where HTTP is served, to whom, and how much of it.

use std::ffi::OsString;
use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use adapter_graphql::{SchemaOptions, TrustedDocuments};
use axum::http::{HeaderValue, Uri, uri::Authority};

use super::cli::{ServeArgs, Switch};
use super::faults::Faults;
use super::limits::{self, Bounds};
use super::streams;
use crate::http::Patience;
use crate::http::streams::StreamOptions;

/// How HTTP is served.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Where.
    pub listen: SocketAddr,
    /// Origins whose pages may ask.
    pub cors_origins: Vec<HeaderValue>,
    /// Points that an API token may spend in a minute; without a limit when there are none.
    pub points_per_minute: Option<NonZeroU32>,
    /// Bytes of a body, at most.
    pub largest_body: usize,
    /// How long things may take.
    pub patience: Patience,
    /// What the schema lets through.
    pub schema: SchemaOptions,
    /// How many answers may go on.
    pub streams: StreamOptions,
}

/// Checks what is said about HTTP.
pub(super) fn check(args: &ServeArgs, faults: &mut Faults) -> Option<HttpConfig> {
    let bounds = limits::check(&args.limits, faults);
    let streams = streams::check(&args.streams, faults);
    let args = &args.http;
    let listen = listen(&args.listen, faults);
    let cors_origins = args.cors_origins.iter().filter(|origin| !origin.is_empty());
    let cors_origins: Vec<_> = cors_origins.map(|raw| origin(raw, faults)).collect();
    let bounds = bounds?;
    let trusted = trusted_documents(args.trusted_documents.as_ref(), &bounds, faults);
    Some(HttpConfig {
        listen: listen?,
        cors_origins: cors_origins.into_iter().collect::<Option<_>>()?,
        points_per_minute: bounds.points_per_minute,
        largest_body: bounds.largest_body,
        patience: bounds.patience,
        schema: SchemaOptions {
            limits: bounds.limits,
            introspection: args.introspection == Switch::On,
            suggestions: args.suggestions == Switch::On,
            trusted: trusted?,
        },
        streams: streams?,
    })
}

/// The manifest is read at the start, so that one that cannot be used is no surprise later.
#[expect(clippy::option_option, reason = "a fault, no manifest, or one")]
fn trusted_documents(
    path: Option<&OsString>,
    bounds: &Bounds,
    faults: &mut Faults,
) -> Option<Option<Arc<TrustedDocuments>>> {
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return Some(None);
    };
    let text = fs::read_to_string(path).map_err(|error| format!("it cannot be read ({error})"));
    let documents = text
        .and_then(|text| TrustedDocuments::parse(&text, &bounds.limits).map_err(|fault| fault.to_string()));
    match documents {
        Ok(documents) => Some(Some(Arc::new(documents))),
        Err(fault) => {
            faults.add(format!(
                "--trusted-documents (TRUSTED_DOCUMENTS) is {}: {fault}",
                path.display()
            ));
            None
        }
    }
}

fn listen(raw: &str, faults: &mut Faults) -> Option<SocketAddr> {
    let parsed = raw.parse().ok();
    if parsed.is_none() {
        faults.add(format!(
            "--listen (LISTEN) is {raw:?}, which is no ADDRESS:PORT such as 127.0.0.1:8080"
        ));
    }
    parsed
}

/// An origin as browsers send it: scheme and host, and the port where it is not the usual one. Browsers compare letter
/// by letter, so what they never send is a mistake that would show up as a page that does not work.
fn origin(raw: &str, faults: &mut Faults) -> Option<HeaderValue> {
    let origin = is_origin(raw).then(|| HeaderValue::from_str(raw).ok()).flatten();
    if origin.is_none() {
        faults.add(format!(
            "--cors-origin (CORS_ORIGIN) is {raw:?}, which is no origin as browsers send it, such as https://crm.example: \
             small letters, no path, no slash at the end, no port where it is the usual one"
        ));
    }
    origin
}

fn is_origin(raw: &str) -> bool {
    let Some((scheme, rest)) = raw.split_once("://") else {
        return false;
    };
    let usual_port = match scheme {
        "http" => 80,
        "https" => 443,
        _ => return false,
    };
    let is_host = |authority: &Authority| {
        authority.as_str() == rest && !rest.contains('@') && authority.port_u16() != Some(usual_port)
    };
    let is_small = !raw.chars().any(|c| c.is_ascii_uppercase());
    is_small
        && raw
            .parse::<Uri>()
            .is_ok_and(|uri| uri.authority().is_some_and(is_host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_browsers_send() {
        for origin in [
            "https://crm.example",
            "http://localhost:5173",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
        ] {
            assert!(is_origin(origin), "{origin}");
        }
        for other in [
            "*",
            "null",
            "",
            "crm.example",
            "https://",
            "https://crm.example/",
            "https://crm.example/app",
            "https://crm.example:443",
            "https://CRM.example",
            "https://ada@crm.example",
            "ftp://crm.example",
        ] {
            assert!(!is_origin(other), "{other}");
        }
    }
}
