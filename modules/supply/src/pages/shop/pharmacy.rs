//! `/shop/pharmacy`: asks a pharmacy that serves the door for medicine, with a photo of the prescription.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::pages::shop::door::Door;
use crate::pages::shop::form_errors;
use crate::pharmacy::Prescription;
use crate::rules::listing::FirmKind;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::Visit;
use tongxin_city::OrgId;
use tongxin_web::{
    Choice, FieldFault, Flash, FormErrors, IdempotencyKey, MultipartForm, Page, Problem, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "shop_pharmacy.html")]
struct PharmacyPage {
    page: Page,
    errors: FormErrors,
    door: String,
    pharmacies: Vec<Choice>,
    title: String,
    more: String,
    contact: String,
}

pub(super) async fn form(State(supply): Shared, visit: Visit) -> Result<Response, Problem> {
    html(&page(&supply, &visit, &MultipartForm::default(), FormErrors::default()).await?)
}

/// The form; a household asks for itself. Whoever looks after a building raises the need where they raise all others.
async fn page(
    supply: &Supply,
    visit: &Visit,
    form: &MultipartForm,
    errors: FormErrors,
) -> Result<PharmacyPage, Problem> {
    let door = Door::of(supply, visit, None)?;
    let shops = supply.shops(&door.building, visit.now()).await?;
    let pharmacies: Vec<Choice> = shops
        .into_iter()
        .filter(|shop| shop.kind == FirmKind::Pharmacy)
        .map(|shop| Choice {
            chosen: form.text("pharmacy") == shop.org.to_string(),
            value: shop.org.to_string(),
            label: shop.name,
            hint: String::new(),
        })
        .collect();
    Ok(PharmacyPage {
        page: visit.page("supply-shop-pharmacy-title"),
        errors,
        door: door.name,
        pharmacies,
        title: form.text("title").to_owned(),
        more: form.text("body").to_owned(),
        contact: form.text("contact").to_owned(),
    })
}

/// Asks.
pub(super) async fn ask(State(supply): Shared, visit: Visit, form: MultipartForm) -> Result<Response, Problem> {
    match given(&supply, &visit, &form).await {
        Ok((need, None)) => {
            let flash = Flash::done("supply-shop-pharmacy-asked").arg("number", need);
            Ok(redirect_with(&visit.asked, &format!("/needs/{need}"), &flash))
        }
        Ok((need, Some(problem))) => {
            let why = problem.body(&visit.asked.shell.texts, visit.lang()).title;
            let flash = Flash::warn("supply-shop-pharmacy-no-photo")
                .arg("number", need)
                .arg("why", why);
            Ok(redirect_with(&visit.asked, &format!("/needs/{need}"), &flash))
        }
        Err(problem) => {
            let errors = form_errors(&visit, problem)?;
            refused(&page(&supply, &visit, &form, errors).await?)
        }
    }
}

async fn given(
    supply: &Supply,
    visit: &Visit,
    form: &MultipartForm,
) -> Result<(tongxin_city::NeedId, Option<Problem>), Problem> {
    let IdempotencyKey(key) = IdempotencyKey::checked(form.text("key"))?;
    let household = visit.viewer.household().ok_or_else(Problem::forbidden)?;
    let missing = || SupplyError::from(FieldFault::new("pharmacy", "supply-shop-choose-pharmacy"));
    let pharmacy: OrgId = form.text("pharmacy").parse().map_err(|_| missing())?;
    let door = Door::of(supply, visit, None)?;
    let shops = supply.shops(&door.building, visit.now()).await?;
    let is_there = |shop: &crate::store::whitelist::Listing| shop.org == pharmacy && shop.kind == FirmKind::Pharmacy;
    if !shops.iter().any(is_there) {
        return Err(missing().into());
    }
    let asked = Prescription {
        household,
        pharmacy,
        title: form.text("title").to_owned(),
        more: form.text("body").to_owned(),
        contact: form.text("contact").to_owned(),
        photo: form.files.first().map(|(_, bytes)| bytes.to_vec()),
    };
    supply.ask_pharmacy(&visit.viewer, asked, &key, visit.now()).await
}
