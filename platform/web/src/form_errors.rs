//! What is wrong with a form, as its page shows it.

use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong at one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldMessage {
    /// The field's name; empty for the whole.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// All that is wrong with a form; empty on a fresh one.
#[derive(Debug, Clone, Default)]
pub struct FormErrors {
    /// In the order of the fields.
    pub list: Vec<FieldMessage>,
}

impl FormErrors {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The message at a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.list
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
    }
}
