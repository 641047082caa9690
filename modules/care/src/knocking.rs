//! Knocks: what somebody found at a door, and what follows from it.

use crate::care::Care;
use crate::error::CareError;
use crate::kinds::{HOUSEHOLD_REQUEST, TOPIC_MISSED, TOPIC_MOVED, TOPIC_NO_ANSWER};
use crate::limits::{KNOCK_NOTE_CHARS_MAX, KNOCK_WANTS_MAX, KNOCKS_MAX};
use crate::raising::{Trouble, need_of, said_in_both};
use crate::rules::enquiry::Finding;
use crate::rules::visit::{Knock, Outcome, Part, VisitState, again_by, is_disputed, said_at, standing};
use crate::store::people::{self, Person};
use crate::store::tallies;
use crate::store::visits::{self, Visit, VisitKey};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{Day, NeedId, PersonId, Timestamp};
use tongxin_ledger::Asker;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What somebody says about a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedKnock {
    /// Whose door.
    pub(crate) person: PersonId,
    /// Of which day's round.
    pub(crate) day: Day,
    /// Of which part of it.
    pub(crate) part: Part,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// What is needed, by the topics of a household's needs; only with `needs`, and then at least one.
    #[serde(default)]
    pub(crate) wants: Vec<String>,
    /// More about it.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub(crate) note: String,
    /// When it was, by the phone; now when left out.
    #[serde(default)]
    pub(crate) said_at: Option<Timestamp>,
}

/// How a visit stands after a knock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct KnockDone {
    /// Whose door.
    pub(crate) person: PersonId,
    /// How the visit stands now.
    pub(crate) state: VisitState,
    /// When somebody has to try again.
    pub(crate) again_by: Option<Timestamp>,
    /// Whether somebody else said something different.
    pub(crate) is_disputed: bool,
    /// The needs that were raised.
    pub(crate) needs: Vec<NeedId>,
}

/// A knock, or an enquiry, that only has to be written.
pub(crate) struct Said {
    pub(crate) key: VisitKey,
    pub(crate) knock: Knock,
    pub(crate) note: Option<String>,
    pub(crate) wants: Vec<String>,
    /// Raises what is needed, and says on the need that somebody was not seen what was heard.
    pub(crate) asker: Asker,
}

impl Care {
    /// Writes down what somebody found at a door, once. `asker` raises what is needed there.
    ///
    /// # Errors
    /// `Faults`; `NotFound` for a visit that is not of the doer's places; `Refused` after as many knocks as there may be; or
    /// a storage failure.
    pub(crate) async fn knock(
        &self,
        key: CommandKey,
        by: Doer,
        asker: Asker,
        asked: AskedKnock,
        now: Timestamp,
    ) -> Result<KnockDone, CareError> {
        let said = self.said(&by, &asker, asked, now).await?;
        self.write_down(key, said, now).await
    }

    /// Writes down one thing that somebody said about a visit, once.
    pub(crate) async fn write_down(&self, key: CommandKey, said: Said, now: Timestamp) -> Result<KnockDone, CareError> {
        let work = Arc::new((self.clone(), said));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, said) = &*work;
                care.knock_in(tx, said, now).await
            })
        });
        Ok(done.await?.value)
    }

    /// Writes down what a list on paper says, all of it or nothing, once.
    ///
    /// # Errors
    /// As [`Care::knock`]; a fault names the knock it is of by its person and part.
    pub(crate) async fn key_in(
        &self,
        key: CommandKey,
        by: Doer,
        asker: Asker,
        asked: Vec<AskedKnock>,
        now: Timestamp,
    ) -> Result<Vec<KnockDone>, CareError> {
        let (mut said, mut faults) = (Vec::with_capacity(asked.len()), Vec::new());
        for knock in asked {
            let row = format!("{}.{}", knock.person, knock.part);
            match self.said(&by, &asker, knock, now).await {
                Ok(one) => said.push(one),
                Err(CareError::Faults(of_row)) => faults.extend(of_row.into_iter().map(|fault| FieldFault {
                    field: format!("{}.{row}", fault.field),
                    ..fault
                })),
                // Their record ended while the list was out; the other rows are kept on the page.
                Err(CareError::NotFound) => {
                    faults.push(FieldFault::new(format!("outcome.{row}"), "care-field-person-gone"));
                }
                Err(error) => return Err(error),
            }
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let work = Arc::new((self.clone(), said));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, said) = &*work;
                let mut done = Vec::with_capacity(said.len());
                for one in said {
                    done.push(care.knock_in(tx, one, now).await?);
                }
                Ok::<_, CareError>(done)
            })
        });
        Ok(done.await?.value)
    }

    /// A knock that only has to be written.
    async fn said(&self, by: &Doer, asker: &Asker, asked: AskedKnock, now: Timestamp) -> Result<Said, CareError> {
        check(&asked)?;
        self.looked_after(&by.may, asked.person).await?;
        let at = said_at(asked.said_at, asked.day, &self.zone()?, now)?;
        Ok(Said {
            key: VisitKey {
                person: asked.person,
                day: asked.day,
                part: asked.part,
            },
            knock: Knock {
                finding: Finding::AtDoor(asked.outcome),
                actor: by.actor.clone(),
                said_at: at,
            },
            note: noted(&asked.note),
            wants: asked.wants,
            asker: asker.clone(),
        })
    }

    /// Writes down what was found or heard, and has the visit and the needs follow.
    async fn knock_in(&self, tx: &mut Tx, said: &Said, now: Timestamp) -> Result<KnockDone, CareError> {
        let visit = visits::get_in(tx, said.key).await?.ok_or(CareError::NotFound)?;
        let person = people::get_in(tx, said.key.person).await?.ok_or(CareError::NotFound)?;
        let mut knocks = visits::knocks_in(tx, said.key).await?;
        if knocks.len() >= KNOCKS_MAX {
            return Err(CareError::Refused("care-knocks-enough"));
        }
        let finding = said.knock.finding;
        if let Finding::Elsewhere(enquiry) = finding {
            self.enquire_in(tx, said, enquiry, (&person, visit.state), now).await?;
        }
        let word = match &said.note {
            Some(note) => Some(self.seal_words(tx, person.id.get(), note, now).await?),
            None => None,
        };
        visits::add_knock(tx, said.key, knocks.len() + 1, &said.knock, word, now);
        knocks.push(said.knock.clone());
        let state = standing(visit.state, &knocks);
        let again_by = again_by(&knocks, visit.due_at).filter(|_| state == VisitState::NoAnswer);
        let is_disputed = is_disputed(&knocks);
        visits::set(tx, said.key, state, again_by, is_disputed);
        tallies::count_change(tx, said.key.day, &visit.subdistrict, visit.state, state);
        let mut needs = self.follow(tx, &person, &visit, state, now).await?;
        for topic in &said.wants {
            needs.push(self.raise_want(tx, said, &person, topic, now).await?);
        }
        tx.announce();
        Ok(KnockDone {
            person: person.id,
            state,
            again_by,
            is_disputed,
            needs,
        })
    }

    /// What follows from a visit's new state: whoever is not seen becomes a need, whoever is seen ends it, whoever moved is not
    /// visited again. A phone that tells only now of an earlier visit changes nothing that a later one says.
    pub(crate) async fn follow(
        &self,
        tx: &mut Tx,
        person: &Person,
        visit: &Visit,
        state: VisitState,
        now: Timestamp,
    ) -> Result<Vec<NeedId>, CareError> {
        let later = visits::last_after_in(tx, person.id, visit.due_at).await?;
        if later.is_some_and(|later| later.is_seen() != state.is_seen()) {
            return Ok(Vec::new());
        }
        if state == VisitState::Moved {
            people::set_moved(tx, person.id, now);
        } else if visit.state == VisitState::Moved && state.is_seen() {
            let next_on = person.rhythm.days().map(|days| visit.key.day.plus_days(days.max(1)));
            people::set_back(tx, person.id, next_on, now);
        }
        if state.is_unseen() && !visit.state.is_unseen() {
            let topic = match state {
                VisitState::Missed => TOPIC_MISSED,
                VisitState::Moved => TOPIC_MOVED,
                _ => TOPIC_NO_ANSWER,
            };
            let trouble = Trouble { topic, visit };
            return Ok(self
                .raise_unseen(tx, person, &trouble, now)
                .await?
                .into_iter()
                .collect());
        }
        match person.need.filter(|_| state.is_seen()) {
            Some(_) if person.is_erased() => self.stop_looking_in(tx, person, now).await?,
            Some(need) => {
                self.ledger().close_in(tx, need, now).await?;
                people::set_need(tx, person.id, None);
            }
            None => {}
        }
        Ok(Vec::new())
    }

    /// Raises what somebody needs, in the name of whoever stands at the door.
    async fn raise_want(
        &self,
        tx: &mut Tx,
        said: &Said,
        person: &Person,
        topic: &str,
        now: Timestamp,
    ) -> Result<NeedId, CareError> {
        let body = said.note.clone().unwrap_or_default();
        let new = need_of(
            person,
            (&HOUSEHOLD_REQUEST, topic),
            said_in_both("care-want-title"),
            body,
        );
        self.raise_about(tx, &said.asker, person, new, now).await
    }
}

/// A note as it is kept; nothing of an empty one.
pub(crate) fn noted(note: &str) -> Option<String> {
    Some(note.trim().to_owned()).filter(|note| !note.is_empty())
}

fn check(asked: &AskedKnock) -> Result<(), CareError> {
    let mut faults = Vec::new();
    faults.extend(FieldFault::in_text("note", &asked.note, KNOCK_NOTE_CHARS_MAX).err());
    let has_wants = !asked.wants.is_empty();
    if has_wants != (asked.outcome == Outcome::Needs) {
        faults.push(FieldFault::new("wants", "care-field-wants"));
    }
    if asked.wants.len() > KNOCK_WANTS_MAX {
        faults.push(FieldFault::new("wants", "care-field-wants-many").arg("max", KNOCK_WANTS_MAX));
    }
    let is_topic = |want: &String| HOUSEHOLD_REQUEST.topic(want).is_some();
    if !asked.wants.iter().all(is_topic) {
        faults.push(FieldFault::new("wants", "field-unknown-choice"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}
