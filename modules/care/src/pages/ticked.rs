//! A list with boxes, as its form comes back: a field may come any number of times.

/// What was ticked and written. What it means, each page says itself.
#[derive(Debug, Default)]
pub(super) struct Ticked(pub(super) Vec<(String, String)>);

impl Ticked {
    /// What was written in a field, once; empty when it did not come.
    pub(super) fn one(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }
}
