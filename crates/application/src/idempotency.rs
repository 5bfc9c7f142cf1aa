//! Retrying is harmless: what was done under a key is told again instead of being done again.

use std::{
    future::Future,
    hash::{Hash, Hasher},
};

use domain::{
    Actor, Faults, InputPath, ObjectId,
    fault::{Fault, Invalid},
    text::IdempotencyKey,
};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Commands, StoreError, Unit, UseCaseError, ports::KeyUse, unit::ATTEMPTS};

/// How long a key is remembered.
pub const REMEMBERED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A command that can be sent again under a key.
pub(crate) trait Repeatable: Hash {
    /// What it gives.
    type Done: Recalled;
    /// The name of the use case; it stands in the store.
    const USE_CASE: &'static str;

    /// The key it was sent with, if it was.
    fn idempotency_key(&self) -> Option<&str>;
}

/// A result that can be told again from the ids of what was made or changed.
pub(crate) trait Recalled: Sized {
    /// Those ids.
    fn ids(&self) -> Vec<Uuid>;

    /// The result as it is now; an id of what is gone meanwhile instead.
    fn recall(
        unit: &mut Unit,
        ids: &[Uuid],
    ) -> impl Future<Output = Result<Result<Self, ObjectId>, StoreError>> + Send;
}

impl Commands {
    /// As `in_unit`, but under the command's key it is done once: sent again within 24 hours by the same user it does
    /// nothing and gives what was done then, as it is now. Refusals are not remembered.
    ///
    /// Most keys are new, so nothing is looked up before. What was done under the key lets the work be refused, or meet a
    /// conflict, at the latest where its result is kept: then it is looked for.
    pub(crate) async fn once<C, E>(
        &self,
        actor: &Actor,
        cmd: &C,
        work: impl AsyncFnOnce(&mut Unit) -> Result<C::Done, E> + Clone,
    ) -> Result<C::Done, E>
    where
        C: Repeatable,
        E: UseCaseError + From<Faults>,
    {
        let Some(raw) = cmd.idempotency_key() else {
            return self.in_unit(actor.account, work).await;
        };
        let key = IdempotencyKey::parse(raw).map_err(at_key)?;
        let key = self.key_use(actor, cmd, key)?;
        let keeping = async |unit: &mut Unit| {
            unit.take_key(&key).await?;
            let done = work(unit).await?;
            unit.keep_result(&key, &done.ids()).await?;
            Ok::<_, E>(done)
        };
        let mut attempt = 1;
        loop {
            let failure = match self.attempt(actor.account, keeping.clone()).await {
                Err(failure) if failure.is_conflict() || failure.store_error().is_none() => failure,
                result => return result,
            };
            let earlier = self.in_unit(actor.account, async |unit| recalled::<C, E>(unit, &key).await);
            if let Some(done) = earlier.await? {
                return Ok(done);
            }
            if !failure.is_conflict() || attempt == ATTEMPTS {
                return Err(failure);
            }
            self.pause(attempt).await;
            attempt += 1;
        }
    }

    fn key_use<C: Repeatable>(
        &self,
        actor: &Actor,
        cmd: &C,
        key: IdempotencyKey,
    ) -> Result<KeyUse, StoreError> {
        let used_at = self.clock.now();
        Ok(KeyUse {
            user: actor.user,
            use_case: C::USE_CASE,
            key,
            input_hash: input_hash(cmd),
            used_at,
            expired_at: used_at.checked_sub(REMEMBERED_FOR).map_err(StoreError::broken)?,
        })
    }
}

/// What was done under a key before, as it is now.
async fn recalled<C, E>(unit: &mut Unit, key: &KeyUse) -> Result<Option<C::Done>, E>
where
    C: Repeatable,
    E: UseCaseError + From<Faults>,
{
    unit.take_key(key).await?;
    let Some(earlier) = unit.earlier_use(key).await? else {
        return Ok(None);
    };
    if earlier.input_hash != key.input_hash {
        return Err(at_key(Fault::Invalid(Invalid::KeyReused)).into());
    }
    let recalled = C::Done::recall(unit, &earlier.result).await?;
    recalled
        .map(Some)
        .map_err(|gone| at_key(Fault::NotFound(gone)).into())
}

fn at_key(fault: Fault) -> Faults {
    Faults::one(InputPath::field("idempotency_key"), fault)
}

/// SHA-256 of what a command consists of.
///
/// Another version of the program may hash the same input differently. A retry across an upgrade is then refused as one
/// with other input, and still does nothing twice.
fn input_hash(cmd: &impl Hash) -> [u8; 32] {
    let mut hasher = Sha256Hasher(Sha256::new());
    cmd.hash(&mut hasher);
    hasher.0.finalize().into()
}

struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest: [u8; 32] = self.0.clone().finalize().into();
        digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
    }
}

/// Makes commands repeatable: they have a field `idempotency_key`.
macro_rules! repeatable {
    ($($command:ty => $done:ty, $name:literal;)+) => {$(
        impl $crate::idempotency::Repeatable for $command {
            type Done = $done;
            const USE_CASE: &'static str = $name;

            fn idempotency_key(&self) -> Option<&str> {
                self.idempotency_key.as_deref()
            }
        }
    )+};
}
pub(crate) use repeatable;

/// Results that are one record: told again by looking it up.
macro_rules! recalled_by_id {
    ($($record:ident($id:ident) by $look_up:ident;)+) => {$(
        impl Recalled for domain::$record {
            fn ids(&self) -> Vec<Uuid> {
                vec![self.id.uuid()]
            }

            async fn recall(unit: &mut Unit, ids: &[Uuid]) -> Result<Result<Self, ObjectId>, StoreError> {
                let id = domain::$id::new(first(ids)?);
                Ok(unit.$look_up(id).await?.ok_or(id.into()))
            }
        }
    )+};
}

recalled_by_id! {
    Contact(ContactId) by contact;
    Deal(DealId) by deal;
    Task(TaskId) by task;
    TaskOutcome(OutcomeId) by outcome;
    TaskType(TaskTypeId) by task_type;
}

fn first(ids: &[Uuid]) -> Result<Uuid, StoreError> {
    let first = ids.first().copied();
    first.ok_or_else(|| StoreError::broken("a key without the ids of what was done"))
}

impl Recalled for domain::TaskSettings {
    fn ids(&self) -> Vec<Uuid> {
        Vec::new() // there is one per account
    }

    async fn recall(unit: &mut Unit, _: &[Uuid]) -> Result<Result<Self, ObjectId>, StoreError> {
        Ok(Ok(unit.settings().await?))
    }
}
