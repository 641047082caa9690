//! An instance: a draft that was checked, so that the search needn't.

use super::draft::{Draft, Group, Pair, Stop, VehicleType, Window};
use super::fault::{Fault, Whose};
use super::travel::{Leg, Travel};
use super::units::{LARGEST_AMOUNT, LATEST_TIME};

/// Sums of cost, time and load stay under this: an eighth of what an `i64` holds.
const LARGEST_SUM: i64 = 1 << 60;

/// A checked instance. Indices in range, windows not empty, and numbers so bounded that no sum overflows, whatever the plan.
#[derive(Clone, Debug)]
pub struct Instance {
    draft: Draft,
    dimensions: usize,
    /// The pair that begins at a stop, by stop.
    pair_from: Vec<Option<u32>>,
    /// The pair that ends at a stop, by stop.
    pair_to: Vec<Option<u32>>,
}

impl Instance {
    /// Checks a draft.
    ///
    /// # Errors
    /// The first [`Fault`] found.
    pub fn new(draft: Draft) -> Result<Self, Fault> {
        super::travel_rules::check(&draft)?;
        super::rules::check(&draft)?;
        let loads = draft
            .stops
            .iter()
            .flat_map(|stop| [stop.delivery.len(), stop.pickup.len()]);
        let dimensions = loads
            .chain(draft.vehicles.iter().map(|vehicle| vehicle.capacity.len()))
            .max()
            .unwrap_or(0);
        let (mut pair_from, mut pair_to) = (vec![None; draft.stops.len()], vec![None; draft.stops.len()]);
        for (number, pair) in draft.pairs.iter().enumerate() {
            pair_from[pair.pickup] = Some(number as u32);
            pair_to[pair.delivery] = Some(number as u32);
        }
        let instance = Self {
            draft,
            dimensions,
            pair_from,
            pair_to,
        };
        instance.check_sums()?;
        Ok(instance)
    }

    /// What the caller said.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The draft back, to be changed and checked again.
    pub fn into_draft(self) -> Draft {
        self.draft
    }

    /// What is to be visited.
    pub fn stops(&self) -> &[Stop] {
        &self.draft.stops
    }

    /// Pick-up and delivery pairs.
    pub fn pairs(&self) -> &[Pair] {
        &self.draft.pairs
    }

    /// The pair that begins at a stop.
    pub fn pair_from(&self, stop: usize) -> Option<&Pair> {
        self.pair_from[stop].map(|number| &self.draft.pairs[number as usize])
    }

    /// The pair that ends at a stop.
    pub fn pair_to(&self, stop: usize) -> Option<&Pair> {
        self.pair_to[stop].map(|number| &self.draft.pairs[number as usize])
    }

    /// Groups of which one stop is visited.
    pub fn groups(&self) -> &[Group] {
        &self.draft.groups
    }

    /// Vehicle types.
    pub fn vehicles(&self) -> &[VehicleType] {
        &self.draft.vehicles
    }

    /// How many dimensions loads have.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many locations there are.
    pub fn locations(&self) -> usize {
        self.draft.travel[0].locations()
    }

    /// The way from one location to another for a vehicle type.
    pub fn leg(&self, vehicle: usize, from: usize, to: usize) -> Leg {
        self.draft.travel[self.draft.vehicles[vehicle].profile].leg(from, to)
    }

    /// Whether a vehicle type may visit a stop at all: skills, its areas, closed areas.
    pub fn may_visit(&self, vehicle: usize, stop: usize) -> bool {
        let (vehicle, stop) = (&self.draft.vehicles[vehicle], &self.draft.stops[stop]);
        let skilled = stop.skills.iter().all(|skill| vehicle.skills.contains(skill));
        let open = stop.area.is_none_or(|area| {
            let allowed = vehicle.areas.as_ref().is_none_or(|areas| areas.contains(&area));
            allowed && !self.draft.closed_areas.contains(&area)
        });
        skilled && open
    }

    /// Everything that is ever added up, at its worst.
    fn check_sums(&self) -> Result<(), Fault> {
        let draft = &self.draft;
        let longest = i128::from(draft.travel.iter().map(Travel::longest_leg).max().unwrap_or(0));
        let reloads = |vehicle: &VehicleType| vehicle.reload.map_or(0, |reload| reload.times);
        let ends: i128 = draft
            .vehicles
            .iter()
            .map(|v| v.count as i128 * (reloads(v) as i128 + 1))
            .sum();
        let legs = draft.stops.len() as i128 + ends;
        let services: i128 = draft.stops.iter().map(|stop| i128::from(stop.service.0)).sum();
        let time = services + legs * longest + ends * (i128::from(LATEST_TIME.0) + 1);
        under("the time of a plan", time)?;
        let dearest = |rate: fn(&VehicleType) -> i64| draft.vehicles.iter().map(rate).max().unwrap_or(0).max(0);
        let penalties = draft.stops.iter().map(|stop| {
            let price = stop.published.map_or(0, |published| published.price_of_change.0);
            stop.penalty.map_or(0, |cost| i128::from(cost.0)) + i128::from(price)
        });
        let joint = draft
            .pairs
            .iter()
            .map(|pair| pair.penalty)
            .chain(draft.groups.iter().map(|group| group.penalty));
        let cost = penalties.sum::<i128>()
            + joint.flatten().map(|cost| i128::from(cost.0)).sum::<i128>()
            + draft
                .vehicles
                .iter()
                .map(|v| v.count as i128 * i128::from(v.fixed_cost.0))
                .sum::<i128>()
            + legs * longest * i128::from(dearest(|v| v.cost_per_distance.0));
        under("the cost of a plan", cost)?;
        let paid_time = if dearest(|v| v.cost_per_time.0) == 0 {
            0
        } else {
            self.longest_paid_time(services, legs, longest)
        };
        under(
            "the cost of a plan",
            cost + paid_time * i128::from(dearest(|v| v.cost_per_time.0)),
        )?;
        let loads = draft
            .stops
            .iter()
            .flat_map(|stop| stop.delivery.iter().chain(&stop.pickup));
        under("the load of a plan", loads.map(|&load| i128::from(load)).sum())
    }

    /// Vehicles are paid until the end of their shifts at most, or as long as work and roads take where a shift has no end.
    fn longest_paid_time(&self, services: i128, legs: i128, longest: i128) -> i128 {
        let latest_window = self
            .draft
            .stops
            .iter()
            .flat_map(|stop| &stop.windows)
            .map(|window| window.latest.0)
            .max();
        let work = services + legs * longest + i128::from(latest_window.unwrap_or(0).min(1 << 32));
        let shifts = self
            .draft
            .vehicles
            .iter()
            .map(|v| v.count as i128 * i128::from(v.shift.latest.0 - v.shift.earliest.0));
        work.min(shifts.sum())
    }
}

fn under(what: &'static str, found: i128) -> Result<(), Fault> {
    if found < i128::from(LARGEST_SUM) {
        Ok(())
    } else {
        Err(Fault::SumTooLarge {
            what,
            found,
            limit: LARGEST_SUM,
        })
    }
}

/// Checks that a quantity lies in its range.
pub(super) fn in_range(whose: impl Fn() -> Whose, field: &str, found: i64) -> Result<(), Fault> {
    at_most(LARGEST_AMOUNT, whose, field, found)
}

/// Checks that a moment or a length of time lies in its range.
pub(super) fn time_in_range(whose: impl Fn() -> Whose, field: &str, found: i64) -> Result<(), Fault> {
    at_most(LATEST_TIME.0, whose, field, found)
}

fn at_most(largest: i64, whose: impl Fn() -> Whose, field: &str, found: i64) -> Result<(), Fault> {
    if (0..=largest).contains(&found) {
        Ok(())
    } else {
        Err(Fault::OutOfRange {
            whose: whose(),
            field: field.into(),
            found,
            largest,
        })
    }
}

/// Checks a window.
pub(super) fn window_in_order(whose: impl Fn() -> Whose + Copy, field: &str, window: Window) -> Result<(), Fault> {
    time_in_range(whose, &format!("{field}.earliest"), window.earliest.0)?;
    time_in_range(whose, &format!("{field}.latest"), window.latest.0)?;
    if window.earliest > window.latest {
        return Err(Fault::EmptyWindow {
            whose: whose(),
            field: field.into(),
            earliest: window.earliest.0,
            latest: window.latest.0,
        });
    }
    Ok(())
}
