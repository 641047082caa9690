//! The city as plain values: its places, areas, boundaries and names, its calendar, and the ids of things.
//!
//! Start at [`City::load`], which reads a city's folder (`city.toml`, CSV files, boundaries) into a [`PlaceTree`];
//! [`PlaceCode`] is the word everything else uses for "where", and "inside" is a prefix test on it.
//! Offers: [`PlaceTree`] with [`PlaceTree::search`], [`Area`], [`Boundaries`] with a guess where each place lies
//! ([`Position`]), [`calendar`] (timestamps, days, the city's zone), [`ids`] and [`Fen`].
//! Knows nothing of databases, HTTP, accounts or needs, and never will.
//! Feature `openapi` describes the small value types for API documents.

pub mod area;
pub mod boundaries;
pub mod calendar;
pub mod city_file;
pub mod code;
mod csv_rows;
pub mod ids;
pub mod lang;
pub mod level;
pub mod load;
pub mod load_error;
mod load_words;
mod messages;
mod money;
pub mod naming;
#[cfg(feature = "openapi")]
mod openapi;
mod population;
mod position;
pub mod relative;
pub mod search;
mod shape;
mod signs;
pub mod tree;
mod words;

pub use area::{Area, AreaError};
pub use boundaries::{Boundaries, Boundary};
pub use calendar::{CalendarError, Day, Timestamp, Zone};
pub use city_file::{CityFile, EmergencyNumbers};
pub use code::{PlaceCode, PlaceCodeError};
pub use ids::{
    AccountId, AllotmentId, ApplicationId, AppointmentId, AttachmentId, CalendarId, EntryId, ErrandId, GrantId,
    HouseholdId, Id63, IdError, InvitationId, ItemId, MovementId, NeedId, OrderId, OrgId, PassBatchId, PassId,
    PersonId, PictureId, PlanId, ReportId, RideId, RunId, SeriesId, ShiftId, StaffId, TeamId, TokenId, TransferId,
    VehicleId, VolunteerId, WindowId,
};
pub use lang::Lang;
pub use level::{Level, Widths};
pub use load::City;
pub use load_error::{LoadError, LoadErrorKind, LoadErrors, Row};
pub use money::{Fen, FenError};
pub use naming::Naming;
pub use population::Population;
pub use position::Position;
pub use search::{Hit, Rank};
pub use signs::half_width;
pub use tree::{AddError, NewPlace, NumberingError, Place, PlaceTree};
pub use words::UnknownWord;
