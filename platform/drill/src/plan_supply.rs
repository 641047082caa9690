//! What of a plan is supply: firms, what they have, who orders what, and every step of each order.

use crate::plan::By;
use crate::scenario_supply::{FirmKind, OrderEnding};
use tongxin_city::{PlaceCode, Timestamp};

/// For how long firms are listed, in days.
pub(crate) const LISTED_DAYS: i64 = 90;

/// What a drill does of supply.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyPlan {
    /// Firms to list.
    pub firms: Vec<PlannedFirm>,
    /// Their vehicles.
    pub vehicles: Vec<PlannedVehicle>,
    /// Their staff.
    pub staff: Vec<PlannedStaff>,
    /// What is sold.
    pub items: Vec<PlannedItem>,
    /// What firms have when they open.
    pub stocks: Vec<PlannedStock>,
    /// Windows that each firm that serves doors opens, on the played day and the day after.
    pub windows: Vec<PlannedWindow>,
    /// What households order.
    pub orders: Vec<PlannedOrder>,
    /// What warehouses send to outlets that run short.
    pub transfers: Vec<PlannedTransfer>,
    /// What is drawn by lot.
    pub allotment: Option<PlannedAllotment>,
    /// How runs are planned, and what happens at the end of each.
    pub dispatch: Option<PlannedDispatch>,
    /// Everything that is done, by time.
    pub acts: Vec<SupplyAct>,
}

/// Runs that the system plans.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDispatch {
    /// When firms plan and publish, by time.
    pub plans: Vec<(Timestamp, PlanFor)>,
    /// How each order ends at its door, by its index in [`SupplyPlan::orders`].
    pub endings: Vec<PlannedEnding>,
    /// Vehicles that break down.
    pub breakdowns: usize,
    /// From when.
    pub breaks_at: Timestamp,
    /// Share of runs that are held up on their way.
    pub held_up: f64,
    /// By how many minutes: the fewest and the most.
    pub held_up_minutes: [u32; 2],
    /// Patients' trips.
    pub trips: Vec<PlannedTrip>,
}

/// What firms plan for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFor {
    /// All that is known of the day.
    Day,
    /// What is due in a window, as an index in [`SupplyPlan::windows`], and before.
    Window(usize),
    /// Rides that were booked since the last plan.
    Rides,
}

/// A patient's trip to a hospital and back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTrip {
    /// When it is booked.
    pub booked_at: Timestamp,
    /// When it is called off again.
    pub called_off_at: Option<Timestamp>,
    /// Whether it goes with an appointment that care asks for: then the hospital's word books it, and nobody else.
    pub is_appointment: bool,
    /// Who books: the household, or whoever looks after its building.
    pub by: By,
    /// Whose trip, as an index in [`Plan::households`](crate::Plan::households).
    pub household: usize,
    /// Where to, as an index in [`Plan::orgs`](crate::Plan::orgs).
    pub hospital: usize,
    /// When they have to be there.
    pub appointment_at: Timestamp,
    /// When they can be fetched again.
    pub ready_at: Timestamp,
    /// Seats for the patient, if not in a wheelchair, and whoever comes along.
    pub seats: u32,
    /// Places for wheelchairs.
    pub wheelchairs: u32,
    /// What becomes of the way there.
    pub ending: TripEnding,
}

/// What becomes of a trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TripEnding {
    /// There and back.
    Driven,
    /// The patient is not there when the vehicle comes.
    Absent,
    /// The patient does not want to go then.
    Refused,
    /// Called off before.
    CalledOff,
}

/// How an order ends at its door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedEnding {
    /// How.
    pub ending: OrderEnding,
    /// What the household finds missing.
    pub at_door: Option<Missing>,
    /// Minutes until the household says that it has it.
    pub confirm_minutes: i64,
    /// Minutes by which whoever brings it comes after it is due.
    pub late_minutes: i64,
}

/// A firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFirm {
    /// What it is.
    pub kind: FirmKind,
    /// Its name.
    pub name: String,
    /// Its unified social credit code.
    pub credit_code: String,
    /// Where it stands.
    pub place: PlaceCode,
    /// Where it serves.
    pub serves: Vec<PlaceCode>,
    /// Its manager, as an index in [`Plan::people`](crate::Plan::people); none for a firm that is only listed.
    pub manager: Option<usize>,
}

/// A vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedVehicle {
    /// Whose, as an index in [`SupplyPlan::firms`].
    pub firm: usize,
    /// Its number plate.
    pub plate: String,
    /// The word of its kind in the API.
    pub kind: &'static str,
    /// What it carries, in kilograms.
    pub payload_kg: u32,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// Seats; with any, it is kept for patients.
    pub patient_seats: u32,
    /// Places for wheelchairs.
    pub wheelchair_places: u32,
}

/// A member of a firm's staff. Names are a role and a number: nobody real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStaff {
    /// Where, as an index in [`SupplyPlan::firms`].
    pub firm: usize,
    /// The name.
    pub name: String,
    /// The word of the role in the API.
    pub role: &'static str,
    /// The word of the shift in the API.
    pub shift: &'static str,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedItem {
    /// Its trade item number; the prefix 952 is GS1's own for examples.
    pub gtin: String,
    /// What it is called.
    pub name: String,
    /// How it is sold.
    pub unit: String,
    /// The key of its category.
    pub category: String,
    /// What a piece holds of it.
    pub holds: u32,
    /// What a piece costs, in fen.
    pub price: i64,
    /// Pieces that a household may order in a day.
    pub household_max: u32,
}

/// What a firm has of an item when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedStock {
    /// The firm.
    pub firm: usize,
    /// The item.
    pub item: usize,
    /// Pieces.
    pub pieces: i64,
    /// Whether it lasts so short that the system must raise a need.
    pub is_short: bool,
}

/// A delivery window, on one of two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedWindow {
    /// When it begins.
    pub from_at: Timestamp,
    /// When it ends.
    pub to_at: Timestamp,
    /// Until when it can be ordered for.
    pub closes_at: Timestamp,
    /// Orders it takes.
    pub orders_max: u32,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedOrder {
    /// Where, as an index in [`SupplyPlan::firms`].
    pub firm: usize,
    /// When it comes, as an index in [`SupplyPlan::windows`].
    pub window: usize,
    /// For whom, as an index in [`Plan::households`](crate::Plan::households).
    pub household: usize,
    /// Who orders: the household, or whoever looks after its building.
    pub by: By,
    /// Items, each once, and pieces.
    pub lines: Vec<(usize, i64)>,
}

/// Goods that go from a warehouse to an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedTransfer {
    /// Who gives.
    pub from: usize,
    /// Who receives.
    pub to: usize,
    /// What.
    pub item: usize,
    /// Pieces.
    pub pieces: i64,
}

/// Goods that households draw lots for, one piece each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAllotment {
    /// Who has them.
    pub firm: usize,
    /// The district whose households may ask.
    pub place: PlaceCode,
    /// What.
    pub item: usize,
    /// Pieces; no more than households that ask.
    pub pieces: i64,
    /// When asking begins.
    pub opens_at: Timestamp,
    /// When it ends.
    pub closes_at: Timestamp,
    /// Households that ask.
    pub asks: usize,
}

/// Something one actor does at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyAct {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What.
    pub deed: Deed,
}

/// A line of which something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The line, as an index in [`PlannedOrder::lines`].
    pub line: usize,
    /// Pieces that are missing.
    pub pieces: i64,
}

/// What is done; numbers are indices in the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// An order is placed.
    Place(usize),
    /// The household calls it off.
    Cancel(usize),
    /// It is picked and packed.
    Pack(usize, Option<Missing>),
    /// Orders leave with a run.
    Send(Vec<usize>),
    /// It is put down.
    Drop(usize),
    /// It is handed over by the household's code.
    HandOver(usize),
    /// The household says that it has it.
    Receive(usize, Option<Missing>),
    /// It comes back whole.
    Return(usize),
    /// An officer proposes a transfer.
    Propose(usize),
    /// The giver agrees.
    Agree(usize),
    /// The giver sends it.
    Dispatch(usize),
    /// The receiver has it.
    Arrive(usize),
    /// An officer opens the allotment.
    OpenAllotment,
    /// A household asks in it.
    Ask(usize),
}

impl Deed {
    /// What it is called in a mismatch.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Deed::Place(_) => "place",
            Deed::Cancel(_) => "cancel",
            Deed::Pack(..) => "pack",
            Deed::Send(_) => "send",
            Deed::Drop(_) => "drop",
            Deed::HandOver(_) => "hand over",
            Deed::Receive(..) => "receive",
            Deed::Return(_) => "return",
            Deed::Propose(_) => "propose transfer",
            Deed::Agree(_) => "agree to transfer",
            Deed::Dispatch(_) => "send transfer",
            Deed::Arrive(_) => "receive transfer",
            Deed::OpenAllotment => "open allotment",
            Deed::Ask(_) => "ask",
        }
    }
}
