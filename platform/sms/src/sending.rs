//! The clock's work: texts that are due are taken up, sent, and what became of each is written down; old ones are erased.

use crate::error::SmsError;
use crate::gateway::{Outgoing, Sent};
use crate::limits::{
    GROUPS_A_TICK, NUMBERS_KEPT_DAYS, SEND_EVERY_MS, SENT_AT_ONCE, TAKEN_UP_MS, TEXTS_KEPT_DAYS, TRIES_MAX,
    WAIT_MAX_MS, WAIT_MS,
};
use crate::sms::Sms;
use crate::store::{self, Due, Ending};
use futures::future::join_all;
use std::sync::Arc;
use tongxin_city::{Day, Timestamp};
use tongxin_clock::Clock;

impl Sms {
    /// Sends what is due for as long as the task runs: by itself, so that a slow gateway holds up nothing else.
    pub async fn keep_sending(self, clock: Clock) {
        loop {
            let now = clock.now();
            if let Err(error) = self.tick(now).await {
                tracing::error!(%error, "texts could not be sent; it is tried again");
            }
            clock.reached(now.plus_millis(SEND_EVERY_MS)).await;
        }
    }

    /// One look of the clock. It may happen twice, in two processes, or after a crash; a text that was taken up and whose end
    /// nobody wrote down is sent again under the same id.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done.
    pub async fn tick(&self, now: Timestamp) -> Result<(), SmsError> {
        for _ in 0..GROUPS_A_TICK {
            if !store::has_due(self.db(), now).await? {
                break;
            }
            self.send_group(now).await?;
        }
        self.erase_old(now).await
    }

    async fn send_group(&self, now: Timestamp) -> Result<(), SmsError> {
        let again_at = now.plus_millis(TAKEN_UP_MS);
        let taken = self
            .db()
            .write(move |tx| {
                Box::pin(async move { Ok::<_, SmsError>(store::take_up(tx, now, again_at, SENT_AT_ONCE).await?) })
            })
            .await?;
        let ended = join_all(taken.into_iter().map(|due| self.try_once(due, now))).await;
        let ended = Arc::new(ended);
        self.db()
            .write(move |tx| {
                let ended = Arc::clone(&ended);
                Box::pin(async move {
                    ended.iter().for_each(|(due, ending)| store::end_try(tx, due, ending));
                    Ok::<_, SmsError>(())
                })
            })
            .await
    }

    async fn try_once(&self, due: Due, now: Timestamp) -> (Due, Ending) {
        if due.until <= now {
            return (due, Ending::Late);
        }
        let text = Outgoing {
            id: due.id,
            to: due.to.clone(),
            body: due.body.clone(),
        };
        let ending = match self.gateway().send(&text).await {
            Sent::Accepted => Ending::Sent,
            Sent::Failed(why) => {
                tracing::warn!(id = %due.id, why, "a text was refused");
                Ending::Failed(why)
            }
            Sent::TryLater { why, .. } if due.tries >= TRIES_MAX => {
                tracing::warn!(id = %due.id, why, "a text was given up");
                Ending::Failed(why)
            }
            Sent::TryLater { why, after_ms } => Ending::Again(now.plus_millis(wait_ms(due.tries, after_ms)), why),
        };
        (due, ending)
    }

    async fn erase_old(&self, now: Timestamp) -> Result<(), SmsError> {
        self.forget_stopped(now).await?;
        let (texts, numbers) = (now.plus_days(-TEXTS_KEPT_DAYS), now.plus_days(-NUMBERS_KEPT_DAYS));
        if !store::has_old(self.db(), texts, numbers).await? {
            return Ok(());
        }
        // A day more than the texts', so that no zone begins a round anew.
        let rounds = Day::from_number(texts.millis().div_euclid(Timestamp::DAY_MS) - 1);
        self.db()
            .write(move |tx| {
                Box::pin(async move {
                    store::erase(tx, texts, numbers, rounds);
                    Ok::<_, SmsError>(())
                })
            })
            .await
    }
}

/// How long to wait after so many tries: twice as long each time, or as long as the gateway asks for, within bounds.
fn wait_ms(tries: i64, asked_ms: Option<i64>) -> i64 {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    let own = WAIT_MS.saturating_mul(1 << doublings);
    own.max(asked_ms.unwrap_or(0)).min(WAIT_MAX_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_a_gateway_may_ask_for_longer_but_not_for_ever() {
        assert_eq!(wait_ms(1, None), 30_000);
        assert_eq!(wait_ms(2, None), 60_000);
        assert_eq!(wait_ms(3, Some(600_000)), 600_000);
        assert_eq!(wait_ms(3, Some(1)), 120_000);
        assert_eq!(wait_ms(60, Some(i64::MAX)), WAIT_MAX_MS);
        let all: i64 = (1..TRIES_MAX).map(|tries| wait_ms(tries, None)).sum();
        assert!((60 * 60_000..=3 * 60 * 60_000).contains(&all), "some two hours: {all}");
    }
}
