//! Volunteers: who helps, on which shifts, for how many hours, and what the city says of it afterwards.
//!
//! Words: a *volunteer* registers by a public page or a community's table and is *verified* by the community; a *shift* has
//! *posts*, each for so many people, perhaps with a *skill*; a volunteer's *place* in a shift is taken, waited for or handed
//! over; an *errand* leads to a door. The *match* asks people for open places by a rule that stands beside each proposal. The
//! *hours' ledger* is only added to. A volunteer has no account but a *link*. A shift that lacks people is a need that closes
//! itself ([`KINDS`]).
//!
//! Start at [`Volunteers`]; `rules` decide and touch nothing, `store` has the SQL, `api` and `pages` read, ask and answer.
//! It never knows where a volunteer is, only that they said they came; it holds no health facts, only whether somebody is
//! insured.

mod api;
mod asking;
mod certifying;
mod coming;
mod errands;
mod error;
mod figures;
mod hand;
mod importing;
mod issuing;
mod keeping;
mod kinds;
mod left;
pub mod limits;
mod links;
mod pages;
mod placing;
mod problems;
mod registering;
mod reminding;
pub mod rules;
mod shifting;
mod store;
mod teams;
mod volunteers;
mod wording;

pub use api::routes;
pub use error::VolunteerError;
pub use figures::{VolunteerFigure, VolunteerFigureKey};
pub use kinds::KINDS;
pub use left::{LeftList, MemoryList};
pub use store::MIGRATIONS;
pub use volunteers::Volunteers;

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "volunteer",
    zh: concat!(
        include_str!("locales/zh-CN/people.ftl"),
        include_str!("locales/zh-CN/shifts.ftl"),
        include_str!("locales/zh-CN/own.ftl"),
        include_str!("locales/zh-CN/desk.ftl"),
        include_str!("locales/zh-CN/texts.ftl"),
        include_str!("locales/zh-CN/figures.ftl"),
    ),
    en: concat!(
        include_str!("locales/en/people.ftl"),
        include_str!("locales/en/shifts.ftl"),
        include_str!("locales/en/own.ftl"),
        include_str!("locales/en/desk.ftl"),
        include_str!("locales/en/texts.ftl"),
        include_str!("locales/en/figures.ftl"),
    ),
};
