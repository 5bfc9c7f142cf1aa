//! A line of curl as the request that it sends, and the answer as curl shows it with `-i`.

use std::fmt::Write as _;

use acceptance::Value;
use reqwest::Response;

use crate::{layout, names::Names};

/// Where the pages say that the server is.
const SHOWN_AT: &str = "http://127.0.0.1:8080";

/// The headers that tell something, in the order in which they are shown.
const TELLING: [&str; 7] = [
    "allow",
    "cache-control",
    "content-language",
    "content-type",
    "retry-after",
    "vary",
    "x-request-id",
];

/// What a line of curl asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Curl {
    url: String,
    method: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl Curl {
    /// Reads the command, as a shell would.
    pub(crate) fn parse(command: &str) -> Self {
        let mut curl = Self::default();
        let mut words = words(command).into_iter().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("nothing after {word}"));
            match word.as_str() {
                "-H" => {
                    let header = value();
                    let (name, value) = header.split_once(": ").expect("a header");
                    curl.headers.push((name.to_owned(), value.to_owned()));
                }
                "-d" => curl.body = Some(value()),
                "-X" => curl.method = Some(value()),
                flags if is_about_showing(flags) => (),
                _ if word.starts_with("http") => curl.url = word,
                other => panic!("{other} in a line of curl is not known here"),
            }
        }
        curl
    }

    /// Sends it to the server that is meant.
    pub(crate) async fn send(self, server: &str) -> Response {
        let url = self.url.replacen(SHOWN_AT, server, 1);
        assert!(url.starts_with(server), "{} is no address of the pages", self.url);
        let usual = if self.body.is_some() { "POST" } else { "GET" };
        let method = self.method.as_deref().unwrap_or(usual);
        let request = reqwest::Client::new().request(method.parse().unwrap(), url);
        let request = self
            .headers
            .iter()
            .fold(request, |request, (name, value)| request.header(name, value));
        let request = request.body(self.body.unwrap_or_default());
        request.send().await.expect("an answer")
    }
}

/// Whether these flags say how much is shown, and when: here it is all, at once.
fn is_about_showing(word: &str) -> bool {
    let flags = word.strip_prefix('-');
    flags.is_some_and(|flags| flags.chars().all(|flag| "isSN".contains(flag)))
}

/// The words of a command; names of variables stay as they are.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let command = command.replace("\\\n", " ");
    for letter in command.trim_end().chars() {
        match (letter, quote) {
            (_, Some(open)) if letter == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (_, None) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The answer as it is shown.
pub(crate) async fn shown(response: Response, names: &mut Names) -> String {
    let status = response.status();
    let mut shown = format!("{:?} {status}\n", response.version());
    let is_json = |kind: &str| kind.contains("json");
    let headers = response.headers().clone();
    for name in TELLING {
        let Some(value) = headers.get(name) else { continue };
        let value = match name {
            "x-request-id" => "id of the request",
            _ => value.to_str().unwrap(),
        };
        writeln!(shown, "{name}: {value}").unwrap();
    }
    let kind = headers.get("content-type").map(|kind| kind.to_str().unwrap());
    let body = response.text().await.expect("a text");
    if kind.is_some_and(is_json) {
        let body: Value = serde_json::from_str(&body).unwrap();
        names.learn(&body);
        writeln!(shown, "\n{}", layout::lines(&names.hidden(&body))).unwrap();
    } else if !body.is_empty() {
        writeln!(shown, "\n{}", body.trim_end()).unwrap();
    }
    shown
}

#[test]
fn a_line_of_curl_is_read_as_a_shell_reads_it() {
    let command = "curl -i http://127.0.0.1:8080/graphql -H \"Authorization: Bearer x\" \\\n  -d '{\"query\":\"{ a }\"}'\n";
    let wanted = Curl {
        url: "http://127.0.0.1:8080/graphql".into(),
        method: None,
        headers: vec![("Authorization".into(), "Bearer x".into())],
        body: Some("{\"query\":\"{ a }\"}".into()),
    };
    assert_eq!(Curl::parse(command), wanted);
}
