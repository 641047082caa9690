//! The figures of a briefing, each a named query: what it counts, and where its rows are.

use serde::{Deserialize, Serialize};
use tongxin_city::{Day, PlaceCode};
use tongxin_ledger::EntryKind;
use utoipa::ToSchema;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureKey {
    /// Open needs past their due time, at the moment of the briefing.
    Overdue,
    /// Needs nobody has answered, at the moment of the briefing.
    Unanswered,
    /// Needs somebody still has to do something about, at the moment of the briefing.
    Open,
    /// Needs said to be done that nobody has confirmed, at the moment of the briefing.
    Unconfirmed,
    /// Needs raised on the day.
    Raised,
    /// How often on the day a need was said to be done.
    Solved,
    /// How often on the day a need was confirmed and closed.
    StruckOff,
    /// How often on the day a need was refused.
    Declined,
    /// How often on the day a need went up a tier.
    Escalated,
    /// How often on the day a need was opened again.
    Reopened,
}

impl FigureKey {
    /// All, in the order a briefing gives them: what was not done leads.
    pub const ALL: [FigureKey; 10] = [
        FigureKey::Overdue,
        FigureKey::Unanswered,
        FigureKey::Open,
        FigureKey::Unconfirmed,
        FigureKey::Raised,
        FigureKey::Solved,
        FigureKey::StruckOff,
        FigureKey::Declined,
        FigureKey::Escalated,
        FigureKey::Reopened,
    ];

    /// The word in addresses and the end of language keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            FigureKey::Overdue => "overdue",
            FigureKey::Unanswered => "unanswered",
            FigureKey::Open => "open",
            FigureKey::Unconfirmed => "unconfirmed",
            FigureKey::Raised => "raised",
            FigureKey::Solved => "solved",
            FigureKey::StruckOff => "struck_off",
            FigureKey::Declined => "declined",
            FigureKey::Escalated => "escalated",
            FigureKey::Reopened => "reopened",
        }
    }

    /// The event it counts on the day; none for a figure of the moment, which is kept for no past day.
    pub const fn event(self) -> Option<EntryKind> {
        match self {
            FigureKey::Overdue | FigureKey::Unanswered | FigureKey::Open | FigureKey::Unconfirmed => None,
            FigureKey::Raised => Some(EntryKind::Raised),
            FigureKey::Solved => Some(EntryKind::Solved),
            FigureKey::StruckOff => Some(EntryKind::StruckOff),
            FigureKey::Declined => Some(EntryKind::Declined),
            FigureKey::Escalated => Some(EntryKind::Escalated),
            FigureKey::Reopened => Some(EntryKind::Reopened),
        }
    }

    /// Where its rows are: the ledger's list for a figure of the moment, a page of the day's events for the others.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        match self {
            FigureKey::Open => format!("/needs?place={place}"),
            FigureKey::Overdue => format!("/needs?place={place}&overdue=true"),
            FigureKey::Unanswered => format!("/needs?place={place}&state=raised"),
            FigureKey::Unconfirmed => format!("/needs?place={place}&state=solved"),
            _ => format!("/briefing/figure/{}?date={day}&place={place}", self.as_str()),
        }
    }
}

impl std::fmt::Display for FigureKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_leads_to_rows_and_what_was_not_done_leads_the_figures() {
        let place = "500112".parse().expect("a code");
        let day = "2022-11-24".parse().expect("a day");
        for key in FigureKey::ALL {
            let href = key.href(&place, day);
            assert!(href.contains("place=500112"), "{href}");
            assert_eq!(href.starts_with("/needs"), key.event().is_none(), "{href}");
        }
        assert_eq!(FigureKey::ALL[0], FigureKey::Overdue);
    }
}
