//! What whoever asks sees of their own needs, at home, in a plant or on a site: what waits for their word, what is being
//! dealt with, what was closed; and what they can ask for next.

use crate::LedgerState;
use crate::pages::raise::icon_of;
use crate::pages::rows::{NeedRow, Sight, need_rows};
use crate::rules::need::State;
use crate::store::Scope;
use crate::store::list::{Filter, Page as Part, Sort};
use tongxin_account::{Action, Visit};
use tongxin_web::Problem;

/// Open needs shown; the list has the rest.
const OPEN_MAX: u32 = 100;
/// Closed needs shown; the list has the rest.
const CLOSED_MAX: u32 = 10;

/// One asker's needs; `own_needs` in `need_macros.html` shows them.
#[derive(Debug)]
pub struct OwnNeeds {
    /// Said to be solved: the asker confirms or reopens.
    pub confirm: Vec<NeedRow>,
    /// Being dealt with.
    pub open: Vec<NeedRow>,
    /// Closed lately.
    pub closed: Vec<NeedRow>,
    /// What can be asked for.
    pub topics: Vec<TopicLink>,
    /// The page to come back to.
    pub back: String,
    /// All of them, closed ones too, in the list.
    pub all_href: String,
}

/// A topic that leads to the form.
#[derive(Debug, Clone)]
pub struct TopicLink {
    /// The form with that topic chosen.
    pub href: String,
    /// The topic's name.
    pub label: String,
    /// Its icon.
    pub icon: &'static str,
}

impl OwnNeeds {
    /// The needs that `whom` names (a household's or an organisation's), and the topics of the kind of that key. `asks`
    /// is what the form's address carries besides the topic, such as `&org=…`; `back` is the page they stand on.
    ///
    /// # Errors
    /// A storage failure; 403 when the viewer sees no needs.
    pub async fn load(
        state: &LedgerState,
        visit: &Visit,
        kind: &str,
        whom: Filter,
        asks: &str,
        back: &str,
    ) -> Result<Self, Problem> {
        let sight = Sight::of(state, visit);
        let open = part(state, visit, &sight, whom.clone(), Sort::Due, OPEN_MAX).await?;
        let (confirm, open) = open.into_iter().partition(|(state, _)| *state == State::Solved);
        let closed = Filter {
            states: vec![State::StruckOff, State::Declined, State::Merged],
            ..whom
        };
        let closed = part(state, visit, &sight, closed, Sort::Newest, CLOSED_MAX).await?;
        let kind = state.ledger.kinds().get(kind);
        let topics = kind.into_iter().flat_map(|kind| kind.topics).map(|topic| TopicLink {
            href: format!("/needs/raise?topic={}{asks}", topic.key),
            label: sight.t(topic.name),
            icon: icon_of(topic.key),
        });
        Ok(OwnNeeds {
            confirm: only_rows(confirm),
            open: only_rows(open),
            closed: only_rows(closed),
            topics: topics.collect(),
            back: back.to_owned(),
            all_href: format!("/needs?with_closed=true&sort=newest{asks}"),
        })
    }
}

fn only_rows(rows: Vec<(State, NeedRow)>) -> Vec<NeedRow> {
    rows.into_iter().map(|(_, row)| row).collect()
}

async fn part(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    filter: Filter,
    sort: Sort,
    limit: u32,
) -> Result<Vec<(State, NeedRow)>, Problem> {
    let scope = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let part = Part {
        sort,
        after: None,
        limit,
    };
    let needs = state.ledger.list(&scope, &filter, &part).await?.needs;
    let states: Vec<State> = needs.iter().map(|need| need.state.standing.state).collect();
    let rows = need_rows(state, visit, sight, &needs).await?;
    Ok(states.into_iter().zip(rows).collect())
}
