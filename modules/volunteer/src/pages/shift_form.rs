//! `/shifts/new`: the form that opens a shift. Times are by the clock on the wall: one that the clock skips is refused, one that
//! it shows twice is the first.

use super::SHIFTS;
use super::goods::places;
use super::words::{Typed, Words};
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::{ABOUT_CHARS_MAX, MEET_CHARS_MAX, TEAMS_SHOWN_MAX};
use crate::rules::person::Skill;
use crate::rules::shift::{AskedPost, AskedShift, ShiftKind, chosen_time};
use crate::store::teams;
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::Timestamp;
use tongxin_web::{
    Choice, FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, html, redirect_with, refused,
    typed_number,
};

/// Lines for posts.
const POST_LINES: usize = 3;

#[derive(Template)]
#[template(path = "shift_new.html")]
struct NewPage {
    page: Page,
    errors: FormErrors,
    action: &'static str,
    typed: Typed,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    teams: Vec<Choice>,
    entering: Vec<Choice>,
    posts: Vec<PostLine>,
    about_max: String,
    meet_max: String,
}

struct PostLine {
    number: usize,
    skills: Vec<Choice>,
    needed: String,
}

/// The empty form.
pub(super) async fn new(State(volunteers): Shared, visit: Visit) -> Result<Response, Problem> {
    let typed = Typed(vec![("kind".to_owned(), ShiftKind::Deliver.to_string())]);
    html(&page(&volunteers, &visit, typed, FormErrors::default()).await?)
}

async fn page(volunteers: &Volunteers, visit: &Visit, typed: Typed, errors: FormErrors) -> Result<NewPage, Problem> {
    let scope = visit.scope(Action::ShiftWork)?;
    let words = Words::of(volunteers, visit)?;
    let post = |number: usize| {
        let (skill, needed) = (format!("posts.{number}.skill"), format!("posts.{number}.needed"));
        PostLine {
            number,
            skills: words.choices(
                "volunteer-skill-",
                Skill::ALL,
                |word| typed.one(&skill) == word,
                Some("volunteer-post-anybody"),
            ),
            needed: typed.one(&needed).to_owned(),
        }
    };
    Ok(NewPage {
        page: visit.page("volunteer-shift-new"),
        errors,
        action: SHIFTS,
        kinds: words.choices("volunteer-shift-", ShiftKind::ALL, |word| typed.has("kind", word), None),
        places: places(&words, &scope, typed.one("place")),
        teams: own_teams(&words, &scope, typed.one("team")).await?,
        entering: vec![Choice {
            value: "yes".into(),
            label: words.t("volunteer-f-entering-yes"),
            hint: words.t("volunteer-f-entering-hint"),
            chosen: typed.has("is_entering", "yes"),
        }],
        posts: (0..POST_LINES).map(post).collect(),
        about_max: ABOUT_CHARS_MAX.to_string(),
        meet_max: MEET_CHARS_MAX.to_string(),
        typed,
    })
}

async fn own_teams(words: &Words<'_>, scope: &Scope, chosen: &str) -> Result<Vec<Choice>, VolunteerError> {
    let found = teams::of(words.volunteers.db(), scope, TEAMS_SHOWN_MAX).await?;
    let none = Choice {
        label: words.t("volunteer-team-none"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    let choice = |team: teams::Team| Choice {
        value: team.id.to_string(),
        chosen: team.id.to_string() == chosen,
        label: team.name,
        ..Choice::default()
    };
    Ok(std::iter::once(none).chain(found.into_iter().map(choice)).collect())
}

/// Opens the shift, and shows it.
pub(super) async fn open(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::ShiftWork)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "open-shift", format!("{typed:?}").as_bytes());
    let mut is_doubled = false;
    let done = match read(&volunteers, &typed, &mut is_doubled) {
        Ok(asked) => volunteers.open_shift(key, by, asked, visit.now()).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            let flash = match is_doubled {
                true => Flash::warn("volunteer-done-shift-doubled"),
                false => Flash::done("volunteer-done-shift"),
            };
            Ok(redirect_with(&visit.asked, &format!("{SHIFTS}/{}", done.id), &flash))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&volunteers, &visit, typed, errors).await?)
        }
    }
}

/// What the form says, or all that can't be read.
fn read(volunteers: &Volunteers, typed: &Typed, is_doubled: &mut bool) -> Result<AskedShift, VolunteerError> {
    let zone = volunteers.zone()?;
    let mut faults = Vec::new();
    let mut time = |field: &str| match chosen_time(field, typed.one(field), &zone) {
        Ok(chosen) => {
            *is_doubled |= chosen.is_doubled;
            Some(chosen.at)
        }
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let (start, end) = (time("start_at"), time("end_at"));
    let fill_by: Option<Timestamp> = match typed.one("fill_by") {
        "" => None,
        _ => time("fill_by"),
    };
    let (kind, place) = (typed.one("kind").parse().ok(), typed.one("place").parse().ok());
    for (field, is_there) in [("kind", kind.is_some()), ("place", place.is_some())] {
        if !is_there {
            faults.push(FieldFault::new(field, "field-required"));
        }
    }
    match (kind, place, start, end) {
        (Some(kind), Some(place), Some(start_at), Some(end_at)) if faults.is_empty() => Ok(AskedShift {
            kind,
            place,
            about: typed.one("about").to_owned(),
            meet: typed.one("meet").to_owned(),
            start_at,
            end_at,
            fill_by,
            is_entering: typed.has("is_entering", "yes"),
            team: typed.one("team").parse().ok(),
            posts: posts(typed),
        }),
        _ => Err(faults.into()),
    }
}

/// The lines in which something was typed.
fn posts(typed: &Typed) -> Vec<AskedPost> {
    let line = |number: usize| {
        let needed = typed.one(&format!("posts.{number}.needed"));
        (!needed.is_empty()).then(|| AskedPost {
            skill: typed.one(&format!("posts.{number}.skill")).parse().ok(),
            needed: typed_number(needed, 0),
        })
    };
    (0..POST_LINES).filter_map(line).collect()
}
