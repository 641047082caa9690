//! Shifts: opened, called off, and the need that says that one lacks people.

use crate::error::VolunteerError;
use crate::kinds::SHORTFALL;
use crate::rules::place::PlaceState;
use crate::rules::shift::{AskedShift, CheckedShift, ShiftState};
use crate::store::places::{self, Standing};
use crate::store::shifts::{self, Shift};
use crate::store::{errands, teams};
use crate::volunteers::Volunteers;
use crate::wording::{WORDS, in_both};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Level, NeedId, ShiftId, Timestamp};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A shift that was opened or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ShiftDone {
    /// Which.
    pub(crate) id: ShiftId,
    /// How it stands.
    pub(crate) state: ShiftState,
}

impl Volunteers {
    /// Opens a shift, once.
    ///
    /// # Errors
    /// `Faults` with everything wrong; `NotFound` for a place or team outside the doer's; or a storage failure.
    pub(crate) async fn open_shift(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedShift,
        now: Timestamp,
    ) -> Result<ShiftDone, VolunteerError> {
        let checked = asked.checked(now)?;
        self.check_place(&by.may, &checked).await?;
        let work = Arc::new((checked, by.actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (checked, actor) = &*work;
                let id = ShiftId::generate(now);
                shifts::insert(tx, id, checked, actor, now);
                tx.announce();
                Ok::<_, VolunteerError>(ShiftDone {
                    id,
                    state: ShiftState::Open,
                })
            })
        });
        Ok(done.await?.value)
    }

    async fn check_place(&self, may: &Scope, checked: &CheckedShift) -> Result<(), VolunteerError> {
        let tree = self.places().tree();
        if !may.contains_place(&checked.place) || tree.get(&checked.place).is_none() {
            return Err(VolunteerError::NotFound);
        }
        // A need of a shift that lacks people is one of a subdistrict at most.
        if tree.widths().ancestor(&checked.place, Level::Subdistrict).is_none() {
            return Err(FieldFault::new("place", "volunteer-field-place").into());
        }
        if let Some(team) = checked.team {
            let found = teams::get(self.db(), may, team).await?;
            found.filter(|team| !team.is_closed).ok_or(VolunteerError::NotFound)?;
        }
        Ok(())
    }

    /// Calls a shift off, once. Whoever had a place sees it on their page and in their calendar.
    ///
    /// # Errors
    /// `NotFound`; `Refused` once it has begun or is over; or a storage failure.
    pub(crate) async fn cancel_shift(
        &self,
        key: CommandKey,
        by: Doer,
        id: ShiftId,
        now: Timestamp,
    ) -> Result<ShiftDone, VolunteerError> {
        self.shift(&by.may, id).await?;
        let volunteers = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let volunteers = volunteers.clone();
            Box::pin(async move {
                let shift = shifts::get_in(tx, id).await?.ok_or(VolunteerError::NotFound)?;
                if shift.state != ShiftState::Open || now >= shift.span.start {
                    return Err(VolunteerError::Refused("volunteer-shift-over"));
                }
                shifts::set_state(tx, &shift, ShiftState::Cancelled, now);
                for place in places::of_shift_in(tx, id).await? {
                    let state = match place.state {
                        PlaceState::Left => continue,
                        state if state.is_held() => PlaceState::CalledOff,
                        _ => PlaceState::Left,
                    };
                    let standing = Standing {
                        shift: id,
                        volunteer: place.volunteer,
                        post: place.post,
                        span: &shift.span,
                        state,
                        since: now,
                        given_back: None,
                    };
                    places::put(tx, standing);
                    if state == PlaceState::CalledOff {
                        errands::give_back(tx, id, place.volunteer, now);
                        volunteers.take_up_waits(tx, place.volunteer, now).await?;
                    }
                }
                volunteers.end_need(tx, &shift, now).await?;
                volunteers.raise_undone(tx, &shift, now).await?;
                tx.announce();
                Ok(ShiftDone {
                    id,
                    state: ShiftState::Cancelled,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// A shift whose place the scope covers.
    pub(crate) async fn shift(&self, may: &Scope, id: ShiftId) -> Result<Shift, VolunteerError> {
        shifts::get(self.db(), may, id).await?.ok_or(VolunteerError::NotFound)
    }

    /// Raises that a shift lacks people, unless a need says so already or they are there by now.
    pub(crate) async fn raise_shortfall(
        &self,
        tx: &mut Tx,
        shift: &Shift,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        if shift.is_over(now) || !shift.is_short() || shift.need.is_some() || now < shift.fill_by {
            return Ok(());
        }
        shifts::touch(tx, shift, now);
        let need = self
            .ledger()
            .raise_in(tx, &Asker::system(), self.need_of(shift)?, None, now)
            .await?;
        shifts::set_need(tx, shift.id, Some(need.id));
        tx.announce();
        Ok(())
    }

    /// Closes the need of a shift, because people are there or none can come any more.
    pub(crate) async fn end_need(&self, tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<(), VolunteerError> {
        if let Some(need) = shift.need {
            self.close(tx, shift.id, need, now).await?;
        }
        Ok(())
    }

    async fn close(&self, tx: &mut Tx, shift: ShiftId, need: NeedId, now: Timestamp) -> Result<(), VolunteerError> {
        self.ledger().close_in(tx, need, now).await?;
        shifts::set_need(tx, shift, None);
        Ok(())
    }

    fn need_of(&self, shift: &Shift) -> Result<NewNeed, VolunteerError> {
        let zone = self.zone()?;
        let lacking = (shift.needed - shift.held).to_string();
        let title = in_both(" · ", |lang| {
            let kind = WORDS.text(lang, &format!("volunteer-shift-{}", shift.kind));
            let at = zone.format(shift.span.start, lang);
            WORDS.text_with(lang, "volunteer-shortfall-title", &[("kind", &kind), ("at", &at)])
        });
        let body = in_both("\n\n", |lang| {
            let number = shift.id.to_string();
            let args = [("lacking", lacking.as_str()), ("meet", &shift.meet), ("shift", &number)];
            WORDS.text_with(lang, "volunteer-shortfall-body", &args)
        });
        Ok(NewNeed {
            kind: SHORTFALL.key.to_owned(),
            topic: shift.kind.to_string(),
            priority: None,
            place: shift.place,
            household: None,
            org: None,
            title,
            body,
            contact: None,
        })
    }
}
