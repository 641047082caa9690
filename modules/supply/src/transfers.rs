//! Transfers: proposed by an officer, agreed and sent by the one firm, received by the other.

use crate::Supply;
use crate::cover::{lost_body, lost_title};
use crate::error::SupplyError;
use crate::limits::{TRANSFER_PIECES_MAX, TRANSFER_REASON_CHARS_MAX};
use crate::rules::fields::Fields;
use crate::rules::transfer::{
    Hands, Taken, TransferCommand, TransferNext, TransferState, TransferStep, can_undo, decide, offered,
};
use crate::store::firm::STOCK_KINDS;
use crate::store::transfers::{self, Transfer, TransferEvent, TransferFilter};
use crate::store::whitelist::is_listed;
use crate::transfer_needs::{TransferNames, TransferNeed};
use crate::whitelist::Paged;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{Day, ItemId, NeedId, OrgId, Timestamp, TransferId};
use tongxin_places::Org;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What an officer proposes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedTransfer {
    /// The firm that would give.
    pub(crate) from: OrgId,
    /// The firm that would receive; inside the caller's places.
    pub(crate) to: OrgId,
    /// An item with a trade item number, which any firm can stock.
    pub(crate) item: ItemId,
    /// How many pieces.
    #[schema(minimum = 1, maximum = 100_000)]
    pub(crate) pieces: i64,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct TransferDone {
    /// The transfer.
    pub(crate) id: TransferId,
    /// The number of the step; an undo names it.
    pub(crate) seq: i64,
    /// How the transfer stands now.
    pub(crate) state: TransferState,
    /// The need that was raised because something else arrived than was sent.
    pub(crate) need: Option<NeedId>,
}

/// Who takes a step, and for which places and firms a role lets them.
#[derive(Debug, Clone)]
pub(crate) struct Mover {
    pub(crate) actor: String,
    pub(crate) may: Scope,
    /// Whether they carry what the firms of `may` send.
    pub(crate) is_carrier: bool,
}

impl Mover {
    /// For whom they act in a transfer.
    pub(crate) fn hands(&self, transfer: &Transfer) -> Hands {
        Hands {
            is_giver: self.may.orgs.contains(&transfer.from),
            is_receiver: self.may.orgs.contains(&transfer.to),
            is_officer: self.may.contains_place(&transfer.to_place),
            is_carrier: self.is_carrier && self.may.orgs.contains(&transfer.from),
        }
    }
}

/// A transfer with its past and what can be done with it.
#[derive(Debug, Clone)]
pub(crate) struct TransferDetail {
    pub(crate) transfer: Transfer,
    pub(crate) events: Vec<TransferEvent>,
    /// Steps that the viewer could take now.
    pub(crate) offered: Vec<TransferStep>,
    /// Whether they could take the last one back.
    pub(crate) can_undo: bool,
}

impl TransferDetail {
    /// The pieces that whoever carried it says were brought, of those that left last.
    pub(crate) fn brought(&self) -> Option<i64> {
        let mut said = self.events.iter().rev().map(|event| (event.taken.step, event.pieces));
        let (step, pieces) = said.find(|(step, _)| {
            use TransferStep::{Bring, Return, Send};
            matches!(step, Bring | Return | Send)
        })?;
        pieces.filter(|_| step == TransferStep::Bring)
    }
}

impl Supply {
    /// Proposes a transfer once.
    pub(crate) async fn propose_transfer(
        &self,
        command: CommandKey,
        by: Mover,
        asked: AskedTransfer,
        now: Timestamp,
    ) -> Result<TransferDone, SupplyError> {
        let (from, to) = self.sides(&by, &asked).await?;
        let today = self.today(now)?;
        let new = Transfer {
            id: TransferId::generate(now),
            from: from.id,
            from_place: from.place,
            to: to.id,
            to_place: to.place,
            item: asked.item,
            state: TransferState::Proposed,
            asked: asked.pieces,
            sent: None,
            received: None,
            need: None,
            late_need: None,
            closed_at: None,
            seq: 1,
        };
        let first = TransferEvent {
            taken: Taken {
                seq: 1,
                step: TransferStep::Propose,
                before: None,
                actor: by.actor,
                at: now,
            },
            pieces: Some(asked.pieces),
            note: String::new(),
        };
        let work = Arc::new((new, first));
        let done = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (new, first) = &*work;
                require_listed(tx, new, today).await?;
                transfers::insert(tx, new, first);
                Ok::<_, SupplyError>(TransferDone {
                    id: new.id,
                    seq: 1,
                    state: TransferState::Proposed,
                    need: None,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// Both sides of a proposal, checked with everything else that can be wrong about it.
    async fn sides(&self, by: &Mover, asked: &AskedTransfer) -> Result<(Org, Org), SupplyError> {
        let keeps_stock = |org: &Org| STOCK_KINDS.contains(&org.kind);
        let to = self.places().org(asked.to).await?.filter(keeps_stock);
        let to = to
            .filter(|to| by.may.contains_place(&to.place))
            .ok_or(SupplyError::NotFound)?;
        let from = self.places().org(asked.from).await?.filter(keeps_stock);
        let mut fields = Fields::default();
        if from.is_none() || asked.from == asked.to {
            fields.add(FieldFault::new("from", "supply-transfers-from"));
        }
        let item = self.items(&[asked.item]).await?.pop();
        if item.is_none_or(|item| item.gtin.is_none()) {
            fields.add(FieldFault::new("item", "supply-transfers-item"));
        }
        if let Some(fault) = pieces_fault(asked.pieces, 1, TRANSFER_PIECES_MAX) {
            fields.add(fault);
        }
        let from = from.ok_or(SupplyError::NotFound);
        fields.finish(()).map_err(SupplyError::Faults)?;
        Ok((from?, to))
    }

    /// Takes a step of a transfer once.
    pub(crate) async fn move_transfer(
        &self,
        command: CommandKey,
        by: Mover,
        id: TransferId,
        asked: TransferCommand,
        now: Timestamp,
    ) -> Result<TransferDone, SupplyError> {
        let asked = checked(asked)?;
        let known = transfers::get(self.db(), &by.may, id)
            .await?
            .ok_or(SupplyError::NotFound)?;
        let names = self.names_of(&known).await?;
        let work = Arc::new(Stepping {
            supply: self.clone(),
            by,
            asked,
            names: Some(names),
            now,
        });
        let done = self.db().write_once(command, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move { work.carry_out(tx, id).await })
        });
        Ok(done.await?.value)
    }

    /// A page of transfers.
    pub(crate) async fn transfers_page(
        &self,
        scope: &Scope,
        filter: &TransferFilter,
        before: Option<TransferId>,
        limit: u32,
    ) -> Result<Paged<Transfer, TransferId>, SupplyError> {
        let rows = transfers::page(self.db(), scope, filter, before, limit + 1).await?;
        Ok(Paged::of(rows, limit, |transfer| transfer.id))
    }

    /// A transfer, with what `mover` could do; nothing for whoever may move none.
    pub(crate) async fn transfer(
        &self,
        scope: &Scope,
        mover: Option<&Mover>,
        id: TransferId,
        now: Timestamp,
    ) -> Result<TransferDetail, SupplyError> {
        let found = transfers::get(self.db(), scope, id)
            .await?
            .ok_or(SupplyError::NotFound)?;
        let events = transfers::events(self.db(), &found).await?;
        let standing = events.last().map(|event| found.now(event.taken.clone()));
        let can = |mover: &Mover| {
            let standing = standing.as_ref()?;
            Some((
                offered(standing, mover.hands(&found)),
                can_undo(standing, &mover.actor, now),
            ))
        };
        let (offered, can_undo) = mover.and_then(can).unwrap_or_default();
        Ok(TransferDetail {
            transfer: found,
            events,
            offered,
            can_undo,
        })
    }
}

/// A step with all that its writing needs.
pub(crate) struct Stepping {
    pub(crate) supply: Supply,
    pub(crate) by: Mover,
    pub(crate) asked: TransferCommand,
    /// Only whoever receives finds that something was lost.
    names: Option<TransferNames>,
    pub(crate) now: Timestamp,
}

impl Stepping {
    /// A step of somebody who receives nothing.
    pub(crate) fn of_giver(supply: &Supply, by: &Mover, asked: TransferCommand, now: Timestamp) -> Stepping {
        Stepping {
            supply: supply.clone(),
            by: by.clone(),
            asked,
            names: None,
            now,
        }
    }

    /// Takes the step as the rules have it.
    ///
    /// # Errors
    /// `Refused` and `Faults` as the rules have it; `NotFound`; or a storage failure.
    pub(crate) async fn carry_out(&self, tx: &mut Tx, id: TransferId) -> Result<TransferDone, SupplyError> {
        let known = transfers::get_in(tx, &self.by.may, id)
            .await?
            .ok_or(SupplyError::NotFound)?;
        let last = transfers::last(tx, &known).await?;
        let hands = self.by.hands(&known);
        let next =
            decide(&known.now(last), &self.asked, hands, &self.by.actor, self.now).map_err(SupplyError::Refused)?;
        let fault = match self.asked {
            TransferCommand::Send { pieces } => pieces_fault(pieces, 1, known.asked),
            TransferCommand::Bring { pieces } => pieces_fault(pieces, 1, known.sent.unwrap_or(known.asked)),
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        let happened = self.happened(&known);
        transfers::move_stock(tx, &known, &next.stock, &happened.taken)
            .await?
            .map_err(SupplyError::Refused)?;
        let need = self.raise_lost(tx, &known, &next).await?;
        transfers::move_on(tx, &known, &next, known.need.or(need), &happened);
        Ok(TransferDone {
            id,
            seq: happened.taken.seq,
            state: next.state,
            need,
        })
    }

    fn happened(&self, known: &Transfer) -> TransferEvent {
        let (pieces, note) = match &self.asked {
            TransferCommand::Send { pieces }
            | TransferCommand::Bring { pieces }
            | TransferCommand::Receive { pieces } => (Some(*pieces), ""),
            TransferCommand::Refuse { reason }
            | TransferCommand::Return { reason, .. }
            | TransferCommand::Cancel { reason } => (None, reason.as_str()),
            TransferCommand::Agree | TransferCommand::Undo { .. } => (None, ""),
        };
        TransferEvent {
            taken: Taken {
                seq: known.seq + 1,
                step: self.asked.step(),
                before: Some(known.state),
                actor: self.by.actor.clone(),
                at: self.now,
            },
            pieces,
            note: note.to_owned(),
        }
    }

    /// Raises a need when something else arrived than was sent; once, however often the count is taken back.
    async fn raise_lost(
        &self,
        tx: &mut Tx,
        known: &Transfer,
        next: &TransferNext,
    ) -> Result<Option<NeedId>, SupplyError> {
        let (Some(sent), Some(received), Some(names)) = (next.sent, next.received, &self.names) else {
            return Ok(None);
        };
        if next.lost() == 0 || known.need.is_some() {
            return Ok(None);
        }
        let need = TransferNeed {
            org_kind: names.org_kind,
            title: lost_title(&names.item, sent, received),
            body: lost_body(&names.from, &names.to, &known.id.to_string()),
        };
        self.supply.raise_of_transfer_in(tx, known, need, self.now).await
    }
}

async fn require_listed(tx: &mut Tx, new: &Transfer, today: Day) -> Result<(), SupplyError> {
    if is_listed(tx, new.from, today).await? && is_listed(tx, new.to, today).await? {
        Ok(())
    } else {
        Err(SupplyError::Refused("transfer-not-listed"))
    }
}

/// A command whose fields are right.
fn checked(asked: TransferCommand) -> Result<TransferCommand, SupplyError> {
    let mut fields = Fields::default();
    let reason_of = |fields: &mut Fields, reason: &str| fields.line("reason", reason, TRANSFER_REASON_CHARS_MAX);
    let command = match asked {
        TransferCommand::Refuse { reason } => TransferCommand::Refuse {
            reason: reason_of(&mut fields, &reason),
        },
        TransferCommand::Cancel { reason } => TransferCommand::Cancel {
            reason: reason_of(&mut fields, &reason),
        },
        TransferCommand::Receive { pieces } => {
            if let Some(fault) = pieces_fault(pieces, 0, TRANSFER_PIECES_MAX) {
                fields.add(fault);
            }
            TransferCommand::Receive { pieces }
        }
        other => other,
    };
    fields.finish(command).map_err(SupplyError::Faults)
}

fn pieces_fault(pieces: i64, min: i64, max: i64) -> Option<FieldFault> {
    let fault = || {
        FieldFault::new("pieces", "supply-transfers-pieces")
            .arg("min", min)
            .arg("max", max)
    };
    (!(min..=max).contains(&pieces)).then(fault)
}
