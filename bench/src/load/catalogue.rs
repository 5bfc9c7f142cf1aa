//! Twelve task types and sixty outcomes, put to work on the first day.

use domain::{
    Actor, Catalogue, CompletionChoice, CompletionRule, InputPath, OutcomeId, Sentiment, TaskOutcome,
    TaskSettings, TaskType, TaskTypeId, settings::RequestedAssignment, text::Label, text::TypeName,
};
use jiff::Timestamp;

use super::{account::refused, scribe::Scribe};
use crate::{chance::Chance, text::Language};

/// How many outcomes a type offers beside its own five, at most.
const BORROWED: u64 = 7;

/// What completing a task of a type asks for.
pub(super) struct Offer {
    pub(super) task_type: TaskTypeId,
    pub(super) rule: CompletionRule,
}

/// Adds types and outcomes and switches on; gives the offers in display order.
pub(super) fn set_up(
    scribe: &mut Scribe<'_>,
    language: Language,
    chance: &mut Chance,
    actor: &Actor,
    now: Timestamp,
) -> anyhow::Result<Vec<Offer>> {
    let types = task_types(scribe, language, actor, now)?;
    let mut settings = TaskSettings::new();
    let admin = actor.admin().map_err(refused)?;
    let path = InputPath::default();
    let known = Catalogue::new(types.clone(), []);
    let on = settings
        .enable(admin, None, &known, &path, now)
        .map_err(refused)?;
    record(scribe, on, actor, now)?;
    let outcomes = outcomes(scribe, language, actor, &mut settings, &known, now)?;
    let catalogue = known.with_outcomes(outcomes.clone());
    let request = |(task_type, own): (&TaskType, &[TaskOutcome])| RequestedAssignment {
        task_type: task_type.id,
        outcomes: with_borrowed(own, &outcomes, chance),
    };
    let requested: Vec<_> = types.iter().zip(outcomes.chunks(5)).map(request).collect();
    let saved = settings
        .save(admin, &requested, &catalogue, &path, now)
        .map_err(refused)?;
    record(scribe, saved, actor, now)?;
    scribe.rows().settings(&settings)?;
    let offer = |assignment: &RequestedAssignment| Offer {
        task_type: assignment.task_type,
        rule: CompletionRule {
            settings_version: settings.version(),
            choice: CompletionChoice::OneOf(
                assignment
                    .outcomes
                    .iter()
                    .filter_map(|id| catalogue.outcome(*id).cloned())
                    .collect(),
            ),
        },
    };
    Ok(requested.iter().map(offer).collect())
}

fn task_types(
    scribe: &mut Scribe<'_>,
    language: Language,
    actor: &Actor,
    now: Timestamp,
) -> anyhow::Result<Vec<TaskType>> {
    let mut types = Vec::new();
    for (position, (name, _)) in (0..).zip(language.lexicon().task_types) {
        let id = TaskTypeId::new(scribe.ids.at(now));
        let name = TypeName::parse(name).map_err(refused)?;
        let (task_type, event) = TaskType::create(id, name, position, now);
        scribe.rows().task_type(&task_type)?;
        record(scribe, Some(event), actor, now)?;
        types.push(task_type);
    }
    Ok(types)
}

fn outcomes(
    scribe: &mut Scribe<'_>,
    language: Language,
    actor: &Actor,
    settings: &mut TaskSettings,
    catalogue: &Catalogue,
    now: Timestamp,
) -> anyhow::Result<Vec<TaskOutcome>> {
    let admin = actor.admin().map_err(refused)?;
    let mut outcomes = Vec::new();
    for text in language.lexicon().task_types.iter().flat_map(|(_, texts)| texts) {
        let id = OutcomeId::new(scribe.ids.at(now));
        let (label, sentiment) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
            (Some(label), _) => (label, Sentiment::Positive),
            (None, Some(label)) => (label, Sentiment::Negative),
            (None, None) => (*text, Sentiment::Neutral),
        };
        let label = Label::parse(label).map_err(refused)?;
        settings
            .offer(admin, id, &[], catalogue, &InputPath::default())
            .map_err(refused)?;
        let (outcome, event) = TaskOutcome::create(admin, id, label, None, sentiment, now);
        scribe.rows().outcome(&outcome)?;
        record(scribe, Some(event), actor, now)?;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Its own outcomes first, then some of all.
fn with_borrowed(own: &[TaskOutcome], all: &[TaskOutcome], chance: &mut Chance) -> Vec<OutcomeId> {
    let mut ids: Vec<OutcomeId> = own.iter().map(|outcome| outcome.id).collect();
    for _ in 0..chance.below(BORROWED + 1) {
        let borrowed = all.get(chance.index(all.len())).map(|outcome| outcome.id);
        ids.extend(borrowed.filter(|id| !ids.contains(id)));
    }
    ids
}

fn record(
    scribe: &mut Scribe<'_>,
    event: Option<domain::Event>,
    actor: &Actor,
    now: Timestamp,
) -> anyhow::Result<()> {
    event.map_or(Ok(()), |event| scribe.record(event, now, Some(actor.user), None))
}
