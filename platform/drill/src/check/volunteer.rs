//! Volunteers against the book: every shift with everybody on it, and certificates of hours.

use super::Played;
use crate::book::{PlaceState, ShiftState};
use crate::client::{Auth, Body, Call, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::{Mismatch, VolunteerCounts};
use crate::plan_volunteer::VolunteerPlan;
use crate::play::Log;
use crate::play::raised::SHORTFALL;
use crate::play::volunteer::{LiveShift, Shifts};
use crate::progress::Progress;
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Hours of shifts that are over are written down by the clock, at its next look; so long that is awaited.
const LAG_MAX: Duration = Duration::from_secs(15);
const ASK_EVERY: Duration = Duration::from_millis(100);
/// Certificates that are looked at.
const CERTIFICATES_MAX: usize = 20;

/// What volunteers are compared with.
#[derive(Clone, Copy)]
struct Compared<'a> {
    played: Played<'a>,
    plan: &'a VolunteerPlan,
    shifts: &'a Shifts,
}

pub(super) async fn check(played: Played<'_>, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
    let (Some(plan), Some(shifts)) = (&played.plan.volunteer, played.shifts) else {
        return Ok(());
    };
    let compared = Compared { played, plan, shifts };
    compared.shifts(progress, log).await?;
    compared.certificates(log).await?;
    let kept = || {
        shifts
            .live
            .iter()
            .zip(&plan.shifts)
            .filter_map(|(live, planned)| Some((live.as_ref()?, planned)))
    };
    let kept = || kept().filter(|(live, _)| live.book.state() != ShiftState::CalledOff);
    let places = || kept().flat_map(|(live, _)| live.book.places().map(|(_, place)| place));
    let raised = played.market.raised.iter().filter(|raised| raised.kind == SHORTFALL);
    log.counts.volunteer = VolunteerCounts {
        registered: plan.volunteers.len() + plan.applied.len(),
        teams: plan.teams.len(),
        shifts: kept().count(),
        needed: kept().map(|(_, planned)| planned.needed as usize).sum(),
        came: places().filter(|place| place.state == PlaceState::Came).count(),
        missed: places().filter(|place| place.state == PlaceState::Missed).count(),
        repeats: shifts.repeats,
        clashes: shifts.clashes,
        raised: raised.count(),
        hours: places().map(|place| place.minutes).sum::<i64>() / 60,
    };
    Ok(())
}

impl Compared<'_> {
    async fn shifts(&self, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
        let live = self.shifts.live.iter().enumerate();
        let live: Vec<(usize, &LiveShift)> = live.filter_map(|(index, live)| Some((index, live.as_ref()?))).collect();
        let total = live.len();
        let looks = live.into_iter().map(|(index, live)| self.shift(index, live));
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffer_unordered(IN_FLIGHT_MAX);
        let mut done = 0;
        while let Some(mismatch) = looks.try_next().await? {
            log.mismatches.extend(mismatch);
            done += 1;
            progress.done("drill-shifts", done, total);
        }
        Ok(())
    }

    /// Everybody who has to do with a shift, and how each stands.
    async fn shift(&self, index: usize, live: &LiveShift) -> Result<Option<Mismatch>, DrillError> {
        let known = &self.played.world.crew.volunteers;
        let places = live.book.places();
        let places = places.filter_map(|(who, place)| Some((known.get(&who)?.0.as_str(), place.state.as_str())));
        let expected: BTreeMap<&str, &str> = places.collect();
        let auth = &self.played.world.people[self.plan.shifts[index].worker].auth;
        let path = format!("/api/v1/shifts/{}/places", live.id);
        let started = Instant::now();
        loop {
            let answer = self.played.client.get(&path, auth).await?;
            let rows = answer.body["places"].as_array().into_iter().flatten();
            let found: BTreeMap<&str, &str> = rows
                .filter_map(|row| Some((row["volunteer"].as_str()?, row["state"].as_str()?)))
                .collect();
            if found == expected {
                return Ok(None);
            }
            if started.elapsed() > LAG_MAX {
                let subject = format!("shift #{index} {}", live.id);
                return Ok(Some(Mismatch::new(subject, "places", json!(expected), json!(found))));
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
    }

    /// Some who came ask for a certificate: it says their hours, and anybody can check it.
    async fn certificates(&self, log: &mut Log) -> Result<(), DrillError> {
        let live = self.shifts.live.iter().flatten();
        let came = live.flat_map(|live| live.book.places());
        let came = came.filter(|(_, place)| place.state == PlaceState::Came);
        for (who, place) in came.take(CERTIFICATES_MAX) {
            let Some((_, key)) = self.played.world.crew.volunteers.get(&who) else {
                continue;
            };
            let path = "/api/v1/volunteer/me/certificate";
            let certificate = self.played.client.get(path, key).await?;
            let call = Call {
                method: Method::POST,
                path: "/api/v1/volunteer/certificates/verify",
                auth: &Auth::Nobody,
                key: None,
                body: Body::Json(json!({ "certificate": certificate.body.to_string() })),
            };
            let verdict = self.played.client.send(call).await?;
            let claims = &verdict.body["claims"];
            let found = json!([verdict.body["is_good"], claims["minutes"], claims["name"]]);
            let expected = json!([true, place.minutes, VolunteerPlan::name(who)]);
            if found != expected {
                let subject = format!("certificate of {}", VolunteerPlan::name(who));
                let found = if claims == &Value::Null {
                    verdict.body.clone()
                } else {
                    found
                };
                log.mismatches
                    .push(Mismatch::new(subject, "verdict, minutes and name", expected, found));
            }
        }
        Ok(())
    }
}
