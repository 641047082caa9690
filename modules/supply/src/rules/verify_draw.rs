//! Drawing a published file again, from the file alone.

use crate::limits::{ALLOTMENT_HOUSEHOLD_PIECES_MAX, ALLOTMENT_PIECES_MAX, ASKS_MAX};
use crate::rules::draw::{self, Ask};
use crate::rules::draw_file::{DrawFile, FORMAT, HexHash, PublishedAsk, VERSION};
use std::fmt::Display;

/// The first thing in which a file differs from what its own seed and rules give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row:?} differs in {}: {found} stands there, {right} would be right", .what.as_str())]
pub struct Difference {
    /// The ask, counted from 1 in the file's order; none for what stands before the asks.
    pub row: Option<usize>,
    /// In what.
    pub what: Differs,
    /// What stands in the file.
    pub found: String,
    /// What was worked out.
    pub right: String,
}

tongxin_city::words! {
    /// In what a file can differ.
    Differs, "difference" {
        /// It is no such file.
        Format = "format",
        /// Its version is not known.
        Version = "version",
        /// It holds more asks than any city has households.
        Count = "count",
        /// Pieces, or pieces for a household, are out of bounds.
        Pieces = "pieces",
        /// A lot rule is out of bounds.
        Rules = "rules",
        /// The seed is not the one that was committed to.
        Seed = "seed",
        /// An ask's facts can't be true.
        Facts = "facts",
        /// An ask's lots do not follow from its facts.
        Lots = "lots",
        /// Two asks have one pseudonym.
        Twice = "twice",
        /// The list of asks is not the one that was published when the window closed.
        Asks = "asks",
        /// Another household has this place.
        Place = "place",
        /// The rank is not the place in the list.
        Rank = "rank",
        /// The pieces do not follow from the rank.
        PiecesOfRank = "pieces_of_rank",
    }
}

/// Draws again; answers the list as worked out, which is then the one in the file.
///
/// # Errors
/// The first difference.
pub fn verify(file: &DrawFile) -> Result<Vec<PublishedAsk>, Difference> {
    check_head(file)?;
    check_asks(file)?;
    let drawn = drawn_again(file)?;
    let digest = drawn.asks_digest;
    same(None, Differs::Asks, &file.asks_digest, &digest)?;
    for (row, (found, right)) in file.asks.iter().zip(&drawn.asks).enumerate() {
        let row = Some(row + 1);
        same(row, Differs::Place, &found.pseudonym, &right.pseudonym)?;
        same(row, Differs::Rank, &found.rank, &right.rank)?;
        same(row, Differs::PiecesOfRank, &found.pieces, &right.pieces)?;
    }
    Ok(drawn.asks)
}

fn check_head(file: &DrawFile) -> Result<(), Difference> {
    same(None, Differs::Format, &&*file.format, &FORMAT)?;
    same(None, Differs::Version, &file.version, &VERSION)?;
    within(Differs::Count, file.asks.len() as u64, 0, ASKS_MAX as u64)?;
    within(Differs::Pieces, file.allotment.pieces, 1, ALLOTMENT_PIECES_MAX)?;
    within(
        Differs::Pieces,
        file.allotment.household_pieces,
        1,
        ALLOTMENT_HOUSEHOLD_PIECES_MAX,
    )?;
    file.lot_rules
        .check()
        .map_err(|faults| of_faults(None, Differs::Rules, &faults))?;
    let commitment = HexHash(draw::commitment(&file.seed.0));
    same(None, Differs::Seed, &file.commitment, &commitment)
}

fn check_asks(file: &DrawFile) -> Result<(), Difference> {
    for (row, published) in file.asks.iter().enumerate() {
        let (row, ask) = (Some(row + 1), published.ask());
        ask.facts
            .check()
            .map_err(|faults| of_faults(row, Differs::Facts, &faults))?;
        same(row, Differs::Lots, &ask.lots, &file.lot_rules.lots(&ask.facts))?;
    }
    Ok(())
}

fn drawn_again(file: &DrawFile) -> Result<DrawFile, Difference> {
    let asks: Vec<Ask> = file.asks.iter().map(PublishedAsk::ask).collect();
    refuse_twice(&asks)?;
    let (allotment, witness) = (file.allotment.clone(), file.witness.clone());
    Ok(DrawFile::drawn(allotment, file.lot_rules, file.seed.0, witness, asks))
}

fn refuse_twice(asks: &[Ask]) -> Result<(), Difference> {
    let mut rows: Vec<usize> = (0..asks.len()).collect();
    rows.sort_unstable_by_key(|row| (asks[*row].pseudonym, *row));
    let twice = rows
        .windows(2)
        .filter(|pair| asks[pair[0]].pseudonym == asks[pair[1]].pseudonym)
        .min_by_key(|pair| pair[1]);
    twice.map_or(Ok(()), |pair| {
        Err(Difference {
            row: Some(pair[1] + 1),
            what: Differs::Twice,
            found: asks[pair[1]].pseudonym.to_string(),
            right: (pair[0] + 1).to_string(),
        })
    })
}

fn same<T: PartialEq + Display>(row: Option<usize>, what: Differs, found: &T, right: &T) -> Result<(), Difference> {
    if found == right {
        return Ok(());
    }
    Err(Difference {
        row,
        what,
        found: found.to_string(),
        right: right.to_string(),
    })
}

fn within(what: Differs, found: u64, least: u64, most: u64) -> Result<(), Difference> {
    if (least..=most).contains(&found) {
        return Ok(());
    }
    Err(Difference {
        row: None,
        what,
        found: found.to_string(),
        right: format!("{least}–{most}"),
    })
}

fn of_faults(row: Option<usize>, what: Differs, faults: &[tongxin_web::FieldFault]) -> Difference {
    let fault = faults.first();
    let arg = |name| {
        let args = fault.map(|fault| &*fault.args).unwrap_or_default();
        let found = args.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| &**value).unwrap_or_default()
    };
    Difference {
        row,
        what,
        found: format!(
            "{} = {}",
            fault.map(|fault| &*fault.field).unwrap_or_default(),
            arg("found")
        ),
        right: format!("{}–{}", arg("least"), arg("most")),
    }
}
