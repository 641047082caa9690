//! Which sheet has the declared headings, in which row, in which order.

use crate::cell::Cell;
use crate::grid::Grid;
use crate::limits::HEADING_ROWS_MAX;
use crate::value::fold;
use crate::{Column, ImportError, OtherNames, Sheet};
use tongxin_city::Lang;
use tongxin_i18n::Texts;

/// Where the headings stand.
#[derive(Debug)]
pub(crate) struct Headings {
    pub sheet: String,
    pub row: u32,
    /// For each declared column its place in the sheet, if it is there.
    pub places: Vec<Option<usize>>,
    /// For each declared column its heading as it stands in the file.
    pub names: Vec<String>,
    /// The columns that are not read: their places in the sheet, and their headings.
    pub unread: Vec<(usize, String)>,
}

impl Headings {
    /// Looks through the first rows of each sheet.
    pub(crate) fn find(
        sheet: &Sheet,
        foreign: Option<&[OtherNames]>,
        (texts, lang): (&Texts, Lang),
        tops: &[Grid],
    ) -> Result<Self, ImportError> {
        if tops.iter().all(|top| top.rows.is_empty()) {
            return Err(ImportError::Empty);
        }
        let search = Search::new(sheet, foreign, texts, lang);
        let lines: Vec<Line<'_>> = tops.iter().filter_map(|top| search.best_line(top)).collect();
        let names = |lines: &[&Line<'_>]| lines.iter().map(|line| line.top.name.clone()).collect();
        // The first of the best, as `max_by_key` gives the last.
        let Some(best) = lines.iter().rev().max_by_key(|line| line.hits) else {
            return Err(search.none_found(tops));
        };
        let whole: Vec<&Line<'_>> = lines.iter().filter(|line| search.is_whole(line)).collect();
        if whole.len() > 1 {
            return Err(ImportError::SeveralSheets { sheets: names(&whole) });
        }
        search.read(best)
    }
}

struct Search<'a> {
    sheet: &'a Sheet,
    texts: &'a Texts,
    lang: Lang,
    /// What each declared column is called in each language, by programs, and elsewhere; folded.
    called: Vec<Vec<String>>,
    /// Whether another system made the table: columns have other names, and some are of no use.
    is_foreign: bool,
}

/// A row that may be the headings.
struct Line<'a> {
    top: &'a Grid,
    row: u32,
    /// Column of the sheet, text.
    cells: Vec<(usize, &'a str)>,
    /// How many declared columns it names.
    hits: usize,
}

impl<'s> Search<'s> {
    fn new(sheet: &'s Sheet, foreign: Option<&[OtherNames]>, texts: &'s Texts, lang: Lang) -> Self {
        let called = |column: &Column| {
            let headings = Lang::ALL.iter().map(|lang| fold(&texts.text(*lang, column.heading)));
            let others = foreign.unwrap_or_default().iter();
            let others = others.filter(|(named, _)| named.key == column.key);
            let others = others.flat_map(|(_, names)| *names).map(|name| fold(name));
            headings.chain([fold(column.key)]).chain(others).collect()
        };
        Search {
            called: sheet.columns.iter().map(called).collect(),
            sheet,
            texts,
            lang,
            is_foreign: foreign.is_some(),
        }
    }

    /// The declared column that a text names, by its heading in either language, by its key, as programs write it, or by another
    /// name; and how likely it is that the text means it, the least first.
    fn named(&self, text: &str) -> Option<(usize, usize)> {
        let text = fold(text);
        let bare = if self.is_foreign { bare(&text) } else { &text };
        let rank = |names: &Vec<String>| names.iter().position(|name| *name == text || name == bare);
        let found = self.called.iter().enumerate();
        let found = found.filter_map(|(index, names)| Some((index, rank(names)?)));
        found.min_by_key(|(_, rank)| *rank)
    }

    fn column(&self, text: &str) -> Option<usize> {
        self.named(text).map(|(index, _)| index)
    }

    fn best_line<'a>(&self, top: &'a Grid) -> Option<Line<'a>> {
        let lines = top.rows.range(..=HEADING_ROWS_MAX).map(|(row, cells)| {
            let cells: Vec<(usize, &str)> = cells.iter().enumerate().filter_map(as_heading).collect();
            let mut columns: Vec<usize> = cells.iter().filter_map(|(_, text)| self.column(text)).collect();
            columns.sort_unstable();
            columns.dedup();
            Line {
                top,
                row: *row,
                cells,
                hits: columns.len(),
            }
        });
        lines.rev().max_by_key(|line| line.hits).filter(|line| line.hits > 0)
    }

    /// Whether a sheet has all required headings, and rows below.
    fn is_whole(&self, line: &Line<'_>) -> bool {
        let has = |index: usize| line.cells.iter().any(|(_, text)| self.column(text) == Some(index));
        let required = self
            .sheet
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.is_required);
        let has_rows = line.top.rows.range(line.row + 1..).next().is_some();
        has_rows && required.map(|(index, _)| index).all(has)
    }

    fn heading(&self, key: &str) -> String {
        self.texts.text(self.lang, key)
    }

    fn none_found(&self, tops: &[Grid]) -> ImportError {
        let required = self.sheet.columns.iter().filter(|column| column.is_required);
        ImportError::NoHeadings {
            wanted: required.map(|column| self.heading(column.heading)).collect(),
            sheets: tops.iter().map(|top| top.name.clone()).collect(),
        }
    }

    /// The headings of a row, which must be as declared. Of a table that another system made, the likeliest column is taken of those
    /// that may be the same, and what is left is not read.
    fn read(&self, line: &Line<'_>) -> Result<Headings, ImportError> {
        let columns = self.sheet.columns;
        let mut places: Vec<Option<usize>> = vec![None; columns.len()];
        let mut names: Vec<String> = columns.iter().map(|column| self.heading(column.heading)).collect();
        let (mut unread, mut doubled) = (Vec::new(), Vec::new());
        let mut cells = line.cells.clone();
        if self.is_foreign {
            cells.sort_by_key(|(_, text)| self.named(text).map(|(_, rank)| rank));
        }
        let mut ranks: Vec<Option<usize>> = vec![None; columns.len()];
        for (place, text) in cells {
            match self.named(text) {
                Some((index, rank)) if places[index].is_none() => {
                    (places[index], ranks[index]) = (Some(place), Some(rank));
                    text.clone_into(&mut names[index]);
                }
                Some((index, rank)) if !self.is_foreign || ranks[index] == Some(rank) => doubled.push(text.to_owned()),
                Some(_) | None => unread.push((place, text.to_owned())),
            }
        }
        unread.sort_unstable();
        let missing: Vec<String> = (columns.iter().zip(&places).zip(&names))
            .filter(|((column, place), _)| column.is_required && place.is_none())
            .map(|(_, name)| name.clone())
            .collect();
        let sheet = line.top.name.clone();
        let unknown: Vec<String> = match self.is_foreign {
            true => Vec::new(),
            false => unread.iter().map(|(_, text)| text.clone()).collect(),
        };
        if missing.is_empty() && unknown.is_empty() && doubled.is_empty() {
            return Ok(Headings {
                sheet,
                row: line.row,
                places,
                names,
                unread,
            });
        }
        Err(ImportError::Headings {
            sheet,
            missing,
            unknown,
            doubled,
        })
    }
}

/// A folded heading without what forms put around it: a star, a colon, a remark in brackets.
fn bare(folded: &str) -> &str {
    let without_remark = folded.split('(').next().unwrap_or(folded);
    without_remark.trim_matches(['*', ':'])
}

fn as_heading((place, cell): (usize, &Cell)) -> Option<(usize, &str)> {
    match cell {
        Cell::Text(text) => Some((place, text)),
        _ => None,
    }
}
