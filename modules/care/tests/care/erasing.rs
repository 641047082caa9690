//! What ends is gone: from every table, and from a backup that is put back.

use crate::backup::{Backup, everything};
use crate::medicines::{photo, registered};
use crate::street::{Street, asked, text};
use crate::ward::Ward;
use crate::world::{Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_care::{Erased, ErasedList as _};
use tongxin_storage::args;

/// What a record says of somebody, each word of its own.
const SAID: [&str; 5] = ["陈婆婆", "138 0000 0001", "耳背，多敲几下", "每周透析三次", "安排透析"];

async fn restart(world: &World) -> usize {
    world.care.erase_restored(world.clock.now()).await.unwrap()
}

async fn count(world: &World, sql: &'static str) -> usize {
    world.db.all(sql, args![]).await.unwrap().len()
}

pub async fn a_withdrawn_record_stands_in_no_table_and_in_no_search(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["dialysis"]).await;
    let open = format!("/care/people/{id}/open");
    assert_eq!(street.worker.post(&open, json!({"why": "安排透析"})).await.0, 200);
    street.at(0, 12, 0).await;
    street.at(0, 20, 30).await;
    let all = everything(world).await;
    for said in &SAID[..3] {
        assert!(all.contains(said), "{said}");
    }
    for sealed in &SAID[3..] {
        assert!(!all.contains(sealed), "{sealed} may say how somebody is");
    }
    let (_, opened) = street.worker.get(&format!("/care/people/{id}/openings")).await;
    assert_eq!(text(&opened["openings"][0]["why"]), SAID[4], "{opened}");
    assert_eq!(count(world, "SELECT * FROM care_word").await, 1);
    let (_, needs) = street.worker.get("/needs?kind=care_unseen").await;
    let need = text(&needs["needs"][0]["id"]).to_owned();
    let before = street.need(&need).await;
    assert_eq!(before["contact"], "138 0000 0001");
    let words = text(&before["title"]).split(' ').next().unwrap().to_owned();
    let search = format!("/needs?with_closed=true&q={words}");
    let (_, found) = street.worker.get(&search).await;
    assert_eq!(found["needs"].as_array().map(Vec::len), Some(1), "{search}: {found}");
    let end = format!("/care/people/{id}/end");
    let (status, done) = street.worker.post(&end, json!({"why": "withdrawn"})).await;
    assert_eq!(status, 200, "{done}");
    let after = everything(world).await;
    for said in SAID {
        assert!(!after.contains(said), "{said} is still there");
    }
    let left = street.need(&need).await;
    assert_eq!((&left["contact"], &left["title"]), (&Value::Null, &json!("")));
    assert_eq!((&left["is_open"], &left["kind"]), (&json!(true), &before["kind"]));
    let (_, found) = street.worker.get(&search).await;
    assert_eq!(found["needs"], json!([]), "no search finds it");
    assert_eq!(count(world, "SELECT * FROM care_word").await, 0);
    // That it was opened stays, and so do the counts of the day.
    assert_eq!(count(world, "SELECT * FROM care_opening").await, 1);
    assert_eq!(
        count(world, "SELECT * FROM care_day WHERE event = 'missed' AND count = 1").await,
        1
    );
}

pub async fn an_empty_record_forgets_whose_it_was(world: &World) {
    let street = Street::new(world).await;
    let whose =
        "SELECT * FROM care_person WHERE household_id <> 0 OR building_code <> subdistrict_code OR registered_by <> ''
        OR basis_on <> 0 OR review_on <> 0 OR expires_on <> 0";
    let by_hand = street.person("801", &["dialysis"]).await;
    let _by_the_office = street.person("802", &["alone_old"]).await;
    let end = format!("/care/people/{by_hand}/end");
    let (status, done) = street.worker.post(&end, json!({"why": "settled"})).await;
    assert_eq!(status, 200, "{done}");
    let officer = world.person(Role::Officer, "90001").await;
    let (status, done) = officer.post("/care/end-of-emergency", json!({"place": "90001"})).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        count(world, "SELECT * FROM care_person WHERE state = 'erased'").await,
        2
    );
    assert_eq!(
        count(world, whose).await,
        1,
        "who ended one of them can still be asked at its door"
    );
    street.at(91, 9, 0).await;
    assert_eq!(count(world, whose).await, 0);
    assert_eq!(
        count(world, "SELECT * FROM care_person").await,
        2,
        "that there were two stays counted"
    );
}

/// A steward's words on what somebody asked for, and on what was closed since.
const WANTED: [&str; 2] = ["胰岛素只剩两支", "孙女的电话"];

pub async fn every_need_of_somebody_is_emptied_with_their_record_also_from_a_restored_backup(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 10, 0).await;
    let mut wants = street.said(&id, "needs");
    (wants["wants"], wants["note"]) = (json!(["medicine"]), json!(WANTED[0]));
    let (status, done) = street.steward.post("/care/knocks", wants).await;
    assert_eq!(status, 201, "{done}");
    let wanted = text(&done["needs"][0]).to_owned();
    assert_eq!(text(&street.visits().await[0]["knocks"][0]["note"]), WANTED[0]);
    let plain = world
        .db
        .all("SELECT note FROM care_knock WHERE note IS NOT NULL", args![]);
    assert!(plain.await.unwrap().is_empty(), "what is said at a door is sealed");
    let comment = json!({"text": WANTED[1]});
    assert_eq!(
        street
            .steward
            .post(&format!("/needs/{wanted}/comment"), comment)
            .await
            .0,
        200
    );
    street.at(1, 20, 0).await;
    let unseen = text(&street.visits().await[0]["need"]).to_owned();
    street.knock(&street.steward, &id, "well").await;
    assert_eq!(street.need(&unseen).await["state"], "struck_off");
    let backup = Backup::of(world).await;
    let assert_emptied = async || {
        let all = everything(world).await;
        for said in SAID.iter().chain(&WANTED) {
            assert!(!all.contains(said), "{said} is still there");
        }
        for need in [&wanted, &unseen] {
            let left = street.need(need).await;
            assert_eq!((&left["title"], &left["body"]), (&json!(""), &json!("")), "{left}");
        }
        let left = street.need(&wanted).await;
        assert_eq!((&left["is_open"], &left["topic"]), (&json!(true), &json!("medicine")));
        assert_eq!(left["place"], json!(street.building));
        assert_eq!(count(world, "SELECT * FROM care_person_need").await, 0);
    };
    let end = format!("/care/people/{id}/end");
    let (status, done) = street.worker.post(&end, json!({"why": "settled"})).await;
    assert_eq!(status, 200, "{done}");
    assert_emptied().await;
    for word in ["胰岛素", "巡访时提出", "没人上门"] {
        let (_, found) = street.worker.get(&format!("/needs?with_closed=true&q={word}")).await;
        assert_eq!(found["needs"], json!([]), "no search finds {word}");
    }
    backup.put_back().await;
    let all = everything(world).await;
    for said in WANTED {
        assert!(all.contains(said), "{said}");
    }
    assert_eq!(restart(world).await, 1);
    assert_emptied().await;
    assert_eq!(restart(world).await, 0);
    // What is wanted is still brought, and closed like any need.
    let (status, done) = street.worker.post(&format!("/needs/{wanted}/accept"), json!({})).await;
    assert_eq!(status, 200, "{done}");
    let (status, done) = street.worker.post(&format!("/needs/{wanted}/solve"), json!({})).await;
    assert_eq!(status, 200, "{done}");
}

pub async fn what_expired_or_was_withdrawn_goes_again_from_a_restored_backup(world: &World) {
    let street = Street::new(world).await;
    let (_, household) = street.door("801").await;
    let mut short = asked("陈婆婆", &["limited_means"]);
    short["household"] = json!(household);
    short["expires_on"] = json!("2022-11-26");
    let (status, done) = street.worker.post("/care/people", short).await;
    assert_eq!(status, 201, "{done}");
    let withdrawn = registered(&street, "802").await;
    let add = format!("/care/people/{withdrawn}/prescriptions?medicine=缬沙坦");
    let (status, kept) = street.worker.send_photo(world, &add, &photo()).await;
    assert_eq!(status, 201, "{kept}");
    let backup = Backup::of(world).await;
    let end = format!("/care/people/{withdrawn}/end");
    assert_eq!(street.worker.post(&end, json!({"why": "withdrawn"})).await.0, 200);
    assert_eq!(
        count(world, "SELECT * FROM care_prescription").await,
        0,
        "the photo goes with the record"
    );
    street.at(1, 12, 0).await;
    // Whom nobody saw is still being looked for.
    street.knock(&street.steward, text(&done["id"]), "well").await;
    street.at(2, 0, 30).await;
    let gone = "SELECT * FROM care_person WHERE name IS NULL AND sealed IS NULL";
    assert_eq!(count(world, gone).await, 2);
    backup.put_back().await;
    assert_eq!(count(world, "SELECT * FROM care_person WHERE name = '陈婆婆'").await, 2);
    assert_eq!(count(world, "SELECT * FROM care_prescription").await, 1);
    assert_eq!(restart(world).await, 2);
    assert_eq!(count(world, gone).await, 2);
    assert_eq!(count(world, "SELECT * FROM care_prescription").await, 0);
    assert_eq!(count(world, "SELECT * FROM care_visit").await, 0);
    assert_eq!(restart(world).await, 0, "and once more there is nothing to do");
}

pub async fn a_photo_taken_out_stays_out_of_a_restored_backup(world: &World) {
    let street = Street::new(world).await;
    let id = registered(&street, "801").await;
    let photos = format!("/care/people/{id}/prescriptions");
    let (status, kept) = street
        .worker
        .send_photo(world, &format!("{photos}?medicine=缬沙坦"), &photo())
        .await;
    assert_eq!(status, 201, "{kept}");
    let backup = Backup::of(world).await;
    let remove = format!("{photos}/{}/remove", text(&kept["id"]));
    assert_eq!(street.worker.post(&remove, json!({})).await.0, 200);
    backup.put_back().await;
    assert_eq!(restart(world).await, 1);
    assert_eq!(count(world, "SELECT * FROM care_prescription").await, 0);
    let open = format!("{photos}/{}/open", text(&kept["id"]));
    assert_eq!(street.worker.post(&open, json!({"why": "取药"})).await.0, 404);
}

pub async fn the_emergencys_end_erases_appointments_and_ends_calendars(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let confirmed = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&confirmed).await.0, 200);
    let (other, _) = ward.street.door("802").await;
    let mut weekly = ward.asked();
    weekly["repeat"] = json!("FREQ=WEEKLY;BYDAY=FR,MO;COUNT=8");
    ward.ask(&other, weekly).await;
    let calendars = [calendar(&resident).await, calendar(&ward.desk).await];
    ward.street.at(0, 18, 1).await;
    assert_eq!(ward.needs().await.len(), 1, "the other's first appointment is not sure");
    let backup = Backup::of(world).await;
    assert_ended(world, &ward, &resident, &calendars, || async {
        let officer = &ward.officer;
        let (status, erased) = officer.post("/care/end-of-emergency", json!({"place": "90001"})).await;
        assert_eq!(status, 200, "{erased}");
    })
    .await;
    assert_eq!(
        ward.rides()
            .await
            .iter()
            .filter(|ride| ride["state"] == "booked")
            .count(),
        0,
        "the cars are free for others"
    );
    let (_, passes) = ward.officer.get("/passes?state=revoked").await;
    assert_eq!(passes["passes"].as_array().map(Vec::len), Some(2), "{passes}");
    backup.put_back().await;
    assert_eq!(
        count(world, "SELECT * FROM care_series WHERE sealed IS NOT NULL").await,
        2
    );
    assert_ended(world, &ward, &resident, &calendars, || async {
        // Two series and two links.
        assert_eq!(restart(world).await, 4);
    })
    .await;
    assert_eq!(restart(world).await, 0);
}

async fn calendar(of: &Person<'_>) -> String {
    let (status, link) = of.post("/care/calendar", json!({})).await;
    assert_eq!(status, 201, "{link}");
    text(&link["path"]).to_owned()
}

/// Ends everything, after which nothing of appointments and calendars is there.
async fn assert_ended(
    world: &World,
    ward: &Ward<'_>,
    resident: &Person<'_>,
    calendars: &[String],
    end: impl AsyncFnOnce(),
) {
    for path in calendars {
        assert_eq!(world.nobody().page(path).await.0, 200, "the link opens it");
    }
    end().await;
    for path in calendars {
        assert_eq!(world.nobody().page(path).await.0, 404, "the link opens nothing");
    }
    for rows in [
        "SELECT * FROM care_appointment WHERE household_id <> 0 OR answer IS NOT NULL OR need_id IS NOT NULL",
        "SELECT * FROM care_appointment_event",
        "SELECT * FROM care_calendar",
        "SELECT * FROM care_series WHERE sealed IS NOT NULL OR contact IS NOT NULL OR next_on IS NOT NULL OR household_id <> 0",
    ] {
        assert_eq!(count(world, rows).await, 0, "{rows}");
    }
    assert_ne!(
        count(world, "SELECT * FROM care_appointment").await,
        0,
        "that there were some is still counted"
    );
    assert!(ward.needs().await.is_empty(), "no need waits for what is no more");
    let (_, list) = resident.get("/care/appointments").await;
    assert_eq!(list["appointments"], json!([]), "{list}");
}

pub async fn a_series_that_was_ended_stays_ended(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let mut weekly = ward.asked();
    weekly["repeat"] = json!("FREQ=WEEKLY;BYDAY=FR,MO;COUNT=8");
    weekly["ride"] = json!({"wheelchair": true, "escort": true, "medical_crew": true, "alone": true});
    let (status, done) = resident.post("/care/appointments", weekly).await;
    assert_eq!(status, 201, "{done}");
    let backup = Backup::of(world).await;
    let end = format!("/care/series/{}/end", text(&done["id"]));
    assert_eq!(resident.post(&end, json!({})).await.0, 200);
    let emptied = "SELECT * FROM care_series WHERE sealed IS NULL AND contact IS NULL
        AND rides_in_wheelchair + has_escort + needs_crew + rides_alone = 0";
    assert_eq!(
        count(world, emptied).await,
        1,
        "with the series goes what it was for, and how they had to ride"
    );
    backup.put_back().await;
    assert_eq!(restart(world).await, 1);
    assert_eq!(count(world, emptied).await, 1);
    ward.street.at(1, 8, 0).await;
    let open = "SELECT * FROM care_appointment WHERE household_id <> 0 OR state <> 'cancelled'";
    assert_eq!(count(world, open).await, 0, "none is made anew");
}

pub async fn a_calendars_link_that_was_ended_stays_ended(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    ward.ask(&resident, ward.asked()).await;
    let old = calendar(&resident).await;
    let backup = Backup::of(world).await;
    let new = calendar(&resident).await;
    backup.put_back().await;
    assert_eq!(world.nobody().page(&old).await.0, 200, "the backup has the old link");
    assert_eq!(restart(world).await, 1);
    assert_eq!(world.nobody().page(&old).await.0, 404);
    assert_eq!(
        world.nobody().page(&new).await.0,
        404,
        "the new one was made after the backup"
    );
}

async fn assigned(street: &Street<'_>, person: &Person<'_>, phone: &str) {
    let account = person.account().await;
    let assign =
        json!({"place": street.building, "post": "steward", "step": "assign", "account": account, "phone": phone});
    let (status, done) = street.worker.post("/care/duties", assign).await;
    assert_eq!(status, 200, "{done}");
}

async fn held(street: &Street<'_>) -> Value {
    let (status, list) = street.worker.get("/care/duties").await;
    assert_eq!(status, 200, "{list}");
    list["posts"][0]["held"]["phone"].clone()
}

pub async fn the_number_of_whoever_left_a_post_goes_and_stays_gone(world: &World) {
    let street = Street::new(world).await;
    assigned(&street, &street.steward, "138 0000 0001").await;
    let backup = Backup::of(world).await;
    let end = json!({"place": street.building, "post": "steward", "step": "end", "until": "2022-11-24"});
    assert_eq!(street.steward.post("/care/duties", end).await.0, 200);
    assert_eq!(held(&street).await, "138 0000 0001", "until the day is over");
    street.at(1, 0, 5).await;
    assert_eq!(held(&street).await, Value::Null);
    assert!(
        !everything(world).await.contains("138 0000 0001"),
        "the number went with the post"
    );
    backup.put_back().await;
    assert_eq!(held(&street).await, "138 0000 0001");
    assert_eq!(restart(world).await, 1);
    assert_eq!(held(&street).await, Value::Null);
    street.at(1, 0, 6).await;
    let (_, needs) = street.worker.get("/needs?kind=care_duty").await;
    assert_ne!(needs["needs"], json!([]), "nobody is there, which is a need");
    // Whoever takes the post up again is not taken off it by the next start.
    assigned(&street, &street.steward, "138 0000 0002").await;
    assert_eq!(restart(world).await, 0);
    assert_eq!(held(&street).await, "138 0000 0002");
}

pub async fn a_hand_over_that_a_backup_does_not_know_leaves_the_post_to_whoever_was_agreed(world: &World) {
    let street = Street::new(world).await;
    assigned(&street, &street.steward, "138 0000 0001").await;
    let next = world.person(Role::Steward, street.building.as_str()).await;
    let offer = json!({"place": street.building, "post": "steward", "step": "offer", "phone": "139 0000 0002",
        "account": next.account().await, "on": "2022-11-25"});
    assert_eq!(street.steward.post("/care/duties", offer).await.0, 200);
    let take = json!({"place": street.building, "post": "steward", "step": "take"});
    assert_eq!(next.post("/care/duties", take).await.0, 200);
    let backup = Backup::of(world).await;
    street.at(1, 0, 5).await;
    assert_eq!(held(&street).await, "139 0000 0002");
    backup.put_back().await;
    assert_eq!(held(&street).await, "138 0000 0001");
    assert_eq!(restart(world).await, 1);
    assert_eq!(
        held(&street).await,
        "139 0000 0002",
        "both had agreed, and its day has come"
    );
    assert!(!everything(world).await.contains("138 0000 0001"));
    let remembered = world.erased.all().unwrap();
    assert!(
        remembered.iter().all(|one| matches!(one, Erased::Post(_))),
        "{remembered:?}"
    );
}
