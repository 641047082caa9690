//! What is wrong, as a table that a person reads.

/// An answer that should have been another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub holder: &'static str,
    pub request: String,
    pub should: String,
    pub was: String,
}

/// Fails with all faults in a table, if there are any.
pub fn fail_on(mut faults: Vec<Fault>) {
    faults.sort();
    faults.dedup();
    if faults.is_empty() {
        return;
    }
    let width = faults
        .iter()
        .map(|fault| fault.request.chars().count())
        .max()
        .unwrap_or(0);
    let rows: Vec<String> = faults
        .iter()
        .map(|fault| {
            let Fault {
                holder,
                request,
                should,
                was,
            } = fault;
            format!("{holder:<17} {request:<width$}  should be {should}, was {was}")
        })
        .collect();
    panic!("{} answers are wrong:\n{}\n", rows.len(), rows.join("\n"));
}
