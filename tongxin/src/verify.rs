//! `tongxin ledger verify`: the whole ledger, and copies of seals that were kept elsewhere.

use crate::TEXTS;
use crate::app::Base;
use crate::cli::Database;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use tongxin_city::Lang;
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_ledger::rules::check::Fault;
use tongxin_ledger::verify::Verified;
use tongxin_ledger::{Ledger, Seal, SealKey};

/// Verifies, and says what was found in a language.
struct Verification {
    ledger: Ledger,
    /// The public key of this installation's seals.
    trusted: [u8; 32],
    texts: Texts,
    lang: Lang,
}

/// Verifies the ledger of a database and that its seals contain these copies.
pub(crate) async fn run(database: &Database, copies: &[PathBuf], lang: Lang) -> Result<()> {
    let base = Base::open(&database.db, database.keys.as_deref(), Clock::system()).await?;
    let verification = Verification {
        ledger: base.ledger()?,
        trusted: SealKey::from_bytes(&base.keys.seal).public(),
        texts: Texts::new(&[TEXTS, tongxin_ledger::TEXTS]),
        lang,
    };
    let kept = copies.iter().map(|file| verification.read_copy(file));
    let kept: Vec<Seal> = kept.collect::<Result<_>>()?;
    let verified = verification.ledger.verify(&[verification.trusted]).await?;
    verification.refuse(verified.fault.as_ref())?;
    for seal in &kept {
        verification.refuse(verification.ledger.missing_seal(seal).await?.as_ref())?;
    }
    println!("{}", verification.sound(&verified));
    for (file, seal) in copies.iter().zip(&kept) {
        let (file, number) = (file.display().to_string(), seal.number.to_string());
        println!(
            "{}",
            verification.say("ledger-copy-found", &[("file", &file), ("number", &number)])
        );
    }
    Ok(())
}

impl Verification {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts.text_with(self.lang, key, args)
    }

    fn read_copy(&self, file: &Path) -> Result<Seal> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).with_context(|| name.clone())?;
        let seal = match Seal::from_copy(&text) {
            Ok(seal) => seal,
            Err(error) => {
                let args = [("file", &*name), ("why", &error.to_string())];
                bail!("{}", self.say("ledger-copy-unreadable", &args));
            }
        };
        if seal.public_key != self.trusted {
            bail!("{}", self.say("ledger-copy-other-key", &[("file", &name)]));
        }
        Ok(seal)
    }

    /// A failure that names the faulty row, if there is one.
    fn refuse(&self, fault: Option<&Fault>) -> Result<()> {
        let Some(fault) = fault else { return Ok(()) };
        let row = format!("ledger-row-of-{}", fault.row.code());
        let row = self.say(&row, &[("name", &fault.row.name())]);
        let what = self.say(&format!("ledger-fault-{}", fault.what.code()), &[]);
        bail!("{}", self.say("ledger-changed", &[("what", &format!("{row} {what}"))]));
    }

    fn sound(&self, verified: &Verified) -> String {
        let args = [
            ("needs", verified.needs.to_string()),
            ("entries", verified.entries.to_string()),
            ("seals", verified.seals.to_string()),
            ("unsealed", verified.unsealed.to_string()),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.say("ledger-sound", &args)
    }
}
