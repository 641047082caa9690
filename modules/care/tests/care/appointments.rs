//! Appointments: asked for, confirmed with rides and passes, missed by nobody, and seen by those alone whom they concern.

use crate::browser::Browser;
use crate::street::text;
use crate::ward::Ward;
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::PassId;
use tongxin_places::OrgKind;
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

pub async fn a_hospital_sees_its_own_alone_and_who_opens_is_written_down(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let elsewhere = world.org(OrgKind::Hospital, "北岸医院", ward.at).await;
    let other_desk = world.person_of(Role::HospitalDesk, elsewhere).await;
    let (status, list) = other_desk.get("/care/appointments").await;
    assert_eq!((status, &list["appointments"]), (200, &json!([])), "{list}");
    let path = format!("/care/appointments/{id}/hospital");
    assert_eq!(
        other_desk.post(&path, json!({"step": "confirm", "seq": 1})).await.0,
        404
    );
    let seen = ward.seen(&ward.desk, &id).await;
    assert_eq!(
        (&seen["household"], &seen["building"]),
        (&Value::Null, &Value::Null),
        "{seen}"
    );
    assert_eq!(seen["ride"]["escort"], true);
    let open = format!("/care/appointments/{id}/open");
    assert_eq!(ward.street.steward.post(&open, json!({"why": "看看"})).await.0, 403);
    let (status, opened) = ward.desk.post(&open, json!({"why": "准备透析机"})).await;
    assert_eq!(
        (status, text(&opened["facts"]["department"])),
        (200, "肾内科"),
        "{opened}"
    );
    let (status, page) = resident.page(&format!("/care/appointments/{id}")).await;
    assert_eq!(status, 200);
    assert!(page.contains("准备透析机"), "{page}");
    let rows = world.db.all("SELECT * FROM care_series", args![]).await.unwrap();
    let sealed = rows[0].blob("sealed").unwrap();
    for secret in ["dialysis", "肾内科", "陈婆婆", "120X"] {
        let secret = secret.as_bytes();
        assert!(!sealed.windows(secret.len()).any(|part| part == secret));
    }
}

pub async fn two_who_answer_at_once_do_not_both(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    let path = format!("/care/appointments/{id}/hospital");
    let key = world.key();
    let confirm = json!({"step": "confirm", "seq": 1});
    let first = ward.desk.post_as(&key, &path, confirm.clone()).await;
    let again = ward.desk.post_as(&key, &path, confirm).await;
    assert_eq!((first.0, &first), (200, &again), "a repeat gets the first answer");
    assert_eq!(ward.rides().await.len(), 2, "and books nothing twice");
    let (status, refused) = ward.desk.post(&path, json!({"step": "refuse", "seq": 1})).await;
    assert_eq!(
        (status, text(&refused["code"])),
        (409, "care-appointment-changed"),
        "{refused}"
    );
}

pub async fn a_calendar_opens_by_its_link_alone_and_tells_no_illness(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let sign = text(&ward.seen(&resident, &id).await["sign"]).to_owned();
    let mut files = Vec::new();
    for (who, summary) in [(&resident, "海湾医院".to_owned()), (&ward.desk, sign)] {
        let (status, link) = who.post("/care/calendar", json!({})).await;
        assert_eq!(status, 201, "{link}");
        let path = text(&link["path"]).to_owned();
        let (status, file) = world.nobody().page(&path).await;
        assert_eq!(status, 200, "{file}");
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        let unfolded = file.replace("\r\n ", "");
        assert!(
            unfolded.contains(&summary) && unfolded.contains("STATUS:CONFIRMED"),
            "{file}"
        );
        for secret in ["肾内科", "陈婆婆", "ialysis", "透析", "138 0000"] {
            assert!(!unfolded.contains(secret), "{secret} stands in {file}");
        }
        files.push((path, link));
    }
    assert!(!files[1].1.to_string().contains("801"), "a hospital knows no door");
    let rows = world
        .db
        .all("SELECT token_hash FROM care_calendar", args![])
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    // A new link ends the old one; an ended one opens nothing.
    let (_, link) = resident.post("/care/calendar", json!({})).await;
    assert_eq!(world.nobody().page(&files[0].0).await.0, 404);
    assert_eq!(world.nobody().page(text(&link["path"])).await.0, 200);
    assert_eq!(resident.post("/care/calendar/end", json!({})).await.0, 204);
    assert_eq!(world.nobody().page(text(&link["path"])).await.0, 404);
    assert_eq!(ward.street.steward.post("/care/calendar", json!({})).await.0, 403);
}

pub async fn a_household_asks_and_a_desk_confirms_on_pages_without_scripts(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let mut phone = Browser::new(&resident.origin, resident.token.as_deref(), "en");
    let form = phone.get("/care/appointments/new").await;
    assert_eq!(form.status, 200, "{}", form.html);
    assert!(
        form.html.contains("tel:120"),
        "whom to call in an emergency stands on every page"
    );
    let hospital = ward.hospital.to_string();
    let mut fields = vec![
        ("hospital", hospital.as_str()),
        ("first_at", "2022-11-25T09:00"),
        ("minutes", "240"),
        ("repeat", "weekly"),
        ("repeat_days", "FR"),
        ("repeat_times", "3"),
        ("facts.patient", "陈婆婆"),
        ("facts.treatment", "dialysis"),
    ];
    let (past, first) = (("first_at", "2022-11-20T09:00"), fields[1]);
    fields[1] = past;
    let refused = phone.post(&form, "/care/appointments", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(
        refused.html.contains("#f-first_at") && refused.html.contains("陈婆婆"),
        "{}",
        refused.html
    );
    fields[1] = first;
    let done = phone.post(&refused, "/care/appointments", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care/appointments"), "{}", done.html);
    let mut desk = Browser::new(&ward.desk.origin, ward.desk.token.as_deref(), "zh");
    let waiting = desk.get("/hospital").await;
    assert_eq!(waiting.status, 200, "{}", waiting.html);
    assert!(
        !waiting.html.contains("陈婆婆") && !waiting.html.contains("801"),
        "{}",
        waiting.html
    );
    let (_, list) = resident.get("/care/appointments").await;
    let id = text(&list["appointments"][0]["id"]).to_owned();
    let path = format!("/care/appointments/{id}/hospital");
    let fields = [("seq", "1"), ("step", "confirm"), ("back", "/hospital")];
    let confirmed = desk.post(&waiting, &path, &fields).await;
    assert_eq!(confirmed.location.as_deref(), Some("/hospital"), "{}", confirmed.html);
    let shown = phone.get(&format!("/care/appointments/{id}")).await;
    assert_eq!(shown.status, 200);
    assert!(shown.html.contains("Vehicle comes"), "{}", shown.html);
    let (status, round) = ward.street.steward.page("/care?day=2022-11-25").await;
    assert_eq!(status, 200);
    assert!(
        round.contains("Doors to open for patients") && round.contains("801"),
        "{round}"
    );
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
