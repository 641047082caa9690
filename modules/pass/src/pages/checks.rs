//! `/passes/checks`: what the gates of a place counted on a day; the rows behind a briefing's figure.

use crate::PassError;
use crate::api::Shared;
use crate::limits::GATE_ROWS_MAX;
use crate::pages::words::Words;
use crate::rules::gate::GateVerdict;
use crate::store::figures::{self, PlaceCount};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, PlaceCode};
use tongxin_web::{Address, Page, Problem, Query, html};

/// Which counts; the reader's widest place, today and every verdict unless it says otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChecksQuery {
    place: Option<PlaceCode>,
    date: Option<Day>,
    verdict: Option<GateVerdict>,
}

#[derive(Template)]
#[template(path = "pass_checks.html")]
struct ChecksPage {
    page: Page,
    /// The place and the day.
    about: String,
    /// The day as a form has it.
    date: String,
    /// What the form goes on with.
    kept: Vec<(String, String)>,
    /// Address, word, whether it is the present one.
    chips: Vec<(String, String, bool)>,
    /// Gate, verdict, count.
    rows: Vec<[String; 3]>,
}

/// The gates' counts.
pub(super) async fn show(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<ChecksQuery>,
) -> Result<Response, Problem> {
    let place = visit.place_or_widest(Action::PassRead, query.place)?;
    let words = Words::of(&passes, &visit)?;
    let day = query.date.unwrap_or(words.today);
    let span = passes.places().city().map_err(PassError::from)?.file.zone.span_of(day);
    let found = figures::gates(passes.db(), &place, &span, query.verdict, GATE_ROWS_MAX).await;
    let found = found.map_err(PassError::from)?;
    let address = Address::of("/passes/checks", &visit.asked.address);
    let word = |verdict: &GateVerdict| words.t(&format!("pass-verdict-{verdict}"));
    let all = (
        address.without(&["verdict"]).to_string(),
        words.t("pass-all"),
        query.verdict.is_none(),
    );
    let each = GateVerdict::ALL.iter().map(|verdict| {
        let href = address.with("verdict", verdict.as_str()).to_string();
        (href, word(verdict), query.verdict == Some(*verdict))
    });
    let row = |count: &PlaceCount| {
        [
            words.names(&[count.place]),
            word(&count.verdict),
            count.count.to_string(),
        ]
    };
    html(&ChecksPage {
        page: visit.page("pass-checks-title"),
        about: [words.names(&[place]), words.day(day)].join(" · "),
        date: day.to_string(),
        kept: address.without(&["date"]).pairs().to_vec(),
        chips: [all].into_iter().chain(each).collect(),
        rows: found.iter().map(row).collect(),
    })
}
