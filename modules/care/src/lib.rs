//! Care of people behind closed doors: what a household asks for, its own page, and the buildings of those who look
//! after it.
//!
//! Declares the kind of need [`KINDS`] and offers [`routes`]. It keeps nothing itself: needs are the ledger's, doors the
//! places'.

mod kinds;
mod pages;

pub use kinds::KINDS;
pub use pages::routes;

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "care",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
