//! Care: who is looked in on, what is found at their doors, appointments, and who is responsible for which building.

mod appointments;
mod posts;
mod register;
mod visits;

use super::ground::Ground;
use super::people::Crew;
use crate::plan::{By, Plan};
use crate::plan_care::{CareAct, CareDeed, CarePlan};
use crate::scenario::Scenario;
use crate::scenario_care::CareScenario;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::{City, PlaceCode, Timestamp};

/// What parts of the drawing share.
struct Setting<'a> {
    care: &'a CareScenario,
    crew: &'a Crew,
    city: &'a City,
    /// Midnight before the played day.
    midnight: Timestamp,
}

impl Setting<'_> {
    /// Whoever looks after a building: the steward of its compound, else the community's worker.
    fn steward(&self, building: &PlaceCode) -> By {
        let steward = self.crew.steward_of(building);
        By::Person(steward.unwrap_or_else(|| self.crew.worker_of(building)))
    }

    /// A moment so many minutes after midnight, drawn between two; before midnight they are negative.
    fn at(&self, [first, last]: [i64; 2], rng: &mut ChaCha8Rng) -> Timestamp {
        self.midnight.plus_minutes(rng.random_range(first..=last))
    }
}

/// Acts in the order in which they were thought of.
type Acts = Vec<CareAct>;

fn push(acts: &mut Acts, at: Timestamp, by: By, deed: CareDeed) {
    acts.push(CareAct { at, by, deed });
}

pub(super) fn draw(
    scenario: &Scenario,
    ground: &Ground,
    crew: &Crew,
    city: &City,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) {
    let Some(care) = &scenario.care else { return };
    let setting = Setting {
        care,
        crew,
        city,
        midnight: plan.day_starts_at,
    };
    let mut acts = Acts::new();
    let (looked_after, tables) = register::draw(&setting, plan, &mut acts, rng);
    let visits = visits::draw(&setting, &looked_after, plan, &mut acts, rng);
    let posts = posts::draw(&setting, ground, plan, &mut acts, rng);
    let appointments = appointments::draw(&setting, plan, &mut acts, rng);
    // Acts of one moment stay in the order in which they were thought of.
    acts.retain(|act| act.at < plan.ends_at);
    acts.sort_by_key(|act| act.at);
    plan.care = Some(CarePlan {
        looked_after,
        tables,
        visits,
        appointments,
        posts,
        acts,
    });
}
