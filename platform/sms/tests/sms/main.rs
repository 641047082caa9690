//! Short messages over a real gateway's HTTP, which fails, delays and doubles, on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used)]

mod gateway;
mod replying;
mod sending;
mod stopping;

use gateway::Carrier;
use std::sync::Arc;
use std::time::Duration;
use tongxin_city::{Lang, Timestamp};
use tongxin_sms::{HttpGateway, NewText, Number, ReplyCode, Secret, Sms};
use tongxin_storage::{Db, ModuleMigrations, Scratch, StorageError, args};

const MODULES: &[ModuleMigrations] = &[tongxin_sms::MIGRATIONS];
/// Noon in Chongqing on 24 November 2022.
const NOON: Timestamp = Timestamp(1_669_262_400_000);
/// How long a request may take here.
const PATIENCE: Duration = Duration::from_millis(300);

/// A database with a gateway.
struct Station {
    sms: Sms,
    db: Db,
    carrier: Carrier,
    _scratch: Scratch,
}

/// One for each kind of database that can be had.
async fn stations() -> Vec<Station> {
    let mut stations = Vec::new();
    for scratch in Scratch::each().await.unwrap() {
        scratch.db.migrate(MODULES).await.unwrap();
        let carrier = Carrier::start().await;
        let sms = process(&scratch.db, &carrier);
        stations.push(Station {
            sms,
            db: scratch.db.clone(),
            carrier,
            _scratch: scratch,
        });
    }
    stations
}

/// A process over that database.
fn process(db: &Db, carrier: &Carrier) -> Sms {
    let gateway = HttpGateway::at(&carrier.address, Secret::new(gateway::TOKEN)).unwrap();
    Sms::new(db.clone(), Arc::new(gateway.within(PATIENCE)), Secret::new("inward"))
}

fn number(last: u32) -> Number {
    Number::find(&format!("138{last:08}")).unwrap()
}

fn text(cause: &str, to: &Number) -> NewText {
    NewText {
        cause: cause.to_owned(),
        topic: "shift",
        about: format!("about {cause}"),
        to: to.clone(),
        body: format!("明天有班次 {cause}"),
        code: Some(ReplyCode::read("3F7K").unwrap()),
        until: NOON.plus_days(1),
    }
}

impl Station {
    async fn queue(&self, text: NewText) {
        let work = Arc::new((self.sms.clone(), text));
        let queued = self.db.write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (sms, text) = &*work;
                sms.queue_in(tx, text, NOON).await
            })
        });
        queued.await.unwrap();
    }

    /// How the texts stand: state, tries, failure.
    async fn standing(&self) -> Vec<(String, i64, Option<String>)> {
        let sql = "SELECT state, tries, failure FROM sms_out ORDER BY id";
        let rows = self.db.all(sql, args![]).await.unwrap();
        let row = |row: &tongxin_storage::Row| {
            Ok::<_, StorageError>((row.text("state")?, row.int("tries")?, row.opt_text("failure")?))
        };
        rows.iter().map(|one| row(one).unwrap()).collect()
    }

    async fn lang_of(&self, number: &Number) -> Lang {
        let work = Arc::new((self.sms.clone(), number.clone()));
        let lang = self.db.write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move { work.0.lang_of_in(tx, &work.1).await })
        });
        lang.await.unwrap()
    }
}
