//! From a city's folder to a [`City`]: everything checked first, nothing half-loaded.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use crate::boundaries::Boundaries;
use crate::city_file::{self, CityFile};
use crate::csv_rows::{self, Expected, FileRows, Lines, PlaceRow};
use crate::load_error::{LoadError, LoadErrorKind, LoadErrors, Row};
use crate::population::{Population, spread};
use crate::tree::checked_name;
use crate::{Level, NewPlace, PlaceCode, PlaceTree};

/// A loaded city.
#[derive(Debug, Clone)]
pub struct City {
    /// What the city's own file says.
    pub file: CityFile,
    /// Its places down to the last level with a file (communities, usually).
    pub tree: PlaceTree,
    /// Its districts' boundaries; empty when it has no such file.
    pub boundaries: Boundaries,
}

impl City {
    /// Loads the city whose `city.toml` lies in `folder`.
    ///
    /// # Errors
    /// Everything wrong in any of its files, at once.
    pub fn load(folder: &Path) -> Result<City, LoadErrors> {
        City::read(|name| std::fs::read(folder.join(name)))
    }

    /// Loads a city from anywhere: `file` gives the bytes of a file of its folder by name.
    ///
    /// # Errors
    /// As [`City::load`].
    pub fn read(file: impl Fn(&str) -> io::Result<Vec<u8>>) -> Result<City, LoadErrors> {
        let mut errors = Vec::new();
        let city_file = open(&file, city_file::FILE_NAME, &mut errors)
            .ok_or(errors)
            .and_then(|bytes| CityFile::parse(&bytes))
            .map_err(LoadErrors)?;

        let mut errors = Vec::new();
        let levels = read_levels(&city_file, &file, &mut errors);
        let districts = levels[Level::District.depth()].lines.as_ref();
        let boundaries = city_file.boundaries_file.as_deref().and_then(|name| {
            let bytes = open(&file, name, &mut errors)?;
            Some(Boundaries::read(name, &bytes, districts, &mut errors))
        });
        if !errors.is_empty() {
            return Err(LoadErrors(errors));
        }
        let tree = grow(&city_file, levels);
        Ok(City {
            file: city_file,
            tree,
            boundaries: boundaries.unwrap_or_default(),
        })
    }
}

fn open(file: &impl Fn(&str) -> io::Result<Vec<u8>>, name: &str, errors: &mut Vec<LoadError>) -> Option<Vec<u8>> {
    file(name)
        .map_err(|error| {
            let kind = LoadErrorKind::Unreadable {
                detail: error.to_string(),
            };
            errors.push(LoadError::new(name, Row::None, "", kind));
        })
        .ok()
}

/// What the files hold, by depth.
type Levels = [FileRows; 6];

fn read_levels(
    city_file: &CityFile,
    file: &impl Fn(&str) -> io::Result<Vec<u8>>,
    errors: &mut Vec<LoadError>,
) -> Levels {
    let mut levels = Levels::default();
    levels[Level::City.depth()].lines = Some(Lines::from([(city_file.code, 0)]));
    let mut parent_file = city_file::FILE_NAME;
    for (above, level) in Level::ALL.into_iter().zip(Level::ALL.into_iter().skip(1)) {
        let entry = &city_file.levels[level.depth()];
        let Some(name) = entry.file.as_deref() else { break };
        let expected = Expected {
            file: name,
            width: city_file.widths.width(level),
            parent_width: city_file.widths.width(above),
            parent_file,
            population_column: entry.population_column.as_deref(),
        };
        if let Some(bytes) = open(file, name, errors) {
            let parents = levels[above.depth()].lines.as_ref();
            levels[level.depth()] = csv_rows::read(&expected, &bytes, parents, errors);
        }
        parent_file = name;
    }
    levels
}

/// Plants the city and adds level by level.
fn grow(city_file: &CityFile, levels: Levels) -> PlaceTree {
    let naming = city_file.naming();
    let populations = populations(city_file, &levels);
    let mut tree = PlaceTree::with_naming(city_file.widths, naming.clone());
    let mut plant = |code, name_zh: String, name_en| {
        let added = tree.add(NewPlace {
            code,
            name_zh,
            name_en,
            population: populations.get(&code).copied(),
        });
        // The city's file and every row were checked for all that the tree checks.
        debug_assert!(added.is_ok(), "{added:?}");
    };
    plant(
        city_file.code,
        city_file.name.zh.clone(),
        Some(city_file.name.en.clone()),
    );
    for (level, file) in Level::ALL.into_iter().zip(levels) {
        for row in file.rows {
            let made = || Some(naming.english_form(&row.name, level)).filter(|form| checked_name(form).is_ok());
            let name_en = row.name_en.or_else(made);
            plant(row.code, row.name, name_en);
        }
    }
    tree
}

type Populations = HashMap<PlaceCode, Population>;

/// Populations of all places: as given at the level with figures, sums above it, spread over the communities below.
fn populations(city_file: &CityFile, levels: &Levels) -> Populations {
    let mut populations = Populations::new();
    let Some(given) = Level::ALL
        .into_iter()
        .rfind(|level| city_file.levels[level.depth()].population_column.is_some())
    else {
        return populations;
    };
    for row in &levels[given.depth()].rows {
        let Some(people) = row.people else { continue };
        let households = (f64::from(people) / city_file.population.persons_per_household).round() as u32;
        populations.insert(
            row.code,
            Population {
                people,
                households,
                estimated: false,
            },
        );
    }
    if given < Level::Community {
        spread_over_communities(city_file, levels, given, &mut populations);
    }
    add_up(city_file, levels, given, &mut populations);
    populations
}

fn spread_over_communities(city_file: &CityFile, levels: &Levels, given: Level, populations: &mut Populations) {
    let mut communities: Vec<&PlaceRow> = levels[Level::Community.depth()].rows.iter().collect();
    communities.sort_by_key(|row| row.code);
    let outer = |row: &&PlaceRow| city_file.widths.ancestor(&row.code, given);
    for together in communities.chunk_by(|a, b| outer(a) == outer(b)) {
        let Some(known) = together
            .first()
            .and_then(outer)
            .and_then(|code| populations.get(&code).copied())
        else {
            continue;
        };
        let weights: Vec<u64> = together.iter().map(|row| weight(city_file, &row.name)).collect();
        let people = spread(u64::from(known.people), &weights);
        let households = spread(u64::from(known.households), &people);
        for ((row, people), households) in together.iter().zip(people).zip(households) {
            // Parts of a u32 fit one.
            let share = Population {
                people: people as u32,
                households: households as u32,
                estimated: true,
            };
            populations.insert(row.code, share);
        }
    }
}

fn weight(city_file: &CityFile, name: &str) -> u64 {
    let rule = &city_file.population;
    let is_urban = rule.urban_words.iter().any(|word| name.contains(word.as_str()));
    u64::from(if is_urban { rule.urban_weight } else { rule.rural_weight })
}

/// Sums for every level that has no figures of its own, from the level below.
fn add_up(city_file: &CityFile, levels: &Levels, given: Level, populations: &mut Populations) {
    for level in [Level::Subdistrict, Level::District, Level::City] {
        let Some(below) = level.below() else { continue };
        if level == given {
            continue;
        }
        for row in &levels[below.depth()].rows {
            let part = populations.get(&row.code).copied();
            let (Some(part), Some(parent)) = (part, city_file.widths.parent(&row.code)) else {
                continue;
            };
            let sum = populations.entry(parent).or_insert(Population {
                people: 0,
                households: 0,
                estimated: false,
            });
            sum.people = sum.people.saturating_add(part.people);
            sum.households = sum.households.saturating_add(part.households);
            sum.estimated |= part.estimated;
        }
    }
}
