//! Places, households, organisations and areas as programs and people reach them, each through the viewer's rights.

mod api;
mod areas_page;
mod bodies;
mod choosing;
mod doors;
mod households;
mod orgs;
mod orgs_page;
mod pages;
mod position_table;
mod positions;
mod positions_page;
mod problems;

use crate::{Accounts, Routes};

pub use doors::qr_svg;
pub use problems::places_problem;

/// The routes of this folder.
pub(crate) fn routes() -> Routes<Accounts> {
    api::routes().merge(pages::routes())
}
