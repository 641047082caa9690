//! What a plan leaves out, by reason, and what would help.

use crate::limits::LEFT_SHOWN_MAX;
use crate::pages::parcels::{Parcel, Parcels};
use crate::pages::words::Words;
use crate::rules::plan::{LeftOut, LeftOutWhy};

/// Everything left out for one reason.
pub(super) struct LeftGroup {
    pub(super) why: String,
    pub(super) help: String,
    /// A page on which something can be done about it; empty when there is none.
    pub(super) href: String,
    pub(super) link: String,
    pub(super) number: usize,
    pub(super) rows: Vec<LeftRow>,
    /// How many more there are than rows.
    pub(super) more: usize,
}

pub(super) struct LeftRow {
    pub(super) parcel: Parcel,
    pub(super) place: String,
    pub(super) window: String,
    pub(super) kg: String,
    pub(super) is_cold: bool,
}

/// The groups, in the order in which reasons are looked at.
pub(super) fn groups(words: &Words<'_>, parcels: &Parcels, left: &[LeftOut], org: &str) -> Vec<LeftGroup> {
    let of_reason = |why: &LeftOutWhy| -> Option<LeftGroup> {
        let held: Vec<&LeftOut> = left.iter().filter(|left| left.why == *why).collect();
        (!held.is_empty()).then(|| group(words, parcels, *why, &held, org))
    };
    LeftOutWhy::ALL.iter().filter_map(of_reason).collect()
}

fn group(words: &Words<'_>, parcels: &Parcels, why: LeftOutWhy, held: &[&LeftOut], org: &str) -> LeftGroup {
    let row = |left: &&LeftOut| LeftRow {
        parcel: parcels.said(words, left.cargo),
        place: words.building(&left.place),
        window: words.span(left.from_at, left.due_at),
        kg: if left.people.is_none() {
            words.load(left.load)
        } else {
            words.people(left.people)
        },
        is_cold: left.is_cold,
    };
    let (href, link) = remedy(words, why, org);
    LeftGroup {
        why: words.t(&format!("dispatch-left-why-{why}")),
        help: words.t(&format!("dispatch-left-help-{why}")),
        href,
        link,
        number: held.len(),
        rows: held.iter().take(LEFT_SHOWN_MAX).map(row).collect(),
        more: held.len().saturating_sub(LEFT_SHOWN_MAX),
    }
}

/// Where something can be done about a reason.
fn remedy(words: &Words<'_>, why: LeftOutWhy, org: &str) -> (String, String) {
    match why {
        LeftOutWhy::NoVehicle
        | LeftOutWhy::NoColdChain
        | LeftOutWhy::TooHeavy
        | LeftOutWhy::TooBulky
        | LeftOutWhy::NoColdBoxes
        | LeftOutWhy::NoCrew
        | LeftOutWhy::NoSeats => (format!("/supply/firms/{org}/vehicles"), words.t("dispatch-to-vehicles")),
        LeftOutWhy::NoDriver => (format!("/supply/firms/{org}/staff"), words.t("dispatch-to-staff")),
        _ => (String::new(), String::new()),
    }
}
