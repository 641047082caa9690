//! The whitelist: applications, listings, and what everybody may see of them.

mod applications;
mod bodies;
mod files;
mod listings;
mod public;
mod queries;
mod views;

use crate::Supply;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};
use utoipa_axum::routes;

pub(crate) use queries::{ApplicationQuery, ListingQuery, checked_limit};

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::ListingRead);
    let apply = Right::May(Action::ListingApply);
    let decide = Right::May(Action::ListingDecide);
    Routes::new()
        .api(routes!(public::list_whitelist), Right::Anyone)
        .api(routes!(applications::list_applications), read)
        .api(routes!(applications::apply), apply)
        .api(routes!(applications::list_firms), decide)
        .api(routes!(applications::get_application), read)
        .api(routes!(applications::list_firm), decide)
        .api(routes!(applications::refuse_firm), decide)
        .api(routes!(applications::withdraw_application), apply)
        .api(routes!(files::listings_csv), Right::May(Action::Export))
        .api(routes!(files::listings_xlsx), Right::May(Action::Export))
        .api(routes!(listings::list_listings), read)
        .api(routes!(listings::get_listing), read)
        .api(routes!(listings::suspend_listing), decide)
        .api(routes!(listings::resume_listing), decide)
        .api(routes!(listings::renew_listing), decide)
        .api(routes!(listings::end_listing), decide)
}
