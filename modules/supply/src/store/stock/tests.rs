//! Stock against a plain model and under many hands at once, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use tongxin_storage::Db;

const NOON: Timestamp = Timestamp(1_669_262_400_000);
const MINUTE_MS: i64 = 60_000;
const ITEMS: usize = 3;

/// Two handles on one database, as two processes have them.
struct Shared {
    handles: [Db; 2],
    _dir: Option<tempfile::TempDir>,
}

impl Shared {
    async fn sqlite() -> Shared {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("stock.db").display());
        let first = Db::open(&url).await.unwrap();
        first.migrate(&[crate::MIGRATIONS]).await.unwrap();
        Shared {
            handles: [first, Db::open(&url).await.unwrap()],
            _dir: Some(dir),
        }
    }

    async fn postgres() -> Option<Shared> {
        let server = std::env::var("TONGXIN_TEST_POSTGRES").ok()?;
        let name = format!("stock_{:016x}", getrandom::u64().unwrap());
        let first = tongxin_storage::create_database(&server, &name).await.unwrap();
        first.migrate(&[crate::MIGRATIONS]).await.unwrap();
        let (base, _) = server.rsplit_once('/').unwrap();
        let second = Db::open(&format!("{base}/{name}")).await.unwrap();
        Some(Shared {
            handles: [first, second],
            _dir: None,
        })
    }

    async fn all() -> Vec<Shared> {
        [Some(Shared::sqlite().await), Shared::postgres().await]
            .into_iter()
            .flatten()
            .collect()
    }
}

fn moved(org: OrgId, item: ItemId, pieces: i64, kind: MovementKind, at: Timestamp) -> Moved<'static> {
    Moved {
        org,
        item,
        pieces,
        kind,
        cause: None,
        actor: "test",
        note: None,
        at,
    }
}

async fn receive(db: &Db, org: OrgId, item: ItemId, pieces: i64) {
    db.write(move |tx| {
        Box::pin(async move {
            arrive(tx, &moved(org, item, pieces, MovementKind::Receipt, NOON));
            Ok::<_, StorageError>(())
        })
    })
    .await
    .unwrap();
}

async fn levels(db: &Db, org: OrgId) -> BTreeMap<i64, (i64, i64)> {
    let sql = "SELECT item_id, on_hand, promised FROM stock WHERE org_id = $1";
    let rows = db.all(sql, args![org.get()]).await.unwrap();
    let level = |row: &tongxin_storage::Row| (row.int("on_hand").unwrap(), row.int("promised").unwrap());
    rows.iter()
        .map(|row| (row.int("item_id").unwrap(), level(row)))
        .collect()
}

async fn sums(db: &Db, org: OrgId) -> BTreeMap<i64, i64> {
    let sql = "SELECT item_id, CAST(SUM(change) AS BIGINT) AS sum FROM movement WHERE org_id = $1 GROUP BY item_id";
    let rows = db.all(sql, args![org.get()]).await.unwrap();
    rows.iter()
        .map(|row| (row.int("item_id").unwrap(), row.int("sum").unwrap()))
        .collect()
}

/// Orders of one to three pieces of two items each, half of them promised by each handle, all at once.
#[tokio::test(flavor = "multi_thread")]
async fn however_many_promise_at_once_no_more_is_promised_than_is_there() {
    const ON_HAND: i64 = 100;
    for shared in Shared::all().await {
        let org = OrgId::generate(NOON);
        let mut items = [ItemId::generate(NOON), ItemId::generate(NOON)];
        items.sort_unstable();
        for item in items {
            receive(&shared.handles[0], org, item, ON_HAND).await;
        }
        let orders = (0..160_i64).map(|number| {
            let db = shared.handles[(number % 2) as usize].clone();
            tokio::spawn(async move {
                let pieces = 1 + number % 3;
                db.write(move |tx| {
                    Box::pin(async move {
                        for item in items {
                            if !promise(tx, org, item, pieces).await? {
                                return Err(StorageError::NoRow);
                            }
                        }
                        Ok(pieces)
                    })
                })
                .await
                .map_or_else(
                    |error| {
                        assert!(matches!(error, StorageError::NoRow), "{error}");
                        0
                    },
                    |pieces| pieces,
                )
            })
        });
        let mut promised = 0;
        for order in orders.collect::<Vec<_>>() {
            promised += order.await.unwrap();
        }
        assert_eq!(promised, ON_HAND, "single pieces were asked for to the end");
        let levels = levels(&shared.handles[1], org).await;
        assert_eq!(levels.into_values().collect::<Vec<_>>(), [(ON_HAND, ON_HAND); 2]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_and_departures_at_once_keep_the_books_and_the_movements_together() {
    for shared in Shared::all().await {
        let (org, item) = (OrgId::generate(NOON), ItemId::generate(NOON));
        receive(&shared.handles[0], org, item, 1_000).await;
        let writes = (0..60_i64).map(|number| {
            let db = shared.handles[(number % 2) as usize].clone();
            let at = Timestamp(NOON.millis() + number);
            tokio::spawn(async move {
                db.write(move |tx| {
                    Box::pin(async move {
                        if number % 3 > 0 {
                            return lose(tx, &moved(org, item, 2, MovementKind::Waste, at)).await;
                        }
                        let counted = Counted {
                            org,
                            item,
                            pieces: 1_000,
                            counted_at: at,
                            report: ReportId::generate(at),
                            actor: "test",
                            now: at,
                        };
                        count(tx, &counted).await.map(|_| true)
                    })
                })
                .await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            // A count that loses eight races in a row gives up; then it has written nothing.
            match write.await.unwrap() {
                Ok(is_done) => assert!(is_done),
                Err(error) => assert!(matches!(error, StorageError::Conflict), "{error}"),
            }
        }
        let (levels, sums) = (
            levels(&shared.handles[0], org).await,
            sums(&shared.handles[0], org).await,
        );
        assert_eq!(levels[&item.get()].0, sums[&item.get()]);
    }
}

/// One thing done to an item, with a number of pieces; a count lies so many steps back.
#[derive(Debug, Clone, Copy)]
enum Step {
    Receive(i64),
    Promise(i64),
    Release(i64),
    Leave(i64),
    SendAway(i64),
    Lose(i64),
    Return(i64),
    Count { pieces: i64, steps_back: i64 },
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let pieces = 1..20_i64;
    let step = prop_oneof![
        pieces.clone().prop_map(Step::Receive),
        pieces.clone().prop_map(Step::Promise),
        pieces.clone().prop_map(Step::Release),
        pieces.clone().prop_map(Step::Leave),
        pieces.clone().prop_map(Step::SendAway),
        pieces.clone().prop_map(Step::Lose),
        pieces.prop_map(Step::Return),
        (0..40_i64, 0..6_i64).prop_map(|(pieces, steps_back)| Step::Count { pieces, steps_back }),
    ];
    prop::collection::vec((0..ITEMS, step), 1..40)
}

/// What a person with a pencil would keep of one item.
#[derive(Debug, Clone, Default)]
struct Shelf {
    on_hand: i64,
    promised: i64,
    counted_at: Option<i64>,
    /// When how much came (or went, below nothing).
    moves: Vec<(i64, i64)>,
}

impl Shelf {
    fn moves(&mut self, at: i64, change: i64) -> bool {
        self.on_hand += change;
        self.moves.push((at, change));
        true
    }

    /// Does it, if it can be done; answers whether it was.
    fn does(&mut self, step: Step, at: i64) -> bool {
        match step {
            Step::Receive(pieces) | Step::Return(pieces) => self.moves(at, pieces),
            Step::Promise(pieces) => {
                let is_free = self.on_hand - self.promised >= pieces;
                self.promised += if is_free { pieces } else { 0 };
                is_free
            }
            Step::Release(pieces) => {
                let is_promised = self.promised >= pieces;
                self.promised -= if is_promised { pieces } else { 0 };
                is_promised
            }
            Step::Leave(pieces) | Step::SendAway(pieces) => {
                let can_leave = self.promised >= pieces && self.on_hand >= pieces;
                if can_leave {
                    self.promised -= pieces;
                    self.moves(at, -pieces);
                }
                can_leave
            }
            Step::Lose(pieces) => self.on_hand >= pieces && self.moves(at, -pieces),
            Step::Count { pieces, steps_back } => {
                let counted_at = at - steps_back * MINUTE_MS;
                if self.counted_at.is_some_and(|before| before >= counted_at) {
                    return false;
                }
                let since = self.moves.iter().filter(|(moved_at, _)| *moved_at > counted_at);
                let since: i64 = since.map(|(_, change)| change).sum();
                self.on_hand = (pieces + since).max(0);
                self.counted_at = Some(counted_at);
                true
            }
        }
    }
}

async fn carry_out(tx: &mut Tx, org: OrgId, item: ItemId, step: Step, at: Timestamp) -> Result<bool, StorageError> {
    let of = |pieces, kind| moved(org, item, pieces, kind, at);
    match step {
        Step::Receive(pieces) => {
            arrive(tx, &of(pieces, MovementKind::Receipt));
            Ok(true)
        }
        Step::Return(pieces) => {
            arrive(tx, &of(pieces, MovementKind::Return));
            Ok(true)
        }
        Step::Promise(pieces) => promise(tx, org, item, pieces).await,
        Step::Release(pieces) => {
            release(tx, org, item, pieces);
            Ok(true)
        }
        Step::Leave(pieces) => leave(tx, &of(pieces, MovementKind::Order)).await,
        Step::SendAway(pieces) => leave(tx, &of(pieces, MovementKind::TransferOut)).await,
        Step::Lose(pieces) => lose(tx, &of(pieces, MovementKind::Waste)).await,
        Step::Count { pieces, steps_back } => {
            let counted = Counted {
                org,
                item,
                pieces,
                counted_at: Timestamp(at.millis() - steps_back * MINUTE_MS),
                report: ReportId::generate(at),
                actor: "test",
                now: at,
            };
            Ok(matches!(count(tx, &counted).await?, CountOutcome::Done(_)))
        }
    }
}

async fn follows_the_model(db: &Db, steps: Vec<(usize, Step)>) {
    let org = OrgId::generate(NOON);
    let items: [ItemId; ITEMS] = std::array::from_fn(|_| ItemId::generate(NOON));
    let mut shelves: [Shelf; ITEMS] = Default::default();
    for (number, (which, step)) in steps.into_iter().enumerate() {
        let at = Timestamp(NOON.millis() + number as i64 * MINUTE_MS);
        let item = items[which];
        let done = db
            .write(move |tx| Box::pin(carry_out(tx, org, item, step, at)))
            .await
            .or_else(|error| match error {
                StorageError::Conflict => Ok(false),
                error => Err(error),
            });
        assert_eq!(done.unwrap(), shelves[which].does(step, at.millis()), "{step:?}");
    }
    let (levels, sums) = (levels(db, org).await, sums(db, org).await);
    for (item, shelf) in items.iter().zip(shelves) {
        let (on_hand, promised) = levels.get(&item.get()).copied().unwrap_or_default();
        assert_eq!((on_hand, promised), (shelf.on_hand, shelf.promised));
        assert_eq!(sums.get(&item.get()).copied().unwrap_or_default(), on_hand);
    }
}

fn cases(shared: &Shared, count: u32) {
    let runtime = tokio::runtime::Handle::current();
    let config = Config {
        cases: count,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&steps(), |steps| {
            runtime.block_on(follows_the_model(&shared.handles[0], steps));
            Ok(())
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_the_books_say_what_a_plain_model_says_and_movements_add_up_to_it() {
    for shared in Shared::all().await {
        tokio::task::spawn_blocking(move || cases(&shared, 48)).await.unwrap();
    }
}
