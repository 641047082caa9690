//! Photos of prescriptions on a person's page: added, opened and removed.

use super::PEOPLE;
use super::person;
use super::words::Words;
use crate::api::Shared;
use crate::api::medicines::picture;
use crate::rules::medicine::Medicine;
use crate::rules::person::Record;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{AttachmentId, PersonId};
use tongxin_web::{FieldFault, Flash, Form, IdempotencyKey, MultipartForm, Path, Problem, html_with, redirect_with};

/// A medicine of an opened record, with its prescription.
pub(super) struct MedicineCard {
    /// Where its fields stand among the others.
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) lasts: String,
    /// The photo's page, if there is one.
    pub(super) photo_href: Option<String>,
}

pub(super) fn cards(words: &Words<'_>, id: PersonId, record: &Record) -> Vec<MedicineCard> {
    let card = |(number, medicine): (usize, &Medicine)| {
        let photo = record
            .prescriptions
            .iter()
            .find(|known| known.medicine == medicine.name);
        MedicineCard {
            number,
            name: medicine.name.clone(),
            lasts: words.ta(
                "care-medicines-left",
                &[
                    ("left", &medicine.left_on(words.today).to_string()),
                    ("a_day", &medicine.a_day.to_string()),
                    ("day", &words.day(medicine.runs_out_on())),
                ],
            ),
            photo_href: photo.map(|known| format!("{PEOPLE}/{id}/prescriptions/{}", known.photo)),
        }
    };
    record.medicines.iter().enumerate().map(card).collect()
}

/// Adds the photo of a medicine's prescription.
pub(super) async fn add(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    form: Result<MultipartForm, Problem>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let added = match form {
        Ok(form) => {
            let key = IdempotencyKey::checked(form.text("key"))?;
            match form.file("photo") {
                None => Err(Problem::invalid().faults(vec![FieldFault::new("photo", "field-required")])),
                Some(bytes) => {
                    let medicine = form.text("medicine").to_owned();
                    let content = [id.to_string().as_bytes(), medicine.as_bytes(), bytes].concat();
                    let key = visit.command(key, "add-prescription", &content);
                    let done = care
                        .add_prescription(key, by, (id, medicine), bytes.to_vec(), visit.now())
                        .await;
                    done.map_err(Problem::from)
                }
            }
        }
        Err(problem) => Err(problem),
    };
    match added {
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            &format!("{PEOPLE}/{id}"),
            &Flash::done("care-done-prescription"),
        )),
        Err(problem) if is_about_the_file(problem.status) => {
            let errors = problem.form_errors(&visit.asked.shell.texts, visit.lang());
            let status = problem.status;
            html_with(status, &person::closed(&care, &visit, id, errors).await?)
        }
        Err(problem) => Err(problem),
    }
}

/// Whether another file would mend it.
fn is_about_the_file(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpenForm {
    why: String,
}

/// Opens a photo, which is written down.
pub(super) async fn open(
    State(care): Shared,
    visit: Visit,
    Path(photo): Path<(PersonId, AttachmentId)>,
    Form(form): Form<OpenForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    Ok(picture(care.open_prescription(by, photo, form.why, visit.now()).await?))
}

#[derive(Debug, Deserialize)]
pub(super) struct RemoveForm {
    key: String,
}

/// Removes a photo.
pub(super) async fn remove(
    State(care): Shared,
    visit: Visit,
    Path((id, photo)): Path<(PersonId, AttachmentId)>,
    Form(form): Form<RemoveForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "remove-prescription", format!("{id} {photo}").as_bytes());
    care.remove_prescription(key, by, (id, photo), visit.now()).await?;
    Ok(redirect_with(
        &visit.asked,
        &format!("{PEOPLE}/{id}"),
        &Flash::done("care-done-prescription-removed"),
    ))
}
