//! The firms of a place with their cover, shortest first.

use crate::pages::cover::tiles::{amount, number, state_word};
use crate::pages::whitelist::words::{Badge, Words};
use crate::rules::book::{Book, BookedFirm};
use crate::rules::goods::Category;

/// A firm in the list.
pub(super) struct FirmRow {
    pub(super) href: String,
    pub(super) badge: Badge,
    pub(super) name: String,
    /// What it is and what it has.
    pub(super) note: String,
    pub(super) place: String,
    pub(super) days: String,
    pub(super) served: String,
}

pub(super) fn row(words: &Words<'_>, book: &Book, booked: &BookedFirm, category: &Category) -> Option<FirmRow> {
    let cover = book.firm_cover(booked, &category.key)?;
    let firm = &booked.firm;
    let kind = words.t(&format!("supply-firm-{}", firm.kind));
    let held = amount(words, category.unit, cover.contents.on_hand);
    Some(FirmRow {
        href: format!("/supply/cover/{}?category={}", firm.org, category.key),
        badge: Badge {
            state: cover.state.sign(),
            word: state_word(words, cover.state),
        },
        name: firm.name.clone(),
        note: format!("{kind} · {held}"),
        place: words.place(&firm.place),
        days: words.ta("supply-cover-said-days", &[("n", &number(cover.days))]),
        served: words.ta("supply-cover-served", &[("n", &cover.served.rounded().to_string())]),
    })
}
