//! A backup of what care keeps, and of the needs it raised, as another program makes and puts back copies of a database.

use crate::world::World;
use tongxin_storage::{Dialect, StorageError, args};

/// Care's tables, those that refer to others first, and what the ledger keeps of needs.
const TABLES: [&str; 15] = [
    "entry",
    "need",
    "care_person_need",
    "care_prescription",
    "care_person",
    "care_series",
    "care_appointment_event",
    "care_appointment",
    "care_calendar",
    "care_post_event",
    "care_post",
    "care_opening",
    "care_knock",
    "care_visit",
    "care_group",
];

/// A copy of these tables.
pub struct Backup<'w>(&'w World);

fn sql(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

impl<'w> Backup<'w> {
    /// Copies everything that is there now.
    pub async fn of(world: &'w World) -> Backup<'w> {
        let copy = world.db.write(move |tx| {
            Box::pin(async move {
                for table in TABLES {
                    let create = format!("CREATE TABLE backup_{table} AS SELECT * FROM {table}");
                    tx.execute(sql(create), args![]).await?;
                }
                Ok::<_, StorageError>(())
            })
        });
        copy.await.unwrap();
        Backup(world)
    }

    /// Puts it back over what is there by now.
    pub async fn put_back(&self) {
        let restore = self.0.db.write(move |tx| {
            Box::pin(async move {
                for table in TABLES {
                    tx.execute(sql(format!("DELETE FROM {table}")), args![]).await?;
                }
                for table in TABLES.iter().rev() {
                    let copy = format!("INSERT INTO {table} SELECT * FROM backup_{table}");
                    tx.execute(sql(copy), args![]).await?;
                }
                Ok::<_, StorageError>(())
            })
        });
        restore.await.unwrap();
    }
}

/// Every cell of every table but the backup's own, as text: where a word of somebody could still stand.
pub async fn everything(world: &World) -> String {
    let tables = match world.db.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Dialect::Postgres => "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'",
    };
    let mut all = String::new();
    for row in world.db.all(tables, args![]).await.unwrap() {
        let table = row.text("name").unwrap();
        if table.starts_with("backup_") {
            continue;
        }
        let rows = match world.db.dialect() {
            Dialect::Sqlite => {
                let columns = format!(
                    "SELECT group_concat('quote(\"' || name || '\")', ' || ') AS said FROM pragma_table_info('{table}')"
                );
                let columns = world.db.all(sql(columns), args![]).await.unwrap();
                let said = columns[0].opt_text("said").unwrap().unwrap_or_else(|| "''".to_owned());
                format!("SELECT {said} AS said FROM \"{table}\"")
            }
            Dialect::Postgres => format!("SELECT t::text AS said FROM \"{table}\" t"),
        };
        for row in world.db.all(sql(rows), args![]).await.unwrap() {
            all.push_str(&row.opt_text("said").unwrap().unwrap_or_default());
            all.push('\n');
        }
    }
    all
}
