//! The number under which a community is called, on the pages of its places, and as its own page sends it.

use super::{page, rows_of};
use crate::api::Shared;
use crate::care::Care;
use crate::duty::{AskedNumber, DutyDoer};
use crate::error::CareError;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::PlaceCode;
use tongxin_web::{Flash, Form, IdempotencyKey, Problem, redirect_with, refused};

/// A community's number, and whether it can be changed here.
pub(super) struct NumberBox {
    /// The community's code.
    pub(super) code: String,
    pub(super) phone: Option<String>,
    /// Whether the page is the community's own, and its reader may say the number.
    pub(super) has_form: bool,
    /// The community's own page, elsewhere, for whoever may.
    pub(super) href: Option<String>,
}

impl NumberBox {
    pub(super) async fn of(care: &Care, doer: &DutyDoer, place: &PlaceCode) -> Result<Option<NumberBox>, CareError> {
        let community = care.around_post(place);
        if care.places().get(&community).is_none() {
            return Ok(None);
        }
        let may_set = doer.organises(&community);
        let is_own = community == *place;
        Ok(Some(NumberBox {
            phone: care.number_of(&community).await?,
            has_form: is_own && may_set,
            href: (!is_own && may_set).then(|| format!("{}/{community}", crate::pages::DUTY)),
            code: community.to_string(),
        }))
    }
}

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct NumberForm {
    key: String,
    place: String,
    #[serde(default)]
    phone: String,
}

/// Says a community's number, and shows its page.
pub(in crate::pages) async fn set_number(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<NumberForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "set-duty-number", format!("{form:?}").as_bytes());
    let by = DutyDoer::of(&visit.viewer);
    let place: PlaceCode = form.place.trim().parse().map_err(|_| Problem::not_found())?;
    let asked = AskedNumber {
        place,
        phone: form.phone,
    };
    match care.set_duty_number(key, &by, asked, visit.now()).await {
        Ok(done) => Ok(redirect_with(
            &visit.asked,
            &format!("{}/{}", crate::pages::DUTY, done.place),
            &Flash::done("care-duty-number-saved"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            let rows = rows_of(&care, &visit, place).await?;
            refused(&page(&care, &visit, Some(place), rows, errors).await?)
        }
    }
}
