//! Passes for key goods and lifeline work (通行证): the desk that decides, issues and revokes them.
//!
//! Words: a firm of the whitelist *applies* for its staff and vehicles, a *row* for each; a *rule* decides a clear case
//! and says so, an officer the rest, and where the way crosses districts each of them *agrees*; an approved pass is
//! *issued*, which gives it its number and signature; its *key* is one of the issuer's, which rotate; the *status list*
//! says which passes are revoked.
//!
//! Start at [`Passes`]; `rules` decide and touch nothing, `store` has the SQL, `api` and `pages` read, ask and answer.
//! What a pass is made of and how a gate checks it, is `tongxin-pass-format`'s alone. A pass that waits too long for the
//! districts on its way is a need and goes into the ledger ([`KINDS`]). The briefing asks for a day's figures
//! ([`Passes::figures`], [`Passes::gate_figures`]); whoever arranges appointments has a trip's passes approved and ended with
//! them ([`Passes::approve_trip_in`]). The desk never knows where a pass was shown.

mod api;
mod applying;
mod deciding;
mod desk;
mod error;
mod figures;
mod gates;
mod importing;
mod issuing;
mod keys;
mod kinds;
mod limits;
mod listing;
mod pages;
mod problems;
mod renewing;
pub mod rules;
mod shelf;
mod status;
mod store;
mod tick;
mod trips;
mod vehicles;

#[cfg(test)]
extern crate self as tongxin_pass;
#[cfg(test)]
#[path = "../../../platform/web/tests/browser/mod.rs"]
#[allow(clippy::unwrap_used, missing_docs)]
mod browser;
#[cfg(test)]
#[path = "../../ledger/tests/harbour/mod.rs"]
#[allow(clippy::unwrap_used, missing_docs)]
mod harbour;
#[cfg(test)]
#[path = "../tests/keyring/mod.rs"]
#[allow(clippy::unwrap_used, missing_docs)]
mod keyring;
#[cfg(test)]
mod measure;
#[cfg(test)]
#[path = "../tests/pass/world.rs"]
#[allow(clippy::unwrap_used, missing_docs, dead_code, unused_imports)]
mod world;

pub use api::{PassRowBody, routes};
pub use applying::{AppliedBatch, AppliedRow};
pub use deciding::{Asked, DecidedPasses, DonePass};
pub use desk::Passes;
pub use error::PassError;
pub use keys::KeyView;
pub use kinds::KINDS;
pub use listing::PassText;
pub use pages::paper::qr as pass_qr_svg;
pub use renewing::Change;
pub use rules::gate::GateVerdict;
pub use rules::trip::{Trip, TripHolder};
pub use rules::{AskedPass, GateFigure, PassFigure, PassFigureKey};
pub use shelf::KeyShelf;
pub use store::MIGRATIONS;
pub use vehicles::{PassSpan, VehiclePass};

use tongxin_i18n::TextPart;

/// The words of the desk.
pub const TEXTS: TextPart = TextPart {
    module: "pass",
    zh: include_str!("locales/zh-CN/passes.ftl"),
    en: include_str!("locales/en/passes.ftl"),
};
