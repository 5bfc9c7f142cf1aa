//! Bearer tokens: the one place that makes and reads them. Whether one works, the store knows.

use application::{
    Queries, Session, StoreError,
    ports::{IssuedToken, TokenIssuer},
};
use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::AccountId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Scanners for leaked secrets recognise tokens by it.
const PREFIX: &str = "to_";
const ACCOUNT: usize = 16;
const SECRET: usize = 32;
const CHECKSUM: usize = 4;

/// A token: which account it belongs to, 256 random bits, and in its text a checksum.
///
/// The account comes first, so that it is known before anything is looked up.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken {
    account: AccountId,
    secret: [u8; SECRET],
}

/// A token was not made: the operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// A new token of an account: its text, which is shown once, and the hash by which the store knows it.
pub fn issue(account: AccountId) -> Result<(String, [u8; 32]), NoRandomness> {
    let token = BearerToken {
        account,
        secret: random_bytes()?,
    };
    Ok((token.text(), token.secret_hash()))
}

/// Makes tokens for the API.
#[derive(Debug, Clone, Copy)]
pub struct RandomTokens;

impl TokenIssuer for RandomTokens {
    fn issue(&self, account: AccountId) -> Result<IssuedToken, StoreError> {
        let (secret, secret_hash) = issue(account).map_err(StoreError::broken)?;
        Ok(IssuedToken { secret, secret_hash })
    }
}

/// Bytes that nobody can guess.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

impl BearerToken {
    /// Reads a token; a text that cannot be one is refused without a look-up.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (account, rest) = bytes.split_first_chunk::<ACCOUNT>()?;
        let (secret, rest) = rest.split_first_chunk::<SECRET>()?;
        let token = Self {
            account: AccountId::new(Uuid::from_bytes(*account)),
            secret: *secret,
        };
        (rest == token.checksum()).then_some(token)
    }

    /// The token as it is shown and sent.
    pub fn text(&self) -> String {
        let mut bytes = Vec::with_capacity(ACCOUNT + SECRET + CHECKSUM);
        bytes.extend_from_slice(self.account.uuid().as_bytes());
        bytes.extend_from_slice(&self.secret);
        bytes.extend_from_slice(&self.checksum());
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The account it signs in to, if it works.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The hash by which the store knows it.
    pub fn secret_hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret).into()
    }

    fn checksum(&self) -> [u8; CHECKSUM] {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(PREFIX.as_bytes());
        hasher.update(self.account.uuid().as_bytes());
        hasher.update(&self.secret);
        hasher.finalize().to_be_bytes()
    }
}

impl std::fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BearerToken")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// The token of a request; `None` where there is none, or no text that could be one.
pub fn bearer_token(headers: &HeaderMap) -> Option<BearerToken> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    authorized(value.to_str().ok()?)
}

/// The token of `Bearer …`, as the header has it and as clients without headers send it otherwise.
pub fn authorized(text: &str) -> Option<BearerToken> {
    let (scheme, token) = text.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| BearerToken::parse(token.trim()))?
}

/// Signs in on a snapshot that begins now; `None` when the token does not work, for whatever reason.
pub async fn sign_in(queries: &Queries, token: &BearerToken) -> Result<Option<Session>, StoreError> {
    queries.sign_in(token.account(), &token.secret_hash()).await
}

/// Signs in on a snapshot that begins when something is read, for whoever is about to write.
pub async fn sign_in_to_write(queries: &Queries, token: &BearerToken) -> Result<Option<Session>, StoreError> {
    queries
        .sign_in_to_write(token.account(), &token.secret_hash())
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> String {
        issue(AccountId::new(Uuid::from_u128(7))).unwrap().0
    }

    #[test]
    fn a_token_is_read_as_it_was_issued() {
        let account = AccountId::new(Uuid::from_u128(7));
        let (text, hash) = issue(account).unwrap();
        assert!(text.starts_with("to_") && text.len() == 73, "{text}");
        let token = BearerToken::parse(&text).unwrap();
        assert_eq!(
            (token.account(), token.secret_hash(), token.text()),
            (account, hash, text)
        );
    }

    #[test]
    fn no_two_tokens_are_alike() {
        assert_ne!(token(), token());
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_a_look_up() {
        let good = token();
        let mut altered = good.clone().into_bytes();
        altered[10] = if altered[10] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        let longer = format!("{good}A");
        let other_prefix = good.replacen("to_", "tx_", 1);
        for text in [
            "",
            "to_",
            "to_abc",
            &good[..72],
            &longer,
            &other_prefix,
            &altered,
            "to_ä",
        ] {
            assert_eq!(BearerToken::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_header_is_read_as_bearer_whatever_its_letters() {
        let good = token();
        let headers = |value: &str| HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
        assert!(bearer_token(&headers(&format!("bEaReR {good}"))).is_some());
        assert!(bearer_token(&headers(&format!("Basic {good}"))).is_none());
        assert!(bearer_token(&headers(&good)).is_none());
        assert!(bearer_token(&HeaderMap::new()).is_none());
    }

    #[test]
    fn a_token_is_not_shown_by_accident() {
        let token = BearerToken::parse(&token()).unwrap();
        assert!(!format!("{token:?}").contains("secret"));
    }
}
