//! Rounds: made, walked, missed, said by phones that come back late.

use crate::browser::Browser;
use crate::street::{Street, asked, text};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{Day, Timestamp};

pub async fn a_day_is_made_of_those_who_are_due_and_walked_from_the_top_down(world: &World) {
    let street = Street::new(world).await;
    street.person("201", &["alone_old"]).await;
    street.person("1801", &["oxygen"]).await;
    street.person("901", &["newborn"]).await;
    street.at(0, 12, 30).await;
    street.at(0, 12, 31).await;
    let visits = street.visits().await;
    let doors: Vec<(&str, &str)> = visits
        .iter()
        .map(|visit| (text(&visit["door"]), text(&visit["part"])))
        .collect();
    assert_eq!(
        doors,
        [("1801", "morning"), ("1801", "evening"), ("901", "day"), ("201", "day")]
    );
    street.at(1, 9, 0).await;
    let doors: Vec<String> = street
        .visits()
        .await
        .iter()
        .map(|visit| text(&visit["door"]).to_owned())
        .collect();
    assert_eq!(
        doors,
        ["1801", "1801", "201"],
        "a new-born's family has its day of rest"
    );
    street.at(2, 9, 0).await;
    assert_eq!(street.visits().await.len(), 4);
    let figures = world
        .care
        .figures(&"90001".parse().unwrap(), day("2022-11-26"))
        .await
        .unwrap();
    assert_eq!((figures[0].number, figures[0].day_before), (4, 3));
}

pub async fn whoever_is_visited_rarely_is_looked_for_every_day_until_seen(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["newborn"]).await;
    street.at(0, 12, 0).await;
    street.at(0, 20, 1).await;
    let (_, needs) = street.worker.get("/needs?kind=care_unseen").await;
    assert_eq!(needs["needs"].as_array().map(Vec::len), Some(1), "{needs}");
    let need = text(&needs["needs"][0]["id"]).to_owned();
    street.at(1, 9, 0).await;
    assert_eq!(street.visits().await.len(), 1, "not two days later");
    street.at(1, 20, 1).await;
    street.at(2, 9, 0).await;
    assert_eq!(street.visits().await.len(), 1, "and missed again, the day after that");
    street.knock(&street.steward, &id, "well").await;
    assert_eq!(street.need(&need).await["is_open"], false);
    street.at(3, 9, 0).await;
    assert_eq!(street.visits().await.len(), 0, "every two days again");
    street.at(4, 9, 0).await;
    assert_eq!(street.visits().await.len(), 1);
}

pub async fn a_visit_counts_once_and_none_is_missed_that_was_over_before(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let mut changed = asked("陈婆婆", &["alone_old"]);
    changed["rhythm"] = json!({"every_days": 2});
    let correction = json!({"seq": 1, "person": changed});
    let (status, done) = street.worker.put(&format!("/care/people/{id}"), correction).await;
    assert_eq!(status, 200, "{done}");
    street.at(0, 15, 0).await;
    street.person("901", &["oxygen"]).await;
    street.at(0, 15, 1).await;
    let visits = street.visits().await;
    let made: Vec<(&str, &str)> = visits
        .iter()
        .map(|visit| (text(&visit["part"]), text(&visit["state"])))
        .collect();
    assert_eq!(made, [("evening", "due"), ("day", "due")]);
    let figures = world
        .care
        .figures(&"90001".parse().unwrap(), day("2022-11-24"))
        .await
        .unwrap();
    assert_eq!((figures[0].key.as_str(), figures[0].number), ("visits", 2));
}

pub async fn who_is_to_be_visited_more_often_from_the_evening_on_is_not_missed_that_day(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["newborn"]).await;
    street.at(0, 12, 0).await;
    street.knock(&street.steward, &id, "well").await;
    street.at(0, 19, 0).await;
    let mut changed = asked("陈婆婆", &["oxygen"]);
    changed["rhythm"] = json!("twice_a_day");
    let correction = json!({"seq": 1, "person": changed});
    let (status, done) = street.worker.put(&format!("/care/people/{id}"), correction).await;
    assert_eq!(status, 200, "{done}");
    street.at(0, 19, 1).await;
    street.at(0, 23, 59).await;
    let (_, needs) = street.worker.get("/needs?kind=care_unseen").await;
    assert_eq!(needs["needs"], json!([]), "they were seen today");
    street.at(1, 9, 0).await;
    assert_eq!(street.visits().await.len(), 2, "morning and evening");
}

pub async fn a_closed_door_becomes_a_need_that_only_a_seen_person_ends(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let first = street.knock(&street.steward, &id, "no_answer").await;
    assert_eq!(
        (first["state"].as_str(), first["needs"].as_array().map(Vec::len)),
        (Some("no_answer"), Some(0))
    );
    assert!(first["again_by"].is_string(), "{first}");
    street.at(0, 13, 59).await;
    assert_eq!(street.visits().await[0]["state"], "no_answer");
    street.at(0, 14, 0).await;
    let visit = &street.visits().await[0];
    assert_eq!(visit["state"], "unanswered", "nobody tried again within two hours");
    let need = text(&visit["need"]).to_owned();
    let given = street.need(&need).await;
    assert_eq!(
        (&given["state"], &given["assigned_account"]),
        (&json!("assigned"), &json!(street.worker.account().await)),
        "the community's worker has it at once"
    );
    let (status, refused) = street.worker.post(&format!("/needs/{need}/solve"), json!({})).await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (409, Some("need-closes-itself")),
        "{refused}"
    );
    let seen = street.knock(&street.worker, &id, "well").await;
    assert_eq!(seen["state"], "well");
    assert_eq!(street.need(&need).await["state"], "struck_off");
}

pub async fn a_visit_that_nobody_made_is_a_need_the_same_hour(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["oxygen"]).await;
    street.at(0, 11, 30).await;
    street.at(0, 12, 0).await;
    let visits = street.visits().await;
    assert_eq!(
        (visits[0]["part"].as_str(), visits[0]["state"].as_str()),
        (Some("morning"), Some("missed"))
    );
    let need = text(&visits[0]["need"]).to_owned();
    street.at(0, 20, 0).await;
    let visits = street.visits().await;
    assert_eq!(visits[1]["state"], "missed");
    assert_eq!(
        text(&visits[1]["need"]),
        need,
        "one need says that nobody knows how they are"
    );
    let figures = world.care.figures(&street.building, day("2022-11-24")).await.unwrap();
    assert!(
        figures.iter().all(|figure| figure.number == 0),
        "counts end at the subdistrict"
    );
    let figures = world
        .care
        .figures(&"90001".parse().unwrap(), day("2022-11-24"))
        .await
        .unwrap();
    let missed = figures.iter().find(|figure| figure.key.as_str() == "missed").unwrap();
    assert_eq!(missed.number, 2);
    let officer = world.person(Role::Officer, "90001").await;
    let (_, rows) = officer.get("/care/visits?state=missed&place=90001").await;
    assert_eq!(rows["visits"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows["visits"][0]["person"], json!(id));
}

pub async fn a_late_phone_takes_back_that_somebody_was_missed(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    let at_the_door = street.at(0, 15, 0).await;
    street.at(0, 20, 0).await;
    let need = text(&street.visits().await[0]["need"]).to_owned();
    street.at(1, 8, 0).await;
    let said = json!({"person": id, "day": "2022-11-24", "part": "day", "outcome": "well",
        "said_at": at_the_door.to_string()});
    let (status, done) = street.steward.post("/care/knocks", said).await;
    assert_eq!((status, done["state"].as_str()), (201, Some("well")), "{done}");
    assert_eq!(street.need(&need).await["state"], "struck_off");
    let figures = world
        .care
        .figures(&"90001".parse().unwrap(), day("2022-11-24"))
        .await
        .unwrap();
    let numbers: Vec<(&str, u32)> = figures
        .iter()
        .map(|figure| (figure.key.as_str(), figure.number))
        .collect();
    assert_eq!(numbers[..2], [("visits", 1), ("well", 1)]);
    assert!(numbers[2..].iter().all(|(_, number)| *number == 0), "{numbers:?}");
}

pub async fn two_phones_that_disagree_both_stay(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    street.knock(&street.steward, &id, "well").await;
    let mut needs = street.said(&id, "needs");
    needs["wants"] = json!(["medicine"]);
    let (status, done) = street.worker.post("/care/knocks", needs).await;
    assert_eq!((status, done["is_disputed"].as_bool()), (201, Some(true)), "{done}");
    let visit = &street.visits().await[0];
    assert_eq!(visit["state"], "needs");
    let knocks = visit["knocks"].as_array().unwrap();
    assert_eq!(knocks.len(), 2, "the later does not erase the earlier");
    let by: Vec<&str> = knocks.iter().map(|knock| text(&knock["by"])).collect();
    assert_ne!(by[0], by[1]);
}

pub async fn what_is_said_twice_under_one_key_happens_once(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let said = street.said(&id, "no_answer");
    let key = world.key();
    let first = street.steward.post_as(&key, "/care/knocks", said.clone()).await;
    let second = street.steward.post_as(&key, "/care/knocks", said).await;
    assert_eq!(first, second);
    assert_eq!(street.visits().await[0]["knocks"].as_array().map(Vec::len), Some(1));
}

pub async fn what_somebody_needs_goes_into_the_ledger_at_the_door(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let (status, refused) = street.steward.post("/care/knocks", street.said(&id, "needs")).await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("wants")),
        "{refused}"
    );
    let mut said = street.said(&id, "needs");
    said["wants"] = json!(["hot_meal", "talk"]);
    said["note"] = json!("灯泡也坏了");
    let (status, done) = street.steward.post("/care/knocks", said).await;
    assert_eq!(status, 201, "{done}");
    let needs = done["needs"].as_array().unwrap();
    assert_eq!(needs.len(), 2);
    let need = street.need(text(&needs[0])).await;
    assert_eq!(
        (need["kind"].as_str(), need["topic"].as_str()),
        (Some("household_request"), Some("hot_meal"))
    );
}

pub async fn a_wrong_clock_and_a_wrong_door_are_refused_in_words(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    let now = street.at(0, 12, 0).await;
    let mut ahead = street.said(&id, "well");
    ahead["said_at"] = json!(now.plus_hours(1).to_string());
    let (status, refused) = street.steward.post("/care/knocks", ahead).await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("said_at")),
        "{refused}"
    );
    let elsewhere = world.person(Role::Steward, "900010102").await;
    assert_eq!(elsewhere.post("/care/knocks", street.said(&id, "well")).await.0, 404);
    let mut other_part = street.said(&id, "well");
    other_part["part"] = json!("morning");
    assert_eq!(street.steward.post("/care/knocks", other_part).await.0, 404);
}

pub async fn medicines_are_asked_for_before_they_run_out(world: &World) {
    let street = Street::new(world).await;
    let (resident, _) = street.door("801").await;
    let mut person = asked("陈婆婆", &["chronic_medicine"]);
    person["record"]["medicines"] = json!([{"name": "降压药", "left": 10, "a_day": 2, "counted_on": "2022-11-24"}]);
    let (status, done) = resident.post("/care/people", person.clone()).await;
    assert_eq!(status, 201, "{done}");
    street.at(1, 9, 0).await;
    let refills = "/needs?kind=care_refill";
    let (status, list) = street.worker.get(refills).await;
    assert_eq!(
        (status, list["needs"].as_array().map(Vec::len)),
        (200, Some(0)),
        "{list}"
    );
    // Five days of doses: the third day before they are gone.
    street.at(2, 9, 0).await;
    street.at(2, 9, 1).await;
    let (_, list) = street.worker.get(refills).await;
    let needs = list["needs"].as_array().unwrap();
    assert_eq!(needs.len(), 1, "{list}");
    assert!(
        !needs[0].to_string().contains("降压药"),
        "which medicine, only the record says"
    );
}

pub async fn whoever_moved_is_visited_no_more(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    street.knock(&street.steward, &id, "moved").await;
    let (_, list) = street.worker.get("/care/people?to_review=true").await;
    assert_eq!(list["people"][0]["state"], "moved", "{list}");
    street.at(1, 9, 0).await;
    assert!(street.visits().await.is_empty());
    let path = format!("/care/people/{id}");
    let correction = json!({"seq": 2, "person": asked("陈婆婆", &["alone_old"])});
    let (status, done) = street.worker.put(&path, correction).await;
    assert_eq!(status, 200, "{done}");
    street.at(1, 9, 1).await;
    assert_eq!(street.visits().await.len(), 1, "they had only gone to the neighbours");
}

pub async fn what_a_phone_tells_late_of_an_earlier_day_ends_no_later_search(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    let monday = street.at(0, 15, 0).await;
    street.at(0, 20, 0).await;
    let need = text(&street.visits().await[0]["need"]).to_owned();
    street.at(1, 12, 0).await;
    street.at(1, 20, 0).await;
    let mut said = json!({"person": id, "day": "2022-11-24", "part": "day", "outcome": "well",
        "said_at": monday.to_string()});
    let (status, done) = street.steward.post("/care/knocks", said.clone()).await;
    assert_eq!((status, done["state"].as_str()), (201, Some("well")), "{done}");
    assert_eq!(street.need(&need).await["is_open"], true, "nobody saw them since");
    let tuesday = street.at(1, 20, 30).await;
    said["day"] = json!("2022-11-25");
    said["said_at"] = json!(tuesday.to_string());
    street.steward.post("/care/knocks", said).await;
    assert_eq!(street.need(&need).await["state"], "struck_off");
}

pub async fn a_closed_door_that_is_told_after_somebody_was_seen_raises_nothing(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["oxygen"]).await;
    let morning = street.at(0, 9, 0).await;
    street.at(0, 16, 0).await;
    let told = |part: &str, outcome: &str, at: Timestamp| {
        json!({"person": id, "day": "2022-11-24", "part": part, "outcome": outcome,
        "said_at": at.to_string()})
    };
    let evening = street.at(0, 16, 1).await;
    let (status, done) = street
        .steward
        .post("/care/knocks", told("evening", "well", evening))
        .await;
    assert_eq!(status, 201, "{done}");
    let (_, done) = street
        .steward
        .post("/care/knocks", told("morning", "moved", morning))
        .await;
    assert_eq!(
        (done["state"].as_str(), done["needs"].as_array().map(Vec::len)),
        (Some("moved"), Some(0))
    );
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"][0]["state"], "current", "they were seen since: {list}");
}

pub async fn whoever_was_said_to_have_moved_is_asked_after(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    let done = street.knock(&street.steward, &id, "moved").await;
    let need = text(&done["needs"][0]).to_owned();
    let raised = street.need(&need).await;
    assert_eq!(
        (raised["kind"].as_str(), raised["topic"].as_str()),
        (Some("care_unseen"), Some("moved"))
    );
    // Another steward met them after all: the order in which the two came changes nothing.
    street.at(0, 12, 30).await;
    street.knock(&street.worker, &id, "well").await;
    assert_eq!(street.need(&need).await["state"], "struck_off");
    let (_, list) = street.worker.get("/care/people").await;
    assert_eq!(list["people"][0]["state"], "current", "{list}");
    street.at(1, 9, 0).await;
    assert_eq!(street.visits().await.len(), 1, "visits go on");

    let again = street.knock(&street.steward, &id, "moved").await;
    let need = text(&again["needs"][0]).to_owned();
    let end = json!({"why": "moved", "said_by": "邻居"});
    let (status, ended) = street.worker.post(&format!("/care/people/{id}/end"), end).await;
    assert!(status < 300, "{ended}");
    assert_eq!(street.need(&need).await["is_open"], false);
}

pub async fn a_round_shows_each_state_whole_and_page_by_page(world: &World) {
    let street = Street::new(world).await;
    let first = street.person("801", &["alone_old"]).await;
    let second = street.person("802", &["alone_old"]).await;
    street.person("803", &["alone_old"]).await;
    street.at(0, 12, 0).await;
    street.knock(&street.steward, &first, "well").await;
    street.knock(&street.steward, &second, "well").await;
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "en");
    let well = desk.get("/care?state=well").await;
    assert!(
        well.says("801 陈婆婆") && well.says("802 陈婆婆") && !well.says("803 陈婆婆"),
        "{}",
        well.html
    );
    assert!(well.says("2 of 3"), "the counts are of all: {}", well.html);
    let behind = desk.get(&format!("/care?after={}.{first}.day", street.building)).await;
    assert!(
        !behind.says("801 陈婆婆") && behind.says("802 陈婆婆") && behind.says("803 陈婆婆"),
        "{}",
        behind.html
    );
    // On paper are those who are still to be looked in on, page by page as well.
    let paper = desk
        .get(&format!("/care/paper?after={}.{first}.day", street.building))
        .await;
    assert!(
        !paper.says("801 陈婆婆") && !paper.says("802 陈婆婆") && paper.says("803 陈婆婆"),
        "{}",
        paper.html
    );
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub async fn a_ticked_list_is_written_down_whole_or_not_at_all(world: &World) {
    let street = Street::new(world).await;
    let seen = street.person("801", &["alone_old"]).await;
    let hungry = street.person("802", &["alone_old"]).await;
    let left = street.person("803", &["alone_old"]).await;
    street.at(0, 11, 0).await;
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "en");
    let open = desk.get("/care/paper").await;
    assert_eq!(open.status, 200, "{}", open.html);
    for person in [&seen, &hungry, &left] {
        assert!(
            open.html.contains(&format!("name=\"outcome.{person}.day\"")),
            "{}",
            open.html
        );
    }
    let field = |name: &str, person: &str| format!("{name}.{person}.day");
    let rows = [(&seen, "well", ""), (&hungry, "", "food"), (&left, "needs", "")];
    let mut fields: Vec<(String, String)> = Vec::new();
    for (person, outcome, want) in rows {
        fields.push((field("note", person), "按纸登记".to_owned()));
        fields.push((field("outcome", person), outcome.to_owned()));
        fields.push((field("want", person), want.to_owned()));
    }
    // One row says that something is needed and not what: nothing is written.
    let refused = desk.post(&open, "/care/paper", &borrowed(&fields)).await;
    assert_eq!(refused.status, 422, "{}", refused.html);
    assert!(
        refused.html.contains(&format!("#f-wants.{left}.day")),
        "{}",
        refused.html
    );
    assert!(refused.html.contains("按纸登记"), "what was typed stays");
    assert!(street.visits().await.iter().all(|visit| visit["state"] == "due"));
    fields.retain(|(name, _)| !name.contains(&left));
    let done = desk.post(&refused, "/care/paper", &borrowed(&fields)).await;
    assert_eq!(done.location.as_deref(), Some("/care"), "{}", done.html);
    let visits = street.visits().await;
    let state = |person: &String| {
        let visit = visits.iter().find(|visit| visit["person"] == person.as_str());
        text(&visit.unwrap()["state"]).to_owned()
    };
    assert_eq!([state(&seen), state(&hungry), state(&left)], ["well", "needs", "due"]);
    let (_, needs) = street.worker.get("/needs?kind=household_request").await;
    assert_eq!(needs["needs"].as_array().map(Vec::len), Some(1), "{needs}");
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

pub async fn a_record_is_looked_at_before_it_ends(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(13, 9, 0).await;
    let kinds = |list: &Value| -> Vec<String> {
        let needs = list["needs"].as_array().unwrap().iter();
        needs
            .map(|need| text(&need["kind"]).to_owned())
            .filter(|kind| kind == "care_review")
            .collect()
    };
    assert!(kinds(&street.worker.get("/needs").await.1).is_empty(), "not yet");
    street.at(14, 9, 0).await;
    street.at(14, 9, 1).await;
    let (_, list) = street.worker.get("/needs?kind=care_review").await;
    assert_eq!(kinds(&list).len(), 1, "once: {list}");
    let need = text(&list["needs"][0]["id"]).to_owned();
    let (_, people) = street.worker.get("/care/people").await;
    let seq = &people["people"][0]["seq"];
    let correction = json!({"seq": seq, "person": asked("陈婆婆", &["alone_old"])});
    let (status, done) = street.worker.put(&format!("/care/people/{id}"), correction).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(street.need(&need).await["state"], "struck_off");
}

pub async fn what_is_needed_most_days_takes_one_press(world: &World) {
    let street = Street::new(world).await;
    let id = street.person("801", &["alone_old"]).await;
    street.at(0, 11, 0).await;
    let mut desk = Browser::new(&street.worker.origin, street.worker.token.as_deref(), "en");
    let open = desk.get("/care").await;
    let fields = [
        ("person", id.as_str()),
        ("day", "2022-11-24"),
        ("part", "day"),
        ("note", ""),
        ("outcome", "needs:hot_meal"),
    ];
    let done = desk.post(&open, "/care/knocks", &fields).await;
    assert_eq!(done.location.as_deref(), Some("/care"), "{}", done.html);
    let (_, needs) = street.worker.get("/needs?kind=household_request").await;
    assert_eq!(needs["needs"][0]["topic"], "hot_meal", "{needs}");
}
