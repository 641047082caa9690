//! Volunteers: who they are, which shifts there are, who signs up and who comes.

mod shifts;

use super::ground::{Community, Ground};
use super::people::Crew;
use super::scaled;
use super::shares::{dealt, happens, quotas};
use crate::plan::Plan;
use crate::plan_volunteer::{PlannedVolunteer, SKILLS, VolunteerPlan};
use crate::scenario::Scenario;
use crate::scenario_volunteer::{Verdict, VolunteerScenario};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;
use tongxin_city::PlaceCode;

/// Years of birth: all of age, most of working age.
const BIRTH_YEARS: Range<u16> = 1_958..2_003;

/// A community with those of its volunteers who have nothing to do yet.
struct Home {
    place: PlaceCode,
    worker: usize,
    free: Range<usize>,
}

pub(super) fn draw(scenario: &Scenario, ground: &Ground, crew: &Crew, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let Some(story) = &scenario.volunteer else { return };
    let communities: Vec<&Community> = ground.communities().collect();
    let weights: Vec<f64> = communities.iter().map(|community| community.people).collect();
    let mut volunteers = Vec::new();
    let mut homes = Vec::new();
    for (community, count) in communities
        .iter()
        .zip(quotas(scaled(story.count, plan.scale), &weights))
    {
        let from = volunteers.len();
        volunteers.extend((0..count).map(|_| volunteer(community.code, story, rng)));
        homes.push(Home {
            place: community.code,
            worker: crew.worker_of(&community.code),
            free: from..volunteers.len(),
        });
    }
    let applied = applied(story, &homes, plan, rng);
    let (shifts, teams, acts) = shifts::draw(story, &mut homes, plan, rng);
    plan.volunteer = Some(VolunteerPlan {
        volunteers,
        table_rows: story.table_rows as usize,
        applied,
        shifts,
        teams,
        acts,
    });
}

fn volunteer(home: PlaceCode, story: &VolunteerScenario, rng: &mut ChaCha8Rng) -> PlannedVolunteer {
    let skill = happens(story.skilled, rng).then(|| rng.random_range(0..SKILLS.len()));
    PlannedVolunteer {
        home,
        birth_year: rng.random_range(BIRTH_YEARS),
        skill: skill.and_then(|skill| u8::try_from(skill).ok()),
    }
}

/// Those who register themselves, and what their communities find.
fn applied(
    story: &VolunteerScenario,
    homes: &[Home],
    plan: &Plan,
    rng: &mut ChaCha8Rng,
) -> Vec<(PlaceCode, usize, Verdict)> {
    let verdicts: Vec<(Verdict, f64)> = story
        .verdicts
        .iter()
        .map(|(verdict, share)| (*verdict, *share))
        .collect();
    let found = dealt(scaled(story.applied, plan.scale), &verdicts, rng);
    let at = |verdict| {
        let home = homes.choose(rng)?;
        Some((home.place, home.worker, verdict))
    };
    found.into_iter().filter_map(at).collect()
}
