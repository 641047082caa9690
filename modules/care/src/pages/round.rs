//! `/care`: the day's round. One question, "to whom do I go next?", and one action: to say what was found.

mod enquiry;
mod knock;

use super::appointment_words::{DoorRow, doors_of_day};
use super::words::{Badge, Building, Words};
use crate::api::{DoorOfVisit, Shared};
use crate::error::CareError;
use crate::knocking::KnockDone;
use crate::limits::KNOCK_NOTE_CHARS_MAX;
use crate::rules::enquiry::Enquiry;
use crate::rules::group::Group;
use crate::rules::visit::VisitState;
use crate::store::tallies;
use crate::store::visits::{self, Visit as RoundVisit, VisitCursor, VisitFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{Day, PlaceCode, Timestamp};
use tongxin_web::{Choice, Flash, FormErrors, Page, Problem, Query, html, redirect_with, refused};

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
    /// The address of the next page.
    more: Option<String>,
    /// Whether the viewer may see the register.
    has_register: bool,
    /// The list with boxes, for whoever may say what was found.
    paper: Option<String>,
    /// The days around the one that is shown.
    previous: String,
    next: Option<String>,
    note_max: String,
    wants: Vec<Choice>,
    /// What can come of asking elsewhere.
    enquiries: Vec<Choice>,
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
    /// Whether a neighbour is to be asked, and the telephone tried.
    is_to_enquire: bool,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct RoundQuery {
    day: Option<Day>,
    place: Option<PlaceCode>,
    state: Option<VisitState>,
    after: Option<VisitCursor>,
}

pub(super) use enquiry::enquire;
pub(super) use knock::knock;

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
    let counts = visits::counts_of_day(care.db(), &scope, day, query.place.as_ref())
        .await
        .map_err(CareError::from)?;
    let filter = VisitFilter {
        place: query.place,
        states: query.state.into_iter().collect(),
        after: query.after,
        ..VisitFilter::default()
    };
    let found = visits::of_day(care.db(), &scope, day, &filter)
        .await
        .map_err(CareError::from)?;
    let seen: usize = counts
        .iter()
        .filter(|(state, _)| state.is_seen())
        .map(|(_, count)| count)
        .sum();
    let about = words.ta(
        "care-round-about",
        &[
            ("day", &words.day(day)),
            ("seen", &seen.to_string()),
            ("all", &counts.values().sum::<usize>().to_string()),
        ],
    );
    let address = Address { day, query };
    let chips = chips(&words, &address, &counts);
    let more = found.next.map(|next| address.after(next));
    let may_work = visit.scope(Action::VisitWork).unwrap_or_default();
    let listed = care.listed(visit, found.visits).await?;
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
        more,
        has_register: visit.viewer.may(Action::PersonRead),
        paper: visit.viewer.may(Action::VisitWork).then(|| address.paper()),
        previous: address.at(day.previous()),
        next: (day < words.today).then(|| address.at(day.next())),
        note_max: KNOCK_NOTE_CHARS_MAX.to_string(),
        wants: knock::wants(&words),
        enquiries: enquiry::choices(&words),
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
        self.with(day, state, None)
    }

    /// The page behind a visit.
    fn after(&self, visit: VisitCursor) -> String {
        self.with(self.day, self.query.state, Some(visit))
    }

    fn with(&self, day: Day, state: Option<VisitState>, after: Option<VisitCursor>) -> String {
        let mut parts = Vec::new();
        if self.query.day.is_some() || day != self.day {
            parts.push(format!("day={day}"));
        }
        parts.extend(self.query.place.map(|place| format!("place={place}")));
        parts.extend(state.map(|state| format!("state={state}")));
        parts.extend(after.map(|after| format!("after={after}")));
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

fn chips(words: &Words<'_>, address: &Address, counts: &BTreeMap<VisitState, usize>) -> Vec<Chip> {
    let chip = |state: Option<VisitState>, word: String, count| Chip {
        href: address.of(address.day, state),
        word,
        count,
        is_current: address.query.state == state,
    };
    let all = chip(None, words.t("care-round-all"), counts.values().sum());
    let states = VisitState::ALL.iter().filter_map(|state| {
        let count = counts.get(state).copied().unwrap_or_default();
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
        said: said(words, known),
        person: row.key.person.to_string(),
        day: row.key.day.to_string(),
        part: row.key.part.to_string(),
        may_knock,
        is_open: row.state.is_open() || row.state.is_trouble(),
        is_to_enquire: Enquiry::is_asked_for(row.state),
    }
}

/// What was found at a door and heard elsewhere, each a line, as it happened.
fn said(words: &Words<'_>, known: &DoorOfVisit) -> Vec<String> {
    let at_door = known.knocks.iter().map(|knock| {
        let what = words.t(&format!("care-outcome-{}", knock.outcome));
        (knock.said_at, &knock.by, what, &knock.note)
    });
    let elsewhere = known.enquiries.iter().map(|heard| {
        let what = words.t(&format!("care-enquiry-{}", heard.result));
        (heard.said_at, &heard.by, what, &heard.note)
    });
    let mut lines: Vec<_> = at_door.chain(elsewhere).collect();
    lines.sort_by_key(|(at, ..)| *at);
    let line = |(at, by, what, note): &(Timestamp, &String, String, &String)| {
        let line = words.ta("care-said", &[("at", &words.time(*at)), ("by", by), ("outcome", what)]);
        match note.as_str() {
            "" => line,
            note => format!("{line} · {note}"),
        }
    };
    lines.iter().map(line).collect()
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

/// Back to the round of a day, with what came of something that was said about a visit.
async fn answered(
    care: &crate::Care,
    visit: &Visit,
    day: Day,
    done: Result<KnockDone, CareError>,
) -> Result<Response, Problem> {
    let words = Words::of(care, visit)?;
    let query = RoundQuery {
        day: Some(day).filter(|day| *day != words.today),
        ..RoundQuery::default()
    };
    let flash = match done {
        Ok(done) if done.is_disputed => "care-done-disputed",
        Ok(_) => "care-done-knock",
        Err(error) => {
            let errors = visit.form_errors(error)?;
            return refused(&page(care, visit, query, errors).await?);
        }
    };
    let address = Address { day, query }.at(day);
    Ok(redirect_with(&visit.asked, &address, &Flash::done(flash)))
}
