//! Items, their contents and pictures, and what outlets offer.

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
}
