//! Playing volunteers: shifts are opened, people sign up, wait and hand over, come or don't, beside a book of every shift.

mod clock;
mod crew;
mod settling;

use super::Log;
use super::act::mishap;
use super::supply::{Market, Stage};
use crate::book::BookShift;
use crate::client::{Answer, Auth, Body, Call, IN_FLIGHT_MAX, Mishap};
use crate::error::DrillError;
use crate::plan::Plan;
use crate::plan_volunteer::{VolunteerAct, VolunteerDeed, VolunteerPlan};
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Random streams of volunteers' commands begin here, beyond those of care's.
const MISHAP_STREAM: u64 = 1 << 46;

/// A shift that was opened.
#[derive(Debug, Clone)]
pub(crate) struct LiveShift {
    pub id: String,
    /// What stands in its square code.
    code: String,
    /// The book's page of it.
    pub book: BookShift,
    /// The need that says that it lacks people, as an index among those that the system raised.
    pub need: Option<usize>,
}

/// The book of volunteers, and the ids of what stands in it.
#[derive(Debug)]
pub(crate) struct Shifts {
    /// Shifts by their index in the plan; nothing before they are opened.
    pub live: Vec<Option<LiveShift>>,
    /// Check-ins that were said before.
    pub repeats: usize,
    /// Places that nobody got who is elsewhere at that time.
    pub clashes: usize,
    next_act: usize,
}

/// What is done about one shift in one turn, and what came of it.
struct Story<'a> {
    shift: usize,
    acts: Vec<(usize, &'a VolunteerAct)>,
    known: Option<(String, String)>,
}

/// An act and what was answered: nothing where it could not be done.
type Told<'a> = (&'a VolunteerAct, Mishap, Answer, Option<Answer>);

impl Shifts {
    /// Before any shift is opened; nothing when volunteers are not played.
    pub(super) fn open(plan: &Plan) -> Option<Shifts> {
        let volunteer = plan.volunteer.as_ref()?;
        Some(Shifts {
            live: volunteer.shifts.iter().map(|_| None).collect(),
            repeats: 0,
            clashes: 0,
            next_act: 0,
        })
    }

    /// Does what is due: different shifts at the same time, one shift's acts one after the other.
    pub(super) async fn play(
        &mut self,
        volunteer: &VolunteerPlan,
        stage: Stage<'_>,
        market: &mut Market,
        log: &mut Log,
    ) -> Result<usize, DrillError> {
        let acts = &volunteer.acts;
        let due = acts[self.next_act..]
            .iter()
            .take_while(|act| act.at <= stage.now)
            .count();
        let mut by_shift: BTreeMap<usize, Vec<(usize, &VolunteerAct)>> = BTreeMap::new();
        for (number, act) in acts.iter().enumerate().skip(self.next_act).take(due) {
            by_shift.entry(act.shift).or_default().push((number, act));
        }
        self.next_act += due;
        let stories = by_shift.into_iter().map(|(shift, acts)| {
            let known = self.live[shift]
                .as_ref()
                .map(|live| (live.id.clone(), live.code.clone()));
            tell(Story { shift, acts, known }, volunteer, stage)
        });
        let mut told = futures::stream::iter(stories.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        let mut all = Vec::new();
        while let Some(story) = told.try_next().await? {
            all.push(story);
        }
        drop(told);
        for (shift, known, told) in all {
            for told in told {
                self.settle((shift, &known), volunteer, told, stage, (market, log));
            }
        }
        Ok(due)
    }
}

async fn tell<'a>(
    mut story: Story<'a>,
    volunteer: &VolunteerPlan,
    stage: Stage<'_>,
) -> Result<(usize, Option<(String, String)>, Vec<Told<'a>>), DrillError> {
    let mut told = Vec::with_capacity(story.acts.len());
    for (number, act) in story.acts {
        let worker = stage.world.auth(act.worker(volunteer));
        let own = act
            .deed
            .volunteer()
            .and_then(|who| stage.world.crew.volunteers.get(&who));
        let auth = own.map_or(worker, |(_, key)| key);
        let Some((path, body)) = request(act, story.known.as_ref(), volunteer, stage) else {
            continue;
        };
        let key = format!("drill-{:x}-shift-{number:08}", stage.plan.seed);
        let call = Call {
            method: Method::POST,
            path: &path,
            auth,
            key: Some(&key),
            body: Body::Json(body),
        };
        let goes_wrong = mishap(stage.plan, MISHAP_STREAM + number as u64);
        let (answer, again) = stage.client.send_with(call, goes_wrong).await?;
        if act.deed == VolunteerDeed::Open {
            story.known = opened(&answer, worker, stage).await?;
        }
        told.push((act, goes_wrong, answer, again));
    }
    Ok((story.shift, story.known, told))
}

/// The id of a shift that was just opened, and what stands in its square code.
async fn opened(answer: &Answer, worker: &Auth, stage: Stage<'_>) -> Result<Option<(String, String)>, DrillError> {
    let Some(id) = answer.body["id"].as_str() else {
        return Ok(None);
    };
    let places = stage.client.get(&format!("/api/v1/shifts/{id}/places"), worker).await?;
    let code = places.body["code"].as_str().unwrap_or_default();
    Ok(Some((id.to_owned(), code.to_owned())))
}

/// The address and body of a command; nothing for a shift that could not be opened, which was said then.
fn request(
    act: &VolunteerAct,
    known: Option<&(String, String)>,
    volunteer: &VolunteerPlan,
    stage: Stage<'_>,
) -> Option<(String, Value)> {
    let (id, code) = match (act.deed, known) {
        (VolunteerDeed::Open, _) => return Some(("/api/v1/shifts".into(), opening(act.shift, volunteer, stage))),
        (_, known) => known?,
    };
    let step = |step: &str| {
        Some((
            "/api/v1/volunteer/me/steps".to_owned(),
            json!({ "shift": id, "step": step }),
        ))
    };
    let says = |step: &str| {
        let body = json!({ "code": code, "step": step });
        Some(("/api/v1/volunteer/me/presence".to_owned(), body))
    };
    match act.deed {
        VolunteerDeed::Open => None,
        VolunteerDeed::CallOff => Some((format!("/api/v1/shifts/{id}/cancel"), Value::Null)),
        VolunteerDeed::Take(_) | VolunteerDeed::Clash(_) => step("take"),
        VolunteerDeed::Leave(_) => step("leave"),
        VolunteerDeed::Offer(_) => step("offer"),
        VolunteerDeed::In(_) => says("in"),
        VolunteerDeed::Out(_) => says("out"),
    }
}

fn opening(shift: usize, volunteer: &VolunteerPlan, stage: Stage<'_>) -> Value {
    let planned = &volunteer.shifts[shift];
    json!({
        "kind": planned.kind,
        "place": planned.place,
        "about": "演练班次，请带手套",
        "meet": "社区服务站",
        "start_at": planned.start_at,
        "end_at": planned.end_at,
        "fill_by": planned.fill_by,
        "is_entering": planned.kind == "deliver",
        "team": planned.team.and_then(|team| stage.world.crew.teams.get(team)),
        "posts": [{ "needed": planned.needed }],
    })
}
