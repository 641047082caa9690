//! Responsibility and rights go together: a role comes with a post and goes with it, and the post with the role.

use crate::duty::{account, assign, assigned, needs, step};
use crate::street::{Street, text};
use crate::world::{Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::PlaceCode;

/// Somebody who works in the same community, in a building of its own.
async fn neighbour(world: &World) -> Person<'_> {
    let own = world.building("900010101", &world.key(), "9栋").await;
    world.person(Role::Steward, own.as_str()).await
}

/// What somebody is answered about a building: its doors, who is responsible, and its page. What lists show of it, [`sees_lists`] says.
async fn statuses(person: &Person<'_>, building: &PlaceCode) -> [u16; 3] {
    let doors = person.get(&format!("/households?building={building}")).await.0;
    let posts = person.get(&format!("/care/duties?place={building}")).await.0;
    let page = person.page(&format!("/care/duty/{building}")).await.0;
    [doors, posts, page]
}

/// Whether lists of visits and of needs have something of a building.
async fn sees_lists(person: &Person<'_>, building: &PlaceCode) -> [bool; 2] {
    let mut sees = [false; 2];
    let lists = [("visits", "/care/visits?"), ("needs", "/needs?")];
    for (found, (field, path)) in sees.iter_mut().zip(lists) {
        let (status, list) = person.get(&format!("{path}place={building}")).await;
        assert_eq!(status, 200, "{list}");
        *found = !list[field].as_array().unwrap().is_empty();
    }
    sees
}

async fn hand_over(street: &Street<'_>, from: &Person<'_>, to: &Person<'_>, on: &str) {
    let mut offer = step(street, "offer");
    offer["account"] = json!(account(street.world, to).await);
    offer["phone"] = json!("139 0000 0002");
    offer["on"] = json!(on);
    let (status, done) = from.post("/care/duties", offer).await;
    assert_eq!(status, 200, "{done}");
    let (status, done) = to.post("/care/duties", step(street, "take")).await;
    assert_eq!(status, 200, "{done}");
}

async fn causes(street: &Street<'_>, of: &Person<'_>) -> Vec<String> {
    let of = account(street.world, of).await;
    let (status, people) = street.worker.get("/people").await;
    assert_eq!(status, 200, "{people}");
    let people = people["people"].as_array().unwrap().iter();
    let theirs = people.filter(|held| held["account"] == json!(of));
    theirs
        .filter_map(|held| held["cause"].as_str().map(str::to_owned))
        .collect()
}

pub async fn whoever_hands_over_sees_nothing_more_and_whoever_comes_sees_it(world: &World) {
    let street = Street::new(world).await;
    street.person("801", &["alone_old"]).await;
    street.at(0, 9, 0).await;
    let (door, _) = street.door("802").await;
    let need = json!({"kind": "household_request", "topic": "food", "title": "米"});
    let (status, raised) = door.post("/needs", need).await;
    assert_eq!(status, 201, "{raised}");
    let (first, second) = (neighbour(world).await, neighbour(world).await);
    assert_eq!(statuses(&first, &street.building).await, [404; 3]);
    assign(&street, &first, json!({})).await;
    assert_eq!(statuses(&first, &street.building).await, [200; 3]);
    assert_eq!(
        causes(&street, &first).await,
        [format!("post steward {}", street.building)]
    );
    hand_over(&street, &first, &second, "2022-11-24").await;
    assert_eq!(statuses(&first, &street.building).await, [404; 3]);
    assert_eq!(sees_lists(&first, &street.building).await, [false; 2]);
    assert_eq!(sees_lists(&second, &street.building).await, [true; 2]);
    assert_eq!(statuses(&second, &street.building).await, [200; 3]);
    assert!(causes(&street, &first).await.is_empty());
    let (status, own) = first.get("/care/duties/own").await;
    assert_eq!((status, &own["posts"]), (200, &json!([])), "{own}");
}

pub async fn a_dated_change_moves_the_role_on_its_day(world: &World) {
    let street = Street::new(world).await;
    let (first, second) = (neighbour(world).await, neighbour(world).await);
    assign(&street, &first, json!({"on": "2022-11-25"})).await;
    street.at(0, 23, 0).await;
    assert_eq!(
        statuses(&first, &street.building).await,
        [404; 3],
        "not before the first day"
    );
    assert_eq!(needs(&street).await.len(), 1, "and until then nobody is there");
    let (_, coverage) = street.worker.get("/care/coverage").await;
    let named = coverage["without_steward"].as_array().unwrap();
    assert!(named.contains(&json!(street.building)), "{coverage}");
    street.at(1, 0, 1).await;
    assert!(needs(&street).await.is_empty());
    assert_eq!(statuses(&first, &street.building).await, [200; 3]);
    hand_over(&street, &first, &second, "2022-11-26").await;
    assert_eq!(statuses(&second, &street.building).await, [404; 3], "until its day");
    street.at(2, 0, 1).await;
    assert_eq!(statuses(&first, &street.building).await, [404; 3]);
    assert_eq!(statuses(&second, &street.building).await, [200; 3]);
    let mut end = step(&street, "end");
    end["until"] = json!("2022-11-26");
    assert_eq!(second.post("/care/duties", end).await.0, 200);
    assert_eq!(
        statuses(&second, &street.building).await,
        [200; 3],
        "until the day is over"
    );
    street.at(3, 0, 1).await;
    assert_eq!(statuses(&second, &street.building).await, [404; 3]);
}

pub async fn whoever_was_dismissed_before_their_day_does_not_come(world: &World) {
    let street = Street::new(world).await;
    let (first, second) = (neighbour(world).await, neighbour(world).await);
    assign(&street, &first, json!({})).await;
    hand_over(&street, &first, &second, "2022-11-25").await;
    let of = account(world, &second).await;
    let (_, people) = street.worker.get("/people").await;
    let held = people["people"].as_array().unwrap().iter();
    for role in held.filter(|held| held["account"] == json!(of)) {
        let grant = format!("/grants/{}", text(&role["grant"]["id"]));
        let (status, _) = crate::world::answer(street.worker.request("DELETE", &grant)).await;
        assert!(status < 300, "{status}");
    }
    street.at(1, 0, 1).await;
    assert_eq!(
        statuses(&second, &street.building).await,
        [403; 3],
        "they have no role at all"
    );
    assert_eq!(
        statuses(&first, &street.building).await,
        [200; 3],
        "who was there goes on"
    );
}

pub async fn a_posts_end_ends_no_role_of_another_post_and_none_given_by_hand(world: &World) {
    let street = Street::new(world).await;
    let (both, next) = (neighbour(world).await, neighbour(world).await);
    assign(&street, &both, json!({})).await;
    assign(&street, &both, json!({"post": "deputy"})).await;
    hand_over(&street, &both, &next, "2022-11-24").await;
    assert_eq!(statuses(&both, &street.building).await, [200; 3], "they are the deputy");
    assert_eq!(
        causes(&street, &both).await,
        [format!("post deputy {}", street.building)]
    );
    // The street's steward has the role by hand, and keeps it.
    let other = world.building("900010101", "桃园", "2栋").await;
    let street = Street {
        world,
        building: other,
        steward: world.person(Role::Steward, other.as_str()).await,
        worker: world.again(&street.worker),
    };
    assigned(&street, None).await;
    hand_over(&street, &street.steward, &next, "2022-11-24").await;
    assert_eq!(statuses(&street.steward, &street.building).await, [200; 3]);
}

pub async fn a_cadre_may_in_the_compound_what_a_steward_may_and_no_more(world: &World) {
    let street = Street::new(world).await;
    let compound: PlaceCode = street.building.as_str()[..street.building.width() - 3].parse().unwrap();
    let person = street.person("801", &["alone_old"]).await;
    let cadre = neighbour(world).await;
    assign(
        &street,
        &cadre,
        json!({"post": "cadre", "place": compound, "until": "2022-12-08"}),
    )
    .await;
    assert_eq!(statuses(&cadre, &street.building).await, [200; 3]);
    let (status, _) = cadre
        .post(&format!("/care/people/{person}/open"), json!({"why": "看看"}))
        .await;
    assert_eq!(status, 403, "records are opened by the community");
}

pub async fn a_role_that_was_ended_leaves_the_post_vacant(world: &World) {
    let street = Street::new(world).await;
    street.door("801").await;
    let steward = neighbour(world).await;
    assign(&street, &steward, json!({})).await;
    let sheet = format!("/places/{}/sheet", street.building);
    assert!(street.worker.page(&sheet).await.1.contains("138 0000 0009"));
    let (_, people) = street.worker.get("/people").await;
    let caused = people["people"]
        .as_array()
        .unwrap()
        .iter()
        .find(|held| held["cause"].is_string());
    let grant = format!("/grants/{}", text(&caused.unwrap()["grant"]["id"]));
    let (status, _) = crate::world::answer(street.worker.request("DELETE", &grant)).await;
    assert!(status < 300, "{status}");
    street.at(0, 12, 0).await;
    let found = needs(&street).await;
    assert_eq!((found.len(), text(&found[0]["topic"])), (1, "steward"), "{found:?}");
    let (_, coverage) = street.worker.get("/care/coverage").await;
    let named = coverage["without_steward"].as_array().unwrap();
    assert!(named.contains(&json!(street.building)), "{coverage}");
    assert!(!street.worker.page(&sheet).await.1.contains("138 0000 0009"));
    assert_eq!(statuses(&steward, &street.building).await, [404; 3]);
    let (_, list) = street.worker.get("/care/duties").await;
    assert_eq!(list["posts"][0]["held"], Value::Null, "{list}");
    // Put on it again they may again, and the need closes.
    assign(&street, &steward, json!({})).await;
    street.at(0, 12, 1).await;
    assert_eq!(statuses(&steward, &street.building).await, [200; 3]);
    assert!(needs(&street).await.is_empty());
}
