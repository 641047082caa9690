//! Applying over HTTP.

use crate::town::{PLATES, Town, across, code, fields, person, truck};
use crate::world::{COMMUNITY, DISTRICT, LAST_DAY, OTHER_DISTRICT, World};
use serde_json::json;
use tongxin_account::Role;

fn said(rule: (&str, &str)) -> (String, String) {
    (rule.0.to_owned(), rule.1.to_owned())
}

pub async fn clear_cases_are_decided_by_rules_that_say_why(world: &World) {
    let town = Town::open(world).await;
    let rule = async |row| {
        let (_, state, rule) = town.one(row).await;
        (state, rule)
    };
    assert_eq!(rule(truck(PLATES[0])).await, said(("approved", "listed_fleet")));
    assert_eq!(rule(person("王", "4821")).await, said(("approved", "listed_fleet")));
    assert_eq!(rule(truck(PLATES[0])).await, said(("refused", "holder_has_pass")));
    assert_eq!(rule(truck("渝A99999")).await, said(("waiting", "not_in_fleet")));
    assert_eq!(rule(across(PLATES[1])).await, said(("agreeing", "cross_district")));
    assert_eq!(
        rule(truck(PLATES[2])).await,
        said(("refused", "over_cap")),
        "a stranger's takes the third place"
    );
    assert_eq!(rule(person("李", "0001")).await, said(("approved", "listed_fleet")));
    assert_eq!(
        rule(person("李", "0002")).await,
        said(("waiting", "not_in_fleet")),
        "one is called that"
    );
    let suspend = format!("/supply/listings/{}/suspend", town.org);
    assert_eq!(town.officer.post(&suspend, json!({"reason": "a fire"})).await.0, 200);
    assert_eq!(rule(truck(PLATES[2])).await, said(("refused", "not_listed")));
}

pub async fn whatever_is_wrong_is_said_at_its_row_and_field_and_nothing_is_taken_in(world: &World) {
    let town = Town::open(world).await;
    let rows = json!([
        truck(PLATES[0]),
        {"kind": "rider", "surname": "王", "id_end": "48", "from": ["90009"], "to": [], "last_day": "2022-11-01"},
    ]);
    let refused = town.apply(rows).await;
    assert_eq!(refused.0, 422);
    assert_eq!(
        fields(&refused),
        ["rows.1.id_end", "rows.1.from", "rows.1.to", "rows.1.last_day"]
    );
    assert_eq!(fields(&town.apply(json!([])).await), ["rows"]);
    let (_, page) = town.manager.get("/passes").await;
    assert_eq!(page["passes"], json!([]));
    let other = json!({"org": "0AMN-S3QG-2PSZ-H9", "rows": [truck(PLATES[0])]});
    let refused = town.manager.post("/passes", other).await;
    assert!(refused.0 == 422 || refused.0 == 400, "{refused:?}");
}

pub async fn an_application_that_is_sent_again_is_one_application(world: &World) {
    let town = Town::open(world).await;
    let rows = json!([truck(PLATES[0]), person("王", "4821")]);
    let first = town.apply_as("once-and-again", rows.clone()).await;
    assert_eq!(first.0, 201);
    assert_eq!(town.apply_as("once-and-again", rows).await, first);
    let (_, page) = town.manager.get("/passes").await;
    assert_eq!(page["passes"].as_array().unwrap().len(), 2);
}

pub async fn a_firm_gets_no_more_than_it_has_listed_however_many_apply_at_once(world: &World) {
    let town = Town::open(world).await;
    let tries = (0..12).map(|number| {
        let row = json!([person("王", &format!("{number:04}"))]);
        let town = &town;
        async move {
            let (_, applied) = town.apply(row).await;
            applied["rows"][0]["state"].as_str().unwrap().to_owned()
        }
    });
    let mut states = Vec::new();
    for state in futures_at_once(tries.collect()).await {
        states.push(state);
    }
    let live = states.iter().filter(|state| *state != "refused").count();
    assert_eq!(live, 3, "as many as it has staff: {states:?}");
    let approved = states.iter().filter(|state| *state == "approved").count();
    assert_eq!(approved, 2, "as many as are called 王: {states:?}");
}

/// Polls all of them in turn.
async fn futures_at_once<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, slot) in pinned.iter_mut().zip(&mut done).filter(|(_, slot)| slot.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *slot = Some(value);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

pub async fn passes_belong_to_their_firm_and_the_officers_of_its_place(world: &World) {
    let town = Town::open(world).await;
    let (id, ..) = town.one(truck(PLATES[0])).await;
    let (crossing, ..) = town.one(across(PLATES[1])).await;
    let elsewhere = world.person(Role::Officer, OTHER_DISTRICT).await;
    let worker = world.person(Role::CommunityWorker, COMMUNITY).await;
    assert_eq!(elsewhere.get(&format!("/passes/{id}")).await.0, 404);
    assert_eq!(
        elsewhere.get(&format!("/passes/{crossing}")).await.0,
        200,
        "its district has to agree"
    );
    assert_eq!(elsewhere.get("/passes").await.1["passes"].as_array().unwrap().len(), 1);
    assert_eq!(worker.get("/passes").await.0, 403);
    assert_eq!(world.nobody().get("/passes").await.0, 401);
    let body = json!({"org": town.org.to_string(), "rows": [truck(PLATES[2])]});
    assert_eq!(fields(&elsewhere.post("/passes", body).await), ["org"]);
}

pub async fn a_renewed_pass_takes_the_place_of_the_old_one(world: &World) {
    let town = Town::open(world).await;
    let (old, ..) = town.one(truck(PLATES[0])).await;
    let renew = format!("/passes/{old}/renew");
    let renewed = town
        .manager
        .post_as("again-and-again", &renew, json!({"last_day": "2022-12-31"}))
        .await;
    assert_eq!(renewed.0, 201, "{renewed:?}");
    assert_eq!(renewed.1["rows"][0]["rule"], "listed_fleet");
    let new = renewed.1["rows"][0]["id"].as_str().unwrap();
    let (old_pass, new_pass) = (town.pass(&old).await, town.pass(new).await);
    assert_eq!(
        (&old_pass["state"], &new_pass["state"]),
        (&json!("replaced"), &json!("valid"))
    );
    assert_eq!((&old_pass["number"], &new_pass["number"]), (&json!(0), &json!(1)));
    assert_eq!(new_pass["last_day"], "2022-12-31");
    let repeated = town
        .manager
        .post_as("again-and-again", &renew, json!({"last_day": "2022-12-31"}))
        .await;
    assert_eq!(repeated, renewed);
    let too_long = town
        .manager
        .post(&format!("/passes/{new}/renew"), json!({"last_day": "2023-03-01"}))
        .await;
    assert_eq!(fields(&too_long), ["last_day"]);
    let (_, state, _) = town.one(truck(PLATES[1])).await;
    assert_eq!(state, "approved", "the replaced one takes no place");
}

pub async fn a_changed_pass_is_decided_anew(world: &World) {
    let town = Town::open(world).await;
    let (old, ..) = town.one(truck(PLATES[0])).await;
    let change = json!({"to": [OTHER_DISTRICT]});
    let changed = town.manager.post(&format!("/passes/{old}/change"), change).await;
    assert_eq!(changed.1["rows"][0]["rule"], "cross_district", "{changed:?}");
    assert_eq!(
        town.pass(&old).await["state"],
        "valid",
        "it counts until the new one does"
    );
    let hours = json!({"hours": "08:00-20:00", "days": "1-5"});
    let changed = town.manager.post(&format!("/passes/{old}/change"), hours).await;
    let new = town.pass(changed.1["rows"][0]["id"].as_str().unwrap()).await;
    assert_eq!(
        (&new["hours"], &new["from"]),
        (&json!("08:00-20:00"), &json!([DISTRICT]))
    );
    assert_eq!(new["last_day"], LAST_DAY);
    let gone = world.person(Role::Officer, OTHER_DISTRICT).await;
    let refused = gone.post(&format!("/passes/{old}/change"), json!({})).await;
    assert_eq!(code(&refused).0, 404);
}
