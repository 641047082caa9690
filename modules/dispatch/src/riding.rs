//! Patients' rides: booked there and back, called off, raised when they will be late.

mod trips;

pub use trips::{Pickup, ReadyTrip};

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::kinds::TOPIC_RIDE;
use crate::limits::RIDES_A_DAY_MAX;
use crate::misses::Lack;
use crate::rules::cargo::Cargo;
use crate::rules::ride::{AskedTrip, RideState, RideTimes, RideWay};
use crate::rules::state::{CargoState, RunEventKind};
use crate::store::events::{self, Moment};
use crate::store::rides::{self, Ride};
use crate::store::runs;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, NeedId, OrgId, RideId, RunId, Timestamp};
use tongxin_places::Household;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A trip that was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TripBooked {
    /// The ride to the appointment.
    pub there: RideId,
    /// The ride back home.
    pub back: RideId,
    /// Who drives.
    pub org: OrgId,
}

/// A ride that was called off, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RideChanged {
    /// The ride.
    pub(crate) id: RideId,
    /// How it stands now.
    pub(crate) state: RideState,
}

/// Why a ride's need is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RideTrouble {
    /// It will be late, or nobody drives it.
    Late,
    /// The patient was not where the vehicle came.
    Absent,
}

impl Dispatch {
    /// Books a trip there and back, once.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it; `NotFound` for a household that the booker does not look after; `Refused` when
    /// no firm has a vehicle for them or none has room then, or the household has as many rides that day as there may be; a
    /// storage failure.
    pub(crate) async fn book_trip(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedTrip,
        now: Timestamp,
    ) -> Result<TripBooked, DispatchError> {
        let household = self.household_of(&by.may, &asked).await?;
        let ready = self.ready_trip(&household, asked, now).await?;
        let work = Arc::new((self.clone(), ready, by.actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, ready, actor) = &*work;
                if rides::open_of_household(tx, household.id, ready.day()).await? + 2 > RIDES_A_DAY_MAX {
                    return Err(DispatchError::Refused("dispatch-rides-enough"));
                }
                dispatch.book_ready_in(tx, ready, actor, now).await
            })
        });
        Ok(done.await?.value)
    }

    /// Whose trip it is: the booker's own, or a household that they look after.
    async fn household_of(&self, may: &Scope, asked: &AskedTrip) -> Result<Household, DispatchError> {
        let id = match asked.household.or(may.household) {
            Some(id) => id,
            None => {
                let missing = FieldFault::new("household", "field-required");
                return Err(DispatchError::Faults(vec![missing]));
            }
        };
        let household = self.places().household(id).await?.ok_or(DispatchError::NotFound)?;
        if may.contains(&household.building, None, Some(id)) {
            Ok(household)
        } else {
            Err(DispatchError::NotFound)
        }
    }

    /// Calls a ride off that has not begun, once; with the way there goes the way back.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when it is not to come any more; or a storage failure.
    pub(crate) async fn call_off_ride(
        &self,
        key: CommandKey,
        by: Doer,
        id: RideId,
        now: Timestamp,
    ) -> Result<RideChanged, DispatchError> {
        let ride = rides::get(self.db(), &by.may, id).await?;
        ride.ok_or(DispatchError::NotFound)?;
        let work = Arc::new((self.clone(), by.actor));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, actor) = &*work;
                let moment = Moment {
                    actor,
                    now,
                    said_at: None,
                };
                let ride = rides::get_in(tx, id).await?.ok_or(DispatchError::NotFound)?;
                if ride.state != RideState::Booked {
                    return Err(DispatchError::Refused("dispatch-ride-not-booked"));
                }
                dispatch.call_off_in(tx, &ride, moment, None).await?;
                dispatch.call_off_way_back(tx, &ride, moment, None).await?;
                tx.announce();
                Ok(RideChanged {
                    id,
                    state: RideState::Cancelled,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// Without the way there nobody needs the way back. `own` is the run that is being written already.
    pub(crate) async fn call_off_way_back(
        &self,
        tx: &mut Tx,
        ride: &Ride,
        moment: Moment<'_>,
        own: Option<RunId>,
    ) -> Result<(), DispatchError> {
        if ride.way == RideWay::Back {
            return Ok(());
        }
        let back = rides::get_in(tx, ride.other).await?;
        match back.filter(|back| back.state == RideState::Booked) {
            Some(back) => self.call_off_in(tx, &back, moment, own).await,
            None => Ok(()),
        }
    }

    async fn call_off_in(
        &self,
        tx: &mut Tx,
        ride: &Ride,
        moment: Moment<'_>,
        own: Option<RunId>,
    ) -> Result<(), DispatchError> {
        // So that no plan is published meanwhile that still drives it.
        rides::take_pool(tx, ride.org, moment.now).await?;
        rides::set_state(tx, ride.id, RideState::Cancelled);
        let cargo = Cargo::Ride(ride.id);
        for run in runs::holding_in(tx, cargo).await? {
            runs::set_cargo(tx, run.id, cargo, CargoState::Cancelled, Some(moment.happened_at()));
            for stop in run.stops_of(cargo) {
                runs::finish_stop(tx, run.id, stop.stop, moment.happened_at());
            }
            events::add(tx, run.id, RunEventKind::CalledOff, Some(cargo), None, moment).await?;
            if own != Some(run.id) {
                runs::touch(tx, &run, run.delay_ms);
            }
        }
        Ok(())
    }

    /// Raises what is wrong with a ride, unless a need that is still open says of it that something is.
    pub(crate) async fn raise_ride(
        &self,
        tx: &mut Tx,
        ride: &Ride,
        trouble: RideTrouble,
        now: Timestamp,
    ) -> Result<Option<NeedId>, DispatchError> {
        if let Some(need) = ride.need
            && self.ledger().is_open_in(tx, need).await?
        {
            return Ok(Some(need));
        }
        let words = match trouble {
            RideTrouble::Late => ["dispatch-ride-late-title", "dispatch-ride-late-body"],
            RideTrouble::Absent => ["dispatch-ride-absent-title", "dispatch-ride-absent-body"],
        };
        let lack = Lack {
            topic: TOPIC_RIDE,
            household: ride.household,
            place: ride.home,
            words,
            number: ride.id.to_string(),
        };
        let need = self.raise_lack(tx, lack, now).await?;
        rides::set_need(tx, ride.id, need);
        Ok(Some(need))
    }

    /// Raises rides that will be late, each once, also of a patient who sits in a vehicle that broke down; answers how many needs say so for the first time.
    pub(crate) async fn raise_late_rides(
        &self,
        tx: &mut Tx,
        late: &[RideId],
        now: Timestamp,
    ) -> Result<usize, DispatchError> {
        let mut raised = 0;
        for id in late {
            let ride = rides::get_in(tx, *id).await?;
            let Some(ride) = ride.filter(|ride| ride.state.is_open() && ride.need.is_none()) else {
                continue;
            };
            self.raise_ride(tx, &ride, RideTrouble::Late, now).await?;
            raised += 1;
        }
        Ok(raised)
    }
}

/// Both rides of a trip whose direct way takes so many seconds.
fn trip(
    asked: &AskedTrip,
    household: &Household,
    (org, day): (OrgId, Day),
    direct_seconds: i64,
    now: Timestamp,
) -> (Ride, Ride) {
    let (first, second) = (RideId::generate(now), RideId::generate(now));
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let ride = |way: RideWay| {
        let (id, other, from, to) = match way {
            RideWay::There => (first, second, household.building, asked.to),
            RideWay::Back => (second, first, asked.to, household.building),
        };
        Ride {
            id,
            other,
            way,
            state: RideState::Booked,
            org,
            household: household.id,
            home: household.building,
            from,
            to,
            day,
            appointment_at: asked.appointment_at,
            times: RideTimes::of(way, asked.appointment_at, asked.ready_at, direct_seconds),
            people: asked.people,
            needs: asked.needs,
            contact: said(&asked.contact),
            note: said(&asked.note),
            planned_at: None,
            need: None,
        }
    };
    (ride(RideWay::There), ride(RideWay::Back))
}
