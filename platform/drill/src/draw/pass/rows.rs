//! The rows that firms apply for: who may pass, from where to where, and what will become of each.

use super::employers::Firms;
use super::ways::{End, Reach};
use super::{Fate, Known, Setting};
use crate::draw::scaled;
use crate::draw::shares::{dealt, happens};
use crate::plan::Plan;
use crate::plan_pass::{PassPlan, PlannedHolder, PlannedPass};
use crate::plan_supply::{PlannedStaff, PlannedVehicle};
use crate::scenario_pass::{DistrictsWord, OfficersWord, PassKind, RowCase};
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::Level;

/// What the names of all of the drill's staff begin with; nobody is called so.
const SURNAME: &str = "演练";
/// Of those whom nobody has listed.
const STRANGER: &str = "访客";
/// A firm's own day: eight in the morning to six in the evening, in minutes.
const WORKING_MINUTES: [u16; 2] = [480, 1_080];
/// A renewed pass lasts so many days longer.
const RENEWED_DAYS: i64 = 10;

pub(super) fn draw(
    setting: &Setting<'_>,
    firms: &Firms,
    plan: &Plan,
    drawn: &mut PassPlan,
    rng: &mut ChaCha8Rng,
) -> Vec<Known> {
    let numbers: Vec<usize> = firms.keys().copied().collect();
    let revoked = numbers.sample(rng, scaled(setting.pass.passes.firms_revoked, plan.scale));
    let revoked: BTreeSet<usize> = revoked.copied().collect();
    let mut words = Words::dealt(setting, firms, rng);
    let mut known = Vec::new();
    for (firm, rows) in firms {
        let mut desk = Desk::open(setting, *firm, plan, drawn);
        for (kind, case) in rows {
            let is_revoked = revoked.contains(firm);
            let (pass, row) = desk.row(*kind, *case, is_revoked, &mut words, drawn, rng);
            drawn.passes.push(pass);
            known.push(row);
        }
        desk.list(drawn);
    }
    for (index, row) in known.clone().into_iter().enumerate() {
        if row.fate == Fate::Renewed {
            let old = &drawn.passes[index];
            let new = PlannedPass {
                last_day: old.last_day.plus_days(RENEWED_DAYS),
                renews: Some(index),
                ..old.clone()
            };
            drawn.passes.push(new);
            known.push(Known {
                fate: Fate::Plain,
                ..row
            });
        }
    }
    known
}

/// What will be said of rows that wait, in the scenario's shares.
struct Words {
    officers: Vec<OfficersWord>,
    districts: Vec<DistrictsWord>,
}

impl Words {
    fn dealt(setting: &Setting<'_>, firms: &Firms, rng: &mut ChaCha8Rng) -> Words {
        let count = |wanted: &[RowCase]| {
            let rows = firms.values().flatten();
            rows.filter(|(_, case)| wanted.contains(case)).count()
        };
        let officers: Vec<_> = setting
            .pass
            .officers
            .iter()
            .map(|(word, share)| (*word, *share))
            .collect();
        let districts: Vec<_> = setting
            .pass
            .districts
            .iter()
            .map(|(word, share)| (*word, *share))
            .collect();
        Words {
            officers: dealt(count(&[RowCase::OutsideArea, RowCase::Stranger]), &officers, rng),
            districts: dealt(count(&[RowCase::CrossDistrict]), &districts, rng),
        }
    }
}

/// A firm while it fills in its rows.
struct Desk<'a> {
    setting: &'a Setting<'a>,
    plan: &'a Plan,
    firm: usize,
    reach: Reach,
    /// Plates of its fleet that have no pass yet, in order.
    free_plates: Vec<String>,
    /// How many of its staff are listed already.
    listed_staff: usize,
    /// How many people have a row that takes a place.
    people: usize,
    /// Holders by the kind of row, for who applies twice.
    first: BTreeMap<bool, PlannedHolder>,
    number: usize,
}

impl<'a> Desk<'a> {
    fn open(setting: &'a Setting<'a>, firm: usize, plan: &'a Plan, drawn: &PassPlan) -> Desk<'a> {
        let supply = setting.supply;
        let own = supply.vehicles.iter().filter(|vehicle| vehicle.firm == firm);
        let mut free_plates: Vec<String> = own.map(|vehicle| vehicle.plate.clone()).collect();
        free_plates.reverse();
        Desk {
            setting,
            plan,
            firm,
            reach: Reach::of(setting, &supply.firms[firm], drawn),
            free_plates,
            listed_staff: supply.staff.iter().filter(|staff| staff.firm == firm).count(),
            people: 0,
            first: BTreeMap::new(),
            number: 0,
        }
    }

    fn row(
        &mut self,
        kind: PassKind,
        case: RowCase,
        is_revoked: bool,
        words: &mut Words,
        drawn: &mut PassPlan,
        rng: &mut ChaCha8Rng,
    ) -> (PlannedPass, Known) {
        let firm = &self.setting.supply.firms[self.firm];
        let (case, end) = self.end(case, drawn, rng);
        let twice = self.first.get(&kind.is_of_vehicle()).cloned();
        let (case, holder) = match (case, twice) {
            (RowCase::Twice, Some(holder)) => (case, holder),
            (RowCase::Twice, None) => (RowCase::Clear, self.holder(kind, RowCase::Clear, drawn)),
            _ => (case, self.holder(kind, case, drawn)),
        };
        let fate = self.fate(case, is_revoked, words, rng);
        let stories = &self.setting.pass.passes;
        let is_across = case == RowCase::CrossDistrict;
        let other_district = is_across
            .then(|| drawn.widths.ancestor(&end.place, Level::District))
            .flatten();
        let last_day = match fate {
            Fate::Expired => self.plan.date.previous(),
            _ => self.plan.date.plus_days(i64::from(self.setting.pass.days) - 2),
        };
        let is_plain = fate == Fate::Plain && case == RowCase::Clear;
        let pass = PlannedPass {
            firm: self.firm,
            kind,
            holder,
            from: vec![firm.place],
            to: vec![end.place],
            both_ways: !(is_plain && happens(stories.one_way, rng)),
            corridor: is_across.then(|| self.setting.pass.corridor.clone()),
            minutes: (is_plain && happens(stories.limited, rng)).then_some(WORKING_MINUTES),
            last_day: last_day.max(self.plan.date.previous()),
            renews: None,
        };
        let gate = end.gate;
        (
            pass,
            Known {
                fate,
                gate,
                other_district,
            },
        )
    }

    /// Where the way leads; where the drawn case has no place to lead to, the row is a clear one.
    fn end(&self, case: RowCase, drawn: &PassPlan, rng: &mut ChaCha8Rng) -> (RowCase, End) {
        let end = match case {
            RowCase::CrossDistrict => self.reach.across(drawn, rng),
            RowCase::OutsideArea => self.reach.outside(drawn, rng),
            _ => return (case, self.reach.own(drawn, rng)),
        };
        match end {
            Some(end) => (case, end),
            None => (RowCase::Clear, self.reach.own(drawn, rng)),
        }
    }

    fn holder(&mut self, kind: PassKind, case: RowCase, drawn: &mut PassPlan) -> PlannedHolder {
        self.number += 1;
        let takes_a_place = case != RowCase::OverCap;
        let holder = if kind.is_of_vehicle() {
            PlannedHolder::Vehicle(self.plate(case, drawn))
        } else {
            self.people += usize::from(takes_a_place);
            let surname = if case == RowCase::Stranger { STRANGER } else { SURNAME };
            PlannedHolder::Person {
                surname,
                id_end: id_end(self.number),
            }
        };
        if takes_a_place {
            self.first.entry(kind.is_of_vehicle()).or_insert_with(|| holder.clone());
        }
        holder
    }

    /// A plate of the fleet; for a stranger, one that is not listed, beside a listed one whose place it takes.
    fn plate(&mut self, case: RowCase, drawn: &mut PassPlan) -> String {
        if case == RowCase::OverCap {
            return new_plate(self.setting, drawn, None);
        }
        let listed = self.free_plates.pop();
        let listed = listed.unwrap_or_else(|| new_plate(self.setting, drawn, Some(self.firm)));
        if case == RowCase::Stranger {
            return new_plate(self.setting, drawn, None);
        }
        listed
    }

    fn fate(&self, case: RowCase, is_revoked: bool, words: &mut Words, rng: &mut ChaCha8Rng) -> Fate {
        match case {
            RowCase::OverCap | RowCase::Twice => Fate::Refused,
            RowCase::CrossDistrict => Fate::Districts(words.districts.pop().unwrap_or(DistrictsWord::Waiting)),
            RowCase::OutsideArea | RowCase::Stranger => {
                Fate::Officers(words.officers.pop().unwrap_or(OfficersWord::Waiting))
            }
            RowCase::Clear if is_revoked => Fate::FirmRevoked,
            RowCase::Clear => {
                let stories = &self.setting.pass.passes;
                let plain = 1.0 - stories.revoked - stories.expired - stories.renewed;
                let choices = [
                    (Fate::Revoked, stories.revoked),
                    (Fate::Expired, stories.expired),
                    (Fate::Renewed, stories.renewed),
                    (Fate::Plain, plain),
                ];
                drawn_of(&choices, rng)
            }
        }
    }

    /// Lists as many more staff as rows need.
    fn list(self, drawn: &mut PassPlan) {
        for _ in self.listed_staff..self.people {
            let number = drawn.staff.len() + 1;
            drawn.staff.push(PlannedStaff {
                firm: self.firm,
                name: format!("{SURNAME}保供员 {number:05}"),
                role: "courier",
                shift: "day",
            });
        }
    }
}

/// One of the choices by its share.
fn drawn_of(choices: &[(Fate, f64)], rng: &mut ChaCha8Rng) -> Fate {
    use rand::RngExt as _;
    let mut drawn = rng.random::<f64>();
    let found = choices.iter().find(|(_, share)| {
        drawn -= share;
        drawn < 0.0
    });
    found.map_or(Fate::Plain, |(fate, _)| *fate)
}

/// A plate after all others; on a firm's list, or on nobody's.
fn new_plate(setting: &Setting<'_>, drawn: &mut PassPlan, firm: Option<usize>) -> String {
    let unlisted = drawn.passes.len();
    let supply = setting.supply.vehicles.len();
    match firm {
        Some(firm) => {
            let plate = format!("{}{:05}", setting.supply_plates(), supply + drawn.vehicles.len() + 1);
            drawn.vehicles.push(PlannedVehicle {
                firm,
                plate: plate.clone(),
                kind: "van",
                payload_kg: 1_000,
                has_cold_chain: false,
                patient_seats: 0,
                wheelchair_places: 0,
            });
            plate
        }
        None => format!("{}Z{:04}", setting.supply_plates(), unlisted % 10_000),
    }
}

/// Four signs that no other person of the firm has.
fn id_end(number: usize) -> String {
    const SIGNS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let sign = |place: u32| char::from(SIGNS[number / SIGNS.len().pow(place) % SIGNS.len()]);
    (0..4).rev().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::id_end;

    #[test]
    fn ends_of_ids_have_four_signs_and_differ() {
        assert_eq!(id_end(1), "0001");
        assert_eq!(id_end(36), "0010");
        assert_eq!(id_end(36 * 36 * 36 * 36 - 1), "ZZZZ");
    }
}
