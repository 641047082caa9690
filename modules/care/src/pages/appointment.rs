//! `/care/appointments/{id}`: one appointment, for the household and for the hospital: when, how it stands, when the vehicle comes,
//! the passes, and what can be said about it.

mod steps;

pub(super) use steps::{answer, say_at_home};

use super::appointment_words::{Known, badge, span};
use super::words::{Badge, Words};
use crate::api::Shared;
use crate::calendars::needs_in_words;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::ANSWER_CHARS_MAX;
use crate::opening::OpenedFacts;
use crate::rules::appointment::{Party, Step};
use crate::store::appointments::{self, Appointment};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{AppointmentId, PassId};
use tongxin_pass::pass_qr_svg;
use tongxin_web::{Form, FormErrors, Page, Path, Problem, html, refused};

#[derive(Template)]
#[template(path = "care_appointment.html")]
struct AppointmentPage {
    page: Page,
    errors: FormErrors,
    id: String,
    seq: i64,
    is_desk: bool,
    badge: Badge,
    day: String,
    when: String,
    hospital: String,
    who: String,
    sign: String,
    answer: String,
    needs: Vec<String>,
    /// When the vehicle comes to the door, and when back at the hospital.
    there: Option<String>,
    back: Option<String>,
    passes: Vec<PassBox>,
    confirm_by: Option<String>,
    need_href: Option<String>,
    /// The steps that can be taken, by name.
    can: Can,
    /// What was typed for another time.
    at: String,
    minutes: String,
    answer_max: String,
    may_open: bool,
    opened: Option<Opened>,
    history: Vec<String>,
    openings: Vec<String>,
}

/// Which steps can be taken by whoever looks.
#[derive(Default)]
struct Can {
    confirm: bool,
    propose: bool,
    refuse: bool,
    accept: bool,
    ask: bool,
    cancel: bool,
}

impl Can {
    fn of(steps: &[Step]) -> Can {
        let has = |step| steps.contains(&step);
        Can {
            confirm: has(Step::Confirm),
            propose: has(Step::Propose),
            refuse: has(Step::Refuse),
            accept: has(Step::Accept),
            ask: has(Step::Ask),
            cancel: has(Step::Cancel),
        }
    }
}

/// A pass for whoever goes.
struct PassBox {
    whose: String,
    number: String,
    /// Nothing while it is being signed.
    qr_svg: Option<String>,
}

/// What is sealed, opened.
struct Opened {
    treatment: String,
    department: String,
    patient: String,
    note: String,
    contact: String,
}

/// The page, with what is sealed closed.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, id, None, FormErrors::default()).await?)
}

async fn page(
    care: &Care,
    visit: &Visit,
    id: AppointmentId,
    opened: Option<OpenedFacts>,
    errors: FormErrors,
) -> Result<AppointmentPage, Problem> {
    let scope = visit.scope(Action::AppointmentRead)?;
    let words = Words::of(care, visit)?;
    let found = appointments::get(care.db(), &scope, id)
        .await
        .map_err(CareError::from)?;
    let row = found.ok_or(CareError::NotFound)?;
    let known = Known::of(care, &words, std::slice::from_ref(&row)).await?;
    let homes = visit.scope(Action::AppointmentEdit).unwrap_or_default();
    let is_desk = !homes.contains(&row.building, None, Some(row.household));
    let party = if is_desk { Party::Desk } else { Party::Home };
    let series = known.series.get(&row.series);
    let may_open = visit.viewer.may(Action::AppointmentOpen);
    let zone = &visit.asked.shell.zone;
    Ok(AppointmentPage {
        page: visit.page_titled(words.ta("care-appointment-title", &[("hospital", &known.hospital(&row))])),
        errors,
        id: id.to_string(),
        seq: row.seq,
        is_desk,
        badge: badge(&words, row.state),
        day: words.day(row.day),
        when: span(&words, &row),
        hospital: known.hospital(&row),
        who: known.home(&words, &row),
        sign: row.sign(),
        answer: row.answer.clone().unwrap_or_default(),
        needs: series.map_or_else(Vec::new, |series| needs_in_words(series, visit.lang())),
        there: known.pickup(&words, row.booked.there).filter(|_| !is_desk),
        back: known.pickup(&words, row.booked.back).filter(|_| !is_desk),
        passes: if is_desk {
            Vec::new()
        } else {
            passes(care, &words, &row).await?
        },
        confirm_by: row.confirm_by.map(|at| words.when(at)),
        need_href: row.need.filter(|_| !is_desk).map(|need| format!("/needs/{need}")),
        can: Can::of(&row.state.offered(party)),
        at: zone.to_local_input(row.at),
        minutes: row.minutes.to_string(),
        answer_max: ANSWER_CHARS_MAX.to_string(),
        may_open,
        opened: opened.map(|opened| in_words(&words, opened)),
        history: history(care, &words, id).await?,
        openings: if may_open {
            opened_by(care, &words, &row).await?
        } else {
            Vec::new()
        },
    })
}

fn in_words(words: &Words<'_>, opened: OpenedFacts) -> Opened {
    let facts = opened.facts;
    Opened {
        treatment: words.t(&format!("care-treatment-{}", facts.treatment)),
        department: facts.department,
        patient: facts.patient,
        note: facts.note,
        contact: opened.contact,
    }
}

/// The passes of those who go, as they show them at a gate.
async fn passes(care: &Care, words: &Words<'_>, row: &Appointment) -> Result<Vec<PassBox>, Problem> {
    let mut boxes = Vec::new();
    let of: [(Option<PassId>, &str); 2] = [
        (row.booked.pass, "care-pass-patient"),
        (row.booked.escort_pass, "care-pass-escort"),
    ];
    for (pass, whose) in of {
        let Some(pass) = pass else { continue };
        let text = care.passes().text(&Scope::of_org(row.hospital), pass).await?;
        let label = words.t("care-pass-qr");
        let qr_svg = text.text.map(|text| pass_qr_svg(&text, &label)).transpose()?;
        boxes.push(PassBox {
            whose: words.t(whose),
            number: text.number.map_or_else(String::new, |number| number.to_string()),
            qr_svg,
        });
    }
    Ok(boxes)
}

async fn history(care: &Care, words: &Words<'_>, id: AppointmentId) -> Result<Vec<String>, CareError> {
    let events = appointments::events(care.db(), id).await?;
    let names = care
        .names_of(words.visit, events.iter().map(|event| event.actor.as_str()))
        .await?;
    let line = |event: &appointments::Happened| {
        let by = names.get(&event.actor).cloned().unwrap_or_default();
        let step = words.t(&format!("care-step-{}", event.step));
        format!("{} · {step} · {by}", words.when(event.at))
    };
    Ok(events.iter().map(line).collect())
}

async fn opened_by(care: &Care, words: &Words<'_>, row: &Appointment) -> Result<Vec<String>, CareError> {
    let found = care.openings_of(row.series.get()).await?;
    words.openings(care, &found).await
}

#[derive(Debug, Deserialize)]
pub(super) struct OpenForm {
    #[serde(default)]
    why: String,
}

/// Opens what is sealed, which is written down, and shows it.
pub(super) async fn open(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
    Form(form): Form<OpenForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::AppointmentOpen)?;
    match care.open_facts(by, id, form.why, visit.now()).await {
        Ok(opened) => html(&page(&care, &visit, id, Some(opened), FormErrors::default()).await?),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&care, &visit, id, None, errors).await?)
        }
    }
}
