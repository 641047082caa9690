//! One need's acts in one step of the clock: sent, and compared with what the book expects of each.

use super::world::World;
use super::{Live, Log};
use crate::book::BookNeed;
use crate::client::{Answer, Body, Call, Client, Mishap};
use crate::draw::stream;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::{Act, By, Plan, What};
use rand::RngExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

/// A parcel at a door, 160 × 120, with a position in its metadata that the system must not keep.
const PHOTO: &[u8] = include_bytes!("../parcel.png");

/// What happens to one need in one step.
pub(super) struct Story<'a> {
    pub index: usize,
    /// How it is named in a mismatch.
    pub subject: String,
    pub live: Option<Live>,
    pub acts: Vec<(usize, &'a Act)>,
    /// For a merge: the id of the need that carries on, and whether it is open.
    pub target: Option<(String, bool)>,
    pub now: Timestamp,
}

/// What came of it.
pub(super) struct Told {
    pub index: usize,
    subject: String,
    pub live: Option<Live>,
    pub acts: usize,
    pub refused: usize,
    pub resent: usize,
    pub mismatches: Vec<Mismatch>,
}

pub(super) async fn tell(plan: &Plan, client: &Client, world: &World, story: Story<'_>) -> Result<Told, DrillError> {
    let Story {
        index,
        subject,
        live,
        acts,
        target,
        now,
    } = story;
    let mut told = Told {
        index,
        subject,
        live,
        acts: 0,
        refused: 0,
        resent: 0,
        mismatches: Vec::new(),
    };
    for (number, act) in acts {
        let mishap = mishap_of(plan, number);
        told.resent += usize::from(mishap != Mishap::None);
        let key = format!("drill-{:x}-{number:08}", plan.seed);
        match (&act.what, told.live.take()) {
            (What::Raise, _) => told.raise(plan, client, world, act, &key, mishap, now).await?,
            (_, Some(live)) => {
                let target = target.as_ref();
                told.command(client, world, act, live, target, &key, mishap, now)
                    .await?;
            }
            // The raising failed, which was said; nothing can be done to a need that isn't there.
            (_, None) => {}
        }
    }
    Ok(told)
}

impl Told {
    /// Adds it to what playing has come to.
    pub(super) fn enter(self, log: &mut Log) {
        log.counts.acts += self.acts;
        log.counts.refused += self.refused;
        log.counts.resent += self.resent;
        log.mismatches.extend(self.mismatches);
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one act with everything around it, called from one place"
    )]
    async fn raise(
        &mut self,
        plan: &Plan,
        client: &Client,
        world: &World,
        act: &Act,
        key: &str,
        mishap: Mishap,
        now: Timestamp,
    ) -> Result<(), DrillError> {
        let need = &plan.needs[self.index];
        let mut body = json!({
            "kind": need.kind.as_str(),
            "topic": need.topic,
            "priority": need.priority.as_str(),
            "title": need.title,
        });
        if let (Some(household), By::Person(_)) = (need.household, act.by) {
            body["household"] = world.households[household].id.clone().into();
        }
        if let Some(org) = need.org {
            body["org"] = world.orgs[org].clone().into();
        }
        let call = Call {
            method: Method::POST,
            path: "/api/v1/needs",
            auth: world.auth(act.by),
            key: Some(key),
            body: Body::Json(body),
        };
        let (answer, again) = client.send_with(call, mishap).await?;
        let subject = self.subject.clone();
        self.compare_repeat(&subject, act, &answer, again);
        let id = answer.body["id"].as_str().filter(|_| answer.status.is_success());
        let Some(id) = id else {
            self.mismatches
                .push(Mismatch::new(subject, "raise", "201", said(&answer)));
            return Ok(());
        };
        let owner = need.household.map_or(act.by, By::Household);
        let tier = world.start_tiers.get(need.kind.as_str()).copied().unwrap_or_default();
        let hours = world.due_hours.of(need.kind.as_str(), &need.topic).unwrap_or_default();
        let book = BookNeed::raised(need, act.by, owner, tier, hours, now);
        self.acts += 1;
        self.live = Some(Live {
            id: id.to_owned(),
            book,
        });
        Ok(())
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one act with everything around it, called from one place"
    )]
    async fn command(
        &mut self,
        client: &Client,
        world: &World,
        act: &Act,
        mut live: Live,
        target: Option<&(String, bool)>,
        key: &str,
        mishap: Mishap,
        now: Timestamp,
    ) -> Result<(), DrillError> {
        let subject = self.subject.clone();
        let (path, body) = request(world, &live, act, target);
        let call = Call {
            method: Method::POST,
            path: &path,
            auth: world.auth(act.by),
            key: Some(key),
            body,
        };
        let (answer, again) = client.send_with(call, mishap).await?;
        self.compare_repeat(&subject, act, &answer, again);
        let is_target_open = target.is_none_or(|(_, is_open)| *is_open);
        let mut after = live.book.clone();
        match after.act(act.by, &act.what, now, is_target_open) {
            Ok(()) if answer.status.is_success() => {
                self.acts += 1;
                live.book = after;
                self.compare_done(&subject, act, &live.book, &answer);
            }
            Err(why) if answer.status.is_client_error() && answer.code() == why.code() => self.refused += 1,
            Ok(()) => self
                .mismatches
                .push(Mismatch::new(subject, act.what.as_str(), "done", said(&answer))),
            Err(why) => {
                self.mismatches
                    .push(Mismatch::new(subject, act.what.as_str(), why.code(), said(&answer)));
            }
        }
        self.live = Some(live);
        Ok(())
    }

    /// A command sent again must get the first answer.
    fn compare_repeat(&mut self, subject: &str, act: &Act, answer: &Answer, again: Option<Answer>) {
        if let Some(again) = again.filter(|again| again != answer) {
            let field = format!("{}, sent again", act.what.as_str());
            self.mismatches
                .push(Mismatch::new(subject, field, said(answer), said(&again)));
        }
    }

    /// The answer to a command says where the need stands now.
    fn compare_done(&mut self, subject: &str, act: &Act, book: &BookNeed, answer: &Answer) {
        let expected = json!({ "seq": book.entries().len(), "state": book.state().as_str() });
        let found = json!({ "seq": answer.body["seq"], "state": answer.body["state"] });
        if expected != found {
            self.mismatches.push(Mismatch::new(
                subject,
                format!("answer to {}", act.what.as_str()),
                expected,
                found,
            ));
        }
    }
}

/// An answer in a mismatch.
pub(super) fn said(answer: &Answer) -> String {
    match answer.code() {
        "" => format!("{} {}", answer.status.as_u16(), answer.shown()),
        code => format!("{} {code}", answer.status.as_u16()),
    }
}

/// The address and body of a command.
fn request(world: &World, live: &Live, act: &Act, target: Option<&(String, bool)>) -> (String, Body) {
    let json = |value: Value| Body::Json(value);
    let body = match &act.what {
        What::Attach => Body::File {
            media_type: "image/png",
            bytes: PHOTO.into(),
        },
        What::Raise | What::Accept => Body::Empty,
        What::Assign(person) => json(json!({ "account": world.people[*person].account })),
        What::Solve(note) => json(json!({ "note": note })),
        What::StrikeOff(reason) => json(json!({ "reason": reason })),
        What::Decline(reason) | What::Appeal(reason) | What::Reopen(reason) | What::Escalate(reason) => {
            json(json!({ "reason": reason }))
        }
        What::Comment(text) => json(json!({ "text": text })),
        What::Merge(_) => json(json!({ "into": target.map(|(id, _)| id) })),
        What::SetPriority(priority) => json(json!({ "priority": priority.as_str() })),
        What::Undo => json(json!({ "seq": own_last_entry(live, act.by) })),
    };
    let path = match act.what {
        What::Attach => format!("/api/v1/needs/{}/attachments?name=parcel.png", live.id),
        _ => format!("/api/v1/needs/{}/{}", live.id, act.what.as_str()),
    };
    (path, body)
}

/// The number of the actor's own last entry.
fn own_last_entry(live: &Live, by: By) -> usize {
    live.book
        .entries()
        .iter()
        .rposition(|entry| entry.by == Some(by))
        .map_or(0, |position| position + 1)
}

/// What goes wrong with an act's command; the same in every run of a seed.
fn mishap_of(plan: &Plan, number: usize) -> Mishap {
    mishap(plan, 1_000 + number as u64)
}

/// What goes wrong with a command that has a random stream of its own.
pub(super) fn mishap(plan: &Plan, number: u64) -> Mishap {
    let drawn = stream(plan.seed, number).random::<f64>();
    if drawn < plan.faults.answer_lost {
        Mishap::AnswerLost
    } else if drawn < plan.faults.answer_lost + plan.faults.sent_twice {
        Mishap::SentTwice
    } else {
        Mishap::None
    }
}
