//! Who is in the register, and who registers them when.

use super::{Acts, Setting, push};
use crate::draw::shares::dealt;
use crate::plan::{By, Plan};
use crate::plan_care::{CareDeed, LookedAfter};
use crate::scenario_care::CareGroup;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Tables are sent in the evening before, late enough that nobody is to be visited on that day any more: minutes before midnight.
const REGISTERED_MINUTES: [i64; 2] = [-345, -330];
/// People of one table; the system takes more.
const ROWS_AT_ONCE: usize = 2_000;

type Tables = Vec<(usize, Vec<usize>)>;

/// Everybody who is looked in on, and the tables by which each worker registers theirs.
pub(super) fn draw(
    setting: &Setting<'_>,
    plan: &Plan,
    acts: &mut Acts,
    rng: &mut ChaCha8Rng,
) -> (Vec<LookedAfter>, Tables) {
    let count = |share: f64| (share * plan.households.len() as f64).round() as usize;
    let (elders, others) = (count(setting.care.elders_alone), count(setting.care.others));
    let groups: Vec<(CareGroup, f64)> = setting
        .care
        .groups
        .iter()
        .map(|(group, share)| (*group, *share))
        .collect();
    let mut all = vec![CareGroup::AloneOld; elders];
    all.extend(dealt(others, &groups, rng));
    let mut households: Vec<usize> = (0..plan.households.len()).collect();
    households.shuffle(rng);
    let mut looked_after: Vec<LookedAfter> = households
        .into_iter()
        .zip(all)
        .map(|(household, group)| LookedAfter {
            household,
            name: String::new(),
            group,
            worker: setting.crew.worker_of(&plan.households[household].building),
        })
        .collect();
    looked_after.sort_by_key(|person| person.household);
    for (number, person) in looked_after.iter_mut().enumerate() {
        person.name = format!("演练{}{:05}", called(person.group), number + 1);
    }
    let tables = tables(&looked_after);
    for (number, (worker, _)) in tables.iter().enumerate() {
        let at = setting.at(REGISTERED_MINUTES, rng);
        push(acts, at, By::Person(*worker), CareDeed::Register(number));
    }
    (looked_after, tables)
}

fn tables(looked_after: &[LookedAfter]) -> Tables {
    let mut of_worker: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, person) in looked_after.iter().enumerate() {
        of_worker.entry(person.worker).or_default().push(index);
    }
    let parts = of_worker.into_iter().flat_map(|(worker, people)| {
        let parts: Vec<Vec<usize>> = people.chunks(ROWS_AT_ONCE).map(<[usize]>::to_vec).collect();
        parts.into_iter().map(move |part| (worker, part))
    });
    parts.collect()
}

/// A form of address: it says no illness.
const fn called(group: CareGroup) -> &'static str {
    match group {
        CareGroup::AloneOld => "老人",
        CareGroup::ChildAlone => "小朋友",
        _ => "住户",
    }
}
