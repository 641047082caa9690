//! Who is responsible for which building and compound: assigned, handed over, left, and said when nobody is.

mod asked;
mod contacts;
mod coverage;
mod leaving;
mod minding;
mod number;
mod rights;
mod uncovered;

pub(crate) use asked::{AskedDuty, DutyDoer, DutyDone};
pub(crate) use coverage::{Coverage, Covered, TooMany};
pub(crate) use number::{AskedNumber, DutyNumber};

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{DUTY_NOTE_CHARS_MAX, DUTY_PHONE_CHARS_MAX, VACANT_AHEAD_DAYS};
use crate::rules::duty::{By, Doing, DutyStep, Held, Next, Post, Standing};
use crate::store::duty::{self as store, Happened, PostRow};
use std::sync::Arc;
use tongxin_account::Action;
use tongxin_city::{AccountId, Day, Level, PlaceCode, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

/// The clock, which is nobody and organises nothing.
const THE_CLOCK: (By, &str) = (
    By {
        account: None,
        organises: false,
    },
    "system",
);

impl Care {
    /// Does something about a post, once.
    ///
    /// # Errors
    /// `NotFound` for a place that they do not see; `Faults` for what is missing or wrong; `Refused` when it is not theirs to do,
    /// or the post does not stand so; or a storage failure.
    pub(crate) async fn take_duty(
        &self,
        key: CommandKey,
        by: DutyDoer,
        asked: AskedDuty,
        now: Timestamp,
    ) -> Result<DutyDone, CareError> {
        let subdistrict = self.place_of_post(&by, &asked)?;
        let doing = self.doing(&asked, now).await?;
        let work = Arc::new((self.clone(), by, asked, subdistrict, doing));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, by, asked, subdistrict, doing) = &*work;
                store::insert(tx, &asked.place, asked.post, subdistrict, now);
                let row = store::get_in(tx, &asked.place, asked.post).await?;
                let row = row.filter(|row| by.may_see(row)).ok_or(CareError::NotFound)?;
                let standing = care
                    .do_in(tx, &row, doing.clone(), (by.at(&row.place), &by.actor), now)
                    .await?;
                tx.announce();
                Ok::<_, CareError>(DutyDone::kept(&row, standing))
            })
        });
        let mut done = done.await?.value;
        self.accounts().rights_changed();
        let rows = store::of_places(self.db(), &[done.place]).await?;
        if let Some(row) = rows.iter().find(|row| row.post == done.post) {
            done.fill(&row.standing);
        }
        Ok(done)
    }

    /// The subdistrict of a post, at a place of its level. Whoever puts others there sees it; whether one comes or goes oneself,
    /// the post says.
    fn place_of_post(&self, by: &DutyDoer, asked: &AskedDuty) -> Result<PlaceCode, CareError> {
        let names_somebody = matches!(asked.step, DutyStep::Assign | DutyStep::Offer);
        let may_know = !names_somebody || by.sees.contains_place(&asked.place);
        let tree = self.places().tree();
        let place = tree.get(&asked.place).filter(|_| may_know);
        let place = place.ok_or(CareError::NotFound)?;
        if place.level != asked.post.level() {
            return Err(FieldFault::new("place", "care-field-duty-place").into());
        }
        let subdistrict = tree.widths().ancestor(&asked.place, Level::Subdistrict);
        subdistrict.ok_or(CareError::NotFound)
    }

    /// What was asked for, with everything checked that it names.
    async fn doing(&self, asked: &AskedDuty, now: Timestamp) -> Result<Doing, CareError> {
        let today = self.day_of(now)?;
        let on = asked.on.unwrap_or(today);
        match asked.step {
            DutyStep::Assign | DutyStep::Offer => {
                let account = self.who_comes(asked, on, today).await?;
                let phone = asked.phone.trim().to_owned();
                Ok(if asked.step == DutyStep::Assign {
                    Doing::Assign(Held {
                        account,
                        phone,
                        since: on,
                        until: asked.until,
                    })
                } else {
                    Doing::Offer(Next {
                        account,
                        phone,
                        on,
                        until: asked.until,
                        note: asked.note.trim().to_owned(),
                        is_given: false,
                        is_taken: false,
                    })
                })
            }
            DutyStep::Give => Ok(Doing::Give),
            DutyStep::Take => Ok(Doing::Take),
            DutyStep::Decline => Ok(Doing::Decline),
            DutyStep::End => Ok(Doing::End(asked.until.unwrap_or(today))),
            DutyStep::Turn | DutyStep::Lose => Err(FieldFault::new("step", "field-unknown-choice").into()),
        }
    }

    /// Whoever is assigned or comes next: they work there, can be called, and their days are in order.
    async fn who_comes(&self, asked: &AskedDuty, on: Day, today: Day) -> Result<AccountId, CareError> {
        let mut faults = Vec::new();
        if asked.phone.trim().is_empty() {
            faults.push(FieldFault::new("phone", "field-required"));
        }
        faults.extend(FieldFault::in_line("phone", &asked.phone, DUTY_PHONE_CHARS_MAX).err());
        faults.extend(FieldFault::in_text("note", &asked.note, DUTY_NOTE_CHARS_MAX).err());
        if on < today {
            faults.push(FieldFault::new("on", "care-field-duty-past"));
        }
        if asked.until.is_some_and(|until| until < on) {
            faults.push(FieldFault::new("until", "care-field-duty-until"));
        }
        if asked.post.is_for_a_period() && asked.until.is_none() {
            faults.push(FieldFault::new("until", "care-field-duty-period"));
        }
        let known = match asked.account {
            Some(account) => self.works_around(account, &asked.place).await?.then_some(account),
            None => None,
        };
        match known {
            Some(account) if faults.is_empty() => Ok(account),
            Some(_) => Err(faults.into()),
            None => {
                faults.push(FieldFault::new("account", "care-field-duty-person"));
                Err(faults.into())
            }
        }
    }

    /// Where whoever comes to a post works already: the community around it. The role at the place itself comes with the post.
    pub(crate) fn around_post(&self, place: &PlaceCode) -> PlaceCode {
        let community = self.places().tree().widths().ancestor(place, Level::Community);
        community.unwrap_or(*place)
    }

    async fn works_around(&self, account: AccountId, place: &PlaceCode) -> Result<bool, CareError> {
        let around = [self.around_post(place)];
        let works = self.accounts().works_near(account, Action::VisitWork, &around).await?;
        Ok(works)
    }

    /// Writes what was done about a post, and closes its need once somebody is there.
    async fn do_in(
        &self,
        tx: &mut Tx,
        row: &PostRow,
        doing: Doing,
        (by, actor): (By, &str),
        now: Timestamp,
    ) -> Result<Standing, CareError> {
        let today = self.day_of(now)?;
        let happened = happened(row, &doing, actor, now);
        let standing = row
            .standing
            .clone()
            .after(doing, by, today)
            .map_err(CareError::Refused)?;
        self.remember_gone(row, &standing)?;
        let is_vacant = (standing.vacant_from(today)).is_some_and(|from| from <= today.plus_days(VACANT_AHEAD_DAYS));
        let mut need = row.need;
        if !is_vacant && let Some(open) = need.take() {
            self.ledger().close_in(tx, open, now).await?;
        }
        let grant = self.move_role_in(tx, row, &standing, actor, (today, now)).await?;
        store::update(tx, row, &standing, (need, grant), (today, now));
        store::add_event(tx, row, &happened);
        if row.post == Post::Steward && row.seq == 0 {
            self.settle_uncovered_in(tx, &row.place, now).await?;
        }
        Ok(standing)
    }
}

fn happened(row: &PostRow, doing: &Doing, actor: &str, now: Timestamp) -> Happened {
    let standing = &row.standing;
    let (account, note) = match doing {
        Doing::Assign(held) => (Some(held.account), None),
        Doing::Offer(next) => (
            Some(next.account),
            Some(next.note.clone()).filter(|note| !note.is_empty()),
        ),
        Doing::Give | Doing::Take | Doing::Decline => (standing.next.as_ref().map(|next| next.account), None),
        Doing::Lose(account) => (Some(*account), None),
        Doing::End(_) | Doing::Turn => (standing.held.as_ref().map(|held| held.account), None),
    };
    Happened {
        at: now,
        actor: actor.to_owned(),
        step: doing.step(),
        account,
        note,
    }
}
