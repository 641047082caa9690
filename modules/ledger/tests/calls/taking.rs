//! What is written down on a call.

use crate::world::{Bank, World};
use serde_json::json;
use tongxin_account::Role;
use tongxin_ledger::{Asker, LedgerError, NewNeed};

pub async fn a_call_becomes_a_need_and_its_number_is_read_aloud(world: &World) {
    let bank = Bank::new(world).await;
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    assert!(form.says("tel:120"), "the emergency number stands there");
    assert!(
        form.says("For how many days is there some"),
        "what to ask stands at each topic"
    );
    let household = bank.caller.to_string();
    let fields = [
        ("household", household.as_str()),
        ("topic", "household_request.medicine"),
        ("priority", "high"),
        ("title", "Insulin for <two> days"),
        ("contact", "138 0000 0001"),
    ];
    let checked = browser.post(&form, "/calls/check", &fields).await;
    for said in [
        "3栋 2-1203",
        "Insulin for &#60;two&#62; days",
        "within 8 h",
        "138 0000 0001",
    ] {
        assert!(checked.says(said), "{said} is said back: {}", checked.html);
    }
    assert!(
        bank.needs().await.is_empty(),
        "nothing is written before the caller agrees"
    );
    let sent = browser.post(&checked, "/calls", &fields).await;
    let done = browser.follow(&sent).await;
    let need = bank.needs().await.remove(0);
    let number = need["id"].as_str().unwrap();
    assert!(
        done.says(&format!("<p class=\"big-code\" data-call-number>{number}</p>")),
        "{}",
        done.html
    );
    assert_eq!(
        (&need["priority"], &need["topic"]),
        (&json!("high"), &json!("medicine"))
    );
    assert_eq!(need["title"], "Insulin for <two> days");
    let today = browser.get("/calls").await;
    assert!(today.says(number) && today.says("3栋 2-1203") && today.says("Raised"));
    assert!(!today.says("Insulin"), "the list holds no words");
    let worker = world.person(Role::CommunityWorker, "900010101").await;
    worker.post(&format!("/needs/{number}/accept"), json!(null)).await;
    assert!(browser.get("/calls").await.says("Accepted"), "what became of it");
    let other = world.person(Role::CallTaker, "90001").await;
    assert!(
        !other.browser().get("/calls").await.says(number),
        "the list is the call-taker's own"
    );
    let peeked = other.browser().get(&format!("/calls?done={number}")).await;
    assert!(!peeked.says("data-call-number"));
}

pub async fn a_second_call_about_the_same_is_added_to_the_need(world: &World) {
    let bank = Bank::new(world).await;
    let number = bank.asks("food", "Rice").await;
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    assert!(form.says(&number), "what they wait for stands there");
    let household = bank.caller.to_string();
    let fields = [
        ("household", household.as_str()),
        ("topic", "household_request.food"),
        ("title", "and oil"),
        ("contact", "138 0000 0001"),
    ];
    let checked = browser.post(&form, "/calls/check", &fields).await;
    assert!(checked.says("This is being seen to already"));
    assert!(
        checked.says(&format!("name=\"add_to\" value=\"{number}\" autofocus")),
        "Enter adds: {}",
        checked.html
    );
    let added = [&fields[..], &[("add_to", number.as_str())]].concat();
    let sent = browser.post(&checked, "/calls", &added).await;
    let done = browser.follow(&sent).await;
    assert!(
        done.says("Added to the need that was there") && done.says(&number),
        "{}",
        done.html
    );
    assert_eq!(bank.needs().await.len(), 1);
    let (_, need) = bank.home.get(&format!("/needs/{number}")).await;
    assert!(need.to_string().contains("and oil\\n138 0000 0001"), "{need}");
    // Another topic is another need, and a second one may still be wished for.
    bank.call(&[("topic", "household_request.medicine")]).await;
    bank.call(&[
        ("topic", "household_request.food"),
        ("title", "for the neighbour's child"),
    ])
    .await;
    assert_eq!(bank.needs().await.len(), 3);
    // Nobody adds to a stranger's need by its number.
    let other = world.building("900010101", "白鹭小区", "1栋").await;
    let stranger = world.resident(other, "1-101").await;
    let asked = json!({"kind": "household_request", "topic": "food", "title": "Milk"});
    let theirs = stranger.post("/needs", asked).await.1["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = bank.form(&mut browser).await;
    let foreign = [&fields[..], &[("add_to", theirs.as_str())]].concat();
    assert_eq!(browser.post(&form, "/calls", &foreign).await.status, 404);
}

pub async fn a_call_taker_sees_how_needs_stand_and_no_word_of_them(world: &World) {
    let bank = Bank::new(world).await;
    let number = bank.asks("medicine", "Lithium").await;
    let new = NewNeed {
        kind: "unsure_appointment".into(),
        topic: "appointment".into(),
        priority: None,
        place: world.places.household(bank.caller).await.unwrap().unwrap().building,
        household: Some(bank.caller),
        org: None,
        title: "Dialysis".into(),
        body: String::new(),
        contact: None,
    };
    let ledger = world.ledger.clone();
    let now = world.clock.now();
    let raised = world.db.write(move |tx| {
        let (ledger, new) = (ledger.clone(), new.clone());
        Box::pin(async move { Ok::<_, LedgerError>(ledger.raise_in(tx, &Asker::system(), new, None, now).await?.id) })
    });
    let hidden = raised.await.unwrap().to_string();
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    assert!(form.says(&number) && form.says("Raised"));
    for word in ["Lithium", "Dialysis", &hidden] {
        assert!(!form.says(word), "{word}");
    }
    assert_eq!(browser.get(&format!("/needs/{number}")).await.status, 403);
    for path in ["/needs", "/households?building=900010101", "/places?q=jw"] {
        assert_eq!(bank.taker.get(path).await.0, 403, "{path}");
    }
    let worker = world.person(Role::CommunityWorker, "900010101").await;
    assert_eq!(worker.browser().get("/calls").await.status, 403, "nobody else's desk");
}

pub async fn what_was_not_said_is_asked_for_and_what_was_typed_is_kept(world: &World) {
    let bank = Bank::new(world).await;
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    let household = bank.caller.to_string();
    let long = "长".repeat(200);
    for (topic, title, error) in [
        ("", "Rice", "e-topic"),
        ("household_request.food", long.as_str(), "e-title"),
        ("unsure_appointment.appointment", "x", "e-topic"),
    ] {
        for path in ["/calls/check", "/calls"] {
            let fields = [("household", household.as_str()), ("topic", topic), ("title", title)];
            let refused = browser.post(&form, path, &fields).await;
            assert_eq!(refused.status, 422, "{}", refused.html);
            assert!(
                refused.says(&format!("id=\"{error}\"")) && refused.says(title),
                "{}",
                refused.html
            );
        }
    }
    let fields = [
        ("household", household.as_str()),
        ("topic", "household_request.food"),
        ("title", "Rice"),
        ("step", "change"),
    ];
    let again = browser.post(&form, "/calls/check", &fields).await;
    assert!(
        again.status == 200 && again.says("value=\"Rice\""),
        "changed before it is written"
    );
    assert!(bank.needs().await.is_empty());
    assert_eq!(browser.get("/calls/new").await.location.as_deref(), Some("/calls"));
}

pub async fn what_was_sent_twice_is_written_once(world: &World) {
    let bank = Bank::new(world).await;
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    let household = bank.caller.to_string();
    let fields = [("household", household.as_str()), ("topic", "household_request.food")];
    let first = browser.post(&form, "/calls", &fields).await;
    let second = browser.post(&form, "/calls", &fields).await;
    assert_eq!((first.status, &first.location), (303, &second.location));
    assert_eq!(bank.needs().await.len(), 1);
}

pub async fn what_was_closed_meanwhile_is_not_added_to(world: &World) {
    let bank = Bank::new(world).await;
    let number = bank.asks("food", "Rice").await;
    let mut browser = bank.taker.browser();
    let form = bank.form(&mut browser).await;
    let household = bank.caller.to_string();
    bank.home
        .post(
            &format!("/needs/{number}/strike-off"),
            json!({"reason": "a neighbour helped"}),
        )
        .await;
    let fields = [
        ("household", household.as_str()),
        ("topic", "household_request.food"),
        ("title", "and oil"),
        ("add_to", number.as_str()),
    ];
    let refused = browser.post(&form, "/calls", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(
        refused.says("value=\"and oil\""),
        "what was typed is kept, to be written down as a need of its own"
    );
}

pub async fn who_took_a_call_is_forgotten_after_thirty_days(world: &World) {
    let bank = Bank::new(world).await;
    bank.call(&[("topic", "household_request.food")]).await;
    let noted = async || {
        let row = world
            .db
            .one("SELECT COUNT(*) AS n FROM call_taken", vec![])
            .await
            .unwrap();
        row.int("n").unwrap()
    };
    let now = world.clock.now();
    world.ledger.tick(now.plus_days(30)).await.unwrap();
    assert_eq!(noted().await, 1);
    world.ledger.tick(now.plus_days(30).plus_hours(2)).await.unwrap();
    assert_eq!(noted().await, 0);
}
