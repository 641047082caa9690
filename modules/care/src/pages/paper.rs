//! `/care/paper`: who is still to be looked in on, as a list with boxes that is printed and ticked at the doors. The same page
//! takes in what was ticked, all rows in one go.

use super::ticked::Ticked;
use super::words::{Building, Words};
use crate::api::{DoorOfVisit, Shared};
use crate::care::Care;
use crate::error::CareError;
use crate::kinds::HOUSEHOLD_REQUEST;
use crate::knocking::AskedKnock;
use crate::limits::{DAY_ENDS_HOUR, KNOCK_NOTE_CHARS_MAX};
use crate::rules::visit::{Outcome, Part, VisitState};
use crate::store::visits::{self, Visit as RoundVisit, VisitCursor, VisitFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PersonId, PlaceCode, Timestamp};
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "care_paper.html")]
struct PaperPage {
    page: Page,
    errors: FormErrors,
    about: String,
    day: String,
    place: String,
    walked_at: String,
    /// Behind which visit this page begins.
    after: String,
    /// The address of the next page.
    more: Option<String>,
    buildings: Vec<Building<Row>>,
    note_max: String,
}

/// A door with its boxes.
struct Row {
    /// What its fields are called by.
    id: String,
    who: String,
    note: String,
    when: String,
    outcomes: Vec<Choice>,
    wants: Vec<Choice>,
    said: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct PaperQuery {
    day: Option<Day>,
    place: Option<PlaceCode>,
    after: Option<VisitCursor>,
}

impl PaperQuery {
    /// The address of the page behind a visit.
    fn behind(&self, day: Day, visit: VisitCursor) -> String {
        let place = self.place.map_or_else(String::new, |place| format!("&place={place}"));
        format!("{}?day={day}{place}&after={visit}", super::PAPER)
    }
}

impl Ticked {
    fn query(&self) -> PaperQuery {
        PaperQuery {
            day: self.one("day").parse().ok(),
            place: self.one("place").parse().ok(),
            after: self.one("after").parse().ok(),
        }
    }

    /// The rows in which something was ticked; what is needed says that something is.
    fn knocks(&self, day: Day, said_at: Option<Timestamp>) -> Vec<AskedKnock> {
        let rows = self.0.iter().filter_map(|(name, _)| name.strip_prefix("note."));
        let knock = |row: &str| {
            let (person, part) = row.split_once('.')?;
            let want = self.one(&format!("want.{row}"));
            let outcome = match self.one(&format!("outcome.{row}")) {
                "" if !want.is_empty() => Outcome::Needs,
                outcome => outcome.parse().ok()?,
            };
            let wants = Some(want.to_owned()).filter(|want| !want.is_empty() && outcome == Outcome::Needs);
            Some(AskedKnock {
                person: person.parse::<PersonId>().ok()?,
                day,
                part: part.parse::<Part>().ok()?,
                outcome,
                wants: wants.into_iter().collect(),
                note: self.one(&format!("note.{row}")).to_owned(),
                said_at,
            })
        };
        rows.filter_map(knock).collect()
    }
}

/// The list.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<PaperQuery>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, query, &Ticked::default(), FormErrors::default()).await?)
}

async fn page(
    care: &Care,
    visit: &Visit,
    query: PaperQuery,
    ticked: &Ticked,
    errors: FormErrors,
) -> Result<PaperPage, Problem> {
    let words = Words::of(care, visit)?;
    let scope = visit.scope(Action::VisitWork)?;
    let day = query.day.unwrap_or(words.today);
    let is_to_do = |state: &VisitState| state.is_open() || state.is_trouble();
    let filter = VisitFilter {
        place: query.place,
        states: VisitState::ALL.iter().copied().filter(is_to_do).collect(),
        after: query.after,
        ..VisitFilter::default()
    };
    let found = visits::of_day(care.db(), &scope, day, &filter)
        .await
        .map_err(CareError::from)?;
    let counts = visits::counts_of_day(care.db(), &scope, day, query.place.as_ref())
        .await
        .map_err(CareError::from)?;
    let to_do: usize = counts.iter().filter(|(state, _)| is_to_do(state)).map(|(_, n)| n).sum();
    let about = words.ta(
        "care-paper-about",
        &[("day", &words.day(day)), ("n", &to_do.to_string())],
    );
    let more = found.next.map(|next| query.behind(day, next));
    let listed = care.listed(visit, found.visits).await?;
    let rows = listed
        .iter()
        .map(|(row, known)| (row.building, row_of(&words, row, known, ticked)));
    let buildings = words.by_building(rows);
    Ok(PaperPage {
        page: visit.page("care-paper-title").with_modules(&["digits"]),
        errors,
        about,
        day: day.to_string(),
        place: query.place.map_or_else(String::new, |place| place.to_string()),
        walked_at: ticked.one("walked_at").to_owned(),
        after: query.after.map_or_else(String::new, |after| after.to_string()),
        more,
        buildings,
        note_max: KNOCK_NOTE_CHARS_MAX.to_string(),
    })
}

fn row_of(words: &Words<'_>, row: &RoundVisit, known: &DoorOfVisit, ticked: &Ticked) -> Row {
    let id = format!("{}.{}", row.key.person, row.key.part);
    let person = known.person.as_ref();
    let (outcome, want) = (ticked.one(&format!("outcome.{id}")), ticked.one(&format!("want.{id}")));
    let outcomes = Outcome::ALL.iter().map(|one| Choice {
        value: one.to_string(),
        label: words.t(&format!("care-outcome-{one}")),
        chosen: outcome == one.as_str(),
        ..Choice::default()
    });
    let nothing = Choice {
        label: words.t("care-paper-nothing"),
        chosen: want.is_empty(),
        ..Choice::default()
    };
    let topics = HOUSEHOLD_REQUEST.topics.iter().map(|topic| Choice {
        value: topic.key.to_owned(),
        label: words.t(topic.name),
        chosen: want == topic.key,
        ..Choice::default()
    });
    Row {
        who: words.who(known),
        note: person.and_then(|person| person.at_door.clone()).unwrap_or_default(),
        when: words.due(row),
        outcomes: outcomes.collect(),
        wants: std::iter::once(nothing).chain(topics).collect(),
        said: ticked.one(&format!("note.{id}")).to_owned(),
        id,
    }
}

/// Takes in what was ticked, all of it or nothing.
pub(super) async fn key_in(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedRaise)?;
    let ticked = Ticked(form);
    let query = ticked.query();
    let today = care.day_of(visit.now())?;
    let day = query.day.unwrap_or(today);
    let key = IdempotencyKey::checked(ticked.one("key"))?;
    let done = match said_at(&care, &ticked, day, today) {
        Err(fault) => Err(fault.into()),
        Ok(at) => {
            let knocks = ticked.knocks(day, at);
            if knocks.is_empty() {
                Err(FieldFault::new("", "care-paper-none-ticked").into())
            } else {
                let key = visit.command(key, "key-in-knocks", format!("{knocks:?}").as_bytes());
                care.key_in(key, by, asker, knocks, visit.now()).await
            }
        }
    };
    match done {
        Ok(done) => {
            let back = if day == today {
                super::ROUND.to_owned()
            } else {
                format!("{}?day={day}", super::ROUND)
            };
            let flash = Flash::done("care-paper-done").arg("n", done.len());
            Ok(redirect_with(&visit.asked, &back, &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&care, &visit, query, &ticked, errors).await?)
        }
    }
}

/// When the list was walked: as it says, or now, or when that day's visits were over.
fn said_at(care: &Care, ticked: &Ticked, day: Day, today: Day) -> Result<Option<Timestamp>, FieldFault> {
    let unreadable = || FieldFault::new("walked_at", "care-field-unreadable");
    let zone = care.zone().map_err(|_| unreadable())?;
    let text = ticked.one("walked_at");
    if text.is_empty() {
        let is_today = day == today;
        return Ok((!is_today).then(|| zone.at(day, DAY_ENDS_HOUR, 0)).flatten());
    }
    let (hour, minute) = text.split_once(':').ok_or_else(unreadable)?;
    let (hour, minute): (i8, i8) = (
        hour.parse().map_err(|_| unreadable())?,
        minute
            .get(..2)
            .and_then(|minute| minute.parse().ok())
            .ok_or_else(unreadable)?,
    );
    zone.at(day, hour, minute).map(Some).ok_or_else(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ticked_rows_are_taken_and_what_is_needed_says_that_something_is() {
        let person = |number: i64| PersonId::try_from(number).expect("an id").to_string();
        let field = |name: &str, row: &str, value: &str| (format!("{name}.{row}"), value.to_owned());
        let [one, two, three] = [1, 2, 3].map(|number| format!("{}.day", person(number)));
        let ticked = Ticked(vec![
            field("note", &one, "好"),
            field("outcome", &one, "well"),
            field("note", &two, ""),
            field("want", &two, "food"),
            field("note", &three, "nothing ticked"),
            field("want", &three, ""),
            field("note", "x.day", ""),
            field("outcome", "x.day", "well"),
        ]);
        let day = Day::from_number(19_320);
        let knocks = ticked.knocks(day, None);
        let said: Vec<(i64, Outcome, usize)> = knocks
            .iter()
            .map(|knock| (knock.person.get(), knock.outcome, knock.wants.len()))
            .collect();
        assert_eq!(said, [(1, Outcome::Well, 0), (2, Outcome::Needs, 1)]);
        assert_eq!(knocks[0].note, "好");
    }
}
