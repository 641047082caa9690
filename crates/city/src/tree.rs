//! The place tree: every place of the city by code, from the root to the users' own buildings.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use crate::search::{Hit, SearchIndex};
use crate::{Lang, Level, Naming, PlaceCode, Population, Widths};

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its code; starts with its parent's.
    pub code: PlaceCode,
    /// Its level, which follows from the code's width.
    pub level: Level,
    /// Its Chinese name.
    pub name_zh: Arc<str>,
    /// Its English name: the given one, else one made of pinyin and the level's usual ending. Nothing only for
    /// users' places added without one.
    pub name_en: Option<Arc<str>>,
    /// People and households, where known or estimated.
    pub population: Option<Population>,
}

impl Place {
    /// The name in that language, or the Chinese one when there is no English.
    pub fn name(&self, lang: Lang) -> &str {
        match (lang, &self.name_en) {
            (Lang::En, Some(name_en)) => name_en,
            _ => &self.name_zh,
        }
    }
}

/// A place to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlace {
    /// Its code, as wide as its level needs.
    pub code: PlaceCode,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name, if it has one of its own.
    pub name_en: Option<String>,
    /// People and households, where known.
    pub population: Option<Population>,
}

/// Why a place can't be added. The tree is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// The code is as wide as no level's.
    #[error("place code {code} has {found} digits: {expected} would be right")]
    WrongWidth {
        /// The code.
        code: PlaceCode,
        /// Its digits.
        found: usize,
        /// The widths that exist, such as `2, 6, 9`.
        expected: String,
    },
    /// The place it would lie in does not exist.
    #[error("place {code} would lie in {parent}, which does not exist")]
    ParentMissing {
        /// The code.
        code: PlaceCode,
        /// The parent's code.
        parent: PlaceCode,
    },
    /// The code is another place's.
    #[error("place code {code} is already used by {name}")]
    CodeTaken {
        /// The code.
        code: PlaceCode,
        /// The Chinese name of the place that has it.
        name: String,
    },
    /// There is a city already.
    #[error("the tree has its city, {city}; {code} can't be a second one")]
    SecondCity {
        /// The code.
        code: PlaceCode,
        /// The city's code.
        city: PlaceCode,
    },
    /// A name is blank.
    #[error("a place has a blank name")]
    NameEmpty,
    /// A name is too long.
    #[error("the name of a place has {found} characters: at most 80 would be right")]
    NameTooLong {
        /// Its characters.
        found: usize,
    },
    /// A name holds a line break or another control character.
    #[error("the name of a place holds a line break or another character that can't be shown")]
    NameUnprintable,
}

/// Why no code can be proposed for a new child.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberingError {
    /// The parent does not exist.
    #[error("place {0} does not exist")]
    ParentMissing(PlaceCode),
    /// Nothing lies below a building.
    #[error("place {0} is a building: nothing lies below it")]
    NothingBelow(PlaceCode),
    /// All numbers are used.
    #[error("place {0} has no free number left for another place")]
    Full(PlaceCode),
}

/// All places of a city, in memory: about 60 MB with 200,000 places of the users. A clone shares the names and takes some 40 ms
/// at that size, so add many places to one tree rather than one place to many clones.
#[derive(Clone)]
pub struct PlaceTree {
    widths: Widths,
    naming: Arc<Naming>,
    /// In code order a place comes right before all inside it, so a subtree is one range.
    places: BTreeMap<PlaceCode, Place>,
    counts: [usize; 6],
    index: SearchIndex,
}

impl fmt::Debug for PlaceTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlaceTree({} places)", self.len())
    }
}

impl PlaceTree {
    /// The longest name, in characters.
    pub const NAME_CHARS_MAX: usize = 80;

    /// An empty tree whose names have no usual endings.
    pub fn new(widths: Widths) -> PlaceTree {
        PlaceTree::with_naming(widths, Naming::default())
    }

    /// An empty tree; the first place to add is the city.
    pub fn with_naming(widths: Widths, naming: Naming) -> PlaceTree {
        PlaceTree {
            widths,
            naming: Arc::new(naming),
            places: BTreeMap::new(),
            counts: [0; 6],
            index: SearchIndex::default(),
        }
    }

    /// Adds a place inside an existing one and gives it back.
    ///
    /// # Errors
    /// When the code's width fits no level, its parent is missing, the code is taken, or a name is blank or too long.
    pub fn add(&mut self, new: NewPlace) -> Result<&Place, AddError> {
        let level = self.free_level(&new.code)?;
        let name_zh = checked_name(&new.name_zh)?;
        let name_en = new.name_en.as_deref().map(checked_name).transpose()?;
        let place = Place {
            code: new.code,
            level,
            name_zh: name_zh.into(),
            name_en: name_en.map(Into::into),
            population: new.population,
        };
        self.index.insert(&place, &self.naming);
        self.counts[level.depth()] += 1;
        Ok(self.places.entry(new.code).or_insert(place))
    }

    /// The level of a code at which a place may be added.
    fn free_level(&self, code: &PlaceCode) -> Result<Level, AddError> {
        let level = self.widths.level_of(code).ok_or_else(|| AddError::WrongWidth {
            code: *code,
            found: code.width(),
            expected: Level::ALL.map(|level| self.widths.width(level).to_string()).join(", "),
        })?;
        if let Some(taken) = self.places.get(code) {
            return Err(AddError::CodeTaken {
                code: *code,
                name: taken.name_zh.to_string(),
            });
        }
        match (self.widths.parent(code), self.city()) {
            (Some(parent), _) if self.get(&parent).is_none() => Err(AddError::ParentMissing { code: *code, parent }),
            (None, Some(city)) => Err(AddError::SecondCity {
                code: *code,
                city: city.code,
            }),
            _ => Ok(level),
        }
    }

    /// The place of that code.
    pub fn get(&self, code: &PlaceCode) -> Option<&Place> {
        self.places.get(code)
    }

    /// The root; nothing only while the tree is empty.
    pub fn city(&self) -> Option<&Place> {
        self.places.first_key_value().map(|(_, place)| place)
    }

    /// The widths of codes.
    pub fn widths(&self) -> &Widths {
        &self.widths
    }

    /// The places right below, in code order.
    pub fn children(&self, code: &PlaceCode) -> impl Iterator<Item = &Place> {
        let below = self.widths.level_of(code).and_then(Level::below);
        below.into_iter().flat_map(|level| self.at_level(*code, level))
    }

    /// The places from the city down to this one, both included; empty when there is no such place.
    pub fn path(&self, code: &PlaceCode) -> Vec<&Place> {
        if self.get(code).is_none() {
            return Vec::new();
        }
        Level::ALL
            .into_iter()
            .map_while(|level| self.widths.ancestor(code, level))
            .filter_map(|ancestor| self.get(&ancestor))
            .collect()
    }

    /// A building with the compound above it, as people know it: many compounds have a building 1. Of any other place its name
    /// and that of the one above; the code where there is no such place.
    pub fn building_name(&self, code: &PlaceCode, lang: Lang) -> String {
        let path = self.path(code);
        let known_by = path.iter().skip(path.len().saturating_sub(2));
        let names: Vec<&str> = known_by.map(|place| place.name(lang)).collect();
        if names.is_empty() {
            code.to_string()
        } else {
            names.join(" ")
        }
    }

    /// This place and all inside it, in code order.
    pub fn inside(&self, code: &PlaceCode) -> impl Iterator<Item = &Place> {
        self.places.range(*code..code.after()).map(|(_, place)| place)
    }

    /// The places of one level inside a place, in code order, without walking what lies below them.
    pub fn at_level(&self, inside: PlaceCode, level: Level) -> impl Iterator<Item = &Place> {
        let width = self.widths.width(level);
        let end = inside.after();
        let mut next = Bound::Included(inside);
        std::iter::from_fn(move || {
            loop {
                if matches!(next, Bound::Included(from) if from >= end) {
                    return None;
                }
                let (code, place) = self.places.range((next, Bound::Excluded(end))).next()?;
                if code.width() < width {
                    next = Bound::Excluded(*code);
                    continue;
                }
                next = Bound::Included(code.after());
                if code.width() == width {
                    return Some(place);
                }
            }
        })
    }

    /// All places in code order.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no place yet.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many places of that level there are.
    pub fn count(&self, level: Level) -> usize {
        self.counts[level.depth()]
    }

    /// A free code for a new place right below `parent`: one above the highest in use, or the first gap.
    ///
    /// # Errors
    /// When the parent is missing, is a building, or is full.
    pub fn next_child_code(&self, parent: &PlaceCode) -> Result<PlaceCode, NumberingError> {
        let place = self.get(parent).ok_or(NumberingError::ParentMissing(*parent))?;
        let level = place.level.below().ok_or(NumberingError::NothingBelow(*parent))?;
        let digits = self.widths.own_digits(level);
        let number_of = |child: &Place| child.code.as_str()[parent.width()..].parse::<u64>().unwrap_or(u64::MAX);
        let highest = self.last_child(parent, level).map_or(0, number_of);
        if let Some(code) = highest.checked_add(1).and_then(|number| parent.child(number, digits)) {
            return Ok(code);
        }
        (1..)
            .zip(self.children(parent).map(number_of).filter(|number| *number > 0))
            .find(|(free, used)| free != used)
            .and_then(|(free, _)| parent.child(free, digits))
            .ok_or(NumberingError::Full(*parent))
    }

    fn last_child(&self, parent: &PlaceCode, level: Level) -> Option<&Place> {
        let (last, _) = self.places.range(*parent..parent.after()).next_back()?;
        self.get(&self.widths.ancestor(last, level)?)
    }

    /// Finds places by Chinese name, pinyin (`yubei`), initials (`yb`), English name or the start of the code.
    ///
    /// Best first: exact before prefix before substring, then upper levels, then code order; at most `limit`, and
    /// only inside `within` when given. A name counts as exact without its usual ending (渝北 for 渝北区). Where the
    /// whole finds nothing, the words before the last may name a place around it (`渝北 龙溪`).
    pub fn search(&self, query: &str, within: Option<&PlaceCode>, limit: usize) -> Vec<Hit> {
        crate::search::search(self, query, within, limit)
    }

    pub(crate) fn index(&self) -> &SearchIndex {
        &self.index
    }

    pub(crate) fn naming(&self) -> &Naming {
        &self.naming
    }
}

/// Why a text can't be a place's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameFault {
    Empty,
    TooLong { found: usize },
    Unprintable,
}

impl From<NameFault> for AddError {
    fn from(fault: NameFault) -> AddError {
        match fault {
            NameFault::Empty => AddError::NameEmpty,
            NameFault::TooLong { found } => AddError::NameTooLong { found },
            NameFault::Unprintable => AddError::NameUnprintable,
        }
    }
}

/// The name without blanks around it, if it can be one.
pub(crate) fn checked_name(name: &str) -> Result<&str, NameFault> {
    let name = name.trim();
    let found = name.chars().count();
    if found == 0 {
        return Err(NameFault::Empty);
    }
    if found > PlaceTree::NAME_CHARS_MAX {
        return Err(NameFault::TooLong { found });
    }
    if name.chars().any(char::is_control) {
        return Err(NameFault::Unprintable);
    }
    Ok(name)
}
