//! Stock under many hands at once, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used)]

use super::counting::{Counted, count};
use super::*;
use std::collections::BTreeMap;
use tongxin_city::ReportId;
use tongxin_storage::{Db, Scratch};

pub(super) const NOON: Timestamp = Timestamp(1_669_262_400_000);

/// Two handles on one database, as two processes have them.
pub(super) struct Shared {
    pub(super) handles: [Db; 2],
    _scratch: Scratch,
}

impl Shared {
    pub(super) async fn all() -> Vec<Shared> {
        let mut all = Vec::new();
        for scratch in Scratch::each().await.unwrap() {
            scratch.db.migrate(&[crate::MIGRATIONS]).await.unwrap();
            all.push(Shared {
                handles: [scratch.db.clone(), Db::open(&scratch.url).await.unwrap()],
                _scratch: scratch,
            });
        }
        all
    }
}

pub(super) fn moved(org: OrgId, item: ItemId, pieces: i64, kind: MovementKind, at: Timestamp) -> Moved<'static> {
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

pub(super) async fn levels(db: &Db, org: OrgId) -> BTreeMap<i64, (i64, i64)> {
    let sql = "SELECT item_id, on_hand, promised FROM stock WHERE org_id = $1";
    let rows = db.all(sql, args![org.get()]).await.unwrap();
    let level = |row: &tongxin_storage::Row| (row.int("on_hand").unwrap(), row.int("promised").unwrap());
    rows.iter()
        .map(|row| (row.int("item_id").unwrap(), level(row)))
        .collect()
}

pub(super) async fn sums(db: &Db, org: OrgId) -> BTreeMap<i64, i64> {
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
                .unwrap_or_else(|error| {
                    assert!(matches!(error, StorageError::NoRow), "{error}");
                    0
                })
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
