//! The six levels of places and how wide their codes are in a given city.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Lang, PlaceCode};

/// A level of the place tree, from the city down to a building. "Upper" levels order before lower ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 市: the whole city, the root.
    City,
    /// 区县: district or county.
    District,
    /// 街道、乡镇: subdistrict, town or township.
    Subdistrict,
    /// 社区、村: community or village committee.
    Community,
    /// 小区: a compound, the worker's grid; added by the users.
    Compound,
    /// 楼栋: a building, the unit of work; added by the users.
    Building,
}

impl Level {
    /// All levels from the top down.
    pub const ALL: [Level; 6] = [
        Level::City,
        Level::District,
        Level::Subdistrict,
        Level::Community,
        Level::Compound,
        Level::Building,
    ];

    /// The key used in files, JSON and language files.
    pub const fn key(self) -> &'static str {
        match self {
            Level::City => "city",
            Level::District => "district",
            Level::Subdistrict => "subdistrict",
            Level::Community => "community",
            Level::Compound => "compound",
            Level::Building => "building",
        }
    }

    /// The usual name of the level; a city's file may call it otherwise (see [`crate::CityFile::level_name`]).
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Level::City, Lang::Zh) => "市",
            (Level::City, Lang::En) => "City",
            (Level::District, Lang::Zh) => "区县",
            (Level::District, Lang::En) => "District",
            (Level::Subdistrict, Lang::Zh) => "街道乡镇",
            (Level::Subdistrict, Lang::En) => "Subdistrict",
            (Level::Community, Lang::Zh) => "社区村",
            (Level::Community, Lang::En) => "Community",
            (Level::Compound, Lang::Zh) => "小区",
            (Level::Compound, Lang::En) => "Compound",
            (Level::Building, Lang::Zh) => "楼栋",
            (Level::Building, Lang::En) => "Building",
        }
    }

    /// 0 for the city down to 5 for a building.
    pub const fn depth(self) -> usize {
        self as usize
    }

    /// The level above; nothing above the city.
    pub fn above(self) -> Option<Level> {
        self.depth().checked_sub(1).map(|depth| Level::ALL[depth])
    }

    /// The level below; nothing below a building.
    pub fn below(self) -> Option<Level> {
        Level::ALL.get(self.depth() + 1).copied()
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// A word that names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("level {0:?} is not known: city, district, subdistrict, community, compound or building would be right")]
pub struct LevelError(pub String);

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(key: &str) -> Result<Self, Self::Err> {
        Level::ALL
            .into_iter()
            .find(|level| level.key() == key)
            .ok_or_else(|| LevelError(key.to_owned()))
    }
}

/// How many digits a code has at each level, as the city's file says. Rising from the city down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widths([u8; 6]);

/// Why six numbers can't be widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WidthsError {
    /// A level is not wider than the one above it.
    #[error("the width of level {level} is {found}: more than {above} would be right")]
    NotRising {
        /// The lower level.
        level: Level,
        /// Its width.
        found: u8,
        /// The width of the level above, 0 above the city.
        above: u8,
    },
    /// A level needs more digits than a code can hold.
    #[error("the width of level {level} is {found}: at most 24 would be right")]
    TooWide {
        /// The level.
        level: Level,
        /// Its width.
        found: u8,
    },
}

impl Widths {
    /// Chongqing's widths: China's official division codes (2, 6, 9, 12) and three digits each for compounds and buildings.
    pub const CHINA: Widths = Widths([2, 6, 9, 12, 15, 18]);

    /// Takes the widths from the city down to the building.
    ///
    /// # Errors
    /// When they don't rise, or pass [`PlaceCode::DIGITS_MAX`].
    pub fn new(widths: [u8; 6]) -> Result<Widths, WidthsError> {
        let mut above = 0;
        for level in Level::ALL {
            let found = widths[level.depth()];
            if found <= above {
                return Err(WidthsError::NotRising { level, found, above });
            }
            if usize::from(found) > PlaceCode::DIGITS_MAX {
                return Err(WidthsError::TooWide { level, found });
            }
            above = found;
        }
        Ok(Widths(widths))
    }

    /// The number of digits of a code at `level`.
    pub fn width(&self, level: Level) -> usize {
        usize::from(self.0[level.depth()])
    }

    /// The level of a code, by its width; nothing when no level has that width.
    pub fn level_of(&self, code: &PlaceCode) -> Option<Level> {
        Level::ALL.into_iter().find(|level| self.width(*level) == code.width())
    }

    /// The place at `level` in which `code` lies (itself, when it is of that level); nothing when `code` lies above it.
    pub fn ancestor(&self, code: &PlaceCode, level: Level) -> Option<PlaceCode> {
        code.prefix(self.width(level))
    }

    /// The code of the place right above; nothing for the city and for codes of no level.
    pub fn parent(&self, code: &PlaceCode) -> Option<PlaceCode> {
        self.ancestor(code, self.level_of(code)?.above()?)
    }

    /// How many digits a code at `level` adds to its parent's.
    pub fn own_digits(&self, level: Level) -> usize {
        self.width(level) - level.above().map_or(0, |above| self.width(above))
    }
}
