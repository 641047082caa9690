//! What is wrong with rows, in words.

use crate::limits::{FAULTS_MAX, FOUND_CHARS_MAX};
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_web::Problem;

/// A text key with its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Message {
    pub(crate) fn new(key: &'static str, args: &[(&'static str, &str)]) -> Self {
        let args = args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { key, args }
    }

    /// A message that repeats what stands in the cell, or its beginning.
    pub(crate) fn found(key: &'static str, found: &str, args: &[(&'static str, &str)]) -> Self {
        let mut message = Self::new(key, args);
        message.args.push(("found", shortened(found)));
        message
    }
}

fn shortened(found: &str) -> String {
    match found.char_indices().nth(FOUND_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &found[..at]),
        None => found.to_owned(),
    }
}

/// What is wrong at one place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row as a spreadsheet program numbers it: the first row of the file is 1.
    pub row: u32,
    /// The column's key; empty when the whole row is meant.
    pub column: &'static str,
    /// The column's heading as it stands in the file; empty when the whole row is meant.
    pub heading: String,
    /// Text key of what is wrong and what would be right.
    pub key: &'static str,
    /// Its variables.
    pub args: Vec<(&'static str, String)>,
}

/// All that is wrong with the rows of a table: the first [`FAULTS_MAX`] one by one, the others counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    list: Vec<Fault>,
    count: usize,
}

impl Faults {
    pub(crate) fn add(&mut self, row: u32, column: &'static str, heading: &str, message: Message) {
        self.count += 1;
        if self.list.len() < FAULTS_MAX {
            self.list.push(Fault {
                row,
                column,
                heading: heading.to_owned(),
                key: message.key,
                args: message.args,
            });
        }
    }

    pub(crate) fn in_order_of_rows(mut self) -> Self {
        self.list.sort_by_key(|fault| fault.row);
        self
    }

    /// How many there are, those that are only counted included.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those that are told one by one.
    pub fn list(&self) -> &[Fault] {
        &self.list
    }

    fn more(&self) -> usize {
        self.count - self.list.len()
    }

    /// All of it in words, for a page or a terminal.
    pub fn report(&self, texts: &Texts, lang: Lang) -> FaultReport {
        let count = self.count.to_string();
        let more = self.more();
        FaultReport {
            title: texts.text_with(lang, "import-faults", &[("count", &count)]),
            lines: self.list.iter().map(|fault| line(fault, texts, lang)).collect(),
            more: if more == 0 {
                String::new()
            } else {
                texts.text_with(lang, "import-faults-more", &[("more", &more.to_string())])
            },
        }
    }
}

fn line(fault: &Fault, texts: &Texts, lang: Lang) -> FaultLine {
    FaultLine {
        row: fault.row,
        column: fault.heading.clone(),
        message: texts.text_with(lang, fault.key, &borrowed(&fault.args)),
    }
}

fn borrowed<'a>(args: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    args.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// Faults in words; `fault_table` in `import_faults.html` shows them on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultReport {
    /// How many faults there are, and that nothing was loaded.
    pub title: String,
    /// One line a fault, in the order of the rows.
    pub lines: Vec<FaultLine>,
    /// How many more there are; empty when all are told.
    pub more: String,
}

/// One fault in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultLine {
    /// The row as a spreadsheet program numbers it.
    pub row: u32,
    /// The heading as it stands in the file; empty when the whole row is meant.
    pub column: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// A refusal that names places as `rows[12].plate`, 12 being the row as a spreadsheet program numbers it.
impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        let problem = faults.list.iter().fold(Problem::invalid(), |problem, fault| {
            let place = if fault.column.is_empty() {
                format!("rows[{}]", fault.row)
            } else {
                format!("rows[{}].{}", fault.row, fault.column)
            };
            problem.field(place, fault.key, &borrowed(&fault.args))
        });
        match faults.more() {
            0 => problem,
            more => problem.field("rows", "import-faults-more", &[("more", &more.to_string())]),
        }
    }
}
