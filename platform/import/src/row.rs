//! One row, its cells handed out as what the module says they are.

use crate::Column;
use crate::cell::Cell;
use crate::fault::{Faults, Message};
use crate::value;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use tongxin_city::{Day, Lang, PlaceCode};
use tongxin_i18n::Texts;

/// Bare numbers that are taken for days, those of the years 1927 to 2119; a smaller one is rather a year.
const SERIAL_DAYS: RangeInclusive<i64> = 10_000..=80_000;

/// What all rows of a table share while they are read.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    pub columns: &'static [Column],
    /// Each column's heading as it stands in the file.
    pub names: Vec<String>,
    day_zero: Day,
    texts: &'t Texts,
    lang: Lang,
    /// What choices are called, folded: their key and both names, by the name's text key.
    choices: BTreeMap<&'static str, Vec<String>>,
}

impl<'t> Reading<'t> {
    pub(crate) fn new(
        columns: &'static [Column],
        names: Vec<String>,
        day_zero: Day,
        texts: &'t Texts,
        lang: Lang,
    ) -> Self {
        Self {
            columns,
            names,
            day_zero,
            texts,
            lang,
            choices: BTreeMap::new(),
        }
    }

    fn is_choice(&mut self, (key, name_key): (&str, &'static str), folded: &str) -> bool {
        let texts = self.texts;
        let both = Lang::ALL.iter().map(|lang| value::fold(&texts.text(*lang, name_key)));
        let all = || std::iter::once(value::fold(key)).chain(both).collect();
        let called = self.choices.entry(name_key).or_insert_with(all);
        called.iter().any(|name| name == folded)
    }
}

/// One row. Each reader answers nothing for an empty cell, and nothing for a bad one, whose fault it keeps; an empty
/// cell of a required column is bad. A cell is told of once, by its first fault.
#[derive(Debug)]
pub struct RowReader<'r, 't> {
    number: u32,
    cells: &'r [Cell],
    reading: &'r mut Reading<'t>,
    faults: &'r mut Faults,
    refused: Vec<&'static str>,
}

impl<'r, 't> RowReader<'r, 't> {
    pub(crate) fn new(number: u32, cells: &'r [Cell], reading: &'r mut Reading<'t>, faults: &'r mut Faults) -> Self {
        let mut row = Self {
            number,
            cells,
            reading,
            faults,
            refused: Vec::new(),
        };
        for (column, cell) in row.reading.columns.iter().zip(cells) {
            if let Cell::Bad(message) = cell {
                row.add(column, (**message).clone());
            }
        }
        row
    }

    /// The value, if the row is good; a row without value or fault is refused too, so that none is lost.
    pub(crate) fn accept<T>(self, value: Option<T>) -> Option<T> {
        if value.is_none() && self.refused.is_empty() {
            self.faults
                .add(self.number, "", "", Message::new("import-row-refused", &[]));
        }
        value.filter(|_| self.refused.is_empty())
    }

    /// The row's number as a spreadsheet program shows it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether nothing stands in a cell.
    pub fn is_empty(&self, column: &Column) -> bool {
        self.place(column).is_none_or(|place| self.cells[place].is_empty())
    }

    /// Refuses a cell for a reason of the module's own: a text key and its variables.
    pub fn refuse(&mut self, column: &Column, key: &'static str, args: &[(&'static str, &str)]) {
        self.add(column, Message::new(key, args));
    }

    /// A text of at most `chars_max` characters. A number comes as it is shown, without exponent or `.0`; one so long
    /// that the spreadsheet program lost its last digits is refused.
    pub fn text(&mut self, column: &Column, chars_max: usize) -> Option<String> {
        let text = self.found(column)?;
        self.within(column, text, chars_max)
    }

    /// A text as `read` takes it. What it can't take is refused with the text `key`, which may use `$found`.
    pub fn text_as<T>(
        &mut self,
        column: &Column,
        chars_max: usize,
        key: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column, chars_max)?;
        self.or_refuse(column, read(&text), || Message::found(key, &text, &[]))
    }

    /// A whole number.
    pub fn whole(&mut self, column: &Column, range: RangeInclusive<i64>) -> Option<i64> {
        let text = self.shown(column)?;
        let number = value::decimal(&text, 0).filter(|number| range.contains(number));
        let (min, max) = (range.start().to_string(), range.end().to_string());
        self.or_refuse(column, number, || {
            Message::found("import-cell-whole", &text, &[("min", &min), ("max", &max)])
        })
    }

    /// A number in units of its last decimal: with 2 decimals `12.5` is 1250. The range is in those units too.
    pub fn decimal(&mut self, column: &Column, decimals: u32, range: RangeInclusive<i64>) -> Option<i64> {
        let text = self.shown(column)?;
        let number = value::decimal(&text, decimals).filter(|number| range.contains(number));
        let [min, max] = [range.start(), range.end()].map(|bound| value::decimal_text(*bound, decimals));
        let decimals = decimals.to_string();
        self.or_refuse(column, number, || {
            let args = [("min", min.as_str()), ("max", &max), ("decimals", &decimals)];
            Message::found("import-cell-decimal", &text, &args)
        })
    }

    /// A day: a date of the spreadsheet's, its bare number, or `2022-11-23`, `2022/11/23`, `2022年11月23日`.
    pub fn day(&mut self, column: &Column) -> Option<Day> {
        let day = match self.cell(column)? {
            Cell::Date(day) => Some(*day),
            Cell::Number(serial) if serial.fract() == 0.0 && SERIAL_DAYS.contains(&(*serial as i64)) => {
                Some(self.reading.day_zero.plus_days(*serial as i64))
            }
            Cell::Text(text) => value::day(text),
            _ => None,
        };
        let text = self.shown(column)?;
        self.or_refuse(column, day, || Message::found("import-cell-day", &text, &[]))
    }

    /// 是 or 否, 有 or 无, yes or no, 1 or 0, true or false, √ or ×.
    pub fn yes_no(&mut self, column: &Column) -> Option<bool> {
        let text = self.shown(column)?;
        let answer = value::yes_no(&text);
        self.or_refuse(column, answer, || Message::found("import-cell-yes-no", &text, &[]))
    }

    /// One of several; `words` gives the key and the name's text key of each. Key and both names are taken.
    pub fn one_of<T: Copy>(
        &mut self,
        column: &Column,
        all: &[T],
        words: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let text = self.shown(column)?;
        let folded = value::fold(&text);
        let chosen = all
            .iter()
            .copied()
            .find(|choice| self.reading.is_choice(words(*choice), &folded));
        let (texts, lang) = (self.reading.texts, self.reading.lang);
        self.or_refuse(column, chosen, || {
            no_choice(&text, all, |choice| texts.text(lang, words(choice).1), lang)
        })
    }

    /// Several of a set, parted by 、 , or ; as names may hold blanks; `words` as in [`RowReader::one_of`]. None when the cell is
    /// empty or bad.
    pub fn some_of<T: Copy>(
        &mut self,
        column: &Column,
        all: &[T],
        words: impl Fn(T) -> (&'static str, &'static str),
    ) -> Vec<T> {
        let Some(text) = self.shown(column) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for part in value::names(&text) {
            let folded = value::fold(part);
            let chosen = all
                .iter()
                .copied()
                .find(|choice| self.reading.is_choice(words(*choice), &folded));
            let (texts, lang) = (self.reading.texts, self.reading.lang);
            let chosen = self.or_refuse(column, chosen, || {
                no_choice(part, all, |choice| texts.text(lang, words(choice).1), lang)
            });
            match chosen {
                Some(choice) => found.push(choice),
                None => return Vec::new(),
            }
        }
        found
    }

    /// A place's code; whether the city has that place is for the module to say.
    pub fn place_code(&mut self, column: &Column) -> Option<PlaceCode> {
        let text = self.found(column)?;
        let code = value::fold(&text).parse().ok();
        self.or_refuse(column, code, || Message::found("import-cell-place", &text, &[]))
    }

    /// Several texts in one cell, parted by 、 , ; or blanks; none when the cell is empty or bad.
    pub fn list(&mut self, column: &Column, items_max: usize, chars_max: usize) -> Vec<String> {
        let Some(text) = self.found(column) else {
            return Vec::new();
        };
        let items = value::items(&text);
        let longest = items.iter().map(|item| item.chars().count()).max().unwrap_or(0);
        if items.is_empty() || items.len() > items_max || longest > chars_max {
            let (items, chars) = (items_max.to_string(), chars_max.to_string());
            self.refuse(column, "import-cell-list", &[("items", &items), ("chars", &chars)]);
            return Vec::new();
        }
        items
    }

    fn place(&self, column: &Column) -> Option<usize> {
        let place = self
            .reading
            .columns
            .iter()
            .position(|declared| declared.key == column.key);
        debug_assert!(place.is_some(), "the sheet does not declare the column {}", column.key);
        place
    }

    /// What stands in a cell, unless it is empty or bad already.
    fn cell(&mut self, column: &Column) -> Option<&'r Cell> {
        let cells = self.cells;
        match self.place(column).map_or(&Cell::Empty, |place| &cells[place]) {
            Cell::Empty => {
                if column.is_required {
                    self.refuse(column, "field-required", &[]);
                }
                None
            }
            Cell::Bad(_) => None,
            cell => Some(cell),
        }
    }

    /// A cell as it is shown.
    fn shown(&mut self, column: &Column) -> Option<String> {
        Some(match self.cell(column)? {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => value::number_text(*number),
            Cell::Date(day) => day.to_string(),
            Cell::Bool(true) => "TRUE".to_owned(),
            Cell::Bool(false) => "FALSE".to_owned(),
            Cell::Empty | Cell::Bad(_) => return None,
        })
    }

    /// A cell as it is shown, if all it held is still there.
    fn found(&mut self, column: &Column) -> Option<String> {
        let has_lost_digits = match self.cell(column)? {
            Cell::Number(number) => value::has_lost_digits(*number),
            Cell::Text(text) => value::is_scientific(text),
            _ => false,
        };
        let text = self.shown(column)?;
        let is_whole = (!has_lost_digits).then_some(());
        self.or_refuse(column, is_whole, || Message::found("import-cell-digits", &text, &[]))?;
        Some(text)
    }

    fn within(&mut self, column: &Column, text: String, chars_max: usize) -> Option<String> {
        let length = text.chars().count();
        let fitting = (length <= chars_max).then_some(text);
        self.or_refuse(column, fitting, || {
            let (max, length) = (chars_max.to_string(), length.to_string());
            Message::new("field-too-long", &[("max", &max), ("length", &length)])
        })
    }

    fn or_refuse<T>(&mut self, column: &Column, value: Option<T>, message: impl FnOnce() -> Message) -> Option<T> {
        if value.is_none() {
            self.add(column, message());
        }
        value
    }

    fn add(&mut self, column: &Column, message: Message) {
        if self.refused.contains(&column.key) {
            return;
        }
        self.refused.push(column.key);
        let name = self.place(column).map_or("", |place| &self.reading.names[place]);
        self.faults.add(self.number, column.key, name, message);
    }
}

/// That something is none of the choices, which are named.
fn no_choice<T: Copy>(found: &str, all: &[T], name: impl Fn(T) -> String, lang: Lang) -> Message {
    let names: Vec<String> = all.iter().copied().map(name).collect();
    let choices = names.join(lang.pick("、", ", "));
    Message::found("import-cell-choice", found, &[("choices", &choices)])
}
