//! Passes: whom firms apply for, what is decided, and what checkpoints are shown.

mod checks;
mod employers;
mod rows;
mod steps;
mod ways;

use super::ground::Ground;
use super::people::{Crew, add};
use crate::plan::{Over, Plan, Role};
use crate::plan_pass::PassPlan;
use crate::plan_supply::SupplyPlan;
use crate::scenario::Scenario;
use crate::scenario_pass::{DistrictsWord, OfficersWord, PassScenario};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use tongxin_city::{City, PlaceCode, Timestamp};

/// What parts of the drawing share.
struct Setting<'a> {
    scenario: &'a Scenario,
    pass: &'a PassScenario,
    supply: &'a SupplyPlan,
    crew: &'a Crew,
    /// All communities, in code order.
    communities: Vec<PlaceCode>,
    times: Times,
}

/// When things happen.
#[derive(Debug, Clone, Copy)]
struct Times {
    /// Firms apply from here on, in the evening before.
    applied: Timestamp,
    /// Officers decide.
    decided: Timestamp,
    /// Districts agree.
    agreed: Timestamp,
    /// The second district agrees to what is late.
    agreed_late: Timestamp,
    /// Passes are revoked.
    revoked: Timestamp,
    /// Passes are renewed.
    renewed: Timestamp,
}

impl Times {
    fn of(plan: &Plan, opens_hour: u8) -> Times {
        let opens = plan.day_starts_at.plus_hours(i64::from(opens_hour));
        // Sixteen hours after the first applications all agreements are late that will be.
        let morning = plan.starts_at.plus_hours(16).max(opens.plus_hours(2));
        Times {
            applied: plan.starts_at.plus_minutes(10),
            decided: plan.starts_at.plus_hours(3),
            agreed: plan.starts_at.plus_minutes(210),
            agreed_late: morning,
            revoked: morning.plus_hours(1),
            renewed: morning.plus_minutes(90),
        }
    }
}

/// What will become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It counts until the end.
    Plain,
    Revoked,
    FirmRevoked,
    Expired,
    Renewed,
    Officers(OfficersWord),
    Districts(DistrictsWord),
    /// A rule refuses it.
    Refused,
}

/// What the drawing knows of a row besides the plan.
#[derive(Debug, Clone, Copy)]
struct Known {
    fate: Fate,
    /// A gate on its way.
    gate: Option<usize>,
    /// The other end's district, of a way to another one.
    other_district: Option<PlaceCode>,
}

pub(super) fn draw(
    scenario: &Scenario,
    ground: &Ground,
    crew: &Crew,
    city: &City,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) {
    let Some(pass) = &scenario.pass else { return };
    // Kept apart while people join the plan.
    let Some(supply) = plan.supply.take() else { return };
    let setting = Setting {
        scenario,
        pass,
        supply: &supply,
        crew,
        communities: ground.communities().map(|community| community.code).collect(),
        times: Times::of(plan, scenario.day.opens_hour),
    };
    let mut drawn = PassPlan {
        vehicles: Vec::new(),
        staff: Vec::new(),
        listed_until: plan.date.plus_days(crate::plan_supply::LISTED_DAYS),
        passes: Vec::new(),
        applications: Vec::new(),
        acts: Vec::new(),
        gates: Vec::new(),
        checks: Vec::new(),
        widths: *city.tree.widths(),
        zone: city.file.zone.clone(),
    };
    let staff = staff(ground, plan);
    ways::gates(&setting, &staff, plan.scale, &mut drawn, rng);
    let firms = employers::draw(&setting, plan, rng);
    let known = rows::draw(&setting, &firms, plan, &mut drawn, rng);
    steps::draw(&setting, &known, plan, &mut drawn);
    checks::draw(&setting, &known, plan, &mut drawn, rng);
    plan.pass = Some(drawn);
    plan.supply = Some(supply);
}

/// Who stands at the gates of each district.
fn staff(ground: &Ground, plan: &mut Plan) -> BTreeMap<PlaceCode, usize> {
    let districts = ground.districts.iter();
    districts
        .map(|code| (*code, add(plan, Role::CheckpointStaff, Over::Place(*code))))
        .collect()
}

impl Setting<'_> {
    /// How plates of the drill begin.
    fn supply_plates(&self) -> &str {
        self.scenario.supply.as_ref().map_or("", |supply| &supply.plates)
    }
}
