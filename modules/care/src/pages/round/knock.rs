//! What was found at a door, as a form says it.

use super::answered;
use crate::api::Shared;
use crate::kinds::HOUSEHOLD_REQUEST;
use crate::knocking::AskedKnock;
use crate::pages::words::Words;
use crate::rules::visit::{Outcome, Part};
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::PersonId;
use tongxin_web::{Choice, Form, IdempotencyKey, Problem};

/// What can be needed at a door.
pub(super) fn wants(words: &Words<'_>) -> Vec<Choice> {
    let topics = HOUSEHOLD_REQUEST.topics.iter();
    let choice = |topic: &tongxin_ledger::Topic| Choice {
        value: topic.key.to_owned(),
        label: words.t(topic.name),
        ..Choice::default()
    };
    topics.map(choice).collect()
}

/// What was found, as a form says it; a field may come more than once.
pub(super) struct KnockForm(pub(super) Vec<(String, String)>);

impl KnockForm {
    pub(super) fn one<'f>(&'f self, field: &str) -> &'f str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn read(&self) -> Option<AskedKnock> {
        let wants = self.0.iter().filter(|(name, _)| name == "wants");
        // One press for the usual: `needs:food`.
        let (outcome, usual) = match self.one("outcome").split_once(':') {
            Some((outcome, usual)) => (outcome, Some(usual)),
            None => (self.one("outcome"), None),
        };
        let outcome: Outcome = outcome.parse().ok()?;
        Some(AskedKnock {
            person: self.one("person").parse::<PersonId>().ok()?,
            day: self.one("day").parse().ok()?,
            part: self.one("part").parse::<Part>().ok()?,
            outcome,
            wants: wants
                .map(|(_, value)| value.as_str())
                .filter(|want| Some(*want) != usual)
                .chain(usual)
                .map(str::to_owned)
                .filter(|_| outcome == Outcome::Needs)
                .collect(),
            note: self.one("note").to_owned(),
            said_at: None,
        })
    }
}

/// Writes down what was found at a door, and goes back to the round.
pub(in crate::pages) async fn knock(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedRaise)?;
    let form = KnockForm(form);
    let asked = form
        .read()
        .ok_or_else(|| Problem::invalid().field("outcome", "field-unknown-choice", &[]))?;
    let day = asked.day;
    let key = IdempotencyKey::checked(form.one("key"))?;
    let key = visit.command(key, "say-knock", format!("{asked:?}").as_bytes());
    let done = care.knock(key, by, asker, asked, visit.now()).await;
    answered(&care, &visit, day, done).await
}
