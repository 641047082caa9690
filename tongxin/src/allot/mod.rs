//! `tongxin allot`: a published draw, checked by anybody from its file alone; and what draws do to who gets how much. No
//! database, no network.

mod compare;
mod plot;

use crate::cli::AllotCommand;
use anyhow::{Result, bail};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_supply::rules::draw_file::{DrawFile, PublishedAsk};
use tongxin_supply::rules::verify_draw::{Difference, verify};

/// Does what the command line asks for.
pub fn run(command: AllotCommand) -> Result<()> {
    match command {
        AllotCommand::Verify { file, lang } => verify_file(&file, lang),
        AllotCommand::Compare(options) => compare::run(&options),
    }
}

/// Draws again, prints the list, and says whether it is the file's.
fn verify_file(path: &Path, lang: Lang) -> Result<()> {
    let texts = Texts::new(&[crate::TEXTS]);
    let file = match read(path) {
        Ok(file) => file,
        Err(why) => {
            let args = [("file", &*path.display().to_string()), ("why", &*why.to_string())];
            bail!("{}", texts.text_with(lang, "allot-unreadable", &args));
        }
    };
    let asks = verify(&file).map_err(|difference| anyhow::anyhow!("{}", said(&texts, lang, &difference)))?;
    print_list(&asks)?;
    let served = asks.iter().filter(|ask| ask.pieces > 0).count();
    let pieces: u64 = asks.iter().map(|ask| ask.pieces).sum();
    let args = [
        ("asks", &*asks.len().to_string()),
        ("served", &*served.to_string()),
        ("pieces", &*pieces.to_string()),
    ];
    println!("{}", texts.text_with(lang, "allot-sound", &args));
    Ok(())
}

fn read(path: &Path) -> Result<DrawFile> {
    Ok(serde_json::from_reader(BufReader::new(File::open(path)?))?)
}

/// Rank, pseudonym, lots, pieces; a household a line.
fn print_list(asks: &[PublishedAsk]) -> Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for ask in asks {
        let (rank, lots, pieces) = (ask.rank, ask.lots, ask.pieces);
        writeln!(out, "{rank:>8} {} {lots:>3} {pieces:>4}", ask.pseudonym)?;
    }
    Ok(out.flush()?)
}

fn said(texts: &Texts, lang: Lang, difference: &Difference) -> String {
    let row = difference.row.map(|row| row.to_string()).unwrap_or_default();
    let args = [
        ("row", &*row),
        ("found", &*difference.found),
        ("right", &*difference.right),
    ];
    texts.text_with(lang, &format!("allot-differs-{}", difference.what), &args)
}
