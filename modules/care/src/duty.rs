//! Who is responsible for which building and compound: assigned, handed over, left, and said when nobody is.

mod contacts;
mod coverage;
mod minding;

pub(crate) use coverage::{Coverage, TooMany};

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{DUTY_NOTE_CHARS_MAX, DUTY_PHONE_CHARS_MAX, VACANT_AHEAD_DAYS};
use crate::rules::duty::{By, Doing, DutyStep, Held, Next, Post, Standing};
use crate::store::duty::{self as store, Happened, PostRow};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Action, Scope, Viewer};
use tongxin_city::{AccountId, Day, Level, PlaceCode, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What somebody does about a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedDuty {
    /// The building or compound.
    pub(crate) place: PlaceCode,
    /// Which post of it.
    pub(crate) post: Post,
    /// What: `assign`, `offer`, `give`, `take`, `decline` or `end`.
    pub(crate) step: DutyStep,
    /// Who is assigned, or comes next.
    #[serde(default)]
    pub(crate) account: Option<AccountId>,
    /// Under which number they are called while on duty; it stands on the door notice.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub(crate) phone: String,
    /// From which day; today when left out.
    #[serde(default)]
    pub(crate) on: Option<Day>,
    /// With which day they leave it, if that is known; for an end, the last day.
    #[serde(default)]
    pub(crate) until: Option<Day>,
    /// What whoever leaves tells whoever comes. No illness.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub(crate) note: String,
}

/// How a post stands after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DutyDone {
    /// The building or compound.
    pub(crate) place: PlaceCode,
    /// The post.
    pub(crate) post: Post,
    /// Who holds it now.
    pub(crate) held: Option<Held>,
    /// Who comes next.
    pub(crate) next: Option<Next>,
}

/// Who does something about posts, and where they see and assign.
#[derive(Debug, Clone)]
pub(crate) struct DutyDoer {
    actor: String,
    account: Option<AccountId>,
    pub(crate) sees: Scope,
    assigns: Scope,
}

impl DutyDoer {
    pub(crate) fn of(viewer: &Viewer) -> DutyDoer {
        DutyDoer {
            actor: viewer.actor(),
            account: viewer.account(),
            sees: viewer.scope(Action::DutyRead).unwrap_or_default(),
            assigns: viewer.scope(Action::DutyAssign).unwrap_or_default(),
        }
    }

    /// Who they are at a place, as the rules see them.
    pub(crate) fn at(&self, place: &PlaceCode) -> By {
        By {
            account: self.account,
            organises: self.assigns.contains_place(place),
        }
    }
}

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
                let row = row.ok_or(CareError::NotFound)?;
                let standing = care
                    .do_in(tx, &row, doing.clone(), (by.at(&row.place), &by.actor), now)
                    .await?;
                tx.announce();
                Ok::<_, CareError>(DutyDone {
                    place: row.place,
                    post: row.post,
                    held: standing.held,
                    next: standing.next,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// The subdistrict of a post that somebody sees, at a place of its level.
    fn place_of_post(&self, by: &DutyDoer, asked: &AskedDuty) -> Result<PlaceCode, CareError> {
        let tree = self.places().tree();
        let place = tree.get(&asked.place).filter(|_| by.sees.contains_place(&asked.place));
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
            DutyStep::Turn => Err(FieldFault::new("step", "field-unknown-choice").into()),
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
        let known = self.accounts().people_for(&asked.place, Action::VisitWork).await?;
        let is_known = |account: &AccountId| known.iter().any(|held| held.account == *account);
        match asked.account.filter(is_known) {
            Some(account) if faults.is_empty() => Ok(account),
            Some(_) => Err(faults.into()),
            None => {
                faults.push(FieldFault::new("account", "care-field-duty-person"));
                Err(faults.into())
            }
        }
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
        let is_vacant = (standing.vacant_from(today)).is_some_and(|from| from <= today.plus_days(VACANT_AHEAD_DAYS));
        let mut need = row.need;
        if !is_vacant && let Some(open) = need.take() {
            self.ledger().close_in(tx, open, now).await?;
        }
        store::update(tx, row, &standing, need, (today, now));
        store::add_event(tx, row, &happened);
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
