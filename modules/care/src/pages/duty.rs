//! `/care/duty`: the posts that one holds or comes to; and `/care/duty/{code}`: who is responsible for a place, with what can be
//! done about it.

mod form;
mod notice;
mod number;
mod post;

pub(super) use form::take;
pub(super) use notice::put_up;
pub(super) use number::set_number;

use self::notice::OldNotices;
use self::number::NumberBox;
use self::post::{PostBox, history, post_box};
use super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use crate::duty::DutyDoer;
use crate::error::CareError;
use crate::limits::{DUTY_NOTE_CHARS_MAX, DUTY_PHONE_CHARS_MAX, POSTS_SHOWN_MAX};
use crate::rules::duty::{Post, Standing};
use crate::store::duty::{self as store, PostRow};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{AccountView, Action, Visit};
use tongxin_city::{AccountId, Level, PlaceCode};
use tongxin_web::{Choice, FormErrors, Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "care_duty.html")]
struct DutyPage {
    page: Page,
    errors: FormErrors,
    /// Where the page leads up to; nothing on the page of one's own posts.
    about: String,
    /// What notices say no longer.
    old_notices: Option<OldNotices>,
    /// The community's own number.
    number: Option<NumberBox>,
    posts: Vec<PostBox>,
    people: Vec<Choice>,
    phone_max: String,
    note_max: String,
    coverage_href: String,
}

/// The own posts.
pub(super) async fn own(State(care): Shared, visit: Visit) -> Result<Response, Problem> {
    visit.scope(Action::DutyRead)?;
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let rows = rows_of_own(&care, account).await?;
    html(&page(&care, &visit, None, rows, FormErrors::default()).await?)
}

async fn rows_of_own(care: &Care, account: AccountId) -> Result<Vec<PostRow>, CareError> {
    Ok(store::of_account(care.db(), account, POSTS_SHOWN_MAX).await?)
}

/// The posts of a place.
pub(super) async fn of_place(
    State(care): Shared,
    visit: Visit,
    Path(code): Path<PlaceCode>,
) -> Result<Response, Problem> {
    let rows = rows_of(&care, &visit, code).await?;
    html(&page(&care, &visit, Some(code), rows, FormErrors::default()).await?)
}

/// The posts of a place, also those that nobody ever held.
async fn rows_of(care: &Care, visit: &Visit, code: PlaceCode) -> Result<Vec<PostRow>, Problem> {
    visit.viewer.require_place(Action::DutyRead, &code)?;
    let place = care.places().get(&code).ok_or_else(Problem::not_found)?;
    let known = store::of_places(care.db(), &[code]).await.map_err(CareError::from)?;
    let empty = |post| PostRow {
        place: code,
        post,
        subdistrict: code,
        standing: Standing::default(),
        vacant_from: None,
        need: None,
        grant: None,
        seq: 0,
    };
    let rows: Vec<PostRow> = Post::of(place.level)
        .map(|post| {
            known
                .iter()
                .find(|row| row.post == post)
                .cloned()
                .unwrap_or_else(|| empty(post))
        })
        .collect();
    // A community has no post, but a number.
    if rows.is_empty() && place.level != Level::Community {
        return Err(Problem::not_found());
    }
    Ok(rows)
}

async fn page(
    care: &Care,
    visit: &Visit,
    place: Option<PlaceCode>,
    rows: Vec<PostRow>,
    errors: FormErrors,
) -> Result<DutyPage, Problem> {
    let words = Words::of(care, visit)?;
    let doer = DutyDoer::of(&visit.viewer);
    let held = rows
        .iter()
        .filter_map(|row| row.standing.held.as_ref().map(|held| held.account));
    let next = rows
        .iter()
        .filter_map(|row| row.standing.next.as_ref().map(|next| next.account));
    let names = care
        .accounts()
        .display_names(held.chain(next))
        .await
        .map_err(CareError::from)?;
    let mut posts = Vec::with_capacity(rows.len());
    for row in &rows {
        let history = match place {
            Some(_) => history(care, &words, row).await?,
            None => Vec::new(),
        };
        posts.push(post_box(&words, row, (&names, &doer), history));
    }
    let (old_notices, number) = match place {
        Some(place) => (
            OldNotices::of(care, &words, &place).await?,
            NumberBox::of(care, &doer, &place).await?,
        ),
        None => (None, None),
    };
    let people = match place {
        Some(place) => people(care, &words, &place).await?,
        None => Vec::new(),
    };
    Ok(DutyPage {
        page: visit.page("care-duty-title"),
        errors,
        about: place.map_or_else(|| words.t("care-duty-own"), |place| words.building(&place)),
        old_notices,
        number,
        posts,
        people,
        phone_max: DUTY_PHONE_CHARS_MAX.to_string(),
        note_max: DUTY_NOTE_CHARS_MAX.to_string(),
        coverage_href: super::COVERAGE.to_owned(),
    })
}

/// Whoever works around a place, and can be responsible for it.
async fn people(care: &Care, words: &Words<'_>, place: &PlaceCode) -> Result<Vec<Choice>, CareError> {
    let around = care.around_post(place);
    let known = care.accounts().people_near(&around, Action::VisitWork).await?;
    let choice = |known: AccountView| Choice {
        value: known.id.to_string(),
        label: format!("{} ({})", known.display_name, known.name),
        ..Choice::default()
    };
    let none = Choice {
        label: words.t("care-duty-choose"),
        chosen: true,
        ..Choice::default()
    };
    Ok(std::iter::once(none).chain(known.into_iter().map(choice)).collect())
}
