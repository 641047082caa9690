//! The ledger through real HTTP, with real accounts, places and rights.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod browser;
mod city;
mod files;
mod journeys;
mod pages;
mod words;
