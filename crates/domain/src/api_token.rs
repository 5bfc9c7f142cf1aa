//! Keys with which programs sign in as a user.

use jiff::{Timestamp, Unit};

use crate::{
    activity::{ActivityAction, ActivityKind, Event},
    actor::{Actor, Forbidden, Role},
    fault::{Fault, Invalid},
    ids::{ApiTokenId, UserId},
    text::TokenName,
};

/// A key with which a program signs in; never the secret itself.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Whom it signs in.
    pub user: UserId,
    /// What it is for.
    pub name: TokenName,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it stops working; never when none.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked; it works while none.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<Timestamp>,
}

impl ApiToken {
    /// A token that works from now on.
    pub fn create(
        id: ApiTokenId,
        user: UserId,
        name: TokenName,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> (Self, Event) {
        let token = Self {
            id,
            user,
            name,
            created_at: now,
            expires_at,
            revoked_at: None,
            last_used_at: None,
        };
        let event = token.event(ActivityAction::Created);
        (token, event)
    }

    /// A moment at which a token stops working, in whole microseconds; it lies in the future.
    pub fn parse_expiry(at: Timestamp, now: Timestamp) -> Result<Timestamp, Fault> {
        let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
        if at > now {
            Ok(at)
        } else {
            Err(Fault::Invalid(Invalid::NotInFuture))
        }
    }

    /// Whether it works at a moment, if the user it signs in is active.
    pub fn works_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }

    /// Lets it work no more; `None` when it was revoked before.
    pub fn revoke(&mut self, now: Timestamp) -> Option<Event> {
        if self.revoked_at.is_some() {
            return None;
        }
        self.revoked_at = Some(now);
        Some(self.event(ActivityAction::Revoked))
    }

    /// Who may see and revoke it: whom it signs in, and admins.
    pub fn may_manage(of: UserId, actor: &Actor) -> Result<(), Forbidden> {
        match actor.role {
            Role::Admin => Ok(()),
            Role::Member if of == actor.user => Ok(()),
            Role::Member => Err(Forbidden {
                required: Role::Admin,
            }),
        }
    }

    /// The use to be noted at this moment, to the hour; `None` where one of the same hour is.
    pub fn use_to_note(last_used_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let options = jiff::TimestampRound::new()
            .smallest(Unit::Hour)
            .mode(jiff::RoundMode::Trunc);
        let hour = now.round(options).ok()?;
        (last_used_at < Some(hour)).then_some(hour)
    }

    fn event(&self, action: ActivityAction) -> Event {
        Event::new(ActivityKind::ApiTokenChanged, action, self.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_noted_once_an_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let noted = ApiToken::use_to_note(None, at("2026-11-23T09:59:59.9Z"));
        assert_eq!(noted, Some(at("2026-11-23T09:00:00Z")));
        assert_eq!(ApiToken::use_to_note(noted, at("2026-11-23T09:59:59Z")), None);
        let next = ApiToken::use_to_note(noted, at("2026-11-23T10:00:00Z"));
        assert_eq!(next, Some(at("2026-11-23T10:00:00Z")));
    }
}
