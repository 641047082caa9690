//! The briefing: what a place lacked on a day, what was done, and, first of all, what was not.
//!
//! Words: a *figure* is a named query ([`FigureKey`]) whose rows can be opened; a *line* is a row of the tables by
//! lifeline and by place.
//!
//! Start at [`Briefings::make`]; [`briefing_text`] puts a briefing into words for a terminal, [`Briefings::routes`] are
//! its pages and its API. Numbers come from what the ledger, supply, the desk for passes, dispatch, care and volunteers count; none is typed in, and one that is not known is
//! missing, not zero. It writes nothing.

mod api;
mod briefing;
mod cells;
mod columns;
mod figures;
mod make;
mod pages;
mod text;

pub use briefing::{Briefing, Counted, Figure, LateNeed, LifelineLine, Line, NotDone, PlaceLine, PlaceName, TierLine};
pub use figures::FigureKey;
pub use make::{Asked, BriefingError, Briefings, Counting};
pub use text::{Words, briefing_text};

use tongxin_account::Routes;
use tongxin_i18n::TextPart;

/// The briefing's words.
pub const TEXTS: TextPart = TextPart {
    module: "briefing",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};

impl Briefings {
    /// The briefing's pages and its API.
    pub fn routes(&self) -> Routes {
        pages::routes(self).merge(api::routes(self))
    }
}
