//! What the clock sees to about posts: hand-overs come into force, ends come, and vacancies become needs.

use super::THE_CLOCK;
use crate::care::Care;
use crate::error::CareError;
use crate::kinds::DUTY;
use crate::limits::{DUTY_EVENTS_KEPT_DAYS, POSTS_A_WRITE, VACANT_AHEAD_DAYS};
use crate::raising::{said_in_both, said_with};
use crate::rules::duty::{Doing, Post};
use crate::store::duty::{self as store, PostRow};
use std::sync::Arc;
use tongxin_city::{Lang, PlaceCode, Timestamp};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;

/// What the clock does about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chore {
    Turn,
    SayVacant,
}

impl Care {
    /// One look at posts.
    pub(crate) async fn mind_duty(&self, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        self.mind_lost_roles(now).await?;
        loop {
            let due = store::to_turn(self.db(), today, POSTS_A_WRITE).await?;
            if due.is_empty() {
                break;
            }
            self.each_post(Chore::Turn, due, now).await?;
        }
        loop {
            let vacant = store::vacant(self.db(), today.plus_days(VACANT_AHEAD_DAYS), POSTS_A_WRITE).await?;
            if vacant.is_empty() {
                break;
            }
            self.each_post(Chore::SayVacant, vacant, now).await?;
        }
        self.mind_uncovered(now).await?;
        self.count_doors(now).await?;
        let before = now.plus_days(-DUTY_EVENTS_KEPT_DAYS);
        if !store::has_before(self.db(), before).await? {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            store::forget(tx, before);
            Box::pin(async { Ok::<_, CareError>(()) })
        });
        forget.await
    }

    async fn each_post(&self, chore: Chore, posts: Vec<(PlaceCode, Post)>, now: Timestamp) -> Result<(), CareError> {
        let work = Arc::new((self.clone(), posts));
        let write = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, posts) = &*work;
                for (place, post) in posts {
                    let Some(row) = store::get_in(tx, place, *post).await? else {
                        continue;
                    };
                    match chore {
                        Chore::Turn => care.turn_in(tx, &row, now).await?,
                        Chore::SayVacant if row.need.is_none() => care.raise_vacant(tx, &row, now).await?,
                        Chore::SayVacant => {}
                    }
                }
                tx.announce();
                Ok::<_, CareError>(())
            })
        });
        write.await?;
        if chore == Chore::Turn {
            self.accounts().rights_changed();
        }
        Ok(())
    }

    /// A post's day has come. Whoever comes gets the role that goes with it only if they work there still.
    async fn turn_in(&self, tx: &mut Tx, row: &PostRow, now: Timestamp) -> Result<(), CareError> {
        let coming = row.standing.coming(self.day_of(now)?, row.grant.is_some());
        let doing = match coming {
            Some(account) if !self.works_around(account, &row.place).await? => Doing::Lose(account),
            _ => Doing::Turn,
        };
        self.do_in(tx, row, doing, THE_CLOCK, now).await?;
        Ok(())
    }

    /// Raises that nobody is responsible for a place, or will be from tomorrow on.
    async fn raise_vacant(&self, tx: &mut Tx, row: &PostRow, now: Timestamp) -> Result<(), CareError> {
        let from = row.vacant_from.map_or_else(|| self.day_of(now), Ok)?;
        let body =
            [Lang::Zh, Lang::En].map(|lang| said_with(lang, "care-duty-vacant-body", &[("day", &from.format(lang))]));
        let new = NewNeed {
            kind: DUTY.key.to_owned(),
            topic: row.post.as_str().to_owned(),
            priority: None,
            place: row.place,
            household: None,
            org: None,
            title: said_in_both(&format!("care-duty-vacant-{}", row.post)),
            body: body.join("\n\n"),
            contact: None,
        };
        let need = self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id;
        store::set_need(tx, row, need);
        Ok(())
    }
}
