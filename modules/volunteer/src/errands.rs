//! Errands to doors: a name and a door are seen by whoever has the errand, as long as they have it; others on the shift see the
//! building and what is to be done.

use crate::error::VolunteerError;
use crate::kinds::ERRAND;
use crate::limits::{DOOR_CHARS_MAX, ERRAND_CHARS_MAX, ERRANDS_MAX, NAME_CHARS_MAX, SHOWN_MAX};
use crate::placing::wanted_of;
use crate::registering::there_in;
use crate::rules::fit::may_enter;
use crate::rules::person::VolunteerState;
use crate::rules::place::{ErrandState, ErrandStep, errand};
use crate::store::errands::{self, Errand};
use crate::store::places;
use crate::store::shifts::{self, Shift};
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use crate::wording::{WORDS, in_both};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{ErrandId, HouseholdId, PlaceCode, ShiftId, Timestamp, VolunteerId};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_places::Household;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// An errand as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedErrand {
    /// The building.
    pub(crate) building: PlaceCode,
    /// The door, as in the system.
    #[schema(max_length = 40)]
    pub(crate) door: String,
    /// Whom to ask for.
    #[schema(max_length = 40)]
    pub(crate) name: String,
    /// What is to be done.
    #[schema(max_length = 200)]
    pub(crate) what: String,
}

/// An errand that was entered or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ErrandDone {
    /// Which.
    pub(crate) id: ErrandId,
    /// How it stands.
    pub(crate) state: ErrandState,
}

/// An errand as a volunteer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ErrandView {
    /// Which.
    pub(crate) id: ErrandId,
    /// In which shift.
    pub(crate) shift: ShiftId,
    /// In which building.
    pub(crate) building: PlaceCode,
    /// What is to be done.
    pub(crate) what: String,
    /// How it stands.
    pub(crate) state: ErrandState,
    /// Whether it is the reader's.
    pub(crate) is_own: bool,
    /// Whom to ask for; only while the errand is the reader's and not done.
    pub(crate) name: Option<String>,
    /// The door; likewise.
    pub(crate) door: Option<String>,
}

impl Volunteers {
    /// Enters an errand of a shift, once.
    ///
    /// # Errors
    /// `Faults`; `NotFound` for a shift outside the doer's; `Refused` when the shift is over or has enough; or a storage failure.
    pub(crate) async fn add_errand(
        &self,
        key: CommandKey,
        by: Doer,
        id: ShiftId,
        asked: AskedErrand,
        now: Timestamp,
    ) -> Result<ErrandDone, VolunteerError> {
        let shift = self.shift(&by.may, id).await?;
        let household = self.checked_errand(&asked).await?;
        if !by.may.contains_place(&asked.building) {
            return Err(VolunteerError::NotFound);
        }
        if shift.is_over(now) {
            return Err(VolunteerError::Refused("volunteer-shift-over"));
        }
        let new = Errand {
            id: ErrandId::generate(now),
            shift: id,
            household: household.id,
            building: asked.building,
            name: asked.name.trim().to_owned(),
            what: asked.what.trim().to_owned(),
            state: ErrandState::Open,
            volunteer: None,
            need: None,
            seq: 1,
        };
        let new = Arc::new(new);
        let done = self.db().write_once(key, move |tx| {
            let new = Arc::clone(&new);
            Box::pin(async move {
                if errands::count_in(tx, id).await? >= ERRANDS_MAX {
                    return Err(VolunteerError::Refused("volunteer-errands-enough"));
                }
                errands::insert(tx, &new, now);
                Ok::<_, VolunteerError>(ErrandDone {
                    id: new.id,
                    state: new.state,
                })
            })
        });
        Ok(done.await?.value)
    }

    async fn checked_errand(&self, asked: &AskedErrand) -> Result<Household, VolunteerError> {
        let mut faults = Vec::new();
        for (field, text, max) in [
            ("door", &asked.door, DOOR_CHARS_MAX),
            ("name", &asked.name, NAME_CHARS_MAX),
            ("what", &asked.what, ERRAND_CHARS_MAX),
        ] {
            if text.trim().is_empty() {
                faults.push(FieldFault::new(field, "field-required"));
            }
            faults.extend(FieldFault::in_line(field, text, max).err());
        }
        let doors = self.places().households(&asked.building).await?;
        let found = doors.into_iter().find(|household| household.door == asked.door.trim());
        if found.is_none() && !asked.door.trim().is_empty() {
            faults.push(FieldFault::new("door", "volunteer-field-door").arg("door", asked.door.trim()));
        }
        match found {
            Some(household) if faults.is_empty() => Ok(household),
            _ => Err(faults.into()),
        }
    }

    /// Takes a step about an errand, once. Only whoever has a place in its shift can. Whoever has it in hand can finish it or give it
    /// back however late; what is finished late is a need no longer.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when it is somebody else's or the shift is over; or a storage failure.
    pub(crate) async fn step_errand(
        &self,
        key: CommandKey,
        who: VolunteerId,
        id: ErrandId,
        step: ErrandStep,
        now: Timestamp,
    ) -> Result<ErrandDone, VolunteerError> {
        let volunteers = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let volunteers = volunteers.clone();
            Box::pin(async move {
                let volunteer = there_in(tx, who).await?;
                if volunteer.state == VolunteerState::Refused {
                    return Err(VolunteerError::NotFound);
                }
                let found = errands::get_in(tx, id).await?.ok_or(VolunteerError::NotFound)?;
                let place = places::get_in(tx, found.shift, who).await?;
                if !place.is_some_and(|place| place.state.is_held()) {
                    return Err(VolunteerError::NotFound);
                }
                if step == ErrandStep::Take {
                    let shift = shifts::get_in(tx, found.shift).await?.ok_or(VolunteerError::NotFound)?;
                    volunteers.check_take(&volunteer, &shift, now)?;
                }
                let is_theirs = found.volunteer == Some(who);
                let (state, is_theirs) = errand(step, found.state, is_theirs).map_err(VolunteerError::Refused)?;
                errands::set(tx, &found, state, is_theirs.then_some(who), now);
                if state == ErrandState::Done
                    && let Some(need) = found.need
                {
                    volunteers.ledger().close_in(tx, need, now).await?;
                    errands::set_need(tx, id, None, now);
                }
                tx.announce();
                Ok(ErrandDone { id, state })
            })
        });
        Ok(done.await?.value)
    }

    fn check_take(&self, volunteer: &Volunteer, shift: &Shift, now: Timestamp) -> Result<(), VolunteerError> {
        if shift.is_over(now) {
            return Err(VolunteerError::Refused("volunteer-shift-over"));
        }
        let able = volunteer.able();
        let may_enter = may_enter(able.birth_year, able.is_covered, &wanted_of(shift, None), &self.zone()?);
        may_enter.map_err(|unable| VolunteerError::Refused(unable.code()))
    }

    /// Raises what nobody has done of a shift's errands by the time it is over or called off: the door still waits.
    pub(crate) async fn raise_undone(&self, tx: &mut Tx, shift: &Shift, now: Timestamp) -> Result<(), VolunteerError> {
        for errand in errands::undone_in(tx, shift.id).await? {
            let id = errand.id;
            let new = need_of(shift, errand);
            let raised = self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?;
            errands::set_need(tx, id, Some(raised.id), now);
        }
        Ok(())
    }

    /// Takes an errand out of the hand of whoever has it once its need was closed: somebody else did it, or it is not to be done.
    pub(crate) async fn end_held_in(&self, tx: &mut Tx, id: ErrandId, now: Timestamp) -> Result<(), VolunteerError> {
        let found = errands::get_in(tx, id).await?;
        let Some(found) = found.filter(|found| found.state == ErrandState::Taken) else {
            return Ok(());
        };
        let (state, volunteer) = match found.need {
            Some(need) if !self.ledger().is_open_in(tx, need).await? => (ErrandState::Done, None),
            // It is looked at again when an hour has passed.
            _ => (found.state, found.volunteer),
        };
        errands::set(tx, &found, state, volunteer, now);
        Ok(())
    }

    /// The errands that somebody sees: those they have in hand, however long their shifts are over, and those of the shifts in which
    /// they have a place and that are not over. None for whoever may no longer help, or not go there.
    pub(crate) async fn errands_seen(
        &self,
        own: &Volunteer,
        now: Timestamp,
    ) -> Result<Vec<ErrandView>, VolunteerError> {
        if own.state == VolunteerState::Refused {
            return Ok(Vec::new());
        }
        let who = own.id;
        let zone = self.zone()?;
        let ahead = places::of_volunteer(self.db(), who, now, SHOWN_MAX).await?.into_iter();
        let held = ahead.filter(|place| place.state.is_held()).map(|place| place.shift);
        let shifts = shifts::of(self.db(), held).await?.into_iter();
        let able = own.able();
        let may_enter =
            |shift: &Shift| may_enter(able.birth_year, able.is_covered, &wanted_of(shift, None), &zone).is_ok();
        let shifts: BTreeSet<ShiftId> = shifts.filter(may_enter).map(|shift| shift.id).collect();
        let mut found = errands::held_by(self.db(), who, ERRANDS_MAX).await?;
        found.retain(|errand| !shifts.contains(&errand.shift));
        found.extend(errands::of_shifts(self.db(), shifts, ERRANDS_MAX).await?);
        let is_told = |errand: &Errand| errand.volunteer == Some(who) && errand.state == ErrandState::Taken;
        let doors = self
            .doors_of(
                found
                    .iter()
                    .filter(|errand| is_told(errand))
                    .map(|errand| errand.household),
            )
            .await?;
        let seen = found.iter().map(|errand| ErrandView {
            id: errand.id,
            shift: errand.shift,
            building: errand.building,
            what: errand.what.clone(),
            state: errand.state,
            is_own: errand.volunteer == Some(who),
            name: is_told(errand).then(|| errand.name.clone()),
            door: doors.get(&errand.household).filter(|_| is_told(errand)).cloned(),
        });
        Ok(seen.collect())
    }

    /// The doors of households.
    pub(crate) async fn doors_of(
        &self,
        households: impl IntoIterator<Item = HouseholdId>,
    ) -> Result<HashMap<HouseholdId, String>, VolunteerError> {
        let ids: BTreeSet<HouseholdId> = households.into_iter().collect();
        let found = self.places().households_of(ids).await?;
        Ok(found
            .into_iter()
            .map(|household| (household.id, household.door))
            .collect())
    }
}

/// What is raised of an errand that nobody did: what is to be done, at which door; the name stays with the errand.
fn need_of(shift: &Shift, errand: Errand) -> NewNeed {
    let key = match errand.state {
        ErrandState::Taken => "volunteer-errand-undone-held",
        ErrandState::Open | ErrandState::Done => "volunteer-errand-undone-body",
    };
    let number = shift.id.to_string();
    let todo = in_both("\n\n", |lang| WORDS.text_with(lang, key, &[("shift", &number)]));
    NewNeed {
        kind: ERRAND.key.to_owned(),
        topic: shift.kind.to_string(),
        priority: None,
        place: errand.building,
        household: Some(errand.household),
        org: None,
        title: in_both(" · ", |lang| WORDS.text(lang, "volunteer-errand-undone")),
        body: format!("{}\n\n{todo}", errand.what),
        contact: None,
    }
}
