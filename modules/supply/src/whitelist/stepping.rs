//! What is done to a listing after the firm was listed, by officers and by the clock.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::{EXPIRY_BATCH, EXPIRY_BATCHES_MAX};
use crate::rules::listing::{ListingState, Refusal, Step, decide};
use crate::store::whitelist::writing::{self, Happened};
use crate::store::whitelist::{Listing, listings};
use crate::whitelist::Decider;
use crate::whitelist::deciding::read_reason;
use serde::{Deserialize, Serialize};
use tongxin_city::{Day, OrgId, Timestamp};
use tongxin_storage::{CommandKey, Tx};

/// A step as somebody asks for it.
#[derive(Debug, Clone)]
pub(crate) enum AskedStep {
    Suspend { reason: String },
    Resume,
    Renew { until: Day },
    End { reason: String },
}

/// How a listing stands after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Stepped {
    /// The firm.
    pub(crate) org: OrgId,
    /// The number of the event.
    pub(crate) seq: i64,
    /// How the listing stands now.
    pub(crate) state: ListingState,
    /// Its last day now.
    pub(crate) valid_until: Day,
}

impl AskedStep {
    /// The step and what is noted of it.
    fn read(self) -> Result<(Step, String), SupplyError> {
        Ok(match self {
            AskedStep::Suspend { reason } => (Step::Suspend, read_reason(&reason)?),
            AskedStep::Resume => (Step::Resume, String::new()),
            AskedStep::Renew { until } => (Step::Renew(until), String::new()),
            AskedStep::End { reason } => (Step::End, read_reason(&reason)?),
        })
    }
}

/// Who takes a step, when, and what they say.
struct Taken<'a> {
    step: Step,
    actor: &'a str,
    note: &'a str,
    today: Day,
    now: Timestamp,
}

impl Supply {
    /// Takes one step with a listing.
    pub(crate) async fn step_listing(
        &self,
        command: CommandKey,
        by: Decider,
        org: OrgId,
        asked: AskedStep,
        now: Timestamp,
    ) -> Result<Stepped, SupplyError> {
        let today = self.today(now)?;
        let (step, note) = asked.read()?;
        let answer = self.db().write_once(command, move |tx| {
            let (by, note) = (by.clone(), note.clone());
            Box::pin(async move {
                let known = listings::get_in(tx, &by.may, org).await?.ok_or(SupplyError::NotFound)?;
                let taken = Taken {
                    step,
                    actor: &by.actor,
                    note: &note,
                    today,
                    now,
                };
                take(tx, &known, &taken)
            })
        });
        Ok(answer.await?.value)
    }

    /// Expires the listings whose days are over.
    pub(crate) async fn tick_whitelist(&self, now: Timestamp) -> Result<(), SupplyError> {
        let today = self.today(now)?;
        for _ in 0..EXPIRY_BATCHES_MAX {
            let over = listings::over(self.db(), today, EXPIRY_BATCH).await?;
            let is_last = over.len() < EXPIRY_BATCH as usize;
            self.db()
                .write(move |tx| {
                    let over = over.clone();
                    Box::pin(async move { expire(tx, &over, today, now).await })
                })
                .await?;
            if is_last {
                break;
            }
        }
        Ok(())
    }
}

fn take(tx: &mut Tx, known: &Listing, taken: &Taken<'_>) -> Result<Stepped, SupplyError> {
    let standing = decide(known.standing, taken.step, taken.today).map_err(|refusal| match refusal {
        Refusal::State(code) => SupplyError::Refused(code),
        Refusal::Field(fault) => fault.into(),
    })?;
    let happened = Happened {
        kind: taken.step.event(),
        actor: taken.actor,
        note: taken.note,
        at: taken.now,
    };
    let seq = writing::move_on(tx, known, &standing, &happened);
    Ok(Stepped {
        org: known.org,
        seq,
        state: standing.state,
        valid_until: standing.valid.until,
    })
}

/// Expires those firms of a batch that nobody renewed meanwhile.
async fn expire(tx: &mut Tx, orgs: &[OrgId], today: Day, now: Timestamp) -> Result<(), SupplyError> {
    for org in orgs {
        let Some(known) = listings::of_in(tx, *org).await? else {
            continue;
        };
        let taken = Taken {
            step: Step::Expire,
            actor: "system",
            note: "",
            today,
            now,
        };
        match take(tx, &known, &taken) {
            Ok(_) | Err(SupplyError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
