//! `tongxin allot compare`: the same households, the same goods, shared out round after round in three ways.
//!
//! Everything but the number of households is an assumption, named below, drawn from a stated seed: who lives where, and
//! how fast whom a rush finds at the telephone. The draws are the ones that the system makes.

use super::plot;
use crate::cli::CompareOptions;
use anyhow::{Context as _, Result};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use tongxin_drill::Scenario;
use tongxin_supply::rules::draw::{Ask, asks_digest, draw, draw_key};
use tongxin_supply::rules::lots::{Facts, LotRules};
use tongxin_supply::rules::pseudonym::Pseudonym;

/// Households of one, two, … people, in hundredths.
const SIZES: [u32; 6] = [25, 30, 21, 13, 7, 4];
/// People of seventy or older among those who live alone, and in households of more.
const ELDER_ALONE: f64 = 0.35;
const ELDER_TOGETHER: f64 = 0.20;
/// Households of two elders among those of two with an elder.
const ELDER_COUPLE: f64 = 0.5;
/// Households of three or more with an infant.
const INFANT: f64 = 0.12;
/// Minutes after which half of the households have ordered in a rush: where somebody younger lives, and where only
/// elders do.
const MINUTES_YOUNGER: f64 = 3.0;
const MINUTES_ELDERS: f64 = 15.0;
/// Spread of the logarithm of a household's own speed, which stays, and of a round's chance.
const SPREAD_OF_HOUSEHOLD: f64 = 0.8;
const SPREAD_OF_ROUND: f64 = 0.6;
/// One household in so many is served in a round.
const SERVED_OF: usize = 10;
/// Days from one round to the next.
const DAYS_BETWEEN: u32 = 3;

/// How goods are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Whoever orders first.
    Rush,
    /// A draw in which every household has one lot.
    Equal,
    /// A draw by the rules that the form suggests.
    Lots,
}

impl Way {
    pub(super) const ALL: [Way; 3] = [Way::Rush, Way::Equal, Way::Lots];

    /// What the table and the plot call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Way::Rush => "first come, first served",
            Way::Equal => "draw, equal lots",
            Way::Lots => "draw, lots by rules",
        }
    }
}

/// How things stand after a round.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Gini's coefficient of pieces received per person: 0 when all have the same.
    pub(super) gini: f64,
    /// The share of households in which only elders live that were served at least once.
    pub(super) elders_served: f64,
    /// The share of all households never served.
    pub(super) never_served: f64,
}

struct Household {
    people: u32,
    infants: u32,
    elders: u32,
    /// Half of its orders come sooner in a rush.
    minutes: f64,
}

impl Household {
    fn is_of_elders(&self) -> bool {
        self.elders == self.people
    }
}

/// Plays all rounds in each way, prints the table, writes the plot.
pub(super) fn run(options: &CompareOptions) -> Result<()> {
    let path = &options.scenario;
    let scenario = Scenario::load(path).with_context(|| format!("the scenario {}", path.display()))?;
    let count = options.households.unwrap_or(scenario.places.households);
    let households = households(count, options.seed);
    let ways = Way::ALL.map(|way| (way, play(&households, way, options.rounds, options.seed)));
    let of_elders = households.iter().filter(|household| household.is_of_elders()).count();
    println!(
        "{count} households, {of_elders} of elders only; one in {SERVED_OF} is served in a round; seed {}",
        options.seed
    );
    println!(
        "after {} rounds            Gini   elders served   never served",
        options.rounds
    );
    for (way, rounds) in &ways {
        if let Some(last) = rounds.last() {
            println!(
                "{:<26} {:>5.2} {:>14.1} % {:>12.1} %",
                way.name(),
                last.gini,
                last.elders_served * 100.0,
                last.never_served * 100.0
            );
        }
    }
    if let Some(out) = &options.out {
        std::fs::write(out, plot::svg(&ways)).with_context(|| out.display().to_string())?;
    }
    Ok(())
}

fn households(count: u32, seed: u64) -> Vec<Household> {
    let mut chance = ChaCha12Rng::seed_from_u64(seed);
    (0..count).map(|_| household(&mut chance)).collect()
}

fn household(chance: &mut ChaCha12Rng) -> Household {
    let mut drawn = chance.random_range(0..SIZES.iter().sum());
    let mut people = 1;
    for share in SIZES {
        if drawn < share {
            break;
        }
        drawn -= share;
        people += 1;
    }
    let elder = if people == 1 { ELDER_ALONE } else { ELDER_TOGETHER };
    let has_elder = chance.random_bool(elder);
    let is_couple = people == 2 && chance.random_bool(ELDER_COUPLE);
    let elders = u32::from(has_elder) * if is_couple { 2 } else { 1 };
    let infants = u32::from(people > 2 && chance.random_bool(INFANT));
    let median = if elders == people {
        MINUTES_ELDERS
    } else {
        MINUTES_YOUNGER
    };
    Household {
        people,
        infants,
        elders,
        minutes: median * (SPREAD_OF_HOUSEHOLD * normal(chance)).exp(),
    }
}

/// A number from the standard normal distribution (Box and Muller, 1958).
fn normal(chance: &mut ChaCha12Rng) -> f64 {
    let (radius, angle): (f64, f64) = (chance.random(), chance.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// What a household has got so far.
#[derive(Debug, Clone, Copy, Default)]
struct Got {
    pieces: u32,
    last_round: Option<u32>,
    carried: u32,
}

fn play(households: &[Household], way: Way, rounds: u32, seed: u64) -> Vec<Standing> {
    let mut got = vec![Got::default(); households.len()];
    let mut chance = ChaCha12Rng::seed_from_u64(seed ^ 1);
    (0..rounds)
        .map(|round| {
            let order = match way {
                Way::Rush => in_a_rush(households, &mut chance),
                Way::Equal | Way::Lots => by_draw(households, &got, way, round, &mut chance),
            };
            for (rank, household) in order.into_iter().enumerate() {
                let got = &mut got[household];
                if rank < households.len() / SERVED_OF {
                    got.pieces += 1;
                    got.last_round = Some(round);
                    got.carried = 0;
                } else {
                    got.carried += 1;
                }
            }
            standing(households, &got)
        })
        .collect()
}

fn in_a_rush(households: &[Household], chance: &mut ChaCha12Rng) -> Vec<usize> {
    let minutes = households
        .iter()
        .map(|household| household.minutes * (SPREAD_OF_ROUND * normal(chance)).exp());
    let mut order: Vec<(f64, usize)> = minutes.zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    order.into_iter().map(|(_, household)| household).collect()
}

fn by_draw(households: &[Household], got: &[Got], way: Way, round: u32, chance: &mut ChaCha12Rng) -> Vec<usize> {
    let rules = LotRules::default();
    let ask = |(household, got): (&Household, &Got)| {
        let facts = Facts {
            people: household.people,
            infants: household.infants,
            elders: household.elders,
            days_since: got.last_round.map(|last| (round - last) * DAYS_BETWEEN),
            carried: got.carried,
        };
        Ask {
            pseudonym: Pseudonym::from_random(chance.random()),
            facts,
            lots: if way == Way::Equal { 1 } else { rules.lots(&facts) },
        }
    };
    let asks: Vec<Ask> = households.iter().zip(got).map(ask).collect();
    let mut listed = asks.clone();
    listed.sort_unstable_by_key(|ask| ask.pseudonym);
    draw(&draw_key(&chance.random(), &asks_digest(&listed), None), &asks)
}

fn standing(households: &[Household], got: &[Got]) -> Standing {
    let both = || households.iter().zip(got);
    let share = |of: &dyn Fn(&Household) -> bool, is: &dyn Fn(&Got) -> bool| {
        let all = both().filter(|(household, _)| of(household)).count();
        let those = both().filter(|(household, got)| of(household) && is(got)).count();
        those as f64 / all.max(1) as f64
    };
    let per_person = both().map(|(household, got)| {
        let people = f64::from(household.people);
        (f64::from(got.pieces) / people, people)
    });
    Standing {
        gini: gini(per_person.collect()),
        elders_served: share(&Household::is_of_elders, &|got| got.pieces > 0),
        never_served: share(&|_| true, &|got| got.pieces == 0),
    }
}

/// Gini's coefficient of values that so many people have each: one less twice the area under the Lorenz curve.
fn gini(mut values: Vec<(f64, f64)>) -> f64 {
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let people: f64 = values.iter().map(|(_, people)| people).sum();
    let total: f64 = values.iter().map(|(value, people)| value * people).sum();
    if total == 0.0 {
        return 0.0;
    }
    let (mut below, mut area) = (0.0, 0.0);
    for (value, people_with) in values {
        let next = below + value * people_with / total;
        area += (below + next) / 2.0 * people_with / people;
        below = next;
    }
    1.0 - 2.0 * area
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_more_even_than_the_same_for_all_and_nothing_less_than_all_for_one() {
        assert!(gini(vec![(2.0, 3.0), (2.0, 5.0)]).abs() < 1e-9);
        let all_for_one = gini(vec![(0.0, 99.0), (1.0, 1.0)]);
        assert!((all_for_one - 0.99).abs() < 1e-9, "{all_for_one}");
    }

    #[test]
    fn draws_by_rules_leave_fewer_without_than_a_rush() {
        let households = households(3_000, 7);
        let last = |way| *play(&households, way, 10, 7).last().expect("ten rounds");
        let (rush, lots) = (last(Way::Rush), last(Way::Lots));
        assert!(lots.never_served < rush.never_served / 2.0, "{lots:?} {rush:?}");
        assert!(lots.elders_served > rush.elders_served * 2.0, "{lots:?} {rush:?}");
        assert!(lots.gini < rush.gini, "{lots:?} {rush:?}");
    }
}
