//! Rounds: the reminders of a day, queued once in parts of any number the evening before, and noted when all of them are.

use crate::limits::REMIND_HOUR;
use crate::number::Number;
use crate::sms::Sms;
use crate::store;
use tongxin_city::{Day, Lang, Timestamp, Zone};
use tongxin_storage::{StorageError, Tx};

impl Sms {
    /// Tomorrow, from the evening on, unless all its reminders of a topic have been queued.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn day_to_remind(
        &self,
        topic: &'static str,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<Option<Day>, StorageError> {
        let today = zone.day_of(now);
        let is_evening = zone.at(today, REMIND_HOUR, 0).is_some_and(|at| at <= now);
        let is_due = is_evening && !self.is_round_done(topic, today.next()).await?;
        Ok(is_due.then(|| today.next()))
    }

    /// Whether all reminders of a topic for a day have been queued.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn is_round_done(&self, topic: &'static str, day: Day) -> Result<bool, StorageError> {
        store::is_round_done(self.db(), topic, day).await
    }

    /// Notes that they have. A round that a crash cut off begins again; a text whose cause is known is not queued twice.
    pub fn end_round_in(&self, tx: &mut Tx, topic: &'static str, day: Day) {
        store::end_round(tx, topic, day);
    }

    /// Notes in which language whoever is behind the number in a contact wants to be written to, if there is one.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn note_language(&self, contact: &str, lang: Lang, now: Timestamp) -> Result<(), StorageError> {
        match Number::find(contact) {
            Some(number) => self.speaks(number, lang, now).await,
            None => Ok(()),
        }
    }
}
