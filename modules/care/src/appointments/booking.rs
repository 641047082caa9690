//! What a confirmation books: the ride there, the ride back, and passes for whoever goes.

use crate::care::Care;
use crate::error::CareError;
use crate::raising::said_in_both;
use crate::rules::series::{SeriesRide, when_fault};
use crate::store::appointments::{Appointment, Booked};
use crate::store::series::{self, Series};
use tongxin_city::Timestamp;
use tongxin_dispatch::rules::cargo::{RideNeeds, Seats};
use tongxin_dispatch::rules::ride::AskedTrip;
use tongxin_dispatch::{DispatchError, ReadyTrip};
use tongxin_pass::{Trip, TripHolder};
use tongxin_storage::Tx;

impl Care {
    /// Both rides of a confirmation: without a way back nobody is taken there.
    pub(super) async fn ready_to_book(
        &self,
        known: &Appointment,
        now: Timestamp,
    ) -> Result<(Series, ReadyTrip), CareError> {
        if when_fault("at", known.at, now, &self.zone()?).is_some() {
            return Err(CareError::Refused("care-appointment-too-late"));
        }
        let series = series::get(self.db(), known.series).await?.ok_or(CareError::NotFound)?;
        let household = self.places().household(known.household).await?;
        let household = household.ok_or(CareError::NotFound)?;
        let asked = asked_trip(known, &series);
        match self.dispatch().ready_trip(&household, asked, now).await {
            Ok(ready) => Ok((series, ready)),
            Err(error) => Err(no_ride(error, series.ride)),
        }
    }

    /// Books both rides and has the passes approved of whoever goes.
    pub(super) async fn book_in(
        &self,
        tx: &mut Tx,
        series: &Series,
        ready: &ReadyTrip,
        actor: &str,
        now: Timestamp,
    ) -> Result<Booked, CareError> {
        let rides = self.dispatch().book_ready_in(tx, ready, actor, now).await;
        let rides = rides.map_err(|error| no_ride(error, series.ride))?;
        let facts = self.facts_in(tx, series).await?.ok_or(CareError::NotFound)?;
        let patient = facts.card.holder("card")?;
        let escort = facts.escort_card.holder("escort_card")?;
        let holders: Vec<TripHolder> = patient.iter().chain(&escort).cloned().collect();
        let (from_at, until_at) = ready.span();
        let hospital = self.places().org(series.hospital).await?.ok_or(CareError::NotFound)?;
        let trip = Trip {
            hospital: series.hospital,
            hospital_name: hospital.name,
            home: series.building,
            to: series.hospital_code,
            from_at,
            until_at,
            holders,
        };
        let mut passes = self.passes().approve_trip_in(tx, &trip, actor, now).await?.into_iter();
        Ok(Booked {
            there: Some(rides.there),
            back: Some(rides.back),
            pass: patient.and_then(|_| passes.next()),
            escort_pass: escort.and_then(|_| passes.next()),
        })
    }
}

/// A trip as dispatch books it: it never hears what the appointment is for.
fn asked_trip(known: &Appointment, series: &Series) -> AskedTrip {
    let ride = series.ride;
    AskedTrip {
        household: Some(known.household),
        to: series.hospital_code,
        appointment_at: known.at,
        ready_at: known.until_at(),
        people: Seats {
            seats: i64::from(!ride.wheelchair) + i64::from(ride.escort),
            wheelchairs: i64::from(ride.wheelchair),
        },
        needs: RideNeeds {
            medical_crew: ride.medical_crew,
            alone: ride.alone,
        },
        contact: series.contact.clone().unwrap_or_default(),
        note: if ride.alone {
            said_in_both("care-ride-alone-note")
        } else {
            String::new()
        },
        org: None,
    }
}

/// Why nothing takes the patient there and back, as a hospital is told it.
fn no_ride(error: DispatchError, ride: SeriesRide) -> CareError {
    match error {
        DispatchError::Refused("dispatch-no-patients-vehicle") => CareError::Refused("care-no-vehicle"),
        DispatchError::Refused("dispatch-no-crew") => CareError::Refused("care-no-crew"),
        // Vehicles without a crew may be free.
        DispatchError::Refused("dispatch-patients-full") if ride.medical_crew => CareError::Refused("care-crews-full"),
        DispatchError::Refused("dispatch-patients-full") => CareError::Refused("care-vehicles-full"),
        error => error.into(),
    }
}
