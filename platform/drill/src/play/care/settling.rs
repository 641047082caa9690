//! What came of each act: the answer against the book, which follows it.

use super::{Answered, Beside, Rounds, building, compare, note, subject};
use crate::client::{Answer, Mishap};
use crate::outcome::Mismatch;
use crate::plan_care::{CareAct, CareDeed, CarePlan, Found};
use crate::play::Log;
use crate::play::act::said;
use crate::play::raised::RaisedNeed;
use crate::play::supply::Stage;
use serde_json::json;

impl Rounds {
    /// Takes an answer down.
    pub(super) fn settle(
        &mut self,
        act: &CareAct,
        care: &CarePlan,
        (mishap, answer, again): Answered,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) {
        log.counts.resent += usize::from(mishap != Mishap::None);
        let subject = subject(act, care);
        if let Some(again) = again.filter(|again| *again != answer) {
            let field = format!("{}, sent again", act.deed.as_str());
            log.mismatches
                .push(Mismatch::new(&*subject, field, said(&answer), said(&again)));
        }
        if !answer.status.is_success() {
            log.mismatches
                .push(Mismatch::new(&*subject, act.deed.as_str(), "done", said(&answer)));
            return;
        }
        log.counts.acts += 1;
        match act.deed {
            CareDeed::Register(table) => {
                let rows = care.tables[table].1.len();
                let found = json!([answer.body["registered"], answer.body["before"], answer.body["alike"]]);
                compare(log, &subject, "registered", &json!([rows, [], []]), &found);
                self.registered += rows;
            }
            CareDeed::Knock { .. } => self.knocked(act, care, &answer, stage, (&subject, beside, log)),
            CareDeed::End(person) => {
                self.ended.insert(person);
                // Somebody said where they are: nobody looks for them any more, and what the need says goes with the record.
                if let Some(need) = self.unseen[person].take() {
                    let book = &mut beside.market.raised[need].live.book;
                    book.close(stage.now);
                    book.erase(stage.now);
                }
            }
            CareDeed::Ask(number) => self.asked(number, care, &answer, (&subject, log)),
            CareDeed::Offer(post) => self.offered(post),
            CareDeed::Take(post) => self.taken(post, care),
            CareDeed::Leave(post) => self.left(post, stage),
            CareDeed::Fill(post) => self.filled(post, care, beside, stage),
            CareDeed::Confirm(_) | CareDeed::Refuse(_) | CareDeed::CallOff(_) => {}
        }
    }

    /// Somebody said what they found: the visit follows, and with it the need that nobody was seen.
    fn knocked(
        &mut self,
        act: &CareAct,
        care: &CarePlan,
        answer: &Answer,
        stage: Stage<'_>,
        (subject, beside, log): (&str, &mut Beside<'_>, &mut Log),
    ) {
        let CareDeed::Knock {
            visit,
            found,
            ago,
            want,
        } = act.deed
        else {
            return;
        };
        self.knocks += 1;
        let person = care.visits[visit].person;
        let book = &mut self.visits[visit];
        let before = book.state();
        let state = book.knock(found, act.by, stage.now.plus_minutes(-ago));
        let expected = json!([state.as_str(), book.again_by(), book.is_disputed()]);
        let told = json!([
            answer.body["state"],
            answer.body["again_by"],
            answer.body["is_disputed"]
        ]);
        compare(log, subject, "state, second try and dispute", &expected, &told);
        let mut needs = answer.body["needs"].as_array().cloned().unwrap_or_default().into_iter();
        let mut next = || needs.next().and_then(|need| need.as_str().map(str::to_owned));
        let later = self.last_after(care, visit);
        let is_last = later.is_none_or(|later| later.is_seen() == state.is_seen());
        if is_last && state.is_unseen() && !before.is_unseen() && self.unseen[person].is_none() {
            match next() {
                Some(need) => self.lost(person, state, need, (care, stage), beside),
                None => log
                    .mismatches
                    .push(Mismatch::new(subject, "need that nobody was seen", "raised", "none")),
            }
        } else if is_last
            && state.is_seen()
            && let Some(need) = self.unseen[person].take()
        {
            beside.market.raised[need].live.book.close(stage.now);
        }
        if let Some(topic) = want.filter(|_| found == Found::Needs) {
            let about = (building(care, person, stage), care.looked_after[person].household);
            match next() {
                Some(need) => {
                    let raised = RaisedNeed::wanted(stage.world, topic, about, need, (act.by, stage.now));
                    note(beside.market, raised);
                }
                None => log
                    .mismatches
                    .push(Mismatch::new(subject, "need of what is wanted", "raised", "none")),
            }
        }
    }
}
