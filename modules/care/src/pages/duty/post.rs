//! A post in words, with what can be done about it now.

use super::super::words::{Badge, Words};
use crate::care::Care;
use crate::duty::DutyDoer;
use crate::error::CareError;
use crate::limits::DUTY_EVENTS_SHOWN_MAX;
use crate::rules::duty::{By, Standing};
use crate::store::duty::{self as store, PostRow};
use std::collections::HashMap;
use tongxin_city::{AccountId, Day};

/// A post with what can be done about it.
pub(super) struct PostBox {
    pub(super) badge: Badge,
    pub(super) place: String,
    /// Its page, for whoever works there.
    pub(super) href: Option<String>,
    pub(super) code: String,
    pub(super) post: String,
    pub(super) name: String,
    /// Who holds it, since and until when, and under which number.
    pub(super) held: Option<String>,
    pub(super) next: Option<String>,
    pub(super) note: String,
    pub(super) need_href: Option<String>,
    pub(super) can: Can,
    /// Whether the last day has to be named.
    pub(super) is_for_a_period: bool,
    pub(super) history: Vec<String>,
}

#[derive(Default)]
pub(super) struct Can {
    pub(super) assign: bool,
    pub(super) offer: bool,
    pub(super) give: bool,
    pub(super) take: bool,
    pub(super) decline: bool,
    pub(super) end: bool,
}

impl Can {
    fn of(standing: &Standing, by: By) -> Can {
        let held = standing.held.as_ref();
        let is_holder = held.is_some_and(|held| by.account == Some(held.account));
        let may = is_holder || by.organises;
        let next = standing.next.as_ref();
        let is_next = next.is_some_and(|next| by.account == Some(next.account));
        Can {
            assign: held.is_none() && by.organises,
            offer: held.is_some() && next.is_none() && may,
            give: is_holder && next.is_some_and(|next| !next.is_given),
            take: is_next && next.is_some_and(|next| !next.is_taken),
            decline: next.is_some() && (may || is_next),
            end: held.is_some() && may,
        }
    }
}

pub(super) fn post_box(
    words: &Words<'_>,
    row: &PostRow,
    (names, doer): (&HashMap<AccountId, String>, &DutyDoer),
    history: Vec<String>,
) -> PostBox {
    let standing = &row.standing;
    let name = |account: &AccountId| names.get(account).cloned().unwrap_or_default();
    let days = |from: Day, until: Option<Day>| match until {
        Some(until) => words.ta(
            "care-duty-from-to",
            &[("from", &words.day(from)), ("to", &words.day(until))],
        ),
        None => words.ta("care-duty-from", &[("from", &words.day(from))]),
    };
    let held = standing.held.as_ref();
    let next = standing.next.as_ref();
    let (state, key) = match (held, row.vacant_from) {
        (None, _) => ("failing", "care-duty-vacant"),
        (Some(_), Some(_)) => ("strained", "care-duty-ending"),
        (Some(_), None) => ("stable", "care-duty-held"),
    };
    PostBox {
        badge: Badge {
            state,
            word: words.t(key),
        },
        place: words.building(&row.place),
        href: (doer.sees.contains_place(&row.place)).then(|| format!("{}/{}", crate::pages::DUTY, row.place)),
        code: row.place.to_string(),
        post: row.post.to_string(),
        name: words.t(&format!("care-post-{}", row.post)),
        held: held.map(|held| {
            format!(
                "{} · {} · {}",
                name(&held.account),
                held.phone,
                days(held.since, held.until)
            )
        }),
        next: next.map(|next| {
            let said = match (next.is_given, next.is_taken) {
                (true, true) => "care-duty-agreed",
                (true, false) => "care-duty-waits-next",
                (false, true) => "care-duty-waits-holder",
                (false, false) => "care-duty-waits-both",
            };
            format!(
                "{} · {} · {}",
                name(&next.account),
                days(next.on, next.until),
                words.t(said)
            )
        }),
        note: next.map_or_else(String::new, |next| next.note.clone()),
        need_href: row.need.map(|need| format!("/needs/{need}")),
        can: Can::of(standing, doer.at(&row.place)),
        is_for_a_period: row.post.is_for_a_period(),
        history,
    }
}

pub(super) async fn history(care: &Care, words: &Words<'_>, row: &PostRow) -> Result<Vec<String>, CareError> {
    let events = store::events(care.db(), &row.place, row.post, DUTY_EVENTS_SHOWN_MAX).await?;
    let actors = care
        .names_of(words.visit, events.iter().map(|event| event.actor.as_str()))
        .await?;
    let about = care
        .accounts()
        .display_names(events.iter().filter_map(|event| event.account))
        .await?;
    let line = |event: &store::Happened| {
        let by = actors.get(&event.actor).cloned().unwrap_or_default();
        let whom = event
            .account
            .and_then(|account| about.get(&account).cloned())
            .unwrap_or_default();
        let step = words.t(&format!("care-duty-step-{}", event.step));
        let note = event.note.clone().map_or_else(String::new, |note| format!(" · {note}"));
        format!("{} · {step} {whom} · {by}{note}", words.when(event.at))
    };
    Ok(events.iter().map(line).collect())
}
