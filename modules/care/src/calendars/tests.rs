//! What another program reads of our calendars.

use tongxin_city::{Timestamp, Zone};
use tongxin_web::ical::{Event, Status, calendar};

/// What another program reads too: tests/calendar/check.py says what stands in it.
const EXAMPLE: &str = include_str!("../../../../tests/calendar/example.ics");

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").expect("a zone")
}

fn event(number: i64, status: Status) -> Event {
    let from_at = Timestamp(1_669_356_000_000).plus_hours(24 * number);
    Event {
        uid: format!("0{number}@tongxin"),
        sequence: number,
        changed_at: Timestamp(1_669_262_400_999),
        from_at,
        until_at: from_at.plus_hours(4),
        status,
        summary: "就医：海湾医院".to_owned(),
        location: "海湾医院, 门诊楼; 东门".to_owned(),
        description:
            "车 12:10–13:40 到楼下接。\n回程车 18:00 起在东门接；请带好通行证和就诊卡，提前十分钟下楼，轮椅请先收好。"
                .to_owned(),
        alarms: &[],
    }
}

fn example() -> String {
    let events = [
        Event {
            alarms: super::REMINDERS,
            ..event(1, Status::Confirmed)
        },
        event(2, Status::Tentative),
        Event {
            description: String::new(),
            ..event(3, Status::Cancelled)
        },
    ];
    calendar("Appointments", "就医预约 · Appointments", &events, &zone())
}

#[test]
fn the_example_that_another_program_reads_is_written_so() {
    let made = example();
    assert_eq!(made, EXAMPLE, "{made}");
}
