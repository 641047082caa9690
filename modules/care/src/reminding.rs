//! Reminders by text the evening before an appointment, and what somebody replies: no calls it off as the household would.
//!
//! A text says when, and when the vehicle comes: not where to, nor what for, nor for whom.

use crate::appointments::AskedStep;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::APPOINTMENTS_A_WRITE;
use crate::raising::said_with;
use crate::rules::appointment::{AppointmentState, Party, Step};
use crate::store::appointments;
use crate::store::reminding::{self, Reminded, ToRemind};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{AppointmentId, Day, HouseholdId, Lang, RideId, Timestamp};
use tongxin_dispatch::Pickup;
use tongxin_sms::{Answer, Answering, NewText, Number, Replied, ReplyCode, Sms};
use tongxin_storage::{BoxFuture, Tx};

/// Whose texts these are.
const TOPIC: &str = "appointment";
/// So much earlier than its time of change a row may come to be seen.
const LATE_OVERLAP_MS: i64 = 5 * Timestamp::MINUTE_MS;

impl Care {
    /// Has reminders sent, and answers what comes back. Without it, a reminder stands in the calendar alone.
    pub fn remind_by(&self, sms: &Sms) {
        sms.answer_with(TOPIC, Arc::new(self.clone()));
        self.set_sms(sms.clone());
    }

    /// How households are reminded, as the key of a text.
    pub(crate) fn reminder_key(&self) -> &'static str {
        match self.sms() {
            Some(_) => "care-reminder-sms",
            None => "care-reminder-calendar",
        }
    }

    /// Notes in which language whoever is behind a number wants to be written to; without a gateway nothing is noted.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn note_language(&self, contact: &str, lang: Lang, now: Timestamp) -> Result<(), CareError> {
        if let Some(sms) = self.sms() {
            sms.note_language(contact, lang, now).await?;
        }
        Ok(())
    }

    /// Queues the reminders of tomorrow's appointments, once, from the evening on; and of those that are confirmed later than that.
    pub(crate) async fn remind(&self, now: Timestamp) -> Result<(), CareError> {
        let Some(sms) = self.sms() else { return Ok(()) };
        self.remind_of_tomorrow(sms, now).await?;
        self.remind_late(sms, now).await
    }

    /// What was confirmed, or moved, today for today, or for tomorrow after its round. A text whose cause is known is not queued
    /// twice, so that a look may well see what an earlier one saw.
    async fn remind_late(&self, sms: &Sms, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        let since = self
            .reminded_late_at()
            .max(now.plus_days(-1))
            .plus_millis(-LATE_OVERLAP_MS);
        let mut days = vec![today];
        if sms.is_round_done(TOPIC, today.next()).await? {
            days.push(today.next());
        }
        for day in days {
            let asked = ToRemind {
                day,
                begins_after: now,
                changed_since: Some(since),
            };
            self.queue_all(sms, asked, None, now).await?;
        }
        self.set_reminded_late_at(now);
        Ok(())
    }

    async fn remind_of_tomorrow(&self, sms: &Sms, now: Timestamp) -> Result<(), CareError> {
        let zone = self.zone()?;
        let Some(day) = sms.day_to_remind(TOPIC, &zone, now).await? else {
            return Ok(());
        };
        let asked = ToRemind {
            day,
            begins_after: now,
            changed_since: None,
        };
        self.queue_all(sms, asked, Some(day), now).await
    }

    /// Queues the reminders of all appointments that are asked for, page by page; with the last page a day's round ends.
    async fn queue_all(
        &self,
        sms: &Sms,
        asked: ToRemind,
        round_of: Option<Day>,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let mut after = None;
        loop {
            let found = reminding::to_remind(self.db(), asked, after, APPOINTMENTS_A_WRITE).await?;
            let is_last = found.len() < APPOINTMENTS_A_WRITE as usize;
            after = found.last().map(|last| last.id);
            let ends = round_of.filter(|_| is_last);
            if !found.is_empty() || ends.is_some() {
                self.queue_reminders(sms, found, ends, now).await?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    async fn queue_reminders(
        &self,
        sms: &Sms,
        found: Vec<Reminded>,
        last_of: Option<Day>,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let pickups = self
            .dispatch()
            .pickups(found.iter().filter_map(|one| one.there))
            .await?;
        let work = Arc::new((self.clone(), sms.clone(), found, pickups));
        let queue = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, sms, found, pickups) = &*work;
                for one in found {
                    care.queue_reminder(tx, sms, one, pickups, now).await?;
                }
                if let Some(day) = last_of {
                    sms.end_round_in(tx, TOPIC, day);
                }
                Ok::<_, CareError>(())
            })
        });
        queue.await
    }

    async fn queue_reminder(
        &self,
        tx: &mut Tx,
        sms: &Sms,
        one: &Reminded,
        pickups: &HashMap<RideId, Pickup>,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let Some(to) = Number::find(&one.contact) else {
            return Ok(());
        };
        let lang = sms.lang_of_in(tx, &to).await?;
        let code = ReplyCode::generate().map_err(|error| CareError::Failed(error.to_string()))?;
        let pickup = one.there.and_then(|ride| pickups.get(&ride));
        let text = NewText {
            // Moved to another time it is reminded of once more.
            cause: format!("{TOPIC}:{}:{}", one.id, one.at.millis()),
            topic: TOPIC,
            about: format!("{} {}", one.id, one.household),
            to,
            body: self.reminder(one, pickup, lang, code)?,
            code: Some(code),
            until: one.at,
        };
        Ok(sms.queue_in(tx, &text, now).await?)
    }

    fn reminder(
        &self,
        one: &Reminded,
        pickup: Option<&Pickup>,
        lang: Lang,
        code: ReplyCode,
    ) -> Result<String, CareError> {
        let zone = self.zone()?;
        let car = pickup.map_or_else(String::new, |pickup| match pickup.planned_at {
            Some(at) => said_with(lang, "care-sms-car", &[("at", &zone.format_time(at))]),
            None => {
                let (from, until) = (zone.format_time(pickup.from_at), zone.format_time(pickup.until_at));
                said_with(lang, "care-sms-car-between", &[("from", &from), ("until", &until)])
            }
        });
        let args = [
            ("day", &*zone.day_of(one.at).format(lang)),
            ("at", &zone.format_time(one.at)),
            ("car", &car),
            ("code", &code.to_string()),
        ];
        Ok(said_with(lang, "care-sms-reminder", &args))
    }

    async fn follow_reply(&self, replied: &Replied) -> Result<&'static str, CareError> {
        let Some((id, household)) = replied.ids::<AppointmentId, HouseholdId>() else {
            return Err(CareError::Failed(format!("{} is no appointment", replied.about)));
        };
        let may = Scope {
            household: Some(household),
            ..Scope::default()
        };
        let known = appointments::get(self.db(), &may, id).await?;
        let Some(known) = known else {
            return Ok("care-sms-changed");
        };
        match (replied.answer, known.state) {
            (Answer::Yes, AppointmentState::Confirmed) => return Ok("care-sms-kept"),
            (Answer::No, AppointmentState::Cancelled) => return Ok("care-sms-cancelled"),
            (Answer::Yes, _) => return Ok("care-sms-changed"),
            (Answer::No, _) => {}
        }
        let by = Doer {
            actor: format!("household:{household}"),
            may,
        };
        let asked = AskedStep {
            step: Step::Cancel,
            seq: known.seq,
            at: None,
            minutes: None,
            answer: String::new(),
        };
        let key = replied.command(by.actor.clone());
        match self.take_step(key, by, Party::Home, id, asked, replied.now).await {
            Ok(_) => Ok("care-sms-cancelled"),
            Err(CareError::Refused(_) | CareError::NotFound) => Ok("care-sms-changed"),
            Err(error) => Err(error),
        }
    }
}

impl Answering for Care {
    fn answered(&self, replied: Replied) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            let said = self.follow_reply(&replied).await.map_err(|error| error.to_string())?;
            Ok(said_with(replied.lang, said, &[]))
        })
    }

    fn contacts(&self, after: i64, limit: u32) -> BoxFuture<'_, Result<Vec<(i64, String)>, String>> {
        Box::pin(async move {
            let found = reminding::contacts(self.db(), after, limit).await;
            found.map_err(|error| error.to_string())
        })
    }
}
