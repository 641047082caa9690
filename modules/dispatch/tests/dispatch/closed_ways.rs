//! A bridge or street that nobody gets across: runs go round it.

use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Firm, TODAY, code, text};
use crate::world::{COMMUNITY, World};
use serde_json::{Value, json};

/// Two points between which nobody gets from the firm to the building that lies in another community, each as longitude and
/// latitude: across the line between them, a little to one side and far to the other.
async fn across(firm: &Firm<'_>) -> [[f64; 2]; 2] {
    let mut ends = Vec::new();
    for place in [COMMUNITY, firm.buildings[2].as_str()] {
        let (status, at) = firm.manager.get(&format!("/places/{place}/position")).await;
        assert_eq!(status, 200, "{at}");
        ends.push(["lon", "lat"].map(|axis| at[axis].as_f64().unwrap()));
    }
    let (from, to) = (ends[0], ends[1]);
    let beside = |by: f64| {
        let [east, north] = [0, 1].map(|axis| to[axis] - from[axis]);
        [
            (from[0] + to[0]) / 2.0 - by * north,
            (from[1] + to[1]) / 2.0 + by * east,
        ]
    };
    [beside(-0.4), beside(1.0)]
}

fn way([from, to]: [[f64; 2]; 2]) -> Value {
    let point = |[lon, lat]: [f64; 2]| json!({"lon": lon, "lat": lat});
    json!({"from": point(from), "to": point(to)})
}

fn metres(plan: &Value) -> i64 {
    plan["figures"]["metres"].as_i64().unwrap_or_else(|| panic!("{plan}"))
}

pub async fn a_closed_way_is_gone_round_by_the_rest_of_the_day(world: &World) {
    let firm = Firm::open(world).await;
    let open = firm.planned().await;
    firm.publish(&open).await;

    let closed = way(across(&firm).await);
    let round = firm.planned_round(&closed).await;
    assert_eq!(round["asked"]["closed_ways"], json!([closed]));
    assert_eq!(round["figures"]["unserved"], 0, "{round}");
    assert!(metres(&round) > metres(&open), "{} {}", metres(&round), metres(&open));
    let path = format!("/plans/{}", text(&round["id"]));
    let (_, map) = firm.manager.get(&format!("{path}/geojson")).await;
    let features = map["features"].as_array().unwrap_or_else(|| panic!("{map}"));
    assert!(
        features
            .iter()
            .any(|feature| feature["properties"]["is_closed"] == true),
        "{map}"
    );

    // A change by hand goes round as well: what stays where it was is as far as it was.
    let run = &round["body"]["runs"][0];
    let stays =
        json!({"kind": "move", "run": run["id"], "stop": run["stops"][0]["stop"], "to": run["id"], "position": 0});
    let change = json!({"seq": round["seq"], "change": stays});
    let (status, done) = firm.manager.post(&format!("{path}/change"), change).await;
    assert_eq!(status, 200, "{done}");
    let (_, changed) = firm.manager.get(&path).await;
    assert_eq!(metres(&changed), metres(&round));
    firm.publish(&changed).await;

    let again = firm.planned().await;
    assert_eq!(metres(&again), metres(&open), "open again");
    let many = json!({"day": TODAY, "closed_ways": vec![closed; 11]});
    let refused = firm.ask(many).await;
    assert_eq!(refused.0, 422, "{refused:?}");
    let nowhere = json!({"day": TODAY, "closed_ways": [{"from": {"place": "999"}, "to": {"lon": 1.5, "lat": 2.5}}]});
    assert_eq!(code(&firm.ask(nowhere).await), (422, "invalid"));
}

pub async fn a_closed_way_is_filled_in_with_two_points(world: &World) {
    let firm = Firm::open(world).await;
    let (org, mut desk) = (firm.org.to_string(), Desk::of(&firm.manager));
    let plans = format!("/outlet/plans?org={org}&day={TODAY}");
    let building = firm.buildings[0].to_string();
    let [from, to] = across(&firm).await.map(|[lon, lat]| format!("{lon}, {lat}"));
    let asked = |from: &str, to: &str| {
        [
            ("org", org.as_str()),
            ("day", TODAY),
            ("from_minute", "03:00"),
            ("to_minute", "00:00"),
            ("seconds", "1"),
            ("way_from", from),
            ("way_to", to),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    for (from, to, said) in [
        (from.as_str(), "", "Fill in both points"),
        ("1.5, 106.5", "2.5, 29.5", "Longitude first"),
        ("nowhere at all", to.as_str(), "nowhere at all"),
        (building.as_str(), building.as_str(), "at least 10 m and at most 50 km"),
    ] {
        let asked = asked(from, to);
        let fields: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = desk.submit(&plans, "/outlet/plans", &fields).await;
        says(&refused, 422, &["#f-closed_ways", said]);
    }

    let two = [&asked(&from, &to)[..], &asked(&building, &to)[5..]].concat();
    let fields: Vec<(&str, &str)> = two.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = desk.submit(&plans, "/outlet/plans", &fields).await;
    let ways = format!("nobody gets across {from} – {to}; 1栋 – {to}");
    says(&made, 200, &[&ways]);

    // Until somebody says otherwise it stays closed.
    let again = [format!("value=\"{from}\""), format!("value=\"{building} 1栋\"")];
    says(&desk.get(&plans).await, 200, &[&again[0], &again[1]]);
    says(
        &Desk::chinese(&firm.manager).get(&plans).await,
        200,
        &["过不去：", "封闭的桥或街道"],
    );
    let opened = asked("", "");
    let fields: Vec<(&str, &str)> = opened.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = desk.submit(&plans, "/outlet/plans", &fields).await;
    says(&made, 200, &["Vehicles under way"]);
    keeps_back(&made, &["nobody gets across"]);
}
