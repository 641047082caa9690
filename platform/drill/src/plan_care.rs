//! What of a plan is care: who is looked in on, what is found at their doors, appointments, who hands over to whom.

use crate::plan::By;
use crate::scenario_care::{AppointmentEnding, CareGroup, VisitEnding};
use tongxin_city::{Day, PlaceCode, Timestamp};

/// What a drill does of care.
#[derive(Debug, Clone, PartialEq)]
pub struct CarePlan {
    /// Everybody in the register.
    pub looked_after: Vec<LookedAfter>,
    /// Tables by which they are registered: who sends one, and whom, as indices in [`CarePlan::looked_after`].
    pub tables: Vec<(usize, Vec<usize>)>,
    /// The played day's visits.
    pub visits: Vec<PlannedVisit>,
    /// Appointments of the played day.
    pub appointments: Vec<PlannedAppointment>,
    /// Who is put on which post before the drill: place, post, and people as indices in [`Plan::people`](crate::Plan::people).
    pub posts: Vec<PlannedPost>,
    /// Everything that is done, by time.
    pub acts: Vec<CareAct>,
}

/// Somebody who is looked in on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAfter {
    /// Their household, as an index in [`Plan::households`](crate::Plan::households).
    pub household: usize,
    /// Their form of address: a reason and a number, nobody's.
    pub name: String,
    /// Why.
    pub group: CareGroup,
    /// Who looks after their register, as an index in [`Plan::people`](crate::Plan::people).
    pub worker: usize,
}

/// In which part of a day somebody is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Any time until the evening.
    Day,
    /// The morning.
    Morning,
    /// The evening.
    Evening,
}

impl Part {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Part::Day => "day",
            Part::Morning => "morning",
            Part::Evening => "evening",
        }
    }
}

/// A visit of the played day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedVisit {
    /// Whom, as an index in [`CarePlan::looked_after`].
    pub person: usize,
    /// In which part of the day.
    pub part: Part,
    /// When it is over.
    pub due_at: Timestamp,
    /// How it ends.
    pub ending: VisitEnding,
}

/// An appointment at a hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedAppointment {
    /// The ways there and back, as an index in [`PlannedDispatch::trips`](crate::PlannedDispatch::trips).
    pub trip: usize,
    /// Who answers for the hospital, as an index in [`Plan::people`](crate::Plan::people).
    pub desk: usize,
    /// How it ends.
    pub ending: AppointmentEnding,
    /// Whether it comes again every week.
    pub is_weekly: bool,
    /// Whether somebody comes along.
    pub has_escort: bool,
    /// Whether whoever goes has a pass besides the vehicle's.
    pub has_pass: bool,
}

impl PlannedAppointment {
    /// Passes that its confirmation issues.
    pub fn passes(&self) -> usize {
        usize::from(self.has_pass) * (1 + usize::from(self.has_escort))
    }
}

/// What somebody is responsible for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Post {
    /// A building.
    Steward,
    /// The building when the steward can't.
    Deputy,
    /// A compound.
    Cadre,
}

impl Post {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Post::Steward => "steward",
            Post::Deputy => "deputy",
            Post::Cadre => "cadre",
        }
    }
}

/// Days for which cadres are sent, from the drill's on.
const CADRE_DAYS: i64 = 13;

/// A post that somebody holds from the evening before on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedPost {
    /// The building or compound.
    pub place: PlaceCode,
    /// Which post of it.
    pub post: Post,
    /// Who holds it.
    pub holder: usize,
    /// The community's worker, who assigns, and takes over where somebody leaves.
    pub worker: usize,
}

impl PlannedPost {
    /// The last day of whoever comes to it before or during a drill of that day: cadres are sent for a period.
    pub fn until(&self, day: Day) -> Option<Day> {
        matches!(self.post, Post::Cadre).then(|| day.plus_days(CADRE_DAYS))
    }
}

/// How a knock ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// Seen and well.
    Well,
    /// Seen, and something is needed.
    Needs,
    /// No answer.
    NoAnswer,
    /// No visit is wanted.
    Refused,
    /// Lives there no more.
    Moved,
}

impl Found {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Found::Well => "well",
            Found::Needs => "needs",
            Found::NoAnswer => "no_answer",
            Found::Refused => "refused",
            Found::Moved => "moved",
        }
    }
}

/// Something one person does at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareAct {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What.
    pub deed: CareDeed,
}

/// What is done; numbers are indices in the plan's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CareDeed {
    /// A table of people is sent.
    Register(usize),
    /// Somebody knocks.
    Knock {
        /// For which visit.
        visit: usize,
        /// How it ends.
        found: Found,
        /// Minutes since it was: a phone without a signal says it later.
        ago: i64,
        /// What is needed.
        want: Option<&'static str>,
    },
    /// The community ends the record of somebody who moved.
    End(usize),
    /// An appointment is asked for.
    Ask(usize),
    /// The hospital confirms it.
    Confirm(usize),
    /// The hospital can't keep it.
    Refuse(usize),
    /// The household calls it off.
    CallOff(usize),
    /// Whoever holds a post offers it to the community's worker with the played day.
    Offer(usize),
    /// The worker takes it.
    Take(usize),
    /// Whoever holds a post leaves it with the evening.
    Leave(usize),
    /// The worker takes a vacant post.
    Fill(usize),
}

impl CareDeed {
    /// What it is called in a mismatch.
    pub const fn as_str(&self) -> &'static str {
        match self {
            CareDeed::Register(_) => "register",
            CareDeed::Knock { .. } => "knock",
            CareDeed::End(_) => "end the record",
            CareDeed::Ask(_) => "ask for an appointment",
            CareDeed::Confirm(_) => "confirm",
            CareDeed::Refuse(_) => "refuse",
            CareDeed::CallOff(_) => "call off",
            CareDeed::Offer(_) => "offer a post",
            CareDeed::Take(_) => "take a post",
            CareDeed::Leave(_) => "leave a post",
            CareDeed::Fill(_) => "fill a post",
        }
    }
}
