//! Opening delivery windows, one or by the week; closing one and opening it again.

use crate::Supply;
use crate::api::Shared;
use crate::api::shop::minutes;
use crate::error::SupplyError;
use crate::pages::forms::field;
use crate::pages::orders::windows::{WindowsQuery, page};
use crate::pages::orders::{Typed, WINDOWS};
use crate::pages::whitelist::form_errors;
use crate::rules::fields::Fields;
use crate::rules::window::WeekPattern;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::{Day, OrgId, WindowId};
use tongxin_web::{FieldFault, Flash, Form, IdempotencyKey, Path, Problem, fresh_key, html_with, redirect_with};

/// Opens one window.
pub(super) async fn open_one(
    State(supply): Shared,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    open(&supply, &visit, typed, "one_", |_| Ok((1, vec![0]))).await
}

/// Opens the same window on some weekdays of some weeks.
pub(super) async fn open_week(
    State(supply): Shared,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let weeks = field(&typed, "week_weeks").parse().unwrap_or(0);
    let named = typed.iter().filter(|(name, _)| name == "week_days");
    let chosen: Vec<i64> = named.filter_map(|(_, value)| value.parse().ok()).collect();
    open(&supply, &visit, typed, "week_", move |first| {
        if chosen.is_empty() {
            return Err(FieldFault::new("days", "supply-windows-no-days"));
        }
        let after = |weekday: &i64| (weekday - weekday_of(first)).rem_euclid(7);
        Ok((weeks, chosen.iter().map(after).collect()))
    })
    .await
}

/// Monday is 0; the first day of all, 1 January 1970, was a Thursday.
fn weekday_of(day: Day) -> i64 {
    (day.number() + 3).rem_euclid(7)
}

/// Opens what a form asks for; `days` says for how many weeks and on which days after the first.
async fn open(
    supply: &Supply,
    visit: &Visit,
    typed: Typed,
    start: &'static str,
    days: impl FnOnce(Day) -> Result<(i64, Vec<i64>), FieldFault>,
) -> Result<Response, Problem> {
    let org: OrgId = field(&typed, "org").parse().map_err(|_| Problem::not_found())?;
    let opened = async {
        let firm = supply.firm(&visit.scope(Action::OrderWork)?, org).await?;
        let key = IdempotencyKey::checked(field(&typed, "key"))?;
        let pattern = read(&typed, start, days)?;
        let key = visit.command(key, "open-week", format!("{org} {pattern:?}").as_bytes());
        let new = pattern
            .windows(&visit.asked.shell.zone, visit.now())
            .map_err(SupplyError::from)?;
        Ok(supply.open_windows(key, &firm, new, visit.now()).await?)
    };
    match opened.await {
        Ok(ids) => {
            let flash = Flash::done("supply-windows-opened").arg("n", ids.len());
            Ok(redirect_with(&visit.asked, &format!("{WINDOWS}?org={org}"), &flash))
        }
        Err(problem) => {
            let problem: Problem = problem;
            let status = problem.status;
            let mut errors = form_errors(visit, problem)?;
            for error in errors.list.iter_mut().filter(|error| !error.field.is_empty()) {
                error.field = format!("{start}{}", form_field(&error.field));
            }
            let query = WindowsQuery {
                org: Some(org),
                from: None,
            };
            html_with(status, &page(supply, visit, &query, &typed, errors).await?)
        }
    }
}

fn read(
    typed: &Typed,
    start: &str,
    days: impl FnOnce(Day) -> Result<(i64, Vec<i64>), FieldFault>,
) -> Result<WeekPattern, SupplyError> {
    let value = |name: &str| field(typed, &format!("{start}{name}"));
    let mut fields = Fields::default();
    let day = value("day").parse::<Day>();
    let first_day = fields.take(day.map_err(|_| FieldFault::new("first_day", "supply-windows-day")));
    let days = first_day.and_then(|first| fields.take(days(first)));
    let mut clock = |name: &'static str| {
        fields.take(minutes(value(name)).ok_or_else(|| FieldFault::new(name, "supply-window-clock")))
    };
    let (from, to) = (clock("from"), clock("to"));
    let (Some(first_day), Some((weeks, days)), Some(from_minute), Some(to_minute)) = (first_day, days, from, to) else {
        return Err(SupplyError::Faults(fields.into_faults()));
    };
    Ok(WeekPattern {
        first_day,
        weeks,
        days,
        from_minute,
        to_minute,
        // What is no number is refused at its field, as below nothing.
        closes_before_minutes: value("closes").parse().unwrap_or(-1),
        orders_max: value("orders").parse().unwrap_or(-1),
    })
}

/// The field of a form, after its start, for one of the rules'.
fn form_field(field: &str) -> &str {
    match field {
        "first_day" => "day",
        "from_at" => "from",
        "to_at" => "to",
        "closes_at" | "closes_before_minutes" => "closes",
        "orders_max" => "orders",
        other => other,
    }
}

/// Closes a window for further orders; that can be taken back.
pub(super) async fn close(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<WindowId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    set_open(&supply, &visit, id, &typed, false).await
}

/// Opens a closed window again.
pub(super) async fn reopen(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<WindowId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    set_open(&supply, &visit, id, &typed, true).await
}

async fn set_open(
    supply: &Supply,
    visit: &Visit,
    id: WindowId,
    typed: &Typed,
    is_open: bool,
) -> Result<Response, Problem> {
    let org: Option<OrgId> = field(typed, "org").parse().ok();
    let scope = visit.scope(Action::OrderWork)?;
    let key = IdempotencyKey::checked(field(typed, "key"))?;
    let key = visit.command(key, "set-window-open", format!("{id} {is_open}").as_bytes());
    supply.set_window_open(key, scope, id, is_open).await?;
    let (said, back) = if is_open {
        ("supply-windows-reopened", "close")
    } else {
        ("supply-windows-closed-now", "reopen")
    };
    let mut fields = vec![("key".to_owned(), fresh_key())];
    fields.extend(org.map(|org| ("org".to_owned(), org.to_string())));
    let to = org.map_or_else(|| WINDOWS.to_owned(), |org| format!("{WINDOWS}?org={org}"));
    let flash = Flash::done(said).undo(format!("{WINDOWS}/{id}/{back}"), fields);
    Ok(redirect_with(&visit.asked, &to, &flash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(weekday_of(day("2022-11-21")), 0);
        assert_eq!(weekday_of(day("2022-11-27")), 6);
    }
}
