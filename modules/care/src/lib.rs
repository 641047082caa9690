//! What a household behind a closed door asks for.

mod kinds;

pub use kinds::KINDS;

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "care",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
