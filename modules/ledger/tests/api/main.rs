//! The ledger through real HTTP, with real accounts, places and rights.
#![allow(clippy::unwrap_used)]

mod bad_input;
#[path = "../../../../platform/web/tests/browser/mod.rs"]
mod browser;
mod city;
mod files;
mod journeys;
mod pages;
mod words;
