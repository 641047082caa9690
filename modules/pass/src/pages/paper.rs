//! `/passes/{id}/sheet`, `/card`, `/plate`: a pass to be carried, on paper, on a telephone, behind a windscreen. Whoever
//! reads it without a telephone finds everything in words, in both languages.

use crate::api::Shared;
use crate::api::queries::PassQuery;
use crate::limits::SHEETS_MAX;
use crate::pages::outlet::own_firm;
use crate::pages::words::Words;
use crate::rules::PassState;
use crate::store::PassRecord;
use crate::{PassError, Passes};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcode::render::svg;
use tongxin_account::{Action, Visit};
use tongxin_city::{Lang, PassId};
use tongxin_pass_format::pass::Holder;
use tongxin_web::{Page, Path, Problem, Query, html};

#[derive(Template)]
#[template(path = "pass_paper.html")]
struct PaperPage {
    page: Page,
    /// How it is laid out: sheet, card or plate.
    form: &'static str,
    back: String,
    papers: Vec<Paper>,
    has_more: bool,
}

struct Paper {
    title: [String; 2],
    number: String,
    /// What a guard compares: the plate, or the surname and the end of the id.
    holder: String,
    facts: Vec<Fact>,
    about: [String; 2],
    qr_svg: String,
}

/// A label and what stands there, in Chinese and English; once where both are the same.
struct Fact {
    label: [String; 2],
    value: [String; 2],
    is_same: bool,
}

/// A sheet of A4.
pub(super) async fn sheet(passes: Shared, visit: Visit, id: Path<PassId>) -> Result<Response, Problem> {
    paper(passes, visit, id, "sheet").await
}

/// A telephone's screen.
pub(super) async fn card(passes: Shared, visit: Visit, id: Path<PassId>) -> Result<Response, Problem> {
    paper(passes, visit, id, "card").await
}

/// A sheet behind a windscreen, to be read from outside.
pub(super) async fn plate(passes: Shared, visit: Visit, id: Path<PassId>) -> Result<Response, Problem> {
    paper(passes, visit, id, "plate").await
}

async fn paper(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    form: &'static str,
) -> Result<Response, Problem> {
    let (pass, ..) = passes.pass(&visit.scope(Action::PassRead)?, id).await?;
    if pass.state != PassState::Valid {
        return Err(PassError::Refused("pass-not-valid").into());
    }
    let papers = vec![made(&passes, &visit, &pass)?];
    html(&PaperPage {
        page: visit.page("pass-paper-title"),
        form,
        back: format!("/passes/{id}"),
        papers,
        has_more: false,
    })
}

/// The sheets of a firm's valid passes, one after another.
pub(super) async fn sheets(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Response, Problem> {
    let (org, _) = own_firm(&passes, &visit, query.org).await?;
    let query = PassQuery {
        org: Some(org),
        state: Some(PassState::Valid),
        ..query
    };
    let scope = visit.scope(Action::PassApply)?;
    let found = passes
        .page(&scope, &query.filter(&passes, visit.now())?, query.cursor, SHEETS_MAX)
        .await?;
    let papers = found.rows.iter().map(|(pass, _)| made(&passes, &visit, pass));
    html(&PaperPage {
        papers: papers.collect::<Result<_, _>>()?,
        page: visit.page("pass-paper-title"),
        form: "sheet",
        back: format!("/outlet/passes?org={org}"),
        has_more: found.next.is_some(),
    })
}

fn made(passes: &Passes, visit: &Visit, pass: &PassRecord) -> Result<Paper, Problem> {
    let words = Words::of(passes, visit)?;
    let both = [Lang::Zh, Lang::En].map(|lang| words.spoken(lang));
    let said = |key: &str| both.each_ref().map(|words| words.t(key));
    let fact = |key: &str, value: &dyn Fn(&Words<'_>) -> String| {
        let value = both.each_ref().map(value);
        Fact {
            label: said(key),
            is_same: value[0] == value[1],
            value,
        }
    };
    let issued = pass.issued.as_ref().ok_or(PassError::Refused("pass-not-valid"))?;
    let text = issued.text.as_deref().ok_or(PassError::Refused("pass-not-valid"))?;
    let mut facts = vec![
        fact("pass-column-firm", &|_| pass.org_name.clone()),
        fact("pass-column-way", &|words| words.way(pass)),
        fact("pass-column-span", &|words| words.span(pass)),
        fact("pass-column-days", &|words| words.days(pass.days)),
        fact("pass-column-hours", &|words| words.hours(pass.hours)),
    ];
    if let Some(corridor) = &pass.corridor {
        facts.push(fact("pass-column-corridor", &|_| corridor.clone()));
    }
    let is_person = matches!(pass.holder, Some(Holder::Person { .. }));
    Ok(Paper {
        title: both.each_ref().map(|words| words.kind(pass.kind)),
        number: issued.number.get().to_string(),
        holder: words.holder(pass),
        facts,
        about: said(if is_person {
            "pass-paper-about-person"
        } else {
            "pass-paper-about-vehicle"
        }),
        qr_svg: qr(text, &words.t("pass-paper-qr"))?,
    })
}

/// A pass's own square code as SVG; its text is in the alphabet that packs closest. The label goes into the markup as it is.
///
/// # Errors
/// `Problem::internal` when the text is too long for any square code.
pub fn qr(text: &str, label: &str) -> Result<String, Problem> {
    let code = tongxin_pass_format::qr_code(text).map_err(|error| PassError::Failed(error.to_string()))?;
    let svg = code.render::<svg::Color<'_>>().quiet_zone(true).build();
    let start = svg.find("<svg").unwrap_or_default();
    Ok(svg[start..].replacen("<svg", &format!("<svg role=\"img\" aria-label=\"{label}\""), 1))
}
