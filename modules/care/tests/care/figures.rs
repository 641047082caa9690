//! A day's appointments and posts in figures, and the rows that each opens.

use crate::street::text;
use crate::ward::Ward;
use crate::world::{DISTRICT, World};
use serde_json::json;
use std::collections::HashMap;
use tongxin_account::Role;
use tongxin_care::{AppointmentFigureKey as Key, DutyFigureKey};
use tongxin_city::Day;

async fn numbers(world: &World, place: &str, day: &str) -> HashMap<Key, u32> {
    let (place, day): (_, Day) = (place.parse().unwrap(), day.parse().unwrap());
    let figures = world.care.appointment_figures(&place, day, [&[], &[]]).await.unwrap();
    figures.into_iter().map(|figure| (figure.key, figure.number)).collect()
}

pub async fn a_days_appointments_are_counted_and_listed_without_a_household(world: &World) {
    let ward = Ward::new(world).await;
    let (resident, _) = ward.street.door("801").await;
    let mut asked = Vec::new();
    for hour in ["09:00", "10:00", "14:00", "15:00"] {
        let mut one = ward.asked();
        one["first_at"] = ward.moment(&format!("2022-11-25T{hour}")).into();
        one["minutes"] = 30.into();
        asked.push(ward.ask(&resident, one).await);
    }
    assert_eq!(ward.confirm(&asked[0]).await.0, 200);
    assert_eq!(
        ward.say(&ward.desk, "hospital", &asked[1], json!({"step": "refuse"}))
            .await
            .0,
        200
    );
    assert_eq!(
        ward.say(&resident, "household", &asked[2], json!({"step": "cancel"}))
            .await
            .0,
        200
    );
    let found = numbers(world, DISTRICT, "2022-11-25").await;
    for (key, number) in [
        (Key::Asked, 3),
        (Key::Confirmed, 1),
        (Key::Refused, 1),
        (Key::Unconfirmed, 1),
        (Key::Lapsed, 0),
        (Key::Ridden, 0),
        (Key::RideMissed, 0),
    ] {
        assert_eq!(found[&key], number, "{key}");
    }
    assert!(
        numbers(world, DISTRICT, "2022-11-24")
            .await
            .values()
            .all(|number| *number == 0)
    );
    assert!(
        numbers(world, "90002", "2022-11-25")
            .await
            .values()
            .all(|number| *number == 0)
    );

    let commander = world.person(Role::Commander, "900").await;
    let seen = ward.seen(&resident, &asked[1]).await;
    let path = format!("/care/appointments/day?place={DISTRICT}&day=2022-11-25&counted=refused");
    let (status, page) = commander.page(&path).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(
        page.matches("class=\"row\" data-state=\"failing\"").count(),
        1,
        "{page}"
    );
    assert!(
        page.contains(text(&seen["sign"])) && page.contains("海湾医院"),
        "{page}"
    );
    for hidden in ["801", "陈婆婆", "肾内科", "138 0000 0001"] {
        assert!(!page.contains(hidden), "{hidden}: {page}");
    }
    let other = world.person(Role::Officer, "90002").await;
    assert_eq!(other.page(&path).await.0, 404, "another district's");
    assert_eq!(ward.desk.page("/care/appointments/day").await.0, 403);
}

pub async fn posts_that_nobody_holds_are_counted_at_the_moment_alone(world: &World) {
    let ward = Ward::new(world).await;
    let place = DISTRICT.parse().unwrap();
    let figures = world.care.duty_figures(&place, true).await.unwrap();
    let number = |key| figures.iter().find(|figure| figure.key == key).unwrap().number;
    let (status, coverage) = ward.officer.get(&format!("/care/coverage?place={DISTRICT}")).await;
    assert_eq!(status, 200, "{coverage}");
    let without = coverage["without_steward"].as_array().unwrap().len();
    assert_eq!(number(DutyFigureKey::NoSteward), u32::try_from(without).ok());
    assert_eq!(number(DutyFigureKey::Vacant), Some(0));
    let past = world.care.duty_figures(&place, false).await.unwrap();
    assert!(past.iter().all(|figure| figure.number.is_none()));
}
