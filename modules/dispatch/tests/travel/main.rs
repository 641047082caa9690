//! Ways from a routing service and from a file: asked in blocks, looked at number by number, and never a plan without ways.
#![allow(clippy::unwrap_used, missing_docs)]

mod file;
mod osrm;
mod service;
