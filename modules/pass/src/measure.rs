//! How long the issue of a city's passes takes. Run with `cargo test -p tongxin-pass --release --lib -- --ignored --nocapture`.

use crate::rules::{PassKind, PassRow, PassRule, PassState};
use crate::store::writing::{self, Applied, NewPass};
use crate::world::World;
use std::time::{Duration, Instant};
use tongxin_city::{Day, OrgId, PassBatchId, PassId, PlaceCode};
use tongxin_pass_format::pass::{Days, Holder, Hours, Ways};
use tongxin_storage::args;

/// A city's passes.
const PASSES: usize = 80_000;
/// Rows taken in by one write.
const ROWS: usize = 5_000;
/// What the issue of all of them may take on two cores.
const LIMIT: Duration = Duration::from_secs(10);

fn row(number: usize, place: PlaceCode) -> PassRow {
    let first_day = Day::new(2022, 11, 24).expect("a day");
    PassRow {
        kind: PassKind::KeyGoods,
        holder: Holder::Vehicle {
            plate: format!("渝A{number:05}"),
        },
        from: vec![place],
        to: vec![place],
        ways: Ways::Both,
        corridor: None,
        days: Days::ALL,
        hours: Hours::ALL,
        first_day,
        last_day: first_day.plus_days(29),
    }
}

/// Approved rows, written as an application writes them.
async fn approve(world: &World) {
    let place: PlaceCode = crate::world::COMMUNITY.parse().expect("a code");
    let now = world.clock.now();
    for first in (0..PASSES).step_by(ROWS) {
        let work = world.db.write(move |tx| {
            Box::pin(async move {
                let rows: Vec<PassRow> = (first..first + ROWS).map(|number| row(number, place)).collect();
                let new = rows.iter().map(|row| NewPass {
                    id: PassId::generate(now),
                    row,
                    state: PassState::Approved,
                    rule: PassRule::ListedFleet,
                    districts: Vec::new(),
                    replaces: None,
                    agree_by: None,
                });
                let new: Vec<NewPass<'_>> = new.collect();
                let applied = Applied {
                    batch: PassBatchId::generate(now),
                    org: OrgId::from_parts(now, 1),
                    org_name: "渝海运输",
                    place: &place,
                    actor: "test",
                    at: now,
                };
                writing::insert(tx, &new, &applied).await
            })
        });
        work.await.expect("written");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; says something in release alone"]
async fn a_citys_passes_are_issued_within_ten_seconds() {
    let world = World::sqlite().await;
    approve(&world).await;
    let begun = Instant::now();
    let issued = world
        .passes
        .issue_approved(world.clock.now(), 1_000)
        .await
        .expect("issued");
    let took = begun.elapsed();
    println!("{issued} passes issued in {:.2} s", took.as_secs_f64());
    let sql = "SELECT COUNT(number) AS count, MAX(number) AS last FROM pass";
    let row = world.db.one(sql, args![]).await.expect("counted");
    assert_eq!(row.int("count").expect("a count"), PASSES as i64);
    assert_eq!(row.int("last").expect("a number"), PASSES as i64 - 1);
    assert!(cfg!(debug_assertions) || took < LIMIT, "{took:?}");
}
