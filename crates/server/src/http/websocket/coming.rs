//! Who a socket says it is: by the payload of `connection_init`, or by the header of the request it began with.

use std::sync::Arc;

use adapter_graphql::Language;
use application::StoreError;
use serde_json::{Map, Value};

use super::close::Close;
use super::message::Payload;
use crate::auth::{self, BearerToken};
use crate::http::Site;
use crate::http::streams::{Caller, Place, TooMany};

/// What a client without a working token is told, whatever is wrong.
const FORBIDDEN: Close = Close::Forbidden("Forbidden");

/// Who a socket says it is.
pub(super) struct Coming {
    token: Option<BearerToken>,
    language: Language,
}

impl Coming {
    /// What the payload says counts, as browsers cannot set headers; what it leaves open the headers say.
    pub(super) fn new(payload: Payload, token: Option<BearerToken>, language: Language) -> Self {
        let payload = payload.unwrap_or_default();
        let language = named(&payload, "accept-language")
            .and_then(Value::as_str)
            .map_or(language, Language::accepted);
        let token = match (named(&payload, "authorization"), named(&payload, "token")) {
            (None, None) => token,
            (Some(text), _) => text.as_str().and_then(auth::authorized),
            (None, Some(text)) => text.as_str().and_then(BearerToken::parse),
        };
        Self { token, language }
    }

    /// Signs in and takes a seat, or says why not.
    pub(super) async fn sign_in(self, site: Arc<Site>, place: Arc<Place>) -> Result<Caller, Close> {
        let token = self.token.ok_or(FORBIDDEN)?;
        let session = match auth::sign_in(&site.queries, &token).await {
            Ok(session) => session.ok_or(FORBIDDEN)?,
            Err(StoreError::Busy | StoreError::Conflict) => {
                return Err(Close::TryAgainLater("The service is overloaded or restarting"));
            }
            Err(error @ StoreError::Broken(_)) => {
                tracing::error!(%error, "cannot sign in");
                return Err(Close::Failed);
            }
        };
        let seat = site.streams.seats().take(&token, &session);
        session.close().await;
        let seat =
            seat.map_err(|TooMany| Close::TryAgainLater("The token has as many streams as it may have"))?;
        Ok(Caller {
            site,
            token,
            language: self.language,
            seat,
            place,
        })
    }
}

/// The name is that of a header, and so its letters do not matter.
fn named<'a>(payload: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let found = payload.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value).filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use domain::AccountId;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn token() -> (String, BearerToken) {
        let (text, _) = auth::issue(AccountId::new(Uuid::from_u128(7))).unwrap();
        let token = BearerToken::parse(&text).unwrap();
        (text, token)
    }

    fn coming(payload: &Value, header: Option<&BearerToken>) -> Coming {
        let payload = payload.as_object().cloned();
        Coming::new(payload, header.cloned(), Language::En)
    }

    #[test]
    fn the_payload_says_who_it_is_before_the_header_does() {
        let ((text, said), (_, header)) = (token(), token());
        let bearer = format!("Bearer {text}");
        for payload in [
            json!({ "Authorization": bearer }),
            json!({ "authorization": bearer }),
            json!({ "token": text }),
            json!({ "authorization": null, "token": text }),
        ] {
            assert!(coming(&payload, Some(&header)).token == Some(said.clone()));
        }
        for payload in [
            json!(null),
            json!({}),
            json!({ "other": 1 }),
            json!({ "token": null }),
        ] {
            assert!(coming(&payload, Some(&header)).token == Some(header.clone()));
        }
    }

    #[test]
    fn what_is_no_token_is_none_even_with_a_good_header() {
        let (text, header) = token();
        for payload in [
            json!({ "Authorization": text }),
            json!({ "Authorization": "Basic eA==" }),
            json!({ "Authorization": 1 }),
            json!({ "token": "x" }),
            json!({ "token": {} }),
        ] {
            assert!(coming(&payload, Some(&header)).token.is_none());
        }
    }

    #[test]
    fn the_language_may_be_said_as_well() {
        assert_eq!(
            coming(&json!({ "Accept-Language": "de" }), None).language,
            Language::De
        );
        assert_eq!(coming(&json!({}), None).language, Language::En);
    }
}
