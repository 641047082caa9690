//! Asking elsewhere when a door stays closed: a neighbour, then the telephone. And what anybody can say about a visit.

use crate::rules::visit::{Outcome, VisitState};
use std::fmt;
use std::str::FromStr;
use tongxin_city::{UnknownWord, words};

words! {
    /// What came of asking elsewhere.
    Enquiry, "result of an enquiry" {
        /// A neighbour was asked, and has seen them well today.
        NeighbourSaw = "neighbour_saw",
        /// A neighbour was asked, and knows nothing.
        NeighbourNoNews = "neighbour_no_news",
        /// They were called and answered: heard, and not seen.
        PhoneReached = "phone_reached",
        /// They were called and did not answer.
        PhoneUnreached = "phone_unreached",
    }
}

impl Enquiry {
    /// Whether it is made while a visit stands so: only where nobody answered, nobody came, or they were said to have moved.
    pub const fn is_asked_for(state: VisitState) -> bool {
        state.is_unseen() || matches!(state, VisitState::NoAnswer)
    }
}

/// What somebody says about a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// What they found at the door.
    AtDoor(Outcome),
    /// What they heard elsewhere.
    Elsewhere(Enquiry),
}

impl Finding {
    /// What it says as a knock would; nothing of what was only heard, or not even that.
    pub const fn says(self) -> Option<Outcome> {
        match self {
            Finding::AtDoor(outcome) => Some(outcome),
            Finding::Elsewhere(Enquiry::NeighbourSaw) => Some(Outcome::Well),
            Finding::Elsewhere(Enquiry::NeighbourNoNews | Enquiry::PhoneReached | Enquiry::PhoneUnreached) => None,
        }
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Finding::AtDoor(outcome) => outcome.as_str(),
            Finding::Elsewhere(enquiry) => enquiry.as_str(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Finding {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        word.parse()
            .map(Finding::AtDoor)
            .or_else(|_| word.parse().map(Finding::Elsewhere))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_a_word_of_its_own() {
        let at_door = Outcome::ALL.iter().copied().map(Finding::AtDoor);
        let all: Vec<Finding> = at_door
            .chain(Enquiry::ALL.iter().copied().map(Finding::Elsewhere))
            .collect();
        for finding in all {
            assert_eq!(finding.as_str().parse(), Ok(finding));
        }
        assert!("seen_on_camera".parse::<Finding>().is_err());
    }

    #[test]
    fn nobody_asks_neighbours_about_somebody_who_was_seen_or_is_still_due() {
        let asked_for = VisitState::ALL.iter().filter(|state| Enquiry::is_asked_for(**state));
        let asked_for: Vec<VisitState> = asked_for.copied().collect();
        assert_eq!(
            asked_for,
            [
                VisitState::NoAnswer,
                VisitState::Unanswered,
                VisitState::Moved,
                VisitState::Missed
            ]
        );
    }
}
