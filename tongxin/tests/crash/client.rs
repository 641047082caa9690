//! A client that raises needs one after another, and sends again, with the same key, what was not answered.

use crate::world::Way;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Longest wait for an answer; a killed server breaks the connection much sooner.
const ANSWER_MAX: Duration = Duration::from_secs(20);

/// What all clients share.
#[derive(Debug, Default)]
pub struct Round {
    /// Set when the server was killed: stop at the first silence.
    pub is_over: AtomicBool,
    /// Commands acknowledged in this life of the server.
    pub acknowledged: AtomicUsize,
}

/// One client and what it was told.
#[derive(Debug)]
pub struct Client {
    number: usize,
    next: usize,
    /// Title of each acknowledged need, with its id.
    pub told: BTreeMap<String, String>,
    /// How often it had to send a command again.
    pub sent_again: usize,
}

impl Client {
    pub fn new(number: usize) -> Self {
        Self {
            number,
            next: 0,
            told: BTreeMap::new(),
            sent_again: 0,
        }
    }

    fn title(&self, index: usize) -> String {
        format!("crash {} {index}", self.number)
    }

    /// Raises needs until the server is killed.
    pub async fn work(&mut self, way: &Way, round: &Round) {
        while !round.is_over.load(Ordering::Relaxed) {
            if self.raise_next(way).await.is_err() {
                assert!(
                    wait_for(|| round.is_over.load(Ordering::Relaxed)).await,
                    "the server fell silent before it was killed"
                );
                self.sent_again += 1;
                return;
            }
            round.acknowledged.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Sends the command that is due, whether or not an earlier life has seen it.
    pub async fn raise_next(&mut self, way: &Way) -> Result<(), reqwest::Error> {
        let title = self.title(self.next);
        let id = raise(way, &title).await?;
        self.told.insert(title, id);
        self.next += 1;
        Ok(())
    }

    /// Sends the last acknowledged command once more: the answer must be the first one.
    pub async fn repeat_last(&self, way: &Way) {
        let Some(last) = self.next.checked_sub(1) else { return };
        let title = self.title(last);
        let id = raise(way, &title).await.unwrap();
        assert_eq!(Some(&id), self.told.get(&title), "{title} was answered differently");
    }
}

/// Raises a need under a key made from its title. `Err` when no answer came.
async fn raise(way: &Way, title: &str) -> Result<String, reqwest::Error> {
    let body = json!({
        "kind": "household_request",
        "topic": "food",
        "title": title,
    });
    let request = way
        .http
        .post(format!("{}/api/v1/needs", way.base))
        .bearer_auth(&way.token)
        .timeout(ANSWER_MAX);
    let response = request
        .header("Idempotency-Key", title.replace(' ', "-"))
        .json(&body)
        .send()
        .await?;
    let status = response.status();
    let answer: Value = response.json().await?;
    assert!(status.is_success(), "{title}: {status} {answer}");
    Ok(answer["id"].as_str().unwrap().to_owned())
}

async fn wait_for(is_so: impl Fn() -> bool) -> bool {
    for _ in 0..200 {
        if is_so() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}
