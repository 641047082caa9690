//! A database with so many open needs, made by the ledger's own commands: raised over the last day, every fifth
//! accepted and every twentieth assigned; what became overdue by now is sent up and all of it is sealed.

use super::needs::{Needs, Subject};
use crate::app::Base;
use anyhow::{Context as _, Result};
use futures::stream::{FuturesUnordered, StreamExt as _};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use tongxin_city::{AccountId, City, Lang, Level, OrgId, Timestamp};
use tongxin_clock::Clock;
use tongxin_ledger::{Actor, Asker, Assignee, Command, Filter, Key, Ledger, NewNeed, Scope};
use tongxin_places::{NewOrg, OrgKind};
use tongxin_storage::{CommandKey, Digest};

/// Commands that wait for their answers at the same time.
const IN_FLIGHT: usize = 512;
/// The time over which the needs were raised.
const RAISED_WITHIN_MS: i64 = Timestamp::DAY_MS;
/// Organisations that needs are raised for, half plants and half projects.
const ORGS: usize = 400;
const ACCEPTED_ONE_IN: u32 = 5;
const ASSIGNED_ONE_IN: u32 = 20;
const SEED: u64 = 20_221_123;

/// Makes sure the database holds so many needs; says how long that took.
pub async fn fill(db: &str, folder: &Path, city: &City, count: u32) -> Result<()> {
    let start = Instant::now();
    let base = Base::open(db, None, Clock::system()).await?;
    base.ensure_city(folder, Lang::En).await?;
    let filling = Filling {
        ledger: base.ledger()?,
        clock: base.clock.clone(),
        now: base.clock.now(),
        count,
    };
    let known = filling.known().await?;
    if known < count {
        let subjects = add_orgs(&base, city, known).await?;
        let mut needs = Needs::new(city, subjects, ChaCha8Rng::seed_from_u64(SEED + u64::from(known)));
        filling.raise(known, &mut needs).await?;
        println!(
            "         {} needs raised in {:.0} s",
            count - known,
            start.elapsed().as_secs_f64()
        );
    }
    let sent_up = filling.catch_up().await?;
    base.db.close().await;
    println!(
        "         {sent_up} sent up, all sealed, ready after {:.0} s",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

async fn add_orgs(base: &Base, city: &City, known: u32) -> Result<Arc<[Subject]>> {
    let subdistricts: Vec<_> = city.tree.at_level(city.file.code, Level::Subdistrict).collect();
    let rows: Vec<NewOrg> = (0..ORGS)
        .map(|number| NewOrg {
            kind: [OrgKind::Plant, OrgKind::Project][number % 2],
            name: format!("Bench {known}-{number}"),
            place: subdistricts[number * subdistricts.len() / ORGS].code,
        })
        .collect();
    let command = CommandKey {
        sender: "bench".into(),
        key: format!("bench-orgs-{known}"),
        digest: Digest::of("bench", b""),
        at_ms: base.clock.now().millis(),
    };
    let added = base.places.add_orgs(command, "bench", rows.clone()).await?;
    let subject = |(id, row): (OrgId, NewOrg)| Subject {
        id,
        kind: row.kind.key(),
        place: row.place,
    };
    Ok(added.value.into_iter().zip(rows).map(subject).collect())
}

struct Filling {
    ledger: Ledger,
    clock: Clock,
    /// When filling began; the newest need is that old.
    now: Timestamp,
    count: u32,
}

impl Filling {
    async fn known(&self) -> Result<u32> {
        Ok(self
            .ledger
            .count(&Scope::whole(), &Filter::default(), self.count)
            .await?)
    }

    async fn raise(&self, known: u32, needs: &mut Needs) -> Result<()> {
        let mut waiting = FuturesUnordered::new();
        for number in known..self.count {
            if waiting.len() >= IN_FLIGHT {
                waiting.next().await.context("a need that was sent")??;
            }
            let (new, org_kind) = needs.draw()?;
            waiting.push(self.live(number, new, org_kind));
        }
        while let Some(raised) = waiting.next().await {
            raised?;
        }
        Ok(())
    }

    /// Raises a need, and does to it what its number says.
    async fn live(&self, number: u32, new: NewNeed, org_kind: Option<&str>) -> Result<()> {
        let age = RAISED_WITHIN_MS - RAISED_WITHIN_MS * i64::from(number) / i64::from(self.count);
        let at = self.now.plus_millis(-age);
        let key = |what: &str| Key::new(format!("bench-{what}-{number}"), what, b"");
        let done = self.ledger.raise(asker(), new, org_kind, key("raise"), at).await?;
        let id = done.value.id;
        if number.is_multiple_of(ACCEPTED_ONE_IN) {
            self.ledger
                .command(asker(), id, Command::Accept, key("accept"), at)
                .await?;
        }
        if number.is_multiple_of(ASSIGNED_ONE_IN) {
            let assign = Command::Assign(Assignee::Account(account()));
            self.ledger.command(asker(), id, assign, key("assign"), at).await?;
        }
        Ok(())
    }

    /// Lets the clock do what is due until nothing is; answers how many needs it sent up.
    async fn catch_up(&self) -> Result<u64> {
        let mut sent_up = 0;
        loop {
            let now = self.clock.now();
            let ticked = self.ledger.tick(now).await?;
            sent_up += ticked.escalated;
            if ticked.escalated == 0 && self.ledger.seal_all(now).await? == 0 {
                return Ok(sent_up);
            }
        }
    }
}

fn account() -> AccountId {
    AccountId::from_parts(Timestamp(1_600_000_000_000), 1)
}

fn asker() -> Asker {
    Asker {
        actor: Actor::Account(account()),
        acts_for: Vec::new(),
        sees: Scope::whole(),
        may: Scope::whole(),
    }
}
