//! Each rule, at its number.

use super::*;

fn condition(open: u32, overdue: u32, hours: i64) -> Condition {
    let signs = Signs {
        is_known: true,
        open,
        overdue,
        oldest_overdue_hours: (overdue > 0).then_some(hours),
        ..Signs::default()
    };
    judge(&signs, &Thresholds::DEFAULT).condition
}

#[test]
fn a_lifeline_nobody_ever_reported_on_is_unknown_not_stable() {
    let verdict = judge(&Signs::default(), &Thresholds::DEFAULT);
    assert_eq!(
        verdict,
        Verdict {
            condition: Condition::Unknown,
            reason: Reason::NeverReported
        }
    );
}

#[test]
fn nothing_open_and_nothing_overdue_are_stable_for_different_reasons() {
    let signs = Signs {
        is_known: true,
        ..Signs::default()
    };
    assert_eq!(judge(&signs, &Thresholds::DEFAULT).reason, Reason::NothingOpen);
    let signs = Signs { open: 9, ..signs };
    assert_eq!(judge(&signs, &Thresholds::DEFAULT).reason, Reason::NothingOverdue);
}

#[test]
fn each_threshold_holds_from_exactly_its_number_on() {
    assert_eq!(condition(25, 5, 1), Condition::Failing);
    assert_eq!(condition(26, 5, 1), Condition::Strained, "19 % is not 20 %");
    assert_eq!(condition(20, 4, 1), Condition::Strained, "four are not five");
    assert_eq!(condition(40, 2, 1), Condition::Strained);
    assert_eq!(condition(41, 2, 1), Condition::Stable, "4 % is not 5 %");
    assert_eq!(condition(1_000, 1, 12), Condition::Strained);
    assert_eq!(condition(1_000, 1, 11), Condition::Stable);
}

#[test]
fn one_need_left_alone_for_a_day_makes_a_building_fail() {
    assert_eq!(condition(2, 1, 24), Condition::Failing);
    assert_eq!(condition(2, 1, 23), Condition::Strained);
    assert_eq!(condition(3, 1, 24), Condition::Strained, "a third is not half");
}

#[test]
fn one_person_whom_nobody_saw_strains_it_before_anything_is_overdue() {
    let mut signs = Signs {
        is_known: true,
        open: 1_000,
        unseen: 1,
        ..Signs::default()
    };
    let strained = |people| Verdict {
        condition: Condition::Strained,
        reason: Reason::Unseen { people },
    };
    assert_eq!(judge(&signs, &Thresholds::DEFAULT), strained(1));
    (signs.overdue, signs.oldest_overdue_hours) = (1, Some(1));
    assert_eq!(judge(&signs, &Thresholds::DEFAULT), strained(1));
    signs.overdue = 300;
    assert_eq!(
        judge(&signs, &Thresholds::DEFAULT).condition,
        Condition::Failing,
        "worst first"
    );
}

#[test]
fn more_overdue_never_looks_better() {
    for open in 1..60 {
        for hours in [0, 11, 12, 23, 24, 100] {
            let mut before = Condition::Stable;
            for overdue in 0..=open {
                let now = condition(open, overdue, hours);
                assert!(
                    now >= before,
                    "{overdue} of {open} overdue, {hours} h: {now:?} after {before:?}"
                );
                before = now;
            }
        }
    }
}
