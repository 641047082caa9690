//! A need as a row of any list: state · what · where · who has it · how long · next step.

use crate::LedgerState;
use crate::asking::Powers;
use crate::rules::command::{Circumstances, CommandKind};
use crate::rules::kinds::Kinds;
use crate::rules::need::{NeedState, State};
use crate::rules::offered::{is_offered, next_step};
use crate::store::rows::Need;
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Action, Viewer, Visit, places_problem};
use tongxin_city::relative::duration_in_words;
use tongxin_city::{AccountId, HouseholdId, Lang, Level, OrgId, PlaceCode, PlaceTree, Timestamp, Zone};
use tongxin_i18n::Texts;
use tongxin_web::{Problem, fresh_key};

/// Due within so long, a need is about to be late.
const SOON_MS: i64 = 4 * Timestamp::HOUR_MS;
/// Names of places said in a row, from the innermost up.
const PLACE_NAMES_MAX: usize = 3;

/// A row; read by the `work_row` macro.
#[derive(Debug, Clone)]
pub struct NeedRow {
    /// The need's number.
    pub id: String,
    /// `failing` when late, `strained` when about to be or to be confirmed, `stable` when well, `unknown` when closed.
    pub state: &'static str,
    /// The same in words.
    pub word: String,
    /// The need's page.
    pub href: String,
    /// What is lacking.
    pub what: String,
    /// Topic and number.
    pub note: String,
    /// Where.
    pub place: String,
    /// Who has it.
    pub who: String,
    /// When it was raised, for machines.
    pub iso: String,
    /// How long ago.
    pub since: String,
    /// When exactly.
    pub exact: String,
    /// The one next step the reader may take.
    pub next: Option<NextStep>,
}

/// A step that one button takes.
#[derive(Debug, Clone)]
pub struct NextStep {
    /// Where it is posted.
    pub action: String,
    /// What the button says.
    pub label: String,
    /// Its icon.
    pub icon: &'static str,
    /// The command's key.
    pub key: String,
}

/// In which words, at which moment and over which places needs are said.
#[derive(Debug, Clone)]
pub struct Sight<'a> {
    /// Every word.
    pub texts: &'a Texts,
    /// The reader's language.
    pub lang: Lang,
    /// The city's zone.
    pub zone: &'a Zone,
    /// The present moment.
    pub now: Timestamp,
    /// The city's places.
    pub tree: Arc<PlaceTree>,
    /// The kinds of needs.
    pub kinds: &'a Kinds,
    /// Place names are said from below this level.
    pub above: Level,
}

/// Names of those whom needs name by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    accounts: HashMap<AccountId, String>,
    orgs: HashMap<OrgId, String>,
    doors: HashMap<HouseholdId, String>,
}

/// The ids that names are wanted for.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub(super) accounts: Vec<AccountId>,
    pub(super) orgs: Vec<OrgId>,
    pub(super) households: Vec<(HouseholdId, PlaceCode)>,
}

impl Named {
    /// Those a need names now.
    pub(super) fn add(&mut self, need: &NeedState) {
        let (facts, standing) = (&need.facts, &need.standing);
        self.accounts
            .extend(standing.assigned_account.into_iter().chain(facts.raised_by));
        self.orgs.extend(standing.assigned_org.into_iter().chain(facts.org));
        self.households.extend(facts.household.map(|id| (id, facts.place)));
    }

    /// Looks them up. A door's number is told to the household and to those who look after its building.
    pub(super) async fn look_up(self, state: &LedgerState, viewer: &Viewer) -> Result<Names, Problem> {
        let mut names = Names::default();
        if !self.accounts.is_empty() {
            names.accounts = state.accounts.display_names(self.accounts).await?;
        }
        if !self.orgs.is_empty() {
            names.orgs = state.places.org_names(self.orgs).await.map_err(places_problem)?;
        }
        let may_know = |(id, place): &(HouseholdId, PlaceCode)| {
            viewer.household() == Some(*id) || viewer.require_place(Action::HouseholdRead, place).is_ok()
        };
        let known: Vec<HouseholdId> = self
            .households
            .iter()
            .filter(|each| may_know(each))
            .map(|each| each.0)
            .collect();
        if !known.is_empty() {
            let doors = state.places.households_of(known).await.map_err(places_problem)?;
            names.doors = doors
                .into_iter()
                .map(|household| (household.id, household.door))
                .collect();
        }
        Ok(names)
    }
}

impl Names {
    /// An account's shown name.
    pub(super) fn account(&self, id: AccountId) -> Option<&str> {
        self.accounts.get(&id).map(String::as_str)
    }

    /// An organisation's name.
    pub(super) fn org(&self, id: OrgId) -> Option<&str> {
        self.orgs.get(&id).map(String::as_str)
    }

    /// A household's door, when the reader may know it.
    pub(super) fn door(&self, id: HouseholdId) -> Option<&str> {
        self.doors.get(&id).map(String::as_str)
    }

    /// A place with the household's door, when the reader may know it.
    pub(super) fn with_door(&self, place: String, household: Option<HouseholdId>) -> String {
        match household.and_then(|id| self.door(id)) {
            Some(door) => format!("{place} {door}"),
            None => place,
        }
    }

    /// Whom a need is given to.
    pub(super) fn assignee(&self, need: &NeedState) -> Option<&str> {
        let standing = &need.standing;
        let person = standing.assigned_account.and_then(|id| self.account(id));
        person.or_else(|| standing.assigned_org.and_then(|id| self.org(id)))
    }
}

impl<'a> Sight<'a> {
    /// The sight of whoever visits.
    pub fn of(state: &'a LedgerState, visit: &'a Visit) -> Self {
        Sight {
            texts: &visit.asked.shell.texts,
            lang: visit.lang(),
            zone: &visit.asked.shell.zone,
            now: visit.now(),
            tree: state.places.tree(),
            kinds: state.ledger.kinds(),
            above: Level::City,
        }
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.texts.text(self.lang, key)
    }

    pub(super) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts.text_with(self.lang, key, args)
    }

    /// How a need stands: its colour and its word.
    pub fn standing(&self, need: &NeedState) -> (&'static str, String) {
        let standing = &need.standing;
        if standing.state == State::Solved {
            return ("strained", self.t("ledger-row-to-confirm"));
        }
        if !standing.state.is_open() {
            let colour = if standing.state == State::StruckOff {
                "stable"
            } else {
                "unknown"
            };
            return (colour, self.t(&format!("ledger-state-{}", standing.state)));
        }
        let late_ms = self.now.millis_since(standing.due_at);
        let time = duration_in_words(late_ms.abs(), self.lang);
        if late_ms >= 0 {
            ("failing", self.ta("ledger-row-late", &[("time", &time)]))
        } else if late_ms > -SOON_MS {
            ("strained", self.ta("ledger-row-due-in", &[("time", &time)]))
        } else {
            ("stable", self.ta("ledger-row-due-in", &[("time", &time)]))
        }
    }

    /// A topic's name.
    pub fn topic(&self, need: &NeedState) -> String {
        let facts = &need.facts;
        let topic = self.kinds.topic(&facts.kind, &facts.topic);
        topic.map_or_else(|| facts.topic.clone(), |topic| self.t(topic.name))
    }

    /// The last names of a place's path, from below the level in sight: `渝北 › 双凤桥 › 7栋`.
    pub fn place(&self, code: &PlaceCode) -> String {
        let path = self.tree.path(code);
        let below: Vec<&str> = path
            .iter()
            .filter(|place| place.level > self.above)
            .map(|place| place.name(self.lang))
            .collect();
        match below.len() {
            0 => path
                .last()
                .map_or_else(String::new, |place| place.name(self.lang).to_owned()),
            count => below[count.saturating_sub(PLACE_NAMES_MAX)..].join(" › "),
        }
    }

    /// A row without a next step, for a reader who knows no names.
    pub fn row(&self, need: &Need) -> NeedRow {
        let (state, word) = self.standing(&need.state);
        let raised_at = need.state.raised_at;
        let standing = &need.state.standing;
        let id = need.state.id.to_string();
        let tier = self.t(&format!("ledger-tier-{}", standing.tier));
        let state_word = self.t(&format!("ledger-state-{}", standing.state));
        NeedRow {
            state,
            word,
            href: format!("/needs/{id}"),
            what: self.title(need),
            note: format!("{} · {id}", self.topic(&need.state)),
            place: self.place(&need.state.facts.place),
            who: format!("{tier} · {state_word}"),
            iso: raised_at.to_string(),
            since: duration_in_words(self.now.millis_since(raised_at), self.lang),
            exact: self.zone.format(raised_at, self.lang),
            next: None,
            id,
        }
    }

    /// What a need is called: its title; once that was erased its topic while it is open, or else that it was erased.
    pub(super) fn title(&self, need: &Need) -> String {
        match need.texts.title.as_str() {
            "" if need.state.standing.state.is_open() => self.topic(&need.state),
            "" => self.t("ledger-erased-title"),
            title => title.to_owned(),
        }
    }
}

/// Needs as rows, with names and next steps for whoever visits.
///
/// # Errors
/// A storage failure.
pub async fn need_rows(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    needs: &[Need],
) -> Result<Vec<NeedRow>, Problem> {
    let mut named = Named::default();
    needs.iter().for_each(|need| named.add(&need.state));
    let names = named.look_up(state, &visit.viewer).await?;
    let powers = Powers::of(&visit.viewer)?;
    Ok(needs
        .iter()
        .map(|need| named_row(sight, &names, &powers, need))
        .collect())
}

fn named_row(sight: &Sight<'_>, names: &Names, powers: &Powers, need: &Need) -> NeedRow {
    let mut row = sight.row(need);
    let facts = &need.state.facts;
    if powers.is_home_of(&need.state) {
        // Whoever asks knows where they are.
        row.place = String::new();
    } else if facts.household.is_some() {
        row.place = names.with_door(row.place, facts.household);
    } else if let Some(org) = facts.org.and_then(|id| names.org(id)) {
        row.place = format!("{org} · {}", row.place);
    }
    if let Some(assignee) = names.assignee(&need.state) {
        let is_running = need.state.standing.state.is_running();
        let key = if is_running {
            "ledger-row-with"
        } else {
            "ledger-row-was-with"
        };
        row.who = sight.ta(key, &[("name", assignee)]);
    }
    row.next = step_of(sight, powers, &need.state);
    row
}

/// The next step, when one button without further words takes it.
fn step_of(sight: &Sight<'_>, powers: &Powers, need: &NeedState) -> Option<NextStep> {
    let caller = powers.caller(need);
    let circumstances = Circumstances::at(sight.now, sight.kinds, need);
    let kind = next_step(need.standing.state, &CommandKind::ALL)?;
    let is_plain = matches!(kind, CommandKind::Accept | CommandKind::Solve | CommandKind::StrikeOff);
    (is_plain && is_offered(kind, need, &caller, &circumstances)).then(|| NextStep {
        action: format!("/needs/{}/{}", need.id, kind.as_str()),
        label: sight.t(&step_label(kind, caller.is_raiser_of(need))),
        icon: icon_of(kind),
        key: fresh_key(),
    })
}

/// What the button of a command says to those who ask, and to those who work.
pub(super) fn step_label(kind: CommandKind, is_raiser: bool) -> String {
    if kind == CommandKind::StrikeOff && is_raiser {
        "ledger-step-confirm".to_owned()
    } else {
        format!("ledger-command-{}", kind.as_str())
    }
}

/// A command's icon.
pub(super) const fn icon_of(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Accept => "check",
        CommandKind::Assign => "users",
        CommandKind::Solve | CommandKind::StrikeOff => "done",
        CommandKind::Decline => "declined",
        CommandKind::Appeal | CommandKind::Escalate => "escalate",
        CommandKind::Reopen => "reopen",
        CommandKind::Comment => "comment",
        CommandKind::Attach => "camera",
        CommandKind::Merge => "merge",
        CommandKind::SetPriority => "clock",
        CommandKind::Undo => "undo",
    }
}
