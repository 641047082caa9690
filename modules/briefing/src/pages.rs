//! The briefing as a page that prints well, and the rows behind the figures of a day.

use crate::api::{self, Asking, Format};
use crate::briefing::{Briefing, Line, PlaceName};
use crate::cells::{
    CoverCell, FigureCell, appointment_cells, care_cells, cell, check_cells, cover_cells, dispatch_cells, duty_cells,
    may_read_all, pass_cells, supply_cells, volunteer_cells,
};
use crate::figures::FigureKey;
use crate::make::{BriefingError, Briefings};
use crate::text::Words;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::Method;
use serde::Deserialize;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Day, NeedId, PlaceCode, Timestamp};
use tongxin_ledger::{Happening, HappeningFilter, Scope};
use tongxin_web::{Address, Page, Path, Problem, Query, html};

/// Rows on a page behind a figure.
const ROWS_MAX: u32 = 100;
/// Kinds that rows can be narrowed to at once.
const KINDS_MAX: usize = 8;

struct LateRow {
    href: String,
    late: String,
    title: String,
    note: String,
    place: String,
    holder: String,
}

struct TableRow {
    href: String,
    name: String,
    numbers: [String; 4],
}

#[derive(Template)]
#[template(path = "briefing.html")]
struct BriefingPage {
    page: Page,
    title: String,
    as_of: String,
    lead: String,
    by_tier: String,
    is_urgent: bool,
    late: Vec<LateRow>,
    are_needs_hidden: bool,
    stock: Vec<FigureCell>,
    flow: Vec<FigureCell>,
    supply: Vec<FigureCell>,
    cover: Vec<CoverCell>,
    passes: Vec<FigureCell>,
    dispatch: Vec<FigureCell>,
    care: Vec<FigureCell>,
    appointments: Vec<FigureCell>,
    duty: Vec<FigureCell>,
    volunteers: Vec<FigureCell>,
    checks: Vec<FigureCell>,
    lifelines: Vec<TableRow>,
    places: Vec<TableRow>,
    place: PlaceCode,
    day: Day,
    previous_href: String,
    next_href: Option<String>,
    files: Vec<(&'static str, String)>,
}

struct HappenedRow {
    href: String,
    when: String,
    what: String,
    note: String,
    place: String,
    state: String,
}

#[derive(Template)]
#[template(path = "briefing_rows.html")]
struct RowsPage {
    page: Page,
    title: String,
    rows: Vec<HappenedRow>,
    /// The briefing, for whoever may read it.
    back_href: Option<String>,
    next_href: Option<String>,
}

/// Which part of the rows behind a figure.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct RowsAsking {
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    place: Option<PlaceCode>,
    /// Needs of these kinds only; all when none is named.
    #[serde(default)]
    kind: Vec<String>,
    /// After this one: time, need and entry, joined by dots.
    #[serde(default)]
    after: Option<String>,
}

/// The pages' routes.
pub(crate) fn routes(briefings: &Briefings) -> Routes {
    Routes::new()
        .page(Method::GET, "/briefing", Right::May(Action::BriefingRead), briefing)
        // What stands behind a figure are needs.
        .page(
            Method::GET,
            "/briefing/figure/{key}",
            Right::May(Action::NeedRead),
            rows_of,
        )
        .with_state(briefings.clone())
}

async fn briefing(
    State(briefings): State<Briefings>,
    visit: Visit,
    Query(asking): Query<Asking>,
) -> Result<Response, Problem> {
    let briefing = api::make(&briefings, &visit, &asking).await?;
    match asking.format {
        Format::Html => {
            let page = html(&briefing_page(&briefings, &visit, briefing))?;
            Ok(page)
        }
        Format::Text | Format::Json => api::answer(&visit, asking.format, briefing),
    }
}

fn briefing_page(briefings: &Briefings, visit: &Visit, briefing: Briefing) -> BriefingPage {
    let shell = visit.asked.shell();
    let words = Words {
        texts: &shell.texts,
        lang: visit.lang(),
        zone: &shell.zone,
    };
    let title = words.ta("briefing-title", &[("place", briefing.place.get(words.lang))]);
    let mut page = visit.page_titled(title.clone());
    let href = |code: &PlaceCode| format!("/briefing?place={code}");
    page.place_path = visit.place_path(
        &briefings.places.tree(),
        &briefing.place.code,
        Action::BriefingRead,
        href,
    );
    let address = |day: Day| format!("/briefing?date={day}&place={}", briefing.place.code);
    let (flow, stock): (Vec<_>, Vec<_>) = briefing.figures.iter().partition(|figure| figure.key.event().is_some());
    let own = address(briefing.day);
    let may_open = may_read_all(visit, &briefing, Action::NeedRead);
    let cells = |figures: Vec<&crate::Figure>| {
        let cells = figures.into_iter().map(|figure| cell(&words, figure, may_open));
        cells.collect()
    };
    BriefingPage {
        as_of: words.as_of(&briefing),
        lead: words.lead(&briefing),
        by_tier: words.by_tier(&briefing),
        is_urgent: briefing.number(FigureKey::Overdue).unwrap_or(0) > 0,
        late: late_rows(&words, &briefing),
        are_needs_hidden: !may_open,
        stock: cells(stock),
        flow: cells(flow),
        supply: supply_cells(&words, visit, &briefing),
        cover: cover_cells(&words, visit, &briefing),
        passes: pass_cells(&words, visit, &briefing),
        dispatch: dispatch_cells(&words, visit, &briefing),
        care: care_cells(&words, visit, &briefing),
        appointments: appointment_cells(&words, visit, &briefing),
        duty: duty_cells(&words, visit, &briefing),
        volunteers: volunteer_cells(&words, visit, &briefing),
        checks: check_cells(&words, visit, &briefing),
        lifelines: lifeline_rows(&words, &briefing, may_open),
        places: place_rows(&words, &briefing),
        place: briefing.place.code,
        day: briefing.day,
        previous_href: address(briefing.day.previous()),
        next_href: (!briefing.is_today).then(|| address(briefing.day.next())),
        files: vec![
            ("TXT", format!("{own}&format=text")),
            ("JSON", format!("{own}&format=json")),
        ],
        title,
        page,
    }
}

fn late_rows(words: &Words<'_>, briefing: &Briefing) -> Vec<LateRow> {
    let row = |need: &crate::LateNeed| LateRow {
        href: format!("/needs/{}", need.id),
        late: words.ta("briefing-late-by", &[("time", &words.late(briefing, need))]),
        title: need.title.clone(),
        note: format!(
            "{} · {}",
            need.id,
            words.t(&format!("ledger-lifeline-{}", need.lifeline))
        ),
        place: words.place(need),
        holder: words.holder(need),
    };
    briefing.not_done.oldest.iter().map(row).collect()
}

fn lifeline_rows(words: &Words<'_>, briefing: &Briefing, may_open: bool) -> Vec<TableRow> {
    let row = |line: &crate::LifelineLine| TableRow {
        href: if may_open {
            format!("/needs?place={}&lifeline={}", briefing.place.code, line.lifeline)
        } else {
            String::new()
        },
        name: words.t(&format!("ledger-lifeline-{}", line.lifeline)),
        numbers: numbers(&line.line),
    };
    briefing.lifelines.iter().map(row).collect()
}

fn place_rows(words: &Words<'_>, briefing: &Briefing) -> Vec<TableRow> {
    let address = |place: &PlaceName| format!("/briefing?date={}&place={}", briefing.day, place.code);
    let row = |line: &crate::PlaceLine| TableRow {
        href: address(&line.place),
        name: line.place.get(words.lang).to_owned(),
        numbers: numbers(&line.line),
    };
    briefing.places.iter().map(row).collect()
}

fn numbers(line: &Line) -> [String; 4] {
    [Some(line.raised), Some(line.struck_off), line.open, line.overdue].map(Words::number)
}

async fn rows_of(
    State(briefings): State<Briefings>,
    visit: Visit,
    Path(key): Path<FigureKey>,
    Query(asking): Query<RowsAsking>,
) -> Result<Response, Problem> {
    let event = key.event().ok_or_else(Problem::not_found)?;
    let is_known = |kind: &String| briefings.ledger.kinds().get(kind).is_some();
    if asking.kind.len() > KINDS_MAX || !asking.kind.iter().all(is_known) {
        return Err(Problem::not_found());
    }
    let place = visit.place_or_widest(Action::NeedRead, asking.place)?;
    let day = api::day(asking.date.as_deref())?;
    let city = briefings
        .places
        .city()
        .map_err(|error| api::problem(BriefingError::from(error)))?;
    let day = day.unwrap_or_else(|| city.file.zone.day_of(visit.now()));
    let filter = HappeningFilter {
        event,
        place,
        span: city.file.zone.span_of(day),
        kinds: asking.kind,
        after: asking.after.as_deref().and_then(cursor),
        limit: ROWS_MAX,
    };
    let found = briefings
        .ledger
        .happenings(&Scope::for_viewer(&visit.viewer, Action::NeedRead)?, &filter)
        .await
        .map_err(|error| api::problem(BriefingError::from(error)))?;
    html(&rows_page(&briefings, &visit, key, &filter, day, &found))
}

fn rows_page(
    briefings: &Briefings,
    visit: &Visit,
    key: FigureKey,
    filter: &HappeningFilter,
    day: Day,
    found: &[Happening],
) -> RowsPage {
    let place = filter.place;
    let shell = visit.asked.shell();
    let words = Words {
        texts: &shell.texts,
        lang: visit.lang(),
        zone: &shell.zone,
    };
    let tree = briefings.places.tree();
    let name = tree
        .get(&place)
        .map_or_else(|| place.to_string(), |place| place.name(words.lang).to_owned());
    let (figure, said_day) = (words.figure(key), day.format_with_year(words.lang));
    let title = words.ta(
        "briefing-rows",
        &[("figure", &figure), ("place", &name), ("day", &said_day)],
    );
    let row = |happening: &Happening| {
        let facts = &happening.need.state.facts;
        let path = tree.path(&facts.place);
        let below: Vec<&str> = path
            .iter()
            .filter(|inside| inside.code.width() > place.width())
            .map(|inside| inside.name(words.lang))
            .collect();
        HappenedRow {
            href: format!("/needs/{}", happening.need.state.id),
            when: words.zone.format_time(happening.at),
            what: happening.need.texts.title.clone(),
            note: format!(
                "{} · {}",
                happening.need.state.id,
                words.t(&format!("ledger-lifeline-{}", facts.lifeline))
            ),
            place: below.join(" › "),
            state: words.t(&format!("ledger-state-{}", happening.need.state.standing.state)),
        }
    };
    let address = Address::of("/briefing/figure", &visit.asked.address)
        .at(format!("/briefing/figure/{key}"))
        .with("date", &day.to_string())
        .with("place", place.as_str());
    let may_go_back = visit.viewer.require_place(Action::BriefingRead, &place).is_ok();
    let is_full = found.len() >= ROWS_MAX as usize;
    let next = found
        .last()
        .filter(|_| is_full)
        .map(|last| address.with("after", &said_cursor(last)).to_string());
    RowsPage {
        page: visit.page_titled(title.clone()),
        title,
        rows: found.iter().map(row).collect(),
        back_href: may_go_back.then(|| format!("/briefing?date={day}&place={place}")),
        next_href: next,
    }
}

fn said_cursor(last: &Happening) -> String {
    format!("{}.{}.{}", last.at.millis(), last.need.state.id, last.seq)
}

fn cursor(text: &str) -> Option<(Timestamp, NeedId, i64)> {
    let (at, rest) = text.split_once('.')?;
    let (need, seq) = rest.split_once('.')?;
    Some((Timestamp(at.parse().ok()?), need.parse().ok()?, seq.parse().ok()?))
}
