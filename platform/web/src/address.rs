//! A list's address: its filter as parameters, the same as those of the API, so that a count's link, a page and a
//! program all name the same rows.

use crate::{Problem, read_query};
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// A path with its parameters in the order given, without empty ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    path: Cow<'static, str>,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// The parameters of an address as asked, under that path.
    pub fn of(path: &'static str, asked: &str) -> Self {
        let query = asked.split_once('?').map_or("", |(_, query)| query);
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !value.is_empty() && name != "lang")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let path = path.into();
        Address { path, pairs }
    }

    /// What it asks for.
    ///
    /// # Errors
    /// Which parameter can't be read.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        read_query(&self.encoded())
    }

    /// All values of a parameter.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let matching = self.pairs.iter().filter(|(found, _)| found == name);
        matching.map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a parameter, or "".
    pub fn first(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// Every parameter.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Whether anything is filtered at all.
    pub fn is_filtered(&self) -> bool {
        self.pairs.iter().any(|(name, _)| name != "cursor")
    }

    /// The same without some parameters. A page never goes on from another filter's place.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let is_kept = |name: &str| name != "cursor" && !names.contains(&name);
        let pairs = self.pairs.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
        let path = self.path.clone();
        Address { path, pairs }
    }

    /// The same with one parameter set to one value; an empty one takes it away.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(&[name]);
        if !value.is_empty() {
            changed.pairs.push((name.to_owned(), value.to_owned()));
        }
        changed
    }

    /// The same filter under another path.
    #[must_use]
    pub fn at(&self, path: impl Into<Cow<'static, str>>) -> Self {
        Address {
            path: path.into(),
            ..self.without(&[])
        }
    }

    fn encoded(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        query.finish()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.pairs.is_empty() {
            f.write_str(&self.path)
        } else {
            write!(f, "{}?{}", self.path, self.encoded())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parameters_and_the_language_are_no_part_of_a_filter() {
        let address = Address::of("/needs", "/needs?state=&q=rice&lang=en&state=raised&state=solved");
        assert_eq!(address.to_string(), "/needs?q=rice&state=raised&state=solved");
        assert_eq!(address.all("state"), ["raised", "solved"]);
        assert_eq!(address.first("q"), "rice");
    }

    #[test]
    fn a_changed_filter_starts_from_the_first_page() {
        let address = Address::of("/needs", "/needs?cursor=due.1.2&place=50");
        assert_eq!(
            address.with("overdue", "true").to_string(),
            "/needs?place=50&overdue=true"
        );
        assert_eq!(address.without(&["place"]).to_string(), "/needs");
        assert_eq!(address.at("/x.csv").to_string(), "/x.csv?place=50");
        assert!(address.is_filtered() && !address.without(&["place"]).is_filtered());
    }

    #[test]
    fn a_parameter_set_to_nothing_is_taken_away() {
        let address = Address::of("/firms", "/firms?state=listed&q=rice&kind=outlet");
        assert_eq!(
            address.with("state", "").with("q", "").without(&["kind"]).to_string(),
            "/firms"
        );
    }
}
