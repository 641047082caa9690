//! The people of a drill, and who of them deals with what.

use super::ground::Ground;
use super::scaled;
use super::shares::quotas;
use crate::plan::{OrgKind, Person, Plan, Role};
use crate::scenario::Scenario;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::collections::HashMap;
use tongxin_city::{Level, PlaceCode, Widths};

/// Who deals with what; values are indices in [`Plan::people`].
pub(super) struct Crew {
    pub city_officer: usize,
    officers: HashMap<PlaceCode, usize>,
    workers: HashMap<PlaceCode, usize>,
    stewards: HashMap<PlaceCode, usize>,
    reporters: HashMap<usize, usize>,
    widths: Widths,
}

impl Crew {
    /// The officer of the district or subdistrict around a place.
    pub(super) fn officer_of(&self, place: &PlaceCode, level: Level) -> usize {
        self.found(&self.officers, place, level).unwrap_or(self.city_officer)
    }

    /// The worker of the community around a place.
    pub(super) fn worker_of(&self, place: &PlaceCode) -> usize {
        self.found(&self.workers, place, Level::Community)
            .unwrap_or(self.city_officer)
    }

    /// The steward of the compound around a place, if it has one.
    pub(super) fn steward_of(&self, place: &PlaceCode) -> Option<usize> {
        self.found(&self.stewards, place, Level::Compound)
    }

    fn found(&self, people: &HashMap<PlaceCode, usize>, place: &PlaceCode, level: Level) -> Option<usize> {
        self.widths
            .ancestor(place, level)
            .and_then(|code| people.get(&code))
            .copied()
    }

    /// Who speaks for an organisation.
    pub(super) fn speaker_of(&self, org: usize) -> usize {
        self.reporters.get(&org).copied().unwrap_or(self.city_officer)
    }
}

pub(super) fn draw(
    scenario: &Scenario,
    ground: &Ground,
    widths: &Widths,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) -> Crew {
    add(plan, Role::Commander, vec![plan.city], Vec::new());
    let city_officer = add(plan, Role::Officer, vec![plan.city], Vec::new());
    let districts = ground.districts.iter().copied();
    let subdistricts = ground.subdistricts.iter().map(|subdistrict| subdistrict.code);
    let officers = districts
        .chain(subdistricts)
        .map(|code| (code, add(plan, Role::Officer, vec![code], Vec::new())))
        .collect();
    let workers = workers(scenario, ground, plan);
    let stewards = stewards(scenario, ground, plan, rng);
    let mut reporters = speakers(
        plan,
        OrgKind::Plant,
        Role::PlantReporter,
        scenario.orgs.plants_per_reporter,
    );
    reporters.extend(speakers(
        plan,
        OrgKind::Project,
        Role::ProjectOwner,
        scenario.orgs.projects_per_owner,
    ));
    Crew {
        city_officer,
        officers,
        workers,
        stewards,
        reporters,
        widths: *widths,
    }
}

/// Adds a person; names are a role and a number.
fn add(plan: &mut Plan, role: Role, places: Vec<PlaceCode>, orgs: Vec<usize>) -> usize {
    let title = match role {
        Role::Commander => "演练指挥长",
        Role::Officer => "演练专班",
        Role::CommunityWorker => "演练社区工作者",
        Role::Steward => "演练楼栋管家",
        Role::PlantReporter => "演练企业联络员",
        Role::ProjectOwner => "演练项目负责人",
    };
    let name = format!("{title} {:04}", plan.people.len() + 1);
    plan.people.push(Person {
        role,
        name,
        places,
        orgs,
    });
    plan.people.len() - 1
}

/// Each subdistrict has at least one worker; each worker has neighbouring communities of it.
fn workers(scenario: &Scenario, ground: &Ground, plan: &mut Plan) -> HashMap<PlaceCode, usize> {
    let sizes: Vec<f64> = ground
        .subdistricts
        .iter()
        .map(|subdistrict| subdistrict.communities.len() as f64)
        .collect();
    let counts = quotas(scaled(scenario.actors.community_workers, plan.scale), &sizes);
    let mut workers = HashMap::new();
    for (subdistrict, count) in ground.subdistricts.iter().zip(counts) {
        let codes: Vec<PlaceCode> = subdistrict.communities.iter().map(|community| community.code).collect();
        let per_worker = codes.len().div_ceil(count.max(1)).max(1);
        for share in codes.chunks(per_worker) {
            let worker = add(plan, Role::CommunityWorker, share.to_vec(), Vec::new());
            workers.extend(share.iter().map(|code| (*code, worker)));
        }
    }
    workers
}

fn stewards(scenario: &Scenario, ground: &Ground, plan: &mut Plan, rng: &mut ChaCha8Rng) -> HashMap<PlaceCode, usize> {
    let compounds: Vec<PlaceCode> = ground
        .communities()
        .flat_map(|community| community.compounds.iter().copied())
        .collect();
    let count = scaled(scenario.actors.stewards, plan.scale);
    let mut chosen: Vec<PlaceCode> = compounds.sample(rng, count).copied().collect();
    chosen.sort();
    chosen
        .into_iter()
        .map(|code| (code, add(plan, Role::Steward, vec![code], Vec::new())))
        .collect()
}

/// One person speaks for several neighbouring organisations.
fn speakers(plan: &mut Plan, kind: OrgKind, role: Role, each: u32) -> HashMap<usize, usize> {
    let orgs: Vec<usize> = (0..plan.orgs.len())
        .filter(|org| plan.orgs[*org].kind == kind)
        .collect();
    let mut speakers = HashMap::new();
    for share in orgs.chunks(usize::try_from(each).unwrap_or(usize::MAX).max(1)) {
        let speaker = add(plan, role, Vec::new(), share.to_vec());
        speakers.extend(share.iter().map(|org| (*org, speaker)));
    }
    speakers
}
