//! Where a pass counts: from some places or areas to others, perhaps along a corridor, one way or both.

use std::fmt;

use tongxin_city::PlaceCode;

use super::rules::is_plain_text;
use crate::limits::AREA_BYTES_MAX;

/// The code of an area, 1 to 16 bytes of text. Which places it holds is known to the gate, not written in the pass.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AreaCode(String);

/// A text that is no area's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an area's code is 1 to 16 bytes of plain text")]
pub struct AreaCodeError;

impl AreaCode {
    /// The code of that text.
    ///
    /// # Errors
    /// When it is empty, too long or not plain.
    pub fn new(text: &str) -> Result<AreaCode, AreaCodeError> {
        if is_plain_text(text) && text.len() <= AREA_BYTES_MAX {
            Ok(AreaCode(text.to_owned()))
        } else {
            Err(AreaCodeError)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One end of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum End {
    /// A place and all inside it.
    Place(PlaceCode),
    /// An area and all inside it.
    Area(AreaCode),
}

/// In which directions a pass may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ways {
    /// From `from` to `to`.
    One,
    /// There and back.
    Both,
}

/// Where a pass counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Where the way starts; empty for anywhere.
    pub from: Vec<End>,
    /// Where it leads; at least one.
    pub to: Vec<End>,
    /// One way or both.
    pub ways: Ways,
    /// The corridor whose gates let it through between the ends.
    pub corridor: Option<String>,
}
