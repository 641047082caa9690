//! The register: who is in it, who sees what of it, and how it is emptied.

use crate::street::{Street, TODAY, asked, text};
use crate::world::World;
use serde_json::json;
use tongxin_account::Role;
use tongxin_care::ErasedList as _;
use tongxin_storage::args;

pub async fn a_household_registers_itself_and_sees_who_opened_its_record(world: &World) {
    let street = Street::new(world).await;
    let (resident, _) = street.door("801").await;
    let (status, done) = resident.post("/care/people", asked("陈婆婆", &["alone_old"])).await;
    assert_eq!(status, 201, "{done}");
    let id = text(&done["id"]);
    let (status, list) = resident.get("/care/people").await;
    assert_eq!(
        (status, list["people"][0]["name"].as_str()),
        (200, Some("陈婆婆")),
        "{list}"
    );
    assert_eq!(list["people"][0]["rhythm"], json!({"every_days": 1}));
    let open = format!("/care/people/{id}/open");
    let (status, refused) = street.worker.post(&open, json!({"why": " "})).await;
    assert_eq!(status, 422, "{refused}");
    let (status, record) = street.worker.post(&open, json!({"why": "安排透析"})).await;
    assert_eq!(status, 200, "{record}");
    assert_eq!(record["record"]["wants"], "每周透析三次");
    let (status, openings) = resident.get(&format!("/care/people/{id}/openings")).await;
    assert_eq!(status, 200, "{openings}");
    assert_eq!(openings["openings"][0]["why"], "安排透析");
    assert_ne!(text(&openings["openings"][0]["by"]), "");
}

pub async fn what_is_sealed_lies_nowhere_in_the_database(world: &World) {
    let street = Street::new(world).await;
    street.person("801", &["dialysis"]).await;
    let rows = world.db.all("SELECT * FROM care_person", args![]).await.unwrap();
    let row = &rows[0];
    assert_eq!(row.text("name").unwrap(), "陈婆婆");
    let sealed = row.blob("sealed").unwrap();
    let holds = |word: &str| sealed.windows(word.len()).any(|part| part == word.as_bytes());
    assert!(!holds("透析") && !holds("dialysis"));
    for column in ["contact", "at_door", "basis_purpose"] {
        assert!(!row.opt_text(column).unwrap().unwrap_or_default().contains("透析"));
    }
}

pub async fn a_household_corrects_its_own_record_by_its_code(world: &World) {
    let street = Street::new(world).await;
    let (resident, _) = street.door("801").await;
    let (status, done) = resident.post("/care/people", asked("陈婆婆", &["alone_old"])).await;
    assert_eq!(status, 201, "{done}");
    let id = text(&done["id"]);
    let mut person = asked("陈婆婆", &["alone_old"]);
    person["contact"] = json!("138 0000 7777");
    let correction = json!({"seq": 1, "person": person});
    let (status, done) = resident.put(&format!("/care/people/{id}"), correction.clone()).await;
    assert_eq!((status, done["seq"].as_i64()), (200, Some(2)), "{done}");
    let neighbour = world.resident(street.building, "803").await;
    assert_eq!(neighbour.put(&format!("/care/people/{id}"), correction).await.0, 404);
}

pub async fn somebody_is_found_by_a_part_of_their_name_or_number(world: &World) {
    let street = Street::new(world).await;
    let mut person = asked("陈婆婆", &["dialysis"]);
    person["contact"] = json!("138 0000 7777");
    let (resident, _) = street.door("801").await;
    assert_eq!(resident.post("/care/people", person).await.0, 201);
    let (_, list) = street.worker.get("/care/people?q=00%207777").await;
    assert_eq!(list["people"][0]["contact"], "138 0000 7777", "{list}");
    let (_, list) = street.worker.get("/care/people?q=%E9%99%88%E5%A9%86").await;
    assert_eq!(list["people"].as_array().map(Vec::len), Some(1), "{list}");
    for nobody in ["%25", "_", "%E5%88%98", "%E9%80%8F%E6%9E%90"] {
        let (_, list) = street.worker.get(&format!("/care/people?q={nobody}")).await;
        assert_eq!(list["people"].as_array().map(Vec::len), Some(0), "{nobody}: {list}");
    }
    let long = "x".repeat(61);
    assert_eq!(street.worker.get(&format!("/care/people?q={long}")).await.0, 422);
}

pub async fn nobody_is_registered_twice_or_without_a_ground(world: &World) {
    let street = Street::new(world).await;
    let (resident, household) = street.door("801").await;
    assert_eq!(
        resident.post("/care/people", asked("陈婆婆", &["alone_old"])).await.0,
        201
    );
    let mut again = asked("陈 婆婆", &["disabled"]);
    again["household"] = json!(household);
    let (status, refused) = street.worker.post("/care/people", again).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("care-known-already")),
        "{refused}"
    );
    let mut bare = asked("刘爷爷", &["alone_old"]);
    bare["ground"]["by"] = json!("");
    bare["record"]["birth_year"] = json!(2030);
    let (status, refused) = resident.post("/care/people", bare).await;
    assert_eq!(status, 422, "{refused}");
    let fields: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| text(&error["field"]))
        .collect();
    assert_eq!(fields, ["birth_year", "ground.by"], "{refused}");
}

pub async fn a_correction_over_somebody_elses_is_refused(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    let path = format!("/care/people/{id}");
    let mut person = asked("陈奶奶", &["alone_old", "oxygen"]);
    person["review_on"] = json!("2022-12-01");
    let (status, done) = street.worker.put(&path, json!({"seq": 1, "person": person})).await;
    assert_eq!((status, done["seq"].as_i64()), (200, Some(2)), "{done}");
    let (status, refused) = street.worker.put(&path, json!({"seq": 1, "person": person})).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("care-changed-meanwhile")),
        "{refused}"
    );
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"][0]["rhythm"], "twice_a_day");
}

pub async fn neighbours_stewards_and_officers_see_what_they_may(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["dialysis"]).await;
    street.at(0, 12, 0).await;
    let neighbour = world.resident(street.building, "803").await;
    let (status, list) = neighbour.get("/care/people").await;
    assert_eq!(
        (status, list["people"].as_array().map(Vec::len)),
        (200, Some(0)),
        "{list}"
    );
    let open = format!("/care/people/{id}/open");
    assert_eq!(neighbour.post(&open, json!({"why": "x"})).await.0, 404);
    assert_eq!(
        street.steward.post(&open, json!({"why": "x"})).await.0,
        403,
        "a steward opens no record"
    );
    let (_, seen) = street.steward.get("/care/people").await;
    assert_eq!(seen["people"][0]["name"], "陈婆婆");
    let elsewhere = world.person(Role::CommunityWorker, "900010102").await;
    assert_eq!(elsewhere.post(&open, json!({"why": "x"})).await.0, 404);
    let (_, list) = elsewhere.get("/care/people").await;
    assert_eq!(list["people"].as_array().map(Vec::len), Some(0));
    let officer = world.person(Role::Officer, "90001").await;
    assert_eq!(officer.get("/care/people").await.0, 403);
    let (status, list) = officer.get("/care/visits").await;
    assert_eq!(status, 200, "{list}");
    let row = &list["visits"][0];
    assert_eq!(
        (row["state"].as_str(), row["name"].as_str(), row["door"].as_str()),
        (Some("due"), None, None)
    );
    assert_eq!(world.nobody().get("/care/visits").await.0, 401);
}

pub async fn a_withdrawn_record_is_gone_and_a_restored_one_goes_again(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["dialysis"]).await;
    street.at(0, 12, 0).await;
    street.knock(&street.steward, &id, "well").await;
    let before = world
        .db
        .all("SELECT sealed_key, sealed FROM care_person", args![])
        .await
        .unwrap();
    let end = format!("/care/people/{id}/end");
    let (status, done) = street.worker.post(&end, json!({"why": "withdrawn"})).await;
    assert_eq!(status, 200, "{done}");
    let rows = world.db.all("SELECT * FROM care_person", args![]).await.unwrap();
    assert_eq!(rows[0].opt_text("name").unwrap(), None);
    assert_eq!(rows[0].opt_blob("sealed").unwrap(), None);
    assert!(
        world
            .db
            .all("SELECT * FROM care_knock", args![])
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(street.worker.post(&end, json!({"why": "withdrawn"})).await.0, 404);
    assert_eq!(world.erased.all().unwrap().len(), 1);
    // A backup of before is put back.
    let (key, sealed) = (before[0].int("sealed_key").unwrap(), before[0].blob("sealed").unwrap());
    let restored = world.db.write(move |tx| {
        let sealed = sealed.clone();
        Box::pin(async move {
            tx.execute(
                "UPDATE care_person SET name = '陈婆婆', state = 'current', erased_at = NULL, sealed_key = $1, sealed = $2",
                args![key, sealed.as_slice()],
            )
            .await?;
            Ok::<_, tongxin_storage::StorageError>(())
        })
    });
    restored.await.unwrap();
    assert_eq!(world.care.erase_restored(world.clock.now()).await.unwrap(), 1);
    let rows = world.db.all("SELECT name FROM care_person", args![]).await.unwrap();
    assert_eq!(rows[0].opt_text("name").unwrap(), None);
    assert_eq!(world.care.erase_restored(world.clock.now()).await.unwrap(), 0);
}

pub async fn records_end_on_their_day_and_with_the_emergency(world: &World) {
    let street = Street::new(world).await;
    let (_, household) = street.door("801").await;
    let mut short = asked("陈婆婆", &["limited_means"]);
    short["household"] = json!(household);
    short["expires_on"] = json!("2022-11-26");
    assert_eq!(street.worker.post("/care/people", short).await.0, 201, "{TODAY}");
    street.person("901", &["limited_means"]).await;
    street.at(1, 12, 0).await;
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"].as_array().map(Vec::len), Some(2));
    // Whom nobody saw is still being looked for.
    let people = list["people"].as_array().unwrap();
    for person in people {
        street.knock(&street.steward, text(&person["id"]), "well").await;
    }
    street.at(2, 12, 0).await;
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"].as_array().map(Vec::len), Some(1), "{list}");
    let officer = world.person(Role::Officer, "90001").await;
    let body = json!({"place": "900010101"});
    assert_eq!(street.worker.post("/care/end-of-emergency", body.clone()).await.0, 403);
    let (status, erased) = officer.post("/care/end-of-emergency", body).await;
    assert_eq!((status, erased["erased"].as_i64()), (200, Some(1)), "{erased}");
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"].as_array().map(Vec::len), Some(0));
}
