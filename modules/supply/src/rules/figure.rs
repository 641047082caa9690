//! What a briefing says of supply.

use crate::kinds::KINDS;
use crate::rules::cover::{CoverState, Days};
use serde::Serialize;
use tongxin_city::{Day, PlaceCode, words};
use tongxin_ledger::EntryKind;

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
        /// Needs of supply raised on the day: shortages, late and short orders.
        NeedsRaised = "needs_raised",
        /// How often on the day one of them was confirmed and closed.
        NeedsStruckOff = "needs_struck_off",
    }
}

words! {
    /// What happens to orders and is counted by day.
    OrderHappening, "what happens to orders" {
        /// It was placed.
        Placed = "placed",
        /// It reached its door or drop point.
        Delivered = "delivered",
        /// It did so within its window.
        OnTime = "on_time",
        /// It became late: its window ended before it came.
        Late = "late",
        /// Something of it was missing.
        Short = "short",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

impl SupplyFigureKey {
    /// What it counts of the day's orders, if it does.
    pub const fn happening(self) -> Option<OrderHappening> {
        match self {
            SupplyFigureKey::Listed | SupplyFigureKey::Vehicles | SupplyFigureKey::Staff => None,
            SupplyFigureKey::NeedsRaised | SupplyFigureKey::NeedsStruckOff => None,
            SupplyFigureKey::Placed => Some(OrderHappening::Placed),
            SupplyFigureKey::Delivered => Some(OrderHappening::Delivered),
            SupplyFigureKey::OnTime => Some(OrderHappening::OnTime),
            SupplyFigureKey::Late => Some(OrderHappening::Late),
            SupplyFigureKey::Short => Some(OrderHappening::Short),
            SupplyFigureKey::Cancelled => Some(OrderHappening::Cancelled),
        }
    }

    /// What it counts of the day's entries in the ledger, if it does.
    pub const fn entry(self) -> Option<EntryKind> {
        match self {
            SupplyFigureKey::NeedsRaised => Some(EntryKind::Raised),
            SupplyFigureKey::NeedsStruckOff => Some(EntryKind::StruckOff),
            _ => None,
        }
    }

    /// Where its rows are.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        match (self.happening(), self.entry()) {
            (Some(happening), _) => format!("/supply/orders?place={place}&date={day}&happening={happening}"),
            (None, Some(entry)) => {
                let kinds: String = KINDS.iter().map(|kind| format!("&kind={}", kind.key)).collect();
                format!("/briefing/figure/{entry}?date={day}&place={place}{kinds}")
            }
            (None, None) => format!("/supply/firms?place={place}&state=listed"),
        }
    }
}

/// For how many days stock lasts a place in a category of goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CoverFigure {
    /// The category's key.
    pub category: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Cover in thousandths of a day; none where nothing was reported.
    pub milli_days: Option<Days>,
    /// How that stands against the category's thresholds.
    pub state: CoverState,
    /// Where its rows are.
    pub href: String,
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
