//! Where checkpoints stand, and where ways lead.

use super::Setting;
use crate::draw::scaled;
use crate::draw::shares::{happens, one_of};
use crate::plan::By;
use crate::plan_pass::{PassPlan, PlannedGate};
use crate::plan_supply::PlannedFirm;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::{Level, PlaceCode};

/// A way's end with a gate before it is so much more usual than one without.
const TO_GATE: f64 = 0.8;
/// Passes for a corridor are shown on it so often, the others where they lead.
const ON_CORRIDOR: f64 = 0.3;

/// Draws the checkpoints: first one where each firm serves, as far as they go, then anywhere.
pub(super) fn gates(
    setting: &Setting<'_>,
    staff: &BTreeMap<PlaceCode, usize>,
    scale: f64,
    drawn: &mut PassPlan,
    rng: &mut ChaCha8Rng,
) {
    let gates = &setting.pass.gates;
    let count = scaled(gates.checkpoints, scale).min(setting.communities.len());
    let mut places: BTreeSet<PlaceCode> = BTreeSet::new();
    for firm in &setting.supply.firms {
        let served = served(setting, firm);
        if places.len() < count && !served.is_empty() {
            places.insert(*one_of(&served, rng));
        }
    }
    let mut others = setting.communities.clone();
    others.shuffle(rng);
    for place in others {
        if places.len() >= count {
            break;
        }
        places.insert(place);
    }
    for (number, place) in places.into_iter().enumerate() {
        let district = drawn.widths.ancestor(&place, Level::District);
        let person = district.and_then(|district| staff.get(&district)).copied();
        let person = person.unwrap_or(setting.crew.city_officer);
        let is_on_corridor = number == 0 || happens(gates.on_corridor, rng);
        drawn.gates.push(PlannedGate {
            place,
            corridor: is_on_corridor.then(|| setting.pass.corridor.clone()),
            by: By::Person(person),
        });
    }
}

/// The communities where a firm serves, without its own.
fn served(setting: &Setting<'_>, firm: &PlannedFirm) -> Vec<PlaceCode> {
    let is_served = |place: &&PlaceCode| **place != firm.place && firm.serves.iter().any(|area| place.is_inside(area));
    setting.communities.iter().filter(is_served).copied().collect()
}

/// Where the ways of a firm lead, by how they stand with the rules.
pub(super) struct Reach {
    place: PlaceCode,
    own: Ends,
    /// In the same district, where it does not serve.
    outside: Ends,
    /// In other districts.
    across: Ends,
}

/// Communities, and gates of some of them.
#[derive(Debug, Default)]
struct Ends {
    communities: Vec<PlaceCode>,
    gates: Vec<usize>,
}

/// An end of a way and the gate before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub place: PlaceCode,
    pub gate: Option<usize>,
}

impl Ends {
    fn of(setting: &Setting<'_>, drawn: &PassPlan, is_there: impl Fn(&PlaceCode) -> bool) -> Ends {
        let gates = drawn.gates.iter().enumerate();
        Ends {
            communities: setting
                .communities
                .iter()
                .filter(|place| is_there(place))
                .copied()
                .collect(),
            gates: gates
                .filter(|(_, gate)| is_there(&gate.place))
                .map(|(index, _)| index)
                .collect(),
        }
    }

    fn draw(&self, drawn: &PassPlan, rng: &mut ChaCha8Rng) -> Option<End> {
        if !self.gates.is_empty() && happens(TO_GATE, rng) {
            let gate = *one_of(&self.gates, rng);
            let place = drawn.gates[gate].place;
            return Some(End {
                place,
                gate: Some(gate),
            });
        }
        if self.communities.is_empty() {
            return None;
        }
        let place = *one_of(&self.communities, rng);
        let gate = self
            .gates
            .iter()
            .copied()
            .find(|gate| drawn.gates[*gate].place == place);
        Some(End { place, gate })
    }
}

impl Reach {
    pub(super) fn of(setting: &Setting<'_>, firm: &PlannedFirm, drawn: &PassPlan) -> Reach {
        let district = |place: &PlaceCode| drawn.widths.ancestor(place, Level::District);
        let home = district(&firm.place);
        let is_served = |place: &PlaceCode| firm.serves.iter().any(|area| place.is_inside(area));
        let is_own = |place: &PlaceCode| *place != firm.place && is_served(place);
        Reach {
            place: firm.place,
            own: Ends::of(setting, drawn, is_own),
            outside: Ends::of(setting, drawn, |place| district(place) == home && !is_served(place)),
            across: Ends::of(setting, drawn, |place| district(place) != home),
        }
    }

    /// Where the firm serves; at its own place when it serves nowhere else.
    pub(super) fn own(&self, drawn: &PassPlan, rng: &mut ChaCha8Rng) -> End {
        let nowhere = End {
            place: self.place,
            gate: None,
        };
        self.own.draw(drawn, rng).unwrap_or(nowhere)
    }

    /// Where it does not serve, in its district; nothing when it serves all of it.
    pub(super) fn outside(&self, drawn: &PassPlan, rng: &mut ChaCha8Rng) -> Option<End> {
        self.outside.draw(drawn, rng)
    }

    /// In another district, with a gate there or on the corridor; nothing when there is only one district.
    pub(super) fn across(&self, drawn: &PassPlan, rng: &mut ChaCha8Rng) -> Option<End> {
        let mut end = self.across.draw(drawn, rng)?;
        if happens(ON_CORRIDOR, rng) {
            let on_corridor = drawn.gates.iter().position(|gate| gate.corridor.is_some());
            end.gate = on_corridor.or(end.gate);
        }
        Some(end)
    }
}
