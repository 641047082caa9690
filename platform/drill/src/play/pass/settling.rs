//! What came of each act: the answer against the book, which follows it.

use super::{Desk, text};
use crate::book::PassState;
use crate::client::Answer;
use crate::outcome::Mismatch;
use crate::plan::{By, Over};
use crate::plan_pass::{PassAct, PassDeed, PassPlan};
use crate::play::Log;
use crate::play::act::said;
use crate::play::supply::Stage;
use serde_json::{Value, json};

impl Desk {
    /// Takes an answer down.
    pub(super) fn settle(
        &mut self,
        act: &PassAct,
        pass: &PassPlan,
        (answer, again): (&Answer, Option<Answer>),
        stage: Stage<'_>,
        log: &mut Log,
    ) {
        let what = act.deed.as_str();
        // How many still wait in the whole city is another answer a moment later.
        let is_changing = matches!(act.deed, PassDeed::RevokeFirm(_));
        if let Some(again) = again.filter(|again| again != answer && !is_changing) {
            let field = format!("{what}, sent again");
            log.mismatches
                .push(Mismatch::new("passes", field, said(answer), said(&again)));
        }
        if !answer.status.is_success() {
            log.mismatches.push(Mismatch::new("passes", what, "done", said(answer)));
            return;
        }
        log.counts.acts += 1;
        match &act.deed {
            PassDeed::Apply(application) => {
                let rows = &pass.applications[*application].rows;
                self.applied(rows, pass, answer, stage, log);
            }
            PassDeed::Renew(index) => self.applied(&[*index], pass, answer, stage, log),
            PassDeed::Approve(passes) => {
                let passes = self.standing(passes, PassState::Waiting);
                self.decided(&passes, pass, answer, log, |desk, index| {
                    desk.book
                        .step(index, &pass.passes[index], &[PassState::Waiting], PassState::Approved)
                });
            }
            PassDeed::Withdraw(passes) => {
                let passes = self.standing(passes, PassState::Waiting);
                self.decided(&passes, pass, answer, log, |desk, index| {
                    desk.book
                        .step(index, &pass.passes[index], &[PassState::Waiting], PassState::Withdrawn)
                });
            }
            PassDeed::Agree(passes) => {
                let Some(own) = own_place(act.by, stage) else { return };
                let passes = self.standing(passes, PassState::Agreeing);
                self.decided(&passes, pass, answer, log, |desk, index| desk.book.agree(index, &own));
            }
            PassDeed::Refuse(passes) => {
                let open = [PassState::Waiting, PassState::Agreeing];
                let passes = open.map(|state| self.standing(passes, state)).concat();
                self.count("refused", passes.len(), stage);
                self.decided(&passes, pass, answer, log, |desk, index| {
                    desk.book.step(index, &pass.passes[index], &open, PassState::Refused)
                });
            }
            PassDeed::Revoke(index) => {
                self.count("revoked", 1, stage);
                self.decided(&[*index], pass, answer, log, |desk, index| {
                    desk.book
                        .step(index, &pass.passes[index], &[PassState::Valid], PassState::Revoked)
                });
            }
            PassDeed::RevokeFirm(firm) => self.revoked_firm(*firm, pass, answer, stage, log),
        }
    }

    /// Rows came in: each is decided in the book too, and the answer must say the same.
    fn applied(&mut self, rows: &[usize], pass: &PassPlan, answer: &Answer, stage: Stage<'_>, log: &mut Log) {
        let found = answer.body["rows"].as_array().cloned().unwrap_or_default();
        if found.len() != rows.len() {
            log.mismatches
                .push(Mismatch::new("passes", "rows taken in", rows.len(), found.len()));
        }
        let mut refused = 0;
        for (index, found) in rows.iter().zip(&found) {
            self.ids.insert(*index, text(&found["id"]));
            let book = self.book.apply(*index, &pass.passes[*index], stage.now);
            refused += usize::from(book.state == PassState::Refused);
            let districts: Vec<_> = book.districts.keys().collect();
            let expected = json!([book.state.as_str(), book.rule, districts]);
            let said = json!([found["state"], found["rule"], found["districts"]]);
            if expected != said {
                let subject = self.subject(pass, *index);
                let field = "state, rule and districts";
                log.mismatches.push(Mismatch::new(subject, field, expected, said));
            }
        }
        self.count("applied", rows.len(), stage);
        self.count("refused", refused, stage);
    }

    /// The same was done to passes: the answer must say how each stands.
    fn decided(
        &mut self,
        passes: &[usize],
        pass: &PassPlan,
        answer: &Answer,
        log: &mut Log,
        mut step: impl FnMut(&mut Desk, usize) -> Option<PassState>,
    ) {
        let found = answer.body["passes"].as_array().cloned().unwrap_or_default();
        let nothing = Value::Null;
        for (number, index) in passes.iter().enumerate() {
            let expected = step(self, *index).map_or("forbidden", PassState::as_str);
            let found = found.get(number).unwrap_or(&nothing);
            let id = self.ids.get(index).map_or("", String::as_str);
            if found["id"] != id || found["state"] != expected {
                let subject = self.subject(pass, *index);
                log.mismatches
                    .push(Mismatch::new(subject, "decided", format!("{id} {expected}"), found));
            }
        }
    }

    /// All that is valid is revoked, all that waits refused.
    fn revoked_firm(&mut self, firm: usize, pass: &PassPlan, answer: &Answer, stage: Stage<'_>, log: &mut Log) {
        let of_firm = |(index, _): &(usize, &crate::book::BookPass)| pass.passes[*index].firm == firm;
        let passes: Vec<usize> = self.book.iter().filter(of_firm).map(|(index, _)| index).collect();
        let (mut revoked, mut refused) = (0, 0);
        for index in passes {
            let row = &pass.passes[index];
            let open = [PassState::Waiting, PassState::Agreeing];
            if self
                .book
                .step(index, row, &[PassState::Valid], PassState::Revoked)
                .is_some()
            {
                revoked += 1;
            } else if self.book.step(index, row, &open, PassState::Refused).is_some() {
                refused += 1;
            }
        }
        self.count("revoked", revoked, stage);
        self.count("refused", refused, stage);
        if answer.body["passes"] != json!(revoked + refused) {
            let (expected, found) = (revoked + refused, &answer.body["passes"]);
            let subject = format!("passes of firm {firm}");
            log.mismatches
                .push(Mismatch::new(subject, "revoked and refused", expected, found));
        }
    }
}

/// The place that somebody is an officer of.
fn own_place(by: By, stage: Stage<'_>) -> Option<tongxin_city::PlaceCode> {
    let By::Person(person) = by else { return None };
    match stage.plan.people[person].over {
        Over::Place(place) => Some(place),
        Over::Org(_) | Over::Firm(_) => None,
    }
}
