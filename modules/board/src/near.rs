//! What the tallies don't say about a place: the needs that wait longest, since when each lifeline's oldest overdue need
//! is late, and, from a subdistrict down, the counts of the places inside.

use std::collections::BTreeMap;
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_ledger::{Filter, Ledger, LedgerError, Lifeline, Need, Page, Scope, Sort, StandingCount, State};

/// Needs listed beside the map.
const OLDEST_MAX: u32 = 10;
/// States in which a need's due time runs.
const RUNNING: [State; 4] = [State::Raised, State::Accepted, State::Assigned, State::Reopened];

/// A place from near.
#[derive(Debug, Default)]
pub(crate) struct Near {
    /// The needs that wait longest, earliest due first.
    pub(crate) oldest: Vec<Need>,
    /// When the oldest overdue need of a lifeline should have been solved.
    pub(crate) overdue_since: BTreeMap<Lifeline, Timestamp>,
    /// Open needs by the places inside; empty above a subdistrict, where tallies say it.
    pub(crate) inside: Vec<StandingCount>,
}

/// Reads a place of that level, in which these lifelines have overdue needs. Whoever shows it bounds the reader to the
/// place.
pub(crate) async fn read(
    ledger: &Ledger,
    place: PlaceCode,
    level: Level,
    overdue: &[Lifeline],
    now: Timestamp,
) -> Result<Near, LedgerError> {
    let inside = match level {
        Level::City | Level::District => Vec::new(),
        // A building has nothing inside; counted by itself it says how it stands.
        _ => ledger.open_counts_below(&place, level.below().unwrap_or(level)).await?,
    };
    let running = Filter {
        states: RUNNING.to_vec(),
        place: Some(place),
        ..Filter::default()
    };
    // In order of due time the overdue ones come first by themselves.
    let oldest = first(ledger, &running, OLDEST_MAX).await?;
    let mut overdue_since = BTreeMap::new();
    for lifeline in overdue.iter().copied() {
        let mut oldest_of = oldest
            .iter()
            .find(|need| need.state.facts.lifeline == lifeline)
            .cloned();
        if oldest_of.is_none() {
            let late = Filter {
                lifeline: Some(lifeline),
                due_before: Some(now),
                ..running.clone()
            };
            oldest_of = first(ledger, &late, 1).await?.into_iter().next();
        }
        if let Some(need) = oldest_of.filter(|need| need.state.standing.is_overdue) {
            overdue_since.insert(lifeline, need.state.standing.due_at);
        }
    }
    Ok(Near {
        oldest,
        overdue_since,
        inside,
    })
}

async fn first(ledger: &Ledger, filter: &Filter, limit: u32) -> Result<Vec<Need>, LedgerError> {
    let page = Page {
        sort: Sort::Due,
        after: None,
        limit,
    };
    Ok(ledger.list(&Scope::whole(), filter, &page).await?.needs)
}
