//! Dispatch (调度): who brings what, when and by which way, and what became of it at each door.
//!
//! Words: *cargo* is one thing that is brought (a household's order, goods for another firm, a patient's *ride*); a *stop* is all cargo for
//! one place in one window; a *run* is one vehicle from loading until it is back; a *plan* holds the runs of a firm's day and
//! what is left out, each with its reason. A plan is made by a search, changed by hand, *published*; then whoever drives
//! opens the run by its *link*.
//!
//! Start at [`Dispatch`]; `rules` decide and touch nothing, `store` has the SQL, `api` and `pages` read, ask and answer. The
//! search itself is `tongxin-dispatch-solver`'s. An order moves only through supply's rules. What a plan will miss is raised
//! before it is missed, as the order's need that it is late; an order that nobody took is a need of its own ([`KINDS`]).
//! Distances and times come from the operator's routing service, a file or straight lines ([`travel`]).
//! It never knows where a person or vehicle is: only which stop was done and when.

mod api;
mod closed;
mod codes;
mod dispatch;
mod driving;
mod error;
mod figures;
mod foreseeing;
mod gathering;
mod handing_out;
mod kinds;
mod limits;
mod links;
mod misses;
mod outlines;
mod pages;
mod photos;
mod planning;
mod problems;
mod publishing;
mod reading;
mod riding;
pub mod rules;
mod sheet;
mod store;
pub mod travel;

pub use api::routes;
pub use dispatch::Dispatch;
pub use error::DispatchError;
pub use figures::DispatchFigure;
pub use kinds::KINDS;
pub use riding::{Pickup, ReadyTrip, TripBooked};
pub use store::MIGRATIONS;
pub use store::tallies::DispatchFigureKey;

use tongxin_i18n::TextPart;

/// The words of dispatch.
pub const TEXTS: TextPart = TextPart {
    module: "dispatch",
    zh: concat!(
        include_str!("locales/zh-CN/dispatch.ftl"),
        include_str!("locales/zh-CN/on_foot.ftl"),
        include_str!("locales/zh-CN/plans.ftl"),
        include_str!("locales/zh-CN/rides.ftl"),
        include_str!("locales/zh-CN/watching.ftl"),
    ),
    en: concat!(
        include_str!("locales/en/dispatch.ftl"),
        include_str!("locales/en/on_foot.ftl"),
        include_str!("locales/en/plans.ftl"),
        include_str!("locales/en/rides.ftl"),
        include_str!("locales/en/watching.ftl"),
    ),
};
