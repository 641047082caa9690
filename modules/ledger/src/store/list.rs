//! Lists of needs: filters, order, paging by key.

use crate::rules::need::{Lifeline, Priority, State, Tier};
use crate::store::rows::{self, Need, need_columns};
use crate::store::scope::{Bounds, Reach};
use crate::store::{NEED_TEXT, Scope};
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId, PlaceCode, Timestamp, Widths};
use tongxin_storage::{Db, Sql, StorageError};

/// Which needs a list shows; the default is every open one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Needs in one of these states; none means all open ones.
    pub states: Vec<State>,
    /// Closed ones too, when no state is named.
    pub with_closed: bool,
    /// Of this kind.
    pub kind: Option<String>,
    /// About this topic.
    pub topic: Option<String>,
    /// Of this lifeline.
    pub lifeline: Option<Lifeline>,
    /// At this tier or above.
    pub tier_from: Option<Tier>,
    /// At exactly this tier.
    pub tier: Option<Tier>,
    /// Of this priority.
    pub priority: Option<Priority>,
    /// Overdue, or not.
    pub is_overdue: Option<bool>,
    /// Given to this account.
    pub assigned_account: Option<AccountId>,
    /// Given to this organisation.
    pub assigned_org: Option<OrgId>,
    /// Of this household.
    pub household: Option<HouseholdId>,
    /// Of this organisation.
    pub org: Option<OrgId>,
    /// In this place.
    pub place: Option<PlaceCode>,
    /// Merged into this need.
    pub merged_into: Option<NeedId>,
    /// Whose title or description holds all these words.
    pub search: Option<String>,
    /// Raised before this moment.
    pub raised_before: Option<Timestamp>,
    /// Raised at this moment or later.
    pub raised_from: Option<Timestamp>,
    /// Last touched before this moment.
    pub untouched_since: Option<Timestamp>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Earliest due first.
    #[default]
    Due,
    /// Newest first.
    Newest,
    /// Longest untouched first.
    Untouched,
}

impl Filter {
    /// Whether the list holds open needs only, which are kept in due order.
    pub fn is_open_only(&self) -> bool {
        if self.states.is_empty() {
            !self.with_closed
        } else {
            self.states.iter().all(|state| state.is_open())
        }
    }
}

impl Sort {
    /// The order's word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Sort::Due => "due",
            Sort::Newest => "newest",
            Sort::Untouched => "untouched",
        }
    }

    fn key_of(self, need: &Need) -> i64 {
        match self {
            Sort::Due => need.state.standing.due_at.millis(),
            Sort::Newest => 0,
            Sort::Untouched => need.state.standing.touched_at.millis(),
        }
    }
}

/// Where a page starts: right after a need of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    sort: Sort,
    key: i64,
    id: i64,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.sort.as_str(), self.key, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = crate::LedgerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || crate::LedgerError::BadCursor;
        let mut parts = text.splitn(3, '.');
        let mut next = || parts.next().ok_or_else(bad);
        let sort = match next()? {
            "due" => Sort::Due,
            "newest" => Sort::Newest,
            "untouched" => Sort::Untouched,
            _ => return Err(bad()),
        };
        let mut number = || next()?.parse::<i64>().map_err(|_| bad());
        Ok(Cursor {
            sort,
            key: number()?,
            id: number()?,
        })
    }
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The order.
    pub sort: Sort,
    /// After which need; none for the first page.
    pub after: Option<Cursor>,
    /// How many needs, at most [`PAGE_MAX`](crate::rules::limits::PAGE_MAX).
    pub limit: u32,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needs {
    /// The needs.
    pub needs: Vec<Need>,
    /// Where the next page starts; none on the last.
    pub next: Option<Cursor>,
}

/// A page of the needs that a scope covers and a filter lets through.
pub(crate) async fn needs(
    db: &Db,
    widths: &Widths,
    scope: &Scope,
    filter: &Filter,
    search: &Search<'_>,
    page: &Page,
) -> Result<Needs, StorageError> {
    let limit = page.limit.max(1);
    // Which needs, from an index alone where one holds all that is asked; then only their rows are read.
    let mut sql = Sql::new(concat!(
        "SELECT ",
        need_columns!(),
        ", title, body, contact FROM need WHERE id IN (SELECT id FROM need WHERE 1 = 1"
    ));
    push_list(&mut sql, db, widths, scope, filter, search, page);
    sql.push(")").push(order(page.sort, Reach::Narrow));
    let rows = db.select(sql).await?;
    let mut needs = rows.iter().map(rows::need).collect::<Result<Vec<_>, _>>()?;
    let is_last = needs.len() <= limit as usize;
    needs.truncate(limit as usize);
    let next = needs.last().filter(|_| !is_last).map(|need| Cursor {
        sort: page.sort,
        key: page.sort.key_of(need),
        id: need.state.id.get(),
    });
    Ok(Needs { needs, next })
}

/// Adds conditions, order and limit; one row more than the page tells whether there is another.
pub(crate) fn push_list(
    sql: &mut Sql,
    db: &Db,
    widths: &Widths,
    scope: &Scope,
    filter: &Filter,
    search: &Search<'_>,
    page: &Page,
) {
    let reach = push_conditions(sql, db, widths, scope, filter, search);
    if let Some(after) = page.after.filter(|after| after.sort == page.sort) {
        push_after(sql, after);
    }
    sql.push(order(page.sort, reach))
        .push(" LIMIT ")
        .bind(page.limit.max(1) + 1);
}

/// How many needs a list holds, counted no further than `max`.
pub(crate) async fn count(
    db: &Db,
    widths: &Widths,
    scope: &Scope,
    filter: &Filter,
    search: &Search<'_>,
    max: u32,
) -> Result<u32, StorageError> {
    let mut sql = Sql::new("SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM need WHERE 1 = 1");
    push_conditions(&mut sql, db, widths, scope, filter, search);
    sql.push(" LIMIT ").bind(max).push(") AS counted");
    let rows = db.select(sql).await?;
    let count = rows.first().map(|row| row.int("count")).transpose()?.unwrap_or(0);
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A lone `+` keeps an index from giving the order where gathering the few rows and sorting them is quicker.
const fn order(sort: Sort, reach: Reach) -> &'static str {
    match (sort, reach) {
        (Sort::Due, Reach::Narrow) => " ORDER BY +due_at, +id",
        (Sort::Due, _) => " ORDER BY due_at, id",
        (Sort::Newest, Reach::Narrow) => " ORDER BY +id DESC",
        (Sort::Newest, _) => " ORDER BY id DESC",
        (Sort::Untouched, Reach::Narrow) => " ORDER BY +touched_at, +id",
        (Sort::Untouched, _) => " ORDER BY touched_at, id",
    }
}

fn push_after(sql: &mut Sql, after: Cursor) {
    match after.sort {
        Sort::Due => sql
            .push(" AND (due_at, id) > (")
            .bind(after.key)
            .push(", ")
            .bind(after.id)
            .push(")"),
        Sort::Newest => sql.push(" AND id < ").bind(after.id),
        Sort::Untouched => sql
            .push(" AND (touched_at, id) > (")
            .bind(after.key)
            .push(", ")
            .bind(after.id)
            .push(")"),
    };
}

/// Adds the conditions; answers how far the list reaches.
fn push_conditions(
    sql: &mut Sql,
    db: &Db,
    widths: &Widths,
    scope: &Scope,
    filter: &Filter,
    search: &Search<'_>,
) -> Reach {
    let is_given_to_caller = filter.assigned_account.is_some() && filter.assigned_account == scope.account;
    let bounds = Bounds::new(scope, filter.place.as_ref(), widths);
    let mut reach = bounds.reach();
    if is_given_to_caller {
        // What was given to the caller is the caller's to see, wherever it is.
        if let Some(place) = &filter.place {
            Bounds::new(&Scope::whole(), Some(place), widths).push(sql);
        }
    } else {
        bounds.push(sql);
    }
    push_states(sql, filter);
    reach = if push_subjects(sql, filter) {
        Reach::Narrow
    } else {
        reach
    };
    push_words(sql, filter);
    push_times(sql, filter);
    match search {
        Search::None => reach,
        Search::Nothing => {
            sql.push(" AND 1 = 0");
            Reach::Narrow
        }
        Search::Rare(words) => {
            NEED_TEXT.push_match(sql.push(" AND id "), db.dialect(), words);
            Reach::Narrow
        }
        Search::Common(words) => {
            NEED_TEXT.push_match(sql.push(" AND +id "), db.dialect(), words);
            reach
        }
    }
}

fn push_states(sql: &mut Sql, filter: &Filter) {
    if filter.states.is_empty() {
        if !filter.with_closed {
            sql.push(" AND is_open = 1");
        }
        return;
    }
    if filter.states.iter().all(|state| state.is_open()) {
        // Says what the states imply, so that the indexes on open needs serve.
        sql.push(" AND is_open = 1");
    }
    sql.push(" AND state IN ")
        .bind_list(filter.states.iter().map(|state| state.as_str()));
}

/// Conditions that leave few rows, each with its own index. Whether there was one.
fn push_subjects(sql: &mut Sql, filter: &Filter) -> bool {
    let subjects = [
        (" AND assigned_account = ", filter.assigned_account.map(i64::from)),
        (" AND assigned_org = ", filter.assigned_org.map(i64::from)),
        (" AND household_id = ", filter.household.map(i64::from)),
        (" AND org_id = ", filter.org.map(i64::from)),
        (" AND merged_into = ", filter.merged_into.map(i64::from)),
    ];
    let mut is_narrow = false;
    for (condition, id) in subjects {
        if let Some(id) = id {
            sql.push(condition).bind(id);
            is_narrow = true;
        }
    }
    is_narrow
}

fn push_words(sql: &mut Sql, filter: &Filter) {
    if let Some(kind) = &filter.kind {
        sql.push(" AND kind = ").bind(kind.as_str());
    }
    if let Some(topic) = &filter.topic {
        sql.push(" AND topic = ").bind(topic.as_str());
    }
    if let Some(lifeline) = filter.lifeline {
        sql.push(" AND lifeline = ").bind(lifeline.as_str());
    }
    if let Some(tier) = filter.tier {
        sql.push(" AND tier = ").bind(tier.number());
    }
    if let Some(tier) = filter.tier_from {
        sql.push(" AND tier >= ").bind(tier.number());
    }
    if filter.tier.max(filter.tier_from) > Some(Tier::Base) {
        // Says what the tiers imply, so that the index on tiers above the lowest serves.
        sql.push(" AND tier > 0");
    }
    if let Some(priority) = filter.priority {
        sql.push(" AND priority = ").bind(priority.number());
    }
    if let Some(is_overdue) = filter.is_overdue {
        sql.push(" AND is_overdue = ").bind(is_overdue);
    }
}

fn push_times(sql: &mut Sql, filter: &Filter) {
    if let Some(before) = filter.raised_before {
        sql.push(" AND raised_at < ").bind(before.millis());
    }
    if let Some(from) = filter.raised_from {
        sql.push(" AND raised_at >= ").bind(from.millis());
    }
    if let Some(since) = filter.untouched_since {
        sql.push(" AND touched_at < ").bind(since.millis());
    }
    if let Some(before) = filter.due_before {
        sql.push(" AND due_at < ").bind(before.millis());
    }
}

/// Needs that hold the words of a search, at most so many, are gathered and sorted. Where there are more, the list is
/// walked in its order, and soon full.
const RARE_MAX: u32 = 10_000;

/// What a list's search asks of its query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search<'a> {
    /// There is no search.
    None,
    /// Punctuation alone, which finds nothing.
    Nothing,
    /// Words that few needs hold.
    Rare(&'a str),
    /// Words that many needs hold.
    Common(&'a str),
}

impl<'a> Search<'a> {
    /// Looks at the text index, to tell rare words from common ones.
    pub(crate) async fn of(db: &Db, filter: &'a Filter) -> Result<Self, StorageError> {
        let Some(words) = filter.search.as_deref().filter(|search| !search.trim().is_empty()) else {
            return Ok(Search::None);
        };
        Ok(match NEED_TEXT.count(db, words, RARE_MAX).await? {
            None => Search::Nothing,
            Some(RARE_MAX..) => Search::Common(words),
            Some(_) => Search::Rare(words),
        })
    }
}
