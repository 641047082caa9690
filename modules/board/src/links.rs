//! Addresses of the rows behind a count: the ledger's list with the filter that gives exactly those rows.

use tongxin_city::PlaceCode;
use tongxin_ledger::{Lifeline, State};

/// Which needs a count counted.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// Of this lifeline.
    pub lifeline: Option<Lifeline>,
    /// Overdue ones.
    pub is_overdue: bool,
    /// In these states; none means all open ones.
    pub states: Vec<State>,
    /// About this topic of this kind.
    pub topic: Option<(&'static str, &'static str)>,
}

/// The address of a place's board.
pub fn board(place: &PlaceCode) -> String {
    format!("/board/{place}")
}

/// The address of the stream that says that a place's board has new counts.
pub fn events(place: &PlaceCode) -> String {
    format!("/board/events?place={place}")
}

/// The address of the list of these needs in a place.
pub fn needs(place: &PlaceCode, counted: &Counted) -> String {
    let mut address = format!("/needs?place={place}");
    for state in &counted.states {
        address.push_str("&state=");
        address.push_str(state.as_str());
    }
    if let Some(lifeline) = counted.lifeline {
        address.push_str("&lifeline=");
        address.push_str(lifeline.as_str());
    }
    if let Some((kind, topic)) = counted.topic {
        address.push_str("&kind=");
        address.push_str(kind);
        address.push_str("&topic=");
        address.push_str(topic);
    }
    if counted.is_overdue {
        address.push_str("&overdue=true");
    }
    address
}
