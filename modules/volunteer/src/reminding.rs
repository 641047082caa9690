//! Reminders by text the evening before a shift, or at once for whoever gets a place later, and what somebody replies: yes keeps the place, no gives it back by the rules
//! that hold on their own page.

use crate::error::VolunteerError;
use crate::limits::REMINDED_A_WRITE;
use crate::placing::AskedPlaceStep;
use crate::rules::place::{PlaceState, Step};
use crate::store::reminding::{self, Reminded};
use crate::store::shifts::Shift;
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use crate::wording::WORDS;
use std::sync::Arc;
use tongxin_city::{Day, Lang, ShiftId, Timestamp, VolunteerId};
use tongxin_sms::limits::REMIND_HOUR;
use tongxin_sms::{Answer, Answering, NewText, Number, Replied, ReplyCode, Sms};
use tongxin_storage::{BoxFuture, Tx};

/// Whose texts these are.
const TOPIC: &str = "shift";

impl Volunteers {
    /// Has reminders sent, and answers what comes back. Without it, a reminder stands in the calendar alone.
    pub fn remind_by(&self, sms: &Sms) {
        sms.answer_with(TOPIC, Arc::new(self.clone()));
        self.set_sms(sms.clone());
    }

    /// How volunteers are reminded, as the key of a text.
    pub(crate) fn reminder_key(&self) -> &'static str {
        match self.sms() {
            Some(_) => "volunteer-reminder-sms",
            None => "volunteer-reminder",
        }
    }

    /// Notes in which language whoever is behind a number wants to be written to; without a gateway nothing is noted.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn note_language(&self, phone: &str, lang: Lang, now: Timestamp) -> Result<(), VolunteerError> {
        if let Some(sms) = self.sms() {
            sms.note_language(phone, lang, now).await?;
        }
        Ok(())
    }

    /// Reminds somebody at once who gets a place after the round of the evening before, which is not there for them any more. Whom the
    /// round has asked is not asked again.
    pub(crate) async fn remind_late(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
        shift: &Shift,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        let (Some(sms), Some(phone)) = (self.sms(), &volunteer.phone) else {
            return Ok(());
        };
        let zone = self.zone()?;
        let evening = zone.at(zone.day_of(shift.span.start).previous(), REMIND_HOUR, 0);
        if now >= shift.span.start || evening.is_none_or(|evening| now < evening) {
            return Ok(());
        }
        let one = Reminded {
            shift: shift.id,
            volunteer: volunteer.id,
            start: shift.span.start,
            kind: shift.kind,
            place: shift.place,
            phone: phone.clone(),
        };
        self.queue_reminder(tx, sms, &one, now).await
    }

    /// Queues the reminders of tomorrow's shifts, once, from the evening on.
    pub(crate) async fn remind(&self, now: Timestamp) -> Result<(), VolunteerError> {
        let Some(sms) = self.sms() else { return Ok(()) };
        let zone = self.zone()?;
        let Some(day) = sms.day_to_remind(TOPIC, &zone, now).await? else {
            return Ok(());
        };
        let within = zone.span_of(day);
        let mut after = None;
        loop {
            let found = reminding::to_remind(self.db(), &within, after, REMINDED_A_WRITE).await?;
            let is_last = found.len() < REMINDED_A_WRITE as usize;
            after = found.last().map(|last| (last.shift, last.volunteer));
            self.queue_reminders(sms, found, is_last.then_some(day), now).await?;
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
    ) -> Result<(), VolunteerError> {
        let work = Arc::new((self.clone(), sms.clone(), found));
        let queue = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, sms, found) = &*work;
                for one in found {
                    volunteers.queue_reminder(tx, sms, one, now).await?;
                }
                if let Some(day) = last_of {
                    sms.end_round_in(tx, TOPIC, day);
                }
                Ok::<_, VolunteerError>(())
            })
        });
        queue.await
    }

    async fn queue_reminder(
        &self,
        tx: &mut Tx,
        sms: &Sms,
        one: &Reminded,
        now: Timestamp,
    ) -> Result<(), VolunteerError> {
        let Some(to) = Number::find(&one.phone) else {
            return Ok(());
        };
        let lang = sms.lang_of_in(tx, &to).await?;
        let code = ReplyCode::generate()?;
        let text = NewText {
            cause: format!("{TOPIC}:{}:{}", one.shift, one.volunteer),
            topic: TOPIC,
            about: format!("{} {}", one.shift, one.volunteer),
            to,
            body: self.reminder(one, lang, code)?,
            code: Some(code),
            until: one.start,
        };
        Ok(sms.queue_in(tx, &text, now).await?)
    }

    /// What a reminder says: when, what, where; nothing of anybody.
    fn reminder(&self, one: &Reminded, lang: Lang, code: ReplyCode) -> Result<String, VolunteerError> {
        let zone = self.zone()?;
        let kind = WORDS.text(lang, &format!("volunteer-shift-{}", one.kind));
        let [zh, en] = self.place_name(&one.place);
        let args = [
            ("day", &*zone.day_of(one.start).format(lang)),
            ("at", &zone.format_time(one.start)),
            ("kind", &kind),
            ("place", lang.pick(&zh, &en)),
            ("code", &code.to_string()),
        ];
        Ok(WORDS.text_with(lang, "volunteer-sms-reminder", &args))
    }

    async fn follow(&self, replied: &Replied) -> Result<&'static str, VolunteerError> {
        let Some((shift, volunteer)) = replied.ids::<ShiftId, VolunteerId>() else {
            return Err(VolunteerError::Failed(format!(
                "{} is no place in a shift",
                replied.about
            )));
        };
        let (step, done) = match replied.answer {
            Answer::Yes => (Step::Keep, "volunteer-sms-kept"),
            Answer::No => (Step::Leave, "volunteer-sms-left"),
        };
        let asked = AskedPlaceStep {
            shift,
            step,
            post: None,
        };
        let key = replied.command(format!("volunteer:{volunteer}"));
        match self.step(key, volunteer, asked, replied.now).await {
            Ok(stands) if step == Step::Keep && stands.state != PlaceState::Taken => Ok("volunteer-sms-changed"),
            Ok(_) => Ok(done),
            Err(VolunteerError::Refused(_) | VolunteerError::NotFound) => Ok("volunteer-sms-changed"),
            Err(error) => Err(error),
        }
    }
}

impl Answering for Volunteers {
    fn answered(&self, replied: Replied) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            let said = self.follow(&replied).await.map_err(|error| error.to_string())?;
            Ok(WORDS.text(replied.lang, said))
        })
    }

    fn contacts(&self, after: i64, limit: u32) -> BoxFuture<'_, Result<Vec<(i64, String)>, String>> {
        Box::pin(async move {
            let found = reminding::contacts(self.db(), after, limit).await;
            found.map_err(|error| error.to_string())
        })
    }
}
