//! Where firms stand, whom they serve, and who manages them.

use super::Setting;
use crate::draw::ground::Subdistrict;
use crate::draw::people::add;
use crate::draw::scaled;
use crate::draw::shares::one_of;
use crate::plan::{Over, Plan, Role};
use crate::plan_supply::PlannedFirm;
use crate::scenario_supply::{FirmKind, Firms};
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use tongxin_city::{Level, PlaceCode};

/// Whom a firm serves.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    /// People of its places.
    pub people: u32,
    /// Households of its places, as indices in [`Plan::households`].
    pub households: Vec<usize>,
}

/// Places that one firm can serve.
const SERVES_MAX: usize = 50;
/// The characters of a credit code in the order of their values (GB 32100-2015).
const CODE_SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The firms with whom each of them serves.
pub(super) fn draw(setting: &Setting<'_>, plan: &mut Plan, rng: &mut ChaCha8Rng) -> (Vec<PlannedFirm>, Vec<Reach>) {
    let (mut firms, mut reaches) = (Vec::new(), Vec::new());
    let doors = doors(setting, plan);
    for crowd in &setting.supply.firms {
        let mut subdistricts: Vec<&Subdistrict> = setting.ground.subdistricts.iter().collect();
        subdistricts.shuffle(rng);
        let managers = scaled(crowd.managers, plan.scale);
        for (number, subdistrict) in (1..=scaled(crowd.count, plan.scale)).zip(subdistricts.iter().cycle()) {
            let place = one_of(&subdistrict.communities, rng).code;
            let (serves, reach) = served(setting, crowd.kind, subdistrict, place, &doors);
            let manager = (number <= managers).then(|| add(plan, Role::OutletManager, Over::Firm(firms.len())));
            firms.push(PlannedFirm {
                kind: crowd.kind,
                name: format!("{} {number:04}", title(crowd)),
                credit_code: credit_code(&plan.city, firms.len() + 1),
                place,
                serves,
                manager,
            });
            reaches.push(reach);
        }
    }
    (firms, reaches)
}

const fn title(crowd: &Firms) -> &'static str {
    match crowd.kind {
        FirmKind::Outlet => "演练保供门店",
        FirmKind::Pharmacy => "演练药店",
        FirmKind::Warehouse => "演练储备仓库",
        FirmKind::Wholesaler => "演练批发企业",
        FirmKind::Carrier => "演练运输企业",
    }
}

/// Who serves doors serves communities from its own on, until they have people enough; the others serve the district.
fn served(
    setting: &Setting<'_>,
    kind: FirmKind,
    subdistrict: &Subdistrict,
    place: PlaceCode,
    doors: &HashMap<PlaceCode, Vec<usize>>,
) -> (Vec<PlaceCode>, Reach) {
    if !kind.serves_doors() {
        return (vec![subdistrict.district], Reach::default());
    }
    let people_of = |code: &PlaceCode| {
        let found = setting.city.tree.get(code).and_then(|place| place.population);
        found.map_or(0, |population| population.people)
    };
    let communities: Vec<PlaceCode> = subdistrict.communities.iter().map(|community| community.code).collect();
    let first = communities.iter().position(|code| *code == place).unwrap_or_default();
    let (mut serves, mut people) = (Vec::new(), 0);
    for code in communities
        .iter()
        .cycle()
        .skip(first)
        .take(communities.len().min(SERVES_MAX))
    {
        if people >= setting.supply.serves_people {
            break;
        }
        serves.push(*code);
        people += people_of(code);
    }
    let mut households: Vec<usize> = serves
        .iter()
        .filter_map(|code| doors.get(code))
        .flatten()
        .copied()
        .collect();
    if people == 0 {
        // Only the subdistrict's people are known.
        (serves, people) = (vec![subdistrict.code], people_of(&subdistrict.code));
        households = communities
            .iter()
            .filter_map(|code| doors.get(code))
            .flatten()
            .copied()
            .collect();
    }
    households.sort_unstable();
    (serves, Reach { people, households })
}

/// The households of each community.
fn doors(setting: &Setting<'_>, plan: &Plan) -> HashMap<PlaceCode, Vec<usize>> {
    let widths = setting.city.tree.widths();
    let mut doors: HashMap<PlaceCode, Vec<usize>> = HashMap::new();
    for (index, household) in plan.households.iter().enumerate() {
        let community = widths.ancestor(&household.building, Level::Community);
        doors
            .entry(community.unwrap_or(household.building))
            .or_default()
            .push(index);
    }
    doors
}

/// A code whose check character fits: a firm's, of the city's region, with letters that say whose it is.
fn credit_code(city: &PlaceCode, number: usize) -> String {
    let body = format!("91{:0<6.6}DR{number:07}", city.as_str());
    let value = |sign: u8| CODE_SIGNS.iter().position(|known| *known == sign).unwrap_or_default();
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), sign| {
        (
            (sum + value(sign) * weight) % CODE_SIGNS.len(),
            weight * 3 % CODE_SIGNS.len(),
        )
    });
    let check = CODE_SIGNS[(CODE_SIGNS.len() - sum) % CODE_SIGNS.len()];
    format!("{body}{}", char::from(check))
}

#[cfg(test)]
mod tests {
    use super::credit_code;

    #[test]
    fn a_code_has_eighteen_characters_and_its_last_one_fits() {
        let city = "50".parse().expect("a code");
        let code = credit_code(&city, 7);
        assert!(code.starts_with("91500000DR0000007"), "{code}");
        assert_eq!(code.len(), 18);
    }
}
