//! Accounts through HTTP: cookies, forms, and the guard in front of every route.
#![allow(clippy::unwrap_used, missing_docs)]

mod cookies;
mod forms;
mod guard;
mod places;
mod positions;
mod resets;
mod site;
#[path = "../accounts/world.rs"]
#[allow(
    dead_code,
    unused_macros,
    unused_imports,
    reason = "shared with the tests over a database"
)]
mod world;
