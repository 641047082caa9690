//! What a building site needs to go on.

mod kinds;

pub use kinds::KINDS;

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "project",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};
