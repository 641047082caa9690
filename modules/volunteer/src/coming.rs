//! Who came: checked in and out at the shift's square code, or said by whoever leads it; and the hours that follow.

use crate::error::VolunteerError;
use crate::limits::{CORRECTION_MINUTES_MAX, WHY_CHARS_MAX};
use crate::registering::there_in;
use crate::rules::place::PlaceState;
use crate::rules::presence::{Came, Presence, When, minutes, said_at, step};
use crate::rules::shift::ShiftState;
use crate::store::hours::{self, NewEntry};
use crate::store::places::{self, Place};
use crate::store::shifts::{self, Shift};
use crate::store::volunteers;
use crate::volunteers::Volunteers;
use crate::wording::{WORDS, in_both};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{ShiftId, Timestamp, VolunteerId};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What somebody says at a shift's square code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedPresence {
    /// What stands in the square code.
    #[schema(max_length = 64)]
    pub(crate) code: String,
    /// Whether they come or go.
    pub(crate) step: Presence,
    /// When, if a phone without a signal says it later.
    #[serde(default)]
    pub(crate) said_at: Option<Timestamp>,
}

/// That somebody came or went, as whoever leads the shift says it for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaidFor {
    /// Who.
    pub(crate) volunteer: VolunteerId,
    /// Whether they came or went.
    pub(crate) step: Presence,
    /// When, if a list on paper says it. Without it, now while the shift lasts; after it, from its start or until its end.
    #[serde(default)]
    pub(crate) said_at: Option<Timestamp>,
}

/// How somebody's presence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PresenceDone {
    /// At which shift.
    pub(crate) shift: ShiftId,
    /// How their place stands.
    pub(crate) state: PlaceState,
    /// When they came.
    pub(crate) in_at: Option<Timestamp>,
    /// When they went.
    pub(crate) out_at: Option<Timestamp>,
    /// Whether they had said so before, and nothing changed.
    pub(crate) is_repeat: bool,
}

/// A correction of somebody's hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedCorrection {
    /// Minutes that are added, or taken when negative.
    #[schema(minimum = -6000, maximum = 6000)]
    pub(crate) minutes: i64,
    /// Why; it stays beside the hours.
    #[schema(max_length = 200)]
    pub(crate) why: String,
}

/// Somebody's hours after a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct HoursDone {
    /// Whose.
    pub(crate) volunteer: VolunteerId,
    /// All minutes.
    pub(crate) minutes: i64,
}

impl Volunteers {
    /// Checks somebody in or out, once; said again it changes nothing.
    ///
    /// # Errors
    /// `Refused` for a wrong code or a wrong person; `Faults` for a time that can't be; or a storage failure.
    pub(crate) async fn say_presence(
        &self,
        key: CommandKey,
        who: VolunteerId,
        asked: AskedPresence,
        now: Timestamp,
    ) -> Result<PresenceDone, VolunteerError> {
        let shift = self.shift_of_code(&asked.code).await?.id;
        let volunteers = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let volunteers = volunteers.clone();
            Box::pin(async move {
                let moment = Said {
                    step: asked.step,
                    when: asked.said_at.map_or(When::Now, When::At),
                    by: None,
                };
                volunteers.presence_in(tx, who, shift, &moment, now).await
            })
        });
        Ok(done.await?.value)
    }

    /// The same said by whoever leads the shift, for somebody who has no phone. A list on paper is keyed in for three days after it,
    /// and who said so stays beside the hours.
    ///
    /// # Errors
    /// As [`Volunteers::say_presence`].
    pub(crate) async fn say_for(
        &self,
        key: CommandKey,
        by: String,
        shift: ShiftId,
        asked: SaidFor,
        now: Timestamp,
    ) -> Result<PresenceDone, VolunteerError> {
        let work = Arc::new((self.clone(), by));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, by) = &*work;
                let moment = Said {
                    step: asked.step,
                    when: asked.said_at.map_or(When::OnTheList(asked.step), When::At),
                    by: Some(by),
                };
                volunteers.presence_in(tx, asked.volunteer, shift, &moment, now).await
            })
        });
        Ok(done.await?.value)
    }

    async fn presence_in(
        &self,
        tx: &mut Tx,
        who: VolunteerId,
        shift: ShiftId,
        said: &Said<'_>,
        now: Timestamp,
    ) -> Result<PresenceDone, VolunteerError> {
        let volunteer = there_in(tx, who).await?;
        let shift = shifts::get_in(tx, shift).await?.ok_or(VolunteerError::NotFound)?;
        if shift.state == ShiftState::Cancelled {
            return Err(VolunteerError::Refused("volunteer-shift-over"));
        }
        let place = places::get_in(tx, shift.id, who).await?;
        let came = step(said.step, place.as_ref().map(|place| place.state)).map_err(VolunteerError::Refused)?;
        let mut place = place.ok_or(VolunteerError::NotFound)?;
        let came = match came {
            Came::Already => said.corrected(&shift, &place),
            came => came,
        };
        if came != Came::Already {
            let at = said_at(said.when, &shift.span, &self.zone()?, now)?;
            // Whoever says it late, when the shift's hours are written down already, was there until its end.
            let is_late = shift.state == ShiftState::Settled;
            let before = place.clone();
            if said.by.is_some() || matches!(came, Came::CheckedIn | Came::CameLater) {
                place.said_by = said.by.map(str::to_owned);
            }
            match came {
                Came::CheckedIn => (place.in_at, place.state) = (Some(at), PlaceState::In),
                Came::CameLater => place.in_at = Some(at),
                Came::CheckedOut | Came::WentEarlier | Came::Already => place.out_at = Some(at),
            }
            match came {
                Came::CheckedIn if is_late => self.credit(tx, &shift, &mut place, said.by, now).await?,
                Came::CheckedOut => self.credit(tx, &shift, &mut place, None, now).await?,
                Came::CameLater | Came::WentEarlier => {
                    self.take_off(tx, &shift, [&before, &place], said.by, now).await?
                }
                Came::CheckedIn | Came::Already => {}
            }
            places::set_presence(tx, &place);
            volunteers::touch(tx, &volunteer, self.kept_from(now)?);
            tx.announce();
        }
        Ok(PresenceDone {
            shift: shift.id,
            state: place.state,
            in_at: place.in_at,
            out_at: place.out_at,
            is_repeat: came == Came::Already,
        })
    }

    /// Writes down the hours of somebody who came; whoever did not check out was there until the end. Where somebody else said it after
    /// the shift's hours were written down, who did stands beside them.
    async fn credit(
        &self,
        tx: &mut Tx,
        shift: &Shift,
        place: &mut Place,
        late_by: Option<&str>,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        place.out_at = place.out_at.or(Some(shift.span.end));
        place.state = PlaceState::Came;
        let why = late_by.map(|_| in_both(" · ", |lang| WORDS.text(lang, "volunteer-hours-said-late")));
        let entry = NewEntry {
            shift: Some(shift.id),
            day: self.day_of(shift.span.start)?,
            minutes: worked(shift, place),
            why: why.as_deref(),
            actor: late_by.unwrap_or("system"),
            at: now,
        };
        Ok(hours::add(tx, place.volunteer, &entry).await?)
    }

    /// Takes off again what somebody was not there for of what is written down, as an entry of its own.
    async fn take_off(
        &self,
        tx: &mut Tx,
        shift: &Shift,
        [before, place]: [&Place; 2],
        by: Option<&str>,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        let why = in_both(" · ", |lang| WORDS.text(lang, "volunteer-hours-less"));
        let entry = NewEntry {
            shift: None,
            day: self.day_of(shift.span.start)?,
            minutes: worked(shift, place) - worked(shift, before),
            why: Some(&why),
            actor: by.unwrap_or("system"),
            at: now,
        };
        Ok(hours::add(tx, place.volunteer, &entry).await?)
    }

    /// Ends a shift: whoever came has their hours, whoever did not has missed it.
    pub(crate) async fn settle_in(&self, tx: &mut Tx, id: ShiftId, now: Timestamp) -> Result<(), VolunteerError> {
        let Some(shift) = shifts::get_in(tx, id)
            .await?
            .filter(|shift| shift.state == ShiftState::Open)
        else {
            return Ok(());
        };
        shifts::set_state(tx, &shift, ShiftState::Settled, now);
        for mut place in places::of_shift_in(tx, id).await? {
            match place.state {
                PlaceState::In => self.credit(tx, &shift, &mut place, None, now).await?,
                PlaceState::Taken | PlaceState::Offered => place.state = PlaceState::Missed,
                PlaceState::Waiting | PlaceState::Invited => place.state = PlaceState::Left,
                PlaceState::Left | PlaceState::Came | PlaceState::Missed | PlaceState::CalledOff => continue,
            }
            places::set_presence(tx, &place);
        }
        self.end_need(tx, &shift, now).await?;
        self.raise_undone(tx, &shift, now).await?;
        tx.announce();
        Ok(())
    }

    /// Volunteers whose sum of hours is not that of their entries: none, unless somebody wrote behind the ledger's back.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn wrong_hours(&self) -> Result<Vec<VolunteerId>, VolunteerError> {
        Ok(hours::wrong_sums(self.db()).await?)
    }

    /// Corrects somebody's hours, once: an entry of its own, with its reason and who made it.
    ///
    /// # Errors
    /// `Faults`; `NotFound`; or a storage failure.
    pub(crate) async fn correct_hours(
        &self,
        key: CommandKey,
        by: Doer,
        who: VolunteerId,
        asked: AskedCorrection,
        now: Timestamp,
    ) -> Result<HoursDone, VolunteerError> {
        self.volunteer(&by.may, who).await?;
        asked.check()?;
        let work = Arc::new((self.day_of(now)?, asked, by.actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (today, asked, actor) = &*work;
                let volunteer = there_in(tx, who).await?;
                let minutes = hours::sum_in(tx, who).await? + asked.minutes;
                if minutes < 0 {
                    return Err(FieldFault::new("minutes", "volunteer-field-hours-below").into());
                }
                let entry = NewEntry {
                    shift: None,
                    day: *today,
                    minutes: asked.minutes,
                    why: Some(asked.why.trim()),
                    actor,
                    at: now,
                };
                volunteers::touch(tx, &volunteer, volunteer.keep_until);
                hours::add(tx, who, &entry).await?;
                tx.announce();
                Ok::<_, VolunteerError>(HoursDone {
                    volunteer: who,
                    minutes,
                })
            })
        });
        Ok(done.await?.value)
    }
}

/// The minutes that count of somebody's presence; where nothing was said they were there from the start, and to the end.
fn worked(shift: &Shift, place: &Place) -> i64 {
    let in_at = place.in_at.unwrap_or(shift.span.start);
    minutes(&shift.span, in_at, place.out_at.unwrap_or(shift.span.end))
}

/// Who says what, and when it was.
struct Said<'s> {
    step: Presence,
    when: When,
    by: Option<&'s str>,
}

impl Said<'_> {
    /// What it comes to when somebody is known to have come or gone. After the shift's hours were written down, until its end because
    /// nobody had said that somebody went, or from its start because somebody else said that they came, a phone without a signal
    /// may say when it was.
    fn corrected(&self, shift: &Shift, place: &Place) -> Came {
        let When::At(at) = self.when else {
            return Came::Already;
        };
        let (start, end) = (shift.span.start, shift.span.end);
        let is_whole = match self.step {
            Presence::In => place.in_at == Some(start) && place.said_by.is_some(),
            Presence::Out => place.out_at == Some(end),
        };
        match self.step {
            _ if shift.state != ShiftState::Settled || !is_whole => Came::Already,
            Presence::In if start < at && place.out_at.is_none_or(|out| at < out) => Came::CameLater,
            Presence::Out if at < end && place.in_at.is_none_or(|came| came < at) => Came::WentEarlier,
            Presence::In | Presence::Out => Came::Already,
        }
    }
}

impl AskedCorrection {
    fn check(&self) -> Result<(), VolunteerError> {
        let mut faults = Vec::new();
        if self.minutes == 0 || self.minutes.abs() > CORRECTION_MINUTES_MAX {
            let fault = FieldFault::new("minutes", "volunteer-field-minutes");
            faults.push(fault.arg("max", CORRECTION_MINUTES_MAX));
        }
        if self.why.trim().is_empty() {
            faults.push(FieldFault::new("why", "field-required"));
        }
        faults.extend(FieldFault::in_line("why", &self.why, WHY_CHARS_MAX).err());
        if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
    }
}
