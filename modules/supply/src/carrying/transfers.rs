//! Transfers on runs: what a firm has to bring to others, and what becomes of it on its way. Each moves through
//! [`crate::rules::transfer::decide`]; what was brought is still counted by whoever receives it.

use super::{LeavingRun, MEDICINE, load_of};
use crate::Supply;
use crate::cover::{late_body, late_title};
use crate::error::SupplyError;
use crate::limits::CARRIED_ORDERS_MAX;
use crate::rules::item::Item;
use crate::rules::load::Load;
use crate::rules::transfer::{TransferCommand, TransferState};
use crate::store::stock;
use crate::store::transfers::{self, Transfer, TransferFilter};
use crate::transfer_needs::TransferNeed;
use crate::transfers::{Mover, Stepping};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{ItemId, NeedId, OrgId, PlaceCode, Timestamp, TransferId};
use tongxin_storage::Tx;

/// Goods that have to go to another firm.
#[derive(Debug, Clone)]
pub struct CarriedTransfer {
    /// The transfer.
    pub id: TransferId,
    /// Who gets it.
    pub to: OrgId,
    /// Where they are.
    pub place: PlaceCode,
    /// What it is.
    pub name: String,
    /// How many: those that left, before that those asked for.
    pub pieces: i64,
    /// What it weighs and the room it takes, about.
    pub load: Load,
    /// Whether it is medicine.
    pub has_medicine: bool,
    /// Whether it has left the giver's books.
    pub is_sent: bool,
}

/// What whoever carries a transfer says became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferSaid {
    /// Brought: so many pieces; all that left, when left out.
    Brought {
        /// Brought to whoever receives it.
        pieces: Option<i64>,
    },
    /// The receiver did not want it; it came back, and the transfer is over.
    NotWanted {
        /// What they said.
        reason: String,
    },
    /// Nobody was there to take it; it came back and is to be sent again, unless others were promised it meanwhile.
    NobodyThere {
        /// The same as a word.
        reason: String,
    },
}

/// A transfer that will come late, with what a need says of it.
#[derive(Debug, Clone)]
pub struct LateTransfer {
    /// The transfer.
    pub id: TransferId,
    need: TransferNeed,
}

impl Supply {
    /// What a firm has agreed to give to others and whoever receives it has not counted.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn transfers_to_bring(&self, org: OrgId) -> Result<Vec<CarriedTransfer>, SupplyError> {
        let filter = TransferFilter {
            is_open: Some(true),
            org: Some(org),
        };
        let found = transfers::page(self.db(), &Scope::of_org(org), &filter, None, CARRIED_ORDERS_MAX).await?;
        let is_leaving = |transfer: &Transfer| transfer.from == org && transfer.state != TransferState::Proposed;
        self.carried_of(found.into_iter().filter(is_leaving).collect()).await
    }

    /// These transfers of a firm that gives them, however they stand.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn carried_transfers(&self, org: OrgId, ids: &[TransferId]) -> Result<Vec<CarriedTransfer>, SupplyError> {
        let found = transfers::of(self.db(), &Scope::of_org(org), ids).await?;
        let given = found.into_iter().filter(|transfer| transfer.from == org);
        self.carried_of(given.collect()).await
    }

    async fn carried_of(&self, transfers: Vec<Transfer>) -> Result<Vec<CarriedTransfer>, SupplyError> {
        let ids: Vec<ItemId> = transfers.iter().map(|transfer| transfer.item).collect();
        let items = self.items(&ids).await?.into_iter();
        let items: HashMap<ItemId, Item> = items.map(|item| (item.id, item)).collect();
        let carried = transfers.into_iter().map(|transfer| {
            let item = items.get(&transfer.item);
            let pieces = transfer.sent.unwrap_or(transfer.asked);
            CarriedTransfer {
                id: transfer.id,
                to: transfer.to,
                place: transfer.to_place,
                name: item.map_or_else(String::new, |item| item.name.clone()),
                pieces,
                load: load_of(item, self.goods()).times(pieces),
                has_medicine: item.is_some_and(|item| item.holds(&MEDICINE)),
                is_sent: transfer.state != TransferState::Agreed,
            }
        });
        Ok(carried.collect())
    }

    /// Sends transfers with a run, as the step of the firm that gives them: all pieces that were agreed. What somebody of the
    /// firm counted and sent before goes along. Answers those that stay behind, because they are no longer wanted, or the
    /// books hold less than would leave.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn leave_with_in(
        &self,
        tx: &mut Tx,
        run: &LeavingRun,
        transfers: &[TransferId],
        now: Timestamp,
    ) -> Result<Vec<TransferId>, SupplyError> {
        let by = carrier(run.org, &run.actor);
        let mut behind = Vec::new();
        for id in transfers {
            let known = given_in(tx, &by, run.org, *id).await?;
            match known.state {
                TransferState::Sent => continue,
                TransferState::Agreed => {}
                _ => {
                    behind.push(*id);
                    continue;
                }
            }
            match self.send_in(tx, &by, &known, now).await {
                Ok(()) => {}
                Err(SupplyError::Refused(_)) => behind.push(*id),
                Err(error) => return Err(error),
            }
        }
        Ok(behind)
    }

    async fn send_in(&self, tx: &mut Tx, by: &Mover, known: &Transfer, now: Timestamp) -> Result<(), SupplyError> {
        let send = TransferCommand::Send { pieces: known.asked };
        Stepping::of_giver(self, by, send, now).carry_out(tx, known.id).await?;
        Ok(())
    }

    /// What whoever carries a transfer says became of it. Of one that was counted by its receiver meanwhile nothing more is
    /// said. Answers whether fewer pieces were brought than left.
    ///
    /// # Errors
    /// `NotFound` for one that the firm does not give; `Refused` for goods of a transfer that is over; `Faults` at a number of
    /// pieces that can't be; or a storage failure.
    pub async fn say_of_transfer_in(
        &self,
        tx: &mut Tx,
        (org, actor): (OrgId, &str),
        id: TransferId,
        said: &TransferSaid,
        now: Timestamp,
    ) -> Result<bool, SupplyError> {
        let by = carrier(org, actor);
        let known = given_in(tx, &by, org, id).await?;
        let is_brought = matches!(said, TransferSaid::Brought { .. });
        match known.state {
            TransferState::Sent => {}
            TransferState::Received => return Ok(false),
            // Somebody took the sending back while it was under way: what is brought has left all the same.
            TransferState::Agreed if is_brought => self.send_in(tx, &by, &known, now).await?,
            // The goods are in the giver's books already.
            _ if !is_brought => return Ok(false),
            _ => return Err(SupplyError::Refused("transfer-moved-on")),
        }
        let sent = known.sent.unwrap_or(known.asked);
        let is_short = matches!(said, TransferSaid::Brought { pieces: Some(pieces) } if *pieces < sent);
        let command = match said {
            TransferSaid::Brought { pieces } => TransferCommand::Bring {
                pieces: pieces.unwrap_or(sent),
            },
            TransferSaid::NotWanted { reason } => TransferCommand::Return {
                reason: reason.clone(),
                is_sent_again: false,
            },
            TransferSaid::NobodyThere { reason } => {
                let level = stock::level(tx, known.from, known.item).await?;
                TransferCommand::Return {
                    reason: reason.clone(),
                    is_sent_again: level.on_hand - level.promised + sent >= known.asked,
                }
            }
        };
        Stepping::of_giver(self, &by, command, now).carry_out(tx, id).await?;
        Ok(is_short)
    }

    /// Of these transfers those that have not left, neither with a run nor sent by hand.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn transfers_not_left(&self, ids: &[TransferId]) -> Result<Vec<TransferId>, SupplyError> {
        let found = transfers::of_anybody(self.db(), ids).await?.into_iter();
        let waits = found.filter(|transfer| transfer.state == TransferState::Agreed);
        Ok(waits.map(|transfer| transfer.id).collect())
    }

    /// Of these transfers those that have yet to come and of which no need says yet that they are late, with what it would say.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn late_transfers(&self, ids: &[TransferId]) -> Result<Vec<LateTransfer>, SupplyError> {
        let mut late = Vec::new();
        for transfer in transfers::of_anybody(self.db(), ids).await? {
            if !can_be_late(&transfer) {
                continue;
            }
            let names = self.names_of(&transfer).await?;
            late.push(LateTransfer {
                id: transfer.id,
                need: TransferNeed {
                    org_kind: names.org_kind,
                    title: late_title(&names.item, transfer.sent.unwrap_or(transfer.asked)),
                    body: late_body(&names.from, &names.to, &transfer.id.to_string()),
                },
            });
        }
        Ok(late)
    }

    /// Raises that a transfer will be late, for whoever waits for it, unless that was raised; answers the need that says so.
    /// One that arrived or was closed meanwhile has none.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn expect_transfer_late_in(
        &self,
        tx: &mut Tx,
        late: &LateTransfer,
        now: Timestamp,
    ) -> Result<Option<NeedId>, SupplyError> {
        let known = transfers::get_for_system(tx, late.id).await?;
        let Some(known) = known.filter(can_be_late) else {
            return Ok(None);
        };
        let raised = self.raise_of_transfer_in(tx, &known, late.need.clone(), now).await?;
        if let Some(need) = raised {
            transfers::mark_late(tx, &known, need);
        }
        Ok(raised)
    }
}

fn can_be_late(transfer: &Transfer) -> bool {
    let is_ahead = matches!(transfer.state, TransferState::Agreed | TransferState::Sent);
    is_ahead && transfer.late_need.is_none()
}

fn carrier(org: OrgId, actor: &str) -> Mover {
    Mover {
        actor: actor.to_owned(),
        may: Scope::of_org(org),
        is_carrier: true,
    }
}

/// A transfer that a firm gives.
async fn given_in(tx: &mut Tx, by: &Mover, org: OrgId, id: TransferId) -> Result<Transfer, SupplyError> {
    let known = transfers::get_in(tx, &by.may, id).await?;
    known.filter(|known| known.from == org).ok_or(SupplyError::NotFound)
}
