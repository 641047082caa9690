//! The shop's pages.

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
}
