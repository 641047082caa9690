//! Appointments: what hospitals and households say about them, one word after the other, and what follows.

use super::{Beside, Rounds, compare, note, subject};
use crate::client::{Answer, Auth};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_care::{CareAct, CareDeed, CarePlan};
use crate::plan_supply::PlannedTrip;
use crate::play::Log;
use crate::play::act::said;
use crate::play::clock;
use crate::play::raised::{RaisedNeed, UNSURE};
use crate::play::supply::Stage;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

/// When the hospital has to have said that it keeps an appointment of the played day: six in the evening before.
const CONFIRMED_BY_MS: i64 = -6 * Timestamp::HOUR_MS;

/// How an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AppointmentState {
    Asked,
    Confirmed,
    Refused,
    Cancelled,
    Lapsed,
    Over,
}

impl AppointmentState {
    /// Its word in the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            AppointmentState::Asked => "asked",
            AppointmentState::Confirmed => "confirmed",
            AppointmentState::Refused => "refused",
            AppointmentState::Cancelled => "cancelled",
            AppointmentState::Lapsed => "lapsed",
            AppointmentState::Over => "over",
        }
    }
}

/// An appointment's page in the book, and its id in the system.
#[derive(Debug, Clone)]
pub(crate) struct LiveAppointment {
    pub id: String,
    /// The number of the last change that people made.
    pub seq: u64,
    pub state: AppointmentState,
    /// The need that says that it is not sure, as an index among those that the system raised.
    pub need: Option<usize>,
    /// Whether the firms had no vehicle for it, so that the hospital could not keep it.
    pub had_no_vehicle: bool,
}

impl Rounds {
    /// An appointment was asked for; a series' later ones come after the drill.
    pub(super) fn asked(&mut self, number: usize, care: &CarePlan, answer: &Answer, (subject, log): (&str, &mut Log)) {
        let made = answer.body["appointments"].as_array().map_or(0, Vec::len);
        // Of three weeks' appointments those of two are within the fortnight for which they are made.
        let expected = 1 + usize::from(care.appointments[number].is_weekly);
        compare(log, subject, "appointments made", &json!(expected), &json!(made));
        if let Some(id) = answer.body["appointments"][0].as_str() {
            self.appointments[number] = Some(LiveAppointment {
                id: id.to_owned(),
                seq: 1,
                state: AppointmentState::Asked,
                need: None,
                had_no_vehicle: false,
            });
        }
    }

    /// One side says something about an appointment, and the book follows.
    pub(super) async fn say(
        &mut self,
        number: usize,
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        let act = &care.acts[number];
        let Some(sent) = self.sent(number, care, stage) else {
            return Ok(());
        };
        let (mishap, answer, again) = sent.await?;
        log.counts.resent += usize::from(mishap != crate::client::Mishap::None);
        let subject = subject(act, care);
        if let Some(again) = again.filter(|again| *again != answer) {
            let field = format!("{}, sent again", act.deed.as_str());
            log.mismatches
                .push(Mismatch::new(&*subject, field, said(&answer), said(&again)));
        }
        let appointment = match act.deed {
            CareDeed::Confirm(appointment) | CareDeed::Refuse(appointment) | CareDeed::CallOff(appointment) => {
                appointment
            }
            _ => return Ok(()),
        };
        let has_no_vehicle = ["care-no-vehicle", "care-vehicles-full"].contains(&answer.code());
        if has_no_vehicle && matches!(act.deed, CareDeed::Confirm(_)) {
            return self
                .without_vehicle((appointment, act), care, stage, (beside, log))
                .await;
        }
        if !answer.status.is_success() {
            log.mismatches
                .push(Mismatch::new(&*subject, act.deed.as_str(), "done", said(&answer)));
            return Ok(());
        }
        log.counts.acts += 1;
        let trip = care.appointments[appointment].trip;
        let state = match act.deed {
            CareDeed::Confirm(_) => AppointmentState::Confirmed,
            CareDeed::Refuse(_) => AppointmentState::Refused,
            _ => AppointmentState::Cancelled,
        };
        let Some(live) = &mut self.appointments[appointment] else {
            return Ok(());
        };
        let before = live.state;
        (live.state, live.seq) = (state, live.seq + 1);
        let expected = json!([state.as_str(), live.seq]);
        compare(
            log,
            &subject,
            "state and number",
            &expected,
            &json!([answer.body["state"], answer.body["seq"]]),
        );
        let passes = care.appointments[appointment].passes();
        match state {
            AppointmentState::Confirmed => {
                self.close(appointment, beside, stage);
                let id = self.appointments[appointment].as_ref().map(|live| live.id.clone());
                adopt(trip, &id.unwrap_or_default(), stage, (beside, log)).await?;
                if let Some(desk) = &mut beside.desk {
                    desk.note_trip(passes, stage);
                }
            }
            AppointmentState::Refused => self.unsure(appointment, "refused", care, stage, (beside, log)).await?,
            _ => {
                self.close(appointment, beside, stage);
                if before == AppointmentState::Confirmed {
                    if let Some(fleet) = &mut beside.fleet {
                        fleet.cancel_ride(2 * trip);
                        fleet.cancel_ride(2 * trip + 1);
                    }
                    if let Some(desk) = &mut beside.desk {
                        desk.end_trip(passes, stage);
                    }
                }
            }
        }
        Ok(())
    }

    /// No firm has room: the hospital says so, unless the district knows already that the appointment is not sure.
    async fn without_vehicle(
        &mut self,
        (appointment, act): (usize, &CareAct),
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        log.counts.refused += 1;
        let Some(live) = &mut self.appointments[appointment] else {
            return Ok(());
        };
        live.had_no_vehicle = true;
        if live.need.is_some() {
            return Ok(());
        }
        let Some(request) = self.word(appointment, "hospital", "refuse") else {
            return Ok(());
        };
        let key = format!("drill-{:x}-no-vehicle-{appointment:06}", stage.plan.seed);
        let call = crate::client::Call {
            method: reqwest::Method::POST,
            path: &request.path,
            auth: stage.world.auth(act.by),
            key: Some(&key),
            body: request.body,
        };
        let answer = stage.client.send(call).await?;
        if let Some(live) = &mut self.appointments[appointment] {
            (live.state, live.seq) = (AppointmentState::Refused, live.seq + 1);
        }
        compare(
            log,
            &subject(act, care),
            "without a vehicle",
            &json!("refused"),
            &answer.body["state"],
        );
        self.unsure(appointment, "refused", care, stage, (beside, log)).await
    }

    /// What was not sure is sure, or no longer asked for.
    fn close(&mut self, appointment: usize, beside: &mut Beside<'_>, stage: Stage<'_>) {
        let need = self.appointments[appointment]
            .as_mut()
            .and_then(|live| live.need.take());
        if let Some(need) = need {
            beside.market.raised[need].live.book.close(stage.now);
        }
    }

    /// A need says that an appointment is not sure: it is looked for, and entered.
    pub(super) async fn unsure(
        &mut self,
        appointment: usize,
        topic: &'static str,
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        let (Some(live), Some(trip)) = (&mut self.appointments[appointment], trip_of(care, appointment, stage)) else {
            return Ok(());
        };
        let id = live.id.clone();
        let building = stage.plan.households[trip.household].building;
        let need = clock::raised(|| async {
            let found = found(&id, trip, stage).await?;
            Ok(found["need"].as_str().map(str::to_owned))
        })
        .await?;
        let Some(need) = need else {
            let subject = format!("appointment #{appointment} {id}");
            log.mismatches
                .push(Mismatch::new(subject, "need that it is not sure", "raised", "none"));
            return Ok(());
        };
        let at = clock::raised_at(&need, stage.now, stage).await?;
        let about = (building, Some(trip.household));
        let raised = RaisedNeed::waiting(stage.world, (UNSURE, topic), about, need, at);
        live.need = Some(note(beside.market, raised));
        Ok(())
    }

    /// What the clock says: that nobody has confirmed by the evening's hour, and that an appointment's time has come.
    pub(super) async fn mind_appointments(
        &mut self,
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        let is_evening = stage.plan.day_starts_at.plus_millis(CONFIRMED_BY_MS) <= stage.now;
        for appointment in 0..self.appointments.len() {
            let Some(live) = &mut self.appointments[appointment] else {
                continue;
            };
            let has_begun = trip_of(care, appointment, stage).is_some_and(|trip| trip.appointment_at <= stage.now);
            let is_unsure = live.state == AppointmentState::Asked && live.need.is_none();
            live.state = match live.state {
                AppointmentState::Asked | AppointmentState::Refused if has_begun => AppointmentState::Lapsed,
                AppointmentState::Confirmed if has_begun => AppointmentState::Over,
                state => state,
            };
            if is_unsure && is_evening {
                log.counts.clock_acts += 1;
                self.unsure(appointment, "unconfirmed", care, stage, (beside, log))
                    .await?;
            }
        }
        Ok(())
    }
}

fn trip_of<'a>(care: &CarePlan, appointment: usize, stage: Stage<'a>) -> Option<&'a PlannedTrip> {
    let dispatch = stage.supply.dispatch.as_ref()?;
    dispatch.trips.get(care.appointments[appointment].trip)
}

/// An appointment as whoever looks after its household sees it.
async fn found(id: &str, trip: &PlannedTrip, stage: Stage<'_>) -> Result<Value, DrillError> {
    let building = stage.plan.households[trip.household].building;
    let path = format!(
        "/api/v1/care/appointments?from={0}&until={0}&place={building}",
        stage.plan.date
    );
    let answer = stage.client.get(&path, stage.world.auth(trip.by)).await?;
    let all = answer.body["appointments"].as_array();
    let found = all.and_then(|all| all.iter().find(|one| one["id"] == id));
    Ok(found.cloned().unwrap_or_default())
}

/// The rides of a confirmed appointment join the fleet's book.
async fn adopt(
    trip: usize,
    id: &str,
    stage: Stage<'_>,
    (beside, log): (&mut Beside<'_>, &mut Log),
) -> Result<(), DrillError> {
    let Some(planned) = stage.supply.dispatch.as_ref().map(|dispatch| &dispatch.trips[trip]) else {
        return Ok(());
    };
    let appointment = found(id, planned, stage).await?;
    let ids = ["/there/ride", "/back/ride"].map(|way| appointment.pointer(way).and_then(Value::as_str));
    let auth: &Auth = stage.world.auth(planned.by);
    let rides = stage
        .client
        .get(&format!("/api/v1/rides?from={}", stage.plan.date), auth)
        .await?;
    let of_trip = |ride: &&Value| ids[0].is_some_and(|there| ride["id"] == there);
    let ride = rides.body["rides"]
        .as_array()
        .and_then(|rides| rides.iter().find(of_trip));
    let firms = &stage.world.market.firms;
    let firm = ride.and_then(|ride| firms.iter().position(|firm| ride["org"] == firm.as_str()));
    let ([Some(there), Some(back)], Some(firm)) = (ids, firm) else {
        let subject = format!("appointment {id}");
        log.mismatches
            .push(Mismatch::new(subject, "rides there and back", "booked", &appointment));
        return Ok(());
    };
    if let Some(fleet) = &mut beside.fleet {
        fleet.adopt(trip, [there.to_owned(), back.to_owned()], firm);
    }
    Ok(())
}
