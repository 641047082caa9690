//! What the tallies don't say about a place: the needs that wait longest, since when each lifeline's oldest overdue need
//! is late, and, from a subdistrict down, the counts of the places inside.

use crate::snapshot::{STANDINGS, Standing, UNSEEN};
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
    pub(crate) inside: Vec<Inside>,
}

/// Open needs of a lifeline in a place inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inside {
    /// The place inside; what lies at the place itself is under its own code.
    pub(crate) place: PlaceCode,
    /// The lifeline; none of a kind that is no longer declared.
    pub(crate) lifeline: Option<Lifeline>,
    /// The needs.
    pub(crate) standing: Standing,
    /// Of these, those that say that nobody knows how somebody is.
    pub(crate) unseen: u32,
}

/// Sums the counts of a place's inside by place and lifeline.
fn summed(ledger: &Ledger, place: PlaceCode, counts: &[StandingCount]) -> Vec<Inside> {
    let mut sums: BTreeMap<(PlaceCode, Option<Lifeline>), (Standing, u32)> = BTreeMap::new();
    for count in counts {
        let topic = ledger.kinds().topic(&count.kind, &count.topic);
        let subject = (count.place.unwrap_or(place), topic.map(|topic| topic.lifeline));
        let (sum, unseen) = sums.entry(subject).or_default();
        let more = standing_of(count);
        *sum = sum.plus(&more);
        if count.kind == UNSEEN {
            *unseen += more.open();
        }
    }
    let inside = |((place, lifeline), (standing, unseen))| Inside {
        place,
        lifeline,
        standing,
        unseen,
    };
    sums.into_iter().map(inside).collect()
}

fn standing_of(count: &StandingCount) -> Standing {
    let mut standing = Standing::default();
    let number = u32::try_from(count.count).unwrap_or(0);
    match count.state.parse::<State>() {
        Ok(state) => standing.0[state as usize] = number,
        Err(_) => standing.0[STANDINGS - 1] = number,
    }
    standing
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
        _ => {
            let below = level.below().unwrap_or(level);
            summed(ledger, place, &ledger.open_counts_below(&place, below).await?)
        }
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
