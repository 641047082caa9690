//! Patients' rides: households book them, some call them off, firms drive them. The book of each ride follows the rules as
//! the documents state them.

use super::run::Load;
use super::{Fleet, RIDE_STREAM, manager};
use crate::client::{Answer, Body, Call, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_supply::{PlannedDispatch, PlannedTrip, TripEnding};
use crate::play::Log;
use crate::play::act::{mishap, said};
use crate::play::clock;
use crate::play::raised::RaisedNeed;
use crate::play::supply::{Market, Stage};
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::Timestamp;

/// Why no trip can be booked, whoever books: the vehicles for patients that there are can't drive more at that time.
const NO_ROOM: [&str; 2] = ["dispatch-patients-full", "dispatch-no-patients-vehicle"];

/// How a ride stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RideStanding {
    Booked,
    OnBoard,
    Arrived,
    Absent,
    Refused,
    Cancelled,
}

impl RideStanding {
    /// Its word in the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            RideStanding::Booked => "booked",
            RideStanding::OnBoard => "on_board",
            RideStanding::Arrived => "arrived",
            RideStanding::Absent => "absent",
            RideStanding::Refused => "refused",
            RideStanding::Cancelled => "cancelled",
        }
    }

    /// Whether it is still to be driven or on its way.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, RideStanding::Booked | RideStanding::OnBoard)
    }
}

/// The book's page of a ride. A trip's way there has twice the trip's number, its way back one more.
#[derive(Debug, Clone)]
pub(crate) struct LiveRide {
    /// Its id in the system.
    pub id: String,
    /// Who drives, as an index in the supply plan.
    pub firm: usize,
    pub standing: RideStanding,
    /// The need that says that it will be late, or that its patient was not there.
    pub need: Option<String>,
}

/// What happens where a patient is to get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtDoor {
    GetsIn,
    Absent,
    Refuses,
}

/// What is asked about a trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ask {
    Book,
    CallOff,
}

/// All rides.
#[derive(Debug, Default)]
pub(crate) struct Rides {
    /// By number.
    pub live: BTreeMap<usize, LiveRide>,
    /// Numbers by id.
    numbers: BTreeMap<String, usize>,
    /// What is still asked, the last first.
    asks: Vec<(Timestamp, usize, Ask)>,
    /// Firms with a ride that no plan of theirs knows.
    fresh: BTreeSet<usize>,
    /// Rides of which a need must say that they will be late, and since when.
    expected: BTreeMap<usize, Timestamp>,
}

impl Rides {
    pub(super) fn open(story: &PlannedDispatch) -> Rides {
        // What goes with an appointment is booked by the hospital's word.
        let trips = story.trips.iter().enumerate().filter(|(_, trip)| !trip.is_appointment);
        let mut asks: Vec<_> = trips
            .flat_map(|(number, trip)| {
                let off = trip.called_off_at.map(|at| (at, number, Ask::CallOff));
                [Some((trip.booked_at, number, Ask::Book)), off].into_iter().flatten()
            })
            .collect();
        asks.sort_unstable();
        asks.reverse();
        Rides {
            asks,
            ..Rides::default()
        }
    }

    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Firms whose plans lack a ride; they are asked for once.
    pub(super) fn take_fresh(&mut self) -> BTreeSet<usize> {
        std::mem::take(&mut self.fresh)
    }

    pub(super) fn standing(&self, ride: usize) -> Option<RideStanding> {
        self.live.get(&ride).map(|live| live.standing)
    }

    /// Whether somebody has yet to be told that a ride will be late.
    fn is_unsaid(&self, ride: usize) -> bool {
        let live = self.live.get(&ride);
        live.is_some_and(|live| live.standing.is_open() && live.need.is_none()) && !self.expected.contains_key(&ride)
    }

    /// A need must say that these will be late; answers of how many none says so yet.
    pub(super) fn expect_late(&mut self, rides: impl IntoIterator<Item = usize>, now: Timestamp) -> usize {
        let unsaid: BTreeSet<usize> = rides.into_iter().filter(|ride| self.is_unsaid(*ride)).collect();
        self.expected.extend(unsaid.iter().map(|ride| (*ride, now)));
        unsaid.len()
    }

    /// What happens at the door: nobody waits for a ride home who was not brought.
    pub(super) fn at_door(&self, ride: usize, story: &PlannedDispatch) -> AtDoor {
        let is_back = ride % 2 == 1;
        match story.trips[ride / 2].ending {
            _ if is_back && self.standing(ride - 1) == Some(RideStanding::Arrived) => AtDoor::GetsIn,
            _ if is_back => AtDoor::Absent,
            TripEnding::Absent => AtDoor::Absent,
            TripEnding::Refused => AtDoor::Refuses,
            TripEnding::Driven | TripEnding::CalledOff => AtDoor::GetsIn,
        }
    }
}

impl Fleet {
    /// Trips that are booked or called off now.
    pub(super) async fn ask_for_rides(
        &mut self,
        story: &PlannedDispatch,
        stage: Stage<'_>,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let mut due = Vec::new();
        while let Some(ask) = self.rides.asks.pop_if(|(at, ..)| *at <= stage.now) {
            due.push(ask);
        }
        for what in [Ask::Book, Ask::CallOff] {
            // Who could not be promised a vehicle has nothing to call off.
            let is_there = |trip: usize| what == Ask::Book || self.rides.live.contains_key(&(2 * trip));
            let of_it = due.iter().filter(|(_, trip, ask)| *ask == what && is_there(*trip));
            let sent: Vec<_> = of_it
                .map(|(_, trip, _)| self.asked(*trip, what, &story.trips[*trip], stage))
                .collect();
            let mut sent = futures::stream::iter(sent).buffered(IN_FLIGHT_MAX);
            let mut answers = Vec::new();
            while let Some(answer) = sent.next().await {
                answers.push(answer?);
            }
            drop(sent);
            for (trip, answer, again) in answers {
                log.counts.resent += usize::from(again.is_some());
                let is_same = again.is_none_or(|again| again == answer);
                if what == Ask::Book && is_same && NO_ROOM.contains(&answer.code()) {
                    log.counts.refused += 1;
                    continue;
                }
                let is_done = match what {
                    Ask::Book => self.booked(trip, &answer, stage),
                    Ask::CallOff => self.called_off(trip, &answer),
                };
                log.counts.acts += usize::from(is_done);
                if !is_done || !is_same {
                    let mismatch = Mismatch::new(format!("trip #{trip}"), format!("{what:?}"), "done", said(&answer));
                    log.mismatches.push(mismatch);
                }
            }
        }
        Ok(due.len())
    }

    /// A command about a trip on its way.
    fn asked<'a>(
        &self,
        number: usize,
        what: Ask,
        trip: &'a PlannedTrip,
        stage: Stage<'a>,
    ) -> impl Future<Output = Result<(usize, Answer, Option<Answer>), DrillError>> + use<'a> {
        let there = self.rides.live.get(&(2 * number)).map(|live| live.id.clone());
        async move {
            let (path, body) = match what {
                Ask::Book => ("/api/v1/rides".to_owned(), Body::Json(wish(trip, stage))),
                Ask::CallOff => {
                    let there = there.unwrap_or_default();
                    (format!("/api/v1/rides/{there}/call-off"), Body::Empty)
                }
            };
            let call = Call {
                method: Method::POST,
                path: &path,
                auth: stage.world.auth(trip.by),
                key: Some(&format!("drill-{:x}-trip-{what:?}-{number:06}", stage.plan.seed)),
                body,
            };
            let goes_wrong = mishap(stage.plan, RIDE_STREAM + 2 * number as u64 + what as u64);
            let (answer, again) = stage.client.send_with(call, goes_wrong).await?;
            Ok((number, answer, again))
        }
    }

    fn booked(&mut self, trip: usize, answer: &Answer, stage: Stage<'_>) -> bool {
        let firm = answer.body["org"].as_str();
        let firm = firm.and_then(|org| stage.world.market.firms.iter().position(|known| known == org));
        let ids = [&answer.body["there"], &answer.body["back"]].map(|id| id.as_str().map(str::to_owned));
        let (Some(firm), [Some(there), Some(back)]) = (firm, ids) else {
            return false;
        };
        self.adopt(trip, [there, back], firm);
        true
    }

    /// A trip that was booked, there and back.
    pub(in crate::play) fn adopt(&mut self, trip: usize, [there, back]: [String; 2], firm: usize) {
        for (number, id) in [(2 * trip, there), (2 * trip + 1, back)] {
            self.rides.numbers.insert(id.clone(), number);
            let live = LiveRide {
                id,
                firm,
                standing: RideStanding::Booked,
                need: None,
            };
            self.rides.live.insert(number, live);
        }
        self.rides.fresh.insert(firm);
    }

    fn called_off(&mut self, trip: usize, answer: &Answer) -> bool {
        for ride in [2 * trip, 2 * trip + 1] {
            self.cancel_ride(ride);
        }
        answer.body["state"] == RideStanding::Cancelled.as_str()
    }

    /// A ride that is called off leaves the runs that would have brought it.
    pub(in crate::play) fn cancel_ride(&mut self, ride: usize) {
        let Some(live) = self.rides.live.get_mut(&ride) else {
            return;
        };
        if live.standing != RideStanding::Booked {
            return;
        }
        live.standing = RideStanding::Cancelled;
        let open = self.runs.values_mut().filter(|run| run.is_open());
        for stop in open.flat_map(|run| &mut run.stops) {
            stop.open.remove(&Load::Ride(ride));
        }
    }

    /// Waits until needs say of rides what they must.
    pub(in crate::play) async fn await_clock(
        &mut self,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        let Some(story) = &stage.supply.dispatch else {
            return Ok(());
        };
        for (ride, at) in std::mem::take(&mut self.rides.expected) {
            let live = &self.rides.live[&ride];
            let Some(need) = need_of(live, stage).await? else {
                let subject = format!("ride {}", live.id);
                log.mismatches
                    .push(Mismatch::new(subject, "need for a late ride", "raised", "none"));
                continue;
            };
            let at = clock::raised_at(&need, at, stage).await?;
            log.counts.clock_acts += 1;
            market.raised.push(raised(story, ride, need.clone(), at, stage));
            if let Some(live) = self.rides.live.get_mut(&ride) {
                live.need = Some(need);
            }
        }
        Ok(())
    }

    /// The need about a ride whose patient was not there: a new one, unless one that is still open says that it is late.
    pub(super) fn note_absence(&mut self, ride: usize, need: &Value, stage: Stage<'_>, market: &mut Market) -> bool {
        let Some(story) = &stage.supply.dispatch else {
            return false;
        };
        let Some(need) = need.as_str().map(str::to_owned) else {
            return false;
        };
        let is_expected = self.rides.expected.contains_key(&ride);
        let Some(live) = self.rides.live.get_mut(&ride) else {
            return false;
        };
        let is_open = |known: &String| {
            let mut raised = market.raised.iter();
            let known = raised.find(|raised| raised.live.id == *known);
            known.is_some_and(|raised| raised.live.book.state().is_open())
        };
        match &live.need {
            Some(known) if is_open(known) => return *known == need,
            Some(known) if *known == need => return false,
            None if is_expected => return true,
            _ => live.need = Some(need.clone()),
        }
        market.raised.push(raised(story, ride, need, stage.now, stage));
        true
    }
}

/// What a household asks for.
fn wish(trip: &PlannedTrip, stage: Stage<'_>) -> Value {
    json!({
        "household": stage.world.households[trip.household].id,
        "to": stage.plan.orgs[trip.hospital].place,
        "appointment_at": trip.appointment_at,
        "ready_at": trip.ready_at,
        "people": { "seats": trip.seats, "wheelchairs": trip.wheelchairs },
    })
}

fn raised(story: &PlannedDispatch, ride: usize, need: String, at: Timestamp, stage: Stage<'_>) -> RaisedNeed {
    let household = story.trips[ride / 2].household;
    let about = (stage.plan.households[household].building, household);
    RaisedNeed::of_ride(stage.world, about, need, at)
}

/// The rides that a firm drives on the played day.
pub(crate) async fn of_firm(firm: usize, stage: Stage<'_>) -> Result<Vec<Value>, DrillError> {
    let path = format!("/api/v1/rides?from={}", stage.plan.date);
    let answer = stage.client.get(&path, stage.world.auth(manager(stage, firm))).await?;
    Ok(answer.body["rides"].as_array().cloned().unwrap_or_default())
}

/// The need about a ride, once it is there.
async fn need_of(live: &LiveRide, stage: Stage<'_>) -> Result<Option<String>, DrillError> {
    clock::raised(|| async {
        let rides = of_firm(live.firm, stage).await?;
        let found = rides.iter().find(|ride| ride["id"] == live.id.as_str());
        Ok(found.and_then(|ride| ride["need"].as_str()).map(str::to_owned))
    })
    .await
}
