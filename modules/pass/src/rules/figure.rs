//! What a briefing says of passes.

use crate::rules::gate::GateVerdict;
use serde::Serialize;
use tongxin_city::{Day, PlaceCode, words};

words! {
    /// What a figure counts, by the place of the firm. What was not done leads.
    PassFigureKey, "figure of passes" {
        /// Applications that wait for an officer, at the moment.
        Waiting = "waiting",
        /// Applications that wait for districts on their way, at the moment.
        Agreeing = "agreeing",
        /// Of those, the ones to which not all districts agreed in time.
        Late = "late",
        /// Passes applied for on the day.
        Applied = "applied",
        /// Passes issued on the day.
        Issued = "issued",
        /// Applications refused on the day, by a rule or a person.
        Refused = "refused",
        /// Passes revoked on the day.
        Revoked = "revoked",
    }
}

words! {
    /// What happens to a pass and is counted by day.
    PassHappening, "what happens to passes" {
        /// It was applied for.
        Applied = "applied",
        /// It was issued.
        Issued = "issued",
        /// It was refused.
        Refused = "refused",
        /// It was revoked.
        Revoked = "revoked",
    }
}

impl PassFigureKey {
    /// What it counts of the day; none for what waits at the moment.
    pub const fn happening(self) -> Option<PassHappening> {
        match self {
            PassFigureKey::Waiting | PassFigureKey::Agreeing | PassFigureKey::Late => None,
            PassFigureKey::Applied => Some(PassHappening::Applied),
            PassFigureKey::Issued => Some(PassHappening::Issued),
            PassFigureKey::Refused => Some(PassHappening::Refused),
            PassFigureKey::Revoked => Some(PassHappening::Revoked),
        }
    }

    /// Where its rows are.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        match (self, self.happening()) {
            (_, Some(happening)) => format!("/passes?place={place}&happened={happening}&date={day}"),
            (PassFigureKey::Late, _) => format!("/passes?place={place}&state=agreeing&late=true"),
            (key, None) => format!("/passes?place={place}&state={key}"),
        }
    }
}

/// A figure of a place and a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PassFigure {
    /// What it counts.
    pub key: PassFigureKey,
    /// The number; none when it is not known for that day.
    pub number: Option<u32>,
    /// The same a day before; none for what waits at the moment.
    pub day_before: Option<u32>,
    /// Where its rows are.
    pub href: String,
}

/// How often the gates of a place said something on a day. Nobody's name and no single check stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GateFigure {
    /// What they said.
    pub verdict: GateVerdict,
    /// How often.
    pub number: u32,
    /// The same a day before.
    pub day_before: u32,
    /// Where its rows are: the gates, each with its count.
    pub href: String,
}

impl GateVerdict {
    /// Where the counts of the gates of a place are.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        format!("/passes/checks?place={place}&date={day}&verdict={self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_leads_to_its_rows_and_what_waits_leads_the_figures() {
        let place = "500112".parse().expect("a code");
        let day = "2022-11-24".parse().expect("a day");
        for key in PassFigureKey::ALL.iter().copied() {
            let href = key.href(&place, day);
            assert!(href.starts_with("/passes?place=500112&"), "{href}");
            assert_eq!(href.contains("date="), key.happening().is_some(), "{href}");
        }
        assert_eq!(PassFigureKey::ALL[0], PassFigureKey::Waiting);
    }
}
