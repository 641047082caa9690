//! Coming and going: when one can check in, by which clock, and for how many minutes.

use crate::limits::{CHECK_IN_BEFORE_MS, CLOCK_AHEAD_MS, SAID_LATE_MS, SETTLE_AFTER_MS};
use crate::rules::place::PlaceState;
use crate::rules::rest::Span;
use tongxin_city::{Timestamp, Zone, words};
use tongxin_web::FieldFault;

words! {
    /// What somebody says at the shift's square code.
    Presence, "step at a shift" {
        /// They are there.
        In = "in",
        /// They go.
        Out = "out",
    }
}

/// When somebody came or went, as they say it or whoever leads the shift does for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Now.
    Now,
    /// Then, by a phone's clock that may be wrong, or a list on paper.
    At(Timestamp),
    /// Now while the shift lasts; after it, when a list on paper is keyed in that has no times, from its start or until its end.
    OnTheList(Presence),
}

/// The moment that counts.
///
/// # Errors
/// That the phone's clock is ahead, that it was too long ago, or that it is not the shift's time.
pub fn said_at(said: When, span: &Span, zone: &Zone, now: Timestamp) -> Result<Timestamp, FieldFault> {
    let at = match said {
        When::At(at) => at,
        When::OnTheList(Presence::In) if now > span.end => span.start,
        When::OnTheList(Presence::Out) if now > span.end => span.end,
        When::Now | When::OnTheList(_) => now,
    };
    if at > now.plus_millis(CLOCK_AHEAD_MS) {
        return Err(FieldFault::new("said_at", "volunteer-field-clock-ahead").arg("at", zone.format_time(now)));
    }
    if now > span.end.plus_millis(SAID_LATE_MS) {
        let days = SAID_LATE_MS / Timestamp::DAY_MS;
        return Err(FieldFault::new("said_at", "volunteer-field-too-late").arg("days", days));
    }
    let opens = span.start.plus_millis(-CHECK_IN_BEFORE_MS);
    if at < opens {
        return Err(FieldFault::new("said_at", "volunteer-field-too-early").arg("at", zone.format_time(opens)));
    }
    if at > span.end.plus_millis(SETTLE_AFTER_MS) {
        return Err(FieldFault::new("said_at", "volunteer-field-shift-ended").arg("at", zone.format_time(span.end)));
    }
    Ok(at.min(now))
}

/// What a step at the square code comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// They are there from now on.
    CheckedIn,
    /// They went; their minutes are written down.
    CheckedOut,
    /// They went before the end, until which their minutes were written down because nobody had said so.
    WentEarlier,
    /// They came after the start, from which their minutes were written down because a list had no times.
    CameLater,
    /// They said so before.
    Already,
}

/// What becomes of somebody's place when they come or go.
///
/// # Errors
/// The code of the refusal.
pub fn step(step: Presence, place: Option<PlaceState>) -> Result<Came, &'static str> {
    use PlaceState::{CalledOff, Came as Done, In, Invited, Left, Missed, Offered, Taken, Waiting};
    match (step, place) {
        (_, None | Some(Invited | Left | CalledOff)) => Err("volunteer-not-on-shift"),
        (_, Some(Waiting)) => Err("volunteer-waits-only"),
        // A phone without a signal says late that somebody was there after all.
        (Presence::In, Some(Taken | Offered | Missed)) => Ok(Came::CheckedIn),
        (Presence::In, Some(In | Done)) | (Presence::Out, Some(Done)) => Ok(Came::Already),
        (Presence::Out, Some(In)) => Ok(Came::CheckedOut),
        (Presence::Out, Some(Taken | Offered | Missed)) => Err("volunteer-not-checked-in"),
    }
}

/// The minutes that count: what lies inside the shift's time, from coming to going.
pub fn minutes(span: &Span, came_at: Timestamp, left_at: Timestamp) -> i64 {
    let (from, until) = (came_at.max(span.start), left_at.min(span.end));
    (until.millis_since(from) / Timestamp::MINUTE_MS).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_669_280_400_000);

    fn span() -> Span {
        START..START.plus_hours(4)
    }

    fn said(at: i64, now: i64) -> Result<Timestamp, &'static str> {
        counts(When::At(START.plus_minutes(at)), now)
    }

    fn counts(when: When, now: i64) -> Result<Timestamp, &'static str> {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        said_at(when, &span(), &zone, START.plus_minutes(now)).map_err(|fault| fault.key)
    }

    #[test]
    fn a_clock_that_is_ahead_or_a_wrong_time_is_refused_in_words() {
        assert_eq!(said(10, 0), Err("volunteer-field-clock-ahead"));
        assert_eq!(said(3, 0), Ok(START), "a few minutes are no fault, and count from now");
        assert_eq!(said(-61, -61), Err("volunteer-field-too-early"));
        assert_eq!(said(5, 4 * 24 * 60), Err("volunteer-field-too-late"));
        assert_eq!(said(6 * 60 + 1, 7 * 60), Err("volunteer-field-shift-ended"));
        assert_eq!(
            said(5, 24 * 60),
            Ok(START.plus_minutes(5)),
            "a phone that had no signal"
        );
    }

    #[test]
    fn a_list_that_is_keyed_in_after_the_shift_counts_all_of_it_for_three_days() {
        let keyed = |step: Presence, hours: i64| counts(When::OnTheList(step), hours * 60);
        assert_eq!(keyed(Presence::In, 2), Ok(START.plus_hours(2)), "it lasts");
        assert_eq!(keyed(Presence::In, 9), Ok(START));
        assert_eq!(keyed(Presence::Out, 9), Ok(span().end));
        assert_eq!(keyed(Presence::In, 4 + 3 * 24), Ok(START));
        assert_eq!(keyed(Presence::In, 5 + 3 * 24), Err("volunteer-field-too-late"));
        assert_eq!(counts(When::Now, 9 * 60), Err("volunteer-field-shift-ended"));
    }

    #[test]
    fn coming_twice_is_coming_once() {
        assert_eq!(step(Presence::In, Some(PlaceState::Taken)), Ok(Came::CheckedIn));
        assert_eq!(step(Presence::In, Some(PlaceState::In)), Ok(Came::Already));
        assert_eq!(step(Presence::Out, Some(PlaceState::In)), Ok(Came::CheckedOut));
        assert_eq!(step(Presence::Out, Some(PlaceState::Came)), Ok(Came::Already));
    }

    #[test]
    fn whoever_has_no_place_there_is_told_so() {
        assert_eq!(step(Presence::In, None), Err("volunteer-not-on-shift"));
        assert_eq!(
            step(Presence::In, Some(PlaceState::Waiting)),
            Err("volunteer-waits-only")
        );
        assert_eq!(
            step(Presence::Out, Some(PlaceState::Taken)),
            Err("volunteer-not-checked-in")
        );
    }

    #[test]
    fn only_the_shifts_own_time_counts() {
        assert_eq!(minutes(&span(), START.plus_minutes(-30), START.plus_hours(5)), 240);
        assert_eq!(minutes(&span(), START.plus_minutes(15), START.plus_minutes(100)), 85);
        assert_eq!(minutes(&span(), START.plus_hours(5), START.plus_hours(5)), 0);
    }
}
