//! A server that is killed again and again keeps everything it said it had kept, and does nothing twice.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod client;
#[path = "../system/program.rs"]
mod program;
mod server;
mod world;

use client::{Client, Round};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use server::Home;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;
use world::Way;

const KILLS: usize = 50;
const CLIENTS: usize = 8;
/// How long the server goes on after its first acknowledgement, in ms: long enough for several groups of writes.
const LIFE_MS: std::ops::Range<u64> = 100..500;
/// Seconds until a started server must have acknowledged something.
const FIRST_ANSWER_MAX: u64 = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_write_is_found_once_after_fifty_kills() {
    let home = Home::new();
    let mut chance = ChaCha8Rng::seed_from_u64(20_221_123);
    let mut server = home.start();
    let mut way = world::prepare(&server).await;
    let mut clients: Vec<Client> = (0..CLIENTS).map(Client::new).collect();

    for _ in 0..KILLS {
        let life = Duration::from_millis(chance.random_range(LIFE_MS));
        clients = one_life(clients, &way, server, life).await;
        server = home.start();
        way = way.at(&server.base);
    }

    let sent_again: usize = clients.iter().map(|client| client.sent_again).sum();
    assert!(
        sent_again > 0,
        "no command was ever cut off: the kills came at idle moments"
    );
    for client in &mut clients {
        client.repeat_last(&way).await;
        client.raise_next(&way).await.unwrap();
    }
    let told: BTreeMap<String, String> = clients.into_iter().flat_map(|client| client.told).collect();
    let found = world::all_needs(&way).await;
    for (title, id) in &told {
        assert_eq!(found.get(title), Some(&vec![id.clone()]), "acknowledged: {title}");
    }
    assert_eq!(
        found.len(),
        told.len(),
        "every need that was sent has been acknowledged by now"
    );
    drop(server);
    println!(
        "{KILLS} kills, {} writes acknowledged, {sent_again} sent again; {}",
        told.len(),
        home.verify().trim()
    );
}

/// All clients write; the server is killed `life` after its first acknowledgement.
async fn one_life(clients: Vec<Client>, way: &Way, server: program::Server, life: Duration) -> Vec<Client> {
    let round = std::sync::Arc::new(Round::default());
    let working: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let (way, round) = (way.clone(), round.clone());
            tokio::spawn(async move {
                client.work(&way, &round).await;
                client
            })
        })
        .collect();
    let first_answer = async {
        while round.acknowledged.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(FIRST_ANSWER_MAX), first_answer)
        .await
        .expect("no write was acknowledged");
    tokio::time::sleep(life).await;
    server.kill();
    round.is_over.store(true, Ordering::Relaxed);
    let mut rested = Vec::new();
    for client in working {
        rested.push(client.await.unwrap());
    }
    rested
}
