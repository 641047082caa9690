//! A drill: a scenario's day played through the system's own HTTP API, against a real database.
//!
//! [`Scenario::load`] reads what happens, [`Plan::draw`] draws who does what when, from a seed; [`play`] does it with the
//! system's clock in its hands, keeps a [`book`] of its own, and compares the two at the end, need by need.
//! Knows the API as any client does: no database, no module, no template.

pub mod book;
mod check;
mod client;
mod draw;
mod error;
mod outcome;
mod plan;
mod plan_care;
mod plan_pass;
mod plan_supply;
mod plan_volunteer;
mod play;
mod progress;
mod scenario;
mod scenario_care;
mod scenario_check;
mod scenario_check_care;
mod scenario_check_pass;
mod scenario_check_supply;
mod scenario_error;
mod scenario_pass;
mod scenario_supply;
mod scenario_volunteer;

pub use draw::PlanError;
pub use error::DrillError;
pub use outcome::{
    CareCounts, Counts, FleetCounts, Mismatch, Outcome, PassCounts, SupplyCounts, Took, UserKind, UserLink,
    VolunteerCounts,
};
pub use plan::{
    Act, By, OrgKind, Over, Person, Plan, PlannedHousehold, PlannedNeed, PlannedOrg, PlannedPlace, Priority, Role, What,
};
pub use plan_care::{
    CareAct, CareDeed, CarePlan, Found, LookedAfter, Part, PlannedAppointment, PlannedPost, PlannedVisit, Post,
};
pub use plan_pass::{
    PassAct, PassDeed, PassPlan, PlannedApplication, PlannedCheck, PlannedGate, PlannedHolder, PlannedPass, SentAs,
    Tampered, Way,
};
pub use plan_supply::{
    Deed, Missing, PlanFor, PlannedAllotment, PlannedDispatch, PlannedEnding, PlannedFirm, PlannedItem, PlannedOrder,
    PlannedStaff, PlannedStock, PlannedTransfer, PlannedTrip, PlannedVehicle, PlannedWindow, SupplyAct, SupplyPlan,
    TripEnding,
};
pub use plan_volunteer::{
    PlannedShift, PlannedTeam, PlannedVolunteer, SKILLS, VolunteerAct, VolunteerDeed, VolunteerPlan,
};
pub use play::{Pace, Target, play};
pub use progress::{Progress, Show};
pub use scenario::{Ending, Faults, Habits, NeedKind, Needs, Scenario, StepMinutes, Topic, Words};
pub use scenario_care::{AppointmentEnding, AppointmentStory, CareGroup, CareScenario, DutyStory, VisitEnding};
pub use scenario_error::{Fault, Right, ScenarioError};
pub use scenario_pass::{DistrictsWord, Gates, OfficersWord, PassKind, PassScenario, PassStories, RowCase, ShownCase};
pub use scenario_supply::{
    AllotmentStory, DispatchStory, FirmKind, Firms, Goods, OrderEnding, Orders, RideStory, ShortageStory,
    SupplyScenario, WindowShape,
};
pub use scenario_volunteer::{Filling, PlaceEnding, Verdict, VolunteerScenario};

/// The crate's texts.
pub const TEXTS: tongxin_i18n::TextPart = tongxin_i18n::TextPart {
    module: "drill",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
