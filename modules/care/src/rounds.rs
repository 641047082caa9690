//! Rounds: a day's visits are made, and what was not done is said.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::MISSED_A_WRITE;
use crate::rules::visit::{Part, VisitState};
use crate::store::people::{self, Person};
use crate::store::tallies::{self, CareFigureKey};
use crate::store::visits::{self, MadePart, VisitKey};
use std::sync::Arc;
use tongxin_city::{Day, Timestamp};
use tongxin_storage::Tx;

impl Care {
    /// One look of the clock: the day's visits, those that were missed, medicines that run out, records that end, appointments, posts.
    /// It may happen
    /// twice, in two processes, or after a crash.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done.
    pub async fn tick(&self, now: Timestamp) -> Result<(), CareError> {
        self.make_visits(now).await?;
        self.say_missed(now).await?;
        self.say_due(Due::Refill, now).await?;
        self.say_due(Due::Review, now).await?;
        self.mind_appointments(now).await?;
        self.remind(now).await?;
        self.mind_duty(now).await?;
        self.forget(now).await
    }

    /// Makes the visits of the day that are still to be made.
    async fn make_visits(&self, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        let parts = self.parts_of(today)?;
        while visits::has_unmade(self.db(), today).await? {
            let make = self.db().write(move |tx| {
                Box::pin(async move {
                    for (subdistrict, count) in visits::make(tx, today, &parts).await? {
                        tallies::count(tx, today, &subdistrict, CareFigureKey::Visits, count);
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            make.await?;
        }
        Ok(())
    }

    fn parts_of(&self, day: Day) -> Result<[MadePart; 3], CareError> {
        let zone = self.zone()?;
        let made = |part: Part, is_twice| MadePart {
            part,
            due_at: part.due_at(day, &zone),
            is_twice,
        };
        Ok([
            made(Part::Day, false),
            made(Part::Morning, true),
            made(Part::Evening, true),
        ])
    }

    /// Says of visits that are over that nobody came, and of doors that stayed closed that nobody tried again.
    async fn say_missed(&self, now: Timestamp) -> Result<(), CareError> {
        loop {
            let overdue = visits::overdue(self.db(), now, MISSED_A_WRITE).await?;
            if overdue.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), overdue));
            let say = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, overdue) = &*work;
                    for key in overdue {
                        care.miss_in(tx, *key, now).await?;
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            say.await?;
        }
    }

    async fn miss_in(&self, tx: &mut Tx, key: VisitKey, now: Timestamp) -> Result<(), CareError> {
        let visit = visits::get_in(tx, key).await?.filter(|visit| visit.state.is_open());
        let Some(visit) = visit else {
            return Ok(());
        };
        let Some(person) = people::get_in(tx, key.person).await? else {
            return Ok(());
        };
        let state = match visit.state {
            VisitState::NoAnswer => VisitState::Unanswered,
            _ => VisitState::Missed,
        };
        visits::set(tx, key, state, None, visit.is_disputed);
        tallies::count_change(tx, key.day, &visit.subdistrict, visit.state, state);
        self.follow(tx, &person, &visit, state, now).await?;
        Ok(())
    }

    /// Asks for what has to be done about records by today: medicines fetched before they run out, records looked at before
    /// they end.
    async fn say_due(&self, what: Due, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        loop {
            let people = match what {
                Due::Refill => people::to_refill(self.db(), today, MISSED_A_WRITE).await?,
                Due::Review => people::to_review(self.db(), today, MISSED_A_WRITE).await?,
            };
            if people.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), people));
            let say = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, people) = &*work;
                    for id in people {
                        if let Some(person) = people::get_in(tx, *id).await? {
                            care.raise_due(tx, what, &person, now).await?;
                        }
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            say.await?;
        }
    }

    async fn raise_due(&self, tx: &mut Tx, what: Due, person: &Person, now: Timestamp) -> Result<(), CareError> {
        match what {
            Due::Refill if person.refill_need.is_none() => self.raise_refill(tx, person, now).await?,
            Due::Review if person.review_need.is_none() => self.raise_review(tx, person, now).await?,
            Due::Refill | Due::Review => return Ok(()),
        };
        Ok(())
    }
}

/// What has to be done about a record by a day.
#[derive(Clone, Copy)]
enum Due {
    /// A medicine fetched.
    Refill,
    /// The record looked at.
    Review,
}
