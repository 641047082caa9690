//! What forms share.

use tongxin_account::Visit;
use tongxin_web::{FormErrors, Problem};

/// What is wrong, as a form shows it. What no change of the form could mend stays a problem.
pub(crate) fn form_errors(visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
    let problem = error.into();
    if !matches!(problem.status.as_u16(), 409 | 413 | 415 | 422) {
        return Err(problem);
    }
    Ok(problem.form_errors(&visit.asked.shell.texts, visit.lang()))
}

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
