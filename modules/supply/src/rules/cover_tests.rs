//! What must hold of cover, whatever the areas.

use crate::rules::cover::{CoverState, Days, Demand, Division, EVERYBODY, Served, people_reached, share};
use crate::rules::people::Span;
use proptest::prelude::*;

const DEMAND: Demand = Demand {
    norm_milli: 200_000,
    strained: Days::whole(7),
    failing: Days::whole(3),
};

fn span(start: i64, end: i64) -> Span {
    Span { start, end }
}

#[test]
fn an_outlet_alone_answers_for_everybody_in_its_area() {
    let area = [span(0, 300), span(500, 700)];
    let division = Division::among([area.as_slice()]);
    let served = division.served(&area, EVERYBODY);
    assert_eq!(served, Served::people(500));
    // 500 people, 200 g each: 100 kg a day.
    assert_eq!(DEMAND.days(250_000, served), Some(Days(2_500)));
    assert_eq!(DEMAND.amount_for(Days(2_500), served), 250_000);
}

#[test]
fn two_outlets_for_the_same_people_answer_for_half_of_them_each() {
    let (one, other) = ([span(0, 400)], [span(200, 400)]);
    let division = Division::among([one.as_slice(), other.as_slice()]);
    assert_eq!(division.served(&one, EVERYBODY), Served::people(300));
    assert_eq!(division.served(&other, EVERYBODY), Served::people(100));
}

#[test]
fn the_cover_of_a_neighbourhood_is_the_mean_of_the_covers_of_those_who_serve_it() {
    let areas = [[span(0, 400)], [span(200, 400)]];
    let division = Division::among(areas.iter().map(|area| area.as_slice()));
    let contents = [600_000_000, 100_000_000];
    let cover = |index: usize| {
        let area: &[Span] = &areas[index];
        DEMAND
            .days(contents[index], division.served(area, EVERYBODY))
            .expect("served")
            .0
    };
    let within = span(200, 400);
    let held: i64 = (0..2)
        .map(|index| {
            let area: &[Span] = &areas[index];
            share(
                contents[index],
                &division,
                area,
                division.served(area, EVERYBODY),
                within,
            )
        })
        .sum();
    let there = DEMAND.days(held, Served::people(within.people())).expect("people").0;
    assert!((there - (cover(0) + cover(1)) / 2).abs() <= 1, "{there}");
}

#[test]
fn states_follow_the_thresholds_and_nobody_served_is_no_state_at_all() {
    let state = |milli| DEMAND.state(Some(Days(milli)));
    assert_eq!(state(2_999), CoverState::Failing);
    assert_eq!(state(3_000), CoverState::Strained);
    assert_eq!(state(6_999), CoverState::Strained);
    assert_eq!(state(7_000), CoverState::Stable);
    assert_eq!(DEMAND.days(5, Served(0)), None);
    assert_eq!(DEMAND.state(None), CoverState::Unreported);
}

#[test]
fn days_are_said_with_one_decimal_and_never_too_high() {
    assert_eq!(Days(2_999).to_string(), "2.9");
    assert_eq!(Days(0).to_string(), "0.0");
    assert_eq!(Days::whole(12).to_string(), "12.0");
}

#[test]
fn people_reached_are_counted_within_a_place_only() {
    assert_eq!(people_reached(&[span(0, 10), span(20, 40)], span(5, 30)), 15);
}

/// People of the made-up line.
const PEOPLE: i64 = 50_000;

/// Disjoint stretches in order, as a line makes them of an area.
fn areas() -> impl Strategy<Value = Vec<Vec<Span>>> {
    let area = prop::collection::btree_set(0..PEOPLE, 2..8).prop_map(|edges| {
        let edges: Vec<i64> = edges.into_iter().collect();
        edges.chunks_exact(2).map(|pair| span(pair[0], pair[1])).collect()
    });
    prop::collection::vec(area, 1..12)
}

proptest! {
    #[test]
    fn the_shares_of_disjoint_places_add_up_to_all_there_is(
        areas in areas(),
        contents in prop::collection::vec(0..2_000_000_000_000i64, 12),
        borders in prop::collection::btree_set(1..PEOPLE, 0..40),
    ) {
        let division = Division::among(areas.iter().map(Vec::as_slice));
        let mut edges: Vec<i64> = borders.into_iter().collect();
        edges.insert(0, 0);
        edges.push(PEOPLE);
        let places: Vec<Span> = edges.windows(2).map(|pair| span(pair[0], pair[1])).collect();
        for (area, contents) in areas.iter().zip(&contents) {
            let served = division.served(area, EVERYBODY);
            let shares = places.iter().map(|place| share(*contents, &division, area, served, *place));
            let shares: Vec<i64> = shares.collect();
            prop_assert!(shares.iter().all(|share| *share >= 0));
            prop_assert_eq!(shares.iter().sum::<i64>(), *contents);
            let whole = share(*contents, &division, area, served, span(0, PEOPLE));
            prop_assert_eq!(whole, *contents);
        }
    }

    #[test]
    fn people_are_divided_without_adding_any(areas in areas()) {
        let division = Division::among(areas.iter().map(Vec::as_slice));
        let served: i64 = areas.iter().map(|area| division.served(area, EVERYBODY).0).sum();
        let mut all: Vec<Span> = areas.iter().flatten().copied().collect();
        all.sort_unstable();
        let mut reached = 0;
        let mut end = 0;
        for span in all {
            reached += (span.end - span.start.max(end)).max(0);
            end = end.max(span.end);
        }
        // Thirds of people are rounded down at each edge, to a thousandth of a person.
        let edges = 2 * areas.iter().map(Vec::len).sum::<usize>() as i64;
        prop_assert!(served <= reached * 1_000 && served >= reached * 1_000 - edges * areas.len() as i64);
    }

    #[test]
    fn a_place_holds_its_people_s_part_within_a_unit(
        people in 1..PEOPLE, contents in 0..1_000_000_000i64, at in 0..PEOPLE,
    ) {
        let area = [span(0, people)];
        let division = Division::among([area.as_slice()]);
        let served = division.served(&area, EVERYBODY);
        let within = span(0, at.min(people));
        let held = share(contents, &division, &area, served, within);
        let exact = i128::from(contents) * i128::from(within.people()) / i128::from(people);
        prop_assert!((i128::from(held) - exact).abs() <= 1);
    }

    #[test]
    fn the_amount_for_some_days_lasts_them_and_a_unit_less_does_not(
        days in 0..100_000i64, people in 1..40_000_000i64,
    ) {
        let served = Served::people(people);
        let amount = DEMAND.amount_for(Days(days), served);
        prop_assert!(DEMAND.days(amount, served).expect("people") >= Days(days));
        if amount > 0 {
            prop_assert!(DEMAND.days(amount - 1, served).expect("people") < Days(days.max(1)));
        }
    }
}
