//! A day in figures, and the rows that each opens.

use crate::crew::{Crew, text};
use crate::world::World;
use serde_json::{Value, json};
use std::collections::HashMap;
use tongxin_city::Day;
use tongxin_volunteer::VolunteerFigureKey as Key;

async fn numbers(world: &World, place: &str, day: &str) -> HashMap<Key, Option<u32>> {
    let day: Day = day.parse().unwrap();
    let is_today = day == "2022-11-25".parse().unwrap();
    let figures = world.volunteers.figures(&place.parse().unwrap(), day, is_today).await;
    figures
        .unwrap()
        .into_iter()
        .map(|figure| (figure.key, figure.number))
        .collect()
}

fn ids(list: &Value) -> Vec<String> {
    list["shifts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shift| text(&shift["id"]))
        .collect()
}

pub async fn a_days_shifts_are_counted_and_its_list_has_exactly_those(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    crew.applied("Carl", json!({})).await;
    let full = crew.shift((1, 9), 4, json!({"posts": [{"needed": 2}]})).await;
    let short = crew.shift((1, 14), 3, json!({"posts": [{"needed": 3}]})).await;
    let off = crew.shift((1, 15), 2, json!({})).await;
    crew.shift((2, 9), 2, json!({})).await;
    for person in [&anna, &ben] {
        assert_eq!(person.step("take", &full).await, "taken");
    }
    assert_eq!(
        crew.worker.post(&format!("/shifts/{off}/cancel"), Value::Null).await.0,
        200
    );
    let code = crew.code(&full).await;
    world.clock.advance_to(crew.at(1, 9, 10));
    assert_eq!(anna.says("in", &code).await, "in");
    crew.clock(1, 15, 1).await;

    let found = numbers(world, "900", "2022-11-25").await;
    for (key, number) in [
        (Key::Applied, 1),
        (Key::Verified, 2),
        (Key::Shifts, 2),
        (Key::Needed, 5),
        (Key::Held, 2),
        (Key::Short, 1),
        (Key::Came, 1),
        (Key::Missed, 1),
        // From ten past nine until one.
        (Key::Hours, 3),
    ] {
        assert_eq!(found[&key], Some(number), "{key}");
    }
    let elsewhere = numbers(world, "90002", "2022-11-25").await;
    assert!(elsewhere.values().all(|number| *number == Some(0)), "{elsewhere:?}");
    let before = numbers(world, "900", "2022-11-24").await;
    assert_eq!((before[&Key::Verified], before[&Key::Shifts]), (None, Some(0)));

    let of_day = "/shifts?from=2022-11-25&until=2022-11-25";
    for (counted, said) in [
        ("held", "2 places taken"),
        ("came", "1 came"),
        ("missed", "1 did not come"),
        ("hours", "3.8 hours"),
    ] {
        let path = format!("{of_day}&counted={counted}");
        let (_, list) = crew.worker.get(&path).await;
        assert_eq!(ids(&list), std::slice::from_ref(&full), "{counted}");
        let (status, page) = crew.worker.page(&path).await;
        assert!(status == 200 && page.contains(said), "{said}: {page}");
    }
    let (_, list) = crew.worker.get(of_day).await;
    assert_eq!(ids(&list), [full, short.clone()], "what was called off counts nowhere");
    let (_, list) = crew
        .worker
        .get("/shifts?from=2022-11-25&until=2022-11-25&short=true")
        .await;
    assert_eq!(ids(&list), [short]);
}
