//! `tongxin bench`: figures of this machine and this build, each beside a peer or a limit measured in the same run.

mod allot;
mod board;
mod city;
mod ledger;

use crate::cli::{Bench, BenchOptions};
use anyhow::Result;

/// Runs what was asked for, one after the other.
pub async fn run(options: &BenchOptions) -> Result<()> {
    for what in &options.what {
        match what {
            Bench::City => city::run(&options.city)?,
            Bench::Allot => allot::run(options.asks)?,
            Bench::Board => board::run(options).await?,
            Bench::Ledger => ledger::run(&options.city, options.seconds).await?,
        }
    }
    Ok(())
}

/// The value below which a share of the sorted samples lies.
fn quantile(sorted: &[u64], share: f64) -> u64 {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let index = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(index).copied().unwrap_or_default()
}

/// The middle of some ratios.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
