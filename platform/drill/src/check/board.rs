//! The board's counts against sums of the book: the city, each district and subdistrict touched, by state and lifeline,
//! and what happened on the day.

use super::Played;
use crate::book::{BookNeed, State};
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::{Over, Plan, Role};
use crate::play::Log;
use futures::StreamExt as _;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tongxin_city::PlaceCode;

/// A board may lag behind by a few seconds; so long it is asked again.
const LAG_MAX: Duration = Duration::from_secs(15);
const ASK_EVERY: Duration = Duration::from_millis(300);
/// What the board counts by day.
const EVENTS: [&str; 6] = ["raised", "solved", "struck_off", "declined", "escalated", "reopened"];

/// A need as the board counts it.
struct Standing<'a> {
    place: PlaceCode,
    lifeline: Option<&'a String>,
    book: &'a BookNeed,
}

pub(super) async fn check(played: Played<'_>, log: &mut Log) -> Result<(), DrillError> {
    let (places, standings) = (places(played.plan), standings(played));
    let looks = places.iter().map(|place| compared(played, &standings, *place));
    let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
    while let Some(found) = looks.next().await {
        let (count, mismatches) = found?;
        log.counts.counts_checked += count;
        log.mismatches.extend(mismatches);
    }
    Ok(())
}

/// All needs, those that people raised and those that the system did.
fn standings(played: Played<'_>) -> Vec<Standing<'_>> {
    let lifeline = |kind: &str, topic: &str| played.world.lifelines.get(&(kind.to_owned(), topic.to_owned()));
    let planned = played.needs.iter().map(|(index, live)| {
        let need = &played.plan.needs[*index];
        Standing {
            place: need.place,
            lifeline: lifeline(need.kind.as_str(), &need.topic),
            book: &live.book,
        }
    });
    let raised = played.market.raised.iter().map(|raised| Standing {
        place: raised.place,
        lifeline: lifeline(raised.kind, raised.topic),
        book: &raised.live.book,
    });
    planned.chain(raised).collect()
}

/// The city, and every district and subdistrict that has an officer in the drill.
fn places(plan: &Plan) -> BTreeSet<PlaceCode> {
    let officers = plan.people.iter().filter(|person| person.role == Role::Officer);
    officers
        .filter_map(|officer| match officer.over {
            Over::Place(place) => Some(place),
            Over::Org(_) | Over::Firm(_) => None,
        })
        .collect()
}

async fn compared(
    played: Played<'_>,
    standings: &[Standing<'_>],
    place: PlaceCode,
) -> Result<(usize, Vec<Mismatch>), DrillError> {
    let expected = expected(played.plan, standings, place);
    let path = format!("/api/v1/board/{place}");
    let started = Instant::now();
    loop {
        let answer = played.client.get(&path, played.world.reader()).await?;
        let mut mismatches = Vec::new();
        for (pointer, expected) in &expected {
            let found = found(&answer.body, pointer);
            if found.as_ref() != Some(expected) {
                let found = found.map_or_else(|| "none".to_owned(), |found| found.to_string());
                mismatches.push(Mismatch::new(
                    format!("board {place}"),
                    pointer.clone(),
                    expected,
                    found,
                ));
            }
        }
        if mismatches.is_empty() || started.elapsed() > LAG_MAX {
            return Ok((expected.len(), mismatches));
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}

/// A count in the board's answer: `needs/open`, `lifelines/food/raised`, `days/last/raised`.
fn found(body: &Value, pointer: &str) -> Option<Value> {
    let mut steps = pointer.split('/');
    let value = match steps.next()? {
        "needs" => &body["needs"],
        "lifelines" => {
            let lifeline = steps.next()?;
            let lifelines = body["lifelines"].as_array()?;
            &lifelines.iter().find(|each| each["lifeline"] == lifeline)?["needs"]
        }
        _ => body["days"].as_array()?.last()?,
    };
    value.get(steps.next_back()?).cloned()
}

fn expected(plan: &Plan, standings: &[Standing<'_>], place: PlaceCode) -> Vec<(String, Value)> {
    let inside: Vec<&Standing<'_>> = (standings.iter())
        .filter(|standing| standing.place.is_inside(&place))
        .collect();
    let mut expected = Vec::new();
    push_counts("needs", inside.iter().map(|standing| standing.book), &mut expected);
    let lifelines: BTreeSet<&String> = inside.iter().filter_map(|standing| standing.lifeline).collect();
    for name in lifelines {
        let of_it = inside
            .iter()
            .filter(|standing| standing.lifeline == Some(name))
            .map(|standing| standing.book);
        push_counts(&format!("lifelines/{name}"), of_it, &mut expected);
    }
    push_day(plan, &inside, &mut expected);
    expected
}

fn push_counts<'a>(prefix: &str, needs: impl Iterator<Item = &'a BookNeed>, expected: &mut Vec<(String, Value)>) {
    let mut by_state = [0usize; State::ALL.len()];
    let (mut open, mut overdue) = (0, 0);
    for book in needs {
        by_state[book.state() as usize] += 1;
        open += usize::from(book.state().is_open());
        overdue += usize::from(book.is_overdue());
    }
    let mut counts = Map::new();
    counts.insert("open".into(), json!(open));
    counts.insert("overdue".into(), json!(overdue));
    for (state, count) in State::ALL.into_iter().zip(by_state) {
        counts.insert(state.as_str().into(), json!(count));
    }
    expected.extend(
        counts
            .into_iter()
            .map(|(name, count)| (format!("{prefix}/{name}"), count)),
    );
}

/// What happened on the played day.
fn push_day(plan: &Plan, inside: &[&Standing<'_>], expected: &mut Vec<(String, Value)>) {
    let entries = || {
        let all = inside.iter().flat_map(|standing| standing.book.entries());
        all.filter(|entry| entry.at >= plan.day_starts_at)
    };
    for event in EVENTS {
        let count = entries().filter(|entry| entry.kind == event).count();
        expected.push((format!("day/{event}"), json!(count)));
    }
    let overdue = entries().filter(|entry| entry.is_newly_overdue).count();
    expected.push(("day/overdue".to_owned(), json!(overdue)));
}
