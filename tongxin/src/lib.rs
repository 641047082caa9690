//! The one binary: the command line, which modules there are, and nothing else.
//!
//! [`app`] puts the modules together; each command of the line has a file of its own name. It lies in a library so that
//! tests can start the whole system in their own process.

mod allot;
pub mod app;
mod bench;
mod briefing;
mod care;
pub mod cli;
pub mod drill;
mod field;
pub mod keys;
mod pass;
pub mod privacy;
mod route;
pub mod serve;
mod start;
mod verify;

use anyhow::Result;
use app::{Base, MIGRATIONS};
use cli::{CityCommand, Command, DbCommand, LedgerCommand};
use tongxin_clock::Clock;
use tongxin_i18n::TextPart;
use tongxin_storage::Db;

/// The words of the command line and of the frame around all modules.
pub const TEXTS: TextPart = TextPart {
    module: "tongxin",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};

/// Does what the command line asks for.
///
/// # Errors
/// What went wrong, for a person to read.
pub async fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(options) => serve::run(options).await,
        Command::Drill(options) => drill::run(options).await,
        Command::City { command } => city(command).await,
        Command::Briefing(options) => briefing::run(options).await,
        Command::Ledger {
            command: LedgerCommand::Verify { database, seal, lang },
        } => verify::run(&database, &seal, lang).await,
        Command::Allot { command } => allot::run(command),
        Command::Pass { command } => pass::run(command).await,
        Command::Care { command } => care::run(command).await,
        Command::Route(command) => route::run(command).await,
        Command::Db { command } => db(command).await,
        Command::Bench(options) => bench::run(&options).await,
    }
}

async fn city(command: CityCommand) -> Result<()> {
    match command {
        CityCommand::Load { dir, database, lang } => {
            let base = Base::open(&database.db, database.keys.as_deref(), Clock::system()).await?;
            base.load_city(&dir, lang).await?;
            println!("{}", base.places.tree().len());
            base.db.close().await;
        }
        CityCommand::Export { dir, database } => {
            let base = Base::open(&database.db, database.keys.as_deref(), Clock::system()).await?;
            base.places.export_city(&dir).await?;
        }
    }
    Ok(())
}

async fn db(command: DbCommand) -> Result<()> {
    match command {
        DbCommand::Migrate { database } => {
            for step in Db::open(&database.db).await?.migrate(MIGRATIONS).await? {
                println!("{}/{}", step.module, step.version);
            }
        }
        DbCommand::Backup { file, database } => {
            Db::open(&database.db)
                .await?
                .backup_to(&file.display().to_string())
                .await?;
        }
    }
    Ok(())
}
