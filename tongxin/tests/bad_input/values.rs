//! Values that can be read and can't be right: places that are not there, times that are past, numbers out of range.

use crate::town::{BUILDING, COMMUNITY, COMPOUND, Town, food, refused};
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId};

pub async fn places_that_are_not_there_are_named(town: &Town) {
    let unknown = "900999999";
    for (path, body, field) in [
        (
            "/api/v1/places",
            rows(json!({ "parent": unknown, "name_zh": "X" })),
            "rows[0].parent",
        ),
        (
            "/api/v1/places",
            rows(json!({ "parent": BUILDING, "name_zh": "X" })),
            "rows[0].parent",
        ),
        (
            "/api/v1/households",
            rows(json!({ "building": unknown, "door": "1" })),
            "rows[0].building",
        ),
        (
            "/api/v1/households",
            rows(json!({ "building": COMMUNITY, "door": "1" })),
            "rows[0].building",
        ),
        (
            "/api/v1/orgs",
            rows(json!({ "kind": "plant", "name": "X", "place": unknown })),
            "rows[0].place",
        ),
        (
            "/api/v1/areas",
            json!({ "name": "X", "places": [unknown] }),
            "rows[0].places",
        ),
        (
            "/api/v1/invitations",
            json!({ "role": "steward", "place": unknown }),
            "place",
        ),
        ("/api/v1/invitations", json!({ "role": "steward" }), "place"),
        (
            "/api/v1/invitations",
            json!({ "role": "plant_reporter", "place": COMMUNITY }),
            "org",
        ),
        (
            "/api/v1/invitations",
            json!({ "role": "plant_reporter", "org": org() }),
            "org",
        ),
    ] {
        let request = town.post(&town.administrator, path, &body);
        assert_eq!(
            town.refuses(path, request).await,
            refused(422, "invalid", &[field]),
            "{body}"
        );
    }
    let with = |field: &str, value: Value| {
        let mut need = food("Rice");
        need[field] = value;
        need
    };
    for (field, value) in [
        ("place", json!(unknown)),
        ("place", json!("1")),
        ("household", json!(HouseholdId::from_parts(crate::system::NOON, 1))),
        ("org", json!(org())),
    ] {
        let request = town.post(&town.officer, "/api/v1/needs", &with(field, value));
        assert_eq!(town.refuses(field, request).await, refused(422, "invalid", &[field]));
    }
    let elsewhere = town.post(&town.resident, "/api/v1/needs", &with("place", json!("900010102")));
    assert_eq!(
        town.refuses("another's place", elsewhere).await,
        refused(422, "invalid", &["place"])
    );
    for address in [
        "/api/v1/places/900999999",
        "/api/v1/board/900999999",
        "/api/v1/briefing?place=900999999",
    ] {
        let request = town.administrator.request(Method::GET, address);
        assert_eq!(town.refuses(address, request).await, refused(404, "not-found", &[]));
    }
    for (place, field) in [(unknown, "place"), ("", "place"), ("x", "place")] {
        let form = town.form("/people/invite", &[("role", "steward"), ("place", place)]);
        let answer = town.refuses("an invitation's place", form).await;
        assert_eq!((answer.status, answer.fields), (422, vec![field.to_owned()]), "{place}");
    }
}

fn org() -> OrgId {
    OrgId::from_parts(crate::system::NOON, 1)
}

fn rows(row: Value) -> Value {
    json!({ "rows": [row] })
}

pub async fn a_time_in_the_past_is_refused_where_a_later_one_is_asked_for(town: &Town) {
    let invite = |until: &str| {
        let body = json!({ "role": "steward", "place": COMMUNITY, "until": until });
        town.post(&town.officer, "/api/v1/invitations", &body)
    };
    for past in [
        "2022-11-24T04:00:00Z",
        "2022-11-24T03:59:59.999Z",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
    ] {
        assert_eq!(
            town.refuses(past, invite(past)).await,
            refused(422, "invalid", &["until"])
        );
    }
    for unreadable in [
        "yesterday",
        "",
        "2022-11-24",
        "2022-13-01T00:00:00Z",
        "99999-01-01T00:00:00Z",
        "2022-11-24T12:00",
    ] {
        let answer = town.refuses(unreadable, invite(unreadable)).await;
        assert_eq!(answer, refused(400, "unreadable", &["until"]), "{unreadable}");
    }
    for (date, status, code, field) in [
        ("2022-02-30", 400, "unreadable", Some("date")),
        ("24.11.2022", 400, "unreadable", Some("date")),
        ("2022-11-25", 422, "briefing-not-yet", None),
        ("9999-12-31", 422, "briefing-not-yet", None),
    ] {
        let request = town
            .officer
            .request(Method::GET, &format!("/api/v1/briefing?date={date}"));
        let fields: Vec<&str> = field.into_iter().collect();
        assert_eq!(town.refuses(date, request).await, refused(status, code, &fields));
    }
}

pub async fn numbers_outside_their_range_are_named_with_it(town: &Town) {
    for days in [json!(0), json!(367), json!(u32::MAX)] {
        let request = town.post(
            &town.officer,
            "/api/v1/tokens",
            &json!({ "name": "export", "days": days }),
        );
        assert_eq!(
            town.refuses("days", request).await,
            refused(422, "invalid", &["days"]),
            "{days}"
        );
    }
    for days in [json!(-1), json!(1.5), json!(u64::MAX), json!("30"), json!(null)] {
        let request = town.post(
            &town.officer,
            "/api/v1/tokens",
            &json!({ "name": "export", "days": days }),
        );
        assert_eq!(
            town.refuses("days", request).await,
            refused(400, "unreadable", &["days"]),
            "{days}"
        );
    }
    for days in ["0", "367", "-1", "1.5", "", "thirty", "99999999999999999999"] {
        let form = town.form("/account/tokens", &[("name", "export"), ("days", days)]);
        let answer = town.refuses("days of a form", form).await;
        assert_eq!((answer.status, answer.fields), (422, vec!["days".to_owned()]), "{days}");
    }
    for people in [0, 100, u32::MAX] {
        let row = json!({ "building": BUILDING, "door": "1-2", "people": people });
        let request = town.post(&town.administrator, "/api/v1/households", &rows(row));
        assert_eq!(
            town.refuses("people", request).await,
            refused(422, "invalid", &["rows[0].people"])
        );
    }
    for limit in ["0", "201", "4294967295"] {
        let request = town
            .officer
            .request(Method::GET, &format!("/api/v1/needs?limit={limit}"));
        assert_eq!(town.refuses(limit, request).await, refused(422, "invalid", &["limit"]));
    }
    for limit in ["-1", "1.5", "many", "99999999999999999999"] {
        let request = town
            .officer
            .request(Method::GET, &format!("/api/v1/needs?limit={limit}"));
        assert_eq!(
            town.refuses(limit, request).await,
            refused(400, "unreadable", &["limit"])
        );
    }
    let undo = format!("/api/v1/needs/{}/undo", town.need);
    for seq in [i64::MIN, -1, 0, 2, i64::MAX] {
        let request = town.post(&town.officer, &undo, &json!({ "seq": seq }));
        let answer = town.refuses("an entry", request).await;
        assert!(matches!(answer.status, 409 | 422), "{seq}: {answer:?}");
    }
}

pub async fn rows_are_taken_all_or_none(town: &Town) {
    let good = |door: &str| json!({ "building": BUILDING, "door": door });
    let doors = |rows: Vec<Value>| town.post(&town.administrator, "/api/v1/households", &json!({ "rows": rows }));
    let five_hundred_and_one = (0..501).map(|number| good(&format!("2-{number}"))).collect();
    for (what, sent, field) in [
        ("none", vec![], "rows"),
        ("too many", five_hundred_and_one, "rows"),
        ("a door twice", vec![good("1-2"), good("1-2")], "rows[1].door"),
        ("a taken door", vec![good("1-2"), good("1-1")], "rows[1].door"),
        (
            "a bad door after a good one",
            vec![good("1-2"), good("")],
            "rows[1].door",
        ),
    ] {
        assert_eq!(
            town.refuses(what, doors(sent)).await,
            refused(422, "invalid", &[field]),
            "{what}"
        );
    }
    let place = |name: &str| json!({ "parent": COMPOUND, "name_zh": name });
    let request = json!({ "rows": [place("2栋"), place("")] });
    let request = town.post(&town.administrator, "/api/v1/places", &request);
    assert_eq!(
        town.refuses("a nameless place", request).await,
        refused(422, "invalid", &["rows[1].name_zh"])
    );
    let form = town.form(&format!("/places/{BUILDING}/doors"), &[("doors", "1-2\n1-1\n1-3")]);
    let answer = town.refuses("a taken door on a line", form).await;
    assert_eq!((answer.status, answer.fields), (422, vec!["doors".to_owned()]));
    let bulk = |ids: Vec<NeedId>| {
        let body = json!({ "ids": ids, "command": { "do": "accept" } });
        town.post(&town.officer, "/api/v1/needs/bulk", &body)
    };
    let unknown = NeedId::from_parts(crate::system::NOON, 1);
    for (what, ids) in [("no need", vec![]), ("too many needs", vec![unknown; 201])] {
        assert_eq!(town.refuses(what, bulk(ids)).await, refused(422, "invalid", &["ids"]));
    }
    let assign = format!("/api/v1/needs/{}/assign", town.need);
    let nobody = AccountId::from_parts(crate::system::NOON, 1);
    for (body, field) in [
        (json!({}), "account"),
        (json!({ "account": nobody, "org": org() }), "org"),
    ] {
        let request = town.post(&town.officer, &assign, &body);
        assert_eq!(
            town.refuses("to whom", request).await,
            refused(422, "invalid", &[field])
        );
    }
}
