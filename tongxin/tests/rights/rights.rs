//! Every route × every holder, about the own things: whoever lacks the right is refused, whoever has it is not.

use crate::World;
use crate::report::{Fault, fail_on};
use crate::system::client::Answer;
use crate::walk::{Asked, Walk, is_api, is_reading};
use crate::walkers::Walker;
use http::Method;
use memchr::memmem;
use std::collections::BTreeSet;
use tongxin_account::{Action, Decided, Holder};

/// Routes whose handler asks for more than their right says, by the end of their path: the rules of a need let its own
/// people act without a role, so its routes ask for reading only.
const FURTHER: [(&str, Action); 4] = [
    // The household's side, or its outlet's.
    ("/api/v1/orders/{id}/cancel", Action::OrderPlace),
    ("/needs/{id}/solve", Action::NeedWork),
    ("/needs/{id}/strike-off", Action::NeedStrikeOff),
    ("/needs/{id}/undo", Action::NeedWork),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_is_open_to_exactly_those_whom_the_table_allows() {
    let world = World::build().await;
    let walks = world.walkers.iter().map(|walker| walk_as(&world, walker));
    let mut faults = Vec::new();
    let mut found = BTreeSet::new();
    for (wrong, reached) in futures::future::join_all(walks).await {
        faults.extend(wrong);
        found.extend(reached);
    }
    // Else the neighbour's would be refused for the wrong reason.
    for route in world.routes.iter().filter(|route| route.path.contains('{')) {
        if !found.contains(&request_of(route)) {
            faults.push(Fault {
                holder: "everybody",
                request: request_of(route),
                should: "found by somebody (is its address filled with the right thing?)".into(),
                was: "404 for all".into(),
            });
        }
    }
    fail_on(faults);
}

fn request_of(route: &Decided) -> String {
    format!("{} {}", route.method, route.path)
}

/// What went wrong, and which routes knew what their address named.
async fn walk_as(world: &World, walker: &Walker) -> (Vec<Fault>, Vec<String>) {
    let mut walk = Walk::begin(&world.ground, walker, &world.described).await;
    let (mut faults, mut found) = (Vec::new(), Vec::new());
    for route in &world.routes {
        for asked in walk.own(route) {
            let answer = walk.ask(&asked).await;
            let wrong = if walker.has(route.right) {
                wrong_with_right(walker, route, &answer)
            } else {
                wrong_without_right(walker, &asked, &answer)
            };
            let leaked = leaked(walker, &asked, &answer);
            faults.extend(wrong.into_iter().chain(leaked).map(|should| Fault {
                holder: walker.name(),
                request: asked.in_short(),
                should,
                was: said(&answer),
            }));
            if walker.has(route.right) && answer.status != 404 {
                found.push(request_of(route));
            }
            // A scanned notice signs its reader in.
            if answer.opens_session() || (!is_reading(route) && answer.status < 400) {
                walk.begin_again().await;
            }
        }
    }
    (faults, found)
}

/// What the answer should have been to somebody whom the table allows that route.
fn wrong_with_right(walker: &Walker, route: &Decided, answer: &Answer) -> Option<String> {
    let further = FURTHER.iter().find(|(path, _)| route.path.ends_with(path));
    let is_refused_further = further.is_some_and(|(_, action)| !walker.may(*action));
    let is_sent_away = answer.location.starts_with("/sign-in?");
    let is_refusal = match (answer.status, is_api(route)) {
        // Signing in with a wrong password is a refusal of another kind.
        (401, true) => answer.code() == "unauthorized",
        (401, false) => true,
        (403, _) => !is_refused_further,
        _ => is_sent_away,
    };
    if is_refusal {
        return Some("no refusal: the table allows it".into());
    }
    (answer.status >= 500).then(|| "an answer".into())
}

/// What the answer should have been to somebody whom the table does not allow that route.
fn wrong_without_right(walker: &Walker, asked: &Asked, answer: &Answer) -> Option<String> {
    let is_page = !asked.address.starts_with("/api/");
    let (is_right, should) = match walker.holder {
        Holder::Nobody if is_page && asked.method == Method::GET => (
            answer.status == 303 && answer.location.starts_with("/sign-in?next="),
            "303 to /sign-in",
        ),
        Holder::Nobody => (answer.status == 401, "401"),
        _ => (answer.status == 403, "403"),
    };
    (!is_right).then(|| should.to_owned())
}

/// Which text of a stranger's stands in the answer.
pub fn leaked(walker: &Walker, asked: &Asked, answer: &Answer) -> Option<String> {
    let is_beside_needs = asked.address.starts_with("/needs");
    // Unoptimised, the standard library's search takes most of this test's time.
    let is_shown = |mark: &&String| memmem::find(answer.body.as_bytes(), mark.as_bytes()).is_some();
    let may_be_shown = |mark: &&String| is_beside_needs && walker.offered.contains(*mark);
    let mark = walker.hidden.iter().filter(is_shown).find(|mark| !may_be_shown(mark))?;
    Some(format!("without {mark}"))
}

/// An answer in short.
pub fn said(answer: &Answer) -> String {
    let what = match answer.status {
        300..400 => format!("to {}", answer.location),
        400.. => answer.code(),
        _ => String::new(),
    };
    format!("{} {what}", answer.status).trim_end().to_owned()
}
