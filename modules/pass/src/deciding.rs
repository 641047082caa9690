//! What people do with passes: officers approve and refuse, districts agree, whoever applied takes back, the issuer
//! revokes. Each command does all it names or nothing.

use crate::limits::{DECIDE_AT_ONCE_MAX, REASON_CHARS_MAX};
use crate::rules::{PassState, Step};
use crate::store::writing::{self, Happened};
use crate::store::{PassRecord, reading};
use crate::{PassError, Passes};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{OrgId, PassId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;

/// What somebody asks to be done with passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Approve what waits for an officer.
    Approve,
    /// Refuse what waits, with a reason.
    Refuse {
        /// Why, for whoever applied.
        reason: String,
    },
    /// Agree for the districts that are one's own.
    Agree,
    /// Take back what one applied for.
    Withdraw,
    /// Revoke what was issued, with a reason.
    Revoke {
        /// Why.
        reason: String,
    },
}

/// A pass that something was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DonePass {
    /// The pass.
    pub id: PassId,
    /// How it stands now.
    pub state: PassState,
}

/// What was done to passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DecidedPasses {
    /// Each pass.
    pub passes: Vec<DonePass>,
}

impl Passes {
    /// Does the same with each of these passes, with all of them or with none.
    ///
    /// # Errors
    /// `NotFound` when one is not theirs to see or decide, the reason when one does not stand so, or a storage failure.
    pub async fn command(
        &self,
        command: CommandKey,
        by: Doer,
        passes: Vec<PassId>,
        asked: Asked,
        now: Timestamp,
    ) -> Result<DecidedPasses, PassError> {
        if passes.is_empty() || passes.len() > DECIDE_AT_ONCE_MAX {
            let fault = FieldFault::new("ids", "pass-field-rows");
            return Err(fault.arg("max", DECIDE_AT_ONCE_MAX).into());
        }
        let asked = read(asked)?;
        let (by, passes, asked) = (Arc::new(by), Arc::new(passes), Arc::new(asked));
        let answer = self.db().write_once(command, move |tx| {
            let (by, passes, asked) = (Arc::clone(&by), Arc::clone(&passes), Arc::clone(&asked));
            Box::pin(async move {
                let mut done = Vec::with_capacity(passes.len());
                for id in passes.iter() {
                    let pass = reading::get_in(tx, &by.may, *id).await?.ok_or(PassError::NotFound)?;
                    let state = take(tx, &by, &pass, &asked, now).await?;
                    done.push(DonePass { id: *id, state });
                }
                Ok::<_, PassError>(DecidedPasses { passes: done })
            })
        });
        let decided = answer.await?.value;
        if decided.passes.iter().any(|pass| pass.state == PassState::Approved)
            && let Err(error) = self.issue_approved(now, 1).await
        {
            tracing::warn!(%error, "passes are issued by the clock instead");
        }
        Ok(decided)
    }

    /// Revokes every valid pass of a firm, and refuses what it has applied for; answers how many passes that were.
    ///
    /// # Errors
    /// `NotFound` for a firm that is not theirs, or a storage failure.
    pub async fn revoke_firm(
        &self,
        command: CommandKey,
        by: Doer,
        org: OrgId,
        reason: &str,
        now: Timestamp,
    ) -> Result<usize, PassError> {
        let reason: Arc<str> = read_reason(reason)?.into();
        self.firm(&by.may, org, now).await?;
        let by = Arc::new(by);
        let answer = self.db().write_once(command, move |tx| {
            let (by, reason) = (Arc::clone(&by), Arc::clone(&reason));
            Box::pin(async move { end_all(tx, &by.may, org, &by.actor, &reason, now).await })
        });
        Ok(answer.await?.value)
    }
}

/// Revokes every valid pass of a firm inside a scope, and refuses what it has applied for; answers how many passes that
/// were.
pub(crate) async fn end_all(
    tx: &mut Tx,
    may: &Scope,
    org: OrgId,
    actor: &str,
    reason: &str,
    now: Timestamp,
) -> Result<usize, PassError> {
    let passes = reading::live_of_firm(tx, may, org).await?;
    for pass in &passes {
        let ends = match pass.state {
            PassState::Valid => Step::Revoke,
            _ => Step::Refuse,
        };
        step(tx, actor, pass, ends, reason, now)?;
    }
    Ok(passes.len())
}

fn read(asked: Asked) -> Result<Asked, PassError> {
    Ok(match asked {
        Asked::Refuse { reason } => Asked::Refuse {
            reason: read_reason(&reason)?,
        },
        Asked::Revoke { reason } => Asked::Revoke {
            reason: read_reason(&reason)?,
        },
        other => other,
    })
}

/// A reason, which is always asked for.
fn read_reason(text: &str) -> Result<String, PassError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldFault::new("reason", "field-required").into());
    }
    FieldFault::in_text("reason", text, REASON_CHARS_MAX)?;
    Ok(text.to_owned())
}

async fn take(
    tx: &mut Tx,
    by: &Doer,
    pass: &PassRecord,
    asked: &Asked,
    now: Timestamp,
) -> Result<PassState, PassError> {
    // A district on the way sees a pass of another's firm; deciding about the firm is not its business.
    let is_own = by.may.contains(&pass.place, Some(pass.org), None);
    match asked {
        Asked::Agree => agree(tx, by, pass, now).await,
        Asked::Refuse { reason } => step(tx, &by.actor, pass, Step::Refuse, reason, now),
        _ if !is_own => Err(PassError::NotFound),
        Asked::Approve => step(tx, &by.actor, pass, Step::Approve, "", now),
        Asked::Withdraw => step(tx, &by.actor, pass, Step::Withdraw, "", now),
        Asked::Revoke { reason } => step(tx, &by.actor, pass, Step::Revoke, reason, now),
    }
}

fn step(
    tx: &mut Tx,
    actor: &str,
    pass: &PassRecord,
    step: Step,
    note: &str,
    now: Timestamp,
) -> Result<PassState, PassError> {
    let state = pass.state.after(step).map_err(PassError::Refused)?;
    let happened = Happened {
        kind: step.event(),
        actor,
        note,
        at: now,
    };
    writing::move_on(tx, pass, state, &happened);
    Ok(state)
}

/// Agrees for every district of one's own that has not yet.
async fn agree(tx: &mut Tx, by: &Doer, pass: &PassRecord, now: Timestamp) -> Result<PassState, PassError> {
    let waiting: Vec<_> = reading::agreements_in(tx, pass.id)
        .await?
        .into_iter()
        .filter(|agreement| agreement.agreed_at.is_none())
        .map(|agreement| agreement.district)
        .collect();
    // What does not stand so is said before whose it is.
    pass.state
        .after(Step::Agree { is_last: true })
        .map_err(PassError::Refused)?;
    let own: Vec<_> = waiting
        .iter()
        .filter(|district| by.may.contains_place(district))
        .collect();
    if own.is_empty() {
        return Err(PassError::Refused("pass-not-your-district"));
    }
    for district in &own {
        writing::agree(tx, pass.id, district, &by.actor, now);
    }
    let is_last = own.len() == waiting.len();
    let said: Vec<&str> = own.iter().map(|district| district.as_str()).collect();
    step(tx, &by.actor, pass, Step::Agree { is_last }, &said.join(" "), now)
}
