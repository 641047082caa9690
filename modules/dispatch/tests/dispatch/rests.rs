//! Whoever drives rests around noon, where that was asked for.

use crate::firm::Firm;
use crate::world::World;
use serde_json::{Value, json};

pub async fn a_rest_is_asked_for_within_bounds_and_stands_on_the_run(world: &World) {
    let firm = Firm::open_for(world, 1).await;
    let (status, refused) = firm.ask(json!({"day": "2022-11-24", "rest_minutes": 5})).await;
    assert_eq!(status, 422, "{refused}");
    assert!(refused.to_string().contains("rest_minutes"), "{refused}");

    let plan = firm.planned_with_rest(30).await;
    assert_eq!(plan["asked"]["rest_minutes"], 30);
    let planned = rests(plan["body"]["runs"].as_array());
    firm.publish(&plan).await;
    let runs = firm.runs().await;
    assert_eq!(rests(Some(&runs)), planned, "{runs:?}");
}

/// Minutes of rest at each stop, in order.
fn rests(runs: Option<&Vec<Value>>) -> Vec<i64> {
    let stops = runs
        .into_iter()
        .flatten()
        .flat_map(|run| run["stops"].as_array().into_iter().flatten());
    stops
        .map(|stop| stop["rest_minutes"].as_i64().unwrap_or_default())
        .collect()
}
