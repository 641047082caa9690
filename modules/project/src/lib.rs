//! What a building site needs to go on.
//!
//! Declares the kind of need [`KINDS`] and offers [`routes`], the organisation's own page. It keeps nothing itself.

mod kinds;
mod pages;

pub use kinds::KINDS;
pub use pages::routes;

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "project",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
