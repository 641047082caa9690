//! A search that is told to stop in the middle ends soon, with a plan that keeps the rules.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::sample::{With, draft};
use crate::*;

/// Longer than any test waits.
const HOUR: Duration = Duration::from_secs(3_600);
/// A search that goes on so long after it was told to stop is not one that stops.
const SOON: Duration = Duration::from_secs(30);

fn settings(threads: usize) -> Settings {
    Settings {
        limits: Limits {
            time: Some(HOUR),
            iterations: None,
        },
        seed: 1,
        threads,
        begin_with: None,
    }
}

#[test]
fn stopped_after_two_reports_it_answers_with_the_best_plan_that_it_reported() {
    let instance = Instance::new(draft(5, 60, With::ALL)).expect("an instance");
    let cancel = AtomicBool::new(false);
    let mut reports = Vec::new();
    let mut listen = |progress: Progress| {
        reports.push(progress);
        if reports.len() == 2 {
            cancel.store(true, Ordering::Relaxed);
        }
    };
    let mut control = Control {
        cancel: Some(&cancel),
        on_progress: Some(&mut listen),
    };
    let plan = solve(&instance, &settings(1), &mut control);
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    let [first, second] = reports[..] else {
        panic!("two reports, then no more: {reports:?}")
    };
    assert!(0 < first.iterations && first.iterations < second.iterations);
    assert!(second.elapsed >= first.elapsed && second.cost.0 > 0);
    // Between the report and the next look at the hand a step may have found a better one.
    assert!(second.required_unserved > 0 || bill.required_unserved == 0);
    assert!(bill.required_unserved > 0 || second.required_unserved > 0 || bill.total() <= second.cost);
}

#[test]
fn stopped_from_another_thread_it_answers_soon() {
    let instance = Instance::new(draft(7, 120, With::ALL)).expect("an instance");
    for threads in [1, 3] {
        let cancel = AtomicBool::new(false);
        let (plan, waited) = std::thread::scope(|scope| {
            let search = scope.spawn(|| {
                let mut control = Control {
                    cancel: Some(&cancel),
                    on_progress: None,
                };
                solve(&instance, &settings(threads), &mut control)
            });
            std::thread::sleep(Duration::from_millis(400));
            assert!(!search.is_finished(), "it would go on for an hour");
            let told = Instant::now();
            cancel.store(true, Ordering::Relaxed);
            (search.join().expect("no panic"), told.elapsed())
        });
        assert!(waited < SOON, "{waited:?} with {threads} threads");
        let bill = check(&instance, &plan).expect("a plan that keeps the rules");
        assert!(bill.vehicles > 0);
    }
}

#[test]
fn stopped_before_it_begins_it_answers_all_the_same() {
    let instance = Instance::new(draft(9, 30, With::ALL)).expect("an instance");
    let cancel = AtomicBool::new(true);
    let mut control = Control {
        cancel: Some(&cancel),
        on_progress: None,
    };
    let plan = solve(&instance, &settings(1), &mut control);
    check(&instance, &plan).expect("a plan that keeps the rules");
}
