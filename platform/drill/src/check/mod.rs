//! Comparing the system with the book, need by need and count by count, through the API.

mod board;
mod care;
mod figures;
mod fleet;
mod market;
mod passes;
mod photos;
mod volunteer;

use crate::client::{Answer, Client, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Plan;
use crate::play::care::Rounds;
use crate::play::dispatch::Fleet;
use crate::play::pass::Desk;
use crate::play::raised::RaisedNeed;
use crate::play::supply::Market;
use crate::play::volunteer::Shifts;
use crate::play::world::World;
use crate::play::{Live, Log, Needs};
use crate::progress::Progress;
use futures::StreamExt as _;
use serde_json::{Value, json};

/// Names of the tiers in the API, from the base up.
pub(crate) const TIERS: [&str; 4] = ["base", "subdistrict", "district", "city"];

/// How a need is named in a mismatch.
pub(crate) fn subject(plan: &Plan, index: usize, id: &str) -> String {
    let need = &plan.needs[index];
    format!("{} #{index} {id} ({} {})", need.kind.as_str(), need.topic, need.place)
}

/// What was played, to be compared.
#[derive(Clone, Copy)]
pub(crate) struct Played<'a> {
    pub plan: &'a Plan,
    pub client: &'a Client,
    pub world: &'a World,
    pub needs: &'a Needs,
    pub market: &'a Market,
    pub desk: Option<&'a Desk>,
    pub fleet: Option<&'a Fleet>,
    pub rounds: Option<&'a Rounds>,
    pub shifts: Option<&'a Shifts>,
}

/// Compares every need, the board's counts, all of supply, all passes, every visit and every shift.
pub(crate) async fn check(played: Played<'_>, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
    let Played {
        plan,
        client,
        world,
        needs,
        market,
        ..
    } = played;
    count_states(needs, log);
    let planned = needs.iter().map(|(index, live)| {
        let subject = subject(plan, *index, &live.id);
        (subject, expected(plan, world, needs, *index, live), live)
    });
    let raised = market.raised.iter().map(|raised| {
        let expected = expected_raised(world, raised);
        (raised.subject(), expected, &raised.live)
    });
    let all: Vec<_> = planned.chain(raised).collect();
    let total = all.len();
    let mut looks = futures::stream::iter(all.into_iter().map(|(subject, expected, live)| async move {
        let answer = client
            .get(&format!("/api/v1/needs/{}", live.id), world.reader())
            .await?;
        Ok::<_, DrillError>(compared(world, subject, expected, live, &answer))
    }))
    .buffer_unordered(IN_FLIGHT_MAX);
    let mut checked = 0;
    while let Some(found) = looks.next().await {
        log.mismatches.extend(found?);
        checked += 1;
        progress.done("drill-checking", checked, total);
    }
    log.counts.checked = checked;
    drop(looks);
    photos::check(plan, client, world, needs, log).await?;
    board::check(played, log).await?;
    market::check(played, progress, log).await?;
    fleet::check(played, log).await?;
    passes::check(played, progress, log).await?;
    care::check(played, progress, log).await?;
    volunteer::check(played, progress, log).await?;
    figures::check(played, log).await
}

fn count_states(needs: &Needs, log: &mut Log) {
    log.counts.needs = needs.len();
    for live in needs.values() {
        *log.counts.by_state.entry(live.book.state()).or_default() += 1;
        log.counts.overdue += usize::from(live.book.is_overdue());
    }
}

/// In what a need differs from its page in the book.
fn compared(
    world: &World,
    subject: String,
    expected: Vec<(&'static str, Value)>,
    live: &Live,
    answer: &Answer,
) -> Vec<Mismatch> {
    if !answer.status.is_success() {
        return vec![Mismatch::new(subject, "status", 200, answer.status.as_u16())];
    }
    let found = &answer.body["need"];
    let mut mismatches: Vec<Mismatch> = expected
        .into_iter()
        .filter(|(field, expected)| found[*field] != *expected)
        .map(|(field, expected)| Mismatch::new(subject.clone(), field, expected, &found[field]))
        .collect();
    mismatches.extend(compared_entries(&subject, world, live, &answer.body["entries"]));
    let photos = live
        .book
        .entries()
        .iter()
        .filter(|entry| entry.kind == "attached")
        .count();
    let found_photos = answer.body["attachments"].as_array().map_or(0, Vec::len);
    if photos != found_photos {
        mismatches.push(Mismatch::new(subject, "photos", photos, found_photos));
    }
    mismatches
}

/// What the system should say of a need.
fn expected(plan: &Plan, world: &World, needs: &Needs, index: usize, live: &Live) -> Vec<(&'static str, Value)> {
    let (need, book) = (&plan.needs[index], &live.book);
    let merged_into = book
        .merged_into()
        .and_then(|into| needs.get(&into))
        .map(|live| &live.id);
    let mut expected = expected_of(world, need.kind.as_str(), &need.topic, live);
    expected.extend([
        ("place", json!(need.place)),
        (
            "household",
            json!(need.household.map(|household| &world.households[household].id)),
        ),
        ("org", json!(need.org.map(|org| &world.orgs[org]))),
        ("title", json!(need.title)),
        (
            "assigned_account",
            json!(book.assigned().map(|person| &world.people[person].account)),
        ),
        ("merged_into", json!(merged_into)),
    ]);
    expected
}

/// What the system should say of a need that it raised itself; what it wrote is its own affair.
fn expected_raised(world: &World, raised: &RaisedNeed) -> Vec<(&'static str, Value)> {
    let household = raised.household.map(|household| &world.households[household].id);
    let mut expected = expected_of(world, raised.kind, raised.topic, &raised.live);
    expected.extend([
        ("place", json!(raised.place)),
        ("household", json!(household)),
        ("org", json!(raised.firm.map(|firm| &world.market.firms[firm]))),
    ]);
    expected
}

/// What holds for every need.
fn expected_of(world: &World, kind: &str, topic: &str, live: &Live) -> Vec<(&'static str, Value)> {
    let book = &live.book;
    let lifeline = world.lifelines.get(&(kind.to_owned(), topic.to_owned()));
    vec![
        ("kind", json!(kind)),
        ("topic", json!(topic)),
        ("lifeline", json!(lifeline)),
        ("state", json!(book.state().as_str())),
        ("priority", json!(book.priority().as_str())),
        ("tier", json!(TIERS[usize::from(book.tier().min(3))])),
        ("is_open", json!(book.state().is_open())),
        ("is_overdue", json!(book.is_overdue())),
        ("raised_at", json!(book.raised_at())),
        ("due_at", json!(book.due_at())),
        ("seq", json!(book.entries().len())),
    ]
}

/// The entries, one by one: what, who and when.
fn compared_entries(subject: &str, world: &World, live: &Live, found: &Value) -> Option<Mismatch> {
    let expected: Vec<Value> = live
        .book
        .entries()
        .iter()
        .map(|entry| json!([entry.kind, world.actor(entry.by), entry.at]))
        .collect();
    let found: Vec<Value> = found
        .as_array()
        .into_iter()
        .flatten()
        .map(|entry| json!([entry["kind"], entry["actor"], entry["at"]]))
        .collect();
    if expected == found {
        return None;
    }
    let differs = expected
        .iter()
        .zip(&found)
        .position(|(expected, found)| expected != found);
    let at = differs.unwrap_or(expected.len().min(found.len()));
    let at_of = |entries: &[Value]| entries.get(at).map_or_else(|| "none".to_owned(), Value::to_string);
    Some(Mismatch::new(
        subject,
        format!("entry {}", at + 1),
        at_of(&expected),
        at_of(&found),
    ))
}
