//! The base map: streets and water beneath what Tongxin draws, from one file that the operator brings.
//!
//! Words: a *tile* is one square of the map at one zoom; the file is MBTiles 1.3, a SQLite database of tiles as most map
//! tools write it, with pictures (PNG, JPEG, WebP) or vectors (`pbf`). Start at [`Basemap::open`]; [`routes`] says what
//! there is and gives tiles out. The file is read, never written, and looked at before the first tile is given out.
//!
//! It never knows where anybody is or what is drawn above it. Whoever opens a map may have its tiles: they show what any
//! printed map shows.

mod api;
mod error;
mod file;
mod look;

pub use api::routes;
pub use error::BasemapError;
pub use file::{Basemap, Format, TileAt};
