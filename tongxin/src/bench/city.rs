//! Time to load the city, beside reading the same files' bytes and hashing them; and the slowest search.

use super::quantile;
use anyhow::{Context as _, Result};
use std::path::Path;
use std::time::Instant;
use tongxin_city::City;

const LOADS: usize = 9;
/// Searches as people type them, with one that finds nothing.
const QUERIES: [&str; 8] = ["渝北", "yubei", "yb", "500112", "龙溪街道", "社区", "a", "没有这个地方"];
const SEARCH_ROUNDS: usize = 50;
const HITS: usize = 20;

/// Prints the figures.
pub fn run(folder: &Path) -> Result<()> {
    let mut loads = Vec::new();
    let mut reads = Vec::new();
    for _ in 0..LOADS {
        let start = Instant::now();
        let bytes = read_all(folder)?;
        reads.push(start.elapsed().as_micros() as u64);
        let start = Instant::now();
        let city =
            City::load(folder).map_err(|errors| anyhow::anyhow!("{}", errors.message(tongxin_city::Lang::En)))?;
        loads.push(start.elapsed().as_micros() as u64);
        anyhow::ensure!(bytes > 0 && city.tree.len() > 1, "the city's folder is empty");
    }
    loads.sort_unstable();
    reads.sort_unstable();
    let (load, read) = (quantile(&loads, 0.5), quantile(&reads, 0.5));
    let city = City::load(folder).map_err(|errors| anyhow::anyhow!("{}", errors.message(tongxin_city::Lang::En)))?;
    println!(
        "city     {} places load in {:.1} ms (median of {LOADS}); reading the same bytes takes {:.1} ms; ratio {:.0}",
        city.tree.len(),
        load as f64 / 1e3,
        read as f64 / 1e3,
        load as f64 / read.max(1) as f64
    );
    let mut searches = Vec::new();
    for _ in 0..SEARCH_ROUNDS {
        for query in QUERIES {
            let start = Instant::now();
            let hits = city.tree.search(query, None, HITS);
            searches.push(start.elapsed().as_micros() as u64);
            std::hint::black_box(hits);
        }
    }
    searches.sort_unstable();
    println!(
        "search   p50 {:.2} ms, slowest {:.2} ms over {} searches; limit asked 5 ms",
        quantile(&searches, 0.5) as f64 / 1e3,
        quantile(&searches, 1.0) as f64 / 1e3,
        searches.len()
    );
    Ok(())
}

fn read_all(folder: &Path) -> Result<usize> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        bytes += std::fs::read(entry?.path())?.len();
    }
    Ok(bytes)
}
