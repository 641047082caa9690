//! Who writes means to: no other site can send a form in somebody's name, and reading changes nothing.

use crate::World;
use crate::report::{Fault, fail_on};
use crate::rights::said;
use crate::system::client::{Visitor, send};
use crate::system::contents::changed;
use crate::walk::{Body, Walk, is_api, is_reading, posted};
use crate::walkers::Walker;
use http::Method;
use tongxin_account::{Decided, Holder};

/// A scanned notice opens its household: the one address that writes when it is read.
const READING_WRITES: [&str; 1] = ["/h/{code}"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_other_site_can_write_in_somebodys_name() {
    let world = World::build().await;
    let walks = world.walkers.iter().map(|walker| forged_as(&world, walker));
    fail_on(futures::future::join_all(walks).await.into_iter().flatten().collect());
}

/// What another site can make this walker's browser send: their cookies, and forms of its own making.
async fn forged_as(world: &World, walker: &Walker) -> Vec<Fault> {
    let mut walk = Walk::begin(&world.ground, walker, &world.described).await;
    see_forms(world, &mut walk).await;
    let stranger = Visitor::browser(&walk.system.address, None).await;
    let untouched = walk.system.contents().await;
    let mut faults = Vec::new();
    let writes = world.routes.iter().filter(|route| !is_reading(route));
    // A script can send other methods, but only after asking us, and we allow no other site.
    for route in writes.filter(|route| route.method == Method::POST && walker.has(route.right)) {
        for asked in walk.own(route) {
            let request = || walk.browser.request(Method::POST, &asked.address);
            let forged = match &asked.body {
                Body::Form(form) => [None, Some(""), Some(&*stranger.csrf)]
                    .map(|csrf| posted(request(), form, csrf))
                    .into(),
                Body::Json(body) => vec![request().header("content-type", "text/plain").body(body.to_string())],
                Body::Nothing | Body::Photo => vec![request(), request().form(&[("key", "a-key-of-the-walk")])],
            };
            for request in forged {
                let answer = send(request).await;
                let is_refused = if is_api(route) {
                    (400..500).contains(&answer.status)
                } else {
                    // A page of files that this walker has not seen takes no plain form.
                    matches!(answer.status, 403 | 415)
                };
                if !is_refused {
                    faults.push(Fault {
                        holder: walker.name(),
                        request: format!("forged {}", asked.in_short()),
                        should: "a refusal".into(),
                        was: said(&answer),
                    });
                }
            }
        }
    }
    let tables = changed(&untouched, &walk.system.contents().await);
    faults.extend((!tables.is_empty()).then(|| Fault {
        holder: walker.name(),
        request: "all forged requests".into(),
        should: "without a change".into(),
        was: tables.join(", "),
    }));
    faults
}

/// Opens the own pages, so that their forms are known.
pub async fn see_forms(world: &World, walk: &mut Walk<'_>) {
    let pages = world.routes.iter().filter(|route| is_reading(route) && !is_api(route));
    for route in pages.filter(|route| walk.walker.has(route.right)) {
        for asked in walk.own(route) {
            if walk.ask(&asked).await.opens_session() {
                walk.begin_again().await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_changes_nothing() {
    let world = World::build().await;
    let walks = world.walkers.iter().map(|walker| reading_as(&world, walker));
    fail_on(futures::future::join_all(walks).await.into_iter().flatten().collect());
}

async fn reading_as(world: &World, walker: &Walker) -> Vec<Fault> {
    let mut walk = Walk::begin(&world.ground, walker, &world.described).await;
    let untouched = walk.system.contents().await;
    let mut faults = Vec::new();
    let is_walked = |route: &&Decided| is_reading(route) && walker.has(route.right);
    for route in world.routes.iter().filter(is_walked) {
        if READING_WRITES.contains(&&*route.path) {
            continue;
        }
        for asked in walk.own(route) {
            walk.ask(&asked).await;
            let tables = changed(&untouched, &walk.system.contents().await);
            if !tables.is_empty() {
                faults.push(Fault {
                    holder: walker.name(),
                    request: asked.in_short(),
                    should: "without a change".into(),
                    was: tables.join(", "),
                });
                walk.begin_again().await;
            }
        }
    }
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asking_only_for_the_head_needs_the_same_right() {
    let world = World::build().await;
    let system = world.ground.copy().await;
    let mut faults = Vec::new();
    for walker in &world.walkers {
        let should = if walker.holder == Holder::Nobody { 401 } else { 403 };
        let walk = Walk::begin(&world.ground, walker, &world.described).await;
        let program = Visitor::program(&system.address, walker.token.as_deref());
        let refused = |route: &&Decided| is_reading(route) && !walker.has(route.right);
        for asked in world.routes.iter().filter(refused).flat_map(|route| walk.own(route)) {
            let answer = send(program.request(Method::HEAD, &asked.address)).await;
            if answer.status != should {
                faults.push(Fault {
                    holder: walker.name(),
                    request: format!("HEAD {}", asked.address),
                    should: should.to_string(),
                    was: said(&answer),
                });
            }
        }
    }
    fail_on(faults);
}
