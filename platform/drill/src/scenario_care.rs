//! How a scenario plays care: who is looked in on and what is found at their doors, appointments at hospitals, who is
//! responsible for which building.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What is played of care.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareScenario {
    /// Share of the households in which somebody of sixty or older lives alone.
    pub elders_alone: f64,
    /// Share of the households with somebody who is looked in on for another reason.
    pub others: f64,
    /// What the others' reasons are, as shares that make 1.
    pub groups: BTreeMap<CareGroup, f64>,
    /// How visits end, as shares that make 1.
    pub visits: BTreeMap<VisitEnding, f64>,
    /// Who hands posts over, and who leaves them.
    pub duty: DutyStory,
    /// Appointments, if they are played.
    pub appointments: Option<AppointmentStory>,
}

/// Why somebody is looked in on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CareGroup {
    /// Old and alone.
    AloneOld,
    /// Disabled.
    Disabled,
    /// A child with no adult at home.
    ChildAlone,
    /// Pregnant.
    Pregnant,
    /// A family with a new-born.
    Newborn,
    /// On dialysis.
    Dialysis,
    /// In chemotherapy.
    Chemotherapy,
    /// On a medicine that must not run out.
    ChronicMedicine,
    /// On oxygen at home: looked in on twice a day.
    Oxygen,
    /// With limited means.
    LimitedMeans,
}

impl CareGroup {
    /// Its word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            CareGroup::AloneOld => "alone_old",
            CareGroup::Disabled => "disabled",
            CareGroup::ChildAlone => "child_alone",
            CareGroup::Pregnant => "pregnant",
            CareGroup::Newborn => "newborn",
            CareGroup::Dialysis => "dialysis",
            CareGroup::Chemotherapy => "chemotherapy",
            CareGroup::ChronicMedicine => "chronic_medicine",
            CareGroup::Oxygen => "oxygen",
            CareGroup::LimitedMeans => "limited_means",
        }
    }
}

/// How a visit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitEnding {
    /// Seen and well.
    Well,
    /// Seen, and something is needed.
    Needs,
    /// No answer, and seen at the second try in time.
    SecondTry,
    /// No answer twice; seen later.
    Found,
    /// No answer twice, and not seen any more that day.
    Unanswered,
    /// No answer, and nobody tries again.
    Untried,
    /// Nobody comes in time; seen later.
    Late,
    /// Nobody comes in time, nor later.
    Missed,
    /// Two people say different things; the second says it late, from a phone without a signal.
    Disputed,
    /// No visit is wanted.
    Refused,
    /// Lives there no more, and the community ends the record.
    Moved,
}

/// Who hands posts over, and who leaves them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyStory {
    /// Cadres who hand their compound over to the community's worker with the played day.
    pub handovers: u32,
    /// Stewards who leave a building with the evening before.
    pub vacancies: u32,
    /// Share of these buildings that have a steward again on the day.
    pub filled: f64,
}

/// Appointments of the played day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentStory {
    /// How many.
    pub count: u32,
    /// How they end, as shares that make 1.
    pub endings: BTreeMap<AppointmentEnding, f64>,
    /// Share of them that come again every week.
    pub weekly: f64,
    /// Share of patients in wheelchairs.
    pub wheelchair: f64,
    /// Share of patients with whom somebody comes along.
    pub escort: f64,
    /// Share of patients who have a pass of their own besides the vehicle's.
    pub own_pass: f64,
}

/// How an appointment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentEnding {
    /// Confirmed in time, and driven there and back.
    Kept,
    /// Confirmed in time; nobody is at the door when the vehicle comes.
    RideMissed,
    /// Confirmed in time, and called off by the household.
    CalledOff,
    /// Confirmed, but later than the evening's hour.
    Late,
    /// Refused by the hospital, and left at that.
    Refused,
    /// Refused by the hospital, and called off by the household.
    GivenUp,
    /// Never answered.
    Unanswered,
}
