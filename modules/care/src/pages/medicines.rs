//! `/care/medicines`: what has to be fetched from the pharmacy in the next days, for whom, and that it was brought.
//!
//! Everybody who looks after buildings sees where and for whom; which medicines, whoever may open records sees after saying what
//! for. The list for the pharmacy's counter names nobody.

use super::ticked::Ticked;
use super::words::{Building, Chip, Words};
use crate::api::Shared;
use crate::care::Care;
use crate::error::CareError;
use crate::fetching::{AskedFetch, Brought, ToFetch};
use crate::limits::{FETCH_AHEAD_DAYS, FETCH_AHEAD_DAYS_MAX, FETCHED_DAYS};
use crate::store::people::Person;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use tongxin_account::{Action, Visit};
use tongxin_city::{HouseholdId, PersonId, PlaceCode};
use tongxin_web::{
    FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, Table, TableFormat, html, redirect_with,
    refused,
};

/// Days ahead to choose from.
const DAYS_OFFERED: [i64; 4] = [0, FETCH_AHEAD_DAYS, 7, FETCH_AHEAD_DAYS_MAX];

#[derive(Template)]
#[template(path = "care_medicines.html")]
struct MedicinesPage {
    page: Page,
    errors: FormErrors,
    about: String,
    place: String,
    days: String,
    chips: Vec<Chip>,
    has_more: bool,
    /// For whom, the records closed.
    buildings: Vec<Building<ClosedRow>>,
    may_open: bool,
    may_note: bool,
    why: String,
    /// The list, once records were opened.
    opened: Option<Opened>,
}

struct ClosedRow {
    who: String,
    href: Option<String>,
    by: String,
}

/// The list as it was opened.
struct Opened {
    /// For the pharmacy's counter: what, for how many, how many doses.
    totals: Vec<Total>,
    buildings: Vec<Building<OpenRow>>,
}

struct Total {
    medicine: String,
    people: usize,
    doses: u32,
}

struct OpenRow {
    /// Where its fields stand among the others.
    number: usize,
    person: String,
    who: String,
    href: String,
    medicine: String,
    left: String,
    doses: String,
    is_brought: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MedicinesQuery {
    place: Option<PlaceCode>,
    days: Option<i64>,
}

impl MedicinesQuery {
    const fn asked(&self) -> AskedFetch {
        AskedFetch {
            place: self.place,
            days: self.days,
        }
    }
}

/// The page, with the records closed.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<MedicinesQuery>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, &query, FormErrors::default()).await?)
}

async fn page(
    care: &Care,
    visit: &Visit,
    query: &MedicinesQuery,
    errors: FormErrors,
) -> Result<MedicinesPage, Problem> {
    let words = Words::of(care, visit)?;
    // A household that opens its own list sees its own record's medicines; it has no round.
    let scope = visit
        .scope(Action::VisitRead)
        .or_else(|_| visit.scope(Action::PersonOpen))?;
    let (found, has_more) = care.to_fetch_for(&scope, &query.asked(), words.today).await?;
    let may_know = visit.scope(Action::PersonRead).unwrap_or_default();
    let is_known = |person: &&Person| may_know.contains(&person.building, None, Some(person.household));
    let known: Vec<&Person> = found.iter().filter(is_known).collect();
    let doors = care.doors_of(known.iter().map(|person| person.household)).await?;
    let rows = found
        .iter()
        .map(|person| (person.building, closed_row(&words, &doors, person, is_known(&person))));
    let days = query.days.unwrap_or(FETCH_AHEAD_DAYS);
    let place = query.place.map_or_else(String::new, |place| place.to_string());
    Ok(MedicinesPage {
        page: visit.page("care-medicines-title"),
        errors,
        about: words.ta(
            "care-medicines-about",
            &[
                ("people", &found.len().to_string()),
                ("day", &words.day(words.today.plus_days(days))),
            ],
        ),
        chips: DAYS_OFFERED
            .iter()
            .map(|offered| chip(&words, *offered, days, &place))
            .collect(),
        days: days.to_string(),
        place,
        has_more,
        buildings: words.by_building(rows),
        may_open: visit.viewer.may(Action::PersonOpen),
        may_note: visit.viewer.may(Action::PersonEdit),
        why: words.t("care-medicines-why-usual"),
        opened: None,
    })
}

fn chip(words: &Words<'_>, offered: i64, chosen: i64, place: &str) -> Chip {
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("&place={place}")
    };
    Chip {
        href: format!("{}?days={offered}{place}", super::MEDICINES),
        word: match offered {
            0 => words.t("care-medicines-today"),
            days => words.ta("care-medicines-days", &[("n", &days.to_string())]),
        },
        is_current: offered == chosen,
    }
}

fn closed_row(words: &Words<'_>, doors: &HashMap<HouseholdId, String>, person: &Person, is_known: bool) -> ClosedRow {
    let by = person.refill_on.map_or_else(String::new, |day| words.day(day));
    if !is_known {
        return ClosedRow {
            who: words.t("care-somebody"),
            href: None,
            by,
        };
    }
    ClosedRow {
        who: who(doors, person),
        href: Some(format!("{}/{}", super::PEOPLE, person.id)),
        by,
    }
}

fn who(doors: &HashMap<HouseholdId, String>, person: &Person) -> String {
    let door = doors.get(&person.household).cloned();
    let who: Vec<String> = door.into_iter().chain(person.name.clone()).collect();
    who.join(" ")
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpenForm {
    place: String,
    days: Option<i64>,
    why: String,
    /// What is wanted: the page, or a file with or without names.
    format: String,
}

impl OpenForm {
    fn query(&self) -> MedicinesQuery {
        MedicinesQuery {
            place: self.place.parse().ok(),
            days: self.days,
        }
    }
}

/// Opens the records, each of which is written down, and shows what has to be fetched, or gives it as a table.
pub(super) async fn open(State(care): Shared, visit: Visit, Form(form): Form<OpenForm>) -> Result<Response, Problem> {
    match opened_page(&care, &visit, &form).await {
        Ok((_, lines)) if form.format == "pharmacy" => {
            let words = Words::of(&care, &visit)?;
            pharmacy_table(&words, &lines).download("pharmacy", TableFormat::Xlsx)
        }
        Ok((_, lines)) if form.format == "doors" => {
            let words = Words::of(&care, &visit)?;
            let doors = care.doors_of(lines.iter().map(|line| line.person.household)).await?;
            doors_table(&words, &doors, &lines).download("medicines", TableFormat::Xlsx)
        }
        Ok((page, _)) => html(&page),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            let mut page = page(&care, &visit, &form.query(), errors).await?;
            page.why = form.why;
            refused(&page)
        }
    }
}

async fn opened_page(care: &Care, visit: &Visit, form: &OpenForm) -> Result<(MedicinesPage, Vec<ToFetch>), Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    let query = form.query();
    let lines = care.open_to_fetch(by, query.asked(), &form.why, visit.now()).await?;
    let words = Words::of(care, visit)?;
    let doors = care.doors_of(lines.iter().map(|line| line.person.household)).await?;
    let rows = lines.iter().enumerate().map(|(number, line)| {
        let row = OpenRow {
            number,
            person: line.person.id.to_string(),
            who: who(&doors, &line.person),
            href: format!("{}/{}", super::PEOPLE, line.person.id),
            medicine: line.medicine.name.clone(),
            left: left(&words, line),
            doses: line.doses.to_string(),
            is_brought: false,
        };
        (line.person.building, row)
    });
    let opened = Opened {
        totals: totals(&lines),
        buildings: words.by_building(rows),
    };
    let mut page = page(care, visit, &query, FormErrors::default()).await?;
    page.opened = Some(opened);
    page.why.clone_from(&form.why);
    Ok((page, lines))
}

fn left(words: &Words<'_>, line: &ToFetch) -> String {
    words.ta(
        "care-medicines-left",
        &[
            ("left", &line.left.to_string()),
            ("a_day", &line.medicine.a_day.to_string()),
            ("day", &words.day(line.medicine.runs_out_on())),
        ],
    )
}

/// What the pharmacy has to give out, by medicine.
fn totals(lines: &[ToFetch]) -> Vec<Total> {
    let mut by_medicine: BTreeMap<&str, Total> = BTreeMap::new();
    for line in lines {
        let medicine = line.medicine.name.trim();
        let total = by_medicine.entry(medicine).or_insert_with(|| Total {
            medicine: medicine.to_owned(),
            people: 0,
            doses: 0,
        });
        total.people += 1;
        total.doses += line.doses;
    }
    by_medicine.into_values().collect()
}

/// For the counter: nobody's name or door.
fn pharmacy_table(words: &Words<'_>, lines: &[ToFetch]) -> Table {
    let headings = ["care-f-medicine", "care-medicines-people", "care-medicines-doses"];
    let row = |total: Total| vec![total.medicine, total.people.to_string(), total.doses.to_string()];
    Table {
        name: words.t("care-medicines-pharmacy"),
        headings: headings.iter().map(|key| words.t(key)).collect(),
        rows: totals(lines).into_iter().map(row).collect(),
    }
}

/// For whoever brings them to the doors.
fn doors_table(words: &Words<'_>, doors: &HashMap<HouseholdId, String>, lines: &[ToFetch]) -> Table {
    let headings = [
        "care-medicines-building",
        "care-medicines-door",
        "care-f-name",
        "care-f-medicine",
        "care-medicines-doses",
        "care-f-left",
        "care-f-a_day",
        "care-medicines-runs-out",
    ];
    let row = |line: &ToFetch| {
        vec![
            words.building(&line.person.building),
            doors.get(&line.person.household).cloned().unwrap_or_default(),
            line.person.name.clone().unwrap_or_default(),
            line.medicine.name.clone(),
            line.doses.to_string(),
            line.left.to_string(),
            line.medicine.a_day.to_string(),
            line.medicine.runs_out_on().to_string(),
        ]
    };
    Table {
        name: words.t("care-medicines-title"),
        headings: headings.iter().map(|key| words.t(key)).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

impl Ticked {
    /// The numbers of the ticked rows.
    fn rows(&self) -> Vec<usize> {
        let ticked = self.0.iter().filter(|(name, _)| name == "brought");
        ticked.filter_map(|(_, number)| number.parse().ok()).collect()
    }

    fn brought(&self) -> Result<Vec<Brought>, CareError> {
        let mut faults = Vec::new();
        let mut brought = Vec::new();
        for (line, number) in self.rows().into_iter().enumerate() {
            let person = self.one(&format!("person.{number}")).parse::<PersonId>();
            let doses = self.one(&format!("doses.{number}")).parse::<u32>();
            match (person, doses) {
                (Ok(person), Ok(doses)) => brought.push(Brought {
                    person,
                    medicine: self.one(&format!("medicine.{number}")).to_owned(),
                    doses,
                }),
                (Err(_), _) => return Err(CareError::NotFound),
                (_, Err(_)) => faults.push(FieldFault::new(
                    format!("brought.{line}.doses"),
                    "care-field-unreadable",
                )),
            }
        }
        if faults.is_empty() {
            Ok(brought)
        } else {
            Err(faults.into())
        }
    }

    /// The field of the form that a fault of a line is at.
    fn field_of(&self, field: &str) -> String {
        let rows = self.rows();
        let line = field.strip_prefix("brought.").and_then(|rest| rest.split_once('.'));
        let row = line.and_then(|(line, _)| rows.get(line.parse::<usize>().ok()?));
        row.map_or_else(|| field.to_owned(), |row| format!("doses.{row}"))
    }
}

/// Notes what was brought, all that is ticked in one go.
pub(super) async fn note(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let ticked = Ticked(form);
    let key = IdempotencyKey::checked(ticked.one("key"))?;
    let key = visit.command(key, "note-brought", format!("{ticked:?}").as_bytes());
    let done = match ticked.brought() {
        Ok(brought) => care.note_brought(key, by, brought, visit.now()).await,
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(done) => {
            let flash = Flash::done("care-done-brought").arg("n", done.people);
            return Ok(redirect_with(&visit.asked, super::MEDICINES, &flash));
        }
        Err(error) => error,
    };
    let mut errors = visit.form_errors(error)?;
    for error in &mut errors.list {
        error.field = ticked.field_of(&error.field);
    }
    again(&care, &visit, &ticked, errors).await
}

/// The opened list again, with what was typed and what is wrong with it.
async fn again(care: &Care, visit: &Visit, ticked: &Ticked, errors: FormErrors) -> Result<Response, Problem> {
    let form = OpenForm {
        place: ticked.one("place").to_owned(),
        days: ticked.one("days").parse().ok(),
        why: ticked.one("why").to_owned(),
        format: String::new(),
    };
    let (mut page, _) = opened_page(care, visit, &form).await?;
    page.errors = errors;
    let rows = ticked.rows();
    let opened = page.opened.iter_mut().flat_map(|opened| &mut opened.buildings);
    for row in opened.flat_map(|building| &mut building.rows) {
        let number = row.number;
        let is_same = ticked.one(&format!("person.{number}")) == row.person
            && ticked.one(&format!("medicine.{number}")) == row.medicine;
        if is_same {
            row.is_brought = rows.contains(&number);
            row.doses = ticked.one(&format!("doses.{number}")).to_owned();
        }
    }
    refused(&page)
}

/// For how many days is fetched at once, in words.
impl MedicinesPage {
    fn fetched_days(&self) -> String {
        self.page.t1("care-medicines-fetched-days", "n", FETCHED_DAYS)
    }
}
