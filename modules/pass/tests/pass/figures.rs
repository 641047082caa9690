//! What the briefing asks of the desk: counts of a place and a day, each with the rows it counts.

use crate::town::{PLATES, Town, across, truck};
use crate::world::{COMMUNITY, DISTRICT, OTHER_DISTRICT, Person, World};
use serde_json::json;
use tongxin_account::Role;
use tongxin_city::{Day, PlaceCode};
use tongxin_pass::{PassFigure, PassFigureKey};

const TODAY: &str = "2022-11-24";

async fn figures(world: &World, place: &str, day: &str, is_today: bool) -> Vec<PassFigure> {
    let (place, day): (PlaceCode, Day) = (place.parse().unwrap(), day.parse().unwrap());
    world.passes.figures(&place, day, is_today).await.unwrap()
}

/// Waiting, agreeing, late, applied, issued, refused, revoked.
fn numbers(figures: &[PassFigure]) -> Vec<Option<u32>> {
    figures.iter().map(|figure| figure.number).collect()
}

/// One issued and revoked, one refused by a rule, one that waits for an officer and one for districts.
async fn live_a_day(town: &Town<'_>) {
    let (first, ..) = town.one(truck(PLATES[0])).await;
    town.one(truck(PLATES[0])).await;
    town.one(truck("渝A99999")).await;
    town.one(across(PLATES[1])).await;
    let revoked = json!({"ids": [first], "reason": "Sold."});
    assert_eq!(town.officer.post("/passes/revoke", revoked).await.0, 200);
}

pub async fn figures_count_what_happened_on_the_day_and_what_waits(world: &World) {
    let town = Town::open(world).await;
    live_a_day(&town).await;
    let counts = |numbers: [u32; 7]| numbers.map(Some).to_vec();
    let today = figures(world, DISTRICT, TODAY, true).await;
    assert_eq!(numbers(&today), counts([1, 1, 0, 4, 1, 1, 1]));
    assert_eq!(numbers(&figures(world, "900", TODAY, true).await), numbers(&today));
    assert_eq!(
        numbers(&figures(world, OTHER_DISTRICT, TODAY, true).await),
        counts([0; 7]),
        "another district's firms are not counted"
    );
    world.clock.advance_to(world.clock.now().plus_hours(13));
    town.tick().await;
    let next = figures(world, DISTRICT, "2022-11-25", true).await;
    assert_eq!(numbers(&next), counts([1, 1, 1, 0, 0, 0, 0]));
    let before: Vec<Option<u32>> = next.iter().map(|figure| figure.day_before).collect();
    assert_eq!(before, [None, None, None, Some(4), Some(1), Some(1), Some(1)]);
    let past = figures(world, DISTRICT, TODAY, false).await;
    assert_eq!(past[0].number, None, "what waited on a past day is not known");
}

pub async fn each_figure_opens_exactly_the_passes_it_counts(world: &World) {
    let town = Town::open(world).await;
    live_a_day(&town).await;
    let city = world.person(Role::Officer, "900").await;
    for figure in figures(world, DISTRICT, TODAY, true).await {
        let (status, page) = city.get(&figure.href).await;
        assert_eq!(status, 200, "{page}");
        let rows = page["passes"].as_array().unwrap().len();
        assert_eq!(Some(rows as u32), figure.number, "{}", figure.href);
        assert_eq!(city.page(&figure.href).await.0, 200, "{}", figure.href);
    }
    let late = PassFigureKey::Late.href(&DISTRICT.parse().unwrap(), TODAY.parse().unwrap());
    world.clock.advance_to(world.clock.now().plus_hours(13));
    town.tick().await;
    let (_, page) = city.get(&late).await;
    assert_eq!(page["passes"].as_array().unwrap().len(), 1, "{page}");
    let other = world.person(Role::Officer, OTHER_DISTRICT).await;
    let (_, hidden) = other
        .get(&format!("/passes?place={DISTRICT}&happened=issued&date={TODAY}"))
        .await;
    assert_eq!(hidden["passes"], json!([]), "rows of others stay theirs");
}

async fn send(person: &Person<'_>, place: &str, verdict: &str, count: i64) {
    let counts = json!([{"hour": "2022-11-24T02:00:00Z", "direction": "enter", "verdict": verdict, "count": count}]);
    let body = json!({"place": place, "counts": counts});
    assert_eq!(person.post("/passes/counts", body).await.0, 200);
}

pub async fn what_gates_said_is_counted_by_place_and_opens_the_gates(world: &World) {
    let city = world.person(Role::Officer, "900").await;
    for (place, verdict, count) in [
        (COMMUNITY, "valid", 7),
        (COMMUNITY, "forged", 1),
        (OTHER_DISTRICT, "valid", 5),
    ] {
        send(&city, place, verdict, count).await;
    }
    let figures = async |place: &str, day: &str| {
        let found = world
            .passes
            .gate_figures(&place.parse().unwrap(), day.parse().unwrap())
            .await;
        let counts = found.unwrap().into_iter();
        counts
            .map(|figure| (figure.verdict.to_string(), figure.number, figure.day_before))
            .collect::<Vec<_>>()
    };
    let said = |verdict: &str, number, before| (verdict.to_owned(), number, before);
    assert_eq!(
        figures("900", TODAY).await,
        [said("valid", 12, 0), said("forged", 1, 0)]
    );
    assert_eq!(
        figures(DISTRICT, TODAY).await,
        [said("valid", 7, 0), said("forged", 1, 0)]
    );
    assert_eq!(figures(OTHER_DISTRICT, "2022-11-25").await, [said("valid", 0, 5)]);
    let address = format!("/passes/checks?place=900&date={TODAY}");
    let (status, page) = city.page(&address).await;
    assert_eq!((status, page.matches("<th scope=\"row\">").count()), (200, 3), "{page}");
    let (_, forged) = city.page(&format!("{address}&verdict=forged")).await;
    assert_eq!(forged.matches("<th scope=\"row\">").count(), 1, "{forged}");
    let officer = world.person(Role::Officer, DISTRICT).await;
    assert_eq!(
        officer.page(&address).await.0,
        404,
        "the city's counts are not a district's to read"
    );
    let (status, own) = officer.page(&format!("/passes/checks?date={TODAY}")).await;
    assert_eq!((status, own.matches("<th scope=\"row\">").count()), (200, 2), "{own}");
    let staff = world.person(Role::CheckpointStaff, DISTRICT).await;
    assert_eq!(staff.page("/passes/checks").await.0, 403);
}
