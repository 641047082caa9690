//! What of a plan is passes: whom firms list besides, what they apply for, what is decided, what checkpoints are shown.

use crate::plan::By;
use crate::plan_supply::{PlannedStaff, PlannedVehicle};
use crate::scenario_pass::PassKind;
use tongxin_city::{Day, PlaceCode, Timestamp, Widths, Zone};

/// What a drill does of passes.
#[derive(Debug, Clone, PartialEq)]
pub struct PassPlan {
    /// Vehicles that the firms list besides those of supply, so that they may have passes.
    pub vehicles: Vec<PlannedVehicle>,
    /// Staff that they list besides.
    pub staff: Vec<PlannedStaff>,
    /// The last day of each firm on the whitelist.
    pub listed_until: Day,
    /// Every row that is applied for; what is renewed comes after all others.
    pub passes: Vec<PlannedPass>,
    /// Rows that are sent together.
    pub applications: Vec<PlannedApplication>,
    /// Everything that is done, by time.
    pub acts: Vec<PassAct>,
    /// Where passes are checked.
    pub gates: Vec<PlannedGate>,
    /// What is shown there, by time.
    pub checks: Vec<PlannedCheck>,
    /// How many digits codes have: what is a district.
    pub widths: Widths,
    /// The zone of days and hours.
    pub zone: Zone,
}

/// Who or what may pass.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PlannedHolder {
    /// A person, whose surname is nobody's.
    Person {
        /// The surname.
        surname: &'static str,
        /// The end of an id.
        id_end: String,
    },
    /// A vehicle, by its plate.
    Vehicle(String),
}

/// A pass that is applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPass {
    /// Whose, as an index in [`SupplyPlan::firms`](crate::SupplyPlan::firms).
    pub firm: usize,
    /// What it is for.
    pub kind: PassKind,
    /// Who or what may pass.
    pub holder: PlannedHolder,
    /// Where its way starts.
    pub from: Vec<PlaceCode>,
    /// Where it leads.
    pub to: Vec<PlaceCode>,
    /// Whether it counts on the way back.
    pub both_ways: bool,
    /// The corridor on its way.
    pub corridor: Option<String>,
    /// Minutes since midnight between which it counts; the whole day when none are given.
    pub minutes: Option<[u16; 2]>,
    /// Its last day.
    pub last_day: Day,
    /// The pass whose place it takes, as an index in [`PassPlan::passes`].
    pub renews: Option<usize>,
}

/// How rows are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentAs {
    /// As a table of an officer, each row with its firm.
    FirmsTable,
    /// As a firm's own table.
    OwnTable(usize),
    /// As JSON for a firm.
    Rows(usize),
}

/// Rows that are sent together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedApplication {
    /// How.
    pub sent_as: SentAs,
    /// The rows in their order, as indices in [`PassPlan::passes`]; a firm's stand together.
    pub rows: Vec<usize>,
}

/// Something one person does at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassAct {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What.
    pub deed: PassDeed,
}

/// What is done; numbers are indices in the plan's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassDeed {
    /// An application is sent.
    Apply(usize),
    /// An officer approves what waits.
    Approve(Vec<usize>),
    /// An officer, or one of a district on the way, refuses.
    Refuse(Vec<usize>),
    /// A firm takes back what it applied for.
    Withdraw(Vec<usize>),
    /// A district agrees.
    Agree(Vec<usize>),
    /// An officer revokes a pass.
    Revoke(usize),
    /// An officer revokes all passes of a firm.
    RevokeFirm(usize),
    /// A firm renews a pass; what takes its place.
    Renew(usize),
}

impl PassDeed {
    /// What it is called in a mismatch.
    pub const fn as_str(&self) -> &'static str {
        match self {
            PassDeed::Apply(_) => "apply",
            PassDeed::Approve(_) => "approve",
            PassDeed::Refuse(_) => "refuse",
            PassDeed::Withdraw(_) => "withdraw",
            PassDeed::Agree(_) => "agree",
            PassDeed::Revoke(_) => "revoke",
            PassDeed::RevokeFirm(_) => "revoke firm",
            PassDeed::Renew(_) => "renew",
        }
    }
}

/// Where passes are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedGate {
    /// The community whose gate it is.
    pub place: PlaceCode,
    /// The corridor it stands on.
    pub corridor: Option<String>,
    /// Who sends its counts.
    pub by: By,
}

/// Which way somebody goes at a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// Into the gate's place.
    Enter,
    /// Out of it.
    Leave,
}

impl Way {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Way::Enter => "enter",
            Way::Leave => "leave",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn back(self) -> Way {
        match self {
            Way::Enter => Way::Leave,
            Way::Leave => Way::Enter,
        }
    }
}

/// What was done to a pass before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tampered {
    /// Nothing.
    Not,
    /// A character was changed.
    Damaged,
    /// A bit of its signature was changed, and it was packed again.
    Forged,
    /// It was signed anew by a key that nobody knows.
    UnknownKey,
}

/// A pass that is shown to a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedCheck {
    /// When.
    pub at: Timestamp,
    /// Where, as an index in [`PassPlan::gates`].
    pub gate: usize,
    /// Which way.
    pub way: Way,
    /// Which pass, as an index in [`PassPlan::passes`].
    pub pass: usize,
    /// What was done to it.
    pub tampered: Tampered,
}
