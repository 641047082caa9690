//! HTML.

use crate::Passes;
use std::sync::Arc;
use tongxin_account::Routes;

pub(crate) fn routes() -> Routes<Arc<Passes>> {
    Routes::new()
}
