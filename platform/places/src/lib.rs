//! The city's places in the database: the official tree, and the compounds, buildings, households, organisations and
//! areas that users add to it.
//!
//! Start at [`Places`], one handle for all: [`Places::tree`] is the whole tree in memory, kept fresh when anything
//! is added here or by another process; [`Places::position`] says where a place lies, known or guessed; everything else is one command or query. What comes from outside takes a
//! [`tongxin_storage::CommandKey`], so a resent command changes nothing.
//! It never knows who may do what (that is `tongxin-account`), nor what happens at a place (that is the modules').

mod added;
mod areas;
mod city;
mod error;
mod handle;
mod households;
mod limits;
mod names;
mod orgs;
mod positions;

pub use added::NewUserPlace;
pub use areas::NamedArea;
pub use city::{CityFolder, LoadedCity, Orphan, OrphanKind};
pub use error::{Fault, PlacesError, RowFault};
pub use handle::Places;
pub use households::{Household, NewHousehold, insert_households};
pub use limits::{
    AREA_PLACES_MAX, BUILDING_DOORS_MAX, BULK_ROWS_MAX, DOOR_CHARS_MAX, DOOR_PEOPLE_MAX, LIST_MAX, ORG_NAME_CHARS_MAX,
    POSITION_ROWS_MAX,
};
pub use names::PlaceNames;
pub use orgs::{NewOrg, Org, OrgFilter, OrgKind, insert_orgs, known_org};
pub use positions::NewPosition;

use tongxin_storage::{Migration, ModuleMigrations};

/// The tables of this crate.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "places",
    steps: &[
        Migration {
            version: 1,
            sql: include_str!("../migrations/0001_places.sql"),
        },
        Migration {
            version: 2,
            sql: include_str!("../migrations/0002_positions.sql"),
        },
    ],
};
