//! Numbers that get no more reminders: from their word on, for as long as a record has the number, until they ask again.

use crate::error::SmsError;
use crate::limits::{CONTACTS_A_READ, NUMBERS_KEPT_DAYS, STOPS_AT_ONCE};
use crate::number::Number;
use crate::replies::OWN_TOPIC;
use crate::sms::Sms;
use crate::store;
use crate::wish::Wish;
use std::collections::HashSet;
use std::sync::Arc;
use tongxin_city::Timestamp;
use tongxin_storage::Tx;

impl Sms {
    /// Does what whoever is behind a number wants of reminders; what is still to be sent is taken back too.
    pub(crate) fn follow_in(&self, tx: &mut Tx, number: &Number, wish: Wish, now: Timestamp) {
        match wish {
            Wish::Stop => {
                store::set_stopped(tx, number, Some(now));
                store::take_back(tx, number, OWN_TOPIC);
            }
            Wish::Start => store::set_stopped(tx, number, None),
        }
    }

    /// Forgets numbers that want no reminders once they stand in no record any more. Whoever still has a record would get
    /// reminders again, so a number that stands in one is kept, and looked for again as many days later.
    pub(crate) async fn forget_stopped(&self, now: Timestamp) -> Result<(), SmsError> {
        let before = now.plus_days(-NUMBERS_KEPT_DAYS);
        let old = store::stopped_before(self.db(), before, STOPS_AT_ONCE).await?;
        if old.is_empty() {
            return Ok(());
        }
        let old: HashSet<Number> = old.into_iter().collect();
        let work = Arc::new((self.held(&old).await?, old));
        self.db()
            .write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (held, old) = &*work;
                    for number in old {
                        if held.contains(number) {
                            store::set_seen(tx, number, now);
                        } else {
                            store::forget(tx, number, before);
                        }
                    }
                    Ok::<_, SmsError>(())
                })
            })
            .await
    }

    /// Those of the numbers that stand in records of whoever sends reminders.
    async fn held(&self, numbers: &HashSet<Number>) -> Result<HashSet<Number>, SmsError> {
        let mut held = HashSet::new();
        for answering in self.all_answering() {
            let mut after = 0;
            loop {
                let part = answering.contacts(after, CONTACTS_A_READ).await;
                let part = part.map_err(SmsError::Answering)?;
                let Some((last, _)) = part.last() else { break };
                after = *last;
                let found = part.iter().filter_map(|(_, contact)| Number::find(contact));
                held.extend(found.filter(|number| numbers.contains(number)));
            }
        }
        Ok(held)
    }
}
