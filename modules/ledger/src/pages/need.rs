//! `/needs/{id}`: where a need stands and the one next step; what else can be done; what happened.

use crate::api::Shared;
use crate::asking::Powers;
use crate::pages::body::{self, BodyLine};
use crate::pages::commands::{ActForm, field_name};
use crate::pages::list::{people, priorities};
use crate::pages::rows::{Named, Names, Sight, icon_of, step_label};
use crate::pages::timeline::{self, EntryView};
use crate::rules::command::{Caller, Circumstances, CommandKind, LastEntry};
use crate::rules::limits::{COMMENT_CHARS_MAX, REASON_CHARS_MAX};
use crate::rules::need::{Actor, State};
use crate::rules::offered::{next_step, offered};
use crate::store::Scope;
use crate::store::rows::Need;
use crate::{LedgerState, NeedHistory};
use askama::Template;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_city::relative::from_now_in_words;
use tongxin_city::{NeedId, PlaceCode, Timestamp};
use tongxin_web::{Choice, FormErrors, Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "need.html")]
pub(super) struct NeedPage {
    page: Page,
    errors: FormErrors,
    number: String,
    title: String,
    body: Vec<BodyLine>,
    badge: (&'static str, String),
    /// What is to be done now, or what is waited for.
    now: String,
    /// What the clock does if nobody does anything.
    clock: Option<String>,
    primary: Option<Offer>,
    others: Vec<Offer>,
    facts: Vec<Fact>,
    contact: Option<Contact>,
    entries: Vec<EntryView>,
    may_comment: bool,
    may_attach: bool,
    comment: String,
    chars: Chars,
}

/// Longest texts, as the fields' `maxlength`.
struct Chars {
    reason: String,
    comment: String,
}

/// A command that can be given now.
struct Offer {
    /// Its name in addresses; the template chooses the fields by it.
    name: &'static str,
    label: String,
    icon: &'static str,
    /// Whether its form stands open, because it was just refused.
    is_open: bool,
    /// The field's name, when it has one.
    field: String,
    /// What was typed into it.
    value: String,
    /// What its field asks for.
    question: String,
    hint: String,
    /// For a choice: from what.
    choices: Vec<Choice>,
}

/// A line of the need's facts.
struct Fact {
    label: String,
    value: String,
    /// Where the value leads, or empty.
    href: String,
}

/// How to reach who asks.
struct Contact {
    text: String,
    /// `tel:…` when it is a number.
    href: Option<String>,
}

/// The page.
pub(super) async fn show(state: Shared, visit: Visit, Path(id): Path<NeedId>) -> Result<Response, Problem> {
    html(&page(&state, &visit, id, FormErrors::default(), None).await?)
}

/// The page, perhaps with what was wrong with a form that was just sent.
pub(super) async fn page(
    state: &LedgerState,
    visit: &Visit,
    id: NeedId,
    errors: FormErrors,
    tried: Option<(CommandKind, ActForm)>,
) -> Result<NeedPage, Problem> {
    let scope = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let history = state.ledger.get(&scope, id).await?;
    let sight = Sight::of(state, visit);
    let mut named = Named::default();
    timeline::name_all(&history, &mut named);
    let names = named.look_up(state, &visit.viewer).await?;
    let caller = Powers::of(&visit.viewer)?.caller(&history.need.state);
    let offered = offered(&history.need.state, &caller, &circumstances(&sight, &history));
    let step = next_step(history.need.state.standing.state, &offered);
    let people = if offered.contains(&CommandKind::Assign) {
        people(state, visit, &sight, &history.need.state.facts.place).await?
    } else {
        Vec::new()
    };
    let maker = OfferMaker {
        sight: &sight,
        need: &history.need,
        caller: &caller,
        people,
        tried: tried.as_ref(),
    };
    let is_aside = |kind: &CommandKind| {
        Some(*kind) != step && !matches!(kind, CommandKind::Comment | CommandKind::Attach | CommandKind::Undo)
    };
    let others = offered
        .iter()
        .copied()
        .filter(is_aside)
        .map(|kind| maker.offer(kind))
        .collect();
    let primary = step.map(|kind| maker.offer(kind));
    let comment = match &tried {
        Some((CommandKind::Comment, form)) => form.field(CommandKind::Comment, "text").to_owned(),
        _ => String::new(),
    };
    let need = &history.need;
    let mut page = visit.page_titled(sight.title(need));
    // A household's page has none: it is at home.
    let href = |code: &PlaceCode| format!("/needs?place={code}");
    page.place_path = visit.place_path(&sight.tree, &need.state.facts.place, Action::NeedRead, href);
    Ok(NeedPage {
        errors,
        number: id.to_string(),
        title: sight.title(need),
        body: body::lines(need),
        badge: sight.standing(&need.state),
        now: now_in_words(&sight, &names, need, step.is_some()),
        clock: clock_in_words(&sight, need),
        primary,
        others,
        facts: facts(&sight, &names, need),
        contact: need.texts.contact.clone().map(contact),
        entries: timeline::views(&sight, &names, &history),
        may_comment: offered.contains(&CommandKind::Comment),
        may_attach: offered.contains(&CommandKind::Attach),
        comment,
        chars: Chars {
            reason: REASON_CHARS_MAX.to_string(),
            comment: COMMENT_CHARS_MAX.to_string(),
        },
        page,
    })
}

fn circumstances(sight: &Sight<'_>, history: &NeedHistory) -> Circumstances {
    Circumstances {
        last: last_entry(history),
        photos: u32::try_from(history.attachments.len()).unwrap_or(u32::MAX),
        ..Circumstances::at(sight.now, sight.kinds, &history.need.state)
    }
}

fn last_entry(history: &NeedHistory) -> Option<LastEntry> {
    let [.., before, last] = &history.entries[..] else {
        return None;
    };
    Some(LastEntry {
        seq: last.seq,
        actor: last.actor.parse().ok()?,
        at: last.at,
        kind: last.kind,
        before: before.body.as_ref()?.after.clone(),
    })
}

/// Makes the forms of a need's page.
struct OfferMaker<'a> {
    sight: &'a Sight<'a>,
    need: &'a Need,
    caller: &'a Caller,
    people: Vec<Choice>,
    tried: Option<&'a (CommandKind, ActForm)>,
}

impl OfferMaker<'_> {
    fn offer(&self, kind: CommandKind) -> Offer {
        let (field, choices) = match kind {
            CommandKind::Assign => ("to", self.people.clone()),
            CommandKind::SetPriority => (
                "priority",
                priorities(self.sight, Some(self.need.state.standing.priority)),
            ),
            CommandKind::Merge => ("into", Vec::new()),
            CommandKind::Solve => ("note", Vec::new()),
            CommandKind::Accept | CommandKind::Undo => ("", Vec::new()),
            _ => ("reason", Vec::new()),
        };
        let value = self
            .tried
            .filter(|(tried, _)| *tried == kind)
            .map_or_else(String::new, |(_, form)| form.field(kind, field).to_owned());
        let name = kind.as_str();
        let is_withdrawal = kind == CommandKind::StrikeOff && self.need.state.standing.state != State::Solved;
        let label = if is_withdrawal {
            "ledger-step-withdraw".to_owned()
        } else {
            step_label(kind, self.caller.is_raiser_of(&self.need.state))
        };
        let texts = self.sight.texts;
        let optional_text = |key: String| {
            if texts.has(&key) {
                self.sight.t(&key)
            } else {
                String::new()
            }
        };
        Offer {
            name,
            label: self.sight.t(&label),
            icon: icon_of(kind),
            is_open: self.tried.is_some_and(|(tried, _)| *tried == kind),
            field: field_name(kind, field),
            value,
            question: optional_text(format!("ledger-ask-{name}")),
            hint: optional_text(format!("ledger-ask-{name}-hint")),
            choices,
        }
    }
}

/// What is to be done now, or what is waited for.
fn now_in_words(sight: &Sight<'_>, names: &Names, need: &Need, can_act: bool) -> String {
    let standing = &need.state.standing;
    let with = if can_act { "act" } else { "wait" };
    let key = if standing.state.is_open() || standing.state == State::Declined {
        format!("ledger-now-{}-{with}", standing.state)
    } else {
        format!("ledger-now-{}", standing.state)
    };
    let unnamed = sight.t("ledger-actor-account");
    let name = names.assignee(&need.state).unwrap_or(&unnamed);
    let solver = standing
        .solver
        .map_or_else(String::new, |solver| timeline::who(sight, names, &solver.to_string()));
    sight.ta(&key, &[("name", name), ("solver", &solver)])
}

fn clock_in_words(sight: &Sight<'_>, need: &Need) -> Option<String> {
    let standing = &need.state.standing;
    let at = standing.escalate_at.filter(|_| standing.state.is_running())?;
    let above = standing.tier.above()?;
    let tier = sight.t(&format!("ledger-tier-{above}"));
    let time = sight.zone.format(at, sight.lang);
    Some(sight.ta("ledger-clock", &[("tier", &tier), ("time", &time)]))
}

fn facts(sight: &Sight<'_>, names: &Names, need: &Need) -> Vec<Fact> {
    let (facts, standing) = (&need.state.facts, &need.state.standing);
    let fact = |key: &str, value: String| Fact {
        label: sight.t(key),
        value,
        href: String::new(),
    };
    let moment = |at: Timestamp| {
        let (time, ago) = (
            sight.zone.format(at, sight.lang),
            from_now_in_words(at, sight.now, sight.lang),
        );
        sight.ta("ledger-moment", &[("time", &time), ("ago", &ago)])
    };
    let place = names.with_door(sight.place(&facts.place), facts.household);
    let kind = sight
        .kinds
        .get(&facts.kind)
        .map_or_else(|| facts.kind.clone(), |kind| sight.t(kind.name));
    let mut list = vec![
        fact("ledger-column-place", place),
        fact("ledger-column-topic", format!("{kind} · {}", sight.topic(&need.state))),
    ];
    if let Some(org) = facts.org.and_then(|id| names.org(id)) {
        list.push(fact("ledger-fact-org", org.to_owned()));
    }
    list.push(fact(
        "ledger-column-priority",
        sight.t(&format!("ledger-priority-{}", standing.priority)),
    ));
    list.push(fact("ledger-column-due", moment(standing.due_at)));
    list.push(fact(
        "ledger-column-tier",
        sight.t(&format!("ledger-tier-{}", standing.tier)),
    ));
    if let Some(name) = names.assignee(&need.state) {
        list.push(fact("ledger-fact-assignee", name.to_owned()));
    }
    let raiser = match (facts.raised_by, facts.household) {
        (Some(account), _) => timeline::who(sight, names, &Actor::Account(account).to_string()),
        (None, Some(household)) => timeline::who(sight, names, &Actor::Household(household).to_string()),
        (None, None) => String::new(),
    };
    list.push(fact(
        "ledger-column-raised",
        format!("{} · {raiser}", moment(need.state.raised_at)),
    ));
    if let Some(closed_at) = standing.closed_at {
        list.push(fact("ledger-column-closed", moment(closed_at)));
    }
    if let Some(into) = standing.merged_into {
        list.push(Fact {
            label: sight.t("ledger-fact-merged-into"),
            value: into.to_string(),
            href: format!("/needs/{into}"),
        });
    }
    list
}

fn contact(text: String) -> Contact {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c)) && digits.len() >= 3;
    Contact {
        href: is_number.then(|| format!("tel:{digits}")),
        text,
    }
}
