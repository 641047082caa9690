//! What a need says, line by line: the system names pages on lines of their own, and those are links.

use crate::store::rows::Need;

/// A line of what a need says.
pub(super) struct BodyLine {
    pub(super) text: String,
    /// Whether it is the address of a page of this site.
    pub(super) is_page: bool,
}

/// The lines of what a need says. What people write is never a link: an address of this site can sign its reader in as somebody else.
pub(super) fn lines(need: &Need) -> Vec<BodyLine> {
    let facts = &need.state.facts;
    let is_systems = facts.raised_by.is_none() && facts.household.is_none();
    let line = |text: &str| BodyLine {
        text: text.to_owned(),
        is_page: is_systems && is_address(text),
    };
    need.texts.body.lines().map(line).collect()
}

fn is_address(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "/?=&_-".contains(c);
    text.len() > 1 && text.starts_with('/') && !text.starts_with("//") && text.chars().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_of_this_site_alone_on_its_line_is_one() {
        assert!(is_address("/care/coverage?place=900010101"));
        for text in [
            "",
            "/",
            "//elsewhere.example",
            "/care coverage",
            "https://elsewhere.example",
            "see /care",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
