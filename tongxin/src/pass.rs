//! `tongxin pass`: keys, and passes in pipes. JSON lines come in, JSON lines, texts or square codes go out.

mod codes;
mod keys;
mod verify;

use crate::app::Base;
use crate::cli::{Database, IssueOptions, PassCommand, PassFormat, RevokeOptions};
use anyhow::{Context as _, Result};
use codes::write_code;
use std::io::BufRead as _;
use tongxin_account::Doer;
use tongxin_account::Scope;
use tongxin_city::{PassId, Timestamp};
use tongxin_clock::Clock;
use tongxin_pass::{Asked, PassError, PassRowBody, PassText, Passes};
use tongxin_storage::{CommandKey, Digest};

/// Rows that are decided together.
const ROWS_AT_ONCE: usize = 500;
/// Writes that issue at most so many batches after the last row.
const WRITES_MAX: u32 = 1_000;

/// Does what is asked with passes.
pub(crate) async fn run(command: PassCommand) -> Result<()> {
    match command {
        PassCommand::Keys { command } => keys::run(command).await,
        PassCommand::Issue(options) => issue(&options).await,
        PassCommand::Verify(options) => verify::run(&options).await,
        PassCommand::Revoke(options) => revoke(&options).await,
    }
}

/// The desk of a database, and who works at it: the one at the machine, for the whole city.
struct Desk {
    passes: Passes,
    by: Doer,
    now: Timestamp,
}

impl Desk {
    async fn open(database: &Database, at: Option<Timestamp>) -> Result<(Base, Desk)> {
        let base = Base::open(&database.db, database.keys.as_deref(), Clock::system()).await?;
        let (ledger, accounts) = (base.ledger()?, base.accounts());
        let supply = base.supply(&ledger, &accounts);
        let tree = base.places.tree();
        let city = tree.city().context("no city is loaded; run `tongxin city load DIR`")?;
        let desk = Desk {
            passes: base.passes(&ledger, &accounts, &supply),
            by: Doer {
                actor: "system".to_owned(),
                may: Scope::of_place(city.code),
            },
            now: at.unwrap_or_else(|| base.clock.now()),
        };
        Ok((base, desk))
    }

    /// A command that is not meant to be sent again.
    fn command(&self, name: &str) -> Result<CommandKey> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).context("the system's random source")?;
        let key = data_encoding::HEXLOWER.encode(&bytes);
        Ok(CommandKey {
            sender: "command line".to_owned(),
            digest: Digest::of(name, key.as_bytes()),
            key,
            at_ms: self.now.millis(),
        })
    }
}

/// The lines of standard input that hold something, with their numbers.
fn lines() -> impl Iterator<Item = Result<(usize, String)>> {
    let lines = std::io::stdin().lock().lines().enumerate();
    lines
        .map(|(at, line)| Ok((at + 1, line.with_context(|| format!("line {}", at + 1))?)))
        .filter(|line| !matches!(line, Ok((_, text)) if text.trim().is_empty()))
}

async fn issue(options: &IssueOptions) -> Result<()> {
    let (base, desk) = Desk::open(&options.database, options.at).await?;
    let mut rows: Vec<PassRowBody> = Vec::new();
    for line in lines() {
        let (number, line) = line?;
        rows.push(serde_json::from_str(&line).with_context(|| format!("line {number}"))?);
    }
    let mut ids: Vec<(PassId, &'static str)> = Vec::with_capacity(rows.len());
    for part in rows.chunks(ROWS_AT_ONCE) {
        let asked = part.iter().cloned().map(Into::into).collect();
        let command = desk.command("pass issue")?;
        let applied = desk
            .passes
            .apply(command, desk.by.clone(), options.org, asked, desk.now)
            .await;
        let applied = applied.map_err(|error| said(&error))?;
        ids.extend(applied.rows.iter().map(|row| (row.id, row.rule.as_str())));
    }
    desk.passes.issue_approved(desk.now, WRITES_MAX).await?;
    let mut out = std::io::stdout().lock();
    for (id, rule) in ids {
        let pass = desk.passes.text(&desk.by.may, id).await?;
        print(&mut out, options, &pass, rule)?;
    }
    base.db.close().await;
    Ok(())
}

fn print(out: &mut impl std::io::Write, options: &IssueOptions, pass: &PassText, rule: &str) -> Result<()> {
    match (options.format, &pass.text, pass.number) {
        (PassFormat::Json, ..) => {
            let mut line = serde_json::to_value(pass)?;
            line["rule"] = rule.into();
            writeln!(out, "{line}")?;
        }
        (PassFormat::Text, Some(text), _) => writeln!(out, "{text}")?,
        (PassFormat::Svg | PassFormat::Png, Some(text), Some(number)) => {
            let file = write_code(options.out.as_deref(), options.format, number, text)?;
            if let Some(file) = file {
                writeln!(out, "{}", file.display())?;
            }
        }
        _ => eprintln!("{}: {} ({rule})", pass.id, pass.state),
    }
    Ok(())
}

/// Revokes by number: a number a line, or an object with `number`.
async fn revoke(options: &RevokeOptions) -> Result<()> {
    let (base, desk) = Desk::open(&options.database, options.at).await?;
    let mut numbers = options.numbers.clone();
    if numbers.is_empty() {
        for line in lines() {
            let (at, line) = line?;
            let value: serde_json::Value = serde_json::from_str(&line).with_context(|| format!("line {at}"))?;
            let number = value.as_u64().or_else(|| value["number"].as_u64());
            let number = number.and_then(|number| u32::try_from(number).ok());
            numbers.push(number.with_context(|| format!("line {at} holds no pass number"))?);
        }
    }
    for part in numbers.chunks(ROWS_AT_ONCE) {
        let mut ids = Vec::with_capacity(part.len());
        for number in part {
            let found = desk.passes.of_number(&desk.by.may, *number).await;
            ids.push(found.with_context(|| format!("pass {number}"))?);
        }
        let reason = options.reason.clone();
        let command = desk.command("pass revoke")?;
        let done = desk
            .passes
            .command(command, desk.by.clone(), ids, Asked::Revoke { reason }, desk.now);
        for (number, pass) in part.iter().zip(done.await.map_err(|error| said(&error))?.passes) {
            println!(
                "{}",
                serde_json::json!({"number": number, "id": pass.id, "state": pass.state})
            );
        }
    }
    desk.passes.publish_status(desk.now).await?;
    base.db.close().await;
    Ok(())
}

/// What is wrong, with the fields it is wrong at.
fn said(error: &PassError) -> anyhow::Error {
    let PassError::Faults(faults) = error else {
        return anyhow::anyhow!("{error}");
    };
    let texts = tongxin_i18n::Texts::new(&[tongxin_web::TEXTS, tongxin_pass::TEXTS]);
    let fault = |fault: &tongxin_web::FieldFault| {
        let args: Vec<(&str, &str)> = fault.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let what = texts.text_with(tongxin_city::Lang::En, fault.key, &args);
        format!("{}: {what}", fault.field)
    };
    anyhow::anyhow!("{}", faults.iter().map(fault).collect::<Vec<_>>().join("\n"))
}
