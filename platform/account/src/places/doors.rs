//! Doors of a building: adding them, a new code for one, and the printed notices.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Deserialize;
use tongxin_city::{HouseholdId, Lang, PlaceCode};
use tongxin_places::NewHousehold;
use tongxin_web::{Flash, Form, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused};

use crate::contacts::DoorContact;
use crate::pages::form_errors;
use crate::places::api::found;
use crate::places::pages::{at_lines, lines, page};
use crate::{Accounts, Action, CodedHousehold, Right, Routes, Visit};

pub(crate) fn routes() -> Routes<Accounts> {
    let code = Right::May(Action::HouseholdCode);
    Routes::new()
        .page(
            Method::POST,
            "/places/{code}/doors",
            Right::May(Action::HouseholdAdd),
            add_doors,
        )
        .page(Method::GET, "/places/{code}/sheet", code, sheet)
        .page(Method::POST, "/households/{id}/code", code, reissue)
        .page(Method::GET, "/households/{id}/sheet", code, sheet_of_one)
}

#[derive(Deserialize)]
struct DoorsForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    doors: String,
}

#[derive(Deserialize)]
struct KeyForm {
    #[serde(default)]
    key: String,
}

/// A text in both languages: paper has no language switch.
struct Both {
    zh: String,
    en: String,
}

struct NoticeRow {
    label: Both,
    value: Both,
    big: bool,
}

struct Call {
    number: String,
    name: Both,
}

struct Notice {
    title: Both,
    place: String,
    door: String,
    rows: Vec<NoticeRow>,
    exits_title: Both,
    exits: Both,
    calls_title: Both,
    calls: Vec<Call>,
    scan: Both,
    qr_svg: String,
    code: String,
    keep: Both,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage {
    page: Page,
    back: String,
    notices: Vec<Notice>,
}

/// Adds one household a line.
async fn add_doors(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(building): Path<PlaceCode>,
    Form(form): Form<DoorsForm>,
) -> Result<Response, Problem> {
    visit.viewer.require_place(Action::HouseholdAdd, &building)?;
    let content = format!("{building} {}", form.doors);
    let command = visit.command(
        IdempotencyKey::checked(&form.key)?,
        "add-households",
        content.as_bytes(),
    );
    let rows = lines(&form.doors).map(|door| NewHousehold {
        building,
        door: door.to_owned(),
        people: None,
    });
    match accounts.add_households(command, &visit.viewer, rows.collect()).await {
        Ok(added) => {
            let flash = Flash::done("doors-added").arg("n", added.len());
            Ok(redirect_with(&visit.asked, &format!("/places/{building}"), &flash))
        }
        Err(error) => {
            let errors = at_lines(&visit, form_errors(&visit, error)?, "doors");
            refused(
                &page(&accounts, &visit, building, None)
                    .await?
                    .with_refused_doors(errors, form.doors),
            )
        }
    }
}

/// A new code for one door; goes to its notice.
async fn reissue(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<HouseholdId>,
    Form(form): Form<KeyForm>,
) -> Result<Response, Problem> {
    let command = visit.command(
        IdempotencyKey::checked(&form.key)?,
        "reissue-code",
        id.to_string().as_bytes(),
    );
    let coded = accounts.reissue_code(command, &visit.viewer, id).await?;
    let flash = Flash::done("doors-reissued").arg("door", coded.household.door);
    Ok(redirect_with(&visit.asked, &format!("/households/{id}/sheet"), &flash))
}

/// The notices of all doors of a building, one a page.
async fn sheet(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(building): Path<PlaceCode>,
) -> Result<Response, Problem> {
    let coded = accounts.codes_of_building(&visit.viewer, &building).await?;
    print(&accounts, &visit, &building, coded).await
}

/// The notice of one door.
async fn sheet_of_one(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<HouseholdId>,
) -> Result<Response, Problem> {
    let household = accounts.places().household(id).await.map_err(crate::places_problem)?;
    let building = household.ok_or_else(Problem::not_found)?.building;
    let mut coded = accounts.codes_of_building(&visit.viewer, &building).await?;
    coded.retain(|coded| coded.household.id == id);
    print(&accounts, &visit, &building, coded).await
}

async fn print(
    accounts: &Accounts,
    visit: &Visit,
    building: &PlaceCode,
    coded: Vec<CodedHousehold>,
) -> Result<Response, Problem> {
    let tree = accounts.places().tree();
    found(&tree, building)?;
    let names: Vec<&str> = tree
        .path(building)
        .iter()
        .rev()
        .take(2)
        .rev()
        .map(|place| place.name(Lang::Zh))
        .collect();
    let place = names.join(" ");
    let near = accounts.door_contacts(*building).await?;
    let notices = coded
        .into_iter()
        .map(|coded| notice(visit, &place, &near, coded))
        .collect::<Result<_, _>>()?;
    html(&SheetPage {
        page: visit.page("sheet-title"),
        back: format!("/places/{building}"),
        notices,
    })
}

fn notice(visit: &Visit, place: &str, near: &[DoorContact], coded: CodedHousehold) -> Result<Notice, Problem> {
    let shell = visit.asked.shell();
    let both = |key: &str| Both {
        zh: shell.text(Lang::Zh, key),
        en: shell.text(Lang::En, key),
    };
    let origin = shell.public_origin.trim_end_matches('/');
    let site = origin.split_once("://").map_or(origin, |(_, site)| site);
    let scan = |lang| {
        shell
            .texts
            .text_with(lang, "notice-scan", &[("site", &format!("{site}/h"))])
    };
    let issued = |lang| shell.zone.day_of(coded.issued_at).format_with_year(lang);
    let call = |(zh, en): &(String, String), number: &String| Call {
        number: number.clone(),
        name: Both {
            zh: zh.clone(),
            en: en.clone(),
        },
    };
    let emergency = shell.emergency.iter().map(|line| call(&line.word, &line.number));
    let calls = emergency.chain(near.iter().map(|contact| call(&contact.name, &contact.number)));
    Ok(Notice {
        title: both("notice-title"),
        place: place.to_owned(),
        door: coded.household.door,
        rows: vec![
            NoticeRow {
                label: both("notice-can"),
                value: both("notice-can-what"),
                big: false,
            },
            NoticeRow {
                label: both("notice-privacy"),
                value: both("notice-privacy-what"),
                big: false,
            },
            NoticeRow {
                label: both("notice-issued"),
                value: Both {
                    zh: issued(Lang::Zh),
                    en: issued(Lang::En),
                },
                big: false,
            },
        ],
        exits_title: both("notice-exits-title"),
        exits: both("notice-exits"),
        calls_title: both("notice-calls"),
        calls: calls.collect(),
        scan: Both {
            zh: scan(Lang::Zh),
            en: scan(Lang::En),
        },
        qr_svg: qr_svg(
            &format!("{origin}/h/{}", coded.code),
            &shell.text(visit.lang(), "notice-qr"),
        )?,
        code: coded.code,
        keep: both("notice-keep"),
    })
}

/// A square code as SVG, with a quarter of it allowed to be torn or wet (level Q). The label is said to those who can't
/// see it; it goes into the markup as it is.
///
/// # Errors
/// `Problem::internal` when the content is too long for any square code.
pub fn qr_svg(content: &str, label: &str) -> Result<String, Problem> {
    let code = QrCode::with_error_correction_level(content, EcLevel::Q).map_err(|error| {
        tracing::error!(%error, "a square code could not be made");
        Problem::internal()
    })?;
    let svg = code.render::<svg::Color<'_>>().quiet_zone(true).build();
    let start = svg.find("<svg").unwrap_or_default();
    Ok(svg[start..].replacen("<svg", &format!("<svg role=\"img\" aria-label=\"{label}\""), 1))
}
