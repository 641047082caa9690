//! What the clock asks for: shifts that lack people become needs, whoever works tomorrow is reminded, shifts that are over have their hours written down, records
//! that nobody needs any more are erased.

use crate::error::VolunteerError;
use crate::limits::{
    ERASED_A_WRITE, ERRAND_LOOKED_AT_MS, ERRANDS_A_WRITE, ERRANDS_KEPT_MS, PLACES_KEPT_DAYS, SETTLE_AFTER_MS,
    SHIFTS_A_TICK,
};
use crate::registering::{VolunteerDone, there_in};
use crate::rules::person::VolunteerState;
use crate::store::{errands, goods, places, shifts, volunteers};
use crate::volunteers::Volunteers;
use std::sync::Arc;
use tongxin_city::{Timestamp, VolunteerId};
use tongxin_storage::{CommandKey, Tx};

impl Volunteers {
    /// One look of the clock. It may happen twice, in two processes, or after a crash.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done.
    pub async fn tick(&self, now: Timestamp) -> Result<(), VolunteerError> {
        self.raise_shortfalls(now).await?;
        self.settle_shifts(now).await?;
        self.end_held(now).await?;
        self.remind(now).await?;
        self.forget(now).await
    }

    async fn raise_shortfalls(&self, now: Timestamp) -> Result<(), VolunteerError> {
        loop {
            let short = shifts::to_raise(self.db(), now, SHIFTS_A_TICK).await?;
            if short.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), short));
            let raise = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (volunteers, short) = &*work;
                    for id in short {
                        if let Some(shift) = shifts::get_in(tx, *id).await? {
                            volunteers.raise_shortfall(tx, &shift, now).await?;
                        }
                    }
                    Ok::<_, VolunteerError>(())
                })
            });
            raise.await?;
        }
    }

    async fn settle_shifts(&self, now: Timestamp) -> Result<(), VolunteerError> {
        let before = now.plus_millis(-SETTLE_AFTER_MS);
        loop {
            let over = shifts::to_settle(self.db(), before, SHIFTS_A_TICK).await?;
            if over.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), over));
            let settle = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (volunteers, over) = &*work;
                    for id in over {
                        volunteers.settle_in(tx, *id, now).await?;
                    }
                    Ok::<_, VolunteerError>(())
                })
            });
            settle.await?;
        }
    }

    /// Takes errands out of people's hands that somebody else has seen to.
    async fn end_held(&self, now: Timestamp) -> Result<(), VolunteerError> {
        let before = now.plus_millis(-ERRAND_LOOKED_AT_MS);
        let late = errands::held_late(self.db(), before, ERRANDS_A_WRITE).await?;
        if late.is_empty() {
            return Ok(());
        }
        let work = Arc::new((self.clone(), late));
        let end = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, late) = &*work;
                for id in late {
                    volunteers.end_held_in(tx, *id, now).await?;
                }
                Ok::<_, VolunteerError>(())
            })
        });
        end.await
    }

    /// A volunteer leaves, once: their places go to others, and who they are is erased at once. Their hours stay as counts.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn leave(
        &self,
        key: CommandKey,
        who: VolunteerId,
        now: Timestamp,
    ) -> Result<VolunteerDone, VolunteerError> {
        let volunteers = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let volunteers = volunteers.clone();
            Box::pin(async move {
                there_in(tx, who).await?;
                // Before the database: a crash between the two erases twice, never not at all.
                volunteers.left().remember(who)?;
                volunteers.erase_in(tx, who, now).await?;
                Ok::<_, VolunteerError>(VolunteerDone {
                    id: who,
                    state: VolunteerState::Erased,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// Erases again who left and came back with an old backup; answers how many. Whose time is over needs no list: the clock
    /// finds them again. For the start of a server: nobody asks it anything before this is done.
    ///
    /// # Errors
    /// That the list could not be read, or a storage failure.
    pub async fn erase_restored(&self, now: Timestamp) -> Result<usize, VolunteerError> {
        let mut erased = 0;
        for part in self.left().all()?.chunks(ERASED_A_WRITE as usize) {
            let held = volunteers::not_erased(self.db(), part).await?;
            erased += held.len();
            self.erase(held, now).await?;
        }
        Ok(erased)
    }

    async fn erase_in(&self, tx: &mut Tx, who: VolunteerId, now: Timestamp) -> Result<(), VolunteerError> {
        self.give_up(tx, who, None, now).await?;
        volunteers::erase(tx, who, now).await?;
        tx.announce();
        Ok(())
    }

    /// Erases records whose day has come, and forgets errands, places and goods of long ago.
    async fn forget(&self, now: Timestamp) -> Result<(), VolunteerError> {
        let today = self.day_of(now)?;
        loop {
            let expired = volunteers::expired(self.db(), today, ERASED_A_WRITE).await?;
            if expired.is_empty() {
                break;
            }
            self.erase(expired, now).await?;
        }
        self.forget_old(now).await
    }

    async fn erase(&self, people: Vec<VolunteerId>, now: Timestamp) -> Result<(), VolunteerError> {
        if people.is_empty() {
            return Ok(());
        }
        let work = Arc::new((self.clone(), people));
        let erase = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (volunteers, people) = &*work;
                for who in people {
                    volunteers.erase_in(tx, *who, now).await?;
                }
                Ok::<_, VolunteerError>(())
            })
        });
        erase.await
    }

    async fn forget_old(&self, now: Timestamp) -> Result<(), VolunteerError> {
        let errands_before = now.plus_millis(-ERRANDS_KEPT_MS);
        let before = now.plus_days(-PLACES_KEPT_DAYS);
        let has_old =
            errands::has_before(self.db(), errands_before).await? || places::has_before(self.db(), before).await?;
        if !has_old {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            Box::pin(async move {
                errands::forget(tx, errands_before);
                places::forget(tx, before);
                goods::forget(tx, before);
                Ok::<_, VolunteerError>(())
            })
        });
        forget.await
    }
}
