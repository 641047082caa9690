//! `/supply/allotments/new`: first whose goods, then all that is published of an allotment before anybody can ask.

use super::form_errors;
use crate::api::Shared;
use crate::rules::allotment::NewAllotment;
use crate::rules::lots::LotRules;
use crate::{Supply, SupplyError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{AllotmentId, Fen, OrgId, PlaceCode, Timestamp, Zone};
use tongxin_places::{Org, OrgFilter, OrgKind};
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

/// Which outlet.
#[derive(Debug, Deserialize)]
pub(super) struct NewQuery {
    org: Option<OrgId>,
}

#[derive(Template)]
#[template(path = "allotments_where.html")]
struct WherePage {
    page: Page,
    /// Address and name of each outlet.
    outlets: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "allotments_new.html")]
struct NewPage {
    page: Page,
    errors: FormErrors,
    outlet: String,
    items: Vec<Choice>,
    typed: NewForm,
    /// The fields of the rules: name, label, value.
    rules: Vec<(&'static str, String, String)>,
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct NewForm {
    key: String,
    org: String,
    item: String,
    name: String,
    places: String,
    pieces: String,
    household_pieces: String,
    #[serde(rename = "price_fen")]
    price: String,
    opens_at: String,
    closes_at: String,
    witness_source: String,
    #[serde(rename = "lot_rules.base")]
    base: String,
    #[serde(rename = "lot_rules.per_further_person")]
    per_further_person: String,
    #[serde(rename = "lot_rules.further_people_max")]
    further_people_max: String,
    #[serde(rename = "lot_rules.infant")]
    infant: String,
    #[serde(rename = "lot_rules.elder")]
    elder: String,
    #[serde(rename = "lot_rules.days_per_lot")]
    days_per_lot: String,
    #[serde(rename = "lot_rules.days_lots_max")]
    days_lots_max: String,
    #[serde(rename = "lot_rules.per_carried")]
    per_carried: String,
    #[serde(rename = "lot_rules.carried_max")]
    carried_max: String,
}

impl NewForm {
    /// What the form suggests.
    fn suggested(org: &Org, zone: &Zone, now: Timestamp) -> NewForm {
        let rules = LotRules::default();
        NewForm {
            org: org.id.to_string(),
            places: org.place.to_string(),
            household_pieces: "1".into(),
            price: Fen::ZERO.to_string(),
            opens_at: zone.to_local_input(now.plus_hours(1)),
            closes_at: zone.to_local_input(now.plus_hours(13)),
            base: rules.base.to_string(),
            per_further_person: rules.per_further_person.to_string(),
            further_people_max: rules.further_people_max.to_string(),
            infant: rules.infant.to_string(),
            elder: rules.elder.to_string(),
            days_per_lot: rules.days_per_lot.to_string(),
            days_lots_max: rules.days_lots_max.to_string(),
            per_carried: rules.per_carried.to_string(),
            carried_max: rules.carried_max.to_string(),
            ..NewForm::default()
        }
    }

    fn rules(&self) -> [(&'static str, &String); 9] {
        [
            ("lot_rules.base", &self.base),
            ("lot_rules.per_further_person", &self.per_further_person),
            ("lot_rules.further_people_max", &self.further_people_max),
            ("lot_rules.infant", &self.infant),
            ("lot_rules.elder", &self.elder),
            ("lot_rules.days_per_lot", &self.days_per_lot),
            ("lot_rules.days_lots_max", &self.days_lots_max),
            ("lot_rules.per_carried", &self.per_carried),
            ("lot_rules.carried_max", &self.carried_max),
        ]
    }

    /// What was meant, as far as it can be read.
    fn read(&self, zone: &Zone) -> Result<NewAllotment, SupplyError> {
        let mut faults = Vec::new();
        let mut fault = |fault| faults.push(fault);
        let mut number = |field: &str, text: &str| -> u64 {
            let read = text.trim().parse();
            read.unwrap_or_else(|_| {
                fault(no_number(field));
                0
            })
        };
        let [pieces, household_pieces] = [("pieces", &self.pieces), ("household_pieces", &self.household_pieces)]
            .map(|(field, text)| number(field, text));
        let lots = self
            .rules()
            .map(|(field, text)| u32::try_from(number(field, text)).unwrap_or(u32::MAX));
        let mut moment = |field: &str, text: &str| {
            zone.parse_local_input(text).unwrap_or_else(|_| {
                fault(FieldFault::new(field, "supply-allotment-no-time"));
                Timestamp(0)
            })
        };
        let (opens_at, closes_at) = (moment("opens_at", &self.opens_at), moment("closes_at", &self.closes_at));
        let places = self
            .places
            .split([' ', ',', '，', '、', '\n', '\r'])
            .filter(|code| !code.is_empty());
        let places: Vec<PlaceCode> = places
            .filter_map(|code| {
                let wrong = |_| fault(FieldFault::new("places", "supply-allotment-place-outside").arg("place", code));
                code.parse().map_err(wrong).ok()
            })
            .collect();
        let price_fen = self.price.parse().unwrap_or_else(|_| {
            fault(FieldFault::new("price_fen", "supply-allotment-no-price"));
            Fen::ZERO
        });
        let (org, item) = (self.org.parse().ok(), self.item.parse().ok());
        if item.is_none() {
            fault(FieldFault::new("item", "field-required"));
        }
        let (Some(org), Some(item), true) = (org, item, faults.is_empty()) else {
            return Err(SupplyError::Faults(faults));
        };
        let [
            base,
            per_further_person,
            further_people_max,
            infant,
            elder,
            days_per_lot,
            days_lots_max,
            per_carried,
            carried_max,
        ] = lots;
        Ok(NewAllotment {
            org,
            item,
            name: self.name.clone(),
            places,
            pieces,
            household_pieces,
            price_fen,
            lot_rules: LotRules {
                base,
                per_further_person,
                further_people_max,
                infant,
                elder,
                days_per_lot,
                days_lots_max,
                per_carried,
                carried_max,
            },
            witness_source: Some(self.witness_source.clone()),
            opens_at,
            closes_at,
        })
    }
}

/// What is wrong with a text that should be a whole number.
pub(super) fn no_number(field: &str) -> FieldFault {
    FieldFault::new(field, "supply-allotment-no-number")
}

/// The form; first, of whose goods.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<NewQuery>,
) -> Result<Response, Problem> {
    let Some(org) = query.org else {
        return html(&WherePage {
            page: visit.page("supply-allotment-new-title"),
            outlets: outlets(&supply, &visit).await?,
        });
    };
    let org = outlet(&supply, &visit, org).await?;
    let zone = supply.places().city().map_err(places_problem)?.file.zone.clone();
    let typed = NewForm::suggested(&org, &zone, visit.now());
    html(&new_page(&supply, &visit, &org, typed, FormErrors::default()).await?)
}

async fn outlets(supply: &Supply, visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let mut outlets = Vec::new();
    for kind in [OrgKind::Outlet, OrgKind::Pharmacy] {
        let filter = OrgFilter {
            kind: Some(kind),
            within: Some(scope.places.clone()),
            ..OrgFilter::default()
        };
        let found = supply.places().orgs(&filter).await.map_err(places_problem)?;
        let row = |org: Org| (format!("/supply/allotments/new?org={}", org.id), org.name);
        outlets.extend(found.into_iter().map(row));
    }
    Ok(outlets)
}

async fn outlet(supply: &Supply, visit: &Visit, id: OrgId) -> Result<Org, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let org = supply.places().org(id).await.map_err(places_problem)?;
    org.filter(|org| scope.contains(&org.place, Some(org.id), None))
        .ok_or_else(Problem::not_found)
}

async fn new_page(
    supply: &Supply,
    visit: &Visit,
    org: &Org,
    typed: NewForm,
    errors: FormErrors,
) -> Result<NewPage, Problem> {
    let page = visit.page("supply-allotment-new-title");
    let goods = supply.goods_to_allot(org.id).await?;
    let items = goods.into_iter().map(|(id, name, free)| Choice {
        value: id.to_string(),
        label: page.ta(
            "supply-allotment-item-free",
            &[("name", &name), ("free", &free.to_string())],
        ),
        hint: String::new(),
        chosen: id.to_string() == typed.item,
    });
    let rules = typed.rules().map(|(name, value)| {
        let key = name.rsplit('.').next().unwrap_or_default();
        (name, page.t(&format!("supply-allotment-field-{key}")), value.clone())
    });
    Ok(NewPage {
        errors,
        outlet: org.name.clone(),
        items: items.collect(),
        rules: rules.into(),
        typed,
        page,
    })
}

/// Opens it.
pub(super) async fn open(State(supply): Shared, visit: Visit, Form(form): Form<NewForm>) -> Result<Response, Problem> {
    let id = match give(&supply, &visit, &form).await {
        Ok(id) => id,
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let org = form.org.parse().map_err(|_| Problem::not_found())?;
            let org = outlet(&supply, &visit, org).await?;
            return refused(&new_page(&supply, &visit, &org, form, errors).await?);
        }
    };
    let flash = Flash::done("supply-allotment-opened");
    Ok(redirect_with(&visit.asked, &format!("/supply/allotments/{id}"), &flash))
}

async fn give(supply: &Supply, visit: &Visit, form: &NewForm) -> Result<AllotmentId, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let zone = supply.places().city().map_err(places_problem)?.file.zone.clone();
    let content = serde_json::to_vec(form).unwrap_or_default();
    let key = visit.command(IdempotencyKey::checked(&form.key)?, "open-allotment", &content);
    let new = form.read(&zone)?;
    let opened = supply
        .open_allotment(&visit.viewer, &scope, new, key, visit.now())
        .await?;
    Ok(opened.value)
}
