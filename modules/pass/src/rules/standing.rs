//! A pass from its application to its end.
//!
//! A row of an application is decided by a rule, by an officer, or by the districts on both ends of its way. Approved, it
//! is issued: it gets its number and is signed. It counts until it expires, is revoked, or another takes its place.

use tongxin_city::words;

words! {
    /// How a pass stands.
    PassState, "state of a pass" {
        /// Waits for an officer.
        Waiting = "waiting",
        /// Waits for the districts on its way to agree.
        Agreeing = "agreeing",
        /// Waits to be issued, which the system does by itself.
        Approved = "approved",
        /// Refused, with a reason.
        Refused = "refused",
        /// Taken back by whoever applied.
        Withdrawn = "withdrawn",
        /// Issued; it counts within its days.
        Valid = "valid",
        /// Another pass took its place.
        Replaced = "replaced",
        /// Taken back by the issuer, with a reason.
        Revoked = "revoked",
        /// Its days are over.
        Expired = "expired",
    }
}

words! {
    /// The rule that decided an application, or says why it could not.
    PassRule, "rule of the desk" {
        /// Yes: a listed firm, somebody or something it has listed, where it serves, within its cap and its days.
        ListedFleet = "listed_fleet",
        /// No: the firm may not serve today.
        NotListed = "not_listed",
        /// No: as many passes as the firm has listed staff or vehicles.
        OverCap = "over_cap",
        /// No: the holder has a pass of this firm.
        HolderHasPass = "holder_has_pass",
        /// Not for a rule: nobody of that surname on the firm's list of staff, or no such plate among its vehicles.
        NotInFleet = "not_in_fleet",
        /// Not for a rule: an end of the way lies outside where the firm serves.
        OutsideArea = "outside_area",
        /// Not for a rule: it would outlast the firm's listing.
        BeyondListing = "beyond_listing",
        /// Not for a rule: an end is wider than a district.
        WideArea = "wide_area",
        /// Not for a rule: its ends lie in different districts, each of which must agree.
        CrossDistrict = "cross_district",
        /// Yes: a patient's trip to an appointment that the hospital confirmed, there and back, for that day alone. A patient has
        /// no firm; the hospital's word and the booked ride stand for one, and no district has to agree.
        PatientTrip = "patient_trip",
    }
}

words! {
    /// What happened to a pass.
    PassEventKind, "kind of event of a pass" {
        /// Applied for.
        Applied = "applied",
        /// Decided by a rule; the note is the rule's key.
        Ruled = "ruled",
        /// Approved by an officer.
        Approved = "approved",
        /// Refused, with a reason.
        Refused = "refused",
        /// A district agreed; the note is its code.
        Agreed = "agreed",
        /// Not all districts agreed in time; a need was raised, which the note names.
        Overdue = "overdue",
        /// Taken back by whoever applied.
        Withdrawn = "withdrawn",
        /// Issued; the note is its number.
        Issued = "issued",
        /// Another pass took its place; the note is that one's number.
        Replaced = "replaced",
        /// Revoked, with a reason.
        Revoked = "revoked",
        /// The key that signed it was withdrawn, so it is signed anew; the note is the key.
        Recalled = "recalled",
        /// Its days were over.
        Expired = "expired",
        /// Whoever it was for was forgotten.
        Erased = "erased",
    }
}

/// What is done to a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An officer approves.
    Approve,
    /// An officer, or one of a district on the way, refuses.
    Refuse,
    /// A district agrees; whether it was the last to.
    Agree {
        /// Nobody else is waited for.
        is_last: bool,
    },
    /// Whoever applied takes it back.
    Withdraw,
    /// It gets its number and signature.
    Issue,
    /// Another one takes its place.
    Replace,
    /// The issuer takes it back.
    Revoke,
    /// The key that signed it was withdrawn: it waits to be signed by another.
    Recall,
    /// The clock found its days to be over.
    Expire,
}

impl Step {
    /// What it is called in the pass's history.
    pub const fn event(self) -> PassEventKind {
        match self {
            Step::Approve => PassEventKind::Approved,
            Step::Refuse => PassEventKind::Refused,
            Step::Agree { .. } => PassEventKind::Agreed,
            Step::Withdraw => PassEventKind::Withdrawn,
            Step::Issue => PassEventKind::Issued,
            Step::Replace => PassEventKind::Replaced,
            Step::Revoke => PassEventKind::Revoked,
            Step::Recall => PassEventKind::Recalled,
            Step::Expire => PassEventKind::Expired,
        }
    }
}

impl PassState {
    /// Whether it counts, or may come to count: such a pass takes a place within its firm's cap.
    pub const fn is_live(self) -> bool {
        use PassState::{Agreeing, Approved, Valid, Waiting};
        matches!(self, Waiting | Agreeing | Approved | Valid)
    }

    /// Whether it has a number.
    pub const fn is_issued(self) -> bool {
        use PassState::{Expired, Replaced, Revoked, Valid};
        matches!(self, Valid | Replaced | Revoked | Expired)
    }

    /// How it stands after a step.
    ///
    /// # Errors
    /// The code of the problem that says why the step is not taken.
    pub const fn after(self, step: Step) -> Result<PassState, &'static str> {
        use PassState::{Agreeing, Approved, Expired, Refused, Replaced, Revoked, Valid, Waiting, Withdrawn};
        match (step, self) {
            (Step::Approve, Waiting) => Ok(Approved),
            (Step::Refuse, Waiting | Agreeing | Approved) => Ok(Refused),
            (Step::Agree { is_last: true }, Agreeing) => Ok(Approved),
            (Step::Agree { is_last: false }, Agreeing) => Ok(Agreeing),
            (Step::Withdraw, Waiting | Agreeing | Approved) => Ok(Withdrawn),
            (Step::Issue, Approved) => Ok(Valid),
            (Step::Replace, Valid) => Ok(Replaced),
            (Step::Revoke, Valid) => Ok(Revoked),
            (Step::Recall, Valid) => Ok(Approved),
            (Step::Expire, Valid) => Ok(Expired),
            (Step::Approve, Agreeing) => Err("pass-needs-districts"),
            (Step::Approve | Step::Refuse | Step::Agree { .. } | Step::Issue, _) => Err("pass-decided"),
            (Step::Withdraw, _) => Err("pass-not-open"),
            (Step::Replace | Step::Revoke | Step::Recall | Step::Expire, _) => Err("pass-not-valid"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Approve),
            Just(Step::Refuse),
            any::<bool>().prop_map(|is_last| Step::Agree { is_last }),
            Just(Step::Withdraw),
            Just(Step::Issue),
            Just(Step::Replace),
            Just(Step::Revoke),
            Just(Step::Recall),
            Just(Step::Expire),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_tried_a_pass_is_issued_once_for_each_key_and_never_comes_back(
            start in prop_oneof![Just(PassState::Waiting), Just(PassState::Agreeing), Just(PassState::Approved)],
            steps in prop::collection::vec(any_step(), 0..40),
        ) {
            let (mut state, mut issued, mut recalled, mut has_ended) = (start, 0, 0, false);
            for step in steps {
                let Ok(next) = state.after(step) else { continue };
                prop_assert!(!has_ended, "{state} came back by {step:?}");
                issued += u32::from(step == Step::Issue);
                recalled += u32::from(step == Step::Recall);
                has_ended = !next.is_live();
                state = next;
            }
            prop_assert!(issued <= recalled + 1);
            prop_assert_eq!(state.is_issued(), issued == recalled + 1);
        }
    }

    #[test]
    fn what_needs_both_districts_is_not_approved_by_one_officer() {
        assert_eq!(PassState::Agreeing.after(Step::Approve), Err("pass-needs-districts"));
        assert_eq!(
            PassState::Agreeing.after(Step::Agree { is_last: false }),
            Ok(PassState::Agreeing)
        );
        assert_eq!(PassState::Agreeing.after(Step::Refuse), Ok(PassState::Refused));
    }
}
