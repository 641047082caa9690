//! Stops, pairs and groups as jobs, and what leaving out a required one weighs.

use crate::model::{Cost, Instance, Priority};

use super::problem::{Job, StopFacts, Task};

/// Makes the jobs, and tells each stop its own.
pub(super) fn compile(instance: &Instance, stops: &mut [StopFacts]) -> Vec<Job> {
    let required = weight_of_required(instance);
    let job = |what, penalty: Option<Cost>, priority: Priority| Job {
        what,
        penalty: penalty.map_or(required * priority.weight(), |cost| cost.0),
        is_required: penalty.is_none(),
    };
    let mut jobs = Vec::with_capacity(stops.len());
    let mut is_member = vec![false; stops.len()];
    for pair in instance.pairs() {
        (is_member[pair.pickup], is_member[pair.delivery]) = (true, true);
        let both = Task::Pair(pair.pickup as u32, pair.delivery as u32);
        jobs.push(job(both, pair.penalty, pair.priority));
    }
    for group in instance.groups().iter().filter(|group| !group.stops.is_empty()) {
        group.stops.iter().for_each(|&stop| is_member[stop] = true);
        jobs.push(job(
            Task::Any(group.stops.iter().map(|&stop| stop as u32).collect()),
            group.penalty,
            group.priority,
        ));
    }
    for (stop, is_member) in is_member.into_iter().enumerate().filter(|(_, is_member)| !is_member) {
        debug_assert!(!is_member);
        let facts = &instance.stops()[stop];
        jobs.push(job(Task::Stop(stop as u32), facts.penalty, facts.priority));
    }
    for (number, job) in jobs.iter().enumerate() {
        for stop in job.stops() {
            stops[stop as usize].job = number as u32;
        }
    }
    jobs
}

impl Job {
    /// Whether one visit is all it takes.
    pub(crate) fn is_single(&self) -> bool {
        !matches!(self.what, Task::Pair(..))
    }

    /// All stops it might need.
    pub(crate) fn stops(&self) -> impl Iterator<Item = u32> + '_ {
        let (two, many) = match &self.what {
            Task::Stop(stop) => ([Some(*stop), None], &[][..]),
            Task::Pair(from, to) => ([Some(*from), Some(*to)], &[][..]),
            Task::Any(stops) => ([None, None], &stops[..]),
        };
        two.into_iter().flatten().chain(many.iter().copied())
    }
}

/// What leaving out a required job of the lowest priority weighs: more than serving any one job could cost with the dearest
/// vehicle, so that leaving it out never pays.
fn weight_of_required(instance: &Instance) -> i64 {
    let longest = instance
        .draft()
        .travel
        .iter()
        .map(crate::model::Travel::longest_leg)
        .max()
        .unwrap_or(0);
    let services = instance.stops().iter().map(|stop| stop.service.0).max().unwrap_or(0);
    let alone = instance.vehicles().iter().map(|vehicle| {
        let time = vehicle.shift.latest.0.min(4 * longest + 2 * services);
        vehicle
            .fixed_cost
            .0
            .saturating_add(vehicle.cost_per_distance.0.saturating_mul(4 * longest))
            .saturating_add(vehicle.cost_per_time.0.saturating_mul(time))
    });
    let prices = instance
        .stops()
        .iter()
        .filter_map(|stop| stop.published)
        .map(|published| published.price_of_change.0);
    let dearest = alone.max().unwrap_or(0).saturating_add(prices.max().unwrap_or(0));
    let stops = instance.stops().iter().map(|stop| stop.priority);
    let joint = instance.pairs().iter().map(|pair| pair.priority);
    let joint = joint.chain(instance.groups().iter().map(|group| group.priority));
    let heaviest = stops.chain(joint).max().unwrap_or_default().weight();
    let most = i64::MAX / 16 / (instance.stops().len() as i64 + 1) / heaviest;
    dearest.saturating_mul(2).saturating_add(1).clamp(1, most)
}
