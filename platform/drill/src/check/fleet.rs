//! Dispatch against the book: every run, and the day's figures in the briefing.

use super::Played;
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::{FleetCounts, Mismatch};
use crate::play::Log;
use crate::play::dispatch::{Fleet, LiveRun, RideStanding, of_firm};
use crate::play::supply::Stage;
use futures::StreamExt as _;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

pub(super) async fn check(played: Played<'_>, log: &mut Log) -> Result<(), DrillError> {
    let Some(fleet) = played.fleet else { return Ok(()) };
    let looks = fleet.runs.iter().map(|(id, run)| async move {
        let path = format!("/api/v1/day-runs/{id}");
        let answer = played.client.get(&path, played.world.reader()).await?;
        Ok::<_, DrillError>(compared(id, run, &answer.body))
    });
    let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
    while let Some(found) = looks.next().await {
        log.mismatches.extend(found?);
    }
    figures(played, fleet, log).await?;
    let tally = fleet.tally;
    log.counts.fleet = FleetCounts {
        plans: tally.plans,
        runs: tally.runs,
        kilometres: tally.kilometres,
        stops: tally.stops,
        on_time: tally.on_time,
        came_back: tally.came_back,
        unserved: tally.unserved,
        behind: tally.behind,
        broken: tally.broken,
        checked: fleet.runs.len(),
        ..FleetCounts::default()
    };
    rides(played, fleet, log).await
}

/// How a run stands, and what of it is still open.
fn compared(id: &str, run: &LiveRun, found: &Value) -> Vec<Mismatch> {
    let stops = found["stops"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|stop| stop["is_pickup"] == false);
    let open = stops
        .flat_map(|stop| stop["cargo"].as_array().into_iter().flatten())
        .filter(|cargo| cargo["state"] == "open" || cargo["state"] == "on_board")
        .count();
    let brought = run.stops.iter().filter(|stop| !stop.is_pickup);
    let in_book: usize = brought.map(|stop| stop.open.len()).sum();
    let (expected, found) = (json!([run.standing.as_str(), in_book]), json!([found["state"], open]));
    let mismatch = || Mismatch::new(format!("run {id}"), "state and open cargo", &expected, &found);
    // What a broken vehicle had on board is with another run now, or lies there still.
    let is_same = expected == found || (run.standing.as_str() == "broken" && expected[0] == found[0]);
    (!is_same).then(mismatch).into_iter().collect()
}

/// Every ride as the firm that drives sees it; what has not ended well is somebody's need.
async fn rides(played: Played<'_>, fleet: &Fleet, log: &mut Log) -> Result<(), DrillError> {
    let Some(supply) = &played.plan.supply else {
        return Ok(());
    };
    let stage = Stage {
        plan: played.plan,
        supply,
        client: played.client,
        world: played.world,
        now: played.plan.ends_at,
    };
    let firms: BTreeSet<usize> = fleet.rides.live.values().map(|live| live.firm).collect();
    let mut found: HashMap<String, Value> = HashMap::new();
    for firm in firms {
        let rides = of_firm(firm, stage).await?;
        found.extend(
            rides
                .into_iter()
                .filter_map(|ride| Some((ride["id"].as_str()?.to_owned(), ride))),
        );
    }
    for live in fleet.rides.live.values() {
        let ride = found.get(&live.id).unwrap_or(&Value::Null);
        let expected = json!([live.standing.as_str(), live.need]);
        let is_anybodys = live.need.is_some() || !live.standing.is_open();
        if expected != json!([ride["state"], ride["need"]]) || !is_anybodys {
            let subject = format!("ride {}", live.id);
            let mismatch = Mismatch::new(
                subject,
                "state and need",
                expected,
                json!([ride["state"], ride["need"]]),
            );
            log.mismatches.push(mismatch);
        }
    }
    let rides = || fleet.rides.live.values();
    let counts = &mut log.counts.fleet;
    counts.rides = rides().count();
    counts.ridden = rides().filter(|live| live.standing == RideStanding::Arrived).count();
    counts.rides_raised = rides().filter(|live| live.need.is_some()).count();
    Ok(())
}

async fn figures(played: Played<'_>, fleet: &Fleet, log: &mut Log) -> Result<(), DrillError> {
    let answer = played.client.get("/api/v1/briefing", played.world.reader()).await?;
    let tally = fleet.tally;
    let expected = [
        ("runs", tally.runs),
        ("stops", tally.stops),
        ("on_time", tally.on_time),
        ("late", tally.late),
        ("arrived", tally.arrived),
        ("came_back", tally.came_back),
        ("kilometres", tally.kilometres),
        ("unserved", tally.unserved),
    ];
    log.counts.counts_checked += expected.len();
    for (key, expected) in expected {
        let figures = answer.body["dispatch"].as_array();
        let figure = figures.and_then(|figures| figures.iter().find(|figure| figure["key"] == key));
        let found = figure.map_or(Value::Null, |figure| figure["number"].clone());
        if found != json!(expected) {
            log.mismatches.push(Mismatch::new(
                format!("briefing, dispatch {key}"),
                "number",
                expected,
                found,
            ));
        }
    }
    Ok(())
}
