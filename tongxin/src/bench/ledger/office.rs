//! Acknowledged writes: so many commands at a time, each answered after its fsync.

use crate::bench::{IN_FLIGHT, in_flight};
use anyhow::{Context as _, Result};
use rusqlite::Connection;
use std::time::Duration;
use tongxin_city::{AccountId, City, Level, NeedId, PlaceCode, Timestamp};
use tongxin_ledger::{Actor, Asker, Command, Key, Ledger, NewNeed, Scope, SealKey};
use tongxin_storage::Db;

/// What was acknowledged in a round.
pub(super) struct Round {
    pub(super) ids: Vec<NeedId>,
    pub(super) writes_a_second: f64,
    pub(super) bytes_a_write: usize,
}

pub(super) struct Office {
    ledger: Ledger,
    places: Vec<PlaceCode>,
    size: Connection,
    raised: usize,
}

impl Office {
    /// `path` is the database's, to ask it for its size.
    pub(super) fn open(city: &City, db: Db, path: &str) -> Result<Self> {
        let (kinds, file) = (crate::app::kinds(), &city.file);
        let communities = city.tree.at_level(file.code, Level::Community);
        Ok(Self {
            ledger: Ledger::new(db, kinds, file.widths, file.zone.clone(), SealKey::generate()?),
            places: communities.map(|place| place.code).collect(),
            size: Connection::open(path)?,
            raised: 0,
        })
    }

    pub(super) async fn raise_for(&mut self, time: Duration) -> Result<Round> {
        let first = self.raised;
        let (ledger, places) = (&self.ledger, &self.places);
        let raise = (first..).map(|number| raise_one(ledger, places[number % places.len()], number));
        let round = self.work(raise, time).await?;
        self.raised += round.ids.len() + IN_FLIGHT;
        Ok(round)
    }

    /// Accepts needs until the time is over or there are none left.
    pub(super) async fn accept_for(&self, ids: Vec<NeedId>, time: Duration) -> Result<Round> {
        let accept = ids.into_iter().map(|id| accept_one(&self.ledger, id));
        self.work(accept, time).await
    }

    /// Keeps so many commands waiting until the time is over; those that are answered later are not counted.
    async fn work<F>(&self, commands: impl Iterator<Item = F>, time: Duration) -> Result<Round>
    where
        F: Future<Output = Result<NeedId>>,
    {
        let bytes_before = self.bytes()?;
        let answered = in_flight(commands, time).await?;
        Ok(Round {
            writes_a_second: answered.a_second,
            bytes_a_write: (self.bytes()? - bytes_before) / answered.all.max(1),
            ids: answered.in_time,
        })
    }

    fn bytes(&self) -> Result<usize> {
        let pragma = |name| self.size.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        Ok(usize::try_from(pragma("page_count")? * pragma("page_size")?)?)
    }
}

fn asker() -> Asker {
    Asker {
        actor: Actor::Account(AccountId::from_parts(Timestamp(1_600_000_000_000), 1)),
        acts_for: Vec::new(),
        sees: Scope::whole(),
        may: Scope::whole(),
    }
}

fn moment(number: usize) -> Timestamp {
    Timestamp(1_669_190_400_000 + number as i64)
}

async fn raise_one(ledger: &Ledger, place: PlaceCode, number: usize) -> Result<NeedId> {
    let new = NewNeed {
        kind: "household_request".into(),
        topic: if number.is_multiple_of(3) { "medicine" } else { "food" }.into(),
        priority: None,
        place,
        household: None,
        org: None,
        title: format!("{number}号楼缺米面油和蔬菜"),
        body: "家中有两位老人，存粮还够一天，请按户送到门口。Two elders, food for one more day.".into(),
        contact: None,
    };
    let key = Key::new(format!("bench-raise-{number}"), "raise", new.title.as_bytes());
    let raised = ledger.raise(asker(), new, None, key, moment(number)).await;
    Ok(raised.context("raising")?.value.id)
}

async fn accept_one(ledger: &Ledger, id: NeedId) -> Result<NeedId> {
    let key = Key::new(format!("bench-accept-{id}"), "accept", b"");
    let accepted = ledger.command(asker(), id, Command::Accept, key, moment(0)).await;
    Ok(accepted.context("accepting")?.value.id)
}
