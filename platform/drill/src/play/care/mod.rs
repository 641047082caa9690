//! Playing care: people are registered and looked in on, posts handed over, appointments asked for and answered, beside a book of
//! every visit.

mod appointments;
mod clock;
mod posts;
mod requests;
mod round;
mod settling;

pub(crate) use appointments::{AppointmentState, LiveAppointment};

use super::Log;
use super::act::mishap;
use super::dispatch::Fleet;
use super::pass::Desk;
use super::raised::RaisedNeed;
use super::supply::{Market, Stage};
use crate::book::BookVisit;
use crate::client::{Answer, Body, Call, IN_FLIGHT_MAX, Mishap};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Plan;
use crate::plan_care::{CareAct, CareDeed, CarePlan};
use futures::StreamExt as _;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use tongxin_city::{PlaceCode, Timestamp};

/// Random streams of care's commands begin here, beyond those of what holds runs up.
const MISHAP_STREAM: u64 = 1 << 45;

/// Everything else that care touches while it is played.
pub(in crate::play) struct Beside<'a> {
    pub market: &'a mut Market,
    pub fleet: Option<&'a mut Fleet>,
    pub desk: Option<&'a mut Desk>,
}

/// A post in the book.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BookPost {
    /// Who holds it, as an index in the plan.
    pub holder: Option<usize>,
    /// Who takes it over with the played day.
    next: Option<usize>,
    /// Whether its holder leaves it with the evening before, and when they said so.
    pub is_left: bool,
    left_at: Timestamp,
    /// The need that says that it is vacant, as an index among those that the system raised.
    pub need: Option<usize>,
}

/// The book of care, and the ids of what stands in it.
#[derive(Debug)]
pub(crate) struct Rounds {
    /// Ids of people by their index in the plan; empty until the day's round is known.
    pub ids: Vec<String>,
    /// The day's visits.
    pub visits: Vec<BookVisit>,
    /// The open need that says of somebody that nobody knows how they are, as an index among those that the system raised.
    pub unseen: Vec<Option<usize>>,
    /// People whose record has ended.
    pub ended: BTreeSet<usize>,
    /// People who were registered.
    pub registered: usize,
    /// Knocks that were said.
    pub knocks: usize,
    /// Posts by their index in the plan.
    pub posts: Vec<BookPost>,
    /// Appointments by their index in the plan; nothing before they are asked for.
    pub appointments: Vec<Option<LiveAppointment>>,
    has_round: bool,
    next_act: usize,
}

/// What came of a command: the answer, and another when it was sent twice.
type Answered = (Mishap, Answer, Option<Answer>);

impl Rounds {
    /// Before anybody is registered; nothing when care is not played.
    pub(in crate::play) fn open(plan: &Plan) -> Option<Rounds> {
        let care = plan.care.as_ref()?;
        let post = |post: &crate::plan_care::PlannedPost| BookPost {
            holder: Some(post.holder),
            next: None,
            is_left: false,
            left_at: plan.starts_at,
            need: None,
        };
        Some(Rounds {
            ids: Vec::new(),
            visits: care.visits.iter().map(|visit| BookVisit::made(visit.due_at)).collect(),
            unseen: vec![None; care.looked_after.len()],
            ended: BTreeSet::new(),
            registered: 0,
            knocks: 0,
            posts: care.posts.iter().map(post).collect(),
            appointments: care.appointments.iter().map(|_| None).collect(),
            has_round: false,
            next_act: 0,
        })
    }

    /// Does what is due. No two acts of one turn touch the same visit, post or appointment, so that all are sent together; only
    /// what hospitals say comes one by one, for the first confirmed gets the vehicle.
    pub(in crate::play) async fn play(
        &mut self,
        care: &CarePlan,
        stage: Stage<'_>,
        mut beside: Beside<'_>,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let due = care.acts[self.next_act..]
            .iter()
            .take_while(|act| act.at <= stage.now)
            .count();
        let numbers = self.next_act..self.next_act + due;
        self.next_act += due;
        let (words, others): (Vec<usize>, Vec<usize>) = numbers.partition(|number| is_word(&care.acts[*number].deed));
        let sent = others
            .iter()
            .filter_map(|number| Some((*number, self.sent(*number, care, stage)?)));
        let sent = sent.map(|(number, sent)| async move { Ok::<_, DrillError>((number, sent.await?)) });
        // In the order of the plan, whatever the order of the answers.
        let mut sent = futures::stream::iter(sent.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        let mut answers = Vec::new();
        while let Some(answered) = sent.next().await {
            answers.push(answered?);
        }
        drop(sent);
        for (number, answered) in answers {
            self.settle(&care.acts[number], care, answered, stage, (&mut beside, log));
        }
        for number in words {
            self.say(number, care, stage, (&mut beside, log)).await?;
        }
        Ok(due)
    }

    /// An act's command on its way; nothing for one that lacks what should have happened before, which was said then.
    fn sent<'a>(
        &self,
        number: usize,
        care: &'a CarePlan,
        stage: Stage<'a>,
    ) -> Option<impl Future<Output = Result<Answered, DrillError>> + use<'a>> {
        let act = &care.acts[number];
        let request = self.request(act, care, stage)?;
        Some(async move {
            let mishap = mishap(stage.plan, MISHAP_STREAM + number as u64);
            let key = format!("drill-{:x}-care-{number:08}", stage.plan.seed);
            let call = Call {
                method: Method::POST,
                path: &request.path,
                auth: stage.world.auth(act.by),
                key: Some(&key),
                body: request.body,
            };
            let (answer, again) = stage.client.send_with(call, mishap).await?;
            Ok((mishap, answer, again))
        })
    }
}

/// Whether it is said about an appointment that somebody has asked for.
const fn is_word(deed: &CareDeed) -> bool {
    matches!(deed, CareDeed::Confirm(_) | CareDeed::Refuse(_) | CareDeed::CallOff(_))
}

/// A command's address and body.
struct Request {
    path: String,
    body: Body,
}

/// Adds a need that the system raised, and answers its index.
fn note(market: &mut Market, raised: RaisedNeed) -> usize {
    market.raised.push(raised);
    market.raised.len() - 1
}

/// The building of somebody who is looked after.
fn building(care: &CarePlan, person: usize, stage: Stage<'_>) -> PlaceCode {
    stage.plan.households[care.looked_after[person].household].building
}

/// How an act is named in a mismatch.
fn subject(act: &CareAct, care: &CarePlan) -> String {
    match act.deed {
        CareDeed::Register(table) => format!("table of people #{table}"),
        CareDeed::Knock { visit, .. } => {
            let planned = &care.visits[visit];
            let name = &care.looked_after[planned.person].name;
            format!(
                "visit #{visit} of {name} ({:?}, {})",
                planned.ending,
                planned.part.as_str()
            )
        }
        CareDeed::End(person) => care.looked_after[person].name.clone(),
        CareDeed::Ask(number) | CareDeed::Confirm(number) | CareDeed::Refuse(number) | CareDeed::CallOff(number) => {
            format!("appointment #{number} ({:?})", care.appointments[number].ending)
        }
        CareDeed::Offer(post) | CareDeed::Take(post) | CareDeed::Leave(post) | CareDeed::Fill(post) => {
            let post = &care.posts[post];
            format!("{} of {}", post.post.as_str(), post.place)
        }
    }
}

/// Adds a mismatch unless both are the same.
fn compare(log: &mut Log, subject: &str, field: &str, expected: &Value, found: &Value) {
    if expected != found {
        log.mismatches.push(Mismatch::new(subject, field, expected, found));
    }
}
