//! `tongxin care rekey`: health facts are sealed anew, old keys go.

use crate::TEXTS;
use crate::app::Base;
use crate::cli::{CareCommand, Database};
use anyhow::Result;
use std::sync::Arc;
use tongxin_care::{SEALED, Vault};
use tongxin_city::Lang;
use tongxin_clock::Clock;
use tongxin_i18n::Texts;

/// So many times at most it is said how far the work is.
const STEPS_SAID: u64 = 10;

/// Does what the command line asks for.
pub(crate) async fn run(command: CareCommand) -> Result<()> {
    match command {
        CareCommand::Rekey { database, lang } => rekey(&database, lang).await,
    }
}

async fn rekey(database: &Database, lang: Lang) -> Result<()> {
    let base = Base::open(&database.db, database.keys.as_deref(), Clock::system()).await?;
    let texts = Texts::new(&[TEXTS]);
    let vault = Vault::new(Arc::new(base.keys.of_care()));
    let mut step_said = 0;
    let progress = |done: u64, all: u64| {
        let step = done.saturating_mul(STEPS_SAID) / all.max(1);
        if step > step_said {
            step_said = step;
            let args = [("done", &*done.to_string()), ("all", &*all.to_string())];
            println!("{}", texts.text_with(lang, "care-rekey-under-way", &args));
        }
    };
    let rekeyed = vault.rekey(&base.db, SEALED, base.clock.now(), progress).await?;
    let args = [
        ("rows", &*rekeyed.rows.to_string()),
        ("data_keys", &*rekeyed.data_keys.to_string()),
        ("wrapping_keys", &*rekeyed.wrapping_keys.to_string()),
    ];
    println!("{}", texts.text_with(lang, "care-rekey-done", &args));
    base.db.close().await;
    Ok(())
}
