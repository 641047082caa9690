//! Care against the book: every visit, every appointment, whoever holds the posts of which something is told. And that nobody is
//! forgotten: whoever is registered was seen on the day, or an open need names who is on it.

use super::Played;
use crate::book::VisitState;
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::{CareCounts, Mismatch};
use crate::plan_care::{CareDeed, CarePlan};
use crate::play::Log;
use crate::play::care::{AppointmentState, Rounds};
use crate::play::raised::{UNSEEN, UNSURE, VACANT};
use crate::progress::Progress;
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};
use tongxin_city::PlaceCode;

/// Appointments whose time has come are called over by the clock, at its next look; so long that is awaited.
const LAG_MAX: Duration = Duration::from_secs(15);
const ASK_EVERY: Duration = Duration::from_millis(100);

/// What care is compared with.
#[derive(Clone, Copy)]
struct Compared<'a> {
    played: Played<'a>,
    care: &'a CarePlan,
    rounds: &'a Rounds,
}

pub(super) async fn check(played: Played<'_>, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
    let (Some(care), Some(rounds)) = (&played.plan.care, played.rounds) else {
        return Ok(());
    };
    let compared = Compared { played, care, rounds };
    let (seen, looked_for) = compared.visits(progress, log).await?;
    compared.appointments(log).await?;
    compared.posts(log).await?;
    let mut by_state: BTreeMap<VisitState, usize> = BTreeMap::new();
    for visit in &rounds.visits {
        *by_state.entry(visit.state()).or_default() += 1;
    }
    let live = || rounds.appointments.iter().flatten();
    let ours = [UNSEEN, UNSURE, VACANT];
    let raised = played.market.raised.iter().filter(|raised| ours.contains(&raised.kind));
    log.counts.care = CareCounts {
        registered: rounds.registered,
        visits: rounds.visits.len(),
        knocks: rounds.knocks,
        by_state,
        seen,
        looked_for,
        ended: rounds.ended.len(),
        posts: rounds.posts.len(),
        vacant: rounds.posts.iter().filter(|post| post.holder.is_none()).count(),
        appointments: live().count(),
        kept: live().filter(|live| live.state == AppointmentState::Over).count(),
        without_vehicle: live().filter(|live| live.had_no_vehicle).count(),
        raised: raised.count(),
    };
    Ok(())
}

impl Compared<'_> {
    /// Compares the visits building by building; answers how many people were seen, and of how many a need says who is on it.
    async fn visits(&self, progress: &mut Progress, log: &mut Log) -> Result<(usize, usize), DrillError> {
        let mut by_building: BTreeMap<PlaceCode, Vec<usize>> = BTreeMap::new();
        for (index, visit) in self.care.visits.iter().enumerate() {
            let household = self.care.looked_after[visit.person].household;
            let building = self.played.plan.households[household].building;
            by_building.entry(building).or_default().push(index);
        }
        let total = by_building.len();
        let looks = by_building.into_iter().map(|(place, visits)| async move {
            let worker = self.care.looked_after[self.care.visits[visits[0]].person].worker;
            let path = format!("/api/v1/care/visits?day={}&place={place}", self.played.plan.date);
            let auth = &self.played.world.people[worker].auth;
            let answer = self.played.client.get(&path, auth).await?;
            let found = answer.body["visits"].as_array().cloned().unwrap_or_default();
            let mismatches = self.of_building(&visits, &found);
            let fates = self.fates(&visits, &found).await?;
            Ok::<_, DrillError>((mismatches, fates))
        });
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffer_unordered(IN_FLIGHT_MAX);
        let (mut seen, mut looked_for, mut done) = (0, 0, 0);
        while let Some((mismatches, fates)) = looks.try_next().await? {
            log.mismatches.extend(mismatches);
            for (person, fate) in fates {
                match fate {
                    Fate::Seen => seen += 1,
                    Fate::LookedFor => looked_for += 1,
                    Fate::Forgotten => {
                        let name = self.care.looked_after[person].name.clone();
                        let right = "seen today, or an open need that names who is on it";
                        log.mismatches.push(Mismatch::new(name, "is", right, "neither"));
                    }
                }
            }
            done += 1;
            progress.done("drill-visits", done, total);
        }
        Ok((seen, looked_for))
    }

    fn of_building(&self, visits: &[usize], found: &[Value]) -> Vec<Mismatch> {
        let by_key: HashMap<(&str, &str), &Value> = found
            .iter()
            .filter_map(|visit| Some(((visit["person"].as_str()?, visit["part"].as_str()?), visit)))
            .collect();
        let compared = |index: &usize| {
            let (planned, book) = (&self.care.visits[*index], &self.rounds.visits[*index]);
            let person = &self.rounds.ids[planned.person];
            let visit = by_key.get(&(person.as_str(), planned.part.as_str())).copied();
            let visit = visit.unwrap_or(&Value::Null);
            let need = self.rounds.unseen[planned.person].map(|need| &self.played.market.raised[need].live.id);
            let has_ended = self.rounds.ended.contains(&planned.person);
            let expected = json!([book.state().as_str(), book.again_by(), book.is_disputed(), need]);
            let told = json!([visit["state"], visit["again_by"], visit["is_disputed"], visit["need"]]);
            if expected == told || has_ended {
                return None;
            }
            let subject = format!("visit #{index} of {}", self.care.looked_after[planned.person].name);
            Some(Mismatch::new(
                subject,
                "state, second try, dispute and need",
                expected,
                told,
            ))
        };
        visits.iter().filter_map(compared).collect()
    }

    /// Of each person of a building whether they were seen, or somebody is on it, as the system says.
    async fn fates(&self, visits: &[usize], found: &[Value]) -> Result<Vec<(usize, Fate)>, DrillError> {
        let people: BTreeSet<usize> = visits.iter().map(|visit| self.care.visits[*visit].person).collect();
        let mut fates = Vec::with_capacity(people.len());
        // Whoever moved away and whose record ended is not in the register any more.
        for person in people.into_iter().filter(|person| !self.rounds.ended.contains(person)) {
            let id = self.rounds.ids[person].as_str();
            let own = || found.iter().filter(|visit| visit["person"] == id);
            let seen = ["well", "needs", "refused"];
            let is_seen = own().any(|visit| visit["state"].as_str().is_some_and(|state| seen.contains(&state)));
            let need = own().find_map(|visit| visit["need"].as_str());
            let fate = match need {
                _ if is_seen => Fate::Seen,
                Some(need) => {
                    let path = format!("/api/v1/needs/{need}");
                    let answer = self.played.client.get(&path, self.played.world.reader()).await?;
                    let need = &answer.body["need"];
                    match need["is_open"] == true && !need["assigned_account"].is_null() {
                        true => Fate::LookedFor,
                        false => Fate::Forgotten,
                    }
                }
                None => Fate::Forgotten,
            };
            fates.push((person, fate));
        }
        Ok(fates)
    }

    /// Every appointment as its hospital sees it.
    async fn appointments(&self, log: &mut Log) -> Result<(), DrillError> {
        let desks: BTreeSet<usize> = self.care.appointments.iter().map(|planned| planned.desk).collect();
        for desk in desks {
            let started = Instant::now();
            let differing = loop {
                let found = self.of_desk(desk).await?;
                let differing = self.differing(desk, &found);
                if differing.is_empty() || started.elapsed() > LAG_MAX {
                    break differing;
                }
                tokio::time::sleep(ASK_EVERY).await;
            };
            log.mismatches.extend(differing);
        }
        Ok(())
    }

    fn differing(&self, desk: usize, found: &HashMap<String, Value>) -> Vec<Mismatch> {
        let of_desk = self.care.appointments.iter().zip(&self.rounds.appointments);
        let of_desk = of_desk.filter(|(planned, _)| planned.desk == desk);
        let live = of_desk.filter_map(|(planned, live)| Some((planned, live.as_ref()?)));
        let compared = live.filter_map(|(planned, live)| {
            let state = found.get(&live.id).unwrap_or(&Value::Null);
            let subject = || format!("appointment {} ({:?})", live.id, planned.ending);
            (*state != live.state.as_str()).then(|| Mismatch::new(subject(), "state", live.state.as_str(), state))
        });
        compared.collect()
    }

    /// States of a hospital's appointments of the played day, by their ids.
    async fn of_desk(&self, desk: usize) -> Result<HashMap<String, Value>, DrillError> {
        let (mut states, mut cursor) = (HashMap::new(), String::new());
        loop {
            let day = self.played.plan.date;
            let path = format!("/api/v1/care/appointments?from={day}&until={day}{cursor}");
            let auth = &self.played.world.people[desk].auth;
            let answer = self.played.client.get(&path, auth).await?;
            let found = answer.body["appointments"].as_array().cloned().unwrap_or_default();
            for one in &found {
                states.insert(one["id"].as_str().unwrap_or_default().to_owned(), one["state"].clone());
            }
            match found.last().filter(|_| answer.body["has_more"] == true) {
                Some(last) => {
                    let (id, at) = (last["id"].as_str(), last["at"].as_str());
                    cursor = format!("&after={}&after_at={}", id.unwrap_or_default(), at.unwrap_or_default());
                }
                None => return Ok(states),
            }
        }
    }

    /// Whoever holds the posts that were handed over, left or taken up again.
    async fn posts(&self, log: &mut Log) -> Result<(), DrillError> {
        let told: BTreeSet<usize> = (self.care.acts.iter())
            .filter_map(|act| match act.deed {
                CareDeed::Take(post) | CareDeed::Leave(post) => Some(post),
                _ => None,
            })
            .collect();
        let looks = told.into_iter().map(|post| async move {
            let planned = &self.care.posts[post];
            let path = format!(
                "/api/v1/care/duties?place={}&post={}",
                planned.place,
                planned.post.as_str()
            );
            let answer = self.played.client.get(&path, self.played.world.reader()).await?;
            let book = &self.rounds.posts[post];
            let holder = book.holder.map(|person| &self.played.world.people[person].account);
            let need = book.need.map(|need| &self.played.market.raised[need].live.id);
            let found = &answer.body["posts"][0];
            let (expected, found) = (json!([holder, need]), json!([found["held"]["account"], found["need"]]));
            let subject = || format!("{} of {}", planned.post.as_str(), planned.place);
            let mismatch = (expected != found).then(|| Mismatch::new(subject(), "holder and need", &expected, &found));
            Ok::<_, DrillError>(mismatch)
        });
        let mut looks = futures::stream::iter(looks.collect::<Vec<_>>()).buffer_unordered(IN_FLIGHT_MAX);
        while let Some(mismatch) = looks.try_next().await? {
            log.mismatches.extend(mismatch);
        }
        Ok(())
    }
}

/// What became of somebody on the day.
enum Fate {
    Seen,
    LookedFor,
    Forgotten,
}
