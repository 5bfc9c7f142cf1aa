//! Confirmations of switching off: tokens that say who was shown which settings, and until when they hold.

use domain::{AccountId, Admin, Version};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

/// How long a confirmation holds.
pub const VALID_FOR: SignedDuration = SignedDuration::from_mins(10);

/// The secret that confirmations of one account are signed with; kept in the store, so that all servers accept them.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfirmationKey([u8; 64]);

impl ConfirmationKey {
    /// A key of random or stored bytes.
    pub const fn new(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the store.
    pub const fn bytes(&self) -> &[u8; 64] {
        &self.0
    }

    /// A token for this admin and these settings, and when it stops working.
    pub fn sign(&self, admin: Admin<'_>, settings: Version, now: Timestamp) -> (String, Timestamp) {
        let expires = now.as_second().saturating_add(VALID_FOR.as_secs());
        let signature = self
            .mac(admin.account(), admin, settings, expires)
            .finalize()
            .into_bytes();
        let signature = signature.iter().fold(String::new(), |mut hex, byte| {
            hex.extend(
                [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16).unwrap_or_default()),
            );
            hex
        });
        let until = Timestamp::from_second(expires).unwrap_or(Timestamp::MAX);
        (format!("{expires}.{signature}"), until)
    }

    /// Whether the token is this admin's, for these settings, and still holds.
    pub fn accepts(&self, token: &str, admin: Admin<'_>, settings: Version, now: Timestamp) -> bool {
        let Some((expires, signature)) = token.split_once('.') else {
            return false;
        };
        let (Ok(expires), Some(signature)) = (expires.parse::<i64>(), hex(signature)) else {
            return false;
        };
        let holds = now.as_second() < expires;
        holds
            && self
                .mac(admin.account(), admin, settings, expires)
                .verify_slice(&signature)
                .is_ok()
    }

    fn mac(&self, account: AccountId, admin: Admin<'_>, settings: Version, expires: i64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        mac.update(account.uuid().as_bytes());
        mac.update(admin.user().uuid().as_bytes());
        mac.update(&settings.number().to_be_bytes());
        mac.update(&expires.to_be_bytes());
        mac
    }
}

impl std::fmt::Debug for ConfirmationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConfirmationKey(secret)")
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
