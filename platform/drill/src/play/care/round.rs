//! The day's round: who is to be visited, and what the clock says of visits that nobody made.

use super::{Beside, Rounds, building, note};
use crate::book::VisitState;
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_care::CarePlan;
use crate::play::Log;
use crate::play::clock::{self, CLOCK_LOOK_EVERY, CLOCK_WAIT_MAX};
use crate::play::raised::RaisedNeed;
use crate::play::supply::Stage;
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;
use tongxin_city::PlaceCode;

impl Rounds {
    /// Waits until the day's visits are made, and learns who is who.
    pub(super) async fn learn(&mut self, care: &CarePlan, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        if self.has_round || stage.now < stage.plan.day_starts_at {
            return Ok(());
        }
        self.has_round = true;
        self.ids = vec![String::new(); care.looked_after.len()];
        let expected = visits_by_building(care, stage);
        let looks = expected.iter().map(|(place, count)| async move {
            let worker = &stage.world.people[count.1].auth;
            let started = Instant::now();
            loop {
                let path = format!("/api/v1/care/visits?day={}&place={place}", stage.plan.date);
                let answer = stage.client.get(&path, worker).await?;
                let found = answer.body["visits"].as_array().cloned().unwrap_or_default();
                if found.len() >= count.0 || started.elapsed() > CLOCK_WAIT_MAX {
                    return Ok::<_, DrillError>((*place, count.0, found));
                }
                tokio::time::sleep(CLOCK_LOOK_EVERY).await;
            }
        });
        let by_name: HashMap<&str, usize> = (care.looked_after.iter().enumerate())
            .map(|(index, who)| (who.name.as_str(), index))
            .collect();
        let mut looks = futures::stream::iter(looks).buffer_unordered(IN_FLIGHT_MAX);
        while let Some((place, count, found)) = looks.try_next().await? {
            if found.len() != count {
                let subject = format!("round of {place}");
                log.mismatches
                    .push(Mismatch::new(subject, "visits", count, found.len()));
            }
            for visit in &found {
                let person = visit["name"].as_str().and_then(|name| by_name.get(name));
                if let (Some(person), Some(id)) = (person, visit["person"].as_str()) {
                    id.clone_into(&mut self.ids[*person]);
                }
            }
        }
        log.counts.clock_acts += care.visits.len();
        Ok(())
    }

    /// What the clock says of visits: that nobody came, or that nobody tried again. Whoever was not seen is a need, unless one says so already.
    pub(super) async fn mind_visits(
        &mut self,
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        if !self.has_round {
            return Ok(());
        }
        let mut troubles = Vec::new();
        for visit in 0..self.visits.len() {
            let person = care.visits[visit].person;
            if self.ended.contains(&person) {
                continue;
            }
            let Some(state) = self.visits[visit].clock_acts(stage.now) else {
                continue;
            };
            log.counts.clock_acts += 1;
            let is_seen_later = self.last_after(care, visit).is_some_and(VisitState::is_seen);
            if self.unseen[person].is_none() && !is_seen_later {
                troubles.push((visit, person, state));
            }
        }
        let looks = troubles.into_iter().map(|(visit, person, state)| {
            let place = building(care, person, stage);
            let (worker, id) = (care.looked_after[person].worker, &self.ids[person]);
            async move {
                let need = clock::raised(|| async { need_of(id, place, worker, stage).await }).await?;
                Ok::<_, DrillError>((visit, person, state, need))
            }
        });
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        let mut found = Vec::new();
        while let Some(looked) = looks.try_next().await? {
            found.push(looked);
        }
        drop(looks);
        for (visit, person, state, need) in found {
            let Some(need) = need else {
                let subject = format!("visit #{visit} of {}", care.looked_after[person].name);
                log.mismatches
                    .push(Mismatch::new(subject, "need that nobody was seen", "raised", "none"));
                continue;
            };
            self.lost(person, state, need, (care, stage), beside);
        }
        Ok(())
    }

    /// How the last visit of somebody stands that is over after this one and not open any more: what it says outweighs what is
    /// told only now of an earlier one.
    pub(super) fn last_after(&self, care: &CarePlan, visit: usize) -> Option<VisitState> {
        let of = &care.visits[visit];
        let later = care.visits.iter().zip(&self.visits).filter(|(planned, book)| {
            planned.person == of.person && planned.due_at > of.due_at && !book.state().is_open()
        });
        later
            .max_by_key(|(planned, _)| planned.due_at)
            .map(|(_, book)| book.state())
    }

    /// Nobody knows how somebody is, and a need says so.
    pub(super) fn lost(
        &mut self,
        person: usize,
        state: VisitState,
        need: String,
        (care, stage): (&CarePlan, Stage<'_>),
        beside: &mut Beside<'_>,
    ) {
        let topic = match state {
            VisitState::Missed => "missed",
            VisitState::Moved => "moved",
            _ => "no_answer",
        };
        let about = (building(care, person, stage), care.looked_after[person].household);
        let raised = RaisedNeed::unseen(stage.world, topic, about, need, stage.now);
        self.unseen[person] = Some(note(beside.market, raised));
    }
}

/// How many visits each building has on the played day, and a worker who looks after it.
fn visits_by_building(care: &CarePlan, stage: Stage<'_>) -> BTreeMap<PlaceCode, (usize, usize)> {
    let mut expected = BTreeMap::new();
    for visit in &care.visits {
        let worker = care.looked_after[visit.person].worker;
        let count = expected
            .entry(building(care, visit.person, stage))
            .or_insert((0, worker));
        count.0 += 1;
    }
    expected
}

/// The need about somebody, once it is there.
async fn need_of(id: &str, place: PlaceCode, worker: usize, stage: Stage<'_>) -> Result<Option<String>, DrillError> {
    let path = format!("/api/v1/care/visits?day={}&place={place}", stage.plan.date);
    let answer = stage.client.get(&path, &stage.world.people[worker].auth).await?;
    let visits = answer.body["visits"].as_array();
    let found = visits.and_then(|visits| visits.iter().find(|visit| visit["person"] == id));
    Ok(found
        .map_or(&Value::Null, |visit| &visit["need"])
        .as_str()
        .map(str::to_owned))
}
