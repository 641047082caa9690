use super::*;
use proptest::prelude::*;

const TODAY: i64 = 19_320;

fn day(from_today: i64) -> Day {
    Day::from_number(TODAY + from_today)
}

fn standing(state: ListingState, last: i64) -> Standing {
    let valid = Validity {
        from: day(-10),
        until: day(last),
    };
    Standing { state, valid }
}

fn after(state: ListingState, last: i64, step: Step) -> Result<ListingState, &'static str> {
    match decide(standing(state, last), step, day(0)) {
        Ok(after) => Ok(after.state),
        Err(Refusal::State(code)) => Err(code),
        Err(Refusal::Field(fault)) => Err(fault.key),
    }
}

#[test]
fn a_listed_firm_is_suspended_resumed_renewed_and_ended() {
    use ListingState::*;
    assert_eq!(after(Listed, 5, Step::Suspend), Ok(Suspended));
    assert_eq!(after(Suspended, 5, Step::Resume), Ok(Listed));
    assert_eq!(after(Listed, 5, Step::Renew(day(30))), Ok(Listed));
    assert_eq!(after(Suspended, 5, Step::End), Ok(Ended));
    assert_eq!(after(Ended, 5, Step::Renew(day(30))), Err("listing-ended"));
    assert_eq!(after(Listed, 5, Step::Resume), Err("listing-not-suspended"));
    assert_eq!(after(Expired, -1, Step::Suspend), Err("listing-not-listed"));
}

#[test]
fn a_suspended_firm_whose_days_are_over_is_renewed_before_it_serves_again() {
    use ListingState::*;
    assert_eq!(after(Suspended, -1, Step::Resume), Err("listing-over"));
    assert_eq!(after(Suspended, -1, Step::Renew(day(9))), Ok(Suspended));
    assert_eq!(after(Suspended, 9, Step::Resume), Ok(Listed));
    let again = Step::List(Validity {
        from: day(0),
        until: day(9),
    });
    assert_eq!(after(Suspended, 9, again), Err("listing-suspended"));
    assert_eq!(after(Ended, -1, again), Ok(Listed));
}

#[test]
fn the_clock_expires_a_firm_the_day_after_its_last() {
    use ListingState::*;
    assert_eq!(after(Listed, 0, Step::Expire), Err("listing-not-listed"));
    assert_eq!(after(Listed, -1, Step::Expire), Ok(Expired));
    assert_eq!(after(Expired, -1, Step::Renew(day(0))), Ok(Listed));
}

#[test]
fn days_are_chosen_from_today_on_and_not_too_far_ahead() {
    let chosen = |from, until| Validity::chosen(from, day(until), day(0)).map_err(|fault| fault.field);
    assert!(chosen(None, 0).is_ok());
    assert_eq!(chosen(Some(day(-1)), 5), Err("valid_from".into()));
    assert_eq!(chosen(Some(day(3)), 2), Err("valid_until".into()));
    assert_eq!(chosen(None, VALID_DAYS_MAX + 1), Err("valid_until".into()));
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (-5i64..400).prop_map(|last| Step::List(Validity {
            from: day(0),
            until: day(last)
        })),
        Just(Step::Suspend),
        Just(Step::Resume),
        (-5i64..400).prop_map(|last| Step::Renew(day(last))),
        Just(Step::End),
        Just(Step::Expire),
    ]
}

proptest! {
    #[test]
    fn whatever_is_tried_in_whatever_order_a_suspended_firm_serves_only_after_it_was_resumed(
        steps in prop::collection::vec(any_step(), 1..40)
    ) {
        let mut now = standing(ListingState::Listed, 30);
        for step in steps {
            let before = now.state;
            if let Ok(after) = decide(now, step, day(0)) {
                let serves_again = before == ListingState::Suspended && after.state == ListingState::Listed;
                prop_assert_eq!(serves_again, before == ListingState::Suspended && step == Step::Resume);
                let is_back = before == ListingState::Ended && after.state != ListingState::Ended;
                prop_assert!(!is_back || matches!(step, Step::List(_)));
                now = after;
            }
        }
    }

    #[test]
    fn what_is_offered_is_possible(last in -5i64..5, state in 0usize..4) {
        let now = standing(ListingState::ALL[state], last);
        for event in offered(now, day(0)) {
            let step = match event {
                ListingEventKind::Renewed => Step::Renew(day(1)),
                ListingEventKind::Suspended => Step::Suspend,
                ListingEventKind::Resumed => Step::Resume,
                _ => Step::End,
            };
            prop_assert!(decide(now, step, day(0)).is_ok());
        }
    }
}
