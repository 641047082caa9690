//! Applying: a firm's rows are decided by the rules as they come in, each within what the firm has listed.

use crate::desk::cut;
use crate::limits::{AGREEMENT_HOURS, ROWS_AT_ONCE_MAX};
use crate::rules::{AskedPass, FirmFacts, PassRow, PassRule, PassState, decide};
use crate::store::writing::{self, Applied, NewPass};
use crate::{PassError, Passes};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{OrgId, PassBatchId, PassId, PlaceCode, Timestamp, Widths};
use tongxin_pass_format::limits::ORG_BYTES_MAX;
use tongxin_storage::{CommandKey, Tx};
use tongxin_supply::ListedFirm;
use tongxin_web::FieldFault;

/// How a row that was applied for stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AppliedRow {
    /// The pass.
    pub id: PassId,
    /// How it stands.
    pub state: PassState,
    /// The rule that decided, or says why none could.
    pub rule: PassRule,
    /// The districts that must agree.
    pub districts: Vec<PlaceCode>,
}

/// What became of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AppliedBatch {
    /// The rows together.
    pub batch: PassBatchId,
    /// Each row, in the order they were sent.
    pub rows: Vec<AppliedRow>,
}

/// A firm with the rows that it applies for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) firm: Arc<Firm>,
    /// Each with the pass whose place it takes.
    pub(crate) rows: Vec<(PassRow, Option<PassId>)>,
}

/// A firm as passes name it, and what decides about it.
#[derive(Debug)]
pub(crate) struct Firm {
    pub(crate) org: OrgId,
    /// Its name as a pass holds it.
    pub(crate) short_name: String,
    pub(crate) name: String,
    pub(crate) place: PlaceCode,
    pub(crate) facts: FirmFacts,
}

impl From<ListedFirm> for Firm {
    fn from(listed: ListedFirm) -> Self {
        let is_plain = |sign: &char| *sign == ' ' || !sign.is_whitespace() && !sign.is_control();
        let name: String = listed.name.chars().filter(is_plain).collect();
        Firm {
            org: listed.org,
            short_name: cut(name.trim(), ORG_BYTES_MAX),
            name: listed.name,
            place: listed.place,
            facts: FirmFacts {
                listed_until: listed.listed_until,
                service_places: listed.service_places,
                staff: listed.staff,
                plates: listed.plates.into_iter().collect(),
            },
        }
    }
}

impl Passes {
    /// A firm that the scope covers, as the whitelist knows it.
    ///
    /// # Errors
    /// `NotFound` when there is none, or a storage failure.
    pub(crate) async fn firm(
        &self,
        may: &tongxin_account::Scope,
        org: OrgId,
        now: Timestamp,
    ) -> Result<Firm, PassError> {
        let listed = self.supply().listed_firm(may, org, self.today(now)?).await?;
        Ok(listed.ok_or(PassError::NotFound)?.into())
    }

    /// Applies for passes of a firm, all rows or none.
    ///
    /// # Errors
    /// Everything that is wrong, each at its row and field; or a storage failure.
    pub async fn apply(
        &self,
        command: CommandKey,
        by: Doer,
        org: OrgId,
        rows: Vec<AskedPass>,
        now: Timestamp,
    ) -> Result<AppliedBatch, PassError> {
        let rows = self.read_rows(rows, now)?;
        let unknown = || FieldFault::new("org", "pass-field-firm");
        let firm = match self.firm(&by.may, org, now).await {
            Ok(firm) => firm,
            Err(PassError::NotFound) => return Err(unknown().into()),
            Err(error) => return Err(error),
        };
        let request = Request {
            firm: Arc::new(firm),
            rows: rows.into_iter().map(|row| (row, None)).collect(),
        };
        self.write_requests(command, by.actor, vec![request], now).await
    }

    fn read_rows(&self, rows: Vec<AskedPass>, now: Timestamp) -> Result<Vec<PassRow>, PassError> {
        if rows.is_empty() || rows.len() > ROWS_AT_ONCE_MAX {
            let fault = FieldFault::new("rows", "pass-field-rows");
            return Err(fault.arg("max", ROWS_AT_ONCE_MAX).into());
        }
        let (tree, today) = (self.places().tree(), self.today(now)?);
        let (mut read, mut faults) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, asked) in rows.into_iter().enumerate() {
            match PassRow::read(asked, &tree, today) {
                Ok(row) => read.push(row),
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.at_row(number))),
            }
        }
        if faults.is_empty() {
            Ok(read)
        } else {
            Err(PassError::Faults(faults))
        }
    }

    /// Writes what was applied for, and issues at once what the rules approved.
    pub(crate) async fn write_requests(
        &self,
        command: CommandKey,
        actor: String,
        requests: Vec<Request>,
        now: Timestamp,
    ) -> Result<AppliedBatch, PassError> {
        let requests = Arc::new(requests);
        let widths = *self.places().tree().widths();
        let actor: Arc<str> = actor.into();
        let answer = self.db().write_once(command, move |tx| {
            let (requests, actor) = (Arc::clone(&requests), Arc::clone(&actor));
            Box::pin(async move {
                let batch = PassBatchId::generate(now);
                let mut rows = Vec::new();
                for request in requests.iter() {
                    rows.extend(take_in(tx, request, batch, &actor, &widths, now).await?);
                }
                Ok::<_, PassError>(AppliedBatch { batch, rows })
            })
        });
        let answer = answer.await?;
        // What the rules approved is issued now; what is left, by the clock.
        if answer.value.rows.iter().any(|row| row.state == PassState::Approved)
            && let Err(error) = self.issue_approved(now, 1).await
        {
            tracing::warn!(%error, "passes are issued by the clock instead");
        }
        Ok(answer.value)
    }
}

async fn take_in(
    tx: &mut Tx,
    request: &Request,
    batch: PassBatchId,
    actor: &str,
    widths: &Widths,
    now: Timestamp,
) -> Result<Vec<AppliedRow>, PassError> {
    let firm = &request.firm;
    writing::take_firm(tx, firm.org, now).await?;
    for replaced in request.rows.iter().filter_map(|(_, replaces)| *replaces) {
        if !writing::is_valid(tx, replaced).await? {
            return Err(PassError::Refused("pass-not-valid"));
        }
    }
    let replaced: Vec<PassId> = request.rows.iter().filter_map(|(_, replaces)| *replaces).collect();
    let mut used = writing::used(tx, firm.org, &replaced).await?;
    let mut new = Vec::with_capacity(request.rows.len());
    for (row, replaces) in &request.rows {
        let outcome = decide(row, &firm.facts, &used, widths);
        if outcome.state().is_live() {
            used.add(&row.holder);
        }
        let districts = outcome.districts().to_vec();
        new.push(NewPass {
            id: PassId::generate(now),
            row,
            state: outcome.state(),
            rule: outcome.rule,
            agree_by: (!districts.is_empty()).then(|| now.plus_hours(AGREEMENT_HOURS)),
            districts,
            replaces: *replaces,
        });
    }
    let applied = Applied {
        batch,
        org: firm.org,
        org_name: &firm.short_name,
        place: &firm.place,
        actor,
        at: now,
    };
    writing::insert(tx, &new, &applied).await?;
    let row = |new: NewPass<'_>| AppliedRow {
        id: new.id,
        state: new.state,
        rule: new.rule,
        districts: new.districts,
    };
    Ok(new.into_iter().map(row).collect())
}
