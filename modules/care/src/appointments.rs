//! What people say about an appointment, and what follows: rides and passes with its confirmation, and without them none.

mod booking;

use crate::appointing::confirm_by;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::{ANSWER_CHARS_MAX, APPOINTMENTS_MADE_DAYS};
use crate::raising::said_in_both;
use crate::rules::appointment::{AppointmentState, Party, Step, effects};
use crate::rules::series::{minutes_fault, when_fault};
use crate::store::appointments::{self, Appointment, Booked};
use crate::store::series::Series;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{AppointmentId, OrgId, Timestamp};
use tongxin_dispatch::ReadyTrip;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What somebody says about an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedStep {
    /// What.
    pub(crate) step: Step,
    /// The number of the last change that they know.
    pub(crate) seq: i64,
    /// When it begins, for a step that names another time.
    #[serde(default)]
    pub(crate) at: Option<Timestamp>,
    /// How many minutes it takes then; as before when left out.
    #[serde(default)]
    pub(crate) minutes: Option<i64>,
    /// What the hospital says to the household. No illness.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) answer: String,
}

/// How an appointment stands after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct AppointmentDone {
    /// The appointment.
    pub(crate) id: AppointmentId,
    /// How it stands.
    pub(crate) state: AppointmentState,
    /// The number of the change.
    pub(crate) seq: i64,
}

/// A step that only has to be written.
struct Ready {
    seq: i64,
    step: Step,
    party: Party,
    /// The appointment's new time, if the step names one.
    moved: Option<(Timestamp, i64)>,
    answer: Option<String>,
    trip: Option<(Series, ReadyTrip)>,
    /// What the history of a pass says when it ends.
    reason: String,
}

impl Ready {
    /// A step over a change that is not the last one: nothing has to be made ready for it.
    fn outrun(party: Party, asked: &AskedStep) -> Ready {
        Ready {
            seq: asked.seq,
            step: asked.step,
            party,
            moved: None,
            answer: None,
            trip: None,
            reason: String::new(),
        }
    }
}

impl Care {
    /// Takes a step, once.
    ///
    /// # Errors
    /// `NotFound` outside the scope; `Faults` for a time that can't be; `Refused` when the appointment does not stand so that this
    /// can be done, somebody changed it meanwhile, or nothing takes the patient there and back; or a storage failure.
    pub(crate) async fn take_step(
        &self,
        key: CommandKey,
        by: Doer,
        party: Party,
        id: AppointmentId,
        asked: AskedStep,
        now: Timestamp,
    ) -> Result<AppointmentDone, CareError> {
        let known = appointments::get(self.db(), &by.may, id).await?;
        let known = known.ok_or(CareError::NotFound)?;
        let ready = if known.seq == asked.seq {
            self.ready_step(&known, party, asked, now).await?
        } else {
            // Sent again it gets its first answer; else somebody else was faster, which the write says.
            Ready::outrun(party, &asked)
        };
        let has_trip = ready.trip.is_some();
        let work = Arc::new((self.clone(), by.actor, ready));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, ready) = &*work;
                care.step_in(tx, id, ready, actor, now).await
            })
        });
        let done = done.await?.value;
        // What was approved is issued now; what is left, by the clock.
        if has_trip && let Err(error) = self.passes().issue_approved(now, 1).await {
            tracing::warn!(%error, "passes of a trip are issued by the clock instead");
        }
        Ok(done)
    }

    /// Everything of a step that needs no look inside the write.
    async fn ready_step(
        &self,
        known: &Appointment,
        party: Party,
        asked: AskedStep,
        now: Timestamp,
    ) -> Result<Ready, CareError> {
        FieldFault::in_line("answer", &asked.answer, ANSWER_CHARS_MAX)?;
        let state = known.state.after(asked.step, party).map_err(CareError::Refused)?;
        let moved = match asked.step {
            Step::Propose | Step::Ask => Some(self.other_time(known, &asked, now)?),
            _ => None,
        };
        let trip = if effects(known.state, state).books {
            Some(self.ready_to_book(known, now).await?)
        } else {
            None
        };
        Ok(Ready {
            seq: asked.seq,
            step: asked.step,
            party,
            moved,
            answer: Some(asked.answer.trim().to_owned()).filter(|text| !text.is_empty()),
            trip,
            reason: told_free(self, known.hospital).await?,
        })
    }

    /// The other time that a step names.
    fn other_time(
        &self,
        known: &Appointment,
        asked: &AskedStep,
        now: Timestamp,
    ) -> Result<(Timestamp, i64), CareError> {
        let zone = self.zone()?;
        let at = asked.at.ok_or_else(|| FieldFault::new("at", "field-required"))?;
        let minutes = asked.minutes.unwrap_or(known.minutes);
        let mut faults: Vec<FieldFault> = when_fault("at", at, now, &zone).into_iter().collect();
        // Rides can be booked for no later day.
        let ahead = zone.day_of(at).days_since(zone.day_of(now));
        if faults.is_empty() && ahead > APPOINTMENTS_MADE_DAYS {
            faults.push(FieldFault::new("at", "care-field-appointment-far").arg("days", APPOINTMENTS_MADE_DAYS));
        }
        faults.extend(minutes_fault(at, minutes, &zone));
        if faults.is_empty() {
            Ok((at, minutes))
        } else {
            Err(faults.into())
        }
    }

    async fn step_in(
        &self,
        tx: &mut Tx,
        id: AppointmentId,
        ready: &Ready,
        actor: &str,
        now: Timestamp,
    ) -> Result<AppointmentDone, CareError> {
        let old = appointments::get_in(tx, id).await?.ok_or(CareError::NotFound)?;
        if old.seq != ready.seq {
            return Err(CareError::Refused("care-appointment-changed"));
        }
        let state = old.state.after(ready.step, ready.party).map_err(CareError::Refused)?;
        let mut next = Appointment { state, ..old.clone() };
        if let Some((at, minutes)) = ready.moved {
            (next.day, next.at, next.minutes) = (self.day_of(at)?, at, minutes);
        }
        if ready.party == Party::Desk {
            next.answer.clone_from(&ready.answer);
        }
        if let Some((series, trip)) = &ready.trip {
            next.booked = self.book_in(tx, series, trip, actor, now).await?;
        }
        let next = self
            .follow_step(tx, &old, next, (ready.step, actor), &ready.reason, now)
            .await?;
        tx.announce();
        Ok(AppointmentDone {
            id,
            state,
            seq: next.seq,
        })
    }

    /// Writes how an appointment stands, with everything that follows from it.
    pub(crate) async fn follow_step(
        &self,
        tx: &mut Tx,
        old: &Appointment,
        mut next: Appointment,
        (step, actor): (Step, &str),
        reason: &str,
        now: Timestamp,
    ) -> Result<Appointment, CareError> {
        let follows = effects(old.state, next.state);
        if follows.frees {
            if let Some(there) = old.booked.there {
                self.dispatch().call_off_trip_in(tx, there, actor, now).await?;
            }
            self.passes()
                .end_trip_in(tx, &old.booked.passes(), actor, reason, now)
                .await?;
            next.booked = Booked::default();
        }
        // What is raised now says how it stands; what was raised before would wait for ever.
        if (follows.closes_need || follows.raises)
            && let Some(need) = next.need.take()
        {
            self.ledger().close_in(tx, need, now).await?;
        }
        next.confirm_by = match next.state {
            AppointmentState::Asked | AppointmentState::Proposed => Some(confirm_by(next.day, &self.zone()?, now)),
            _ => None,
        };
        (next.seq, next.changed_at) = (old.seq + 1, now);
        appointments::update(tx, old.seq, &next);
        appointments::add_event(tx, old.id, next.seq, step, actor, now);
        if follows.raises {
            self.raise_unsure(tx, &next, now).await?;
        }
        Ok(next)
    }
}

/// What the history of a pass says when its appointment is no more, in both languages.
pub(crate) async fn told_free(care: &Care, hospital: OrgId) -> Result<String, CareError> {
    let names = care.places().org_names([hospital]).await?;
    let name = names.get(&hospital).cloned().unwrap_or_default();
    Ok(format!("{} ({name})", said_in_both("care-pass-ended")))
}
