//! Series of appointments: entered, made into appointments as their days come near, and ended.

use crate::appointments::told_free;
use crate::care::Care;
use crate::erased::Erased;
use crate::erasing::empty_series;
use crate::error::CareError;
use crate::limits::{
    APPOINTMENT_AHEAD_MS, APPOINTMENTS_A_WRITE, APPOINTMENTS_MADE_DAYS, APPOINTMENTS_OPEN_MAX, CONFIRM_LEAST_MS,
};
use crate::rules::appointment::{AppointmentState, Step, confirmed_by};
use crate::rules::series::{AskedSeries, CheckedSeries};
use crate::store::appointments::{self, Appointment, Booked};
use crate::store::series::{self, Between, Series};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{AppointmentId, Day, OrgId, SeriesId, Timestamp, Zone};
use tongxin_places::{Org, OrgKind};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A series that was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SeriesDone {
    /// The series.
    pub(crate) id: SeriesId,
    /// Its appointments of the next two weeks; later ones are made as their days come near.
    pub(crate) appointments: Vec<AppointmentId>,
}

/// How many appointments were called off with their series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SeriesEnded {
    /// The series.
    pub(crate) id: SeriesId,
    /// Appointments that were to come.
    pub(crate) cancelled: usize,
}

impl Care {
    /// Enters a series, once, with its appointments of the next days.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it; `NotFound` for a household that whoever enters it does not look after; `Refused`
    /// when the household has as many appointments as there may be; or a storage failure.
    pub(crate) async fn enter_series(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedSeries,
        now: Timestamp,
    ) -> Result<SeriesDone, CareError> {
        let household = asked.household;
        let checked = asked.checked(now, &self.zone()?)?;
        let home = self.home_of(&by.may, household).await?;
        let hospital_code = self.hospital(checked.hospital).await?.place;
        let between = Between { home, hospital_code };
        let work = Arc::new((self.clone(), by.actor, between, checked));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, between, checked) = &*work;
                care.enter_in(tx, between, checked, actor, now).await
            })
        });
        Ok(done.await?.value)
    }

    async fn enter_in(
        &self,
        tx: &mut Tx,
        between: &Between,
        checked: &CheckedSeries,
        actor: &str,
        now: Timestamp,
    ) -> Result<SeriesDone, CareError> {
        let known = appointments::count_to_come_in(tx, between.home.household, now).await?;
        let new = i64::try_from(checked.days().len()).unwrap_or(i64::MAX);
        if known.saturating_add(new) > APPOINTMENTS_OPEN_MAX {
            return Err(CareError::Refused("care-appointments-enough"));
        }
        let id = SeriesId::generate(now);
        let sealed = self.seal_facts(tx, id, &checked.facts, now).await?;
        series::insert(tx, id, between, (checked, &sealed), actor, now);
        let made = match series::get_in(tx, id).await? {
            Some(series) => self.make_in(tx, &series, actor, now)?,
            None => Vec::new(),
        };
        tx.announce();
        Ok(SeriesDone { id, appointments: made })
    }

    /// The hospital of that number.
    async fn hospital(&self, id: OrgId) -> Result<Org, CareError> {
        let org = self.places().org(id).await?;
        let hospital = org.filter(|org| org.kind == OrgKind::Hospital);
        hospital.ok_or_else(|| FieldFault::new("hospital", "care-field-hospital").into())
    }

    /// Makes the appointments of a series whose days are near and that have not been made.
    fn make_in(
        &self,
        tx: &mut Tx,
        series: &Series,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<AppointmentId>, CareError> {
        let zone = self.zone()?;
        let horizon = zone.day_of(now).plus_days(APPOINTMENTS_MADE_DAYS);
        let Some(next) = series.next_on else {
            return Ok(Vec::new());
        };
        let days: Vec<Day> = series.days().into_iter().filter(|day| *day >= next).collect();
        let mut made = Vec::new();
        for day in days.iter().filter(|day| **day <= horizon) {
            let new = appointment_on(series, *day, &zone, now);
            // While nobody looked its time may have gone by.
            if new.at > now.plus_millis(APPOINTMENT_AHEAD_MS / 2) {
                appointments::insert(tx, &new);
                appointments::add_event(tx, new.id, new.seq, Step::Ask, actor, now);
                made.push(new.id);
            }
        }
        let left = days.into_iter().find(|day| *day > horizon);
        series::set_next(tx, series.id, left);
        Ok(made)
    }

    /// Makes the appointments whose days have come near.
    pub(crate) async fn make_appointments(&self, now: Timestamp) -> Result<(), CareError> {
        let horizon = self.day_of(now)?.plus_days(APPOINTMENTS_MADE_DAYS);
        loop {
            let unmade = series::unmade(self.db(), horizon, APPOINTMENTS_A_WRITE).await?;
            if unmade.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), unmade));
            let make = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, unmade) = &*work;
                    for id in unmade {
                        if let Some(series) = series::get_in(tx, *id).await? {
                            care.make_in(tx, &series, "system", now)?;
                        }
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            make.await?;
        }
    }

    /// Ends a series, once: appointments that are to come are called off, no more are made, and what was sealed of it goes.
    ///
    /// # Errors
    /// `NotFound` for a series outside the scope; or a storage failure.
    pub(crate) async fn end_series(
        &self,
        key: CommandKey,
        by: Doer,
        id: SeriesId,
        now: Timestamp,
    ) -> Result<SeriesEnded, CareError> {
        let found = series::get(self.db(), id).await?;
        let series = found
            .filter(|series| by.may.contains(&series.building, None, Some(series.household)))
            .ok_or(CareError::NotFound)?;
        let reason = told_free(self, series.hospital).await?;
        // First outside the database: a crash between the two empties it twice, never not at all.
        self.erased().remember(&[Erased::Series(id)])?;
        let work = Arc::new((self.clone(), by.actor, reason));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, reason) = &*work;
                let cancelled = care.call_off_in(tx, id, (reason, actor), now).await?;
                empty_series(tx, id, now);
                tx.announce();
                Ok::<_, CareError>(SeriesEnded { id, cancelled })
            })
        });
        Ok(done.await?.value)
    }
}

/// When an appointment has to be confirmed: the evening before; what is asked for later than that, within some time.
pub(crate) fn confirm_by(day: Day, zone: &Zone, now: Timestamp) -> Timestamp {
    confirmed_by(day, zone).max(now.plus_millis(CONFIRM_LEAST_MS))
}

fn appointment_on(series: &Series, day: Day, zone: &Zone, now: Timestamp) -> Appointment {
    let hour = i8::try_from(series.minute / 60).unwrap_or(0);
    let minute = i8::try_from(series.minute % 60).unwrap_or(0);
    Appointment {
        id: AppointmentId::generate(now),
        series: series.id,
        household: series.household,
        building: series.building,
        hospital: series.hospital,
        day,
        at: zone.at(day, hour, minute).unwrap_or_else(|| zone.start_of(day)),
        minutes: series.minutes,
        state: AppointmentState::Asked,
        answer: None,
        booked: Booked::default(),
        confirm_by: Some(confirm_by(day, zone, now)),
        need: None,
        seq: 1,
        changed_at: now,
    }
}
