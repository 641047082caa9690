//! `/supply/firms/{org}/vehicles`.

use crate::Supply;
use crate::api::Shared;
use crate::pages::fleet::{Head, editor, pager};
use crate::pages::whitelist::words::Words;
use crate::pages::whitelist::{ROWS, form_errors};
use crate::rules::load::COLD_BOX_LITRES;
use crate::rules::vehicle::{AskedVehicle, VehicleKind};
use crate::store::fleet::vehicles::Vehicle;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, VehicleId};
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, html_with, redirect_with,
    typed_number,
};

#[derive(Template)]
#[template(path = "fleet_vehicles.html")]
struct VehiclesPage {
    page: Page,
    errors: FormErrors,
    org: OrgId,
    firm: String,
    said: String,
    rows: Vec<VehicleRow>,
    may_edit: bool,
    kinds: Vec<Choice>,
    /// How much one cold box holds.
    box_litres: i64,
    typed: VehicleForm,
    first: Option<String>,
    next: Option<String>,
}

struct VehicleRow {
    id: String,
    plate: String,
    kind: String,
    payload_kg: i64,
    litres: i64,
    /// That it keeps goods cold, or how many cold boxes it has.
    cold_chain: String,
    /// Seats and places for wheelchairs of one that is kept for patients; empty for one that carries goods.
    patients: String,
    pass: String,
}

/// A vehicle as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct VehicleForm {
    key: String,
    plate: String,
    kind: String,
    payload_kg: String,
    volume_litres: String,
    has_cold_chain: bool,
    cold_boxes: String,
    patient_seats: String,
    wheelchair_places: String,
    has_medical_crew: bool,
    pass_number: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PageQuery {
    cursor: Option<VehicleId>,
}

impl VehicleForm {
    /// What it asks for; a number that is none is out of range.
    fn read(&self) -> AskedVehicle {
        AskedVehicle {
            plate: self.plate.clone(),
            kind: self.kind.parse::<VehicleKind>().ok(),
            payload_kg: self.payload_kg.trim().parse().unwrap_or(-1),
            volume_litres: typed_optional(&self.volume_litres),
            has_cold_chain: self.has_cold_chain,
            cold_boxes: typed_optional(&self.cold_boxes),
            patient_seats: typed_number(&self.patient_seats, 0),
            wheelchair_places: typed_number(&self.wheelchair_places, 0),
            has_medical_crew: self.has_medical_crew,
            pass_number: self.pass_number.clone(),
        }
    }
}

/// A number that may be left out; what is no number is out of range.
fn typed_optional(text: &str) -> Option<i64> {
    (!text.trim().is_empty()).then(|| typed_number(text, 0))
}

/// The list, and the form to add one.
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
            VehicleForm::default(),
            FormErrors::default(),
        )
        .await?,
    )
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    after: Option<VehicleId>,
    typed: VehicleForm,
    errors: FormErrors,
) -> Result<VehiclesPage, Problem> {
    let words = Words::of(supply, visit)?;
    let head = Head::of(supply, visit, org).await?;
    let scope = visit.scope(Action::ListingRead)?;
    let found = supply.vehicles_page(&scope, &head.filter, after, ROWS).await?;
    let kinds: Vec<&str> = VehicleKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let own = format!("/supply/firms/{org}/vehicles");
    let (first, next) = pager(visit, &own, found.next.map(|next| next.to_string()));
    Ok(VehiclesPage {
        page: visit.page("supply-fleet-vehicles-title"),
        errors,
        org,
        firm: head.firm,
        said: words.ta("supply-firm-vehicles", &[("n", &head.vehicles.to_string())]),
        rows: found.rows.into_iter().map(|vehicle| row(&words, vehicle)).collect(),
        may_edit: head.may_edit,
        kinds: words.choices("supply-vehicle-", &kinds, "", &typed.kind),
        box_litres: COLD_BOX_LITRES,
        typed,
        first,
        next,
    })
}

fn row(words: &Words<'_>, vehicle: Vehicle) -> VehicleRow {
    VehicleRow {
        id: vehicle.id.to_string(),
        plate: vehicle.plate.to_string(),
        kind: words.t(&format!("supply-vehicle-{}", vehicle.kind)),
        payload_kg: vehicle.payload_kg,
        litres: vehicle.hold_litres(),
        cold_chain: if vehicle.has_cold_chain {
            words.t("supply-fleet-all-cold")
        } else {
            words.ta("supply-fleet-boxes", &[("n", &vehicle.boxes().to_string())])
        },
        patients: patients(words, &vehicle),
        pass: vehicle.pass_number.unwrap_or_default(),
    }
}

fn patients(words: &Words<'_>, vehicle: &Vehicle) -> String {
    if vehicle.patient_seats + vehicle.wheelchair_places == 0 {
        return String::new();
    }
    let (seats, chairs) = (vehicle.patient_seats.to_string(), vehicle.wheelchair_places.to_string());
    let said = words.ta("supply-fleet-for-patients", &[("seats", &seats), ("chairs", &chairs)]);
    if vehicle.has_medical_crew {
        words.ta("supply-fleet-with-crew", &[("room", &said)])
    } else {
        said
    }
}

/// Adds a vehicle.
pub(super) async fn add(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<VehicleForm>,
) -> Result<Response, Problem> {
    let added = async {
        let key = IdempotencyKey::checked(&form.key)?;
        let command = visit.command(key, "supply add vehicle", format!("{org} {form:?}").as_bytes());
        let added = supply.add_vehicle(command, editor(&visit)?, org, form.read(), visit.now());
        Ok::<_, Problem>(added.await?)
    };
    match added.await {
        Ok(_) => {
            let flash = Flash::done("supply-fleet-done-vehicle").arg("plate", &form.plate);
            Ok(redirect_with(
                &visit.asked,
                &format!("/supply/firms/{org}/vehicles"),
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
