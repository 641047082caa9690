//! Needs about transfers: that something was lost on the road, or that one will come late.

use crate::Supply;
use crate::error::SupplyError;
use crate::kinds::SHORTAGE;
use crate::store::transfers::Transfer;
use tongxin_city::{Level, NeedId, Timestamp};
use tongxin_ledger::{Asker, NewNeed};
use tongxin_places::Org;
use tongxin_storage::Tx;

/// Between whom a transfer goes, and of what.
#[derive(Debug, Clone)]
pub(crate) struct TransferNames {
    /// The kind of the firm that receives it.
    pub(crate) org_kind: Option<&'static str>,
    pub(crate) item: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// What a need says of a transfer.
#[derive(Debug, Clone)]
pub(crate) struct TransferNeed {
    /// The kind of the firm that receives it.
    pub(crate) org_kind: Option<&'static str>,
    pub(crate) title: String,
    pub(crate) body: String,
}

impl Supply {
    /// What a transfer's needs name.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn names_of(&self, transfer: &Transfer) -> Result<TransferNames, SupplyError> {
        let name = |org: Option<Org>| org.map(|org| org.name).unwrap_or_default();
        let to = self.places().org(transfer.to).await?;
        let from = name(self.places().org(transfer.from).await?);
        let item = self.items(&[transfer.item]).await?.pop();
        Ok(TransferNames {
            org_kind: to.as_ref().map(|org| org.kind.key()),
            item: item.map(|item| item.name).unwrap_or_default(),
            from,
            to: name(to),
        })
    }

    /// Raises a need of the firm that receives a transfer; nothing where that is no place of needs.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn raise_of_transfer_in(
        &self,
        tx: &mut Tx,
        known: &Transfer,
        need: TransferNeed,
        now: Timestamp,
    ) -> Result<Option<NeedId>, SupplyError> {
        let level = self.places().tree().widths().level_of(&known.to_place);
        if level.is_none_or(|level| level < Level::Subdistrict) {
            return Ok(None);
        }
        let new = NewNeed {
            kind: SHORTAGE.key.to_owned(),
            topic: "transfer".to_owned(),
            priority: None,
            place: known.to_place,
            household: None,
            org: Some(known.to),
            title: need.title,
            body: need.body,
            contact: None,
        };
        let ledger = self.ledger();
        let raised = ledger.raise_in(tx, &Asker::system(), new, need.org_kind, now).await?;
        Ok(Some(raised.id))
    }
}
