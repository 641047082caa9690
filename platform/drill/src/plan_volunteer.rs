//! What of a plan is volunteers: who they are, which shifts there are, who does what about a place.

use crate::plan::By;
use crate::scenario_volunteer::Verdict;
use tongxin_city::{PlaceCode, Timestamp};

/// What a drill does of volunteers.
#[derive(Debug, Clone, PartialEq)]
pub struct VolunteerPlan {
    /// Volunteers who come by table.
    pub volunteers: Vec<PlannedVolunteer>,
    /// Rows of one table.
    pub table_rows: usize,
    /// Those who register themselves: their community, its worker, and what the worker finds.
    pub applied: Vec<(PlaceCode, usize, Verdict)>,
    /// Shifts.
    pub shifts: Vec<PlannedShift>,
    /// Teams.
    pub teams: Vec<PlannedTeam>,
    /// Everything that is done, by time.
    pub acts: Vec<VolunteerAct>,
}

/// A volunteer: nobody's name and nobody's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedVolunteer {
    /// The community.
    pub home: PlaceCode,
    /// The year of birth.
    pub birth_year: u16,
    /// A skill, as an index in [`SKILLS`].
    pub skill: Option<u8>,
}

/// The words of skills in tables.
pub const SKILLS: [&str; 4] = ["languages", "medical", "driving", "office"];

impl VolunteerPlan {
    /// What a volunteer of a table is called.
    pub fn name(volunteer: usize) -> String {
        format!("演练志愿者{:06}", volunteer + 1)
    }

    /// Their telephone number; no telephone has such a one.
    pub fn phone(volunteer: usize) -> String {
        format!("000{:08}", volunteer + 1)
    }
}

/// A shift of the played day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedShift {
    /// Its community.
    pub place: PlaceCode,
    /// What it is about, by its word in the API.
    pub kind: &'static str,
    /// When it begins.
    pub start_at: Timestamp,
    /// When it ends.
    pub end_at: Timestamp,
    /// By when it has to be filled.
    pub fill_by: Timestamp,
    /// Places.
    pub needed: u32,
    /// Whose shift it is, as an index in [`VolunteerPlan::teams`].
    pub team: Option<usize>,
    /// The community's worker, as an index in [`Plan::people`](crate::Plan::people).
    pub worker: usize,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTeam {
    /// Its community.
    pub place: PlaceCode,
    /// The community's worker.
    pub worker: usize,
    /// Who leads it, as an index in [`VolunteerPlan::volunteers`].
    pub leader: usize,
    /// Who else belongs to it.
    pub members: Vec<usize>,
}

/// Something that is done about one shift at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolunteerAct {
    /// When.
    pub at: Timestamp,
    /// Which, as an index in [`VolunteerPlan::shifts`].
    pub shift: usize,
    /// What.
    pub deed: VolunteerDeed,
}

/// What is done; numbers are indices in [`VolunteerPlan::volunteers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VolunteerDeed {
    /// The worker opens the shift.
    Open,
    /// The worker calls it off.
    CallOff,
    /// Somebody signs up, waits, or takes a place over.
    Take(usize),
    /// Somebody signs up who is elsewhere at that time.
    Clash(usize),
    /// Somebody gives a place up.
    Leave(usize),
    /// Somebody would hand theirs over.
    Offer(usize),
    /// Somebody checks in.
    In(usize),
    /// Somebody checks out.
    Out(usize),
}

impl VolunteerDeed {
    /// What it is called in a mismatch.
    pub const fn as_str(self) -> &'static str {
        match self {
            VolunteerDeed::Open => "open",
            VolunteerDeed::CallOff => "call off",
            VolunteerDeed::Take(_) => "take",
            VolunteerDeed::Clash(_) => "take beside another at that time",
            VolunteerDeed::Leave(_) => "leave",
            VolunteerDeed::Offer(_) => "offer",
            VolunteerDeed::In(_) => "check in",
            VolunteerDeed::Out(_) => "check out",
        }
    }

    /// Who does it; nobody for what the worker does.
    pub const fn volunteer(self) -> Option<usize> {
        match self {
            VolunteerDeed::Open | VolunteerDeed::CallOff => None,
            VolunteerDeed::Take(who)
            | VolunteerDeed::Clash(who)
            | VolunteerDeed::Leave(who)
            | VolunteerDeed::Offer(who)
            | VolunteerDeed::In(who)
            | VolunteerDeed::Out(who) => Some(who),
        }
    }
}

impl VolunteerAct {
    /// Who answers for the shift.
    pub fn worker(&self, plan: &VolunteerPlan) -> By {
        By::Person(plan.shifts[self.shift].worker)
    }
}
