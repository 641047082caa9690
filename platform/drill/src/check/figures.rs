//! The briefing's figures of care and volunteers against sums of the book: of the city, of each district, and of some subdistricts.

use super::Played;
use crate::book::{BookPlace, PlaceState, ShiftState, VisitState};
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::{Over, Plan, Role};
use crate::plan_care::Post;
use crate::play::Log;
use crate::play::care::AppointmentState;
use crate::play::dispatch::RideStanding;
use crate::play::raised::UNSURE;
use crate::scenario_volunteer::Verdict;
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tongxin_city::PlaceCode;

/// Subdistricts whose briefing is looked at.
const SUBDISTRICTS_MAX: usize = 40;

/// A figure: its list and key, which of its numbers, and how many that must be.
type Expected = (&'static str, &'static str, &'static str, usize);

pub(super) async fn check(played: Played<'_>, log: &mut Log) -> Result<(), DrillError> {
    if played.rounds.is_none() && played.shifts.is_none() {
        return Ok(());
    }
    let looks = places(played.plan).into_iter().map(|place| async move {
        let expected: Vec<Expected> = [care(played, place), volunteers(played, place)].concat();
        let path = format!("/api/v1/briefing?place={place}");
        let answer = played.client.get(&path, played.world.reader()).await?;
        Ok::<_, DrillError>((expected.len(), compared(place, &expected, &answer.body)))
    });
    let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
    while let Some((count, mismatches)) = looks.try_next().await? {
        log.counts.counts_checked += count;
        log.mismatches.extend(mismatches);
    }
    Ok(())
}

fn compared(place: PlaceCode, expected: &[Expected], body: &Value) -> Vec<Mismatch> {
    let found = |list: &str, key: &str, of: &str| {
        let figures = body[list].as_array();
        let figure = figures.and_then(|figures| figures.iter().find(|figure| figure["key"] == key));
        figure.map_or(Value::Null, |figure| figure[of].clone())
    };
    let differing = expected.iter().filter_map(|(list, key, of, expected)| {
        let found = found(list, key, of);
        let subject = || format!("briefing of {place}, {list} {key}");
        (found != json!(expected)).then(|| Mismatch::new(subject(), *of, expected, found))
    });
    differing.collect()
}

/// The city, every district with an officer, and some of the subdistricts.
fn places(plan: &Plan) -> BTreeSet<PlaceCode> {
    let officers = plan.people.iter().filter(|person| person.role == Role::Officer);
    let places = officers.filter_map(|officer| match officer.over {
        Over::Place(place) => Some(place),
        Over::Org(_) | Over::Firm(_) => None,
    });
    let mut places: Vec<PlaceCode> = places.collect();
    // The city first, then its districts, then what lies in them.
    places.sort_by_key(PlaceCode::width);
    let least = places.last().map_or(0, PlaceCode::width);
    let wide = places.iter().filter(|place| place.width() < least).count();
    places.into_iter().take(wide + SUBDISTRICTS_MAX).collect()
}

fn care(played: Played<'_>, place: PlaceCode) -> Vec<Expected> {
    let (Some(plan), Some(rounds)) = (&played.plan.care, played.rounds) else {
        return Vec::new();
    };
    let lives = |household: usize| played.plan.households[household].building.is_inside(&place);
    let visits = || {
        let all = plan.visits.iter().zip(&rounds.visits);
        all.filter(|(planned, _)| lives(plan.looked_after[planned.person].household))
    };
    let mut expected = vec![("care", "visits", "number", visits().count())];
    for (key, state) in [
        ("well", VisitState::Well),
        ("needs", VisitState::Needs),
        ("unanswered", VisitState::Unanswered),
        ("missed", VisitState::Missed),
        ("refused", VisitState::Refused),
        ("moved", VisitState::Moved),
    ] {
        let count = visits().filter(|(_, book)| book.state() == state).count();
        expected.push(("care", key, "number", count));
    }
    expected.extend(appointments(played, place));
    let steward = || {
        plan.posts
            .iter()
            .zip(&rounds.posts)
            .filter(|(planned, _)| planned.place.is_inside(&place))
    };
    let lacking = steward().filter(|(planned, book)| planned.post == Post::Steward && book.holder.is_none());
    expected.push(("duty", "no_steward", "number", lacking.count()));
    let vacant = steward().filter(|(_, book)| book.need.is_some());
    expected.push(("duty", "vacant", "number", vacant.count()));
    expected
}

fn appointments(played: Played<'_>, place: PlaceCode) -> Vec<Expected> {
    let dispatch = played.plan.supply.as_ref().and_then(|supply| supply.dispatch.as_ref());
    let (Some(plan), Some(rounds), Some(dispatch)) = (&played.plan.care, played.rounds, dispatch) else {
        return Vec::new();
    };
    let ride = |number: usize| {
        played
            .fleet
            .and_then(|fleet| fleet.rides.live.get(&number))
            .map(|ride| ride.standing)
    };
    let inside = || {
        let all = plan.appointments.iter().zip(&rounds.appointments);
        let live = all.filter_map(|(planned, live)| Some((planned, live.as_ref()?)));
        live.filter(|(planned, _)| {
            let household = dispatch.trips[planned.trip].household;
            played.plan.households[household].building.is_inside(&place)
        })
    };
    let states = |states: &[AppointmentState]| inside().filter(|(_, live)| states.contains(&live.state)).count();
    let is_missed = |standing| matches!(standing, Some(RideStanding::Absent | RideStanding::Refused));
    let raised = played
        .market
        .raised
        .iter()
        .filter(|raised| raised.kind == UNSURE && raised.place.is_inside(&place));
    let (on_day, before): (Vec<bool>, Vec<bool>) = raised
        .map(|raised| raised.live.book.raised_at() >= played.plan.day_starts_at)
        .partition(|is_day| *is_day);
    use AppointmentState::{Asked, Cancelled, Confirmed, Lapsed, Over, Refused};
    let cancelled = states(&[Cancelled]);
    let ridden = inside().filter(|(planned, _)| ride(2 * planned.trip) == Some(RideStanding::Arrived));
    let missed = inside().filter(|(planned, _)| [0, 1].iter().any(|way| is_missed(ride(2 * planned.trip + way))));
    vec![
        ("appointments", "asked", "number", inside().count() - cancelled),
        ("appointments", "confirmed", "number", states(&[Confirmed, Over])),
        ("appointments", "refused", "number", states(&[Refused])),
        ("appointments", "unconfirmed", "number", states(&[Asked])),
        ("appointments", "lapsed", "number", states(&[Lapsed])),
        ("appointments", "needs_raised", "number", on_day.len()),
        ("appointments", "needs_raised", "day_before", before.len()),
        ("appointments", "ridden", "number", ridden.count()),
        ("appointments", "ride_missed", "number", missed.count()),
    ]
}

fn volunteers(played: Played<'_>, place: PlaceCode) -> Vec<Expected> {
    let (Some(plan), Some(shifts)) = (&played.plan.volunteer, played.shifts) else {
        return Vec::new();
    };
    let applied = |verdict: Verdict| {
        let of_verdict = plan.applied.iter().filter(move |(.., found)| *found == verdict);
        of_verdict.filter(|(home, ..)| home.is_inside(&place)).count()
    };
    let by_table = plan.volunteers.iter().filter(|one| one.home.is_inside(&place)).count();
    let kept = || {
        let all = plan.shifts.iter().zip(&shifts.live);
        let live = all.filter_map(|(planned, live)| Some((planned, live.as_ref()?)));
        live.filter(|(planned, live)| planned.place.is_inside(&place) && live.book.state() != ShiftState::CalledOff)
    };
    let people = || kept().flat_map(|(_, live)| live.book.places().map(|(_, place)| place));
    let in_state = |states: &[PlaceState]| people().filter(|one: &&BookPlace| states.contains(&one.state)).count();
    let minutes: i64 = people().map(|one| one.minutes).sum();
    vec![
        ("volunteers", "applied", "number", applied(Verdict::Waiting)),
        (
            "volunteers",
            "verified",
            "number",
            by_table + applied(Verdict::Verified),
        ),
        ("volunteers", "shifts", "number", kept().count()),
        (
            "volunteers",
            "needed",
            "number",
            kept().map(|(planned, _)| planned.needed as usize).sum(),
        ),
        (
            "volunteers",
            "held",
            "number",
            kept().map(|(_, live)| live.book.held()).sum(),
        ),
        (
            "volunteers",
            "short",
            "number",
            kept().filter(|(_, live)| live.book.is_short()).count(),
        ),
        (
            "volunteers",
            "came",
            "number",
            in_state(&[PlaceState::In, PlaceState::Came]),
        ),
        ("volunteers", "missed", "number", in_state(&[PlaceState::Missed])),
        (
            "volunteers",
            "hours",
            "number",
            usize::try_from(minutes / 60).unwrap_or_default(),
        ),
    ]
}
