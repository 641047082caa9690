//! Orders: [`write`] places them and moves them on, [`list`] reads them for somebody, [`picks`] adds up what is to be
//! picked, [`photos`] keeps where they were put down, [`due`] finds what the clock asks for.

pub(crate) mod due;
pub(crate) mod list;
pub(crate) mod photos;
pub(crate) mod picks;
mod rows;
pub(crate) mod write;

pub(crate) use rows::{Consent, Order, OrderEvent};
