//! The store suite: the same sentences on SQLite and, where `TONGXIN_TEST_POSTGRES` names a server, PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_storage::{
    CommandKey, Db, Digest, IndexedText, Migration, ModuleMigrations, Scratch, Sql, StorageError, TextIndex, args,
    text_index,
};

const SHELF: &[ModuleMigrations] = &[ModuleMigrations {
    module: "shelf",
    steps: &[
        Migration {
            version: 1,
            sql: "CREATE TABLE book (id BIGINT PRIMARY KEY, title TEXT NOT NULL, cover {blob}, lent_at BIGINT);
                  CREATE TABLE tally (shelf TEXT NOT NULL PRIMARY KEY, count BIGINT NOT NULL);",
        },
        Migration {
            version: 2,
            sql: "{text_index book_text};",
        },
    ],
}];
const BOOK_TEXT: TextIndex = text_index!("book_text");
const TALLY: &str = "INSERT INTO tally (shelf, count) VALUES ($1, $2)
    ON CONFLICT (shelf) DO UPDATE SET count = tally.count + excluded.count";

/// A fresh migrated database of each kind that can be had.
async fn databases() -> Vec<Scratch> {
    let all = Scratch::each().await.unwrap();
    for scratch in &all {
        scratch.db.migrate(SHELF).await.unwrap();
    }
    all
}

async fn put(db: &Db, id: i64, title: &'static str) -> Result<(), StorageError> {
    db.write(move |tx| {
        Box::pin(async move {
            tx.execute(
                "INSERT INTO book (id, title, lent_at) VALUES ($1, $2, $3)",
                args![id, title, None::<i64>],
            )
            .await?;
            BOOK_TEXT.insert(tx, id, IndexedText::of(title));
            tx.count(TALLY, args!["all"], 1);
            tx.announce();
            Ok(())
        })
    })
    .await
}

async fn count(db: &Db) -> i64 {
    db.one("SELECT COUNT(*) AS n FROM book", vec![])
        .await
        .unwrap()
        .int("n")
        .unwrap()
}

#[tokio::test]
async fn what_was_written_is_read_back_with_its_nulls() {
    for Scratch { db, .. } in &databases().await {
        put(db, 1, "红楼梦").await.unwrap();
        let row = db
            .one("SELECT id, title, cover, lent_at FROM book", vec![])
            .await
            .unwrap();
        assert_eq!(row.text("title").unwrap(), "红楼梦");
        assert_eq!(row.opt_blob("cover").unwrap(), None);
        assert_eq!(row.opt_int("lent_at").unwrap(), None);
        assert!(matches!(row.int("nothing"), Err(StorageError::Corrupt { .. })));
    }
}

#[tokio::test]
async fn a_failed_write_leaves_nothing_not_even_its_counts_while_its_neighbours_stand() {
    for Scratch { db, .. } in &databases().await {
        let failing = db.write(|tx| {
            Box::pin(async move {
                tx.execute("INSERT INTO book (id, title) VALUES (7, 'x')", vec![])
                    .await?;
                tx.count(TALLY, args!["all"], 100);
                Err::<(), _>(StorageError::KeyReused)
            })
        });
        let (failed, first, second) = tokio::join!(failing, put(db, 1, "a"), put(db, 2, "b"));
        assert!(matches!(failed, Err(StorageError::KeyReused)));
        first.unwrap();
        second.unwrap();
        assert_eq!(count(db).await, 2);
        assert_eq!(
            db.one("SELECT count FROM tally", vec![])
                .await
                .unwrap()
                .int("count")
                .unwrap(),
            2
        );
    }
}

#[tokio::test]
async fn a_write_that_fails_before_it_changes_anything_does_not_make_its_neighbours_run_again() {
    let Scratch { db, .. } = &databases().await[0];
    let runs = Arc::new(AtomicU32::new(0));
    let counted = |id: i64| {
        let runs = Arc::clone(&runs);
        db.write::<_, StorageError, _>(move |tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                tx.defer("INSERT INTO book (id, title) VALUES ($1, 'x')", args![id]);
                Ok(())
            })
        })
    };
    let refused = db.write(|tx| {
        Box::pin(async move {
            tx.defer("INSERT INTO book (id, title) VALUES (9, 'x')", vec![]);
            tx.count(TALLY, args!["all"], 1);
            Err::<(), _>(StorageError::KeyReused)
        })
    });
    let (first, refused, second) = tokio::join!(counted(1), refused, counted(2));
    first.and(second).unwrap();
    assert!(matches!(refused, Err(StorageError::KeyReused)));
    assert_eq!(count(db).await, 2);
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert!(db.all("SELECT count FROM tally", vec![]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_write_that_panics_is_undone_and_the_next_one_works() {
    let Scratch { db, .. } = &databases().await[0];
    let panicking = db.write::<(), StorageError, _>(|tx| {
        Box::pin(async move {
            tx.execute("INSERT INTO book (id, title) VALUES (7, 'x')", vec![])
                .await?;
            panic!("on purpose")
        })
    });
    assert!(matches!(panicking.await, Err(StorageError::Abandoned)));
    put(db, 1, "a").await.unwrap();
    assert_eq!(count(db).await, 1);
}

#[tokio::test]
async fn queued_statements_are_sent_in_order_before_the_next_reading_and_undone_together() {
    for Scratch { db, .. } in &databases().await {
        let seen = db.write::<_, StorageError, _>(|tx| {
            Box::pin(async move {
                tx.defer("INSERT INTO book (id, title) VALUES ($1, $2)", args![1_i64, "a"]);
                tx.defer_one("UPDATE book SET title = $2 WHERE id = $1", args![1_i64, "b"]);
                tx.optional("SELECT title FROM book WHERE id = $1", args![1_i64])
                    .await?
                    .unwrap()
                    .text("title")
            })
        });
        assert_eq!(seen.await.unwrap(), "b");
        let clash = db.write::<(), StorageError, _>(|tx| {
            Box::pin(async move {
                tx.defer("INSERT INTO book (id, title) VALUES ($1, $2)", args![2_i64, "c"]);
                tx.defer("INSERT INTO book (id, title) VALUES ($1, $2)", args![1_i64, "d"]);
                Ok(())
            })
        });
        let (clash, kept) = tokio::join!(clash, put(db, 3, "kept"));
        assert!(clash.unwrap_err().is_taken());
        kept.unwrap();
        assert_eq!(count(db).await, 2);
    }
}

#[tokio::test]
async fn a_repeated_command_gets_its_first_answer_and_does_nothing() {
    for Scratch { db, .. } in &databases().await {
        let runs = Arc::new(AtomicU32::new(0));
        let send = |content: &'static str| {
            let runs = Arc::clone(&runs);
            let command = CommandKey {
                sender: "account:1".into(),
                key: "k1".into(),
                digest: Digest::of("lend", content.as_bytes()),
                at_ms: 0,
            };
            db.write_once::<u32, StorageError, _>(command, move |tx| {
                let runs = Arc::clone(&runs);
                Box::pin(async move {
                    tx.execute("INSERT INTO book (id, title) VALUES (1, 'lent')", vec![])
                        .await?;
                    Ok(41 + runs.fetch_add(1, Ordering::Relaxed))
                })
            })
        };
        assert_eq!(
            send("same").await.unwrap(),
            tongxin_storage::Answered {
                value: 41,
                is_repeat: false
            }
        );
        assert_eq!(
            send("same").await.unwrap(),
            tongxin_storage::Answered {
                value: 41,
                is_repeat: true
            }
        );
        assert!(matches!(send("other").await, Err(StorageError::KeyReused)));
        assert_eq!(runs.load(Ordering::Relaxed), 1);
        db.forget_commands(1).await.unwrap();
        assert!(send("other").await.is_err(), "the book's own key still guards it");
    }
}

#[tokio::test]
async fn the_same_command_sent_many_times_at_once_is_done_once() {
    for Scratch { db, .. } in &databases().await {
        let sends = (0..20).map(|_| {
            let command = CommandKey {
                sender: "household:1".into(),
                key: "k".into(),
                digest: Digest::of("put", b""),
                at_ms: 0,
            };
            db.write_once::<i64, StorageError, _>(command, |tx| {
                Box::pin(async move {
                    tx.execute("INSERT INTO book (id, title) VALUES (1, 'once')", vec![])
                        .await?;
                    Ok(1)
                })
            })
        });
        let answers = futures::future::join_all(sends).await;
        assert_eq!(answers.iter().filter(|a| !a.as_ref().unwrap().is_repeat).count(), 1);
        assert_eq!(count(db).await, 1);
    }
}

#[tokio::test]
async fn lost_races_are_tried_again_until_every_increment_counts() {
    for Scratch { db, .. } in &databases().await {
        put(db, 1, "counter").await.unwrap();
        db.write::<_, StorageError, _>(|tx| {
            Box::pin(async move { tx.execute("UPDATE book SET lent_at = 0 WHERE id = 1", vec![]).await })
        })
        .await
        .unwrap();
        let increments = (0..6).map(|_| {
            db.write::<_, StorageError, _>(|tx| {
                Box::pin(async move {
                    let row = tx
                        .optional("SELECT lent_at FROM book WHERE id = 1", vec![])
                        .await?
                        .unwrap();
                    let seen = row.int("lent_at")?;
                    tx.execute_one(
                        "UPDATE book SET lent_at = $1 WHERE id = 1 AND lent_at = $2",
                        args![seen + 1, seen],
                    )
                    .await
                })
            })
        });
        for done in futures::future::join_all(increments).await {
            done.unwrap();
        }
        assert_eq!(
            db.one("SELECT lent_at FROM book", vec![])
                .await
                .unwrap()
                .int("lent_at")
                .unwrap(),
            6
        );
    }
}

#[tokio::test]
async fn text_is_found_in_chinese_and_english_and_gone_once_deleted() {
    for Scratch { db, .. } in &databases().await {
        put(db, 1, "三楼老人缺胰岛素 Insulin pen").await.unwrap();
        put(db, 2, "二楼缺米").await.unwrap();
        for (query, expected) in [
            ("胰岛素", vec![1]),
            ("缺", vec![1, 2]),
            ("insulin", vec![1]),
            ("缺 pen", vec![1]),
            ("岛缺", vec![]),
        ] {
            assert_eq!(found(db, query).await, expected, "{query}");
        }
        db.write::<_, StorageError, _>(|tx| Box::pin(async move { BOOK_TEXT.delete(tx, 1).await }))
            .await
            .unwrap();
        assert_eq!(found(db, "缺").await, [2]);
        assert_eq!(found(db, "'\") OR 1=1 --").await, Vec::<i64>::new());
    }
}

async fn found(db: &Db, query: &str) -> Vec<i64> {
    let mut sql = Sql::new("SELECT id FROM book WHERE id ");
    assert!(BOOK_TEXT.push_match(&mut sql, db.dialect(), query), "{query} has words");
    sql.push(" ORDER BY id");
    db.select(sql)
        .await
        .unwrap()
        .iter()
        .map(|row| row.int("id").unwrap())
        .collect()
}

#[tokio::test]
async fn watchers_wake_after_an_announced_commit() {
    for Scratch { db, .. } in &databases().await {
        let mut changes = db.changes();
        put(db, 1, "a").await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(10), changes.changed())
            .await
            .unwrap()
            .unwrap();
    }
}

#[tokio::test]
async fn migrations_run_once_and_a_changed_text_is_refused() {
    const CHANGED: &[ModuleMigrations] = &[ModuleMigrations {
        module: "shelf",
        steps: &[Migration {
            version: 1,
            sql: "SELECT 1",
        }],
    }];
    for Scratch { db, .. } in &databases().await {
        assert_eq!(db.migrate(SHELF).await.unwrap(), []);
        assert!(matches!(
            db.migrate(CHANGED).await,
            Err(StorageError::MigrationChanged { version: 1, .. })
        ));
    }
}

#[tokio::test]
async fn an_unknown_address_is_refused() {
    assert!(matches!(
        Db::open("mysql://x").await,
        Err(StorageError::UnknownUrl { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_a_whole_database_and_never_overwrites_one() {
    let database = databases().await.swap_remove(0);
    put(&database.db, 1, "The first").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db").display().to_string();
    database.db.backup_to(&copy).await.unwrap();
    put(&database.db, 2, "The second, after the backup").await.unwrap();
    let restored = Db::open(&format!("sqlite:{copy}")).await.unwrap();
    assert_eq!(count(&restored).await, 1);
    assert!(database.db.backup_to(&copy).await.is_err(), "an older backup stays");
    put(&database.db, 3, "The database goes on").await.unwrap();
    assert_eq!(count(&database.db).await, 3);
}
