//! Stock, and the movements it is the sum of.

use crate::Supply;
use std::sync::Arc;
use tongxin_account::Routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new()
}
