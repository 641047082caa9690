//! What runs carry.

use serde::{Deserialize, Serialize};
use tongxin_city::{Id63, OrderId, TransferId, words};
use utoipa::ToSchema;

words! {
    /// What kind of thing a run carries.
    CargoKind, "kind of cargo" {
        /// A household's order.
        Order = "order",
        /// Goods for another firm.
        Transfer = "transfer",
    }
}

/// One thing that a run carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Cargo {
    /// A household's order.
    Order(OrderId),
    /// Goods for another firm.
    Transfer(TransferId),
}

impl Cargo {
    /// What it is.
    pub const fn kind(self) -> CargoKind {
        match self {
            Cargo::Order(_) => CargoKind::Order,
            Cargo::Transfer(_) => CargoKind::Transfer,
        }
    }

    /// Its number, as stored.
    pub fn number(self) -> i64 {
        match self {
            Cargo::Order(id) => id.get(),
            Cargo::Transfer(id) => id.get(),
        }
    }

    /// The thing of that kind and number.
    ///
    /// # Errors
    /// When the number is no id.
    pub fn of(kind: CargoKind, number: i64) -> Result<Cargo, tongxin_city::IdError> {
        Ok(match kind {
            CargoKind::Order => Cargo::Order(OrderId::try_from(number)?),
            CargoKind::Transfer => Cargo::Transfer(TransferId::try_from(number)?),
        })
    }

    /// The order, if it is one.
    pub const fn order(self) -> Option<OrderId> {
        match self {
            Cargo::Order(id) => Some(id),
            Cargo::Transfer(_) => None,
        }
    }

    /// Its number as people read it.
    pub fn said(self) -> String {
        Id63::try_from(self.number()).map_or_else(|_| String::new(), |id| id.to_string())
    }
}

/// Cargo as a plan sees it: where to, when, how heavy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCarry {
    /// What it is.
    pub cargo: Cargo,
    /// Where to.
    pub place: tongxin_city::PlaceCode,
    /// Not before.
    pub from_at: tongxin_city::Timestamp,
    /// Later is late.
    pub due_at: tongxin_city::Timestamp,
    /// What it weighs.
    pub grams: i64,
    /// Whether it has to stay cold.
    pub is_cold: bool,
    /// Where it lies, when that is not where its firm loads: on a vehicle that broke down.
    pub lies_at: Option<(tongxin_city::RunId, tongxin_city::PlaceCode)>,
}
