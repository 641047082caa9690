//! How a scenario feeds its city: firms on the whitelist, what they sell, when they deliver, who orders.

use crate::scenario::Words;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is played of supply.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyScenario {
    /// How the number plates of the firms' vehicles begin, such as `渝Z`.
    pub plates: String,
    /// An outlet or pharmacy serves communities around it until they have so many people.
    pub serves_people: u32,
    /// Pieces of each item that a warehouse has.
    pub reserve_pieces: u32,
    /// Firms, by kind.
    pub firms: Vec<Firms>,
    /// What is sold.
    pub items: Vec<Goods>,
    /// When firms deliver, on the played day and the day after.
    pub windows: Vec<WindowShape>,
    /// What households order.
    pub orders: Orders,
    /// What runs short.
    pub shortage: ShortageStory,
    /// What is drawn by lot, if anything.
    pub allotment: Option<AllotmentStory>,
    /// How runs are planned; left out, firms send what is packed by hand.
    pub dispatch: Option<DispatchStory>,
}

/// Runs that are planned by the system's search and driven by the plan.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchStory {
    /// The hour of the played day, before anything leaves, at which firms plan what is known of it.
    pub night_hour: u8,
    /// Firms plan and publish so many minutes before each window, when what is to leave is packed.
    pub before_minutes: u32,
    /// Vehicles that break down on their way.
    pub breakdowns: u32,
    /// The hour of the day from which they do.
    pub breakdown_hour: u8,
    /// Share of runs that are held up on their way, and by how many minutes.
    pub held_up: f64,
    /// The fewest and the most.
    pub held_up_minutes: [u32; 2],
    /// Patients who are driven to hospitals and back, if any.
    pub rides: Option<RideStory>,
}

/// Trips of patients, there and back.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RideStory {
    /// Booked the evening before.
    pub eve_count: u32,
    /// Booked on the day.
    pub count: u32,
    /// Share of patients in a wheelchair.
    pub wheelchair: f64,
    /// Share of patients with whom somebody comes along.
    pub escort: f64,
    /// Share of patients who are not there when the vehicle comes.
    pub absent: f64,
    /// Share of patients who do not want to go then.
    pub refused: f64,
    /// Share of trips that are called off.
    pub called_off: f64,
}

/// The firms of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Firms {
    /// The kind.
    pub kind: FirmKind,
    /// On the whitelist.
    pub count: u32,
    /// Of these, those whose manager takes part.
    pub managers: u32,
    /// Their vehicles.
    pub vehicles: u32,
    /// Of these, those with seats, which are kept for patients.
    #[serde(default)]
    pub for_patients: u32,
    /// Their staff.
    pub staff: u32,
}

/// The kinds of firms that can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirmKind {
    /// Sells to households.
    Outlet,
    /// Sells medicine to households.
    Pharmacy,
    /// Holds reserves.
    Warehouse,
    /// Sells to outlets.
    Wholesaler,
    /// Drives for the others.
    Carrier,
}

impl FirmKind {
    /// All kinds.
    pub const ALL: [FirmKind; 5] = [
        FirmKind::Outlet,
        FirmKind::Pharmacy,
        FirmKind::Warehouse,
        FirmKind::Wholesaler,
        FirmKind::Carrier,
    ];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            FirmKind::Outlet => "outlet",
            FirmKind::Pharmacy => "pharmacy",
            FirmKind::Warehouse => "warehouse",
            FirmKind::Wholesaler => "wholesaler",
            FirmKind::Carrier => "carrier",
        }
    }

    /// Whether households order there.
    pub const fn serves_doors(self) -> bool {
        matches!(self, FirmKind::Outlet | FirmKind::Pharmacy)
    }
}

/// An item that is sold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goods {
    /// What it is called.
    pub name: Words,
    /// How it is sold, such as a bag.
    pub unit: String,
    /// The key of its category.
    pub category: String,
    /// What a piece holds of the category, in the category's unit.
    pub holds: u32,
    /// What a person needs of the category in a day; left out where no days of cover can be said.
    pub norm: Option<f64>,
    /// The opening stock of an outlet lasts those it serves so many days.
    #[serde(default)]
    pub cover_days: f64,
    /// What a piece costs, in fen.
    pub price: u32,
    /// Pieces that a household may order in a day.
    pub household_max: u32,
    /// Who has it.
    pub at: Vec<FirmKind>,
    /// How often it is ordered, against the others.
    pub weight: f64,
}

/// When firms deliver.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowShape {
    /// When it begins, in minutes after midnight.
    pub from_minute: u32,
    /// When it ends.
    pub to_minute: u32,
    /// How long before it begins ordering ends.
    pub closes_before_minutes: u32,
    /// Orders it takes at each firm.
    pub orders_max: u32,
}

/// What households order, and how each order ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orders {
    /// Placed on the day.
    pub count: u32,
    /// Placed the evening before.
    pub eve_count: u32,
    /// Weights of the day's hours, 24 of them.
    pub by_hour: Vec<f64>,
    /// Share that households place by their own code; the others are placed by whoever looks after the building.
    pub own_code: f64,
    /// Share that goes to pharmacies, if any takes part.
    pub pharmacy_share: f64,
    /// Items in an order: the fewest and the most.
    pub lines: [u32; 2],
    /// Pieces of an item: the fewest and the most.
    pub pieces: [u32; 2],
    /// Orders that one run takes along.
    pub run_orders: u32,
    /// How they end, as shares that make 1.
    pub endings: BTreeMap<OrderEnding, f64>,
    /// From when it is put down until the household says that it has it, in minutes.
    pub confirm: [u32; 2],
    /// By how much a late one is late, in minutes.
    pub late: [u32; 2],
}

/// How an order's day ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderEnding {
    /// Put down in time, and confirmed by the household.
    Confirmed,
    /// Handed over at the door by the household's code.
    HandedOver,
    /// Put down, and nobody said anything yet.
    Dropped,
    /// Something was not there, or was damaged.
    Short,
    /// Put down after its window.
    Late,
    /// Called off by the household.
    Cancelled,
    /// Nobody was there; it came back.
    Returned,
    /// The household did not want it at its door; it came back.
    Refused,
}

impl OrderEnding {
    /// All of them.
    pub const ALL: [OrderEnding; 8] = [
        OrderEnding::Confirmed,
        OrderEnding::HandedOver,
        OrderEnding::Dropped,
        OrderEnding::Short,
        OrderEnding::Late,
        OrderEnding::Cancelled,
        OrderEnding::Returned,
        OrderEnding::Refused,
    ];
}

/// Outlets that run short of an item, and are helped by a warehouse.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortageStory {
    /// Outlets.
    pub outlets: u32,
    /// The item, as a position in `items`.
    pub item: usize,
    /// For how many days they have of it.
    pub cover_days: f64,
    /// Pieces that a warehouse sends.
    pub pieces: u32,
    /// The hour of the day at which an officer proposes it.
    pub hour: u8,
}

/// Something scarce that households draw lots for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllotmentStory {
    /// The item, as a position in `items`.
    pub item: usize,
    /// Pieces there are; one for each household served.
    pub pieces: u32,
    /// Households that ask.
    pub asks: u32,
    /// The hour of the day at which asking begins.
    pub opens_hour: u8,
    /// The hour at which it ends, after the last window of the day is closed for orders.
    pub closes_hour: u8,
}
