//! Places as people type them into a form: a code, or a name that only one place has.

use tongxin_city::{Lang, PlaceCode, PlaceTree, search::Rank};
use tongxin_web::FieldFault;

/// Places of one name that are told apart in a message.
const NAMED_MAX: usize = 6;

/// The place that a line of a form means. What follows a code is only for the reader.
///
/// # Errors
/// What is wrong with the line, at its field.
pub fn place_named(field: &str, line: &str, tree: &PlaceTree, lang: Lang) -> Result<PlaceCode, FieldFault> {
    let line = line.trim();
    let unknown = || FieldFault::new(field, "supply-whitelist-place-unknown").arg("text", line);
    let first = line.split_whitespace().next().unwrap_or_default();
    if first.starts_with(|sign: char| sign.is_ascii_digit()) {
        return first.parse().map_err(|_| unknown());
    }
    let hits = tree.search(line, None, NAMED_MAX);
    let exact: Vec<PlaceCode> = hits
        .iter()
        .filter(|hit| hit.rank == Rank::Exact)
        .map(|hit| hit.code)
        .collect();
    let fitting = if exact.is_empty() {
        hits.iter().map(|hit| hit.code).collect()
    } else {
        exact
    };
    match fitting[..] {
        [] => Err(unknown()),
        [only] => Ok(only),
        _ => {
            let fault = FieldFault::new(field, "supply-whitelist-place-several").arg("text", line);
            Err(fault.arg("places", told_apart(&fitting, tree, lang)))
        }
    }
}

fn told_apart(codes: &[PlaceCode], tree: &PlaceTree, lang: Lang) -> String {
    let named = codes.iter().filter_map(|code| tree.get(code));
    let named: Vec<String> = named
        .map(|place| format!("{} {}", place.code, place.name(lang)))
        .collect();
    named.join(lang.pick("、", ", "))
}

/// A place as a form shows it: its code, and its name for the reader.
pub fn place_line(code: &PlaceCode, tree: &PlaceTree, lang: Lang) -> String {
    match tree.get(code) {
        Some(place) => format!("{code} {}", place.name(lang)),
        None => code.to_string(),
    }
}
