//! The people of a drill, and who of them deals with what.

use super::ground::Ground;
use super::scaled;
use super::shares::quotas;
use crate::plan::{OrgKind, Over, Person, Plan, Role};
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
    speakers: HashMap<usize, usize>,
    speaking: Vec<usize>,
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

    /// The organisations that take part, in order.
    pub(super) fn speaking_orgs(&self) -> &[usize] {
        &self.speaking
    }

    /// Who speaks for an organisation.
    pub(super) fn speaker_of(&self, org: usize) -> usize {
        self.speakers.get(&org).copied().unwrap_or(self.city_officer)
    }
}

pub(super) fn draw(
    scenario: &Scenario,
    ground: &Ground,
    widths: &Widths,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) -> Crew {
    add(plan, Role::Commander, Over::Place(plan.city));
    let city_officer = add(plan, Role::Officer, Over::Place(plan.city));
    let districts = ground.districts.iter().copied();
    let subdistricts = ground.subdistricts.iter().map(|subdistrict| subdistrict.code);
    let officers = districts
        .chain(subdistricts)
        .map(|code| (code, add(plan, Role::Officer, Over::Place(code))))
        .collect();
    let workers = workers(scenario, ground, plan);
    let stewards = stewards(scenario, ground, plan, rng);
    let mut speakers = speakers(plan, OrgKind::Plant, Role::PlantReporter, scenario.orgs.reporters, rng);
    speakers.extend(self::speakers(
        plan,
        OrgKind::Project,
        Role::ProjectOwner,
        scenario.orgs.owners,
        rng,
    ));
    let speaking = speakers.iter().map(|(org, _)| *org).collect();
    let speakers = speakers.into_iter().collect();
    Crew {
        city_officer,
        officers,
        workers,
        stewards,
        speakers,
        speaking,
        widths: *widths,
    }
}

/// Adds a person; names are a role and a number.
pub(super) fn add(plan: &mut Plan, role: Role, over: Over) -> usize {
    let title = match role {
        Role::Commander => "演练指挥长",
        Role::Officer => "演练专班",
        Role::CommunityWorker => "演练社区工作者",
        Role::Steward => "演练楼栋长",
        Role::CheckpointStaff => "演练卡口人员",
        Role::PlantReporter => "演练企业联络员",
        Role::ProjectOwner => "演练项目法人",
        Role::OutletManager => "演练保供负责人",
        Role::HospitalDesk => "演练医院预约台",
    };
    let name = format!("{title} {:04}", plan.people.len() + 1);
    plan.people.push(Person { role, name, over });
    plan.people.len() - 1
}

/// Each subdistrict has at least one worker; its workers share its communities.
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
            let worker = add(plan, Role::CommunityWorker, Over::Place(subdistrict.code));
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
        .map(|code| (code, add(plan, Role::Steward, Over::Place(code))))
        .collect()
}

/// The sampled organisations of a kind, each with a person who speaks for it.
fn speakers(plan: &mut Plan, kind: OrgKind, role: Role, count: u32, rng: &mut ChaCha8Rng) -> Vec<(usize, usize)> {
    let orgs: Vec<usize> = (0..plan.orgs.len())
        .filter(|org| plan.orgs[*org].kind == kind)
        .collect();
    let mut chosen: Vec<usize> = orgs.sample(rng, scaled(count, plan.scale)).copied().collect();
    chosen.sort_unstable();
    chosen
        .into_iter()
        .map(|org| (org, add(plan, role, Over::Org(org))))
        .collect()
}
