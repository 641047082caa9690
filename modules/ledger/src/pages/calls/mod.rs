//! `/calls`: the page of whoever answers the telephone. A door is found as the caller says it, a need is written down on the
//! caller's word and said back, and the day's own calls are listed with what became of each.
//!
//! Start at [`desk`], then [`form`]. A call-taker sees no need's text: only what it is about, and how it stands.

mod desk;
mod form;

use crate::api::LedgerState;
use http::Method;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes};

/// Things on one page that a digit chooses.
const KEYS_MAX: usize = 9;

pub(super) fn routes() -> Routes<Arc<LedgerState>> {
    let take = Right::May(Action::CallTake);
    Routes::new()
        .page(Method::GET, "/calls", take, desk::show)
        .page(Method::GET, "/calls/new", take, form::show)
        .page(Method::POST, "/calls/check", take, form::check)
        .page(Method::POST, "/calls", take, form::record)
}

/// The digit that chooses the thing at an index, while there are digits.
fn digit(at: usize) -> Option<usize> {
    (at < KEYS_MAX).then_some(at + 1)
}
