//! `/care`: the day's round. One question, "to whom do I go next?", and one action: to say what was found.

use super::appointment_words::{DoorRow, doors_of_day};
use super::words::{Badge, Building, Words};
use crate::api::{DoorOfVisit, Shared};
use crate::error::CareError;
use crate::kinds::HOUSEHOLD_REQUEST;
use crate::knocking::AskedKnock;
use crate::limits::{KNOCK_NOTE_CHARS_MAX, VISITS_SHOWN_MAX};
use crate::rules::group::Group;
use crate::rules::visit::{Outcome, Part, VisitState};
use crate::store::tallies;
use crate::store::visits::{self, Visit as RoundVisit, VisitFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Day, PersonId, PlaceCode};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "care_round.html")]
struct RoundPage {
    page: Page,
    errors: FormErrors,
    about: String,
    /// States to look at, with how many there are of each.
    chips: Vec<Chip>,
    buildings: Vec<Building<Row>>,
    /// Doors that must open for patients on that day.
    doors: Vec<DoorRow>,
    has_more: bool,
    /// Whether the viewer may see the register.
    has_register: bool,
    /// The list with boxes, for whoever may say what was found.
    paper: Option<String>,
    /// The days around the one that is shown.
    previous: String,
    next: Option<String>,
    note_max: String,
    wants: Vec<Choice>,
    /// How many people of each group are registered; nothing below a subdistrict, where counts end.
    groups: Vec<(String, i64)>,
}

struct Chip {
    href: String,
    word: String,
    count: usize,
    is_current: bool,
}

struct Row {
    badge: Badge,
    /// Door and name; the building's name for whoever sees no doors.
    who: String,
    href: Option<String>,
    note: String,
    when: String,
    need_href: Option<String>,
    is_disputed: bool,
    /// What was found, each a line.
    said: Vec<String>,
    person: String,
    day: String,
    part: String,
    /// Whether the viewer may say what was found.
    may_knock: bool,
    /// Whether somebody still has to go there.
    is_open: bool,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct RoundQuery {
    day: Option<Day>,
    place: Option<PlaceCode>,
    state: Option<VisitState>,
}

/// The page.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<RoundQuery>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, query, FormErrors::default()).await?)
}

async fn page(care: &crate::Care, visit: &Visit, query: RoundQuery, errors: FormErrors) -> Result<RoundPage, Problem> {
    let words = Words::of(care, visit)?;
    let scope = visit.scope(Action::VisitRead)?;
    let day = query.day.unwrap_or(words.today);
    let filter = VisitFilter {
        place: query.place,
        ..VisitFilter::default()
    };
    let mut found = visits::of_day(care.db(), &scope, day, &filter, VISITS_SHOWN_MAX + 1)
        .await
        .map_err(CareError::from)?;
    let has_more = found.len() > VISITS_SHOWN_MAX as usize;
    found.truncate(VISITS_SHOWN_MAX as usize);
    let seen = found.iter().filter(|row| row.state.is_seen()).count();
    let about = words.ta(
        "care-round-about",
        &[
            ("day", &words.day(day)),
            ("seen", &seen.to_string()),
            ("all", &found.len().to_string()),
        ],
    );
    let address = Address { day, query };
    let chips = chips(&words, &address, &found);
    if let Some(state) = query.state {
        found.retain(|row| row.state == state);
    }
    let may_work = visit.scope(Action::VisitWork).unwrap_or_default();
    let listed = care.listed(visit, found).await?;
    let rows = listed.iter().map(|(row, known)| {
        let may_knock = may_work.contains(&row.building, None, Some(row.household));
        (row.building, row_of(&words, row, known, may_knock))
    });
    let buildings = words.by_building(rows);
    Ok(RoundPage {
        page: visit.page("care-round-title"),
        errors,
        about,
        chips,
        buildings,
        doors: doors_of_day(care, &words, day, query.place).await?,
        has_more,
        has_register: visit.viewer.may(Action::PersonRead),
        paper: visit.viewer.may(Action::VisitWork).then(|| address.paper()),
        previous: address.at(day.previous()),
        next: (day < words.today).then(|| address.at(day.next())),
        note_max: KNOCK_NOTE_CHARS_MAX.to_string(),
        wants: wants(&words),
        groups: groups(care, &words, &scope, query.place).await?,
    })
}

/// The address of a round.
struct Address {
    day: Day,
    query: RoundQuery,
}

impl Address {
    fn of(&self, day: Day, state: Option<VisitState>) -> String {
        let mut parts = Vec::new();
        if self.query.day.is_some() || day != self.day {
            parts.push(format!("day={day}"));
        }
        parts.extend(self.query.place.map(|place| format!("place={place}")));
        parts.extend(state.map(|state| format!("state={state}")));
        if parts.is_empty() {
            super::ROUND.to_owned()
        } else {
            format!("{}?{}", super::ROUND, parts.join("&"))
        }
    }

    /// The same round on paper.
    fn paper(&self) -> String {
        let place = self
            .query
            .place
            .map_or_else(String::new, |place| format!("&place={place}"));
        format!("{}?day={}{place}", super::PAPER, self.day)
    }

    fn at(&self, day: Day) -> String {
        self.of(day, self.query.state)
    }
}

fn chips(words: &Words<'_>, address: &Address, found: &[RoundVisit]) -> Vec<Chip> {
    let chip = |state: Option<VisitState>, word: String, count| Chip {
        href: address.of(address.day, state),
        word,
        count,
        is_current: address.query.state == state,
    };
    let all = chip(None, words.t("care-round-all"), found.len());
    let states = VisitState::ALL.iter().filter_map(|state| {
        let count = found.iter().filter(|row| row.state == *state).count();
        let is_shown = count > 0 || address.query.state == Some(*state);
        is_shown.then(|| chip(Some(*state), words.t(&format!("care-state-{state}")), count))
    });
    std::iter::once(all).chain(states).collect()
}

fn row_of(words: &Words<'_>, row: &RoundVisit, known: &DoorOfVisit, may_knock: bool) -> Row {
    let person = known.person.as_ref();
    let when = match row.again_by {
        Some(at) => words.ta("care-again-by", &[("at", &words.time(at))]),
        None => words.due(row),
    };
    let said = known.knocks.iter().map(|knock| {
        let outcome = words.t(&format!("care-outcome-{}", knock.outcome));
        let at = words.time(knock.said_at);
        let line = words.ta("care-said", &[("at", &at), ("by", &knock.by), ("outcome", &outcome)]);
        if knock.note.is_empty() {
            line
        } else {
            format!("{line} · {}", knock.note)
        }
    });
    Row {
        badge: words.badge(row.state),
        who: words.who(known),
        href: person.map(|person| format!("{}/{}", super::PEOPLE, person.id)),
        note: person.and_then(|person| person.at_door.clone()).unwrap_or_default(),
        when,
        need_href: person
            .and_then(|person| person.need)
            .map(|need| format!("/needs/{need}")),
        is_disputed: row.is_disputed,
        said: said.collect(),
        person: row.key.person.to_string(),
        day: row.key.day.to_string(),
        part: row.key.part.to_string(),
        may_knock,
        is_open: row.state.is_open() || row.state.is_trouble(),
    }
}

async fn groups(
    care: &crate::Care,
    words: &Words<'_>,
    scope: &Scope,
    place: Option<PlaceCode>,
) -> Result<Vec<(String, i64)>, CareError> {
    let place = place
        .filter(|place| scope.contains_place(place))
        .or(scope.widest_place());
    let Some(place) = place else {
        return Ok(Vec::new());
    };
    let counts = tallies::groups(care.db(), &place).await?;
    let shown = Group::ALL.iter().filter_map(|group| {
        let count = counts.get(group).copied().filter(|count| *count > 0)?;
        Some((words.t(&format!("care-group-{group}")), count))
    });
    Ok(shown.collect())
}

/// What can be needed at a door.
fn wants(words: &Words<'_>) -> Vec<Choice> {
    let topics = HOUSEHOLD_REQUEST.topics.iter();
    let choice = |topic: &tongxin_ledger::Topic| Choice {
        value: topic.key.to_owned(),
        label: words.t(topic.name),
        ..Choice::default()
    };
    topics.map(choice).collect()
}

/// What was found, as a form says it; a field may come more than once.
struct KnockForm(Vec<(String, String)>);

impl KnockForm {
    fn one<'f>(&'f self, field: &str) -> &'f str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn read(&self) -> Option<AskedKnock> {
        let wants = self.0.iter().filter(|(name, _)| name == "wants");
        let outcome: Outcome = self.one("outcome").parse().ok()?;
        Some(AskedKnock {
            person: self.one("person").parse::<PersonId>().ok()?,
            day: self.one("day").parse().ok()?,
            part: self.one("part").parse::<Part>().ok()?,
            outcome,
            wants: wants
                .map(|(_, value)| value.clone())
                .filter(|_| outcome == Outcome::Needs)
                .collect(),
            note: self.one("note").to_owned(),
            said_at: None,
        })
    }
}

/// Writes down what was found at a door, and goes back to the round.
pub(super) async fn knock(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedRaise)?;
    let form = KnockForm(form);
    let asked = form
        .read()
        .ok_or_else(|| Problem::invalid().field("outcome", "field-unknown-choice", &[]))?;
    let day = asked.day;
    let key = IdempotencyKey::checked(form.one("key"))?;
    let key = visit.command(key, "say-knock", format!("{asked:?}").as_bytes());
    let words = Words::of(&care, &visit)?;
    let query = RoundQuery {
        day: Some(day).filter(|day| *day != words.today),
        ..RoundQuery::default()
    };
    match care.knock(key, by, asker, asked, visit.now()).await {
        Ok(done) if done.is_disputed => Ok(redirect_with(
            &visit.asked,
            &Address { day, query }.at(day),
            &Flash::done("care-done-disputed"),
        )),
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            &Address { day, query }.at(day),
            &Flash::done("care-done-knock"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&care, &visit, query, errors).await?)
        }
    }
}
