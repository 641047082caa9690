//! What runs carry, in words: doors for the firm itself, numbers for whoever watches.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::pages::words::Words;
use crate::rules::cargo::Cargo;
use crate::rules::ride::RideWay;
use crate::store::rides::{self, Ride};
use std::collections::HashMap;
use tongxin_city::{HouseholdId, OrderId, OrgId, RideId, TransferId};
use tongxin_supply::{CarriedOrder, CarriedTransfer};

/// One thing that a run carries, for its reader.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    /// How forms name it.
    pub(super) value: String,
    /// The page of the order or transfer, for the firm itself; else empty.
    pub(super) href: String,
    pub(super) word: String,
    /// What the household wants to be known; empty when nothing.
    pub(super) note: String,
    /// Whether a household hands its code over for it.
    pub(super) has_code: bool,
    /// Whether it is counted in pieces by whoever receives it.
    pub(super) has_pieces: bool,
}

/// What is known of things that runs carry.
#[derive(Debug, Default)]
pub(super) struct Parcels {
    orders: HashMap<OrderId, CarriedOrder>,
    transfers: HashMap<TransferId, CarriedTransfer>,
    rides: HashMap<RideId, Ride>,
    /// The doors of rides.
    doors: HashMap<HouseholdId, String>,
    is_own: bool,
}

impl Parcels {
    /// For the firm itself.
    pub(super) async fn own(dispatch: &Dispatch, org: OrgId, cargo: Vec<Cargo>) -> Result<Parcels, DispatchError> {
        let orders: Vec<OrderId> = cargo.iter().filter_map(|cargo| cargo.order()).collect();
        let found = dispatch.supply().carried_orders(org, &orders).await?;
        let rides: Vec<RideId> = cargo.iter().filter_map(|cargo| cargo.ride()).collect();
        let found_rides = rides::of(dispatch.db(), org, &rides).await?;
        let transfers: Vec<TransferId> = cargo.iter().filter_map(|cargo| cargo.transfer()).collect();
        let transfers = dispatch.supply().carried_transfers(org, &transfers).await?;
        Ok(Parcels {
            orders: found.into_iter().map(|order| (order.id, order)).collect(),
            transfers: transfers.into_iter().map(|transfer| (transfer.id, transfer)).collect(),
            doors: dispatch.doors_of(&found_rides).await?,
            rides: found_rides.into_iter().map(|ride| (ride.id, ride)).collect(),
            is_own: true,
        })
    }

    /// For whoever watches: they see numbers, no doors.
    pub(super) fn watched() -> Parcels {
        Parcels::default()
    }

    pub(super) fn said(&self, words: &Words<'_>, cargo: Cargo) -> Parcel {
        let number = cargo.said();
        let (href, word, note) = match cargo {
            Cargo::Order(id) => {
                let order = self.orders.get(&id);
                let word = match order {
                    Some(order) => words.ta("dispatch-parcel-door", &[("door", &order.door), ("number", &number)]),
                    None => words.ta("dispatch-parcel-order", &[("number", &number)]),
                };
                let note = order.and_then(|order| order.note.clone()).unwrap_or_default();
                (format!("/outlet/orders/{id}"), word, note)
            }
            Cargo::Transfer(id) => {
                let word = match self.transfers.get(&id) {
                    Some(transfer) => {
                        let pieces = transfer.pieces.to_string();
                        words.ta(
                            "dispatch-parcel-goods",
                            &[("name", &transfer.name), ("pieces", &pieces)],
                        )
                    }
                    None => words.ta("dispatch-parcel-transfer", &[("number", &number)]),
                };
                (format!("/supply/transfers/{id}"), word, String::new())
            }
            Cargo::Ride(id) => self.said_ride(words, id),
        };
        Parcel {
            value: value_of(cargo),
            href: if self.is_own { href } else { String::new() },
            word,
            note,
            has_code: cargo.order().is_some(),
            has_pieces: cargo.transfer().is_some(),
        }
    }

    fn said_ride(&self, words: &Words<'_>, id: RideId) -> (String, String, String) {
        let Some(ride) = self.rides.get(&id) else {
            let number = id.to_string();
            return (
                String::new(),
                words.ta("dispatch-parcel-ride-number", &[("number", &number)]),
                String::new(),
            );
        };
        let key = match ride.way {
            RideWay::There => "dispatch-parcel-ride-there",
            RideWay::Back => "dispatch-parcel-ride-back",
        };
        let door = self.doors.get(&ride.household).cloned().unwrap_or_default();
        let at = words.time(ride.appointment_at);
        let word = words.ta(
            key,
            &[
                ("door", &door),
                ("at", &at),
                ("people", &words.ride(ride.people, ride.needs)),
            ],
        );
        (String::new(), word, ride.note.clone().unwrap_or_default())
    }
}

/// How forms name something that is carried: `order.8K3F…`.
pub(super) fn value_of(cargo: Cargo) -> String {
    format!("{}.{}", cargo.kind(), cargo.said())
}

/// The thing that a form names.
pub(super) fn cargo_named(value: &str) -> Option<Cargo> {
    let (kind, number) = value.split_once('.')?;
    match kind {
        "order" => number.parse().ok().map(Cargo::Order),
        "transfer" => number.parse().ok().map(Cargo::Transfer),
        "ride" => number.parse().ok().map(Cargo::Ride),
        _ => None,
    }
}
