use super::*;
use proptest::prelude::*;

/// What another program reads too: tests/calendar/check.py says what stands in it.
const EXAMPLE: &str = include_str!("../../../../../tests/calendar/example.ics");

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
        description: "车 12:10–13:40 到楼下接。\n回程车 18:00 起在东门接；请带好通行证和就诊卡，提前十分钟下楼，轮椅请先收好。".to_owned(),
    }
}

fn example() -> String {
    let events = [
        event(1, Status::Confirmed),
        event(2, Status::Tentative),
        Event {
            description: String::new(),
            ..event(3, Status::Cancelled)
        },
    ];
    calendar("就医预约 · Appointments", &events, &zone())
}

#[test]
fn the_example_that_another_program_reads_is_written_so() {
    let made = example();
    assert_eq!(made, EXAMPLE, "{made}");
}

proptest! {
    /// Whatever stands in a text, each line keeps its bound and none of it begins a line of its own.
    #[test]
    fn no_text_breaks_out_of_its_line(summary in "\\PC{0,120}[\r\n;,\\\\]{0,4}\\PC{0,20}") {
        let made = calendar("x", &[Event { summary, ..event(1, Status::Confirmed) }], &zone());
        let lines: Vec<&str> = made.split("\r\n").collect();
        prop_assert!(lines.iter().all(|line| line.len() <= LINE_BYTES_MAX));
        prop_assert!(!made.replace("\r\n", "").contains(['\r', '\n']));
        let begins = lines.iter().filter(|line| line.starts_with("BEGIN:")).count();
        prop_assert_eq!(begins, 2);
    }

    #[test]
    fn a_moment_reads_back(seconds in -2_000_000_000_i64..4_000_000_000) {
        let at = Timestamp(seconds * 1_000);
        let plain = at.to_string().replace(['-', ':'], "");
        prop_assert_eq!(moment(at), plain);
    }
}
