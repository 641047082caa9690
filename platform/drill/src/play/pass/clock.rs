//! What the desk's clock does by itself is awaited before people act: late agreements become needs, passes expire.

use super::{Desk, text};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Priority;
use crate::plan_pass::PassPlan;
use crate::play::Log;
use crate::play::clock::{CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX};
use crate::play::raised::{LATE_PASSES, RaisedNeed};
use crate::play::supply::{Market, Stage};
use std::time::Instant;

impl Desk {
    /// Waits until the system has raised what it must by now.
    pub(super) async fn await_clock(
        &mut self,
        pass: &PassPlan,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        self.book.expire(pass, pass.zone.day_of(stage.now));
        for (firm, passes) in self.book.late(pass, stage.now) {
            let Some(id) = passes.first().and_then(|index| self.ids.get(index)).cloned() else {
                continue;
            };
            let need = need_of(&id, stage).await?;
            for index in passes {
                self.book.note_need(index);
            }
            if need.is_empty() {
                let subject = format!("passes of firm {firm}");
                log.mismatches
                    .push(Mismatch::new(subject, "need for late agreements", "raised", "none"));
                continue;
            }
            log.counts.clock_acts += 1;
            let about = (stage.supply.firms[firm].place, firm);
            market.raised.push(RaisedNeed::of_firm(
                stage.world,
                LATE_PASSES,
                about,
                Priority::High,
                need,
                stage.now,
            ));
        }
        Ok(())
    }
}

/// The need that tells of a pass, once it is there; else nothing.
async fn need_of(id: &str, stage: Stage<'_>) -> Result<String, DrillError> {
    let started = Instant::now();
    let path = format!("/api/v1/passes/{id}");
    loop {
        let answer = stage.client.get(&path, stage.world.order_reader()).await?;
        let need = text(&answer.body["need"]);
        if !need.is_empty() || started.elapsed() > CLOCK_WAIT_MAX {
            return Ok(need);
        }
        tokio::time::sleep(CLOCK_LOOK_EVERY).await;
    }
}
