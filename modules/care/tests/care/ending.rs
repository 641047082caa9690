//! Whoever was not seen is looked for until somebody saw them, whatever becomes of their record.

use crate::backup::Backup;
use crate::street::{Street, text};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_care::ErasedList as _;
use tongxin_storage::args;

/// A person whom nobody saw on the first day, the address at which their record ends, and the need that says so.
async fn unseen(street: &Street<'_>, door: &str) -> (String, String, String) {
    let id = street.person(door, &["alone_old"]).await;
    street.at(0, 12, 0).await;
    street.at(0, 20, 0).await;
    let visits = street.visits().await;
    let visit = visits.iter().find(|visit| visit["person"] == id.as_str()).unwrap();
    assert_eq!(visit["state"], "missed");
    let end = format!("/care/people/{id}/end");
    (id, end, text(&visit["need"]).to_owned())
}

pub async fn no_record_ends_as_if_all_was_well_while_nobody_saw_the_person(world: &World) {
    let street = Street::new(world).await;
    let (id, end, need) = unseen(&street, "801").await;
    let (status, refused) = street.worker.post(&end, json!({"why": "settled"})).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("care-still-unseen")),
        "{refused}"
    );
    for why in ["moved", "died", "in_hospital"] {
        let (status, refused) = street.worker.post(&end, json!({"why": why, "said_by": " "})).await;
        assert_eq!(
            (status, refused["errors"][0]["field"].as_str()),
            (422, Some("said_by")),
            "{refused}"
        );
    }
    assert!(
        world.erased.all().unwrap().is_empty(),
        "what was refused is erased by no start either"
    );
    assert_eq!(street.need(&need).await["state"], "assigned");
    let (key, asked) = (world.key(), json!({"why": "in_hospital", "said_by": "803 的邻居"}));
    let (status, done) = street.worker.post_as(&key, &end, asked.clone()).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        street.worker.post_as(&key, &end, asked).await,
        (200, done),
        "what is sent again, when nothing of it is there any more, has the same answer"
    );
    assert_eq!(street.need(&need).await["state"], "struck_off");
    let (status, page) = street.worker.page(&format!("/care/people/{id}")).await;
    assert!(
        status == 200 && page.contains("803 的邻居") && !page.contains("陈婆婆"),
        "who said so is kept for a while: {page}"
    );
    street.at(91, 9, 0).await;
    let noted = "SELECT id FROM care_person WHERE ended IS NOT NULL OR ended_by IS NOT NULL OR ended_word IS NOT NULL";
    assert!(world.db.all(noted, args![]).await.unwrap().is_empty());
}

pub async fn whoever_was_seen_since_needs_nobodys_word(world: &World) {
    let street = Street::new(world).await;
    let (id, end, need) = unseen(&street, "801").await;
    street.knock(&street.steward, &id, "well").await;
    assert_eq!(street.need(&need).await["state"], "struck_off");
    assert_eq!(street.worker.post(&end, json!({"why": "settled"})).await.0, 200);
}

pub async fn consent_taken_back_leaves_a_door_without_a_name_until_somebody_was_seen_there(world: &World) {
    let street = Street::new(world).await;
    let (id, end, need) = unseen(&street, "801").await;
    assert_eq!(street.worker.post(&end, json!({"why": "withdrawn"})).await.0, 200);
    let left = street.need(&need).await;
    assert_eq!(
        (&left["is_open"], &left["place"], &left["contact"]),
        (&json!(true), &json!(street.building), &Value::Null)
    );
    street.at(1, 9, 0).await;
    let visits = street.visits().await;
    assert_eq!(visits.len(), 1, "the door is on the round: {visits:?}");
    assert_eq!(
        (&visits[0]["door"], &visits[0]["name"], &visits[0]["at_door"]),
        (&json!("801"), &Value::Null, &Value::Null)
    );
    let (status, page) = street.worker.page(&format!("/care/people/{id}")).await;
    assert!(status == 200 && page.contains("/care/people/"), "{page}");
    let (status, refused) = street
        .worker
        .post(&format!("/care/people/{id}/open"), json!({"why": "看看"}))
        .await;
    assert_eq!(status, 404, "there is nothing to open: {refused}");
    // Told again, nothing changes; and it does not end as no longer needed.
    assert_eq!(street.worker.post(&end, json!({"why": "withdrawn"})).await.0, 200);
    assert_eq!(street.worker.post(&end, json!({"why": "settled"})).await.0, 409);
    street.at(1, 20, 0).await;
    assert_eq!(street.visits().await[0]["state"], "missed");
    street.at(2, 9, 0).await;
    assert_eq!(street.need(&need).await["is_open"], true, "one need, still open");
    let seen = street.knock(&street.steward, &id, "well").await;
    assert_eq!(seen["state"], "well");
    assert_eq!(street.need(&need).await["state"], "struck_off");
    street.at(3, 9, 0).await;
    assert!(street.visits().await.is_empty(), "and the door is left in peace");
    assert_eq!(
        street.worker.page(&format!("/care/people/{id}")).await.0,
        200,
        "who ended it, for a while"
    );
}

pub async fn a_door_without_a_name_is_left_when_somebody_says_where_they_are(world: &World) {
    let street = Street::new(world).await;
    let (_, end, need) = unseen(&street, "801").await;
    assert_eq!(street.worker.post(&end, json!({"why": "withdrawn"})).await.0, 200);
    let moved = json!({"why": "moved", "said_by": "女儿"});
    assert_eq!(street.worker.post(&end, moved).await.0, 200);
    assert_eq!(street.need(&need).await["state"], "struck_off");
    street.at(1, 9, 0).await;
    assert!(street.visits().await.is_empty());
}

pub async fn the_emergencys_end_forgets_the_record_and_not_the_person(world: &World) {
    let street = Street::new(world).await;
    street.person("802", &["alone_old"]).await;
    let (id, _, need) = unseen(&street, "801").await;
    let backup = Backup::of(world).await;
    let officer = world.person(Role::Officer, "90001").await;
    let over = json!({"place": "90001"});
    let (status, erased) = officer.post("/care/end-of-emergency", over.clone()).await;
    assert_eq!((status, &erased["erased"]), (200, &json!(2)), "{erased}");
    let (_, erased) = officer.post("/care/end-of-emergency", over).await;
    assert_eq!(erased["erased"], 0, "told again");
    for _ in 0..2 {
        assert_eq!(street.need(&need).await["is_open"], true);
        let (_, people) = street.worker.get("/care/people").await;
        assert_eq!(people["people"], json!([]), "{people}");
        // An old backup brings nobody back, and nobody stops looking because of it.
        backup.put_back().await;
        assert_eq!(world.care.erase_restored(world.clock.now()).await.unwrap(), 2);
    }
    street.at(1, 9, 0).await;
    street.knock(&street.steward, &id, "well").await;
    assert_eq!(street.need(&need).await["state"], "struck_off");
}
