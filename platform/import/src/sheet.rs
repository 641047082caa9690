//! What a module says about a table it reads.

/// A table: its name and columns. Declared as a constant.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Text key of its name; the template's sheet bears it (at most 31 characters, none of `[]:*?/\`).
    pub name: &'static str,
    /// In the order of the template; a file may have them in any order.
    pub columns: &'static [Column],
}

/// What else a column may be called in tables that another system made, the likeliest first.
pub type OtherNames = (Column, &'static [&'static str]);

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name to programs, as in JSON.
    pub key: &'static str,
    /// Text key of its heading. Attributes `.hint` (what belongs there), `.example` and `.seen` (who sees it) are said in the template if
    /// the text has them.
    pub heading: &'static str,
    /// Whether the column must be there and no cell of it may be empty.
    pub is_required: bool,
}

impl Column {
    /// A column in which every row has something.
    pub const fn required(key: &'static str, heading: &'static str) -> Self {
        Self {
            key,
            heading,
            is_required: true,
        }
    }

    /// A column that may be left out, as may any of its cells.
    pub const fn optional(key: &'static str, heading: &'static str) -> Self {
        Self {
            key,
            heading,
            is_required: false,
        }
    }
}
