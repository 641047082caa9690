//! `/shifts/{id}/matching`: whom the rule proposes for a shift's open places, with the reason beside each; whoever is ticked is
//! asked, and says yes or no on their own page.

use super::words::{Typed, Words};
use super::{PEOPLE, SHIFTS};
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::store::shifts;
use crate::store::volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{ShiftId, VolunteerId};
use tongxin_web::{Flash, Form, IdempotencyKey, Page, Path, Problem, html, redirect_with};

#[derive(Template)]
#[template(path = "shift_matching.html")]
struct MatchingPage {
    page: Page,
    id: String,
    about: String,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    href: String,
    name: String,
    post: String,
    why: String,
    /// Whether the rule would ask them: the first as many as there are places.
    is_chosen: bool,
}

/// The page.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let shift = volunteers.shift(&by.may, id).await?;
    let words = Words::of(&volunteers, &visit)?;
    let proposed = volunteers.proposed(&by, &shift).await?;
    let posts = shifts::posts(volunteers.db(), [id])
        .await
        .map_err(VolunteerError::from)?;
    let posts = posts.get(&id).map_or(&[][..], Vec::as_slice);
    let names = volunteers::of(volunteers.db(), proposed.iter().map(|one| one.volunteer)).await;
    let names = names.map_err(VolunteerError::from)?.into_iter();
    let names: HashMap<VolunteerId, String> = names.map(|one| (one.id, one.shown_name())).collect();
    let mut free: HashMap<i64, i64> = posts
        .iter()
        .map(|post| (post.number, post.needed - post.held))
        .collect();
    let rows = proposed.iter().map(|one| {
        let post = posts.iter().find(|post| post.number == one.post);
        let left = free.entry(one.post).or_insert(0);
        *left -= 1;
        Row {
            id: one.volunteer.to_string(),
            href: format!("{PEOPLE}/{}", one.volunteer),
            name: names.get(&one.volunteer).cloned().unwrap_or_default(),
            post: post.map(|post| words.post(post)).unwrap_or_default(),
            why: words.why(&one.why),
            is_chosen: *left >= 0,
        }
    });
    let rows: Vec<Row> = rows.collect();
    let line = words.shift(&shift, &[]);
    html(&MatchingPage {
        page: visit.page("volunteer-matching-title"),
        id: id.to_string(),
        about: format!("{} · {} · {}", line.title, line.place, line.when),
        rows,
    })
}

/// Asks those who were ticked.
pub(super) async fn ask(
    State(volunteers): Shared,
    visit: Visit,
    Path(id): Path<ShiftId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let typed = Typed(form);
    let chosen: Vec<VolunteerId> = typed.chosen("volunteer");
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "ask-volunteers", format!("{id} {chosen:?}").as_bytes());
    let done = volunteers.ask_some(key, by, id, chosen, visit.now()).await?;
    let flash = Flash::done("volunteer-done-asked").arg("n", done.asked);
    Ok(redirect_with(&visit.asked, &format!("{SHIFTS}/{id}"), &flash))
}
