//! The ground of a drill: the subdistricts it touches, and what is built and who lives in them.

use super::scaled;
use super::shares::{one_of, quotas};
use super::words;
use crate::plan::{OrgKind, Plan, PlannedHousehold, PlannedOrg, PlannedPlace};
use crate::scenario::Scenario;
use rand::RngExt as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use tongxin_city::{City, Level, PlaceCode, PlaceTree};

/// What is touched, in code order.
pub(super) struct Ground {
    pub districts: Vec<PlaceCode>,
    pub subdistricts: Vec<Subdistrict>,
}

/// A subdistrict and its communities.
pub(super) struct Subdistrict {
    pub code: PlaceCode,
    pub district: PlaceCode,
    pub communities: Vec<Community>,
}

/// A community and its compounds.
pub(super) struct Community {
    pub code: PlaceCode,
    pub compounds: Vec<PlaceCode>,
    pub people: f64,
    buildings: Vec<PlaceCode>,
}

pub(super) fn draw(scenario: &Scenario, city: &City, plan: &mut Plan, rng: &mut ChaCha8Rng) -> Ground {
    let subdistricts: Vec<Subdistrict> = sampled(&city.tree, plan, rng)
        .into_iter()
        .map(|code| subdistrict(code, scenario, &city.tree, plan, rng))
        .collect();
    let districts: BTreeSet<PlaceCode> = subdistricts.iter().map(|subdistrict| subdistrict.district).collect();
    let ground = Ground {
        districts: districts.into_iter().collect(),
        subdistricts,
    };
    households(scenario, &ground, plan, rng);
    plants(scenario, &ground, plan, rng);
    projects(scenario, &ground, plan, rng);
    hospitals(scenario, &ground, plan, rng);
    ground
}

/// The sampled subdistricts that have communities, in code order.
fn sampled(tree: &PlaceTree, plan: &Plan, rng: &mut ChaCha8Rng) -> Vec<PlaceCode> {
    let mut codes: Vec<PlaceCode> = tree
        .at_level(plan.city, Level::Subdistrict)
        .map(|place| place.code)
        .filter(|code| tree.children(code).next().is_some())
        .collect();
    let count = scaled(u32::try_from(codes.len()).unwrap_or(u32::MAX), plan.scale);
    if count < codes.len() {
        codes.shuffle(rng);
        codes.truncate(count);
        codes.sort();
    }
    codes
}

fn subdistrict(
    code: PlaceCode,
    scenario: &Scenario,
    tree: &PlaceTree,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) -> Subdistrict {
    let widths = tree.widths();
    let communities = tree
        .children(&code)
        .map(|place| {
            let people = place
                .population
                .as_ref()
                .map_or(1.0, |population| f64::from(population.people));
            let mut community = Community {
                code: place.code,
                compounds: Vec::new(),
                people,
                buildings: Vec::new(),
            };
            build(&mut community, scenario, widths, plan, rng);
            community
        })
        .collect();
    let district = widths.ancestor(&code, Level::District).unwrap_or(code);
    Subdistrict {
        code,
        district,
        communities,
    }
}

/// Adds the compounds and buildings of a community to the plan.
fn build(
    community: &mut Community,
    scenario: &Scenario,
    widths: &tongxin_city::Widths,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) {
    let digits = (widths.own_digits(Level::Compound), widths.own_digits(Level::Building));
    for compound_number in 1..=u64::from(scenario.places.compounds_per_community) {
        let Some(compound) = community.code.child(compound_number, digits.0) else {
            break;
        };
        let (name_zh, name_en) = one_of(&words::COMPOUNDS, rng);
        plan.places.push(PlannedPlace {
            parent: community.code,
            code: compound,
            name_zh: (*name_zh).into(),
            name_en: (*name_en).into(),
        });
        community.compounds.push(compound);
        for number in 1..=u64::from(scenario.places.buildings_per_compound) {
            let Some(building) = compound.child(number, digits.1) else {
                break;
            };
            let (name_zh, name_en) = (format!("{number}栋"), format!("Building {number}"));
            plan.places.push(PlannedPlace {
                parent: compound,
                code: building,
                name_zh,
                name_en,
            });
            community.buildings.push(building);
        }
    }
}

/// Flats on one floor of a building.
const FLATS_PER_FLOOR: usize = 4;

/// Spreads the households over the communities by their people, and in each over its buildings in turn.
fn households(scenario: &Scenario, ground: &Ground, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let communities: Vec<&Community> = ground.communities().collect();
    let weights: Vec<f64> = communities.iter().map(|community| community.people).collect();
    let total = scaled(scenario.places.households, plan.scale);
    for (community, count) in communities.iter().zip(quotas(total, &weights)) {
        let first = rng.random_range(0..community.buildings.len().max(1));
        for number in 0..count {
            let Some(building) = community
                .buildings
                .get((first + number) % community.buildings.len().max(1))
            else {
                break;
            };
            let door_number = number / community.buildings.len();
            let (floor, flat) = (door_number / FLATS_PER_FLOOR + 1, door_number % FLATS_PER_FLOOR + 1);
            plan.households.push(PlannedHousehold {
                building: *building,
                door: format!("{floor}-{flat}"),
            });
        }
    }
}

/// Plants lie in zones, a zone in one subdistrict.
fn plants(scenario: &Scenario, ground: &Ground, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let zones: Vec<&Subdistrict> = ground
        .subdistricts
        .sample(rng, scaled(scenario.orgs.zones, plan.scale))
        .collect();
    let count = scaled(scenario.orgs.plants, plan.scale);
    for (zone, count) in zones.iter().zip(quotas(count, &vec![1.0; zones.len()])) {
        for _ in 0..count {
            add_org(OrgKind::Plant, zone, plan, rng);
        }
    }
}

fn projects(scenario: &Scenario, ground: &Ground, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    // In code order, so that an owner's projects lie together.
    let count = scaled(scenario.orgs.projects, plan.scale);
    for (subdistrict, count) in ground
        .subdistricts
        .iter()
        .zip(quotas(count, &vec![1.0; ground.subdistricts.len()]))
    {
        for _ in 0..count {
            add_org(OrgKind::Project, subdistrict, plan, rng);
        }
    }
}

/// One in each district first, then over again.
fn hospitals(scenario: &Scenario, ground: &Ground, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let mut count = scaled(scenario.orgs.hospitals, plan.scale);
    if count > 0 {
        count = count.max(ground.districts.len());
    }
    for district in ground.districts.iter().cycle().take(count) {
        let here: Vec<&Subdistrict> = (ground.subdistricts.iter())
            .filter(|subdistrict| subdistrict.district == *district)
            .collect();
        if !here.is_empty() {
            let subdistrict = *one_of(&here, rng);
            add_org(OrgKind::Hospital, subdistrict, plan, rng);
        }
    }
}

fn add_org(kind: OrgKind, subdistrict: &Subdistrict, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let number = plan.orgs.iter().filter(|org| org.kind == kind).count() + 1;
    let (name_zh, name_en) = match kind {
        OrgKind::Plant => (format!("演练工厂 {number:04}"), format!("Drill plant {number:04}")),
        OrgKind::Hospital => (format!("演练医院 {number:04}"), format!("Drill hospital {number:04}")),
        OrgKind::Project => (format!("演练项目 {number:04}"), format!("Drill project {number:04}")),
    };
    let place = one_of(&subdistrict.communities, rng).code;
    plan.orgs.push(PlannedOrg {
        kind,
        place,
        name_zh,
        name_en,
    });
}

impl Ground {
    /// All communities, in code order.
    pub(super) fn communities(&self) -> impl Iterator<Item = &Community> {
        self.subdistricts
            .iter()
            .flat_map(|subdistrict| &subdistrict.communities)
    }
}
