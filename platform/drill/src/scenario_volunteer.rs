//! How a scenario plays volunteers: who registers, which shifts there are, who comes.

use serde::Deserialize;
use std::collections::BTreeMap;

/// What is played of volunteers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolunteerScenario {
    /// Volunteers who come by table.
    pub count: u32,
    /// Rows of one table.
    pub table_rows: u32,
    /// Share of the volunteers with each skill.
    pub skilled: f64,
    /// Volunteers who register themselves.
    pub applied: u32,
    /// What the communities find about them, as shares that make 1.
    pub verdicts: BTreeMap<Verdict, f64>,
    /// Shifts of the day.
    pub shifts: u32,
    /// Places in one: the fewest and the most.
    pub places: [u32; 2],
    /// How shifts are filled, as shares that make 1.
    pub filling: BTreeMap<Filling, f64>,
    /// What becomes of those who have a place, as shares that make 1.
    pub endings: BTreeMap<PlaceEnding, f64>,
    /// Share of the shifts that a team works.
    pub by_team: f64,
    /// Share of the shifts for which somebody signs up who has another at that time.
    pub clashing: f64,
}

/// What a community finds about somebody who registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They are who they say.
    Verified,
    /// They are not.
    Refused,
    /// Nobody has looked yet.
    Waiting,
}

/// How a shift is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filling {
    /// In time.
    InTime,
    /// In time, with somebody who waits and gets the place of somebody who gives it up.
    Waited,
    /// In time, with a place that is handed over.
    Swapped,
    /// Later than it had to be.
    Late,
    /// Never.
    Short,
    /// Called off.
    CalledOff,
}

/// What becomes of somebody who has a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceEnding {
    /// Checks in and out.
    Came,
    /// Checks in twice, and out.
    CheckedInTwice,
    /// Checks in and forgets to check out.
    ForgotToGo,
    /// Does not come.
    Missed,
}
