//! A plan: the actors a drill sets up and everything they will do, with times. Drawn from a scenario by
//! [`Plan::draw`](crate::Plan::draw); the same seed draws the same plan.

use crate::plan_care::CarePlan;
use crate::plan_pass::PassPlan;
use crate::plan_supply::SupplyPlan;
use crate::plan_volunteer::VolunteerPlan;
use crate::scenario::{Faults, NeedKind};
use tongxin_city::{Day, PlaceCode, Timestamp};

/// What a drill will do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Share of the whole city that is played.
    pub scale: f64,
    /// What it was drawn from, besides the scenario and the city.
    pub seed: u64,
    /// Where the clock starts: in the evening before the played day.
    pub starts_at: Timestamp,
    /// The played day.
    pub date: Day,
    /// Where it starts.
    pub day_starts_at: Timestamp,
    /// Where the clock ends.
    pub ends_at: Timestamp,
    /// The step of the clock, in milliseconds.
    pub tick_ms: i64,
    /// The city's own code.
    pub city: PlaceCode,
    /// What goes wrong between client and server.
    pub faults: Faults,
    /// Compounds and buildings to add, each after the place it lies in.
    pub places: Vec<PlannedPlace>,
    /// Households to add.
    pub households: Vec<PlannedHousehold>,
    /// Plants and projects to add.
    pub orgs: Vec<PlannedOrg>,
    /// People to invite.
    pub people: Vec<Person>,
    /// What will be lacking.
    pub needs: Vec<PlannedNeed>,
    /// Everything that is done, by time; those of one need are in the order in which they must happen.
    pub acts: Vec<Act>,
    /// What of supply is played.
    pub supply: Option<SupplyPlan>,
    /// What of passes is played; only with supply.
    pub pass: Option<PassPlan>,
    /// What of care is played; only with supply.
    pub care: Option<CarePlan>,
    /// What of volunteers is played; only with supply.
    pub volunteer: Option<VolunteerPlan>,
}

/// A compound or building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPlace {
    /// The community of a compound, the compound of a building.
    pub parent: PlaceCode,
    /// Its code.
    pub code: PlaceCode,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

/// A household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedHousehold {
    /// Its building.
    pub building: PlaceCode,
    /// Its door, such as `3-2`.
    pub door: String,
}

/// A plant or a building project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedOrg {
    /// The key of its kind.
    pub kind: OrgKind,
    /// Where it is: a community.
    pub place: PlaceCode,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

/// The kinds of organisations a drill sets up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrgKind {
    /// A factory.
    Plant,
    /// A building project.
    Project,
    /// A hospital.
    Hospital,
}

impl OrgKind {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            OrgKind::Plant => "plant",
            OrgKind::Project => "project",
            OrgKind::Hospital => "hospital",
        }
    }
}

/// A person with an account. Names are a role and a number: nobody real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The role.
    pub role: Role,
    /// The name shown.
    pub name: String,
    /// Over what the role is held.
    pub over: Over,
}

/// Over what a role is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Over {
    /// A place.
    Place(PlaceCode),
    /// An organisation, as an index in [`Plan::orgs`].
    Org(usize),
    /// A firm on the whitelist, as an index in [`SupplyPlan::firms`].
    Firm(usize),
}

/// The roles a drill gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the city's operation.
    Commander,
    /// Works on needs of a district, subdistrict or the city.
    Officer,
    /// Looks after communities.
    CommunityWorker,
    /// Looks after a compound.
    Steward,
    /// Checks passes at the gates of a district.
    CheckpointStaff,
    /// Reports for plants.
    PlantReporter,
    /// Runs building projects.
    ProjectOwner,
    /// Runs an outlet, pharmacy or warehouse.
    OutletManager,
    /// Answers for a hospital.
    HospitalDesk,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 9] = [
        Role::Commander,
        Role::Officer,
        Role::CommunityWorker,
        Role::Steward,
        Role::CheckpointStaff,
        Role::PlantReporter,
        Role::ProjectOwner,
        Role::OutletManager,
        Role::HospitalDesk,
    ];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Commander => "commander",
            Role::Officer => "officer",
            Role::CommunityWorker => "community_worker",
            Role::Steward => "steward",
            Role::CheckpointStaff => "checkpoint_staff",
            Role::PlantReporter => "plant_reporter",
            Role::ProjectOwner => "project_owner",
            Role::OutletManager => "outlet_manager",
            Role::HospitalDesk => "hospital_desk",
        }
    }
}

/// A need that will be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedNeed {
    /// Its kind.
    pub kind: NeedKind,
    /// Its topic's key.
    pub topic: String,
    /// How urgent it is at first.
    pub priority: Priority,
    /// Where.
    pub place: PlaceCode,
    /// The household, as an index in [`Plan::households`].
    pub household: Option<usize>,
    /// The organisation, as an index in [`Plan::orgs`].
    pub org: Option<usize>,
    /// What is written.
    pub title: String,
}

/// How urgent a need is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// Life or limb.
    Urgent,
    /// Today.
    High,
    /// The usual.
    Normal,
    /// When there is time.
    Low,
}

impl Priority {
    /// All of them, most urgent first.
    pub const ALL: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Normal, Priority::Low];

    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Priority::Urgent => "urgent",
            Priority::High => "high",
            Priority::Normal => "normal",
            Priority::Low => "low",
        }
    }

    /// One step more urgent; the most urgent becomes one step less so.
    #[must_use]
    pub const fn changed(self) -> Priority {
        match self {
            Priority::Urgent | Priority::Normal => Priority::High,
            Priority::High => Priority::Urgent,
            Priority::Low => Priority::Normal,
        }
    }
}

/// Something one actor does to one need at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// The need, as an index in [`Plan::needs`].
    pub need: usize,
    /// Who.
    pub by: By,
    /// What.
    pub what: What,
}

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// A household, by its code; an index in [`Plan::households`].
    Household(usize),
    /// A person; an index in [`Plan::people`].
    Person(usize),
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The need is raised.
    Raise,
    /// "We will deal with it."
    Accept,
    /// Given to a person.
    Assign(usize),
    /// "It is done."
    Solve(String),
    /// Confirmed and closed, or no longer needed.
    StrikeOff(Option<String>),
    /// Refused.
    Decline(String),
    /// The refusal is appealed.
    Appeal(String),
    /// "It is not done."
    Reopen(String),
    /// Something is said.
    Comment(String),
    /// A photo is added.
    Attach,
    /// Sent up a tier.
    Escalate(String),
    /// The same as another need, which carries on.
    Merge(usize),
    /// The priority is changed.
    SetPriority(Priority),
    /// The actor's last entry is taken back.
    Undo,
}

impl What {
    /// The last part of the command's address.
    pub const fn as_str(&self) -> &'static str {
        match self {
            What::Raise => "raise",
            What::Accept => "accept",
            What::Assign(_) => "assign",
            What::Solve(_) => "solve",
            What::StrikeOff(_) => "strike-off",
            What::Decline(_) => "decline",
            What::Appeal(_) => "appeal",
            What::Reopen(_) => "reopen",
            What::Comment(_) => "comment",
            What::Attach => "attach",
            What::Escalate(_) => "escalate",
            What::Merge(_) => "merge",
            What::SetPriority(_) => "priority",
            What::Undo => "undo",
        }
    }
}
