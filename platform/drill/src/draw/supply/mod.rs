//! Who feeds the city: firms, what they have, what households order of them, and what runs short.

mod fleet;
mod goods;
mod lots;
mod orders;
mod places;
mod shortage;
mod steps;

use super::ground::Ground;
use super::people::Crew;
use crate::plan::Plan;
use crate::plan_supply::{PlannedDispatch, PlannedWindow, SupplyPlan};
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

/// Before each window that begins while the drill lasts.
fn dispatch(story: &DispatchStory, plan: &Plan, windows: &[PlannedWindow]) -> PlannedDispatch {
    let before = |window: &PlannedWindow| window.from_at.plus_minutes(-i64::from(story.before_minutes));
    let plans = windows.iter().zip(0..).map(|(window, number)| (before(window), number));
    PlannedDispatch {
        plans: plans
            .filter(|(at, _)| *at > plan.starts_at && *at < plan.ends_at)
            .collect(),
        endings: Vec::new(),
        breakdowns: story.breakdowns as usize,
        breaks_at: plan.day_starts_at.plus_hours(i64::from(story.breakdown_hour)),
    }
}

/// What two steps that must not fall into the same turn of the clock lie apart.
fn step_ms(plan: &Plan) -> i64 {
    plan.tick_ms + Timestamp::MINUTE_MS
}
