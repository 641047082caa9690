#![allow(clippy::unwrap_used, missing_docs)]
//! What a search finds, and in which order.

use std::path::Path;
use std::time::Instant;

use tongxin_city::{City, Lang};

#[test]
fn smoke() {
    let started = Instant::now();
    let city = City::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chongqing")).unwrap();
    println!("load {:?}", started.elapsed());
    for query in [
        "渝北",
        "yubei",
        "yb",
        "500112",
        "y",
        "社",
        "长寿",
        "changshou",
        "chongqing",
        "fengdu",
        "栋",
        "龙溪",
    ] {
        let started = Instant::now();
        let hits = city.tree.search(query, None, 5);
        println!("{query} {:?}", started.elapsed());
        for hit in hits {
            let place = city.tree.get(&hit.code).unwrap();
            println!(
                "   {:?} {} {} {:?}",
                hit.rank,
                place.name_zh,
                place.name(Lang::En),
                place.population
            );
        }
    }
    for p in city.tree.at_level("50".parse().unwrap(), tongxin_city::Level::District) {
        println!("{} {}", p.name_zh, p.name(Lang::En));
    }
}
