use super::*;
use proptest::prelude::*;

const PARTIES: [Party; 3] = [Party::Home, Party::Desk, Party::Clock];

#[test]
fn only_the_hospital_confirms_and_only_the_household_takes_another_time() {
    for state in AppointmentState::ALL {
        for step in [Step::Confirm, Step::Propose, Step::Refuse] {
            assert!(state.after(step, Party::Home).is_err(), "{state} {step}");
        }
        for step in [Step::Accept, Step::Ask, Step::Cancel] {
            assert!(state.after(step, Party::Desk).is_err(), "{state} {step}");
        }
    }
}

#[test]
fn a_time_that_waits_for_the_household_is_not_confirmed_over_its_head() {
    assert_eq!(
        AppointmentState::Proposed.after(Step::Confirm, Party::Desk),
        Err("care-appointment-proposed")
    );
}

#[test]
fn what_is_over_or_called_off_stays_so() {
    for state in [AppointmentState::Over, AppointmentState::Cancelled] {
        assert!(PARTIES.into_iter().all(|party| state.offered(party).is_empty()));
    }
}

#[test]
fn the_evening_before_is_the_last_moment() {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let day: Day = "2022-11-25".parse().expect("a day");
    assert_eq!(zone.to_local_input(confirmed_by(day, &zone)), "2022-11-24T18:00");
}

fn any_step() -> impl Strategy<Value = (Step, Party)> {
    let steps = prop::sample::select(Step::ALL.to_vec());
    (steps, prop::sample::select(PARTIES.to_vec()))
}

proptest! {
    /// Whatever is said in whatever order: rides are there exactly while it is confirmed.
    #[test]
    fn rides_are_there_exactly_while_it_is_confirmed(steps in prop::collection::vec(any_step(), 0..40)) {
        let (mut state, mut has_rides) = (AppointmentState::Asked, false);
        for (step, party) in steps {
            let Ok(next) = state.after(step, party) else { continue };
            let follows = effects(state, next);
            prop_assert!(!follows.books || !has_rides);
            prop_assert!(!follows.frees || has_rides);
            has_rides = (has_rides || follows.books) && !follows.frees;
            state = next;
            let keeps = matches!(state, AppointmentState::Confirmed | AppointmentState::Over);
            prop_assert_eq!(has_rides, keeps);
            prop_assert!(!follows.closes_need || !follows.raises);
        }
    }
}
