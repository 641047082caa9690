//! What the clock sees to about appointments: nobody is left without a sure one the evening before, and what is over is forgotten.

use crate::appointments::told_free;
use crate::care::Care;
use crate::error::CareError;
use crate::kinds::{APPOINTMENT, TOPIC_REFUSED, TOPIC_UNCONFIRMED};
use crate::limits::{APPOINTMENTS_A_WRITE, APPOINTMENTS_KEPT_DAYS};
use crate::raising::{said_in_both, said_with};
use crate::rules::appointment::{AppointmentState, Party, Step};
use crate::store::appointments::{self, Appointment};
use crate::store::{calendars, series};
use std::sync::Arc;
use tongxin_city::{AppointmentId, Lang, Timestamp};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;

/// What the clock does about one appointment.
#[derive(Debug, Clone, Copy)]
enum Chore {
    SayUnsure,
    Pass,
    LoseRide,
    Forget,
}

impl Care {
    /// One look at appointments.
    pub(crate) async fn mind_appointments(&self, now: Timestamp) -> Result<(), CareError> {
        self.make_appointments(now).await?;
        self.lose_rides(now).await?;
        self.say_unsure(now).await?;
        self.pass_appointments(now).await?;
        self.forget_appointments(now).await
    }

    /// Raises appointments that nobody confirmed in time.
    async fn say_unsure(&self, now: Timestamp) -> Result<(), CareError> {
        loop {
            let unsure = appointments::unsure(self.db(), now, APPOINTMENTS_A_WRITE).await?;
            if unsure.is_empty() {
                return Ok(());
            }
            self.each_in_a_write(Chore::SayUnsure, unsure, now).await?;
        }
    }

    async fn say_unsure_in(&self, tx: &mut Tx, id: AppointmentId, now: Timestamp) -> Result<(), CareError> {
        let found = appointments::get_in(tx, id).await?;
        let is_due = |found: &Appointment| found.need.is_none() && found.confirm_by.is_some_and(|by| by <= now);
        match found.filter(is_due) {
            Some(appointment) => self.raise_unsure(tx, &appointment, now).await,
            None => Ok(()),
        }
    }

    /// Takes appointments for sure no longer of which a ride was called off by itself.
    async fn lose_rides(&self, now: Timestamp) -> Result<(), CareError> {
        let called_off = self.dispatch().called_off_from(self.day_of(now)?).await?;
        for rides in called_off.chunks(APPOINTMENTS_A_WRITE as usize) {
            let lost = appointments::confirmed_with_rides(self.db(), rides, now).await?;
            if !lost.is_empty() {
                self.each_in_a_write(Chore::LoseRide, lost, now).await?;
            }
        }
        Ok(())
    }

    /// Without one of its rides an appointment is asked for anew; the other ride and the passes go with it.
    async fn lose_ride_in(&self, tx: &mut Tx, id: AppointmentId, now: Timestamp) -> Result<(), CareError> {
        let Some(old) = appointments::get_in(tx, id).await? else {
            return Ok(());
        };
        let Ok(state) = old.state.after(Step::LoseRide, Party::Clock) else {
            return Ok(());
        };
        let reason = told_free(self, old.hospital).await?;
        let next = Appointment { state, ..old.clone() };
        self.follow_step(tx, &old, next, (Step::LoseRide, "system"), &reason, now)
            .await?;
        tx.announce();
        Ok(())
    }

    /// Calls appointments over, or lapsed, once their time has begun.
    async fn pass_appointments(&self, now: Timestamp) -> Result<(), CareError> {
        loop {
            let passing = appointments::passing(self.db(), now, APPOINTMENTS_A_WRITE).await?;
            if passing.is_empty() {
                return Ok(());
            }
            self.each_in_a_write(Chore::Pass, passing, now).await?;
        }
    }

    async fn pass_in(&self, tx: &mut Tx, id: AppointmentId, now: Timestamp) -> Result<(), CareError> {
        let Some(old) = appointments::get_in(tx, id).await? else {
            return Ok(());
        };
        let Ok(state) = old.state.after(Step::Pass, Party::Clock) else {
            return Ok(());
        };
        let next = Appointment { state, ..old.clone() };
        let next = self
            .follow_step(tx, &old, next, (Step::Pass, "system"), "", now)
            .await?;
        if state == AppointmentState::Lapsed && next.need.is_none() {
            self.raise_unsure(tx, &next, now).await?;
        }
        Ok(())
    }

    /// Does the same with each of some appointments, in one write.
    async fn each_in_a_write(&self, chore: Chore, ids: Vec<AppointmentId>, now: Timestamp) -> Result<(), CareError> {
        let work = Arc::new((self.clone(), ids));
        let write = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, ids) = &*work;
                for id in ids {
                    match chore {
                        Chore::SayUnsure => care.say_unsure_in(tx, *id, now).await?,
                        Chore::Pass => care.pass_in(tx, *id, now).await?,
                        Chore::LoseRide => care.lose_ride_in(tx, *id, now).await?,
                        Chore::Forget => care.forget_in(tx, *id, now).await?,
                    }
                }
                Ok::<_, CareError>(())
            })
        });
        write.await
    }

    /// Raises that an appointment is not sure. What it is for, no need says.
    pub(crate) async fn raise_unsure(
        &self,
        tx: &mut Tx,
        appointment: &Appointment,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let series = series::get_in(tx, appointment.series).await?;
        let names = self.places().org_names([appointment.hospital]).await?;
        let hospital = names.get(&appointment.hospital).cloned().unwrap_or_default();
        let (topic, title) = match appointment.state {
            AppointmentState::Refused => (TOPIC_REFUSED, "care-appointment-refused-title"),
            _ => (TOPIC_UNCONFIRMED, "care-appointment-unconfirmed-title"),
        };
        let zone = self.zone()?;
        let body = [Lang::Zh, Lang::En].map(|lang| {
            let at = zone.format(appointment.at, lang);
            let args = [("hospital", &*hospital), ("at", &at), ("sign", &appointment.sign())];
            said_with(lang, "care-appointment-unsure-body", &args)
        });
        let new = NewNeed {
            kind: APPOINTMENT.key.to_owned(),
            topic: topic.to_owned(),
            priority: None,
            place: appointment.building,
            household: Some(appointment.household),
            org: None,
            title: said_in_both(title),
            body: body.join("\n\n"),
            contact: series.and_then(|series| series.contact),
        };
        let need = self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id;
        appointments::set_need(tx, appointment.id, need);
        tx.announce();
        Ok(())
    }

    /// Forgets appointments that are long over, series of which none is left, and links that have ended.
    async fn forget_appointments(&self, now: Timestamp) -> Result<(), CareError> {
        let before = self.day_of(now)?.plus_days(-APPOINTMENTS_KEPT_DAYS);
        loop {
            let old = appointments::before(self.db(), before, APPOINTMENTS_A_WRITE).await?;
            if old.is_empty() {
                break;
            }
            self.each_in_a_write(Chore::Forget, old, now).await?;
        }
        // One that was entered this minute has no appointment yet, and is not forgotten for it.
        let entered_before = now.plus_days(-1);
        loop {
            let finished = series::finished(self.db(), entered_before, APPOINTMENTS_A_WRITE).await?;
            if finished.is_empty() {
                break;
            }
            self.erase_series(finished, now).await?;
        }
        if !calendars::has_ended(self.db(), now).await? {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            calendars::forget(tx, now);
            Box::pin(async { Ok::<_, CareError>(()) })
        });
        forget.await
    }

    async fn forget_in(&self, tx: &mut Tx, id: AppointmentId, now: Timestamp) -> Result<(), CareError> {
        let found = appointments::get_in(tx, id).await?;
        if let Some(need) = found.and_then(|found| found.need) {
            self.ledger().close_in(tx, need, now).await?;
        }
        appointments::remove(tx, id);
        Ok(())
    }
}
