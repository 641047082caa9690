//! One table says which role may do what. Here every route is asked by every holder of that table, as JSON and as HTML,
//! about their own things and about the neighbour's. A new route is walked by itself; one whose address has a part that
//! is not known yet makes the walk say where to add it (`kinds.rs`).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod crew;
mod described;
mod forms;
mod ground;
mod kinds;
mod neighbours;
mod report;
mod rights;
mod router;
mod stall;
#[path = "../system/mod.rs"]
#[allow(dead_code, reason = "shared with other tests of the whole system")]
mod system;
mod walk;
mod walkers;
mod ward;
mod writes;

use described::Described;
use ground::Ground;
use system::System;
use system::client::Visitor;
use tongxin_account::{Decided, Holder};
use tongxin_city::Timestamp;
use walkers::Walker;

/// Longer than between any two looks of the clock at one thing.
const NOW_AND_THEN_MS: i64 = 15 * Timestamp::MINUTE_MS;

/// The ground, one walker for each holder, and all routes: reading ones first, so that the forms are seen before they
/// are sent.
struct World {
    ground: Ground,
    walkers: Vec<Walker>,
    described: Described,
    routes: Vec<Decided>,
}

impl World {
    async fn build() -> World {
        let system = System::sqlite().await;
        let ground = Ground::build(&system).await;
        let mut walkers = Vec::new();
        for holder in Holder::ALL {
            walkers.push(Walker::new(&system, &ground, holder).await);
        }
        let program = Visitor::program(&system.address, None);
        let described = Described::new(program.get("/api/v1/openapi.json").await.json());
        let mut routes = system.app.decided.clone();
        routes.sort_by_key(|route| !walk::is_reading(route));
        // So that in the copies the clock has nothing left to do, nor what it looks at now and then only.
        let later = system.clock.now().plus_millis(NOW_AND_THEN_MS);
        system.clock.advance_to(later);
        system.settle().await;
        ground.keep(&system).await;
        World {
            ground,
            walkers,
            described,
            routes,
        }
    }
}
