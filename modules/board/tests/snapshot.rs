//! Sums over places, from rows made up here.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use tongxin_board::snapshot::{Cell, DaySheet, EVENTS, Frame, STANDINGS, Sheet, Snapshot, Stirs};
use tongxin_city::{Day, PlaceCode, Timestamp};
use tongxin_ledger::{EntryKind, Kind, Kinds, Lifeline, RaisedFor, State, Tier, Topic};

const KINDS: &[Kind] = &[
    Kind {
        key: "household_request",
        name: "kind-household",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[
            Topic {
                key: "food",
                name: "topic-food",
                lifeline: Lifeline::Food,
                due_hours: [2, 8, 24, 72],
            },
            Topic {
                key: "care",
                name: "topic-care",
                lifeline: Lifeline::Care,
                due_hours: [2, 8, 24, 72],
            },
        ],
    },
    Kind {
        key: "outlet_report",
        name: "kind-outlet",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[Topic {
            key: "stock",
            name: "topic-stock",
            lifeline: Lifeline::Food,
            due_hours: [2, 8, 24, 72],
        }],
    },
];
const SUBDISTRICTS: [&str; 6] = [
    "500101001",
    "500101002",
    "500102001",
    "500109001",
    "500110001",
    "500110002",
];
fn today() -> Day {
    "2022-11-24".parse().unwrap()
}

fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
}

fn frame() -> Arc<Frame> {
    // Out of order on purpose.
    Arc::new(Frame::new(
        SUBDISTRICTS.iter().rev().map(|text| code(text)),
        &Kinds::new(&[KINDS]),
    ))
}

fn standing(subdistrict: &str, topic: usize, raised: u32, overdue: u32) -> Cell<STANDINGS> {
    let mut counts = [0; STANDINGS];
    counts[State::Raised as usize] = raised;
    counts[STANDINGS - 1] = overdue;
    Cell {
        subdistrict: code(subdistrict),
        topic,
        counts,
    }
}

fn happened(subdistrict: &str, topic: usize, raised: u32, struck_off: u32) -> Cell<EVENTS> {
    Cell {
        subdistrict: code(subdistrict),
        topic,
        counts: [raised, 0, struck_off, 0, 0, 0, 0],
    }
}

fn stirred(cell: &Cell<EVENTS>) -> (PlaceCode, u64) {
    (cell.subdistrict, cell.counts.iter().copied().map(u64::from).sum())
}

fn snapshot(now: &[Cell<STANDINGS>], days: &[&[Cell<EVENTS>]]) -> Snapshot {
    let frame = frame();
    let first = today().plus_days(1 - days.len() as i64);
    let days = days.iter().zip(0..).map(|(cells, number)| DaySheet {
        day: first.plus_days(number),
        sheet: Arc::new(Sheet::new(&frame, cells.iter().copied())),
        stirs: Arc::new(Stirs::new(&frame, cells.iter().map(stirred))),
    });
    let now = Sheet::new(&frame, now.iter().copied());
    Snapshot::new(1, Timestamp(0), Arc::clone(&frame), now, days.collect())
}

#[test]
fn a_place_stirs_with_what_happens_inside_it_today_and_nowhere_else() {
    let yesterday = [happened(SUBDISTRICTS[0], 0, 9, 9)];
    let quiet = [happened(SUBDISTRICTS[0], 0, 1, 0), happened(SUBDISTRICTS[2], 1, 2, 0)];
    let later = [happened(SUBDISTRICTS[0], 0, 1, 1), happened(SUBDISTRICTS[2], 1, 2, 0)];
    let (quiet, later) = (
        snapshot(&[], &[&yesterday, &quiet]),
        snapshot(&[], &[&yesterday, &later]),
    );
    let stirs = |snapshot: &Snapshot, place: &str| snapshot.stirs(&code(place)).unwrap();
    assert_eq!(stirs(&quiet, "50"), (today(), 3));
    assert_eq!(stirs(&later, "50"), (today(), 4));
    assert_eq!(stirs(&quiet, SUBDISTRICTS[0]), (today(), 1));
    assert_eq!(stirs(&later, SUBDISTRICTS[0]), (today(), 2));
    assert_eq!(stirs(&quiet, SUBDISTRICTS[2]), stirs(&later, SUBDISTRICTS[2]));
}

#[test]
fn a_place_sums_exactly_what_lies_inside_it() {
    let cells = SUBDISTRICTS
        .iter()
        .zip(0..)
        .map(|(text, power)| standing(text, 0, 10_u32.pow(power), 0));
    let snapshot = snapshot(&cells.collect::<Vec<_>>(), &[]);
    let open = |place: &str| snapshot.standing_of_all(&code(place)).open();
    assert_eq!(open("50"), 111_111);
    assert_eq!(open("500101"), 11);
    assert_eq!(open("500102"), 100);
    assert_eq!(open("500110"), 110_000);
    assert_eq!(open("500110001"), 10_000);
    assert_eq!(open("500103"), 0, "a place without a subdistrict of its own");
    assert_eq!(open("51"), 0);
    assert_eq!(open("500110001001"), 0, "tallies end at the subdistrict");
}

#[test]
fn a_lifeline_sums_its_topics_of_every_kind_and_no_other() {
    let cells = [
        standing("500101001", 0, 1, 1),
        standing("500101001", 1, 20, 3),
        standing("500101002", 2, 300, 0),
    ];
    let snapshot = snapshot(&cells, &[]);
    assert_eq!(snapshot.standing(&code("50"), Lifeline::Food).open(), 301);
    assert_eq!(snapshot.standing(&code("50"), Lifeline::Food).overdue(), 1);
    assert_eq!(snapshot.standing(&code("500101001"), Lifeline::Food).open(), 1);
    assert_eq!(snapshot.standing(&code("50"), Lifeline::Care).overdue(), 3);
    assert_eq!(snapshot.standing(&code("50"), Lifeline::Industry).ever(), 0);
}

#[test]
fn overdue_needs_are_not_counted_twice_as_open() {
    let snapshot = snapshot(&[standing("500101001", 0, 7, 7)], &[]);
    let food = snapshot.standing(&code("50"), Lifeline::Food);
    assert_eq!((food.open(), food.overdue(), food.ever()), (7, 7, 7));
}

#[test]
fn cells_of_one_place_and_topic_add_up() {
    let snapshot = snapshot(&[standing("500101001", 0, 2, 0), standing("500101001", 0, 3, 0)], &[]);
    assert_eq!(snapshot.standing_of_all(&code("50")).open(), 5);
}

#[test]
fn a_day_before_the_first_report_is_not_known_a_quiet_day_after_it_is_zero() {
    let days: [&[Cell<EVENTS>]; 4] = [
        &[],
        &[happened("500102001", 0, 4, 0)],
        &[],
        &[happened("500101001", 1, 1, 3)],
    ];
    let snapshot = snapshot(&[], &days);
    let raised = |place: &str, lifeline| -> Vec<Option<u32>> {
        let days = snapshot.happened(&code(place), lifeline);
        days.iter()
            .map(|(_, happened)| happened.map(|happened| happened.of(EntryKind::Raised)))
            .collect()
    };
    assert_eq!(raised("50", None), [None, Some(4), Some(0), Some(1)]);
    assert_eq!(raised("500101", None), [None, Some(0), Some(0), Some(1)]);
    assert_eq!(raised("50", Some(Lifeline::Food)), [None, Some(4), Some(0), Some(0)]);
    let last = snapshot.happened(&code("50"), None)[3];
    assert_eq!(last.0, today());
    assert_eq!(last.1.unwrap().of(EntryKind::StruckOff), 3);
}
