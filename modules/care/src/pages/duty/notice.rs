//! That the notices at the doors name others than who is responsible now, until somebody says that new ones are up.

use super::super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use crate::error::CareError;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::PlaceCode;
use tongxin_web::{Flash, Form, IdempotencyKey, Problem, redirect_with};

/// Buildings whose notices say something else than how it stands.
pub(super) struct OldNotices {
    pub(super) text: String,
    /// Where they are printed, for whoever may, and what is printed there.
    pub(super) links: Vec<(String, String)>,
    /// The place of which all of them are.
    pub(super) place: String,
}

impl OldNotices {
    /// Those at or in a place; nothing when all say how it stands.
    pub(super) async fn of(care: &Care, words: &Words<'_>, place: &PlaceCode) -> Result<Option<OldNotices>, CareError> {
        let old = care.old_notices(place).await?;
        if old.is_empty() {
            return Ok(None);
        }
        if words.visit.viewer.require_place(Action::HouseholdCode, place).is_err() {
            return Ok(Some(OldNotices {
                text: words.t("care-duty-notice-old-ask"),
                links: Vec::new(),
                place: place.to_string(),
            }));
        }
        let link = |building: &PlaceCode| {
            let said = words.ta("care-duty-notice-print", &[("building", &words.building(building))]);
            (format!("/places/{building}/sheet"), said)
        };
        Ok(Some(OldNotices {
            text: words.ta("care-duty-notice-old", &[("n", &old.len().to_string())]),
            links: old.iter().map(link).collect(),
            place: place.to_string(),
        }))
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct UpForm {
    key: String,
    place: String,
}

/// Says that a place's new notices are up, and shows its page.
pub(in crate::pages) async fn put_up(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<UpForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "put-up-notices", form.place.as_bytes());
    let place: PlaceCode = form.place.trim().parse().map_err(|_| Problem::not_found())?;
    visit.viewer.require_place(Action::HouseholdCode, &place)?;
    care.put_up_notices(key, &place, visit.now()).await?;
    let done = Flash::done("care-duty-notice-done");
    Ok(redirect_with(
        &visit.asked,
        &format!("{}/{place}", crate::pages::DUTY),
        &done,
    ))
}
