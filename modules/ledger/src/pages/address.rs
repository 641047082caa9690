//! A list's address: its filter as the parameters of `/api/v1/needs`, so that a count's link, a page and the API all
//! name the same rows.

use tongxin_web::{Problem, read_query};

use crate::api::NeedQuery;

/// The path of the list.
pub(super) const LIST: &str = "/needs";

/// The parameters of a list, in the order given, without empty ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

    /// The query it is.
    ///
    /// # Errors
    /// Which parameter can't be read.
    pub(super) fn query(&self) -> Result<NeedQuery, Problem> {
        read_query(&self.encoded())
    }

    /// All values of a parameter.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let matching = self.pairs.iter().filter(|(found, _)| found == name);
        matching.map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a parameter, or "".
    pub(super) fn first(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// Every parameter.
    pub(super) fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The same without some parameters. A page never goes on from another filter's place.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let is_kept = |name: &str| name != "cursor" && !names.contains(&name);
        let pairs = self.pairs.iter().filter(|(name, _)| is_kept(name)).cloned().collect();
        Address { path: self.path, pairs }
    }

    /// The same with one parameter set to one value.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.without(&[name]);
        changed.pairs.push((name.to_owned(), value.to_owned()));
        changed
    }

    /// The address of this list as a file.
    pub(super) fn file(&self, ending: &str) -> String {
        let same = self.without(&["sort", "limit"]);
        join(&format!("/api/v1/needs.{ending}"), &same.encoded())
    }

    fn encoded(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        query.finish()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&join(self.path, &self.encoded()))
    }
}

fn join(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parameters_and_the_language_are_no_part_of_a_filter() {
        let address = Address::of(LIST, "/needs?state=&q=rice&lang=en&state=raised&state=solved");
        assert_eq!(address.to_string(), "/needs?q=rice&state=raised&state=solved");
        assert_eq!(address.all("state"), ["raised", "solved"]);
    }

    #[test]
    fn a_changed_filter_starts_from_the_first_page() {
        let address = Address::of(LIST, "/needs?cursor=due.1.2&place=50");
        assert_eq!(
            address.with("overdue", "true").to_string(),
            "/needs?place=50&overdue=true"
        );
        assert_eq!(address.without(&["place"]).to_string(), "/needs");
    }

    #[test]
    fn a_parameter_that_names_nothing_is_refused_by_its_name() {
        let problem = Address::of(LIST, "/needs?state=lost").query().expect_err("refused");
        assert_eq!(problem.status.as_u16(), 400);
        assert!(problem.has_fields());
    }
}
