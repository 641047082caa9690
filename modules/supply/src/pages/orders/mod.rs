//! Orders at work in their outlet: picking, packing, handing over.

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
}
