//! Vehicles and staff of listed firms over HTTP.

use crate::whitelist::{CODE, fields, listed};
use crate::world::{DISTRICT, NOON, OTHER_DISTRICT, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

fn van(org: OrgId, plate: &str) -> Value {
    json!({ "org": org, "plate": plate, "kind": "van", "payload_kg": 1_200, "has_cold_chain": true })
}

fn driver(org: OrgId, name: &str) -> Value {
    json!({ "org": org, "name": name, "role": "driver", "shift": "day" })
}

pub async fn a_plate_belongs_to_one_vehicle_until_that_one_ends(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let manager = world.manager(org).await;
    let (status, added) = manager.post("/supply/vehicles", van(org, "渝a·12345")).await;
    assert_eq!(status, 201, "{added}");
    let answer = officer.post("/supply/vehicles", van(org, "渝A12345")).await;
    assert_eq!((answer.0, fields(&answer)), (422, vec!["plate"]));
    assert!(answer.1.to_string().contains("渝A12345"), "{answer:?}");
    let end = format!("/supply/vehicles/{}/end", added["id"].as_str().unwrap());
    assert_eq!(manager.post(&end, json!({})).await.0, 200);
    assert_eq!(manager.post(&end, json!({})).await.1["code"], "fleet-ended");
    assert_eq!(officer.post("/supply/vehicles", van(org, "渝A12345")).await.0, 201);
    let (_, running) = manager.get(&format!("/supply/vehicles?org={org}")).await;
    assert_eq!(
        (&running["count"], &running["vehicles"][0]["plate"]),
        (&json!(1), &json!("渝A12345"))
    );
    let (_, all) = manager.get("/supply/vehicles?with_ended=true").await;
    assert_eq!(all["count"], 2);
}

pub async fn a_vehicle_holds_what_its_firm_listed_or_what_its_kind_does(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let mut listed = van(org, "渝A11111");
    (listed["volume_litres"], listed["cold_boxes"]) = (json!(7_500), json!(0));
    assert_eq!(officer.post("/supply/vehicles", listed).await.0, 201);
    assert_eq!(officer.post("/supply/vehicles", van(org, "渝A22222")).await.0, 201);
    // The same from a table, with a crew where there are seats.
    let table = format!(
        "firm,plate,kind,payload_kg,volume_litres,cold_boxes,patient_seats,has_medical_crew\n\
         {CODE},渝A33333,Van,900,6000,4,,\n{CODE},渝A44444,Car,400,,,2,yes\n{CODE},渝A55555,Car,400,,,,yes\n"
    );
    let send = async |table: &str| {
        let asked = officer
            .request("POST", "/supply/vehicles/import")
            .header("idempotency-key", world.key());
        crate::world::answer(asked.header("content-type", "text/csv").body(table.to_owned())).await
    };
    let refused = send(&table).await;
    assert_eq!(
        fields(&refused),
        ["rows[4].has_medical_crew"],
        "nobody to look after: {refused:?}"
    );
    let rows: Vec<&str> = table.lines().take(3).collect();
    assert_eq!(send(&format!("{}\n", rows.join("\n"))).await.0, 201);
    let (_, list) = officer.get(&format!("/supply/vehicles?org={org}")).await;
    let held = |vehicle: &Value| ["volume_litres", "cold_boxes", "has_medical_crew"].map(|key| vehicle[key].clone());
    let held: Vec<[Value; 3]> = list["vehicles"].as_array().unwrap().iter().map(held).collect();
    let expected = [
        [json!(7_500), json!(0), json!(false)],
        [json!(5_000), json!(10), json!(false)],
        [json!(6_000), json!(4), json!(false)],
        [json!(800), json!(2), json!(true)],
    ];
    assert_eq!(held, expected, "{list}");
    let (_, page) = officer.page(&format!("/supply/firms/{org}/vehicles")).await;
    for said in [
        "7500 l",
        "5000 l",
        "4 cold boxes",
        "2 seats, 0 wheelchair places, with a medical crew",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

pub async fn what_is_wrong_with_a_vehicle_or_a_person_is_said_at_its_field(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    for (field, value) in [
        ("plate", json!("A123456")),
        ("plate", json!("渝A1234O")),
        ("plate", json!("")),
        ("payload_kg", json!(-1)),
        ("payload_kg", json!(90_000)),
        ("volume_litres", json!(0)),
        ("volume_litres", json!(143_001)),
        ("cold_boxes", json!(-1)),
        ("has_medical_crew", json!(true)),
        ("pass_number", json!("x".repeat(41))),
        ("org", json!(OrgId::from_parts(NOON, 5))),
    ] {
        let mut body = van(org, "渝A12345");
        body[field] = value.clone();
        let answer = officer.post("/supply/vehicles", body).await;
        assert_eq!((answer.0, fields(&answer)), (422, vec![field]), "{value}");
    }
    for (field, value) in [("name", json!(" ")), ("phone", json!("none"))] {
        let mut body = driver(org, "Li");
        body[field] = value;
        let answer = officer.post("/supply/staff", body).await;
        assert_eq!((answer.0, fields(&answer)), (422, vec![field]));
    }
}

pub async fn passes_are_noted_and_people_leave(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let (_, added) = officer.post("/supply/staff", driver(org, "Li")).await;
    let path = format!("/supply/staff/{}", added["id"].as_str().unwrap());
    let pass = json!({ "pass_number": "P-7" });
    assert_eq!(officer.post(&format!("{path}/pass"), pass.clone()).await.0, 200);
    let (_, page) = officer.get("/supply/staff?q=L").await;
    assert_eq!(page["staff"][0]["pass_number"], "P-7");
    assert_eq!(
        officer.get("/supply/staff?q=%25").await.1["count"],
        0,
        "a percent sign stands for itself"
    );
    assert_eq!(officer.post(&format!("{path}/end"), json!({})).await.0, 200);
    assert_eq!(officer.post(&format!("{path}/pass"), pass).await.0, 409);
    assert_eq!(officer.get("/supply/staff").await.1["count"], 0);
}

pub async fn people_are_forgotten_ninety_days_after_they_left(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let (_, left) = officer.post("/supply/staff", driver(org, "Li")).await;
    officer.post("/supply/staff", driver(org, "Wu")).await;
    let end = format!("/supply/staff/{}/end", left["id"].as_str().unwrap());
    officer.post(&end, json!({})).await;
    let closed = json!({ "reason": "Closed" });
    officer.post(&format!("/supply/listings/{org}/end"), closed).await;
    let names = async || {
        let (_, page) = officer.get("/supply/staff?with_ended=true").await;
        let (_, listing) = officer.get(&format!("/supply/listings/{org}")).await;
        let (_, applications) = officer.get("/supply/applications").await;
        [
            page["staff"][0]["name"].clone(),
            page["staff"][1]["name"].clone(),
            listing["listing"]["contact_name"].clone(),
            applications["applications"][0]["contact_name"].clone(),
        ]
    };
    world.supply.tick(NOON.plus_days(89)).await.unwrap();
    assert_eq!(names().await, ["Li", "Wu", "Chen", "Chen"]);
    world.supply.tick(NOON.plus_days(91)).await.unwrap();
    assert_eq!(names().await, ["", "Wu", "", ""], "who still works there stays");
    assert_eq!(officer.page(&format!("/supply/firms/{org}")).await.0, 200);
}

pub async fn a_fleet_is_seen_and_changed_by_its_manager_and_officers_of_its_place_alone(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let (_, added) = officer.post("/supply/vehicles", van(org, "渝A12345")).await;
    let end = format!("/supply/vehicles/{}/end", added["id"].as_str().unwrap());
    let stranger = world.person(Role::Officer, OTHER_DISTRICT).await;
    assert_eq!(stranger.get("/supply/vehicles").await.1["count"], 0);
    assert_eq!(stranger.post(&end, json!({})).await.0, 404);
    assert_eq!(stranger.post("/supply/vehicles", van(org, "渝A54321")).await.0, 422);
    let worker = world.person(Role::CommunityWorker, DISTRICT).await;
    assert_eq!(worker.get("/supply/vehicles").await.1["count"], 1);
    assert_eq!(worker.post(&end, json!({})).await.0, 403);
    let (_, resident) = world.resident("1-101").await;
    assert_eq!(resident.get("/supply/vehicles").await.0, 403);
    let ending = officer
        .post(&format!("/supply/listings/{org}/end"), json!({ "reason": "Closed" }))
        .await;
    assert_eq!(ending.0, 200);
    let answer = officer.post("/supply/vehicles", van(org, "渝A54321")).await;
    assert_eq!(answer.1["code"], "listing-ended");
}
