//! `tongxin pass verify`: judges texts as a gate does, with the files of a database or with files that were published.

use super::{Desk, lines};
use crate::cli::{GateDirection, VerifyOptions};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tongxin_city::{Timestamp, Zone};
use tongxin_pass_format::pass::Holder;
use tongxin_pass_format::{Direction, KeySet, PublicKey, Situation, StatusList, Verdict, check};

/// What a gate holds.
struct Gate {
    keys: KeySet,
    list: StatusList,
    zone: Zone,
    at: Timestamp,
}

/// Judges every line; fails when one of them is not valid.
pub(super) async fn run(options: &VerifyOptions) -> Result<()> {
    let gate = Gate::of(options).await?;
    let situation = Situation {
        place: options.place,
        areas_around: &[],
        areas_within: &[],
        corridor: options.corridor.as_deref(),
        direction: match options.direction {
            GateDirection::Enter => Direction::Enter,
            GateDirection::Leave => Direction::Leave,
        },
        at: gate.at,
        clock_uncertainty: std::time::Duration::from_secs(options.uncertainty_seconds),
        zone: &gate.zone,
    };
    let (mut judged, mut valid) = (0_u64, 0_u64);
    for line in lines() {
        let (_, line) = line?;
        let verdict = check(&text_of(&line), &gate.keys, &gate.list, &situation);
        judged += 1;
        valid += u64::from(verdict.is_valid());
        println!("{}", said(&verdict));
    }
    if judged == valid {
        Ok(())
    } else {
        bail!("{} of {judged} are not valid", judged - valid)
    }
}

impl Gate {
    async fn of(options: &VerifyOptions) -> Result<Gate> {
        let (Some(keys), Some(status), Some(root)) = (&options.key_file, &options.status_file, &options.root) else {
            return Gate::of_database(options).await;
        };
        let root = data_encoding::HEXLOWER_PERMISSIVE.decode(root.as_bytes()).ok();
        let root: Option<[u8; 32]> = root.and_then(|bytes| bytes.try_into().ok());
        let root = PublicKey::from_bytes(&root.context("--root should be 64 hexadecimal digits")?)?;
        let read = |file: &std::path::PathBuf| std::fs::read(file).with_context(|| file.display().to_string());
        let keys = KeySet::read(&read(keys)?, &root, None)?;
        let list = StatusList::read(&read(status)?, &keys, None)?;
        Ok(Gate {
            keys,
            list,
            zone: Zone::named(&options.zone)?,
            at: options.at.unwrap_or_else(|| tongxin_clock::Clock::system().now()),
        })
    }

    async fn of_database(options: &VerifyOptions) -> Result<Gate> {
        let (base, desk) = Desk::open(&options.database, options.at).await?;
        let keys = desk.passes.key_set().await?;
        let list = StatusList::read(&desk.passes.status_file().await?, &keys, None)?;
        let zone = base.places.city()?.file.zone.clone();
        base.db.close().await;
        Ok(Gate {
            keys,
            list,
            zone,
            at: desk.now,
        })
    }
}

/// The text of a line: as it is, or in the field `text` of an object.
fn text_of(line: &str) -> String {
    let object: Option<Value> = serde_json::from_str(line).ok();
    let text = object.as_ref().and_then(|object| object["text"].as_str());
    text.unwrap_or(line.trim()).to_owned()
}

fn said(verdict: &Verdict) -> Value {
    let mut said = json!({ "verdict": verdict.key() });
    if let Some(pass) = verdict.pass() {
        said["number"] = pass.number.get().into();
        said["kind"] = pass.kind.key().into();
        said["org"] = pass.org.clone().into();
        said["expires"] = pass.expires.to_string().into();
        said["holder"] = match &pass.holder {
            Holder::Person { surname, id_end } => json!({ "surname": surname, "id_end": id_end }),
            Holder::Vehicle { plate } => json!({ "plate": plate }),
        };
    }
    said
}
