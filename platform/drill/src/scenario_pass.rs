//! How a scenario plays passes: who applies for whom, what is decided, what checkpoints see.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What is played of passes. The firms of supply apply for them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassScenario {
    /// Rows of all applications.
    pub count: u32,
    /// Rows of one table that an officer sends for firms whose manager takes no part.
    pub table_rows: u32,
    /// Days for which passes are asked, the first included.
    pub days: u32,
    /// The way's name that passes to another district carry, and some checkpoints stand on.
    pub corridor: String,
    /// What passes are for, as shares that make 1.
    pub kinds: BTreeMap<PassKind, f64>,
    /// How rows stand with the desk's rules, as shares that make 1.
    pub rows: BTreeMap<RowCase, f64>,
    /// What becomes of rows that wait for an officer, as shares that make 1.
    pub officers: BTreeMap<OfficersWord, f64>,
    /// What becomes of rows that wait for districts, as shares that make 1.
    pub districts: BTreeMap<DistrictsWord, f64>,
    /// What becomes of passes that the rules give.
    pub passes: PassStories,
    /// Where and how passes are checked.
    pub gates: Gates,
}

/// The kinds of passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassKind {
    /// Key goods: a vehicle.
    KeyGoods,
    /// Staff of shops that serve doors.
    MarketStaff,
    /// Truck drivers.
    TruckDriver,
    /// Delivery riders.
    Rider,
    /// Volunteers.
    Volunteer,
    /// Medical staff, those of pharmacies too.
    Medical,
    /// Project workers.
    ProjectWorker,
}

impl PassKind {
    /// All kinds.
    pub const ALL: [PassKind; 7] = [
        PassKind::KeyGoods,
        PassKind::MarketStaff,
        PassKind::TruckDriver,
        PassKind::Rider,
        PassKind::Volunteer,
        PassKind::Medical,
        PassKind::ProjectWorker,
    ];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            PassKind::KeyGoods => "key_goods",
            PassKind::MarketStaff => "market_staff",
            PassKind::TruckDriver => "truck_driver",
            PassKind::Rider => "rider",
            PassKind::Volunteer => "volunteer",
            PassKind::Medical => "medical",
            PassKind::ProjectWorker => "project_worker",
        }
    }

    /// Whether it is for a vehicle; the others are for people.
    pub const fn is_of_vehicle(self) -> bool {
        matches!(self, PassKind::KeyGoods)
    }
}

/// How a row stands with the desk's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowCase {
    /// Somebody whom the firm has listed, where it serves.
    Clear,
    /// Its way leads to another district.
    CrossDistrict,
    /// Its way leads to where the firm does not serve.
    OutsideArea,
    /// For somebody whom the firm has not listed.
    Stranger,
    /// One more than the firm has listed.
    OverCap,
    /// For somebody who has one.
    Twice,
}

/// What becomes of a row that waits for an officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficersWord {
    /// It is approved.
    Approved,
    /// It is refused.
    Refused,
    /// Its firm takes it back.
    Withdrawn,
    /// Nobody looks at it.
    Waiting,
}

/// What becomes of a row that waits for districts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistrictsWord {
    /// Both agree in time.
    Agreed,
    /// The second one agrees in the morning, when a need has been raised.
    Late,
    /// The second one never does.
    Waiting,
    /// The second one refuses.
    Refused,
}

/// What becomes of passes that the rules give; shares of them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassStories {
    /// Revoked during the day, one by one.
    pub revoked: f64,
    /// Asked for the evening only, so that they are over on the day.
    pub expired: f64,
    /// Renewed during the day.
    pub renewed: f64,
    /// Good for working hours only.
    pub limited: f64,
    /// Good for one way only.
    pub one_way: f64,
    /// Firms of which all passes are revoked during the day.
    pub firms_revoked: u32,
}

/// Where and how passes are checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    /// Checkpoints.
    pub checkpoints: u32,
    /// Share of them that stands on the corridor.
    pub on_corridor: f64,
    /// Checks on the day.
    pub checks: u32,
    /// Weights of the day's hours, 24 of them.
    pub by_hour: Vec<f64>,
    /// What is shown, as shares that make 1.
    pub shown: BTreeMap<ShownCase, f64>,
}

/// What is shown to a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownCase {
    /// A pass that counts there and then.
    Valid,
    /// One that was revoked or replaced.
    Revoked,
    /// One that is over.
    Expired,
    /// One that counts elsewhere.
    OtherPlace,
    /// One that counts the other way.
    OtherWay,
    /// One that counts at other hours.
    OtherHour,
    /// One of which a character was changed.
    Damaged,
    /// One whose signature was changed.
    Forged,
    /// One signed by a key that nobody knows.
    UnknownKey,
}
