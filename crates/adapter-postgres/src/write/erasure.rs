//! Removes what tells who a person was.

use application::{StoreError, ports::Erasure};
use async_trait::async_trait;
use diesel::{prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use domain::{ContactId, TaskId, TaskTypeId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    history_index::forget_contact,
    rows::at,
    schema::{contacts, tasks},
    store::PgUnit,
};

#[diesel::declare_sql_function]
extern "SQL" {
    fn erase_history_of_contact(erased: sql_types::Uuid) -> sql_types::BigInt;
}

#[async_trait]
impl Erasure for PgUnit {
    /// Whoever completes a task may have added a follow-up while this waited for it: looked at again until all are
    /// locked.
    async fn open_tasks_about(
        &mut self,
        contact: ContactId,
    ) -> Result<Vec<(TaskId, TaskTypeId)>, StoreError> {
        let mut locked = 0;
        loop {
            let rows = self.locked_tasks_about(contact).await?;
            if rows.len() == locked {
                let open = rows.into_iter().filter(|(_, _, is_open)| *is_open);
                return Ok(open
                    .map(|(id, task_type, _)| (TaskId::new(id), TaskTypeId::new(task_type)))
                    .collect());
            }
            locked = rows.len();
        }
    }

    async fn erase_contact(&mut self, contact: ContactId, erased_at: Timestamp) -> Result<(), StoreError> {
        self.erase_record(contact, erased_at).await?;
        self.erase_tasks(contact, erased_at).await?;
        forget_contact(self.transaction().await?, contact).await?;
        let history = diesel::select(erase_history_of_contact(contact.uuid()));
        let erased: QueryResult<i64> = history.get_result(self.connection().await?).await;
        self.noted(erased).map(|_| ())
    }
}

impl PgUnit {
    /// Id, type, and whether it is open and in view.
    async fn locked_tasks_about(
        &mut self,
        contact: ContactId,
    ) -> Result<Vec<(Uuid, Uuid, bool)>, StoreError> {
        let is_open = tasks::completed_at.is_null().and(tasks::deleted_at.is_null());
        let query = tasks::table
            .filter(
                tasks::account_id
                    .eq(self.tenant())
                    .and(tasks::contact_id.eq(contact.uuid())),
            )
            .order(tasks::id)
            .select((tasks::id, tasks::task_type_id, is_open))
            .for_no_key_update();
        let rows = query.load(self.connection().await?).await;
        self.noted(rows)
    }

    async fn erase_record(&mut self, contact: ContactId, erased_at: Timestamp) -> Result<(), StoreError> {
        let known = contacts::table
            .find((self.tenant(), contact.uuid()))
            .filter(contacts::erased_at.is_null());
        let nothing = (
            (
                contacts::name.eq(""),
                contacts::sort_key.eq(""),
                contacts::search_text.eq(""),
            ),
            (
                contacts::email.eq(None::<String>),
                contacts::phone.eq(None::<String>),
            ),
            (
                contacts::company.eq(None::<String>),
                contacts::external_id.eq(None::<String>),
            ),
            contacts::owner_id.eq(None::<Uuid>),
            contacts::version.eq(contacts::version + 1),
            (
                contacts::updated_at.eq(at(erased_at)),
                contacts::erased_at.eq(at(erased_at)),
            ),
        );
        let updated = diesel::update(known)
            .set(nothing)
            .execute(self.connection().await?)
            .await;
        self.changed_one(updated)
    }

    async fn erase_tasks(&mut self, contact: ContactId, erased_at: Timestamp) -> Result<(), StoreError> {
        let about = tasks::account_id
            .eq(self.tenant())
            .and(tasks::contact_id.eq(contact.uuid()));
        let open = tasks::completed_at.is_null().and(tasks::deleted_at.is_null());
        let deleted = diesel::update(tasks::table)
            .filter(about.and(open))
            .set(tasks::deleted_at.eq(at(erased_at)))
            .execute(self.connection().await?)
            .await;
        self.noted(deleted)?;
        let blanked = diesel::update(tasks::table)
            .filter(about)
            .set((
                (tasks::title.eq(""), tasks::search_text.eq("")),
                tasks::description.eq(None::<String>),
                tasks::version.eq(tasks::version + 1),
                (
                    tasks::updated_at.eq(at(erased_at)),
                    tasks::erased_at.eq(at(erased_at)),
                ),
            ))
            .execute(self.connection().await?)
            .await;
        self.noted(blanked).map(|_| ())
    }
}
