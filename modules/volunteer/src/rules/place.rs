//! A place of somebody in a shift: who asked for it, who has it, who waits, who came.

use tongxin_city::words;

words! {
    /// How somebody's place in a shift stands.
    PlaceState, "state of a place" {
        /// A match proposed it to them; they have yet to say yes.
        Invited = "invited",
        /// It is theirs.
        Taken = "taken",
        /// It is theirs until somebody else takes it over.
        Offered = "offered",
        /// They wait for one.
        Waiting = "waiting",
        /// They gave it up, or said no.
        Left = "left",
        /// They have checked in.
        In = "in",
        /// They came.
        Came = "came",
        /// They did not come.
        Missed = "missed",
        /// It was theirs, and the shift was called off.
        CalledOff = "called_off",
    }
}

impl PlaceState {
    /// Whether somebody else can't have it.
    pub const fn is_held(self) -> bool {
        matches!(
            self,
            PlaceState::Taken | PlaceState::Offered | PlaceState::In | PlaceState::Came | PlaceState::Missed
        )
    }

    /// Whether its holder is still expected or there.
    pub const fn is_ahead(self) -> bool {
        matches!(self, PlaceState::Taken | PlaceState::Offered | PlaceState::In)
    }
}

words! {
    /// What a volunteer does about a place.
    Step, "step about a place" {
        /// Sign up, or accept what was proposed; wait when all are taken.
        Take = "take",
        /// Give it up, stop waiting, or decline.
        Leave = "leave",
        /// Let somebody else take it over, and keep it until then.
        Offer = "offer",
        /// Keep it after all.
        Keep = "keep",
    }
}

words! {
    /// How an errand to a door stands.
    ErrandState, "state of an errand" {
        /// Nobody has it.
        Open = "open",
        /// Somebody has it, and sees the name and the door as long as they do.
        Taken = "taken",
        /// It is done.
        Done = "done",
    }
}

words! {
    /// What a volunteer does about an errand.
    ErrandStep, "step about an errand" {
        /// Take it on.
        Take = "take",
        /// Give it back.
        GiveBack = "give_back",
        /// Say that it is done.
        Finish = "finish",
    }
}

/// What becomes of an errand, and whether it is theirs from then on.
///
/// # Errors
/// The code of the refusal.
pub fn errand(step: ErrandStep, state: ErrandState, is_theirs: bool) -> Result<(ErrandState, bool), &'static str> {
    match (step, state) {
        (ErrandStep::Take, ErrandState::Open) => Ok((ErrandState::Taken, true)),
        (ErrandStep::Take, ErrandState::Taken) if is_theirs => Ok((ErrandState::Taken, true)),
        (ErrandStep::GiveBack, ErrandState::Taken) if is_theirs => Ok((ErrandState::Open, false)),
        (ErrandStep::Finish, ErrandState::Taken | ErrandState::Done) if is_theirs => Ok((ErrandState::Done, true)),
        _ => Err("volunteer-errand-others"),
    }
}

/// What a step has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// How the place stands; nothing when they have none in the shift.
    pub now: Option<PlaceState>,
    /// Places that nobody holds in the post.
    pub free: i64,
    /// Whether somebody offers theirs there.
    pub is_offered: bool,
    /// Whether the shift has begun.
    pub has_begun: bool,
    /// Whether the shift is over or called off.
    pub is_over: bool,
}

/// What a step comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The place stands so from now on.
    Becomes(PlaceState),
    /// They have the place of whoever offered theirs first.
    TakesOver,
    /// They gave theirs up, and whoever waits longest gets it.
    GivesUp,
    /// They would give theirs up; somebody who waits gets it at once, else it is offered.
    Offers,
    /// It stands so already.
    Already,
}

/// What becomes of a place.
///
/// # Errors
/// The code of the refusal.
pub fn decide(step: Step, around: &Around) -> Result<Outcome, &'static str> {
    use PlaceState::{Came, In, Invited, Left, Missed, Offered, Taken, Waiting};
    if around.is_over {
        return Err("volunteer-shift-over");
    }
    let is_early = !around.has_begun;
    match (step, around.now) {
        (_, Some(In | Came | Missed)) => Err("volunteer-place-settled"),
        (Step::Take, Some(Taken)) => Ok(Outcome::Already),
        (Step::Take, Some(Offered)) | (Step::Keep, Some(Offered)) => Ok(Outcome::Becomes(Taken)),
        (Step::Take, None | Some(Invited | Left | Waiting)) if around.free > 0 => Ok(Outcome::Becomes(Taken)),
        (Step::Take, None | Some(Invited | Left | Waiting)) if around.is_offered => Ok(Outcome::TakesOver),
        (Step::Take, Some(Waiting)) => Ok(Outcome::Already),
        (Step::Take, None | Some(Invited | Left)) => Ok(Outcome::Becomes(Waiting)),
        (Step::Leave, Some(Waiting | Invited)) => Ok(Outcome::Becomes(Left)),
        (Step::Leave, Some(Taken | Offered)) if is_early => Ok(Outcome::GivesUp),
        (Step::Leave | Step::Offer, Some(Taken | Offered)) if !is_early => Err("volunteer-shift-begun"),
        (Step::Offer, Some(Taken)) => Ok(Outcome::Offers),
        (Step::Offer, Some(Offered)) | (Step::Keep, Some(Taken)) | (Step::Leave, Some(Left)) => Ok(Outcome::Already),
        _ => Err("volunteer-no-place"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn around(now: Option<PlaceState>, free: i64) -> Around {
        Around {
            now,
            free,
            is_offered: false,
            has_begun: false,
            is_over: false,
        }
    }

    #[test]
    fn whoever_comes_too_late_waits_unless_somebody_offers_theirs() {
        assert_eq!(
            decide(Step::Take, &around(None, 1)),
            Ok(Outcome::Becomes(PlaceState::Taken))
        );
        assert_eq!(
            decide(Step::Take, &around(None, 0)),
            Ok(Outcome::Becomes(PlaceState::Waiting))
        );
        let offered = Around {
            is_offered: true,
            ..around(Some(PlaceState::Waiting), 0)
        };
        assert_eq!(decide(Step::Take, &offered), Ok(Outcome::TakesOver));
    }

    #[test]
    fn a_place_is_given_up_before_the_shift_begins_only() {
        let begun = Around {
            has_begun: true,
            ..around(Some(PlaceState::Taken), 0)
        };
        assert_eq!(decide(Step::Leave, &begun), Err("volunteer-shift-begun"));
        assert_eq!(
            decide(Step::Leave, &around(Some(PlaceState::Taken), 0)),
            Ok(Outcome::GivesUp)
        );
        let over = Around {
            is_over: true,
            ..around(None, 3)
        };
        assert_eq!(decide(Step::Take, &over), Err("volunteer-shift-over"));
    }

    #[test]
    fn who_came_can_neither_leave_nor_sign_up_again() {
        for step in Step::ALL {
            assert_eq!(
                decide(*step, &around(Some(PlaceState::Came), 3)),
                Err("volunteer-place-settled")
            );
        }
    }

    #[test]
    fn an_errand_is_one_persons_at_a_time() {
        use ErrandState::{Done, Open, Taken};
        assert_eq!(errand(ErrandStep::Take, Open, false), Ok((Taken, true)));
        assert_eq!(errand(ErrandStep::Take, Taken, false), Err("volunteer-errand-others"));
        assert_eq!(errand(ErrandStep::GiveBack, Taken, true), Ok((Open, false)));
        assert_eq!(errand(ErrandStep::Finish, Taken, true), Ok((Done, true)));
        assert_eq!(errand(ErrandStep::Finish, Taken, false), Err("volunteer-errand-others"));
        assert_eq!(errand(ErrandStep::Take, Done, false), Err("volunteer-errand-others"));
    }

    proptest! {
        #[test]
        fn a_step_taken_twice_changes_nothing_more(step in 0_usize..4, now in prop::option::of(0_usize..9), free in 0_i64..2) {
            let step = Step::ALL[step];
            let before = around(now.map(|now| PlaceState::ALL[now]), free);
            if let Ok(Outcome::Becomes(state)) = decide(step, &before) {
                let free = if state.is_held() { 0 } else { before.free };
                let after = Around { now: Some(state), free, ..before };
                prop_assert_eq!(decide(step, &after), Ok(Outcome::Already));
            }
        }
    }
}
