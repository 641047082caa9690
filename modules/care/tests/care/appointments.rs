//! Appointments: asked for, confirmed with rides and passes, missed by nobody, and seen by those alone whom they concern.

use crate::street::text;
use crate::ward::Ward;
use crate::world::World;
use serde_json::{Value, json};
use tongxin_city::PassId;
use tongxin_storage::args;

fn states(rides: &[Value]) -> Vec<&str> {
    rides.iter().map(|ride| text(&ride["state"])).collect()
}

pub async fn a_confirmed_appointment_has_both_rides_passes_and_a_time_at_the_door(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.seen(&resident, &id).await["state"], "asked");
    assert!(ward.rides().await.is_empty());
    let (status, done) = ward.confirm(&id).await;
    assert_eq!((status, text(&done["state"])), (200, "confirmed"), "{done}");
    let rides = ward.rides().await;
    assert_eq!(states(&rides), ["booked", "booked"]);
    assert_eq!(rides[0]["to"], ward.at.as_str());
    assert_eq!(rides[0]["people"], json!({"seats": 2, "wheelchairs": 0}));
    let seen = ward.seen(&ward.street.steward, &id).await;
    assert_eq!(seen["there"]["ride"], rides[0]["id"]);
    assert_eq!(seen["there"]["until_at"], rides[0]["until_at"]);
    for pass in ["pass", "escort_pass"] {
        let pass: PassId = text(&seen[pass]).parse().unwrap();
        let scope = tongxin_account::Scope::of_org(ward.hospital);
        let text = world.passes.text(&scope, pass).await.unwrap();
        assert!(text.number.is_some() && text.text.is_some(), "{text:?}");
    }
}

pub async fn a_pass_is_for_that_trip_alone_and_ends_with_it(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let (_, passes) = ward.officer.get("/passes").await;
    let pass = &passes["passes"][0];
    assert_eq!(
        (text(&pass["kind"]), text(&pass["rule"])),
        ("patient", "patient_trip"),
        "{passes}"
    );
    assert_eq!(
        (text(&pass["first_day"]), text(&pass["last_day"])),
        ("2022-11-25", "2022-11-25"),
        "{passes}"
    );
    let (status, done) = ward.say(&resident, "household", &id, json!({"step": "cancel"})).await;
    assert_eq!((status, text(&done["state"])), (200, "cancelled"), "{done}");
    assert_eq!(states(&ward.rides().await), ["cancelled", "cancelled"]);
    let (_, passes) = ward.officer.get("/passes?state=revoked").await;
    assert_eq!(passes["passes"].as_array().map(Vec::len), Some(2), "{passes}");
}

pub async fn nothing_is_confirmed_that_nobody_is_brought_back_from(world: &World) {
    let ward = Ward::without_cars(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let (status, refused) = ward.confirm(&id).await;
    assert_eq!((status, text(&refused["code"])), (409, "care-no-vehicle"), "{refused}");
    assert!(text(&refused["detail"]).contains("task force"), "{refused}");
    assert_eq!(ward.seen(&resident, &id).await["state"], "asked");
    // Two seats: the two of them twice at the same time, and no more.
    ward.add_car("渝A55555", 2).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    for (door, expected) in [("802", 200), ("803", 409)] {
        let (other, _) = ward.street.door(door).await;
        let id = ward.ask(&other, ward.asked()).await;
        let (status, answer) = ward.confirm(&id).await;
        assert_eq!(status, expected, "{answer}");
        if status == 409 {
            assert_eq!(text(&answer["code"]), "care-vehicles-full", "{answer}");
        }
    }
}

pub async fn who_needs_a_medical_crew_is_confirmed_only_where_one_rides_along(world: &World) {
    let ward = Ward::new(world).await;
    let asked = |medical_crew: bool| {
        let mut asked = ward.asked();
        asked["ride"] = json!({"escort": true, "medical_crew": medical_crew});
        asked
    };
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, asked(true)).await;
    assert_eq!(ward.seen(&ward.desk, &id).await["ride"]["medical_crew"], true);
    let (status, refused) = ward.confirm(&id).await;
    assert_eq!((status, text(&refused["code"])), (409, "care-no-crew"), "{refused}");
    assert!(text(&refused["title"]).contains("medical crew"), "{refused}");
    // Two seats and two tours: two of them at the same time, and no more, whatever is free without a crew.
    ward.add_car_with("渝A66666", 2, true).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let (_, rides) = resident.get("/rides").await;
    for ride in rides["rides"].as_array().unwrap() {
        assert_eq!(ride["needs"]["medical_crew"], true, "{rides}");
    }
    for (door, needs_crew, expected) in [("802", true, 200), ("803", true, 409), ("804", false, 200)] {
        let (other, _) = ward.street.door(door).await;
        let id = ward.ask(&other, asked(needs_crew)).await;
        let (status, answer) = ward.confirm(&id).await;
        assert_eq!(status, expected, "{door}: {answer}");
        if status == 409 {
            assert_eq!(text(&answer["code"]), "care-crews-full", "{answer}");
        }
    }
}

pub async fn without_one_of_its_rides_an_appointment_is_not_sure_any_more(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    for (way, hour) in [(1, 9), (0, 17)] {
        assert_eq!(ward.confirm(&id).await.0, 200);
        let rides = ward.rides().await;
        let booked: Vec<&Value> = rides.iter().filter(|ride| ride["state"] == "booked").collect();
        assert_eq!(booked.len(), 2, "{rides:?}");
        let path = format!("/rides/{}/call-off", text(&booked[way]["id"]));
        let (status, done) = resident.post(&path, json!({})).await;
        assert_eq!(status, 200, "{done}");
        ward.street.at(0, hour, 1).await;
        let seen = ward.seen(&ward.desk, &id).await;
        assert_eq!(text(&seen["state"]), "asked", "{seen}");
        assert!(ward.rides().await.iter().all(|ride| ride["state"] == "cancelled"));
        let (_, passes) = ward.officer.get("/passes?state=revoked").await;
        let ended = passes["passes"].as_array().map(Vec::len);
        assert_eq!(ended, Some(if way == 1 { 2 } else { 4 }), "{passes}");
    }
    // In the evening nobody has confirmed it anew: the district hears of it.
    ward.street.at(0, 18, 2).await;
    let needs = ward.needs().await;
    assert_eq!(needs.len(), 1, "{needs:?}");
    assert_eq!(text(&needs[0]["topic"]), "unconfirmed", "{needs:?}");
}

pub async fn the_evening_before_an_unconfirmed_one_is_the_districts(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    ward.street.at(0, 17, 59).await;
    assert!(ward.needs().await.is_empty());
    ward.street.at(0, 18, 0).await;
    ward.street.at(0, 18, 1).await;
    let needs = ward.needs().await;
    assert_eq!(needs.len(), 1, "{needs:?}");
    assert_eq!(
        (text(&needs[0]["topic"]), text(&needs[0]["tier"])),
        ("unconfirmed", "district"),
        "{needs:?}"
    );
    assert!(!needs[0].to_string().contains("肾内科"), "what it is for, no need says");
    let need = text(&needs[0]["id"]).to_owned();
    let by_hand = format!("/needs/{need}/strike-off");
    assert_ne!(
        ward.officer.post(&by_hand, json!({"seq": 1})).await.0,
        200,
        "no hand closes it"
    );
    let (status, done) = ward.confirm(&id).await;
    assert_eq!(status, 200, "{done}");
    assert!(ward.needs().await.is_empty());
}

pub async fn a_refusal_is_the_districts_at_once_until_another_time_is_asked_for(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let step = json!({"step": "refuse", "answer": "透析机满了"});
    let (status, done) = ward.say(&ward.desk, "hospital", &id, step).await;
    assert_eq!((status, text(&done["state"])), (200, "refused"), "{done}");
    let needs = ward.needs().await;
    assert_eq!(text(&needs[0]["topic"]), "refused");
    assert_eq!(ward.seen(&resident, &id).await["answer"], "透析机满了");
    // Another time that comes to nothing either is one need, not two of which nothing would ever close the first.
    let other = json!({"step": "propose", "at": ward.moment("2022-11-25T13:00"), "minutes": 180});
    for step in [other, json!({"step": "refuse", "answer": "还是满了"})] {
        let (status, done) = ward.say(&ward.desk, "hospital", &id, step).await;
        assert_eq!(status, 200, "{done}");
    }
    assert_eq!(ward.needs().await.len(), 1);
    let step = json!({"step": "ask", "at": ward.moment("2022-11-26T10:00")});
    let (status, done) = ward.say(&resident, "household", &id, step).await;
    assert_eq!((status, text(&done["state"])), (200, "asked"), "{done}");
    assert!(ward.needs().await.is_empty());
}

pub async fn another_time_waits_for_the_household_and_then_books(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let step = json!({"step": "propose", "at": ward.moment("2022-11-25T13:00"), "minutes": 180});
    let (status, done) = ward.say(&ward.desk, "hospital", &id, step).await;
    assert_eq!((status, text(&done["state"])), (200, "proposed"), "{done}");
    assert_eq!(states(&ward.rides().await), ["cancelled", "cancelled"]);
    let (status, refused) = ward.confirm(&id).await;
    assert_eq!(
        (status, text(&refused["code"])),
        (409, "care-appointment-proposed"),
        "{refused}"
    );
    // The steward says it for somebody who can't use a telephone.
    let (status, done) = ward
        .say(&ward.street.steward, "household", &id, json!({"step": "accept"}))
        .await;
    assert_eq!((status, text(&done["state"])), (200, "confirmed"), "{done}");
    let open = ward.rides().await.into_iter().filter(|ride| ride["state"] == "booked");
    let at: Vec<String> = open.map(|ride| text(&ride["appointment_at"]).to_owned()).collect();
    assert_eq!(at, [ward.moment("2022-11-25T13:00"), ward.moment("2022-11-25T13:00")]);
}

pub async fn a_series_is_made_two_weeks_ahead_and_ends_as_one(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let mut asked = ward.asked();
    asked["repeat"] = json!("FREQ=WEEKLY;BYDAY=FR,MO;COUNT=8");
    let (status, done) = resident.post("/care/appointments", asked).await;
    assert_eq!(status, 201, "{done}");
    let made = done["appointments"].as_array().unwrap();
    // 25 and 28 November, 2 and 5 December; the 9th lies 15 days ahead.
    assert_eq!(made.len(), 4, "{done}");
    ward.street.at(1, 8, 0).await;
    ward.street.at(1, 8, 1).await;
    let (_, list) = resident.get("/care/appointments?from=2022-11-24").await;
    let days: Vec<&str> = list["appointments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(&row["day"]))
        .collect();
    assert_eq!(
        days,
        ["2022-11-25", "2022-11-28", "2022-12-02", "2022-12-05", "2022-12-09"]
    );
    let end = format!("/care/series/{}/end", text(&done["id"]));
    let neighbour = ward.street.door("802").await.0;
    assert_eq!(neighbour.post(&end, json!({})).await.0, 404);
    let (status, ended) = resident.post(&end, json!({})).await;
    assert_eq!((status, ended["cancelled"].as_u64()), (200, Some(5)), "{ended}");
    assert!(ward.needs().await.is_empty());
    ward.street.at(9, 8, 0).await;
    let (_, list) = ward
        .street
        .steward
        .get("/care/appointments?from=2022-11-24&state=asked")
        .await;
    assert_eq!(list["appointments"], json!([]), "{list}");
}

pub async fn bad_times_are_told_in_words(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    for (field, value, at) in [
        ("first_at", json!(ward.moment("2022-11-23T09:00")), "first_at"),
        ("minutes", json!(0), "minutes"),
        ("repeat", json!("whenever"), "repeat"),
        ("hospital", json!(ward.firm), "hospital"),
    ] {
        let mut asked = ward.asked();
        asked[field] = value;
        let (status, refused) = resident.post("/care/appointments", asked).await;
        assert_eq!(
            (status, refused["errors"][0]["field"].as_str()),
            (422, Some(at)),
            "{refused}"
        );
        assert!(!text(&refused["errors"][0]["message"]).is_empty());
    }
}

pub async fn what_is_over_is_forgotten_on_its_day(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let kept = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&kept).await.0, 200);
    let (other, _) = ward.street.door("802").await;
    let lapsed = ward.ask(&other, ward.asked()).await;
    ward.street.at(1, 9, 30).await;
    assert_eq!(ward.seen(&resident, &kept).await["state"], "over");
    assert_eq!(ward.seen(&other, &lapsed).await["state"], "lapsed");
    assert_eq!(ward.needs().await.len(), 1, "nobody saw to it: the need stays");
    ward.street.at(32, 9, 0).await;
    ward.street.at(32, 9, 1).await;
    for table in ["care_appointment", "care_appointment_event"] {
        let sql = format!("SELECT * FROM {table}");
        let sql: &'static str = Box::leak(sql.into_boxed_str());
        assert!(world.db.all(sql, args![]).await.unwrap().is_empty(), "{table}");
    }
    let rows = world
        .db
        .all("SELECT contact, sealed FROM care_series", args![])
        .await
        .unwrap();
    for row in &rows {
        assert_eq!(
            (row.opt_text("contact").unwrap(), row.opt_blob("sealed").unwrap()),
            (None, None)
        );
    }
    assert!(ward.needs().await.is_empty());
}
