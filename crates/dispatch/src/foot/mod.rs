//! Runs on foot: from where a van put bags down to the doors of a compound that nobody leaves.
//!
//! A van can't climb stairs, and the last two hundred metres take longer than the ten kilometres before them. This folder
//! turns a drop point, buildings, doors and people who carry into runs: who takes which bags when, to which door, on which
//! floor, and how many floors they climb. It searches nothing itself: it writes a [`Draft`](crate::Draft) whose table of
//! travel comes from walking, lifts and stairs, has [`solve`](crate::solve) search and [`check`](crate::check()) judge, and reads
//! the plan back.
//!
//! Start at [`FootTask`], which says all that can be asked, and [`plan_on_foot`]. [`read_door_label`] tells unit and floor from
//! what stands on a door. Every speed is a constant of `pace.rs` with its source or the word assumption.
//! Knows nothing of who lives behind a door.

mod answer;
mod fault;
mod label;
mod model;
mod pace;
mod planning;
mod ways;
mod writing;

pub use fault::FootFault;
pub use label::{Certainty, DoorLabel, numeral_digit, read_door_label};
pub use model::{
    Carrier, FootBuilding, FootCall, FootDoor, FootPlan, FootRun, FootTask, FootTrip, LeftDoor, WaysOnFoot,
};
pub use pace::*;
pub use planning::plan_on_foot;
