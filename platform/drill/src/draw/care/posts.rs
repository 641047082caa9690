//! Who is responsible for which building and compound, who hands over, who leaves.

use super::{Acts, Setting, push};
use crate::draw::ground::Ground;
use crate::draw::scaled;
use crate::draw::shares::happens;
use crate::plan::{By, Plan};
use crate::plan_care::{CareDeed, PlannedPost, Post};
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::{Level, PlaceCode};

/// When posts are offered, taken and left in the evening before, and filled on the day: minutes from midnight.
const OFFERED: [i64; 2] = [-470, -420];
const TAKEN: [i64; 2] = [-400, -370];
const LEFT: [i64; 2] = [-460, -400];
const FILLED: [i64; 2] = [9 * 60, 11 * 60];

/// Every building has a steward. Where a compound has somebody of its own, they are its cadre as well, and the community's worker
/// is the buildings' deputy.
pub(super) fn draw(
    setting: &Setting<'_>,
    ground: &Ground,
    plan: &Plan,
    acts: &mut Acts,
    rng: &mut ChaCha8Rng,
) -> Vec<PlannedPost> {
    let mut posts = Vec::new();
    let mut put = |place: PlaceCode, post: Post, holder: usize| {
        let worker = setting.crew.worker_of(&place);
        posts.push(PlannedPost {
            place,
            post,
            holder,
            worker,
        });
    };
    for compound in ground.communities().flat_map(|community| &community.compounds) {
        if let Some(cadre) = setting.crew.steward_of(compound) {
            put(*compound, Post::Cadre, cadre);
        }
    }
    let widths = setting.city.tree.widths();
    let is_building = |code: &PlaceCode| widths.level_of(code) == Some(Level::Building);
    for building in plan.places.iter().map(|place| place.code).filter(is_building) {
        let (steward, worker) = (setting.crew.steward_of(&building), setting.crew.worker_of(&building));
        put(building, Post::Steward, steward.unwrap_or(worker));
        if steward.is_some() {
            put(building, Post::Deputy, worker);
        }
    }
    let of = |post: Post| {
        let held = posts.iter().enumerate();
        let own = held.filter(move |(_, held)| held.post == post && held.holder != held.worker);
        own.map(|(index, _)| index).collect::<Vec<usize>>()
    };
    let duty = &setting.care.duty;
    for post in of(Post::Cadre)
        .sample(rng, scaled(duty.handovers, plan.scale))
        .copied()
        .collect::<Vec<_>>()
    {
        let held = &posts[post];
        push(
            acts,
            setting.at(OFFERED, rng),
            By::Person(held.holder),
            CareDeed::Offer(post),
        );
        push(
            acts,
            setting.at(TAKEN, rng),
            By::Person(held.worker),
            CareDeed::Take(post),
        );
    }
    for post in of(Post::Steward)
        .sample(rng, scaled(duty.vacancies, plan.scale))
        .copied()
        .collect::<Vec<_>>()
    {
        let held = &posts[post];
        push(
            acts,
            setting.at(LEFT, rng),
            By::Person(held.holder),
            CareDeed::Leave(post),
        );
        if happens(duty.filled, rng) {
            push(
                acts,
                setting.at(FILLED, rng),
                By::Person(held.worker),
                CareDeed::Fill(post),
            );
        }
    }
    posts
}
