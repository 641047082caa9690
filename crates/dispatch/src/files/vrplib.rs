//! VRPLIB: `KEY : value` lines and sections, as CVRPLIB and the DIMACS challenge use them.
//!
//! Known types are CVRP, VRPTW, PCVRPTW, MDVRPTW, HFVRP and their mixtures. A stop's id is its number in solutions: its
//! node's less one, so that the first depot is 0.

use std::collections::BTreeMap;

use crate::model::{Instance, Table, Travel};

use super::form::{Form, Reading, Rounding};
use super::vrplib_faults::Origins;
use super::vrplib_parts as parts;
use super::words::{Line, Numeric, Trouble, What, lines};

/// A line of a section, and its words behind the number.
pub(super) type Row<'t> = (Line<'t>, Vec<&'t str>);

/// A file by its parts.
pub(super) struct Parts<'t> {
    keys: BTreeMap<&'t str, (Line<'t>, &'t str)>,
    /// The title and the lines of each section.
    sections: BTreeMap<&'t str, (Line<'t>, Vec<Line<'t>>)>,
    last: Line<'t>,
}

/// Keys that say something about the instance.
const KEYS: &[&str] = &[
    "NAME",
    "COMMENT",
    "TYPE",
    "DIMENSION",
    "VEHICLES",
    "CAPACITY",
    "SERVICE_TIME",
    "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT",
    "NODE_COORD_TYPE",
    "VEHICLES_MAX_DURATION",
    "VEHICLES_MAX_DISTANCE",
    "VEHICLES_FIXED_COST",
    "VEHICLES_UNIT_DISTANCE_COST",
];

/// Sections that are read.
const SECTIONS: &[&str] = &[
    "NODE_COORD_SECTION",
    "DEMAND_SECTION",
    "TIME_WINDOW_SECTION",
    "SERVICE_TIME_SECTION",
    "PRIZE_SECTION",
    "DEPOT_SECTION",
    "EDGE_WEIGHT_SECTION",
    "CAPACITY_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "VEHICLES_FIXED_COST_SECTION",
    "VEHICLES_UNIT_DISTANCE_COST_SECTION",
    "VEHICLES_MAX_DURATION_SECTION",
    "VEHICLES_MAX_DISTANCE_SECTION",
];

/// Reads an instance. The rounding is that of the file's type unless one is given.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(text: &str, rounding: Option<Rounding>) -> Result<Reading, Trouble> {
    let file = Parts::split(text)?;
    let kind = file.text("TYPE").unwrap_or("CVRP");
    let (own_rounding, divisor, decimals) = match kind {
        "CVRP" => (Rounding::WHOLE, 1, 0),
        "VRPTW" => (Rounding::DIMACS, 10, 1),
        "PCVRPTW" => (Rounding::DIMACS, 1, 0),
        "MDVRPTW" | "MDVRP" => (Rounding::THOUSANDTHS, 1, 0),
        "HFVRP" => (Rounding::MILLIONTHS, 100_000_000, 2),
        _ => {
            let expected = "CVRP, VRPTW, PCVRPTW, MDVRPTW, MDVRP or HFVRP";
            return Err(file.key_line("TYPE").trouble(What::Unknown {
                field: "TYPE".into(),
                found: kind.into(),
                expected,
            }));
        }
    };
    let rounding = rounding.unwrap_or(own_rounding);
    let size: usize = file.required("DIMENSION")?;
    let depots = parts::depots(&file, size)?;
    let (points, table) = travel(&file, size, rounding)?;
    let stops = parts::stops(&file, size, &depots, rounding)?;
    let (vehicles, numbers) = parts::vehicles(&file, size, &depots, rounding)?;
    let draft = crate::model::Draft {
        name: file.text("NAME").unwrap_or_default().into(),
        travel: vec![Travel::Table(table)],
        points,
        stops,
        vehicles,
        ..Default::default()
    };
    let is_numbered = draft.vehicles.len() > 1;
    let origins = Origins::of(&draft);
    let instance = Instance::new(draft).map_err(|fault| origins.trouble(&file, &numbers, fault))?;
    Ok(Reading {
        instance,
        form: Form {
            vehicles: numbers,
            is_numbered,
            divisor,
            decimals,
        },
    })
}

impl<'t> Parts<'t> {
    fn split(text: &'t str) -> Result<Self, Trouble> {
        let mut file = Self {
            keys: BTreeMap::new(),
            sections: BTreeMap::new(),
            last: Line { number: 1, text: "" },
        };
        let mut section: Option<&str> = None;
        for line in lines(text) {
            file.last = line;
            let first = line.text.split([':', ' ', '\t']).next().unwrap_or_default();
            if first == "EOF" {
                break;
            } else if first.ends_with("_SECTION") {
                line.known(
                    "section",
                    first,
                    SECTIONS,
                    "a section that solvers of routing problems know",
                )?;
                section = Some(first);
                file.sections.insert(first, (line, Vec::new()));
            } else if let Some((key, value)) = line.text.split_once(':') {
                let key = key.trim();
                line.known("key", key, KEYS, "a key that solvers of routing problems know")?;
                file.keys.insert(key, (line, value.trim()));
            } else if let Some((_, rows)) = section.and_then(|section| file.sections.get_mut(section)) {
                rows.push(line);
            } else {
                let expected = "KEY : value, or a section";
                return Err(line.trouble(What::Unknown {
                    field: "line".into(),
                    found: line.text.into(),
                    expected,
                }));
            }
        }
        Ok(file)
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<&'t str> {
        self.keys.get(key).map(|&(_, value)| value)
    }

    /// The line of a key, or the last one of the file.
    pub(super) fn key_line(&self, key: &str) -> Line<'t> {
        self.keys.get(key).map_or(self.last, |&(line, _)| line)
    }

    /// The number of a key, if it is there.
    pub(super) fn key<N: Numeric>(&self, key: &str) -> Result<Option<N>, Trouble> {
        self.keys
            .get(key)
            .map(|&(line, value)| line.parse(value, key))
            .transpose()
    }

    /// The number of a key that must be there.
    pub(super) fn required<N: Numeric>(&self, key: &'static str) -> Result<N, Trouble> {
        self.key(key)?.ok_or_else(|| self.last.trouble(What::NoSection(key)))
    }

    /// The lines of a section, if it is there.
    pub(super) fn section(&self, name: &str) -> Option<&[Line<'t>]> {
        self.sections.get(name).map(|(_, rows)| rows.as_slice())
    }

    /// The line of a key, or of a section's title, if it is there.
    pub(super) fn start(&self, name: &str) -> Option<Line<'t>> {
        let key = self.keys.get(name).map(|&(line, _)| line);
        key.or_else(|| self.sections.get(name).map(|&(line, _)| line))
    }

    /// The line of a section that begins with a number.
    pub(super) fn row(&self, section: &str, number: usize) -> Option<Line<'t>> {
        let begins = |line: &&Line| line.words().first().and_then(|word| word.parse().ok()) == Some(number);
        self.section(section)?.iter().find(begins).copied()
    }

    /// The trouble that a section or key is missing.
    pub(super) fn no(&self, name: &'static str) -> Trouble {
        self.last.trouble(What::NoSection(name))
    }

    /// The rows of a section by their number from 1: the words behind it. All numbers must be there.
    pub(super) fn rows(&self, name: &'static str, count: usize) -> Result<Option<Vec<Row<'t>>>, Trouble> {
        let Some(rows) = self.section(name) else {
            return Ok(None);
        };
        if rows.len() != count {
            let line = rows.last().copied().unwrap_or(self.last);
            return Err(line.trouble(What::Count {
                section: name.into(),
                found: rows.len(),
                expected: count,
            }));
        }
        let mut ordered = vec![None; count];
        for &line in rows {
            let words = line.words();
            let number: usize = line.number(&words, 0, name, "number and values")?;
            let place = number
                .checked_sub(1)
                .and_then(|at| ordered.get_mut(at))
                .filter(|place| place.is_none());
            let Some(place) = place else {
                let expected = format!("a number from 1 to {count}, each once");
                return Err(line.trouble(What::Reference {
                    field: name.into(),
                    found: number as i64,
                    expected,
                }));
            };
            *place = Some((line, words[1..].to_vec()));
        }
        Ok(Some(ordered.into_iter().flatten().collect()))
    }
}

impl Line<'_> {
    fn known(self, field: &str, found: &str, known: &[&str], expected: &'static str) -> Result<(), Trouble> {
        if known.contains(&found) {
            return Ok(());
        }
        Err(self.trouble(What::Unknown {
            field: field.into(),
            found: found.into(),
            expected,
        }))
    }
}

/// Points and distances.
fn travel(file: &Parts, size: usize, rounding: Rounding) -> Result<(Vec<[f64; 2]>, Table), Trouble> {
    let points = parts::points(file, size)?;
    let distances = match file.text("EDGE_WEIGHT_TYPE").unwrap_or("EUC_2D") {
        "EUC_2D" => straight(file, points.as_deref(), rounding)?,
        "EXPLICIT" => parts::matrix(file, size, rounding)?,
        other => {
            let what = What::Unknown {
                field: "EDGE_WEIGHT_TYPE".into(),
                found: other.into(),
                expected: "EUC_2D or EXPLICIT",
            };
            return Err(file.key_line("EDGE_WEIGHT_TYPE").trouble(what));
        }
    };
    Ok((
        points.unwrap_or_default(),
        Table {
            size,
            distances,
            durations: None,
        },
    ))
}

/// Distances between all points, row by row.
fn straight(file: &Parts, points: Option<&[[f64; 2]]>, rounding: Rounding) -> Result<Vec<u32>, Trouble> {
    let points = points.ok_or_else(|| file.no("NODE_COORD_SECTION"))?;
    let entry = |from: usize, to: usize| {
        let (dx, dy) = (points[from][0] - points[to][0], points[from][1] - points[to][1]);
        let length = rounding.apply((dx * dx + dy * dy).sqrt());
        let line = || file.row("NODE_COORD_SECTION", to + 1).unwrap_or(file.last);
        parts::entry(length).ok_or_else(|| parts::too_far(line(), (from, to), length))
    };
    let all = (0..points.len()).flat_map(|from| (0..points.len()).map(move |to| (from, to)));
    all.map(|(from, to)| entry(from, to)).collect()
}
