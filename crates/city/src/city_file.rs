//! `city.toml`: what a city's folder says of the city itself. The keys are explained in `data/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::load_error::{LoadError, LoadErrorKind, Row};
use crate::naming::Suffix;
use crate::tree::checked_name;
use crate::{Lang, Level, Naming, PlaceCode, Widths, Zone, level::WidthsError};

/// The name of the city's own file in its folder.
pub const FILE_NAME: &str = "city.toml";

/// The city's own file, checked.
#[derive(Debug, Clone)]
pub struct CityFile {
    /// The city's code, the root of its tree.
    pub code: PlaceCode,
    /// The city's name.
    pub name: Words,
    /// The city's time zone.
    pub zone: Zone,
    /// The widths of codes.
    pub widths: Widths,
    /// The length of a road trip divided by the straight line; a rule of thumb until a road network is loaded.
    pub road_factor: f64,
    /// How people are spread and counted into households.
    pub population: PopulationRule,
    /// The boundaries' GeoJSON file, if the city has one.
    pub boundaries_file: Option<String>,
    /// Whom to call when life is in danger.
    pub emergency: EmergencyNumbers,
    /// Where the figures come from and what their limits are, to be said where they are shown.
    pub source: Words,
    pub(crate) levels: [LevelEntry; 6],
    readings: BTreeMap<String, String>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The text in that language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// The numbers that stand on every page. China's where a city says nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmergencyNumbers {
    /// An ambulance's.
    pub ambulance: String,
    /// The fire brigade's.
    pub fire: String,
    /// The police's.
    pub police: String,
}

impl Default for EmergencyNumbers {
    fn default() -> Self {
        let [ambulance, fire, police] = ["120", "119", "110"].map(str::to_owned);
        Self {
            ambulance,
            fire,
            police,
        }
    }
}

/// How a population known at one level is spread over the communities below, and counted into households.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationRule {
    /// The year of the figures.
    pub year: i16,
    /// Average people in a household.
    pub persons_per_household: f64,
    /// A community whose name holds one of these words is of urban kind, any other of rural kind.
    pub urban_words: Vec<String>,
    /// People of an urban community, relative to `rural_weight`.
    pub urban_weight: u32,
    /// People of a rural community, relative to `urban_weight`.
    pub rural_weight: u32,
}

/// One level as the city's file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LevelEntry {
    pub level: Level,
    pub width: u8,
    pub name: Words,
    pub file: Option<String>,
    pub population_column: Option<String>,
    #[serde(default)]
    pub suffixes: Vec<Suffix>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    city: CityEntry,
    population: PopulationRule,
    boundaries: Option<BoundariesEntry>,
    #[serde(default)]
    emergency: EmergencyNumbers,
    source: Words,
    levels: Vec<toml::Spanned<LevelEntry>>,
    #[serde(default)]
    readings: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityEntry {
    code: toml::Spanned<String>,
    name: Words,
    time_zone: toml::Spanned<String>,
    road_factor: toml::Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundariesEntry {
    file: String,
}

/// A road is no shorter than the straight line; a city whose roads are three times as long has mistyped it.
const ROAD_FACTOR: (f64, f64) = (1.0, 3.0);
/// One person at least; an average above twelve is a typing mistake.
const PERSONS_PER_HOUSEHOLD: (f64, f64) = (1.0, 12.0);

/// So many digits has a number that can be dialled (ITU-T E.164: 15 at most).
const EMERGENCY_DIGITS: std::ops::RangeInclusive<usize> = 2..=15;

/// A weight of 0 would empty the places that have only that kind of community.
const WEIGHT: (f64, f64) = (1.0, 10_000.0);

impl CityFile {
    /// The city's name in that language.
    pub fn name(&self, lang: Lang) -> &str {
        self.name.get(lang)
    }

    /// What the city calls a level.
    pub fn level_name(&self, level: Level, lang: Lang) -> &str {
        self.levels[level.depth()].name.get(lang)
    }

    pub(crate) fn naming(&self) -> Naming {
        Naming::new(
            std::array::from_fn(|depth| self.levels[depth].suffixes.clone()),
            &self.readings,
        )
    }

    /// Reads the file's bytes.
    ///
    /// # Errors
    /// All that is wrong in it, at once, unless it is not TOML of the right shape at all.
    pub(crate) fn parse(bytes: &[u8]) -> Result<CityFile, Vec<LoadError>> {
        let alone = |row, kind| vec![LoadError::new(FILE_NAME, row, "", kind)];
        let text = std::str::from_utf8(bytes)
            .map_err(|error| alone(Row::Line(line_of(bytes, error.valid_up_to())), LoadErrorKind::NotUtf8))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: Document = toml::from_str(text).map_err(|error| {
            let row = error
                .span()
                .map_or(Row::None, |span| Row::Line(line_of(text.as_bytes(), span.start)));
            alone(
                row,
                LoadErrorKind::NotToml {
                    detail: error.message().to_owned(),
                },
            )
        })?;
        Check {
            text,
            errors: Vec::new(),
        }
        .city(document)
    }
}

fn line_of(bytes: &[u8], position: usize) -> u64 {
    1 + bytes[..position.min(bytes.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count() as u64
}

/// Gathers what is wrong beyond the file's shape.
struct Check<'a> {
    text: &'a str,
    errors: Vec<LoadError>,
}

impl Check<'_> {
    fn city(mut self, document: Document) -> Result<CityFile, Vec<LoadError>> {
        let city = document.city;
        let levels = self.levels(document.levels);
        let widths = levels.as_ref().and_then(|levels| self.widths(levels));
        let code = self.code(&city.code, widths.as_ref());
        let zone = self.zone(&city.time_zone);
        for name in [&city.name.zh, &city.name.en] {
            if let Err(error) = checked_name(name) {
                self.fault(Row::None, "city.name", error.into());
            }
        }
        let road_line = self.line(city.road_factor.span());
        self.range(road_line, "road_factor", *city.road_factor.get_ref(), ROAD_FACTOR);
        self.emergency(&document.emergency);
        let household = document.population.persons_per_household;
        self.range(Row::None, "persons_per_household", household, PERSONS_PER_HOUSEHOLD);

        for (field, weight) in [
            ("urban_weight", document.population.urban_weight),
            ("rural_weight", document.population.rural_weight),
        ] {
            self.range(Row::None, field, f64::from(weight), WEIGHT);
        }

        match (code, zone, widths, levels) {
            (Some(code), Some(zone), Some(widths), Some(levels)) if self.errors.is_empty() => Ok(CityFile {
                code,
                name: city.name,
                zone,
                widths,
                road_factor: city.road_factor.into_inner(),
                population: document.population,
                boundaries_file: document.boundaries.map(|boundaries| boundaries.file),
                emergency: document.emergency,
                source: document.source,
                levels,
                readings: document.readings,
            }),
            _ => Err(self.errors),
        }
    }

    fn fault(&mut self, row: Row, field: &str, kind: LoadErrorKind) {
        self.errors.push(LoadError::new(FILE_NAME, row, field, kind));
    }

    fn line(&self, span: std::ops::Range<usize>) -> Row {
        Row::Line(line_of(self.text.as_bytes(), span.start))
    }

    fn range(&mut self, row: Row, field: &str, found: f64, (min, max): (f64, f64)) {
        if !(min..=max).contains(&found) {
            let kind = LoadErrorKind::OutOfRange {
                found: found.to_string(),
                min: min.to_string(),
                max: max.to_string(),
            };
            self.fault(row, field, kind);
        }
    }

    fn emergency(&mut self, numbers: &EmergencyNumbers) {
        let EmergencyNumbers {
            ambulance,
            fire,
            police,
        } = numbers;
        for (field, found) in [
            ("emergency.ambulance", ambulance),
            ("emergency.fire", fire),
            ("emergency.police", police),
        ] {
            if !EMERGENCY_DIGITS.contains(&found.len()) || !found.bytes().all(|byte| byte.is_ascii_digit()) {
                let kind = LoadErrorKind::NotANumberToDial {
                    found: found.clone(),
                    min: *EMERGENCY_DIGITS.start(),
                    max: *EMERGENCY_DIGITS.end(),
                };
                self.fault(Row::None, field, kind);
            }
        }
    }

    /// The six levels in order, each exactly once.
    fn levels(&mut self, given: Vec<toml::Spanned<LevelEntry>>) -> Option<[LevelEntry; 6]> {
        let mut is_complete = true;
        for level in Level::ALL {
            let entries = || given.iter().filter(|entry| entry.get_ref().level == level);
            let found = entries().count();
            if found != 1 {
                is_complete = false;
                let row = entries().next_back().map_or(Row::None, |entry| self.line(entry.span()));
                self.fault(row, "levels", LoadErrorKind::LevelCount { level, found });
            }
        }
        let mut levels: Vec<LevelEntry> = given.into_iter().map(toml::Spanned::into_inner).collect();
        levels.sort_by_key(|entry| entry.level);
        let levels: [LevelEntry; 6] = levels.try_into().ok().filter(|_| is_complete)?;
        for above in [Level::District, Level::Subdistrict, Level::Community, Level::Compound] {
            let has_file = |level: Level| levels[level.depth()].file.is_some();
            if above.below().is_some_and(has_file) && !has_file(above) {
                self.fault(Row::None, "file", LoadErrorKind::FileNotGiven { level: above });
            }
        }
        self.population_columns(&levels);
        Some(levels)
    }

    /// Figures come from one level's file at most; two sources could contradict each other.
    fn population_columns(&mut self, levels: &[LevelEntry; 6]) {
        let with_column = || levels.iter().filter(|entry| entry.population_column.is_some());
        let has_no_file = with_column().any(|entry| entry.file.is_none());
        let found = with_column().count();
        if found > 1 || has_no_file {
            let kind = LoadErrorKind::PopulationColumns { found };
            self.fault(Row::None, "population_column", kind);
        }
    }

    fn widths(&mut self, levels: &[LevelEntry; 6]) -> Option<Widths> {
        let kind = match Widths::new(levels.each_ref().map(|entry| entry.width)) {
            Ok(widths) => return Some(widths),
            Err(WidthsError::NotRising { found, above, .. }) => LoadErrorKind::WidthNotRising { found, above },
            Err(WidthsError::TooWide { found, .. }) => LoadErrorKind::WidthTooLarge { found },
        };
        self.fault(Row::None, "width", kind);
        None
    }

    fn code(&mut self, code: &toml::Spanned<String>, widths: Option<&Widths>) -> Option<PlaceCode> {
        let width = widths?.width(Level::City);
        let found = code.get_ref();
        let row = self.line(code.span());
        match found.parse::<PlaceCode>() {
            Ok(code) if code.width() == width => return Some(code),
            Ok(code) => {
                let kind = LoadErrorKind::WrongWidth {
                    found: found.clone(),
                    digits: code.width(),
                    width,
                };
                self.fault(row, "code", kind);
            }
            Err(_) => self.fault(
                row,
                "code",
                LoadErrorKind::NotACode {
                    found: found.clone(),
                    width,
                },
            ),
        }
        None
    }

    fn zone(&mut self, name: &toml::Spanned<String>) -> Option<Zone> {
        let zone = Zone::named(name.get_ref());
        if zone.is_err() {
            let row = self.line(name.span());
            self.fault(
                row,
                "time_zone",
                LoadErrorKind::UnknownZone {
                    found: name.get_ref().clone(),
                },
            );
        }
        zone.ok()
    }
}
