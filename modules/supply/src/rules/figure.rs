//! What a briefing says of supply.

use serde::Serialize;
use tongxin_city::{Day, PlaceCode, words};

words! {
    /// What a figure counts.
    SupplyFigureKey, "supply figure" {
        /// Firms on the whitelist, at the moment.
        Listed = "listed",
        /// Their vehicles, at the moment.
        Vehicles = "vehicles",
        /// Their staff, at the moment.
        Staff = "staff",
        /// Orders placed on the day.
        Placed = "placed",
        /// Orders that reached their door or drop point on the day.
        Delivered = "delivered",
        /// Of those, the ones within their window.
        OnTime = "on_time",
        /// Orders that became late on the day.
        Late = "late",
        /// Orders that came short on the day.
        Short = "short",
        /// Orders cancelled on the day.
        Cancelled = "cancelled",
    }
}

impl SupplyFigureKey {
    /// The event it counts on the day; none for what is counted at the moment.
    pub const fn event(self) -> Option<&'static str> {
        match self {
            SupplyFigureKey::Listed | SupplyFigureKey::Vehicles | SupplyFigureKey::Staff => None,
            _ => Some(self.as_str()),
        }
    }

    /// Where its rows are.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        match self.event() {
            None => format!("/supply/firms?place={place}&state=listed"),
            Some(event) => format!("/supply/orders?place={place}&date={day}&event={event}"),
        }
    }
}

/// A figure of a place and a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SupplyFigure {
    /// What it counts.
    pub key: SupplyFigureKey,
    /// The number; none when it is not known for that day.
    pub number: Option<u32>,
    /// The same a day before; none for what is counted at the moment.
    pub day_before: Option<u32>,
    /// Where its rows are.
    pub href: String,
}
