//! A ledger over a fresh database, and people who use it.

use crate::rules_world::KINDS;
pub use crate::rules_world::{NOON, account, household};
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_city::{NeedId, PlaceCode, Timestamp, Widths, Zone};
use tongxin_ledger::verify::Verified;
use tongxin_ledger::{
    Actor, Asker, Command, Done, Filter, Key, Kinds, Ledger, LedgerError, MIGRATIONS, NeedHistory, Needs, NewNeed,
    Page, Scope, SealKey, Sort,
};
use tongxin_storage::{Db, ModuleMigrations, Scratch, Value};

const MODULES: &[ModuleMigrations] = &[MIGRATIONS];
pub const BUILDING: &str = "500112001002003004";
pub const OTHER_BUILDING: &str = "500103002002003004";

pub struct World {
    pub ledger: Ledger,
    pub db: Db,
    keys: AtomicU32,
    /// Kept so that the file lives as long as the test.
    _scratch: Scratch,
}

impl World {
    pub async fn sqlite() -> World {
        World::over(Scratch::sqlite().await.unwrap()).await
    }

    pub async fn postgres() -> Option<World> {
        Some(World::over(Scratch::postgres().await.unwrap()?).await)
    }

    async fn over(scratch: Scratch) -> World {
        let db = scratch.db.clone();
        db.migrate(MODULES).await.unwrap();
        World {
            ledger: ledger(db.clone()),
            db,
            keys: AtomicU32::new(0),
            _scratch: scratch,
        }
    }

    /// Another ledger over the same database, as a second process has one.
    pub fn other_ledger(&self) -> Ledger {
        ledger(self.db.clone())
    }

    /// A key not used before.
    pub fn key(&self) -> Key {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        Key::new(format!("k{number}"), "test", &number.to_be_bytes())
    }

    /// A household's need for food in [`BUILDING`], raised at noon.
    pub async fn raised(&self, title: &str) -> NeedId {
        self.raised_with(
            NewNeed {
                title: title.into(),
                ..food(BUILDING)
            },
            NOON,
        )
        .await
    }

    pub async fn raised_with(&self, new: NewNeed, now: Timestamp) -> NeedId {
        let asker = Asker {
            may: Scope::whole(),
            ..resident(1)
        };
        self.ledger
            .raise(asker, new, None, self.key(), now)
            .await
            .unwrap()
            .value
            .id
    }

    pub async fn try_do(
        &self,
        asker: Asker,
        id: NeedId,
        command: Command,
        now: Timestamp,
    ) -> Result<Done, LedgerError> {
        self.ledger
            .command(asker, id, command, self.key(), now)
            .await
            .map(|answered| answered.value)
    }

    pub async fn done(&self, asker: Asker, id: NeedId, command: Command, now: Timestamp) -> Done {
        self.try_do(asker, id, command, now).await.unwrap()
    }

    pub async fn history(&self, id: NeedId) -> NeedHistory {
        self.ledger.get(&Scope::whole(), id).await.unwrap()
    }

    pub async fn list(&self, scope: &Scope, filter: &Filter) -> Needs {
        self.ledger
            .list(
                scope,
                filter,
                &Page {
                    sort: Sort::Due,
                    after: None,
                    limit: 100,
                },
            )
            .await
            .unwrap()
    }

    pub async fn ids(&self, scope: &Scope, filter: &Filter) -> Vec<NeedId> {
        self.list(scope, filter)
            .await
            .needs
            .iter()
            .map(|need| need.state.id)
            .collect()
    }

    pub async fn verified(&self) -> Verified {
        self.ledger.verify(&[]).await.unwrap()
    }

    /// All is as the ledger wrote it.
    pub async fn assert_sound(&self) {
        assert_eq!(self.verified().await.fault, None);
    }

    /// What somebody with the database in hand does.
    pub async fn behind_its_back(&self, sql: &'static str, args: Vec<Value>) {
        let changed = self.db.write(move |tx| {
            let args = args.clone();
            Box::pin(async move { tx.execute(sql, args).await })
        });
        assert!(changed.await.unwrap() > 0, "nothing was changed");
    }

    /// The count of a state in the whole city.
    pub async fn counted(&self, state: &str) -> i64 {
        let counts = self.ledger.standing_counts(&place("50"), None).await.unwrap();
        counts
            .iter()
            .filter(|count| count.state == state)
            .map(|count| count.count)
            .sum()
    }
}

fn ledger(db: Db) -> Ledger {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let key = SealKey::from_bytes(&[7; 32]);
    Ledger::new(db, Kinds::new(&[KINDS]), Widths::CHINA, zone, key)
}

pub fn place(code: &str) -> PlaceCode {
    code.parse().unwrap()
}

pub fn food(building: &str) -> NewNeed {
    NewNeed {
        place: place(building),
        ..crate::rules_world::new_need()
    }
}

/// Somebody whose role allows everything everywhere.
pub fn worker(number: u32) -> Asker {
    worker_in(number, "50")
}

pub fn worker_in(number: u32, code: &str) -> Asker {
    let scope = Scope {
        places: vec![place(code)],
        account: Some(account(number)),
        ..Scope::default()
    };
    Asker {
        actor: Actor::Account(account(number)),
        acts_for: vec![],
        sees: scope.clone(),
        may: scope,
    }
}

pub fn resident(number: u32) -> Asker {
    let own = Scope::household(household(number));
    Asker {
        actor: Actor::Household(household(number)),
        acts_for: vec![],
        sees: own.clone(),
        may: own,
    }
}

pub fn minutes(minutes: i64) -> Timestamp {
    NOON.plus_minutes(minutes)
}

pub fn hours(hours: i64) -> Timestamp {
    NOON.plus_hours(hours)
}

pub fn solve() -> Command {
    Command::Solve { note: None }
}

pub fn strike_off() -> Command {
    Command::StrikeOff { reason: None }
}
