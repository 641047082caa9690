//! A list's address: its filter as parameters, the same as those of the API, so that a link, a page and a program all
//! name the same rows.

use serde::de::DeserializeOwned;
use tongxin_web::{Problem, read_query};

/// A path with its parameters in the order given, without empty ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    path: &'static str,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// The parameters of an address as asked.
    pub(super) fn of(path: &'static str, asked: &str) -> Self {
        let query = asked.split_once('?').map_or("", |(_, query)| query);
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !value.is_empty() && name != "lang")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        Address { path, pairs }
    }

    /// What it asks for.
    ///
    /// # Errors
    /// Which parameter can't be read.
    pub(super) fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        read_query(&self.encoded())
    }

    /// The first value of a parameter, or "".
    pub(super) fn first(&self, name: &str) -> &str {
        let mut values = self.pairs.iter().filter(|(found, _)| found == name);
        values.next().map_or("", |(_, value)| value)
    }

    /// Whether anything is filtered at all.
    pub(super) fn is_filtered(&self) -> bool {
        self.pairs.iter().any(|(name, _)| name != "cursor")
    }

    /// The same without a parameter. A page never goes on from another filter's place.
    pub(super) fn without(&self, name: &str) -> Self {
        let is_kept = |found: &str| found != "cursor" && found != name;
        let pairs = self.pairs.iter().filter(|(found, _)| is_kept(found)).cloned().collect();
        Address { path: self.path, pairs }
    }

    /// The same with a parameter set to one value; an empty one takes it away.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(name);
        if !value.is_empty() {
            changed.pairs.push((name.to_owned(), value.to_owned()));
        }
        changed
    }

    /// The same parameters under another path.
    pub(super) fn at(&self, path: &'static str) -> Self {
        Address {
            path,
            ..self.without("")
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
            f.write_str(self.path)
        } else {
            write!(f, "{}?{}", self.path, self.encoded())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_filter_starts_from_the_first_page() {
        let address = Address::of(
            "/supply/firms",
            "/supply/firms?state=&q=rice&lang=en&cursor=x&kind=outlet",
        );
        assert_eq!(address.first("q"), "rice");
        let listed = address.with("state", "listed");
        assert_eq!(listed.to_string(), "/supply/firms?q=rice&kind=outlet&state=listed");
        assert_eq!(
            listed.with("state", "").with("q", "").without("kind").to_string(),
            "/supply/firms"
        );
        assert_eq!(address.at("/x.csv").to_string(), "/x.csv?q=rice&kind=outlet");
    }
}
