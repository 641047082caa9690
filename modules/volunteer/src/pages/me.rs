//! `/volunteer/me`: a volunteer's own page. One question, "where am I next?", and one action for each answer.

use super::own::{nobody, own_of};
use super::words::{Badge, ShiftLine, Words};
use super::{LEAD, OFFERS};
use crate::api::Shared;
use crate::errands::ErrandView;
use crate::error::VolunteerError;
use crate::limits::{SHOWN_MAX, WALL_NAME_CHARS_MAX};
use crate::rules::matching::Why;
use crate::rules::person::VolunteerState;
use crate::rules::place::{ErrandState, PlaceState};
use crate::rules::shift::ShiftState;
use crate::store::places::{self, Place};
use crate::store::shifts::{self, Post, Shift};
use crate::store::teams;
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use std::collections::HashMap;
use tongxin_account::{Visit, qr_svg};
use tongxin_city::ShiftId;
use tongxin_web::{FormErrors, Page, Problem, html};

#[derive(Template)]
#[template(path = "volunteer_me.html")]
pub(super) struct MePage {
    page: Page,
    errors: FormErrors,
    badge: Badge,
    why: String,
    is_verified: bool,
    hours: String,
    has_hours: bool,
    ahead: Vec<Ahead>,
    errands: Vec<Errand>,
    suggested: Vec<Suggested>,
    /// Teams that they belong to, and whether they lead one.
    teams: String,
    leads: bool,
    /// The same page in the app that works with no signal.
    app: String,
    link: String,
    link_svg: String,
    calendar: String,
    reminder: &'static str,
    wall_name: String,
    wall_max: String,
}

/// A shift ahead, with what can be done about the place in it.
struct Ahead {
    shift: ShiftLine,
    badge: Badge,
    note: String,
    why: String,
    steps: Vec<Button>,
}

struct Button {
    value: &'static str,
    label: String,
    class: &'static str,
}

struct Suggested {
    shift: ShiftLine,
    post: i64,
    why: String,
}

struct Errand {
    id: String,
    badge: Badge,
    what: String,
    /// Name and door while it is theirs, else the building.
    whom: String,
    steps: Vec<Button>,
}

/// The page.
pub(super) async fn show(State(volunteers): Shared, visit: Visit, headers: HeaderMap) -> Result<Response, Problem> {
    match own_of(&volunteers, &headers).await? {
        Some(own) => html(&page(&volunteers, &visit, &own, FormErrors::default()).await?),
        None => nobody(&visit),
    }
}

pub(super) async fn page(
    volunteers: &Volunteers,
    visit: &Visit,
    own: &Volunteer,
    errors: FormErrors,
) -> Result<MePage, Problem> {
    let words = Words::of(volunteers, visit)?;
    let ahead = places::of_volunteer(volunteers.db(), own.id, visit.now(), SHOWN_MAX).await;
    let ahead = ahead.map_err(VolunteerError::from)?;
    let shifts = shifts_of(volunteers, &ahead).await?;
    let errands = volunteers.errands_seen(own, visit.now()).await?;
    let invited: Vec<(Shift, Post)> = invited(&ahead, &shifts);
    let reasons = volunteers.reasons(own, &invited).await?;
    let suggested = match own.state {
        VolunteerState::Verified => volunteers.suggested(own, visit.now()).await?,
        _ => Vec::new(),
    };
    let teams = teams::with_member(volunteers.db(), own.id)
        .await
        .map_err(VolunteerError::from)?;
    let shell = visit.asked.shell();
    let key = volunteers.own_key(own);
    let link = shell.link(&format!("/v/{key}"));
    let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    Ok(MePage {
        page: visit.page_titled(own.shown_name()),
        errors,
        badge: words.volunteer_badge(own.state),
        why: own.why.clone().unwrap_or_default(),
        is_verified: own.state == VolunteerState::Verified,
        hours: words.hours(own.minutes),
        has_hours: own.minutes > 0,
        ahead: ahead
            .iter()
            .filter_map(|place| shown(&words, place, &shifts, &reasons))
            .collect(),
        errands: errands.iter().map(|errand| errand_row(&words, errand)).collect(),
        suggested: suggested
            .iter()
            .map(|(shift, post, why)| suggestion(&words, shift, post, why))
            .collect(),
        teams: words.listed(&names),
        leads: teams.iter().any(|team| team.leader == Some(own.id)),
        app: format!("/field#{key}"),
        link_svg: qr_svg(&link, &visit.t("volunteer-link"))?,
        link,
        calendar: shell.link(&format!("/shifts-calendar/{}.ics", volunteers.calendar_key(own))),
        reminder: volunteers.reminder_key(),
        wall_name: own.wall_name.clone().unwrap_or_default(),
        wall_max: WALL_NAME_CHARS_MAX.to_string(),
    })
}

type Shifts = HashMap<ShiftId, (Shift, Vec<Post>)>;

async fn shifts_of(volunteers: &Volunteers, places: &[Place]) -> Result<Shifts, VolunteerError> {
    let ids: Vec<ShiftId> = places.iter().map(|place| place.shift).collect();
    let mut posts = shifts::posts(volunteers.db(), ids.iter().copied()).await?;
    let found = shifts::of(volunteers.db(), ids).await?;
    let with_posts = |shift: Shift| {
        let posts = posts.remove(&shift.id).unwrap_or_default();
        (shift.id, (shift, posts))
    };
    Ok(found.into_iter().map(with_posts).collect())
}

fn invited(ahead: &[Place], shifts: &Shifts) -> Vec<(Shift, Post)> {
    let invited = ahead.iter().filter(|place| place.state == PlaceState::Invited);
    let with_post = |place: &Place| {
        let (shift, posts) = shifts.get(&place.shift)?;
        let post = posts.iter().find(|post| post.number == place.post)?;
        Some((shift.clone(), *post))
    };
    invited.filter_map(with_post).collect()
}

fn shown(words: &Words<'_>, place: &Place, shifts: &Shifts, reasons: &HashMap<ShiftId, Why>) -> Option<Ahead> {
    let is_told = place.state != PlaceState::Left || place.given_back.is_some();
    let (shift, posts) = shifts.get(&place.shift).filter(|_| is_told)?;
    let own_post: Vec<Post> = posts.iter().filter(|post| post.number == place.post).copied().collect();
    let now = words.visit.now();
    let is_off = shift.state == ShiftState::Cancelled;
    let badge = match place.given_back {
        Some(_) => Badge {
            state: "strained",
            word: words.t("volunteer-given-back"),
        },
        None if is_off => words.shift_badge(shift, now),
        None => words.place_badge(place.state),
    };
    let begins = tongxin_city::relative::from_now_in_words(shift.span.start, now, words.lang());
    let note = match place.given_back {
        Some(why) => {
            let why = words.t(&format!("problem-{}", why.code()));
            words.ta("volunteer-given-back-why", &[("why", &why)])
        }
        None => words.ta("volunteer-begins", &[("when", &begins)]),
    };
    let why = reasons.get(&shift.id).filter(|_| place.state == PlaceState::Invited);
    Some(Ahead {
        shift: words.shift(shift, &own_post),
        badge,
        note,
        why: why.map_or_else(String::new, |why| words.why(why)),
        steps: if is_off || now >= shift.span.start {
            Vec::new()
        } else {
            steps(words, place.state)
        },
    })
}

/// What can be done about a place; the first is what most people want.
fn steps(words: &Words<'_>, state: PlaceState) -> Vec<Button> {
    let button = |value, key: &str, class| Button {
        value,
        label: words.t(key),
        class,
    };
    match state {
        PlaceState::Invited => vec![
            button("take", "volunteer-step-accept", "button-primary"),
            button("leave", "volunteer-step-decline", ""),
        ],
        PlaceState::Taken => vec![
            button("offer", "volunteer-step-offer", ""),
            button("leave", "volunteer-step-leave", ""),
        ],
        PlaceState::Offered => vec![
            button("keep", "volunteer-step-keep", ""),
            button("leave", "volunteer-step-leave", ""),
        ],
        PlaceState::Waiting => vec![button("leave", "volunteer-step-stop", "")],
        _ => Vec::new(),
    }
}

fn suggestion(words: &Words<'_>, shift: &Shift, post: &Post, why: &Why) -> Suggested {
    Suggested {
        shift: words.shift(shift, std::slice::from_ref(post)),
        post: post.number,
        why: words.why(why),
    }
}

fn errand_row(words: &Words<'_>, errand: &ErrandView) -> Errand {
    let button = |value, key: &str, class| Button {
        value,
        label: words.t(key),
        class,
    };
    let told = [errand.door.clone(), errand.name.clone()];
    let told: Vec<String> = told.into_iter().flatten().collect();
    Errand {
        id: errand.id.to_string(),
        badge: words.errand_badge(errand.state),
        what: errand.what.clone(),
        whom: format!("{} {}", words.place(&errand.building), told.join(" "))
            .trim()
            .to_owned(),
        steps: match errand.state {
            ErrandState::Open => vec![button("take", "volunteer-errand-take", "")],
            ErrandState::Taken if errand.is_own => vec![
                button("finish", "volunteer-errand-finish", "button-primary"),
                button("give_back", "volunteer-errand-give-back", ""),
            ],
            _ => Vec::new(),
        },
    }
}

impl MePage {
    fn offers(&self) -> &'static str {
        OFFERS
    }

    fn lead(&self) -> &'static str {
        LEAD
    }
}
