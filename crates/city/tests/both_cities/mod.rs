//! The two cities that the tests run on.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};

use tongxin_city::{City, Level};

/// What a test may know of a city beforehand.
pub struct Known {
    pub folder: &'static str,
    pub city: City,
    /// Places by level, from the city down to the community.
    pub counts: [usize; 4],
    pub people: u32,
}

pub fn both() -> [Known; 2] {
    [
        Known {
            folder: "chongqing",
            city: load("chongqing"),
            counts: [1, 38, 1031, 11_270],
            people: 32_055_160,
        },
        Known {
            folder: "harbour",
            city: load("harbour"),
            counts: [1, 4, 12, 40],
            people: 425_652,
        },
    ]
}

pub fn load(folder: &str) -> City {
    City::load(&folder_of(folder)).unwrap()
}

pub fn folder_of(city: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(city)
}

/// The levels whose places come with a city.
pub const LOADED: [Level; 4] = [Level::City, Level::District, Level::Subdistrict, Level::Community];
