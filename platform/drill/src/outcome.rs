//! What came of a drill: its counts, and wherever the system and the book differ.

use crate::book::{OrderState, PassState, State, VisitState};
use crate::plan::Role;
use std::collections::BTreeMap;
use std::time::Duration;
use tongxin_city::{Lang, PlaceCode};

/// What came of a drill.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was done.
    pub counts: Counts,
    /// Where the system and the book differ; none after a good drill.
    pub mismatches: Vec<Mismatch>,
    /// How to look around, as each kind of user.
    pub links: Vec<UserLink>,
    /// How long it took.
    pub took: Took,
}

impl Outcome {
    /// Whether the system's counts are the book's, need by need.
    pub fn is_good(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// What a drill did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Compounds and buildings added.
    pub places: usize,
    /// Households entered.
    pub households: usize,
    /// Plants and projects entered.
    pub orgs: usize,
    /// People who accepted an invitation.
    pub people: usize,
    /// Needs raised.
    pub needs: usize,
    /// Needs by state at the end.
    pub by_state: BTreeMap<State, usize>,
    /// Open needs that are overdue at the end.
    pub overdue: usize,
    /// Acts that the system carried out.
    pub acts: usize,
    /// Acts that the rules forbid and the system refused.
    pub refused: usize,
    /// Commands sent a second time, in full or after a dropped connection.
    pub resent: usize,
    /// Entries that the clock made.
    pub clock_acts: usize,
    /// Needs compared one by one.
    pub checked: usize,
    /// Counts of the board compared.
    pub counts_checked: usize,
    /// HTTP requests in all.
    pub requests: u64,
    /// What was done of supply.
    pub supply: SupplyCounts,
    /// What was done of passes.
    pub pass: PassCounts,
    /// What was done of dispatch.
    pub fleet: FleetCounts,
    /// What was done of care.
    pub care: CareCounts,
    /// What was done of volunteers.
    pub volunteer: VolunteerCounts,
}

/// What a drill did of care.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CareCounts {
    /// People who were registered.
    pub registered: usize,
    /// Visits of the day.
    pub visits: usize,
    /// Knocks that were said.
    pub knocks: usize,
    /// Visits by state at the end.
    pub by_state: BTreeMap<VisitState, usize>,
    /// People who were seen on the day.
    pub seen: usize,
    /// People who were not, and of whom an open need names who is on it.
    pub looked_for: usize,
    /// People whose record ended because they moved.
    pub ended: usize,
    /// Posts that somebody held.
    pub posts: usize,
    /// Posts that were vacant at the end.
    pub vacant: usize,
    /// Appointments of the day.
    pub appointments: usize,
    /// Of these, those that the hospital kept.
    pub kept: usize,
    /// And those for which no firm had a vehicle.
    pub without_vehicle: usize,
    /// Needs that the system raised: nobody seen, appointments not sure, posts vacant.
    pub raised: usize,
}

/// What a drill did of volunteers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolunteerCounts {
    /// Volunteers who were registered.
    pub registered: usize,
    /// Teams.
    pub teams: usize,
    /// Shifts of the day.
    pub shifts: usize,
    /// Places in those that were not called off.
    pub needed: usize,
    /// People who came.
    pub came: usize,
    /// People who had a place and did not come.
    pub missed: usize,
    /// Check-ins that were said a second time.
    pub repeats: usize,
    /// Places that nobody got who is elsewhere at that time.
    pub clashes: usize,
    /// Shifts that lacked people when they had to be full: each was a need.
    pub raised: usize,
    /// Hours that were written down.
    pub hours: i64,
}

/// What a drill did of dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FleetCounts {
    /// Plans that were published.
    pub plans: i64,
    /// Runs that left.
    pub runs: i64,
    /// Kilometres of those.
    pub kilometres: i64,
    /// Stops that were made.
    pub stops: i64,
    /// Of these, those in time.
    pub on_time: i64,
    /// Things that came back.
    pub came_back: i64,
    /// Things that published plans left out.
    pub unserved: i64,
    /// Orders that stayed behind when their run left.
    pub behind: i64,
    /// Vehicles that broke down.
    pub broken: i64,
    /// Patients' rides that were booked.
    pub rides: usize,
    /// Of these, those that arrived.
    pub ridden: usize,
    /// And those of which a need says that they were late or that their patient was not there.
    pub rides_raised: usize,
    /// Runs compared one by one.
    pub checked: usize,
}

/// What a drill did of supply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplyCounts {
    /// Firms on the whitelist.
    pub firms: usize,
    /// Their vehicles.
    pub vehicles: usize,
    /// Their staff.
    pub staff: usize,
    /// Orders placed by households, or for them.
    pub orders: usize,
    /// Orders by state at the end.
    pub by_state: BTreeMap<OrderState, usize>,
    /// Orders that the system placed for households that a draw served.
    pub drawn: usize,
    /// Transfers between firms.
    pub transfers: usize,
    /// Needs that the system raised: late and short orders, and firms that ran short.
    pub raised: usize,
    /// Orders compared one by one.
    pub orders_checked: usize,
    /// Shelves compared: an item at a firm.
    pub shelves_checked: usize,
}

/// What a drill did of passes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassCounts {
    /// Rows that were applied for.
    pub applied: usize,
    /// Passes issued.
    pub issued: usize,
    /// Rows refused, by a rule or a person.
    pub refused: usize,
    /// Passes revoked.
    pub revoked: usize,
    /// Needs that the system raised because districts did not agree in time.
    pub raised: usize,
    /// Passes by state at the end.
    pub by_state: BTreeMap<PassState, usize>,
    /// Checkpoints.
    pub gates: usize,
    /// Checks there.
    pub checks: usize,
    /// Of these, the ones that let nobody through.
    pub refused_at_gates: usize,
    /// Passes compared one by one.
    pub checked: usize,
}

/// How long each part of a drill took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Took {
    /// Building the world.
    pub setup: Duration,
    /// Playing the day.
    pub play: Duration,
    /// Of that, playing passes.
    pub pass: Duration,
    /// Comparing.
    pub check: Duration,
}

/// Something in which the system and the book differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What it is about: a need's id with its place, or a count.
    pub subject: String,
    /// In what they differ.
    pub field: String,
    /// What the book says.
    pub expected: String,
    /// What the system says.
    pub found: String,
}

impl Mismatch {
    pub(crate) fn new(
        subject: impl Into<String>,
        field: impl Into<String>,
        expected: impl ToString,
        found: impl ToString,
    ) -> Mismatch {
        let (expected, found) = (expected.to_string(), found.to_string());
        Mismatch {
            subject: subject.into(),
            field: field.into(),
            expected,
            found,
        }
    }

    /// The difference in a line.
    pub fn message(&self, lang: Lang) -> String {
        let Mismatch {
            subject,
            field,
            expected,
            found,
        } = self;
        lang.pick(
            format!("{subject}：{field} 应为 {expected}，系统为 {found}"),
            format!("{subject}: {field} should be {expected}, the system says {found}"),
        )
    }
}

/// A kind of user that a drill leaves a link for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserKind {
    /// A household, by its code.
    Resident,
    /// Who set everything up.
    Administrator,
    /// Somebody who answers the telephone for the whole city; nobody of the scenario does.
    CallTaker,
    /// Somebody with a role of the scenario.
    Role(Role),
}

impl UserKind {
    /// Its word: the role's word in the API, or `resident`.
    pub const fn as_str(self) -> &'static str {
        match self {
            UserKind::Resident => "resident",
            UserKind::Administrator => "administrator",
            UserKind::CallTaker => "call_taker",
            UserKind::Role(role) => role.as_str(),
        }
    }
}

/// How to look around as one kind of user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserLink {
    /// What kind of user.
    pub kind: UserKind,
    /// The place or organisation it is for.
    pub place: PlaceCode,
    /// An address that signs in, once for a role, any time for a household.
    pub link: String,
    /// An API token with the same rights; none for a household.
    pub token: Option<String>,
}
