//! Creating a task type.

use domain::{
    Actor, Catalogue, InputPath, OutcomeId, TaskType, TaskTypeId,
    fault::{Checks, Fault},
    settings::OfferError,
    text::TypeName,
};

use super::{Commands, known::catalogue};
use crate::{errors::use_case_error, idempotency::repeatable};

/// Create a task type; while in force it comes with its outcomes.
#[derive(Debug, Clone, Hash)]
pub struct CreateTaskType {
    /// Its name.
    pub name: String,
    /// Outcomes to offer, in display order, while in force; none otherwise.
    pub outcomes: Option<Vec<OutcomeId>>,
    /// Key under which it can be sent again without being done twice.
    pub idempotency_key: Option<String>,
}

use_case_error! {
    /// Why a task type was not created.
    pub enum CreateTaskTypeError: Forbidden, FeatureDisabled, Input {
        /// This one has the name already, archived or not.
        Taken(Box<TaskType>),
    }
}

repeatable! { CreateTaskType => TaskType, "create_task_type"; }

impl Commands {
    /// Creates a task type, last in the display order. Admins may.
    pub async fn create_task_type(
        &self,
        actor: &Actor,
        cmd: CreateTaskType,
    ) -> Result<TaskType, CreateTaskTypeError> {
        let admin = actor.admin()?;
        self.once(actor, &cmd, async |unit| {
            let mut settings = unit.settings().await?;
            let catalogue = catalogue(unit).await?;
            let id = TaskTypeId::new(self.ids.next());
            let mut checks = Checks::new();
            let name = checks.take(InputPath::field("name"), TypeName::parse(&cmd.name));
            if check_active_room(&catalogue, &mut checks) && catalogue.task_type_count() >= TaskType::MAXIMUM
            {
                checks.fault(
                    InputPath::default(),
                    Fault::TooMany {
                        maximum: TaskType::MAXIMUM,
                    },
                );
            }
            let path = InputPath::field("outcome_ids");
            match settings.add_task_type(admin, id, cmd.outcomes.as_deref(), &catalogue, &path) {
                Ok(()) => (),
                Err(OfferError::FeatureDisabled(_)) => return Err(CreateTaskTypeError::FeatureDisabled),
                Err(OfferError::Input(faults)) => checks.add(faults),
            }
            let name = checks.finish_with(name)?;
            if let Some(existing) = unit.task_type_with_key(&name.key()).await? {
                return Err(CreateTaskTypeError::Taken(Box::new(existing)));
            }
            let now = self.clock.now();
            let (task_type, event) = TaskType::create(id, name, catalogue.next_position(), now);
            unit.add_task_type(&task_type).await?;
            unit.put_settings(&settings).await?;
            let event = event.gained(
                "outcomes",
                catalogue.labels(cmd.outcomes.as_deref().unwrap_or_default()),
            );
            self.record(unit, Some(actor.user), now, [event]).await?;
            Ok(task_type)
        })
        .await
    }
}

/// Whether there is room for one more active task type; notes a fault when there is none.
pub(super) fn check_active_room(catalogue: &Catalogue, checks: &mut Checks) -> bool {
    let maximum = TaskType::MAXIMUM_ACTIVE;
    let has_room = catalogue.active_task_types().len() < maximum;
    if !has_room {
        checks.fault(InputPath::default(), Fault::TooMany { maximum });
    }
    has_room
}
