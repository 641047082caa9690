//! The draw: weighted sampling without replacement by hashes, exact, and the same in any language.
//!
//! A household with w lots has w hashes, SHA-256(key ‖ pseudonym ‖ i) for i from 0 to w - 1; its rank is that of its
//! smallest, and the pieces go to the smallest. To whoever does not know the key the hashes are independent uniform
//! numbers, so the smallest of them all is equally likely to be any lot: a household is first with a probability of
//! w / Σw, and among the others the same holds again. That is sampling by weight without replacement, as in Efraimidis
//! and Spirakis, "Weighted random sampling with a reservoir" (2006), whose key u^(1/w) is distributed as the largest of
//! w uniform numbers; with whole weights no floating point is needed.
//!
//! The key is SHA-256(seed ‖ digest of the list of asks ‖ witness). The seed is fixed, and its hash published, before
//! anybody can ask; the digest makes every ask move all the others, so that none can be tailored to a known seed.

use crate::rules::lots::Facts;
use crate::rules::pseudonym::Pseudonym;
use sha2::{Digest as _, Sha256};
use std::num::NonZero;

/// SHA-256.
pub type Hash = [u8; 32];

/// Asks that are worth a thread of their own.
const ASKS_PER_THREAD_MIN: usize = 4_096;

/// One household's asking, as it is drawn and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What the published file calls the household.
    pub pseudonym: Pseudonym,
    /// What its lots follow from.
    pub facts: Facts,
    /// Its lots.
    pub lots: u32,
}

/// What is published before the window opens: SHA-256 of the seed.
pub fn commitment(seed: &Hash) -> Hash {
    Sha256::digest(seed).into()
}

/// SHA-256 of the list of asks, a line each, ordered by pseudonym:
/// `PSEUDONYM,people,infants,elders,days_since,carried,lots` and a line feed, with nothing for days that never were.
///
/// `asks` must be in that order.
pub fn asks_digest(asks: &[Ask]) -> Hash {
    use std::io::Write as _;
    let mut hash = Sha256::new();
    let mut line = Vec::with_capacity(64);
    for ask in asks {
        let Facts {
            people,
            infants,
            elders,
            days_since,
            carried,
        } = ask.facts;
        line.clear();
        line.extend(ask.pseudonym.as_bytes());
        let days = days_since.map(|days| days.to_string()).unwrap_or_default();
        // Writing into memory does not fail.
        let _ = writeln!(line, ",{people},{infants},{elders},{days},{carried},{}", ask.lots);
        hash.update(&line);
    }
    hash.finalize().into()
}

/// What the lots are hashed with. `witness` is a number that nobody could know before the window closed, if one was
/// named when it opened.
pub fn draw_key(seed: &Hash, asks_digest: &Hash, witness: Option<&str>) -> Hash {
    Sha256::new()
        .chain_update(seed)
        .chain_update(asks_digest)
        .chain_update(witness.unwrap_or_default())
        .finalize()
        .into()
}

/// The hash of a household's lot with that number.
pub fn lot(key: &Hash, pseudonym: &Pseudonym, number: u32) -> Hash {
    // 52 bytes: one block of SHA-256.
    let mut message = [0; 52];
    message[..32].copy_from_slice(key);
    message[32..48].copy_from_slice(pseudonym.as_bytes());
    message[48..].copy_from_slice(&number.to_be_bytes());
    Sha256::digest(message).into()
}

/// The asks' positions in the order of the draw, first rank first, worked out by as many threads as there are
/// processors. Depends on the key, the pseudonyms and the lots only, not on the order of `asks`.
pub fn draw(key: &Hash, asks: &[Ask]) -> Vec<usize> {
    let smallest = smallest_lots(key, asks);
    // Eight bytes decide almost always; the sort then moves few bytes.
    let mut order: Vec<(u64, usize)> = smallest.iter().map(leading).zip(0..).collect();
    order.sort_unstable_by(|(first, a), (second, b)| {
        first
            .cmp(second)
            .then_with(|| smallest[*a].cmp(&smallest[*b]))
            .then_with(|| asks[*a].pseudonym.cmp(&asks[*b].pseudonym))
    });
    order.into_iter().map(|(_, position)| position).collect()
}

/// Pieces for a rank, counted from 0: all have `household_pieces` until the pieces run out; the last to be served may
/// get fewer, so that none is left over.
pub fn pieces_of(rank: usize, pieces: u64, household_pieces: u64) -> u64 {
    let before = (rank as u64).saturating_mul(household_pieces);
    pieces.saturating_sub(before).min(household_pieces)
}

fn smallest_lots(key: &Hash, asks: &[Ask]) -> Vec<Hash> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = asks.len().div_ceil(threads).max(ASKS_PER_THREAD_MIN);
    let mut smallest = vec![[0; 32]; asks.len()];
    std::thread::scope(|scope| {
        for (asks, smallest) in asks.chunks(share).zip(smallest.chunks_mut(share)) {
            scope.spawn(move || {
                for (ask, smallest) in asks.iter().zip(smallest) {
                    *smallest = smallest_lot(key, ask);
                }
            });
        }
    });
    smallest
}

/// A household without a lot stands behind all others; the rules give none.
fn smallest_lot(key: &Hash, ask: &Ask) -> Hash {
    (0..ask.lots)
        .map(|number| lot(key, &ask.pseudonym, number))
        .min()
        .unwrap_or([0xff; 32])
}

fn leading(hash: &Hash) -> u64 {
    hash.iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
