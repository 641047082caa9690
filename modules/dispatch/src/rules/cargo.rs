//! What runs carry.

use serde::{Deserialize, Serialize};
use tongxin_city::{Id63, OrderId, PlaceCode, RideId, RunId, Timestamp, TransferId, words};
use tongxin_supply::Load;
use utoipa::ToSchema;

words! {
    /// What kind of thing a run carries.
    CargoKind, "kind of cargo" {
        /// A household's order.
        Order = "order",
        /// Goods for another firm.
        Transfer = "transfer",
        /// A patient, with whoever comes along.
        Ride = "ride",
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
    /// A patient, with whoever comes along.
    Ride(RideId),
}

impl Cargo {
    /// What it is.
    pub const fn kind(self) -> CargoKind {
        match self {
            Cargo::Order(_) => CargoKind::Order,
            Cargo::Transfer(_) => CargoKind::Transfer,
            Cargo::Ride(_) => CargoKind::Ride,
        }
    }

    /// Its number, as stored.
    pub fn number(self) -> i64 {
        match self {
            Cargo::Order(id) => id.get(),
            Cargo::Transfer(id) => id.get(),
            Cargo::Ride(id) => id.get(),
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
            CargoKind::Ride => Cargo::Ride(RideId::try_from(number)?),
        })
    }

    /// The order, if it is one.
    pub const fn order(self) -> Option<OrderId> {
        match self {
            Cargo::Order(id) => Some(id),
            Cargo::Transfer(_) | Cargo::Ride(_) => None,
        }
    }

    /// The transfer, if it is one.
    pub const fn transfer(self) -> Option<TransferId> {
        match self {
            Cargo::Transfer(id) => Some(id),
            Cargo::Order(_) | Cargo::Ride(_) => None,
        }
    }

    /// The ride, if it is one.
    pub const fn ride(self) -> Option<RideId> {
        match self {
            Cargo::Ride(id) => Some(id),
            Cargo::Order(_) | Cargo::Transfer(_) => None,
        }
    }

    /// Its number as people read it.
    pub fn said(self) -> String {
        Id63::try_from(self.number()).map_or_else(|_| String::new(), |id| id.to_string())
    }
}

/// How many sit and how many ride in a wheelchair: of those who ride together, or as a vehicle has room for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    /// Who sit: the patient unless in a wheelchair, and whoever comes along.
    pub seats: i64,
    /// Who ride in a wheelchair.
    #[serde(default)]
    pub wheelchairs: i64,
}

impl Seats {
    /// Nobody.
    pub const NONE: Seats = Seats {
        seats: 0,
        wheelchairs: 0,
    };

    /// Whether nobody sits there.
    pub fn is_none(&self) -> bool {
        *self == Seats::NONE
    }

    /// Whether there is room for all of these.
    pub const fn holds(self, others: Seats) -> bool {
        self.seats >= others.seats && self.wheelchairs >= others.wheelchairs
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, others: Seats) -> Seats {
        Seats {
            seats: self.seats + others.seats,
            wheelchairs: self.wheelchairs + others.wheelchairs,
        }
    }

    /// Those who stay when these have got out.
    #[must_use]
    pub const fn without(self, others: Seats) -> Seats {
        Seats {
            seats: self.seats - others.seats,
            wheelchairs: self.wheelchairs - others.wheelchairs,
        }
    }
}

/// What a patient's ride needs beside room. It says nothing of why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RideNeeds {
    /// Somebody medical rides with them.
    #[serde(default)]
    pub medical_crew: bool,
    /// Nobody else is fetched while they are in the vehicle.
    #[serde(default)]
    pub alone: bool,
}

impl RideNeeds {
    /// Nothing.
    pub const NONE: RideNeeds = RideNeeds {
        medical_crew: false,
        alone: false,
    };
}

/// Where something is taken on when that is not where its firm loads: a patient at home or at the hospital, goods at a
/// vehicle that broke down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct TakenOn {
    /// There.
    pub place: PlaceCode,
    /// Not before.
    pub from_at: Timestamp,
    /// Later is late.
    pub until_at: Timestamp,
    /// The run that broke down with it on board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
}

/// Cargo as a plan sees it: where to, when, how heavy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCarry {
    /// What it is.
    pub cargo: Cargo,
    /// Where to.
    pub place: PlaceCode,
    /// Not before.
    pub from_at: Timestamp,
    /// Later is late.
    pub due_at: Timestamp,
    /// What it weighs and the room it takes.
    pub load: Load,
    /// Who ride.
    pub people: Seats,
    /// What their ride needs.
    pub needs: RideNeeds,
    /// Whether medicine is in it.
    pub has_medicine: bool,
    /// Where it is taken on, when that is not where its firm loads. A patient who is on board has none.
    pub taken_on: Option<TakenOn>,
}
