//! Places in shifts: taken, waited for, handed on; who may have one; errands.

use crate::crew::{Crew, asked, merged, said, text};
use crate::world::{COMMUNITY, Person, World};
use serde_json::{Value, json};
use std::collections::HashMap;

pub async fn places_are_taken_waited_for_and_handed_on(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _), (carl, _)] = [
        crew.helper("Anna").await,
        crew.helper("Ben").await,
        crew.helper("Carl").await,
    ];
    let shift = crew.shift((1, 9), 3, json!({})).await;
    assert_eq!(anna.step("take", &shift).await, "taken");
    assert_eq!(
        anna.step("take", &shift).await,
        "taken",
        "said again it changes nothing"
    );
    assert_eq!(ben.step("take", &shift).await, "waiting");
    assert_eq!(carl.step("take", &shift).await, "waiting");
    assert_eq!(carl.step("leave", &shift).await, "left");
    // Whoever waits longest gets what is offered, at once.
    assert_eq!(anna.step("offer", &shift).await, "left");
    let posts = &crew.listed(&shift).await["posts"];
    assert_eq!(posts[0]["held"], 1);
    assert_eq!(ben.step("offer", &shift).await, "offered", "nobody waits");
    assert_eq!(carl.step("take", &shift).await, "taken", "whoever comes takes over");
    assert_eq!(ben.step("leave", &shift).await, "left");
    assert_eq!(carl.step("offer", &shift).await, "offered");
    assert_eq!(carl.step("keep", &shift).await, "taken");
    assert_eq!(ben.step("keep", &shift).await, "volunteer-no-place");
    world.clock.advance_to(crew.at(1, 9, 30));
    assert_eq!(carl.step("leave", &shift).await, "volunteer-shift-begun");
    assert_eq!(
        carl.step("jump", &shift).await.len(),
        "unreadable".len(),
        "no such step"
    );
}

pub async fn minors_and_those_without_cover_go_into_no_controlled_building(world: &World) {
    let crew = Crew::new(world).await;
    let (minor, _) = crew
        .verified("小吴", json!({"birth_year": 2004, "guardian_agrees": true}))
        .await;
    let (uncovered, _) = crew.verified("刘芳", json!({"is_covered": false})).await;
    let inside = crew
        .shift((1, 9), 3, json!({"is_entering": true, "posts": [{"needed": 5}]}))
        .await;
    let outside = crew
        .shift((1, 9), 3, json!({"kind": "hotline", "posts": [{"needed": 5}]}))
        .await;
    assert_eq!(minor.step("take", &inside).await, "volunteer-minor");
    assert_eq!(uncovered.step("take", &inside).await, "volunteer-not-covered");
    assert_eq!(minor.step("take", &outside).await, "taken");
    assert_eq!(uncovered.step("take", &outside).await, "taken");
}

pub async fn a_skill_is_asked_for_and_rest_is_kept(world: &World) {
    let crew = Crew::new(world).await;
    let (own, _) = crew.verified("陈小明", json!({"skills": ["languages"]})).await;
    let driving = crew
        .shift((1, 9), 3, json!({"posts": [{"skill": "driving", "needed": 1}]}))
        .await;
    assert_eq!(own.step("take", &driving).await, "volunteer-no-skill");
    let languages = crew
        .shift(
            (1, 9),
            3,
            json!({"posts": [{"skill": "driving", "needed": 1}, {"skill": "languages", "needed": 1}]}),
        )
        .await;
    let (status, done) = own
        .post(
            "/volunteer/me/steps",
            json!({"shift": languages, "step": "take", "post": 1}),
        )
        .await;
    assert_eq!((status, done["state"].as_str()), (200, Some("taken")), "{done}");
    let same_time = crew.shift((1, 11), 3, json!({})).await;
    assert_eq!(own.step("take", &same_time).await, "volunteer-rest-overlap");
    let long = crew.shift((1, 13), 6, json!({})).await;
    assert_eq!(own.step("take", &long).await, "volunteer-rest-day");
    let late = crew.shift((1, 20), 3, json!({})).await;
    assert_eq!(
        own.step("take", &late).await,
        "volunteer-rest-between",
        "from 9 to 23 hours nobody has slept"
    );
    for days in [3, 4] {
        let night = crew.shift((days, 22), 4, json!({})).await;
        assert_eq!(own.step("take", &night).await, "taken");
    }
    let third = crew.shift((6, 22), 4, json!({})).await;
    assert_eq!(own.step("take", &third).await, "volunteer-rest-nights");
}

pub async fn two_who_reach_for_the_last_place_never_both_have_it(world: &World) {
    let crew = Crew::new(world).await;
    let shift = crew.shift((1, 9), 3, json!({"posts": [{"needed": 3}]})).await;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(crew.helper(&format!("Helper {number}")).await.0);
    }
    let steps = people.iter().map(|person| person.step("take", &shift));
    let states = futures_all(steps).await;
    let taken = states.iter().filter(|state| *state == "taken").count();
    let others = states
        .iter()
        .all(|state| ["taken", "waiting", "changed-meanwhile"].contains(&state.as_str()));
    assert!(taken <= 3 && others, "{states:?}");
    let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
    let held = list["places"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|place| place["state"] == "taken")
        .count();
    assert_eq!(crew.listed(&shift).await["posts"][0]["held"], json!(held));
    assert_eq!(held, taken);
}

async fn futures_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        let waiting = pinned.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none());
        for (future, done) in waiting {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *done = Some(value);
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

pub async fn an_errands_door_is_seen_by_its_holder_only_while_they_have_it(world: &World) {
    let crew = Crew::new(world).await;
    let building = world.building(COMMUNITY, "梅园", "1栋").await;
    world.resident(building, "801").await;
    let [(anna, _), (ben, _), (carl, _)] = [
        crew.helper("Anna").await,
        crew.helper("Ben").await,
        crew.helper("Carl").await,
    ];
    let shift = crew
        .shift((1, 9), 3, json!({"kind": "medicine", "posts": [{"needed": 2}]}))
        .await;
    let errands = format!("/shifts/{shift}/errands");
    let errand = json!({"building": building, "door": "801", "name": "陈婆婆", "what": "取药"});
    let (status, done) = crew.worker.post(&errands, errand).await;
    assert_eq!(status, 201, "{done}");
    let (status, refused) = crew
        .worker
        .post(
            &errands,
            json!({"building": building, "door": "999", "name": "x", "what": "y"}),
        )
        .await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("door")),
        "{refused}"
    );
    let id = text(&done["id"]);
    let step = |step: &str| json!({"errand": id, "step": step});
    assert_eq!(anna.step("take", &shift).await, "taken");
    assert_eq!(ben.step("take", &shift).await, "taken");
    assert_eq!(
        carl.post("/volunteer/me/errands", step("take")).await.0,
        404,
        "not on the shift"
    );
    let seen = |list: &Value| (list["errands"][0]["name"].clone(), list["errands"][0]["door"].clone());
    let (_, before) = anna.get("/volunteer/me/errands").await;
    assert_eq!(seen(&before), (Value::Null, Value::Null), "nobody has it yet: {before}");
    assert_eq!(
        said(anna.post("/volunteer/me/errands", step("take")).await, "state"),
        "taken"
    );
    let (_, own) = anna.get("/volunteer/me/errands").await;
    assert_eq!(seen(&own), (json!("陈婆婆"), json!("801")));
    let (_, others) = ben.get("/volunteer/me/errands").await;
    assert_eq!(seen(&others), (Value::Null, Value::Null), "{others}");
    assert_eq!(ben.post("/volunteer/me/errands", step("finish")).await.0, 409);
    assert_eq!(
        said(anna.post("/volunteer/me/errands", step("finish")).await, "state"),
        "done"
    );
    let (_, after) = anna.get("/volunteer/me/errands").await;
    assert_eq!(
        seen(&after),
        (Value::Null, Value::Null),
        "done, and no longer seen: {after}"
    );
    assert_eq!(anna.step("leave", &shift).await, "left");
    let (_, gone) = anna.get("/volunteer/me/errands").await;
    assert_eq!(gone["errands"].as_array().map(Vec::len), Some(0));
    // A day after the shift nobody knows of it.
    crew.clock(2, 13, 0).await;
    let rows = world.db.all("SELECT id FROM volunteer_errand", vec![]).await.unwrap();
    assert_eq!(rows.len(), 0);
}

pub async fn a_shift_that_is_called_off_lets_everybody_go(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    let (status, done) = crew.worker.post(&format!("/shifts/{shift}/cancel"), json!({})).await;
    assert_eq!((status, done["state"].as_str()), (200, Some("cancelled")), "{done}");
    assert_eq!(anna.step("leave", &shift).await, "volunteer-shift-over");
    let (_, own) = anna.get("/volunteer/me").await;
    assert_eq!(own["shifts"][0]["state"], "cancelled", "they see it on their page");
    let again = crew.shift((1, 9), 3, json!({})).await;
    assert_eq!(anna.step("take", &again).await, "taken", "they are free again");
}

pub async fn whoever_is_refused_later_leaves_their_places_to_others(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    ben.step("take", &shift).await;
    let refuse = json!({"is_verified": false, "why": "不是本人"});
    let (status, done) = crew.worker.post(&format!("/volunteers/{anna_id}/verify"), refuse).await;
    assert_eq!((status, done["state"].as_str()), (200, Some("refused")), "{done}");
    let (_, own) = ben.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["state"], "taken", "{own}");
    let (_, own) = anna.get("/volunteer/me").await;
    assert_eq!(
        (own["places"][0]["state"].as_str(), own["volunteer"]["why"].as_str()),
        (Some("left"), Some("不是本人"))
    );
}

pub async fn places_that_somebody_may_have_no_longer_go_to_others_and_they_are_told_why(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.verified("Anna", json!({"skills": ["driving"]})).await;
    let (ben, _) = crew.helper("Ben").await;
    let inside = crew.shift((1, 9), 3, json!({"is_entering": true})).await;
    let outside = crew.shift((1, 13), 2, json!({"kind": "hotline"})).await;
    let driving = crew
        .shift((2, 9), 3, json!({"posts": [{"skill": "driving", "needed": 1}]}))
        .await;
    for shift in [&inside, &outside, &driving] {
        assert_eq!(anna.step("take", shift).await, "taken");
    }
    assert_eq!(ben.step("take", &inside).await, "waiting");
    let stands = async |shift: &str| {
        let (_, own) = anna.get("/volunteer/me").await;
        let places = own["places"].as_array().unwrap();
        let place = places.iter().find(|place| place["shift"] == shift).unwrap();
        (text(&place["state"]), place["given_back"].clone())
    };
    let says = async |more: Value| {
        let (status, done) = anna.put("/volunteer/me", asked("Anna", more)).await;
        assert_eq!(status, 200, "{done}");
        text(&done["state"])
    };
    // A skill more takes nothing from her, insurance less does.
    let skills = json!({"skills": ["driving", "office"]});
    assert_eq!(says(skills.clone()).await, "applied");
    assert_eq!(stands(&inside).await, ("taken".to_owned(), Value::Null));
    assert_eq!(
        says(json!({"skills": ["driving"], "is_covered": false})).await,
        "applied"
    );
    assert_eq!(stands(&inside).await, ("left".to_owned(), json!("not_covered")));
    let (_, own) = ben.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["state"], "taken", "whoever waits has it: {own}");
    assert_eq!(crew.listed(&inside).await["posts"][0]["held"], 1);
    let (_, page) = anna.own_page("/volunteer/me").await;
    assert!(
        page.contains("The place went to others: Only those who are insured"),
        "{page}"
    );
    // Nor does she drive any more; what anybody can do stays hers.
    says(json!({"is_covered": false})).await;
    assert_eq!(stands(&driving).await, ("left".to_owned(), json!("no_skill")));
    assert_eq!(crew.listed(&driving).await["posts"][0]["held"], 0);
    assert_eq!(stands(&outside).await, ("taken".to_owned(), Value::Null));
    // Ben turns out to be a child, and Carl somebody whom nobody knows.
    let young = asked("Ben", json!({"birth_year": 2005, "guardian_agrees": true}));
    assert_eq!(ben.put("/volunteer/me", young).await.0, 200);
    let (_, own) = ben.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["state"], "left", "{own}");
    assert_eq!(own["places"][0]["given_back"], "minor", "{own}");
    let (carl, _) = crew.helper("Carl").await;
    assert_eq!(carl.step("take", &inside).await, "taken");
    let other = asked("Carl", json!({"name": "Carla"}));
    assert_eq!(carl.put("/volunteer/me", other).await.0, 200);
    let (_, own) = carl.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["given_back"], "not_verified", "{own}");
}

/// Steps at random, the same for each run, against what must always be so.
pub async fn whatever_people_do_no_place_is_held_twice_or_left_empty_while_somebody_waits(world: &World) {
    let crew = Crew::new(world).await;
    let mut people = Vec::new();
    for number in 0..6 {
        people.push(crew.helper(&format!("Helper {number}")).await.0);
    }
    // Nobody can take both: they are at the same time.
    let shifts = [
        crew.shift((1, 9), 3, json!({"posts": [{"needed": 2}]})).await,
        crew.shift((1, 10), 3, json!({"posts": [{"needed": 1}]})).await,
    ];
    let mut dice = 20_221_124_u64;
    let mut roll = |sides: u64| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((dice >> 33) % sides).unwrap()
    };
    for _ in 0..120 {
        let (who, shift) = (&people[roll(6)], &shifts[roll(2)]);
        who.step(["take", "take", "leave", "offer", "keep"][roll(5)], shift)
            .await;
        let mut held_by = HashMap::new();
        let mut waits = Vec::new();
        for shift in &shifts {
            let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
            let places = list["places"].as_array().unwrap();
            let of = |states: &[&str]| {
                let is_so = |place: &&Value| states.contains(&place["state"].as_str().unwrap());
                let who = |place: &Value| text(&place["volunteer"]);
                places.iter().filter(is_so).map(who).collect::<Vec<String>>()
            };
            let held = of(&["taken", "offered"]);
            let post = &crew.listed(shift).await["posts"][0];
            let needed = usize::try_from(post["needed"].as_u64().unwrap()).unwrap();
            assert_eq!(post["held"], json!(held.len()), "{list}");
            assert!(held.len() <= needed, "{list}");
            if held.len() < needed {
                waits.extend(of(&["waiting"]));
            }
            for volunteer in held {
                assert_eq!(held_by.insert(volunteer, shift), None, "in two places at once: {list}");
            }
        }
        // Whoever waits for a free place is kept from it by the other shift alone.
        assert!(waits.iter().all(|who| held_by.contains_key(who)), "{waits:?}");
    }
}

/// An errand of a medicine shift of today, which somebody on it has taken on.
async fn errand_in_hand<'w>(crew: &Crew<'w>, at: (i64, i8), more: Value) -> (Person<'w>, String, String) {
    let building = crew.world.building(COMMUNITY, "梅园", "1栋").await;
    crew.world.resident(building, "801").await;
    let (anna, id) = crew.helper("Anna").await;
    let shift = json!({"kind": "medicine", "posts": [{"needed": 2}]});
    let shift = crew.shift(at, 3, merged(shift, more)).await;
    let errand = json!({"building": building, "door": "801", "name": "陈婆婆", "what": "取药"});
    let (status, done) = crew.worker.post(&format!("/shifts/{shift}/errands"), errand).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!(anna.step("take", &shift).await, "taken");
    let take = json!({"errand": text(&done["id"]), "step": "take"});
    assert_eq!(said(anna.post("/volunteer/me/errands", take).await, "state"), "taken");
    (anna, id, shift)
}

/// The needs about doors that nobody went to.
async fn undone(crew: &Crew<'_>) -> Vec<Value> {
    let (status, list) = crew.worker.get("/needs?kind=volunteer_errand").await;
    assert_eq!(status, 200, "{list}");
    list["needs"].as_array().unwrap().clone()
}

pub async fn an_errand_that_nobody_did_is_a_need_of_its_door(world: &World) {
    let crew = Crew::new(world).await;
    errand_in_hand(&crew, (1, 9), json!({})).await;
    crew.clock(1, 13, 0).await;
    assert_eq!(
        undone(&crew).await.len(),
        0,
        "a phone without a signal may still say that it was done"
    );
    crew.clock(1, 14, 0).await;
    let needs = undone(&crew).await;
    assert_eq!(
        (needs.len(), needs[0]["topic"].as_str()),
        (1, Some("medicine")),
        "{needs:?}"
    );
    assert!(
        !needs[0].to_string().contains("陈婆婆"),
        "whom to ask for stays with the errand"
    );
    crew.clock(1, 14, 30).await;
    assert_eq!(undone(&crew).await.len(), 1);
}

pub async fn the_errands_of_a_shift_that_is_called_off_are_needs(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _, shift) = errand_in_hand(&crew, (1, 9), json!({})).await;
    let (status, done) = crew.worker.post(&format!("/shifts/{shift}/cancel"), json!({})).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(anna.errands().await, [] as [Value; 0], "nobody goes there");
    assert_eq!(undone(&crew).await.len(), 1);
}

pub async fn whoever_is_refused_in_the_middle_of_a_shift_sees_no_door_any_more(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, id, shift) = errand_in_hand(&crew, (1, 9), json!({})).await;
    let (ben, _) = crew.helper("Ben").await;
    assert_eq!(ben.step("take", &shift).await, "taken");
    crew.clock(1, 9, 30).await;
    let verdict = json!({"is_verified": false, "why": "不是本社区的人"});
    let (status, done) = crew.worker.post(&format!("/volunteers/{id}/verify"), verdict).await;
    assert_eq!(status, 200, "{done}");
    let (_, gone) = anna.get("/volunteer/me/errands").await;
    assert_eq!(gone["errands"].as_array().map(Vec::len), Some(0), "{gone}");
    let (_, others) = ben.get("/volunteer/me/errands").await;
    let errand = &others["errands"][0];
    assert_eq!(errand["state"], "open", "others can do it: {others}");
    let take = json!({"errand": text(&errand["id"]), "step": "take"});
    assert_eq!(anna.post("/volunteer/me/errands", take.clone()).await.0, 404);
    assert_eq!(said(ben.post("/volunteer/me/errands", take).await, "state"), "taken");
}

pub async fn whoever_is_insured_no_longer_in_the_middle_of_a_shift_sees_no_door_any_more(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _, shift) = errand_in_hand(&crew, (1, 9), json!({"is_entering": true})).await;
    let (ben, _) = crew.helper("Ben").await;
    assert_eq!(ben.step("take", &shift).await, "taken");
    crew.clock(1, 9, 30).await;
    let uncovered = asked("Anna", json!({"is_covered": false}));
    assert_eq!(anna.put("/volunteer/me", uncovered).await.0, 200);
    let (_, gone) = anna.get("/volunteer/me/errands").await;
    assert_eq!(gone["errands"].as_array().map(Vec::len), Some(0), "{gone}");
    let (_, others) = ben.get("/volunteer/me/errands").await;
    let errand = &others["errands"][0];
    assert_eq!(errand["state"], "open", "others can do it: {others}");
    let take = json!({"errand": text(&errand["id"]), "step": "take"});
    let refused = anna.post("/volunteer/me/errands", take).await;
    assert_eq!(said(refused, "state"), "volunteer-not-covered");
}

impl Person<'_> {
    /// The errands they see.
    async fn errands(&self) -> Vec<Value> {
        let (status, list) = self.get("/volunteer/me/errands").await;
        assert_eq!(status, 200, "{list}");
        list["errands"].as_array().unwrap().clone()
    }
}

pub async fn an_errand_in_hand_is_seen_and_finished_however_late_and_is_a_need_no_longer(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _, shift) = errand_in_hand(&crew, (1, 9), json!({})).await;
    for (day, hour) in [(1, 12), (1, 15), (3, 9)] {
        crew.clock(day, hour, 1).await;
        let errands = anna.errands().await;
        assert_eq!(errands.len(), 1, "day {day} at {hour}: {errands:?}");
        assert_eq!(
            (&errands[0]["door"], &errands[0]["name"]),
            (&json!("801"), &json!("陈婆婆"))
        );
    }
    let (_, page) = anna.own_page("/volunteer/me").await;
    assert!(page.contains("陈婆婆"), "{page}");
    let needs = undone(&crew).await;
    assert_eq!(
        (needs.len(), needs[0]["state"].as_str()),
        (1, Some("raised")),
        "{needs:?}"
    );
    let (_, need) = crew.worker.get(&format!("/needs/{}", text(&needs[0]["id"]))).await;
    assert!(need.to_string().contains("ask them first"), "{need}");
    let desk = crew.worker.opened().await.get(&format!("/shifts/{shift}")).await;
    assert!(desk.html.matches("Anna").count() > 1, "who has it: {}", desk.html);
    let finish = json!({"errand": anna.errands().await[0]["id"], "step": "finish"});
    for _ in 0..2 {
        let done = anna.post("/volunteer/me/errands", finish.clone()).await;
        assert_eq!(said(done, "state"), "done");
    }
    assert_eq!(undone(&crew).await, [] as [Value; 0], "the door waits no longer");
    assert_eq!(anna.errands().await.len(), 0, "done, and no longer seen");
    crew.clock(3, 10, 0).await;
    let rows = world.db.all("SELECT id FROM volunteer_errand", vec![]).await.unwrap();
    assert_eq!(rows.len(), 0);
}

pub async fn an_errand_that_somebody_else_saw_to_leaves_the_hand_of_whoever_has_it(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, ..) = errand_in_hand(&crew, (1, 9), json!({})).await;
    crew.clock(1, 14, 0).await;
    let errand = anna.errands().await[0]["id"].clone();
    let need = text(&undone(&crew).await[0]["id"]);
    let decline = json!({"reason": "邻居已经办好"});
    let (status, done) = crew.worker.post(&format!("/needs/{need}/decline"), decline).await;
    assert_eq!(status, 200, "{done}");
    crew.clock(1, 15, 0).await;
    assert_eq!(anna.errands().await, [] as [Value; 0]);
    let finish = json!({"errand": errand, "step": "finish"});
    let late = anna.post("/volunteer/me/errands", finish).await;
    assert_eq!(
        said(late, "state"),
        "volunteer-errand-others",
        "it need not be done again"
    );
}

pub async fn whoever_may_no_longer_help_has_no_errand_of_a_shift_that_is_over(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, id, _) = errand_in_hand(&crew, (1, 9), json!({})).await;
    crew.clock(1, 14, 0).await;
    let verdict = json!({"is_verified": false, "why": "不是本社区的人"});
    let (status, done) = crew.worker.post(&format!("/volunteers/{id}/verify"), verdict).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(anna.errands().await, [] as [Value; 0]);
    let sql = "SELECT state FROM volunteer_errand WHERE volunteer_id IS NULL";
    let rows = world.db.all(sql, vec![]).await.unwrap();
    assert_eq!(rows[0].text("state").unwrap(), "open");
    assert_eq!(undone(&crew).await[0]["state"], "raised", "the door still waits");
}
