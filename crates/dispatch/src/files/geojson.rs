//! GeoJSON: a line for each route and a point for each stop, to be laid on a map.

use serde_json::{Value, json};

use crate::model::{Instance, Plan, Route, Travel};

/// Writes a plan as a feature collection. An instance without points gives one without geometry.
pub fn write(instance: &Instance, plan: &Plan) -> String {
    let mut features: Vec<Value> = plan
        .routes
        .iter()
        .enumerate()
        .map(|(n, route)| line(instance, n, route))
        .collect();
    for (number, route) in plan.routes.iter().enumerate() {
        for (order, visit) in route.visits.iter().enumerate() {
            let Some(stop) = visit.stop else { continue };
            let properties = json!({
                "stop": instance.stops()[stop].id, "route": number, "order": order + 1,
                "arrival": visit.arrival, "begin": visit.begin, "departure": visit.departure,
            });
            features.push(feature(dot(instance, stop), properties));
        }
    }
    for left in &plan.unserved {
        let properties = json!({ "stop": instance.stops()[left.stop].id, "unserved": left.why });
        features.push(feature(dot(instance, left.stop), properties));
    }
    super::json::pretty(&json!({ "type": "FeatureCollection", "features": features }))
}

fn line(instance: &Instance, number: usize, route: &Route) -> Value {
    let kind = &instance.vehicles()[route.vehicle];
    let reload = kind.reload.map_or(kind.start, |reload| reload.location);
    let stops = route
        .visits
        .iter()
        .map(|visit| visit.stop.map_or(reload, |stop| instance.stops()[stop].location));
    let way = [kind.start].into_iter().chain(stops).chain(kind.end);
    let points: Option<Vec<[f64; 2]>> = way.map(|location| point(instance, location)).collect();
    let properties = json!({
        "route": number, "vehicle": kind.id, "number": route.number, "stops": route.visits.len(),
        "start": route.start, "end": route.end,
    });
    feature(
        points.map(|points| json!({ "type": "LineString", "coordinates": points })),
        properties,
    )
}

fn dot(instance: &Instance, stop: usize) -> Option<Value> {
    let at = point(instance, instance.stops()[stop].location)?;
    Some(json!({ "type": "Point", "coordinates": at }))
}

fn feature(geometry: Option<Value>, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

fn point(instance: &Instance, location: usize) -> Option<[f64; 2]> {
    let draft = instance.draft();
    match &draft.travel[0] {
        _ if !draft.points.is_empty() => Some(draft.points[location]),
        Travel::Straight(straight) => Some(straight.positions[location].map(f64::from)),
        Travel::Table(_) => None,
    }
}
