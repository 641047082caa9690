//! What the pages of things that go step by step show alike: the steps that can be taken, and those that were.

use tongxin_city::Timestamp;
use tongxin_web::Page;

/// A step that can be taken.
pub(super) struct Offer {
    /// Its name in addresses.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) icon: &'static str,
    /// The field it asks for, or empty.
    pub(super) field: &'static str,
    pub(super) question: String,
    pub(super) value: String,
    pub(super) is_open: bool,
}

/// A step that was taken, as `history.html` reads it.
pub(super) struct EventView {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) iso: String,
    pub(super) ago: String,
    pub(super) exact: String,
    /// What was said with it, or empty.
    pub(super) note: String,
    /// Whether it is the last one so far.
    pub(super) mark: &'static str,
}

impl EventView {
    pub(super) fn new(page: &Page, at: &Timestamp, what: String, who: String, note: &str, is_last: bool) -> EventView {
        EventView {
            what,
            who,
            iso: at.to_string(),
            ago: page.ago(at),
            exact: page.when(at),
            note: note.to_owned(),
            mark: if is_last { "now" } else { "" },
        }
    }
}
