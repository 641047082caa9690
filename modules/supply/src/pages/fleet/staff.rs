//! `/supply/firms/{org}/staff`.

use crate::Supply;
use crate::api::Shared;
use crate::pages::fleet::{Head, editor, pager};
use crate::pages::whitelist::words::Words;
use crate::pages::whitelist::{ROWS, form_errors};
use crate::rules::staff::{AskedStaff, Shift, StaffRole};
use crate::store::fleet::staff::Staff;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, StaffId};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "fleet_staff.html")]
struct StaffPage {
    page: Page,
    errors: FormErrors,
    org: OrgId,
    firm: String,
    said: String,
    rows: Vec<StaffRow>,
    may_edit: bool,
    roles: Vec<Choice>,
    shifts: Vec<Choice>,
    typed: StaffForm,
    first: Option<String>,
    next: Option<String>,
}

struct StaffRow {
    id: String,
    name: String,
    role: String,
    shift: String,
    phone: String,
    pass: String,
}

/// Somebody as they were filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct StaffForm {
    key: String,
    name: String,
    phone: String,
    role: String,
    shift: String,
    pass_number: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PageQuery {
    cursor: Option<StaffId>,
}

impl StaffForm {
    fn read(&self) -> AskedStaff {
        AskedStaff {
            name: self.name.clone(),
            phone: self.phone.clone(),
            role: self.role.parse::<StaffRole>().ok(),
            shift: self.shift.parse::<Shift>().ok(),
            pass_number: self.pass_number.clone(),
        }
    }
}

/// The list, and the form to add somebody.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    html(
        &page(
            &supply,
            &visit,
            org,
            query.cursor,
            StaffForm::default(),
            FormErrors::default(),
        )
        .await?,
    )
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    after: Option<StaffId>,
    typed: StaffForm,
    errors: FormErrors,
) -> Result<StaffPage, Problem> {
    let words = Words::of(supply, visit)?;
    let head = Head::of(supply, visit, org).await?;
    let scope = visit.scope(Action::ListingRead)?;
    let found = supply.staff_page(&scope, &head.filter, after, ROWS).await?;
    let roles: Vec<&str> = StaffRole::ALL.iter().map(|role| role.as_str()).collect();
    let shifts: Vec<&str> = Shift::ALL.iter().map(|shift| shift.as_str()).collect();
    let own = format!("/supply/firms/{org}/staff");
    let (first, next) = pager(visit, &own, found.next.map(|next| next.to_string()));
    Ok(StaffPage {
        page: visit.page("supply-fleet-staff-title"),
        errors,
        org,
        firm: head.firm,
        said: words.ta("supply-firm-staff", &[("n", &head.staff.to_string())]),
        rows: found.rows.into_iter().map(|staff| row(&words, staff)).collect(),
        may_edit: head.may_edit,
        roles: words.choices("supply-staff-", &roles, "", &typed.role),
        shifts: words.choices("supply-shift-", &shifts, "", &typed.shift),
        typed,
        first,
        next,
    })
}

fn row(words: &Words<'_>, staff: Staff) -> StaffRow {
    StaffRow {
        id: staff.id.to_string(),
        name: staff.name,
        role: words.t(&format!("supply-staff-{}", staff.role)),
        shift: words.t(&format!("supply-shift-{}", staff.shift)),
        phone: staff.phone.unwrap_or_default(),
        pass: staff.pass_number.unwrap_or_default(),
    }
}

/// Adds somebody.
pub(super) async fn add(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<StaffForm>,
) -> Result<Response, Problem> {
    let added = async {
        let key = IdempotencyKey::checked(&form.key)?;
        let command = visit.command(key, "supply-add-staff", format!("{org} {form:?}").as_bytes());
        let added = supply.add_staff(command, editor(&visit)?, org, form.read(), visit.now());
        Ok::<_, Problem>(added.await?)
    };
    match added.await {
        Ok(_) => {
            let flash = Flash::done("supply-fleet-done-staff").arg("name", &form.name);
            Ok(redirect_with(
                &visit.asked,
                &format!("/supply/firms/{org}/staff"),
                &flash,
            ))
        }
        Err(problem) => {
            let status = problem.status;
            let errors = form_errors(&visit, problem)?;
            html_with(status, &page(&supply, &visit, org, None, form, errors).await?)
        }
    }
}
