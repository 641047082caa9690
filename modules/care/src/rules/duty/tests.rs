use super::*;
use proptest::prelude::*;
use tongxin_city::Timestamp;

fn day(number: i64) -> Day {
    "2022-11-24".parse::<Day>().expect("a day").plus_days(number)
}

fn person(number: u32) -> AccountId {
    AccountId::from_parts(Timestamp(0), number)
}

fn held(number: u32, until: Option<Day>) -> Held {
    Held {
        account: person(number),
        phone: "138".to_owned(),
        since: day(0),
        until,
    }
}

fn next(number: u32, on: Day) -> Next {
    Next {
        account: person(number),
        phone: "139".to_owned(),
        on,
        until: None,
        note: "801 耳背".to_owned(),
        is_given: false,
        is_taken: false,
    }
}

const CLOCK: By = By {
    account: None,
    organises: false,
};

fn by(number: u32) -> By {
    By {
        account: Some(person(number)),
        organises: false,
    }
}

fn organiser() -> By {
    By {
        account: Some(person(9)),
        organises: true,
    }
}

fn on_duty(until: Option<Day>) -> Standing {
    Standing {
        held: Some(held(1, until)),
        next: None,
    }
}

#[test]
fn a_hand_over_counts_once_both_accepted_it_and_its_day_has_come() {
    let offered = on_duty(None).after(Doing::Offer(next(2, day(3))), organiser(), day(0));
    let offered = offered.expect("offered");
    assert!(
        offered
            .next
            .as_ref()
            .is_some_and(|next| !next.is_given && !next.is_taken)
    );
    let taken = offered.after(Doing::Take, by(2), day(1)).expect("taken");
    let waiting = taken.clone().after(Doing::Turn, CLOCK, day(4)).expect("nothing");
    assert_eq!(waiting.held, Some(held(1, None)), "one word is missing");
    let agreed = taken.after(Doing::Give, by(1), day(1)).expect("given");
    assert_eq!(agreed.turns_on(day(1)), Some(day(3)));
    let turned = agreed.after(Doing::Turn, CLOCK, day(3)).expect("turned");
    assert_eq!(
        turned.held.map(|held| (held.account, held.since)),
        Some((person(2), day(3)))
    );
}

#[test]
fn nobody_gives_or_takes_for_somebody_else() {
    let offered = on_duty(None)
        .after(Doing::Offer(next(2, day(0))), by(1), day(0))
        .expect("offered");
    for (doing, who) in [
        (Doing::Take, by(1)),
        (Doing::Take, organiser()),
        (Doing::Decline, by(3)),
    ] {
        assert_eq!(offered.clone().after(doing, who, day(0)), Err("care-duty-not-yours"));
    }
    assert_eq!(
        on_duty(None).after(Doing::Assign(held(2, None)), by(2), day(0)),
        Err("care-duty-not-yours")
    );
}

#[test]
fn an_end_without_a_successor_is_vacant_from_the_day_after() {
    let ending = on_duty(None).after(Doing::End(day(2)), by(1), day(0)).expect("ending");
    assert_eq!(ending.vacant_from(day(0)), Some(day(3)));
    let over = ending.clone().after(Doing::Turn, CLOCK, day(3)).expect("over");
    assert_eq!((over.held.is_none(), over.vacant_from(day(3))), (true, Some(day(3))));
    // While somebody is asked, whoever was there goes on; the vacancy is known all the same.
    let offered = ending
        .after(Doing::Offer(next(2, day(3))), by(1), day(1))
        .expect("offered");
    let later = offered.after(Doing::Turn, CLOCK, day(5)).expect("later");
    assert!(later.held.is_some());
    assert_eq!(later.vacant_from(day(5)), Some(day(3)));
}

#[test]
fn nobody_is_on_duty_before_the_first_day() {
    let assigned = Standing {
        held: Some(Held {
            since: day(2),
            ..held(1, Some(day(5)))
        }),
        next: None,
    };
    assert_eq!(
        (assigned.on_duty(day(1)), assigned.turns_on(day(1))),
        (None, Some(day(2)))
    );
    assert_eq!(assigned.vacant_from(day(1)), Some(day(1)));
    assert_eq!(
        (assigned.coming(day(1), false), assigned.coming(day(2), false)),
        (None, Some(person(1)))
    );
    assert_eq!(assigned.vacant_from(day(2)), Some(day(6)));
    assert_eq!(
        (assigned.on_duty(day(2)), assigned.turns_on(day(2))),
        (Some(person(1)), Some(day(6)))
    );
}

#[test]
fn whoever_lost_the_role_leaves_the_post_to_whoever_was_agreed() {
    let lost = on_duty(None)
        .after(Doing::Lose(person(1)), CLOCK, day(0))
        .expect("lost");
    assert_eq!((lost.held.is_none(), lost.vacant_from(day(0))), (true, Some(day(0))));
    let offered = on_duty(None).after(Doing::Offer(next(2, day(1))), by(1), day(0));
    let taken = offered
        .expect("offered")
        .after(Doing::Take, by(2), day(0))
        .expect("taken");
    let alone = taken.after(Doing::Lose(person(1)), CLOCK, day(0)).expect("lost");
    assert_eq!(alone.people().collect::<Vec<_>>(), [person(2)]);
    // Somebody who stands in until then takes nothing from whoever comes.
    let stands_in = alone.clone().after(Doing::Assign(held(3, None)), organiser(), day(0));
    let stands_in = stands_in.expect("assigned");
    assert_eq!(stands_in.people().collect::<Vec<_>>(), [person(3), person(2)]);
    assert_eq!(stands_in.coming(day(1), true), Some(person(2)));
    let turned = alone.after(Doing::Turn, CLOCK, day(1)).expect("turned");
    assert_eq!(turned.on_duty(day(1)), Some(person(2)));
}

fn any_doing() -> impl Strategy<Value = (Doing, By)> {
    let doing = prop_oneof![
        (1_u32..4, 0_i64..10).prop_map(|(who, on)| Doing::Offer(next(who, day(on)))),
        Just(Doing::Give),
        Just(Doing::Take),
        Just(Doing::Decline),
        Just(Doing::Turn),
    ];
    let who = prop_oneof![(1_u32..4).prop_map(by), Just(organiser()), Just(CLOCK)];
    (doing, who)
}

proptest! {
    /// However people rotate, no day is without anybody.
    #[test]
    fn a_rotation_leaves_no_gap(steps in prop::collection::vec(any_doing(), 0..60)) {
        let mut standing = on_duty(None);
        for (number, (doing, who)) in steps.into_iter().enumerate() {
            let today = day(number as i64 / 4);
            let before = standing.held.clone();
            if let Ok(after) = standing.clone().after(doing, who, today) {
                let came = after.held != before;
                prop_assert!(!came || standing.next.is_some() || after.held.is_some());
                standing = after;
            }
            prop_assert!(standing.held.is_some());
        }
    }
}
