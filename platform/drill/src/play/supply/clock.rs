//! What supply's clock does by itself is awaited before people act: late orders and shortages become needs.

use super::settling::order_subject;
use super::{Market, Stage};
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Priority;
use crate::play::Log;
use crate::play::clock::{CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX, raised, raised_at};
use crate::play::raised::{RaisedNeed, SHORTAGE};
use futures::StreamExt as _;
use serde_json::Value;
use std::time::Instant;
use tongxin_city::Timestamp;

/// The system looks at cover so often.
const COVER_LOOK_MS: i64 = 10 * Timestamp::MINUTE_MS;

impl Market {
    /// Waits until the system has raised what it must by now.
    pub(in crate::play) async fn await_clock(&mut self, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        self.await_shortages(stage, log).await?;
        let late: Vec<usize> = (self.orders.iter())
            .filter(|(order, live)| {
                let is_expected = self.expected_late.contains_key(order) && live.book.can_be_late();
                is_expected || live.book.awaits_clock(stage.now)
            })
            .map(|(order, _)| *order)
            .collect();
        let expected = std::mem::take(&mut self.expected_late);
        let looks = late.into_iter().map(|order| {
            let path = format!("/api/v1/orders/{}", self.orders[&order].id);
            let at = expected.get(&order).copied().unwrap_or(stage.now);
            async move {
                let need = late_need(&path, stage).await?;
                let at = match &need {
                    Some(need) => raised_at(need, at, stage).await?,
                    None => at,
                };
                Ok::<_, DrillError>((order, at, need))
            }
        });
        // Whatever the order of the answers, the book follows that of the plan.
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        while let Some(looked) = looks.next().await {
            let (order, at, need) = looked?;
            self.late((order, at), need, stage, log);
        }
        Ok(())
    }

    /// Somebody is told at a moment that an order will be late.
    fn late(&mut self, (order, at): (usize, Timestamp), need: Option<String>, stage: Stage<'_>, log: &mut Log) {
        let planned = &stage.supply.orders[order];
        let Some(live) = self.orders.get_mut(&order) else {
            return;
        };
        live.book.clock_acts();
        let Some(id) = need else {
            let subject = order_subject(order, Some(live), stage);
            log.mismatches
                .push(Mismatch::new(subject, "need for a late order", "raised", "none"));
            return;
        };
        let about = (stage.plan.households[planned.household].building, planned.household);
        self.raised
            .push(RaisedNeed::of_order(stage.world, "late", about, id, at));
        log.counts.clock_acts += 1;
        self.count("late", stage);
    }

    /// At the first look at cover after everything was set up, every shortage of the plan is raised, and no other.
    async fn await_shortages(&mut self, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        if self.has_shortages || stage.now < stage.plan.starts_at.plus_millis(COVER_LOOK_MS) {
            return Ok(());
        }
        self.has_shortages = true;
        let expected = stage.supply.stocks.iter().filter(|stock| stock.is_short).count();
        let started = Instant::now();
        let found = loop {
            let path = "/api/v1/needs?kind=supply_shortage&limit=100";
            let answer = stage.client.get(path, stage.world.reader()).await?;
            let needs = answer.body["needs"].as_array().cloned().unwrap_or_default();
            if needs.len() >= expected || started.elapsed() > CLOCK_WAIT_MAX {
                break needs;
            }
            tokio::time::sleep(CLOCK_LOOK_EVERY).await;
        };
        if found.len() != expected {
            log.mismatches
                .push(Mismatch::new("cover", "shortages", expected, found.len()));
        }
        for need in found {
            self.raised.extend(shortage(&need, stage));
            log.counts.clock_acts += 1;
        }
        Ok(())
    }
}

/// A need for a firm that runs short.
fn shortage(need: &Value, stage: Stage<'_>) -> Option<RaisedNeed> {
    let org = need["org"].as_str()?;
    let firm = stage.world.market.firms.iter().position(|firm| firm == org)?;
    let at: Timestamp = serde_json::from_value(need["raised_at"].clone()).ok()?;
    let place = stage.supply.firms[firm].place;
    let id = need["id"].as_str()?.to_owned();
    Some(RaisedNeed::of_firm(
        stage.world,
        SHORTAGE,
        (place, firm),
        Priority::Urgent,
        id,
        at,
    ))
}

/// The need for a late order, once it is there.
async fn late_need(path: &str, stage: Stage<'_>) -> Result<Option<String>, DrillError> {
    raised(|| async {
        let answer = stage.client.get(path, stage.world.order_reader()).await?;
        Ok(answer.body["late_need"].as_str().map(str::to_owned))
    })
    .await
}
