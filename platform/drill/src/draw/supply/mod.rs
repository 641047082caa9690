//! Who feeds the city: firms, what they have, what households order of them, and what runs short.

mod fleet;
mod goods;
mod lots;
mod orders;
mod places;
pub(super) mod rides;
mod shortage;
mod steps;

use super::ground::Ground;
use super::people::Crew;
use super::scaled;
use super::shares::happens;
use crate::plan::{By, Plan};
use crate::plan_supply::{PlanFor, PlannedDispatch, PlannedWindow, SupplyPlan};
use crate::scenario::Scenario;
use crate::scenario_supply::{DispatchStory, SupplyScenario, WindowShape};
use rand_chacha::ChaCha8Rng;
use tongxin_city::{City, Timestamp};

/// What parts of the drawing share.
struct Setting<'a> {
    scenario: &'a Scenario,
    supply: &'a SupplyScenario,
    ground: &'a Ground,
    crew: &'a Crew,
    city: &'a City,
}

pub(super) fn draw(
    scenario: &Scenario,
    ground: &Ground,
    crew: &Crew,
    city: &City,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) {
    let Some(supply) = &scenario.supply else { return };
    let setting = Setting {
        scenario,
        supply,
        ground,
        crew,
        city,
    };
    let (firms, reaches) = places::draw(&setting, plan, rng);
    let mut drawn = SupplyPlan {
        firms,
        vehicles: Vec::new(),
        staff: Vec::new(),
        items: goods::items(supply),
        stocks: Vec::new(),
        windows: windows(&supply.windows, plan.day_starts_at),
        orders: Vec::new(),
        transfers: Vec::new(),
        allotment: None,
        dispatch: None,
        acts: Vec::new(),
    };
    drawn.dispatch = supply.dispatch.map(|story| dispatch(&story, plan, &drawn.windows));
    fleet::draw(supply, plan.scale, &mut drawn);
    let short = shortage::outlets(&setting, &drawn, &reaches, plan.scale);
    orders::draw(&setting, &reaches, &short, plan, &mut drawn, rng);
    lots::draw(&setting, &reaches, plan, &mut drawn, rng);
    goods::stocks(supply, &reaches, &short, &mut drawn);
    shortage::draw(&setting, &short, plan, &mut drawn);
    rides::draw(&setting, plan, &mut drawn, rng);
    drawn.acts.sort_by_key(|act| act.at);
    plan.supply = Some(drawn);
}

/// Each shape on the played day, then on the day after.
fn windows(shapes: &[WindowShape], midnight: Timestamp) -> Vec<PlannedWindow> {
    let on = |day: Timestamp, shape: &WindowShape| {
        let from_at = day.plus_minutes(i64::from(shape.from_minute));
        PlannedWindow {
            from_at,
            to_at: day.plus_minutes(i64::from(shape.to_minute)),
            closes_at: from_at.plus_minutes(-i64::from(shape.closes_before_minutes)),
            orders_max: shape.orders_max,
        }
    };
    let days = [midnight, midnight.plus_days(1)];
    days.iter()
        .flat_map(|day| shapes.iter().map(move |shape| on(*day, shape)))
        .collect()
}

/// The last hour at which firms plan rides anew.
const RIDES_UNTIL_HOUR: u8 = 20;

/// What is known of the day is planned at night; then before each window that begins while the drill lasts, and rides that
/// were booked meanwhile every hour.
fn dispatch(story: &DispatchStory, plan: &Plan, windows: &[PlannedWindow]) -> PlannedDispatch {
    let before = |window: &PlannedWindow| window.from_at.plus_minutes(-i64::from(story.before_minutes));
    let hour = |hour: u8| plan.day_starts_at.plus_hours(i64::from(hour));
    let plans = windows.iter().zip(0..);
    let plans = plans.map(|(window, number)| (before(window), PlanFor::Window(number)));
    let rides = story.night_hour + 1..=RIDES_UNTIL_HOUR;
    let rides = rides
        .filter(|_| story.rides.is_some())
        .map(|at| (hour(at), PlanFor::Rides));
    let night = (hour(story.night_hour), PlanFor::Day);
    let mut plans: Vec<(Timestamp, PlanFor)> = std::iter::once(night).chain(plans).chain(rides).collect();
    plans.retain(|(at, _)| *at > plan.starts_at && *at < plan.ends_at);
    plans.sort_by_key(|(at, _)| *at);
    PlannedDispatch {
        plans,
        endings: Vec::new(),
        breakdowns: scaled(story.breakdowns, plan.scale),
        breaks_at: hour(story.breakdown_hour),
        held_up: story.held_up,
        held_up_minutes: story.held_up_minutes,
        trips: Vec::new(),
    }
}

/// Who orders or books for a household: they themselves, or whoever looks after their building.
fn asker(setting: &Setting<'_>, household: usize, plan: &Plan, rng: &mut ChaCha8Rng) -> By {
    if happens(setting.supply.orders.own_code, rng) {
        return By::Household(household);
    }
    let building = &plan.households[household].building;
    let steward = setting.crew.steward_of(building);
    By::Person(steward.unwrap_or_else(|| setting.crew.worker_of(building)))
}

/// What two steps that must not fall into the same turn of the clock lie apart.
fn step_ms(plan: &Plan) -> i64 {
    plan.tick_ms + Timestamp::MINUTE_MS
}
