//! Drawing a plan from a scenario: pure, and the same for the same seed.
//!
//! First the ground (which subdistricts, what is built and who lives there), then the people, then the stories of the
//! needs, then what feeds the city and who may pass, then who is looked in on and who helps. Each part draws from a stream of its own, so that a change of one leaves the others as they were.

mod care;
mod ground;
mod pass;
mod people;
pub(crate) mod shares;
mod stories;
mod story;
mod supply;
mod volunteer;
mod words;

use crate::plan::Plan;
use crate::scenario::Scenario;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use tongxin_city::{City, Level, Timestamp};

/// Why no plan can be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The scale is no share of the city.
    #[error("scale {0} cannot be played: a number above 0 and at most 1 would be right")]
    Scale(f64),
    /// The city has no communities.
    #[error("the city has no communities to play in")]
    NoCommunities,
}

impl Plan {
    /// Draws a plan for a share `scale` of the city.
    ///
    /// Subdistricts are sampled; in each, everything the scenario says is built. However small the scale, every kind
    /// of need and every role takes part.
    ///
    /// # Errors
    /// When the scale is not above 0 and at most 1, or the city has no communities.
    pub fn draw(scenario: &Scenario, city: &City, scale: f64, seed: u64) -> Result<Plan, PlanError> {
        if !(scale > 0.0 && scale <= 1.0) {
            return Err(PlanError::Scale(scale));
        }
        if city.tree.count(Level::Community) == 0 {
            return Err(PlanError::NoCommunities);
        }
        let midnight = city.file.zone.start_of(scenario.date());
        let eve_ms = i64::from(24 - scenario.day.eve_from_hour) * Timestamp::HOUR_MS;
        let mut plan = Plan {
            scale,
            seed,
            starts_at: midnight.plus_millis(-eve_ms),
            date: scenario.date(),
            day_starts_at: midnight,
            // A minute before the hour, so that a day that closes at midnight ends on its own date.
            ends_at: midnight
                .plus_hours(i64::from(scenario.day.closes_hour))
                .plus_minutes(-1),
            tick_ms: i64::from(scenario.day.tick_minutes) * Timestamp::MINUTE_MS,
            city: city.file.code,
            faults: scenario.faults,
            places: Vec::new(),
            households: Vec::new(),
            orgs: Vec::new(),
            people: Vec::new(),
            needs: Vec::new(),
            acts: Vec::new(),
            supply: None,
            pass: None,
            care: None,
            volunteer: None,
        };
        let ground = ground::draw(scenario, city, &mut plan, &mut stream(seed, 1));
        let crew = people::draw(scenario, &ground, city.tree.widths(), &mut plan, &mut stream(seed, 2));
        stories::draw(scenario, &crew, &mut plan, &mut stream(seed, 3));
        supply::draw(scenario, &ground, &crew, city, &mut plan, &mut stream(seed, 4));
        pass::draw(scenario, &ground, &crew, city, &mut plan, &mut stream(seed, 5));
        care::draw(scenario, &ground, &crew, city, &mut plan, &mut stream(seed, 6));
        volunteer::draw(scenario, &ground, &crew, &mut plan, &mut stream(seed, 7));
        Ok(plan)
    }
}

/// A random stream of a seed.
pub(crate) fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

/// A count of the whole city at that scale; what exists at all keeps at least one.
fn scaled(count: u32, scale: f64) -> usize {
    let share = (f64::from(count) * scale).round();
    if count == 0 { 0 } else { (share as usize).max(1) }
}
