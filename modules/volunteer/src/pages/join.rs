//! `/volunteer/join`: anybody registers, without an account. First the community, then the rest; afterwards the link that is
//! theirs from then on.

use super::own::with_cookie;
use super::person_form::{PersonForm, read};
use super::words::{Typed, Words};
use super::{JOIN, ME};
use crate::api::Shared;
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Scope, Visit};
use tongxin_city::{Level, PlaceCode};
use tongxin_web::{
    Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused, require_short,
};

/// Communities that a search shows.
const FOUND_MAX: usize = 20;
/// Longest search, in characters.
const SEARCH_CHARS_MAX: usize = 40;

#[derive(Template)]
#[template(path = "volunteer_join.html")]
pub(super) struct JoinPage {
    page: Page,
    errors: FormErrors,
    /// Where the form is, and where it is sent.
    path: &'static str,
    action: &'static str,
    about: String,
    button: String,
    q: String,
    found: Vec<Community>,
    form: Option<PersonForm>,
}

struct Community {
    href: String,
    name: String,
    path: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct JoinQuery {
    pub(super) q: String,
    pub(super) home: Option<PlaceCode>,
}

/// A form that somebody fills in for themselves or for somebody else.
#[derive(Clone, Copy)]
pub(super) struct FormAt {
    pub(super) title: &'static str,
    pub(super) path: &'static str,
    pub(super) action: &'static str,
    pub(super) about: &'static str,
    pub(super) button: &'static str,
}

const PUBLIC: FormAt = FormAt {
    title: "volunteer-join-title",
    path: JOIN,
    action: JOIN,
    about: "volunteer-join-about",
    button: "volunteer-join-do",
};

impl JoinPage {
    /// The page: communities to choose from, or the form for the one that was chosen.
    pub(super) fn new(
        words: &Words<'_>,
        at: FormAt,
        within: Option<&Scope>,
        query: &JoinQuery,
        (typed, errors): (Option<Typed>, FormErrors),
    ) -> Result<JoinPage, Problem> {
        require_short("q", &query.q, SEARCH_CHARS_MAX)?;
        let home = query.home.filter(|home| words.volunteers.is_home(home));
        let typed = typed.or_else(|| Some(Typed(vec![("home".into(), home?.to_string())])));
        let found = if typed.is_none() {
            communities(words, at.path, within, &query.q)
        } else {
            Vec::new()
        };
        Ok(JoinPage {
            page: words.visit.page(at.title),
            errors,
            path: at.path,
            action: at.action,
            about: words.t(at.about),
            button: words.t(at.button),
            q: query.q.clone(),
            found,
            form: typed.map(|typed| PersonForm::new(words, typed)),
        })
    }
}

/// Communities by name; those of the scope where nothing was searched for.
fn communities(words: &Words<'_>, path: &str, within: Option<&Scope>, q: &str) -> Vec<Community> {
    let tree = words.volunteers.places().tree();
    let hits = tree.search(q.trim(), None, 10 * FOUND_MAX).into_iter();
    let searched = hits.filter(|hit| hit.level == Level::Community).map(|hit| hit.code);
    let own = within.into_iter().flat_map(|scope| &scope.places);
    let own = own.flat_map(|place| tree.at_level(words.volunteers.community_of(place), Level::Community));
    let codes: Vec<PlaceCode> = match q.trim() {
        "" => own.map(|place| place.code).collect(),
        _ => searched.collect(),
    };
    let may = |code: &PlaceCode| within.is_none_or(|scope| scope.contains_place(code));
    let shown = codes.into_iter().filter(may).take(FOUND_MAX);
    let community = |code: PlaceCode| Community {
        href: format!("{path}?home={code}"),
        name: words.place(&code),
        path: tree
            .path(&code)
            .iter()
            .rev()
            .skip(1)
            .take(2)
            .map(|place| place.name(words.lang()))
            .collect::<Vec<_>>()
            .join(" · "),
    };
    shown.map(community).collect()
}

/// The form.
pub(super) async fn form(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<JoinQuery>,
) -> Result<Response, Problem> {
    let words = Words::of(&volunteers, &visit)?;
    html(&JoinPage::new(
        &words,
        PUBLIC,
        None,
        &query,
        (None, FormErrors::default()),
    )?)
}

/// Registers whoever filled it in; their page shows the link to keep.
pub(super) async fn register(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed(form);
    match receive(&volunteers, &visit, &typed).await {
        Ok(key) => {
            let answer = redirect_with(&visit.asked, ME, &Flash::done("volunteer-done-joined"));
            Ok(with_cookie(answer, &visit, &key))
        }
        Err(problem) => {
            let words = Words::of(&volunteers, &visit)?;
            let errors = visit.form_errors(problem)?;
            let query = JoinQuery::default();
            refused(&JoinPage::new(&words, PUBLIC, None, &query, (Some(typed), errors))?)
        }
    }
}

async fn receive(volunteers: &Volunteers, visit: &Visit, typed: &Typed) -> Result<String, Problem> {
    let key = IdempotencyKey::checked(typed.one("key"))?;
    volunteers.take_registration(visit.asked.client)?;
    let key = visit.command(key, "register-volunteer", format!("{typed:?}").as_bytes());
    let done = volunteers.register(key, None, read(typed), visit.now()).await?;
    volunteers
        .note_language(typed.one("phone"), visit.lang(), visit.now())
        .await?;
    Ok(volunteers.key_of(done.id, 1))
}
