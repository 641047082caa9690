//! Questions sent at fixed times, whether or not the earlier ones were answered; each waits from the time it was due
//! to be sent until its whole answer is here, so that a server that stalls makes all wait who would have come meanwhile.

use crate::bench::quantile;
use anyhow::{Result, bail};
use axum::body::Bytes;
use reqwest::StatusCode;
use reqwest::header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderValue};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A question: one request.
pub struct Question {
    /// Which row of the figures it belongs to.
    pub kind: usize,
    pub method: Method,
    pub path: String,
    /// Who asks; empty for nobody.
    pub token: String,
}

/// How it is asked.
pub enum Method {
    /// By a browser, which takes compressed answers.
    Page,
    /// By a program.
    Api,
    /// A command by a program, with its key.
    Command { key: String, body: serde_json::Value },
}

/// An answer.
pub struct Answer {
    /// The question's kind and path.
    kind: usize,
    path: String,
    pub status: StatusCode,
    pub bytes: Bytes,
    /// From the time the question was due.
    pub wait: Duration,
}

/// Waiting times of the answers in microseconds, by kind of question.
#[derive(Default)]
pub struct Waits(Vec<Vec<u64>>);

impl Waits {
    fn add(&mut self, kind: usize, wait: Duration) {
        if self.0.len() <= kind {
            self.0.resize_with(kind + 1, Vec::new);
        }
        self.0[kind].push(u64::try_from(wait.as_micros()).unwrap_or(u64::MAX));
    }

    /// The waits of some kinds in order.
    pub fn sorted(&self, is_wanted: impl Fn(usize) -> bool) -> Sorted {
        let wanted = self.0.iter().enumerate().filter(|(kind, _)| is_wanted(*kind));
        let mut all: Vec<u64> = wanted.flat_map(|(_, waits)| waits).copied().collect();
        all.sort_unstable();
        Sorted(all)
    }
}

/// Waiting times in order.
pub struct Sorted(Vec<u64>);

impl Sorted {
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn ms(&self, share: f64) -> f64 {
        quantile(&self.0, share) as f64 / 1e3
    }
}

/// Where questions are sent.
pub struct Target {
    pub http: reqwest::Client,
    pub base: String,
}

impl Target {
    /// Whether there is such a page.
    pub async fn has_page(&self, path: &str, token: &str) -> Result<bool> {
        let request = self.http.get(format!("{}{path}", self.base)).bearer_auth(token);
        Ok(request.send().await?.status().is_success())
    }

    /// Sends the questions evenly over the time, and adds how long each waited.
    ///
    /// # Errors
    /// The first answer that is not a success: figures of refusals say nothing.
    pub async fn ask(&self, questions: Vec<Question>, time: Duration, waits: &mut Waits) -> Result<()> {
        let take = |answer: Answer| {
            if !answer.status.is_success() {
                bail!(
                    "{}: {} {}",
                    answer.path,
                    answer.status,
                    String::from_utf8_lossy(&answer.bytes)
                );
            }
            waits.add(answer.kind, answer.wait);
            Ok(())
        };
        self.send(questions, time, take).await
    }

    /// Sends the questions evenly over the time, and gives each answer to `take`.
    ///
    /// # Errors
    /// What `take` does not accept, or an answer that did not come.
    pub async fn send(
        &self,
        questions: Vec<Question>,
        time: Duration,
        mut take: impl FnMut(Answer) -> Result<()>,
    ) -> Result<()> {
        let pause = time / u32::try_from(questions.len().max(1))?;
        let mut asked = JoinSet::new();
        let start = Instant::now();
        for (question, number) in questions.into_iter().zip(0..) {
            let due = start + pause * number;
            let request = self.request(&question)?;
            tokio::time::sleep_until(due).await;
            asked.spawn(async move {
                let response = request.send().await?;
                let status = response.status();
                let bytes = response.bytes().await?;
                let wait = due.elapsed();
                anyhow::Ok(Answer {
                    kind: question.kind,
                    path: question.path,
                    status,
                    bytes,
                    wait,
                })
            });
        }
        while let Some(answered) = asked.join_next().await {
            take(answered??)?;
        }
        Ok(())
    }

    fn request(&self, question: &Question) -> Result<reqwest::RequestBuilder> {
        let address = format!("{}{}", self.base, question.path);
        let request = match &question.method {
            Method::Page => self
                .http
                .get(address)
                .header(ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
            Method::Api => self.http.get(address),
            Method::Command { key, body } => self.http.post(address).header("Idempotency-Key", key).json(body),
        };
        if question.token.is_empty() {
            return Ok(request);
        }
        let token = HeaderValue::try_from(format!("Bearer {}", question.token))?;
        Ok(request.header(AUTHORIZATION, token))
    }
}
