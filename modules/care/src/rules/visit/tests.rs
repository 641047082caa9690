use super::*;
use crate::rules::enquiry::Enquiry;
use proptest::prelude::*;

fn minutes(number: i64) -> Timestamp {
    Timestamp(1_668_900_000_000).plus_minutes(number)
}

fn knock(outcome: Outcome, actor: &str, at: i64) -> Knock {
    Knock {
        finding: Finding::AtDoor(outcome),
        actor: actor.to_owned(),
        said_at: minutes(at),
    }
}

#[test]
fn nobody_answers_twice_only_when_somebody_came_back() {
    let first = knock(Outcome::NoAnswer, "a", 0);
    assert_eq!(
        standing(VisitState::Due, std::slice::from_ref(&first)),
        VisitState::NoAnswer
    );
    let at_once = [first.clone(), knock(Outcome::NoAnswer, "a", 1)];
    assert_eq!(standing(VisitState::NoAnswer, &at_once), VisitState::NoAnswer);
    let later = [first, knock(Outcome::NoAnswer, "a", 60)];
    assert_eq!(standing(VisitState::NoAnswer, &later), VisitState::Unanswered);
}

#[test]
fn what_the_clock_said_stays_until_somebody_was_seen() {
    assert_eq!(standing(VisitState::Missed, &[]), VisitState::Missed);
    let vain = [knock(Outcome::NoAnswer, "a", 0)];
    assert_eq!(standing(VisitState::Missed, &vain), VisitState::Unanswered);
    assert_eq!(standing(VisitState::Unanswered, &vain), VisitState::Unanswered);
    let seen = [vain[0].clone(), knock(Outcome::Well, "b", 90)];
    assert_eq!(standing(VisitState::Unanswered, &seen), VisitState::Well);
}

#[test]
fn two_who_say_different_things_both_stay_and_are_told() {
    let both = [knock(Outcome::Well, "a", 0), knock(Outcome::Needs, "b", 5)];
    assert!(is_disputed(&both));
    assert_eq!(standing(VisitState::Due, &both), VisitState::Needs);
    let same = [knock(Outcome::Well, "a", 0), knock(Outcome::Well, "b", 5)];
    assert!(!is_disputed(&same));
    let own = [knock(Outcome::Well, "a", 0), knock(Outcome::Needs, "a", 5)];
    assert!(!is_disputed(&own), "whoever thinks again contradicts nobody");
    let answered_later = [knock(Outcome::NoAnswer, "a", 0), knock(Outcome::Well, "b", 30)];
    assert!(!is_disputed(&answered_later));
    let silent_later = [knock(Outcome::Well, "b", 0), knock(Outcome::NoAnswer, "a", 30)];
    assert!(is_disputed(&silent_later));
}

#[test]
fn whoever_ticked_the_wrong_row_takes_it_back_and_nobody_counts_as_seen() {
    for after in [Outcome::NoAnswer, Outcome::Moved] {
        let slip = [knock(Outcome::Well, "a", 0), knock(after, "a", 2)];
        assert!(!standing(VisitState::Due, &slip).is_seen(), "{after}");
        assert!(!is_disputed(&slip), "{after}");
        let other = [knock(Outcome::Well, "a", 0), knock(after, "b", 2)];
        assert!(
            standing(VisitState::Due, &other).is_seen(),
            "nobody takes back for another: {after}"
        );
        let later = [knock(Outcome::Well, "a", 0), knock(after, "a", 40)];
        assert!(
            standing(VisitState::Due, &later).is_seen(),
            "they were seen forty minutes before: {after}"
        );
    }
    let vain = [
        knock(Outcome::NoAnswer, "a", 0),
        knock(Outcome::Well, "a", 30),
        knock(Outcome::NoAnswer, "a", 31),
    ];
    assert_eq!(standing(VisitState::Unanswered, &vain), VisitState::Unanswered);
    let again = [
        knock(Outcome::Well, "a", 0),
        knock(Outcome::NoAnswer, "a", 2),
        knock(Outcome::Well, "a", 5),
    ];
    assert_eq!(standing(VisitState::Due, &again), VisitState::Well);
}

#[test]
fn only_who_was_seen_by_a_neighbour_is_seen_and_a_voice_on_the_telephone_is_not() {
    let asked = |enquiry, at| Knock {
        finding: Finding::Elsewhere(enquiry),
        ..knock(Outcome::NoAnswer, "b", at)
    };
    let vain = knock(Outcome::NoAnswer, "a", 0);
    for enquiry in [Enquiry::NeighbourNoNews, Enquiry::PhoneReached, Enquiry::PhoneUnreached] {
        let said = [vain.clone(), asked(enquiry, 60)];
        assert_eq!(standing(VisitState::NoAnswer, &said), VisitState::NoAnswer, "{enquiry}");
        assert_eq!(
            standing(VisitState::Missed, &said[1..]),
            VisitState::Missed,
            "{enquiry}"
        );
        let and_seen = [vec![knock(Outcome::Needs, "a", 90)], said.to_vec()].concat();
        assert!(!is_disputed(&and_seen), "{enquiry} contradicts nobody");
        assert_eq!(
            again_by(&said, minutes(600)),
            Some(minutes(120)),
            "{enquiry} is no second try"
        );
    }
    let seen = [vain, asked(Enquiry::NeighbourSaw, 60)];
    assert_eq!(standing(VisitState::Unanswered, &seen), VisitState::Well);
    assert!(!is_disputed(&seen));
}

#[test]
fn somebody_tries_again_within_two_hours_and_before_the_day_ends() {
    let vain = [knock(Outcome::NoAnswer, "a", 0)];
    assert_eq!(again_by(&vain, minutes(600)), Some(minutes(120)));
    assert_eq!(again_by(&vain, minutes(60)), Some(minutes(60)));
    assert_eq!(again_by(&[knock(Outcome::Well, "a", 0)], minutes(60)), None);
}

#[test]
fn a_phone_is_believed_within_its_day_and_three_days_back() {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let day: Day = "2022-11-20".parse().expect("a day");
    let noon = zone.at(day, 12, 0).expect("noon");
    assert_eq!(said_at(None, day, &zone, noon), Ok(noon));
    let ahead = said_at(Some(noon.plus_minutes(3)), day, &zone, noon);
    assert_eq!(ahead, Ok(noon), "a clock a little ahead is set right");
    let key = |said: Result<Timestamp, FieldFault>| said.expect_err("refused").key;
    assert_eq!(
        key(said_at(Some(noon.plus_minutes(6)), day, &zone, noon)),
        "care-field-clock-ahead"
    );
    assert_eq!(
        key(said_at(Some(noon.plus_days(-1)), day, &zone, noon)),
        "care-field-other-day"
    );
    assert_eq!(said_at(Some(noon), day, &zone, noon.plus_days(3)), Ok(noon));
    assert_eq!(
        key(said_at(Some(noon), day, &zone, noon.plus_days(4))),
        "care-field-too-late"
    );
}

fn knocks() -> impl Strategy<Value = Vec<Knock>> {
    let outcome = prop::sample::select(Outcome::ALL);
    let one = (outcome, 0..3_u8, 0..400_i64);
    let one = one.prop_map(|(outcome, actor, at)| knock(outcome, &actor.to_string(), at));
    prop::collection::vec(one, 0..7)
}

proptest! {
    #[test]
    fn the_order_in_which_phones_report_changes_nothing(
        knocks in knocks(),
        order in any::<prop::sample::Index>(),
        is_late in any::<bool>(),
    ) {
        let before = if is_late { VisitState::Missed } else { VisitState::Due };
        let mut other = knocks.clone();
        if !other.is_empty() {
            let by = order.index(other.len());
            other.rotate_left(by);
        }
        prop_assert_eq!(standing(before, &knocks), standing(before, &other));
        prop_assert_eq!(is_disputed(&knocks), is_disputed(&other));
        other.reverse();
        prop_assert_eq!(standing(before, &knocks), standing(before, &other));
    }

    #[test]
    fn one_by_one_ends_as_all_at_once(knocks in knocks()) {
        let mut state = VisitState::Due;
        for count in 0..=knocks.len() {
            state = standing(state, &knocks[..count]);
        }
        // Only whether the second try came is remembered on the way; it never turns back.
        let at_once = standing(VisitState::Due, &knocks);
        prop_assert_eq!(state, at_once);
    }

    #[test]
    fn a_seen_person_stays_seen_whatever_others_say(knocks in knocks(), more in knocks()) {
        let state = standing(VisitState::Due, &knocks);
        prop_assume!(state.is_seen());
        let others = more.into_iter().map(|knock| Knock { actor: format!("another {}", knock.actor), ..knock });
        let all: Vec<Knock> = knocks.into_iter().chain(others).collect();
        prop_assert!(standing(state, &all).is_seen());
    }
}
