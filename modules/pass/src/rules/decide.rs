//! The decision on one row of an application. A clear case is decided here, with the rule that did it; the rest goes to
//! an officer, or to the districts on both ends of its way.
//!
//! Rules in this order: what is clearly no, then what only a person can judge, then who must agree, then yes.

use crate::rules::fleet::{FirmFacts, Used};
use crate::rules::row::PassRow;
use crate::rules::standing::{PassRule, PassState};
use tongxin_city::{PlaceCode, Widths};
use tongxin_pass_format::pass::Holder;

/// Who decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The rule: yes.
    Approved,
    /// The rule: no.
    Refused,
    /// An officer where the firm is.
    Officer,
    /// Each of these districts must agree; at least two.
    Districts(Vec<PlaceCode>),
}

/// How a row was decided, or who decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Who decides.
    pub route: Route,
    /// By which rule.
    pub rule: PassRule,
}

impl Outcome {
    /// How the pass stands from now on.
    pub fn state(&self) -> PassState {
        match self.route {
            Route::Approved => PassState::Approved,
            Route::Refused => PassState::Refused,
            Route::Officer => PassState::Waiting,
            Route::Districts(_) => PassState::Agreeing,
        }
    }

    /// The districts that must agree.
    pub fn districts(&self) -> &[PlaceCode] {
        match &self.route {
            Route::Districts(districts) => districts,
            _ => &[],
        }
    }
}

/// Decides a row of a firm's application. `used` are the firm's live passes without the one that this row replaces.
pub fn decide(row: &PassRow, firm: &FirmFacts, used: &Used, widths: &Widths) -> Outcome {
    if let Some(rule) = clear_no(row, firm, used) {
        return Outcome {
            route: Route::Refused,
            rule,
        };
    }
    let unclear = unclear(row, firm, used, widths);
    let districts = row.districts(widths);
    if districts.len() > 1 {
        return Outcome {
            route: Route::Districts(districts.into_iter().collect()),
            rule: unclear.unwrap_or(PassRule::CrossDistrict),
        };
    }
    match unclear {
        Some(rule) => Outcome {
            route: Route::Officer,
            rule,
        },
        None => Outcome {
            route: Route::Approved,
            rule: PassRule::ListedFleet,
        },
    }
}

fn clear_no(row: &PassRow, firm: &FirmFacts, used: &Used) -> Option<PassRule> {
    let (taken, cap) = match row.holder {
        Holder::Person { .. } => (used.people(), firm.staff.len()),
        Holder::Vehicle { .. } => (used.vehicles(), firm.plates.len()),
    };
    if firm.listed_until.is_none() {
        Some(PassRule::NotListed)
    } else if used.has(row) {
        Some(PassRule::HolderHasPass)
    } else if taken >= cap {
        Some(PassRule::OverCap)
    } else {
        None
    }
}

fn unclear(row: &PassRow, firm: &FirmFacts, used: &Used, widths: &Widths) -> Option<PassRule> {
    let is_in_fleet = match &row.holder {
        Holder::Person { surname, .. } => used.called(surname) < firm.staff_called(surname),
        Holder::Vehicle { plate } => firm.plates.contains(plate),
    };
    let is_wide = |place: &PlaceCode| widths.ancestor(place, tongxin_city::Level::District).is_none();
    if !is_in_fleet {
        Some(PassRule::NotInFleet)
    } else if row.ends().any(is_wide) {
        Some(PassRule::WideArea)
    } else if !row.ends().all(|place| firm.serves(place)) {
        Some(PassRule::OutsideArea)
    } else if firm.listed_until.is_some_and(|until| row.last_day > until) {
        Some(PassRule::BeyondListing)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
