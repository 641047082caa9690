//! What came of each act: the answer against the book, which follows it.

use super::{LiveShift, Shifts, Told};
use crate::book::BookShift;
use crate::client::Mishap;
use crate::outcome::Mismatch;
use crate::plan_volunteer::{VolunteerDeed, VolunteerPlan};
use crate::play::Log;
use crate::play::act::said;
use crate::play::supply::{Market, Stage};
use serde_json::json;

/// How whoever is elsewhere at that time is refused.
const ELSEWHERE: &str = "volunteer-rest-overlap";

impl Shifts {
    /// Takes an answer down.
    pub(super) fn settle(
        &mut self,
        (shift, known): (usize, &Option<(String, String)>),
        volunteer: &VolunteerPlan,
        (act, mishap, answer, again): Told<'_>,
        stage: Stage<'_>,
        (market, log): (&mut Market, &mut Log),
    ) {
        log.counts.resent += usize::from(mishap != Mishap::None);
        let subject = format!("shift #{shift} in {}", volunteer.shifts[shift].place);
        let what = act.deed.as_str();
        if let Some(again) = again.filter(|again| *again != answer) {
            let field = format!("{what}, sent again");
            log.mismatches
                .push(Mismatch::new(&*subject, field, said(&answer), said(&again)));
        }
        if let VolunteerDeed::Clash(_) = act.deed {
            if answer.code() == ELSEWHERE {
                log.counts.refused += 1;
                self.clashes += 1;
            } else {
                log.mismatches
                    .push(Mismatch::new(&*subject, what, ELSEWHERE, said(&answer)));
            }
            return;
        }
        if !answer.status.is_success() {
            log.mismatches
                .push(Mismatch::new(&*subject, what, "done", said(&answer)));
            return;
        }
        log.counts.acts += 1;
        if act.deed == VolunteerDeed::Open {
            self.live[shift] = known.clone().map(|(id, code)| LiveShift {
                id,
                code,
                book: BookShift::opened(&volunteer.shifts[shift]),
                need: None,
            });
            return;
        }
        let Some(live) = &mut self.live[shift] else {
            return;
        };
        let book = &mut live.book;
        let expected = match act.deed {
            VolunteerDeed::Open | VolunteerDeed::Clash(_) => return,
            VolunteerDeed::CallOff => {
                book.call_off();
                json!([book.state().as_str(), null])
            }
            VolunteerDeed::Take(who) => json!([book.take(who).as_str(), null]),
            VolunteerDeed::Leave(who) => json!([book.leave(who).as_str(), null]),
            VolunteerDeed::Offer(who) => json!([book.offer(who).as_str(), null]),
            VolunteerDeed::In(who) => {
                let came = book.check_in(who, stage.now);
                self.repeats += usize::from(came.is_some_and(|(_, is_repeat)| is_repeat));
                json!([
                    came.map(|(state, _)| state.as_str()),
                    came.map(|(_, is_repeat)| is_repeat)
                ])
            }
            VolunteerDeed::Out(who) => {
                json!([book.check_out(who, stage.now).map(|state| state.as_str()), false])
            }
        };
        let found = json!([answer.body["state"], answer.body["is_repeat"]]);
        if expected != found {
            log.mismatches
                .push(Mismatch::new(&*subject, format!("answer to {what}"), expected, found));
        }
        let is_settled = !live.book.is_short() || act.deed == VolunteerDeed::CallOff;
        if let Some(need) = live.need.take_if(|_| is_settled) {
            market.raised[need].live.book.close(stage.now);
        }
    }
}
