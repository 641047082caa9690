//! What the system's clock does by itself is awaited before people act: shifts that lack people become needs, shifts that are over
//! have their hours written down.

use super::Shifts;
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_volunteer::VolunteerPlan;
use crate::play::Log;
use crate::play::clock::{self, await_entry};
use crate::play::raised::{RaisedNeed, SHORTFALL};
use crate::play::supply::{Market, Stage};
use futures::{StreamExt as _, TryStreamExt as _};

impl Shifts {
    /// Waits until the system has said what it must by now.
    pub(in crate::play) async fn await_clock(
        &mut self,
        volunteer: &VolunteerPlan,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        self.await_shortfalls(volunteer, stage, market, log).await?;
        let mut awaited = Vec::new();
        for live in self.live.iter_mut().flatten() {
            if !live.book.clock_acts(stage.now) {
                continue;
            }
            log.counts.clock_acts += 1;
            if let Some(need) = live.need.take() {
                let raised = &mut market.raised[need];
                raised.live.book.close(stage.now);
                let (id, seq) = (raised.live.id.clone(), raised.live.book.entries().len());
                awaited.push((raised.subject(), id, seq));
            }
        }
        let looks = awaited
            .into_iter()
            .map(|awaited| await_entry(stage.client, stage.world.reader(), awaited));
        let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
        while let Some(missing) = looks.try_next().await? {
            log.mismatches.extend(missing);
        }
        Ok(())
    }

    async fn await_shortfalls(
        &mut self,
        volunteer: &VolunteerPlan,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        let short = self.live.iter().enumerate().filter_map(|(shift, live)| {
            let live = live.as_ref()?;
            (live.book.lacks(stage.now) && live.need.is_none()).then(|| (shift, live.id.clone()))
        });
        let looks = short.map(|(shift, id)| async move {
            let path = format!(
                "/api/v1/shifts?place={}&from={}",
                volunteer.shifts[shift].place, stage.plan.date
            );
            let look = || async {
                let answer = stage.client.get(&path, stage.world.reader()).await?;
                let shifts = answer.body["shifts"].as_array();
                let found = shifts.and_then(|shifts| shifts.iter().find(|found| found["id"] == id.as_str()));
                Ok(found.and_then(|found| found["need"].as_str()).map(str::to_owned))
            };
            let need = clock::raised(look).await?;
            let at = match &need {
                Some(need) => clock::raised_at(need, stage.now, stage).await?,
                None => stage.now,
            };
            Ok::<_, DrillError>((shift, need, at))
        });
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        let mut found = Vec::new();
        while let Some(looked) = looks.try_next().await? {
            found.push(looked);
        }
        drop(looks);
        for (shift, need, at) in found {
            let planned = &volunteer.shifts[shift];
            let Some(need) = need else {
                let subject = format!("shift #{shift}");
                log.mismatches.push(Mismatch::new(
                    subject,
                    "need of a shift that lacks people",
                    "raised",
                    "none",
                ));
                continue;
            };
            log.counts.clock_acts += 1;
            let raised = RaisedNeed::waiting(stage.world, (SHORTFALL, planned.kind), (planned.place, None), need, at);
            market.raised.push(raised);
            if let Some(live) = &mut self.live[shift] {
                live.need = Some(market.raised.len() - 1);
            }
        }
        Ok(())
    }
}
