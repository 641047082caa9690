//! Plans and runs as plain values, and every decision about them. Nothing here knows a database.

pub mod admission;
pub mod asked;
pub mod capacity;
pub mod cargo;
pub mod closed_way;
pub mod draft;
pub mod effects;
pub mod figures;
pub mod foot_run;
pub mod moving;
pub mod on_foot;
pub mod plan;
pub mod pool;
pub mod prices;
pub mod rest;
pub mod retime;
pub mod ride;
pub mod state;
pub mod ways;
pub mod working;
