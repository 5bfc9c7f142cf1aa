//! Which media type a client sends and which one it wants.

use axum::http::{HeaderMap, HeaderName, header};

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/json`: what clients before the specification expect.
    Json,
    /// `application/graphql-response+json`: the status tells whether there is data.
    GraphqlResponse,
}

impl Media {
    /// Its name in headers.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
        }
    }

    /// The one the client likes best; `None` when it wants neither.
    pub(super) fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accept = listed(headers, header::ACCEPT);
        if accept.is_empty() {
            return Some(Self::Json);
        }
        let [json, graphql] = [Self::Json, Self::GraphqlResponse].map(|media| wish(&accept, media.name()));
        let named = |wish: Option<Wish>| wish.is_some_and(|wish| wish.precision == EXACT);
        match (json, graphql) {
            (None, None) => None,
            // Who likes anything equally gets what every client understands.
            (json, graphql) if json > graphql || (json == graphql && !named(graphql)) => Some(Self::Json),
            _ => Some(Self::GraphqlResponse),
        }
    }
}

/// Whether the client names events, and likes no answer at once as much. Clients that can take either name both for
/// every operation.
pub(super) fn prefers_events(headers: &HeaderMap) -> bool {
    let accept = listed(headers, header::ACCEPT);
    let [events, json, graphql] = [
        "text/event-stream",
        Media::Json.name(),
        Media::GraphqlResponse.name(),
    ]
    .map(|media| wish(&accept, media));
    events.is_some_and(|wish| wish.precision == EXACT) && events > json && events > graphql
}

/// How much a client likes a media type: first by its weight in thousandths, then by how precisely it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wish {
    weight: u16,
    precision: u8,
}

const EXACT: u8 = 2;

fn wish(accept: &[(String, u16)], media: &str) -> Option<Wish> {
    let any_of_kind = media.split_once('/').map(|(kind, _)| format!("{kind}/*"));
    let precision = |range: &str| match range {
        "*/*" => Some(0),
        range if Some(range) == any_of_kind.as_deref() => Some(1),
        range if range == media => Some(EXACT),
        _ => None,
    };
    let wishes = accept.iter().filter_map(|(range, weight)| {
        let precision = precision(range)?;
        Some(Wish {
            weight: *weight,
            precision,
        })
    });
    // What names it most precisely decides, also when it says no.
    wishes
        .max_by_key(|wish| (wish.precision, wish.weight))
        .filter(|wish| wish.weight > 0)
}

/// The values of a list with weights (`a, b;q=0.5`), in small letters, with the weights in thousandths.
pub(super) fn listed(headers: &HeaderMap, name: HeaderName) -> Vec<(String, u16)> {
    let lines = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let items = lines.flat_map(|line| line.split(','));
    items.map(item).filter(|(value, _)| !value.is_empty()).collect()
}

fn item(text: &str) -> (String, u16) {
    let mut parts = text.split(';').map(str::trim);
    let value = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (value, weight.map_or(1_000, thousandths))
}

/// `0.8` is 800; what is no weight is none.
fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let number = |text: &str| text.parse::<u16>().ok();
    match (number(whole), number(&digits)) {
        (Some(0), Some(digits)) => digits,
        (Some(_), Some(_)) => 1_000,
        _ => 0,
    }
}

/// Whether the body says that it is JSON in UTF-8.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|essence| essence == "application/json");
    let foreign = |part: String| {
        let charset = part
            .strip_prefix("charset=")
            .map(|charset| charset.trim_matches('"').to_owned());
        charset.is_some_and(|charset| charset != "utf-8" && charset != "utf8")
    };
    is_json && !parts.any(foreign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(accept: &str) -> Option<Media> {
        Media::accepted(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]))
    }

    #[test]
    fn the_best_liked_media_type_is_chosen() {
        let cases = [
            ("*/*", Some(Media::Json)),
            ("application/*", Some(Media::Json)),
            ("application/json", Some(Media::Json)),
            ("application/json; charset=utf-8", Some(Media::Json)),
            ("application/graphql-response+json", Some(Media::GraphqlResponse)),
            (
                "application/graphql-response+json, application/json;q=0.9",
                Some(Media::GraphqlResponse),
            ),
            (
                "application/json, application/graphql-response+json;q=0.9",
                Some(Media::Json),
            ),
            (
                "application/json, application/graphql-response+json",
                Some(Media::GraphqlResponse),
            ),
            (
                "Application/GraphQL-Response+JSON, */*;q=0.1",
                Some(Media::GraphqlResponse),
            ),
            ("application/graphql-response+json;q=0, */*", Some(Media::Json)),
            ("text/html, */*;q=0.8", Some(Media::Json)),
            ("text/html", None),
            ("application/json;q=0", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(accepted(accept), expected, "{accept}");
        }
        assert_eq!(Media::accepted(&HeaderMap::new()), Some(Media::Json), "no header");
    }

    #[test]
    fn events_are_for_those_who_like_them_best() {
        let prefers =
            |accept: &str| prefers_events(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]));
        for yes in [
            "text/event-stream",
            "text/event-stream, */*",
            "text/event-stream, multipart/mixed",
            "application/json;q=0.9, text/event-stream",
        ] {
            assert!(prefers(yes), "{yes}");
        }
        for no in [
            "",
            "*/*",
            "text/*",
            "application/json",
            "text/event-stream;q=0",
            "text/event-stream;q=0.5, */*",
            "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
        ] {
            assert!(!prefers(no), "{no}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_json() {
        let is_json = |value: &str| {
            is_json(&HeaderMap::from_iter([(
                header::CONTENT_TYPE,
                value.parse().unwrap(),
            )]))
        };
        for yes in [
            "application/json",
            "Application/JSON",
            "application/json; charset=UTF-8",
            "application/json;charset=\"utf-8\"",
        ] {
            assert!(is_json(yes), "{yes}");
        }
        for no in [
            "text/plain",
            "application/json; charset=latin1",
            "application/graphql",
            "multipart/form-data",
            "",
        ] {
            assert!(!is_json(no), "{no}");
        }
    }
}
