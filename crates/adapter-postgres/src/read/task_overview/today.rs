//! What recorded outcomes count for today.

use std::{collections::HashMap, sync::Arc};

use application::StoreError;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{schema::outcomes, unit::Transaction};

/// The outcome that one counts for, and its sentiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) id: Uuid,
    pub(crate) sentiment: i16,
}

/// All outcomes of an account, each with the one it counts for.
#[derive(Debug, Default)]
pub(crate) struct Today(HashMap<Uuid, Counted>);

impl Today {
    /// Those of the transaction's account.
    pub(crate) async fn read(tx: &Transaction) -> Result<Arc<Self>, StoreError> {
        let counted = diesel::alias!(outcomes as counted);
        let query = outcomes::table
            .inner_join(
                counted.on(counted
                    .field(outcomes::account_id)
                    .eq(outcomes::account_id)
                    .and(counted.field(outcomes::id).eq(outcomes::counts_as_id))),
            )
            .filter(outcomes::account_id.eq(tx.account().uuid()))
            .select((
                outcomes::id,
                counted.field(outcomes::id),
                counted.field(outcomes::sentiment),
            ));
        let rows: Vec<(Uuid, Uuid, i16)> = tx.beside(query.load(&mut tx.shared())).await?;
        let by_id = rows
            .into_iter()
            .map(|(recorded, id, sentiment)| (recorded, Counted { id, sentiment }));
        Ok(Arc::new(Self(by_id.collect())))
    }

    /// What a recorded one counts for.
    pub(crate) fn of(&self, recorded: Uuid) -> Option<Counted> {
        self.0.get(&recorded).copied()
    }
}
