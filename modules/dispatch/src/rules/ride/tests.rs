use super::*;

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").expect("a zone")
}

/// 09:00 in the city.
const NOW: Timestamp = Timestamp(1_669_251_600_000);

fn trip() -> AskedTrip {
    AskedTrip {
        household: None,
        to: "500112016001002".parse().expect("a code"),
        appointment_at: NOW.plus_hours(3),
        ready_at: NOW.plus_hours(7),
        people: Seats {
            seats: 2,
            wheelchairs: 0,
        },
        needs: RideNeeds::NONE,
        contact: " 13800000000 ".into(),
        note: String::new(),
        org: None,
    }
}

fn faults(trip: AskedTrip) -> Vec<String> {
    let faults = trip.checked(NOW, &zone()).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn a_right_trip_is_taken_as_it_is() {
    let checked = trip().checked(NOW, &zone()).expect("right");
    assert_eq!(checked.contact, "13800000000");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let wrong = AskedTrip {
        appointment_at: NOW.plus_millis(MARGIN_MS),
        ready_at: NOW,
        people: Seats {
            seats: 0,
            wheelchairs: RIDE_WHEELCHAIRS_MAX + 1,
        },
        note: "字".repeat(RIDE_NOTE_CHARS_MAX + 1),
        ..trip()
    };
    assert_eq!(
        faults(wrong),
        ["appointment_at", "ready_at", "people.wheelchairs", "note"]
    );
    let nobody = AskedTrip {
        people: Seats::NONE,
        ..trip()
    };
    assert_eq!(faults(nobody), ["people.seats"]);
}

#[test]
fn whoever_is_brought_there_comes_back_on_the_same_day() {
    let tomorrow = AskedTrip {
        ready_at: NOW.plus_hours(20),
        ..trip()
    };
    assert_eq!(faults(tomorrow), ["ready_at"]);
}

#[test]
fn nobody_waits_longer_than_is_stated() {
    let there = RideTimes::of(RideWay::There, NOW, NOW, 0);
    assert_eq!(NOW.millis() - there.due_at.millis(), MARGIN_MS);
    assert_eq!(NOW.millis() - there.there_from_at.millis(), EARLY_MS);
    let back = RideTimes::of(RideWay::Back, NOW, NOW.plus_hours(2), 0);
    assert_eq!(back.from_at, NOW.plus_hours(2));
    assert_eq!(back.until_at.millis() - back.from_at.millis(), WAIT_MS);
    for times in [there, back] {
        assert!(
            times.from_at <= times.until_at && times.there_from_at <= times.due_at && times.until_at <= times.due_at
        );
    }
}

#[test]
fn a_longer_way_has_more_time_and_a_short_one_ninety_minutes() {
    let room = |direct_seconds: i64| {
        let there = RideTimes::of(RideWay::There, NOW, NOW, direct_seconds);
        let back = RideTimes::of(RideWay::Back, NOW, NOW, direct_seconds);
        let [there, back] = [(there.there_from_at, there.from_at), (back.due_at, back.until_at)]
            .map(|(late, early)| late.millis_since(early) / Timestamp::MINUTE_MS);
        assert_eq!(there, back);
        there
    };
    assert_eq!(
        [0, 10, 60, 70, 120, 300].map(|minutes| room(minutes * 60)),
        [90, 90, 90, 105, 180, 450]
    );
}
