//! Fields of forms whose names are not known beforehand.

/// Fields of a form whose names begin alike, such as `n-…` for the numbers of a report: what follows, and what was typed.
pub(crate) fn fields_of<'f>(form: &'f [(String, String)], start: &str) -> impl Iterator<Item = (&'f str, &'f str)> {
    form.iter().filter_map(move |(name, value)| {
        let rest = name.strip_prefix(start)?;
        Some((rest, value.trim())).filter(|(_, value)| !value.is_empty())
    })
}

/// One field of a form; empty if it was not sent.
pub(crate) fn field<'f>(form: &'f [(String, String)], name: &str) -> &'f str {
    let found = form.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}
