//! The release site: one request at a time over HTTP, and what its answers mean. Alone names ureq.

use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ureq::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, RANGE};
use ureq::http::{Response, StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::fault::FetchFault;
use super::release::Release;

/// Where releases are: `<url>/<version>/<archive>`. It may hold a password, and therefore shows its host only.
#[derive(Clone, PartialEq, Eq)]
pub struct ReleasesUrl {
    url: String,
    site: String,
}

/// Not an address of a release site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no address of the form https://host/path")]
pub struct ReleasesUrlError;

impl ReleasesUrl {
    /// An address of HTTP or HTTPS with a host; the checksum, not the way, makes sure of what comes.
    pub fn parse(text: &str) -> Result<Self, ReleasesUrlError> {
        let url = text.trim_end_matches('/');
        let parsed: Uri = url.parse().map_err(|_| ReleasesUrlError)?;
        let is_http = parsed
            .scheme_str()
            .is_some_and(|scheme| ["http", "https"].contains(&scheme));
        let authority = parsed
            .authority()
            .filter(|authority| !authority.host().is_empty());
        let (true, Some(authority), None) = (is_http, authority, parsed.query()) else {
            return Err(ReleasesUrlError);
        };
        let port = authority.port_u16().map(|port| format!(":{port}"));
        Ok(Self {
            url: url.to_owned(),
            site: format!("{}{}", authority.host(), port.unwrap_or_default()),
        })
    }

    fn is_on_this_machine(&self) -> bool {
        let is_loopback = |host: &str| {
            let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
            host == "localhost" || address.is_some_and(|address| address.is_loopback())
        };
        let url: Result<Uri, _> = self.url.parse();
        url.is_ok_and(|url| url.host().is_some_and(is_loopback))
    }

    /// The host, for people.
    pub fn site(&self) -> &str {
        &self.site
    }
}

impl Default for ReleasesUrl {
    fn default() -> Self {
        Self {
            url: "https://github.com/theseus-rs/postgresql-binaries/releases/download".to_owned(),
            site: "github.com".to_owned(),
        }
    }
}

impl fmt::Debug for ReleasesUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ReleasesUrl").field(&self.site).finish()
    }
}

pub(crate) struct Site {
    agent: Agent,
    releases: ReleasesUrl,
}

/// What the site sends.
pub(crate) struct Answer {
    pub(crate) extent: Extent,
    pub(crate) body: Box<dyn Read>,
}

/// How much of the file that is, and how long the whole file is, where that is known.
pub(crate) enum Extent {
    Whole { whole: Option<u64> },
    Rest { whole: Option<u64> },
    Nothing,
}

impl Site {
    pub(crate) fn new(releases: &ReleasesUrl, patience: Duration) -> Self {
        // The certificates this system trusts, so that a proxy of the company is no obstacle.
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .user_agent("task-outcomes")
            .timeout_resolve(Some(patience))
            .timeout_connect(Some(patience))
            .timeout_send_request(Some(patience))
            .timeout_recv_response(Some(patience))
            .timeout_per_read(Some(patience));
        // The usual variables name a proxy; no proxy is asked for this machine itself.
        let config = if releases.is_on_this_machine() {
            config.proxy(None)
        } else {
            config
        };
        Self {
            agent: config.build().new_agent(),
            releases: releases.clone(),
        }
    }

    pub(crate) fn name(&self) -> String {
        self.releases.site.clone()
    }

    /// The archive of a release from one of its bytes on; from its beginning where the site cannot do otherwise.
    pub(crate) fn get(&self, release: &Release, from: u64) -> Result<Answer, FetchFault> {
        let url = format!("{}/{}/{}", self.releases.url, release.version, release.archive());
        let mut request = self.agent.get(url).header(ACCEPT_ENCODING, "identity");
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = request.call().map_err(|error| self.fault(error))?;
        let extent = self.extent(&response, from)?;
        Ok(Answer {
            extent,
            body: Box::new(response.into_body().into_reader()),
        })
    }

    fn extent(&self, response: &Response<Body>, from: u64) -> Result<Extent, FetchFault> {
        let header = |name| response.headers().get(name)?.to_str().ok();
        match response.status() {
            StatusCode::OK => Ok(Extent::Whole {
                whole: header(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
            }),
            StatusCode::PARTIAL_CONTENT => {
                let range = header(CONTENT_RANGE).and_then(ContentRange::parse);
                match range.filter(|range| range.first == from) {
                    Some(range) => Ok(Extent::Rest { whole: range.whole }),
                    None => Err(self.improper("another part of the file than was asked for")),
                }
            }
            // There is nothing after what we have: the checksum tells what it is worth.
            StatusCode::RANGE_NOT_SATISFIABLE if from > 0 => Ok(Extent::Nothing),
            other => Err(FetchFault::Status {
                site: self.name(),
                status: other.as_u16(),
            }),
        }
    }

    /// A body that ends before its end; what has come of it is kept.
    pub(crate) fn broke_off(&self, cause: &io::Error) -> FetchFault {
        tracing::debug!(%cause, "the download broke off");
        FetchFault::BrokenOff { site: self.name() }
    }

    fn improper(&self, cause: impl Into<String>) -> FetchFault {
        FetchFault::Improper {
            site: self.name(),
            cause: cause.into(),
        }
    }

    fn fault(&self, error: ureq::Error) -> FetchFault {
        let site = self.name();
        match error {
            ureq::Error::Timeout(_) => FetchFault::Silent { site },
            ureq::Error::Io(cause) => self.io_fault(&cause),
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => FetchFault::Unreachable {
                site,
                cause: "host not found".to_owned(),
            },
            ureq::Error::Rustls(cause) => FetchFault::Untrusted {
                site,
                cause: cause.to_string(),
            },
            ureq::Error::Tls(cause) => FetchFault::Untrusted {
                site,
                cause: cause.to_owned(),
            },
            ureq::Error::InvalidProxyUrl | ureq::Error::ConnectProxyFailed(_) => FetchFault::Unreachable {
                site,
                cause: "the proxy does not let us through".to_owned(),
            },
            // Some of the others quote the address.
            ureq::Error::Protocol(cause) => self.improper(cause.to_string()),
            _ => self.improper("an answer that is not HTTP"),
        }
    }

    fn io_fault(&self, cause: &io::Error) -> FetchFault {
        let site = self.name();
        match cause.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => FetchFault::Silent { site },
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof => FetchFault::BrokenOff { site },
            ErrorKind::InvalidData => FetchFault::Untrusted {
                site,
                cause: cause.to_string(),
            },
            _ => FetchFault::Unreachable {
                site,
                cause: cause.to_string(),
            },
        }
    }
}

/// `bytes 100-199/200`, of which the last may be unknown.
struct ContentRange {
    first: u64,
    whole: Option<u64>,
}

impl ContentRange {
    fn parse(header: &str) -> Option<Self> {
        let (range, whole) = header.strip_prefix("bytes ")?.split_once('/')?;
        let (first, _) = range.split_once('-')?;
        Some(Self {
            first: first.trim().parse().ok()?,
            whole: whole.trim().parse().ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_its_host_only() {
        let url = ReleasesUrl::parse("https://ada:secret@mirror.example:8443/pg/").unwrap();
        assert_eq!(url.site(), "mirror.example:8443");
        assert!(!format!("{url:?}").contains("secret"));
        assert_eq!(
            ReleasesUrl::parse(&ReleasesUrl::default().url),
            Ok(ReleasesUrl::default())
        );
    }

    #[test]
    fn this_machine_is_known() {
        let is_here = |url| ReleasesUrl::parse(url).unwrap().is_on_this_machine();
        assert!(
            is_here("http://127.0.0.1:8080/pg")
                && is_here("http://[::1]/pg")
                && is_here("http://localhost/pg")
        );
        assert!(!is_here("https://mirror.example/pg") && !is_here("http://10.0.0.1:80/pg"));
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for text in [
            "",
            "mirror.example",
            "/pg",
            "ftp://mirror.example",
            "https://",
            "https://host/pg?a=b",
        ] {
            assert_eq!(ReleasesUrl::parse(text), Err(ReleasesUrlError), "{text}");
        }
    }

    #[test]
    fn ranges_are_read_with_and_without_their_whole() {
        let range = ContentRange::parse("bytes 100-199/200").unwrap();
        assert_eq!((range.first, range.whole), (100, Some(200)));
        assert_eq!(ContentRange::parse("bytes 0-1/*").unwrap().whole, None);
        assert!(ContentRange::parse("bytes */200").is_none());
    }
}
