//! Care of people behind closed doors: what a household asks for, who is looked in on and how often, and what became of each
//! visit.
//!
//! Words: the *register* holds *people* in difficulty; why they are in it is their *record*, which is sealed ([`Vault`]) and
//! opened by few, each time written down. A day's *round* is its *visits*; a *knock* is what somebody found at a door. Knocks
//! are only added; how a visit stands follows from all of them. Whoever is not seen becomes a need that closes itself when
//! somebody sees them ([`KINDS`]). A *series* asks a hospital for *appointments*, known ahead by a rule; a confirmed one has a ride
//! there and back and passes for whoever goes, and one that is not sure the evening before is a need of the district. A building has a *steward* and a
//! *deputy*, a compound a *cadre*: each *post* is handed over by both, and is a need while nobody holds it.
//!
//! Start at [`Care`]; `rules` decide and touch nothing, `store` has the SQL, `api` and `pages` read, ask and answer.
//! It never knows where a person is, only at which doors somebody knocked.

mod api;
mod appointing;
mod appointments;
mod assigning;
mod calendars;
mod care;
mod duty;
mod ending;
mod enquiring;
mod erased;
mod erasing;
mod error;
mod fetching;
mod figures;
mod importing;
mod kinds;
mod knocking;
mod limits;
mod listing;
mod minding;
mod opening;
mod pages;
mod prescribing;
mod problems;
mod raising;
mod records;
mod registering;
mod registrar;
mod reminding;
mod rounds;
pub mod rules;
mod store;
mod vault;

pub use api::routes;
pub use care::{Care, Trips};
pub use erased::{Erased, ErasedList, MemoryList, NotErased, PostEnd};
pub use error::CareError;
pub use figures::{AppointmentFigure, AppointmentFigureKey, CareFigure, DutyFigure, DutyFigureKey};
pub use kinds::KINDS;
pub use store::MIGRATIONS;
pub use store::tallies::CareFigureKey;
pub use vault::{
    MemoryShelf, Rekeyed, SEALED, SEALED_PEOPLE, SEALED_PRESCRIPTIONS, SEALED_SERIES, SealedTable, Vault, VaultError,
    WrappingKey, WrappingKeyId, WrappingShelf,
};

use tongxin_i18n::TextPart;

/// The words of this module.
pub const TEXTS: TextPart = TextPart {
    module: "care",
    zh: concat!(
        include_str!("locales/zh-CN.ftl"),
        include_str!("locales/zh-CN/appointments.ftl"),
        include_str!("locales/zh-CN/duty.ftl"),
        include_str!("locales/zh-CN/figures.ftl"),
        include_str!("locales/zh-CN/people.ftl"),
        include_str!("locales/zh-CN/import.ftl"),
        include_str!("locales/zh-CN/medicines.ftl"),
        include_str!("locales/zh-CN/rounds.ftl"),
        include_str!("locales/zh-CN/texts.ftl"),
    ),
    en: concat!(
        include_str!("locales/en.ftl"),
        include_str!("locales/en/appointments.ftl"),
        include_str!("locales/en/duty.ftl"),
        include_str!("locales/en/figures.ftl"),
        include_str!("locales/en/people.ftl"),
        include_str!("locales/en/import.ftl"),
        include_str!("locales/en/medicines.ftl"),
        include_str!("locales/en/rounds.ftl"),
        include_str!("locales/en/texts.ftl"),
    ),
};
