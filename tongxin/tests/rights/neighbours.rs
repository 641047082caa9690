//! The same routes, asked by those who have the right, about a neighbour's things: there is nothing to be found, and
//! nothing of it is shown or changed.

use crate::World;
use crate::kinds::{Kind, parts_of};
use crate::report::{Fault, fail_on};
use crate::rights::{leaked, said};
use crate::system::client::Answer;
use crate::system::contents::{Contents, changed};
use crate::walk::{Asked, Walk, is_api, is_reading};
use crate::walkers::Walker;
use crate::writes::see_forms;
use tongxin_account::{Decided, Holder};

/// Reading that is open to whoever has the right, wherever the place is: the names of places are public to them.
const OPEN: [&str; 5] = [
    // What a listed outlet sells, and for how much.
    "/api/v1/outlets/{org}/offers",
    "/places/{code}",
    "/api/v1/places/{code}",
    "/api/v1/places/{code}/children",
    "/api/v1/places/{code}/position",
];

/// What a run's link opens, whoever holds it, and nothing else does: nobody here holds one.
const BY_LINK: &str = "/api/v1/run/";

/// A field that may name somebody elsewhere.
struct Elsewhere {
    /// The end of the path.
    path: &'static str,
    field: &'static str,
    of: fn(Holder) -> bool,
}

/// Whoever works a need may give it to anybody; an organisation says where it lacks something; the organisation beside
/// a role over a place is not looked at.
const ELSEWHERE: [Elsewhere; 7] = [
    elsewhere("/needs/{id}/assign", "/account", |_| true),
    elsewhere("/needs/{id}/assign", "/org", |_| true),
    elsewhere("/api/v1/needs", "/place", is_over_org),
    elsewhere("/people/invite", "org", |_| true),
    // The page to go back to.
    elsewhere("/outlet/orders/{id}/drop", "run", |_| true),
    elsewhere("/outlet/windows/{id}/close", "org", |_| true),
    elsewhere("/outlet/windows/{id}/reopen", "org", |_| true),
];

const fn elsewhere(path: &'static str, field: &'static str, of: fn(Holder) -> bool) -> Elsewhere {
    Elsewhere { path, field, of }
}

fn is_over_org(holder: Holder) -> bool {
    matches!(holder, Holder::Role(role) if role.is_over_org())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_the_neighbours_is_found_shown_or_changed() {
    let world = World::build().await;
    let walks = world.walkers.iter().map(|walker| walk_as(&world, walker));
    let faults = futures::future::join_all(walks).await;
    fail_on(faults.into_iter().flatten().collect());
}

async fn walk_as(world: &World, walker: &Walker) -> Vec<Fault> {
    let mut walk = Walk::begin(&world.ground, walker, &world.described).await;
    let all_naming = world.described.all_naming_query(&world.routes);
    let untouched = walk.system.contents().await;
    let mut faults = Vec::new();
    see_forms(world, &mut walk).await;
    for route in world.routes.iter().filter(|route| walker.has(route.right)) {
        let naming = if is_api(route) {
            world.described.naming_query(route)
        } else {
            all_naming.clone()
        };
        for asked in walk.foreign_addresses(route) {
            let answer = walk.ask(&asked).await;
            let wrong = wrong_address(route, &answer);
            faults.extend(judged(&mut walk, route, &asked, &answer, wrong, &untouched).await);
        }
        for asked in walk.foreign_contents(route, &naming) {
            let answer = walk.ask(&asked).await;
            let wrong = (answer.status >= 500).then(|| "an answer".to_owned());
            faults.extend(judged(&mut walk, route, &asked, &answer, wrong, &untouched).await);
        }
    }
    faults
}

/// What the answer to an address that names the neighbour's should have been.
fn wrong_address(route: &Decided, answer: &Answer) -> Option<String> {
    let parts = parts_of(&route.path).unwrap_or_default();
    let (is_right, should) = if is_reading(route) && OPEN.contains(&&*route.path) {
        (answer.status < 500, "an answer")
    } else if route.path.starts_with(BY_LINK) {
        (answer.status == 401, "401")
    } else if parts.iter().any(|(_, kind)| *kind == Kind::Shop) {
        // It is asked for which door before anything else.
        (matches!(answer.status, 404 | 422), "404 or 422")
    } else if parts.iter().any(|(_, kind)| kind.is_secret()) {
        // The secret is one that has ended; the page for typing another one says so.
        (matches!(answer.status, 404 | 410 | 422), "404, 410 or 422")
    } else {
        (answer.status == 404, "404")
    };
    (!is_right).then(|| should.to_owned())
}

async fn judged(
    walk: &mut Walk<'_>,
    route: &Decided,
    asked: &Asked,
    answer: &Answer,
    wrong: Option<String>,
    untouched: &Contents,
) -> Vec<Fault> {
    let mut wrong: Vec<String> = wrong.into_iter().chain(leaked(walk.walker, asked, answer)).collect();
    let is_done = !is_reading(route) && answer.status < 400;
    if is_done && !may_be_elsewhere(walk.walker, route, asked) {
        let mut tables = changed(untouched, &walk.system.contents().await);
        tables.retain(|table| table != "command");
        if !tables.is_empty() {
            wrong.push(format!("without a change of {}", tables.join(", ")));
        }
    }
    if is_done || answer.opens_session() {
        walk.begin_again().await;
    }
    let fault = |should| Fault {
        holder: walk.walker.name(),
        request: asked.in_short(),
        should,
        was: said(answer),
    };
    wrong.into_iter().map(fault).collect()
}

fn may_be_elsewhere(walker: &Walker, route: &Decided, asked: &Asked) -> bool {
    let named = asked.foreign.split('=').next().unwrap_or_default();
    ELSEWHERE.iter().any(|elsewhere| {
        route.path.ends_with(elsewhere.path) && named == elsewhere.field && (elsewhere.of)(walker.holder)
    })
}
