//! A draw among a million households beside bare SHA-256 of as many blocks, in alternating rounds of one run.
//!
//! The draw is everything between the list of asks and the list of ranks: the digest of the asks, every lot of every
//! household, the order. The limit is SHA-256's compression function alone, on as many 64-byte blocks, by as many threads.

use super::median;
use anyhow::Result;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha12Rng;
use std::num::NonZero;
use std::time::Instant;
use tongxin_supply::rules::draw::{Ask, asks_digest, draw, draw_key};
use tongxin_supply::rules::lots::{Facts, LotRules};
use tongxin_supply::rules::pseudonym::Pseudonym;

const ROUNDS: usize = 5;
const SEED: u64 = 20_221_123;
const GOAL_SECONDS: f64 = 2.0;
const BLOCK_BYTES: usize = 64;
/// Bytes of an ask's line in the digest, about.
const LINE_BYTES: usize = 32;

/// Prints the figures.
pub fn run(households: u32) -> Result<()> {
    let asks = asks(households);
    let lots: usize = asks.iter().map(|ask| ask.lots as usize).sum();
    let blocks = lots + asks.len() * LINE_BYTES / BLOCK_BYTES;
    let (mut draws, mut limits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let key = draw_key(&[7; 32], &asks_digest(&asks), None);
        let order = draw(&key, &asks);
        draws.push(start.elapsed().as_secs_f64());
        anyhow::ensure!(order.len() == asks.len(), "somebody has no rank");
        let start = Instant::now();
        hash_blocks(blocks);
        limits.push(start.elapsed().as_secs_f64());
    }
    let (took, limit) = (median(draws), median(limits));
    println!(
        "allot    {households} households with {lots} lots are drawn in {took:.2} s (median of {ROUNDS}; goal {GOAL_SECONDS} s)"
    );
    println!(
        "         limit: bare SHA-256 of {blocks} blocks takes {limit:.2} s; ratio {:.1}",
        took / limit
    );
    Ok(())
}

/// Households of one to six people, ordered by pseudonym as the database gives them.
fn asks(households: u32) -> Vec<Ask> {
    let mut chance = ChaCha12Rng::seed_from_u64(SEED);
    let rules = LotRules::default();
    let mut asks: Vec<Ask> = (0..households)
        .map(|_| {
            let people = chance.random_range(1..=6);
            let facts = Facts {
                people,
                infants: u32::from(people > 2 && chance.random_range(0..8) == 0),
                elders: chance.random_range(0..=(people - 1).min(2)),
                days_since: Some(chance.random_range(0..30)),
                carried: chance.random_range(0..4),
            };
            Ask {
                pseudonym: Pseudonym::from_random(chance.random()),
                facts,
                lots: rules.lots(&facts),
            }
        })
        .collect();
    asks.sort_unstable_by_key(|ask| ask.pseudonym);
    asks
}

fn hash_blocks(blocks: usize) {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || {
                let (mut state, block) = ([0_u32; 8], [[0x5a_u8; BLOCK_BYTES]]);
                for _ in 0..blocks / threads {
                    sha2::block_api::compress256(&mut state, &block);
                }
                std::hint::black_box(state);
            });
        }
    });
}
