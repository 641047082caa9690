//! Sums of the tallies, for boards and briefings. Tallies name nobody, so they need no scope: whoever shows them
//! bounds the place.

use crate::rules::entry::EntryKind;
use crate::rules::need::{State, Tier};
use crate::rules::tally::OVERDUE;
use crate::store::rows::{corrupt, word};
use std::collections::BTreeMap;
use tongxin_city::{Day, Level, PlaceCode, Widths};
use tongxin_storage::{Db, Row, StorageError, args};

/// Needs in a state (or `overdue`), of a kind and topic, in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandingCount {
    /// The place of the asked level; none when summed over the whole asked place.
    pub place: Option<PlaceCode>,
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// A state's word, or `overdue`.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// Open needs of a kind at a tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierCount {
    /// The kind's key.
    pub kind: String,
    /// The tier.
    pub tier: Tier,
    /// How many.
    pub count: i64,
}

/// How often something happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// The day in the city's zone.
    pub day: Day,
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// What happened: the word of a kind of entry.
    pub event: String,
    /// How often.
    pub count: i64,
}

/// How codes of a level are cut; 0 sums over everything.
fn width(widths: &Widths, by: Option<Level>) -> i64 {
    by.map_or(0, |level| i64::try_from(widths.width(level)).unwrap_or(0))
}

fn place(row: &Row) -> Result<Option<PlaceCode>, StorageError> {
    let text = row.text("place")?;
    if text.is_empty() {
        Ok(None)
    } else {
        word(row, "place").map(Some)
    }
}

/// Needs by state in a place, summed by places of `by` (districts or subdistricts), or over all.
pub(crate) async fn standing(
    db: &Db,
    widths: &Widths,
    inside: &PlaceCode,
    by: Option<Level>,
) -> Result<Vec<StandingCount>, StorageError> {
    let (low, high) = inside.range();
    let rows = db
        .all(
            "SELECT SUBSTR(subdistrict_code, 1, CAST($3 AS INTEGER)) AS place, kind, topic, state,
                 CAST(SUM(count) AS BIGINT) AS count
             FROM tally_now WHERE subdistrict_code >= $1 AND subdistrict_code < $2
             GROUP BY 1, 2, 3, 4 HAVING SUM(count) <> 0 ORDER BY 1, 2, 3, 4",
            args![low, high, width(widths, by)],
        )
        .await?;
    rows.iter().map(standing_count).collect()
}

fn standing_count(row: &Row) -> Result<StandingCount, StorageError> {
    Ok(StandingCount {
        place: place(row)?,
        kind: row.text("kind")?,
        topic: row.text("topic")?,
        state: row.text("state")?,
        count: row.int("count")?,
    })
}

/// Open needs by state in a place below the districts, summed by places of `by` (communities, compounds, buildings):
/// counted from the needs themselves, which in one subdistrict are few, by the index on their places alone.
pub(crate) async fn open_below(
    db: &Db,
    widths: &Widths,
    inside: &PlaceCode,
    by: Level,
) -> Result<Vec<StandingCount>, StorageError> {
    let (low, high) = inside.range();
    let rows = db
        .all(
            "SELECT SUBSTR(place_code, 1, CAST($3 AS INTEGER)) AS place, kind, topic, state, COUNT(*) AS count,
                 CAST(SUM(is_overdue) AS BIGINT) AS overdue
             FROM need WHERE is_open = 1 AND place_code >= $1 AND place_code < $2
             GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            args![low, high, width(widths, Some(by))],
        )
        .await?;
    let mut counts = Vec::with_capacity(rows.len());
    let mut overdue: BTreeMap<_, i64> = BTreeMap::new();
    for row in &rows {
        let count = standing_count(row)?;
        let subject = (count.place, count.kind.clone(), count.topic.clone());
        *overdue.entry(subject).or_default() += row.int(OVERDUE)?;
        counts.push(count);
    }
    let overdue = overdue.into_iter().filter(|(_, count)| *count > 0);
    counts.extend(overdue.map(|((place, kind, topic), count)| StandingCount {
        place,
        kind,
        topic,
        state: OVERDUE.to_owned(),
        count,
    }));
    counts.sort_unstable();
    Ok(counts)
}

/// Open needs by tier in a place.
pub(crate) async fn tiers(db: &Db, inside: &PlaceCode) -> Result<Vec<TierCount>, StorageError> {
    let (low, high) = inside.range();
    let rows = db
        .all(
            "SELECT kind, tier, CAST(SUM(count) AS BIGINT) AS count FROM tally_tier
             WHERE subdistrict_code >= $1 AND subdistrict_code < $2
             GROUP BY 1, 2 HAVING SUM(count) <> 0 ORDER BY 1, 2",
            args![low, high],
        )
        .await?;
    let count = |row: &Row| {
        let tier = row.int("tier")?;
        Ok(TierCount {
            kind: row.text("kind")?,
            tier: Tier::from_number(tier).ok_or_else(|| corrupt("tier", tier))?,
            count: row.int("count")?,
        })
    };
    rows.iter().map(count).collect()
}

/// What happened in a place from one day to another, both included.
pub(crate) async fn days(db: &Db, inside: &PlaceCode, from: Day, to: Day) -> Result<Vec<DayCount>, StorageError> {
    let (low, high) = inside.range();
    let rows = db
        .all(
            "SELECT day, kind, topic, event, CAST(SUM(count) AS BIGINT) AS count FROM tally_day
             WHERE day >= $1 AND day <= $2 AND subdistrict_code >= $3 AND subdistrict_code < $4
             GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
            args![from.number(), to.number(), low, high],
        )
        .await?;
    let count = |row: &Row| {
        Ok(DayCount {
            day: Day::from_number(row.int("day")?),
            kind: row.text("kind")?,
            topic: row.text("topic")?,
            event: row.text("event")?,
            count: row.int("count")?,
        })
    };
    rows.iter().map(count).collect()
}

/// All needs of a kind and topic in one subdistrict, by state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// The subdistrict.
    pub subdistrict: PlaceCode,
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// How many in each state, in the order of [`crate::State::ALL`].
    pub by_state: [i64; 8],
    /// How many of the open ones are overdue.
    pub overdue: i64,
}

/// What happened to the needs of a kind and topic in one subdistrict on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HappenedRow {
    /// The subdistrict.
    pub subdistrict: PlaceCode,
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// How often each event of [`HAPPENED`] happened.
    pub events: [i64; HAPPENED.len()],
    /// How often anything happened, these events or others: it rises with each entry.
    pub all: i64,
}

impl HappenedRow {
    /// How often an event happened; 0 for one that is not among [`HAPPENED`].
    pub fn count(&self, event: EntryKind) -> i64 {
        let counted = HAPPENED.iter().zip(self.events).find(|(known, _)| **known == event);
        counted.map_or(0, |(_, count)| count)
    }
}

/// The events of a [`HappenedRow`], in its order.
pub const HAPPENED: [EntryKind; 7] = [
    EntryKind::Raised,
    EntryKind::Solved,
    EntryKind::StruckOff,
    EntryKind::Declined,
    EntryKind::Escalated,
    EntryKind::Overdue,
    EntryKind::Reopened,
];

impl crate::Ledger {
    /// The tally of needs in a place of subdistrict level or above, a row for each subdistrict and topic: for whoever
    /// keeps it in memory. It reads the tally once in the order of its key.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn standing_rows(&self, inside: &PlaceCode) -> Result<Vec<StandingRow>, crate::LedgerError> {
        let (low, high) = inside.range();
        let rows = self
            .db()
            .all(
                "SELECT subdistrict_code, kind, topic,
                     CAST(SUM(CASE WHEN state = 'raised' THEN count ELSE 0 END) AS BIGINT) AS raised,
                     CAST(SUM(CASE WHEN state = 'accepted' THEN count ELSE 0 END) AS BIGINT) AS accepted,
                     CAST(SUM(CASE WHEN state = 'assigned' THEN count ELSE 0 END) AS BIGINT) AS assigned,
                     CAST(SUM(CASE WHEN state = 'solved' THEN count ELSE 0 END) AS BIGINT) AS solved,
                     CAST(SUM(CASE WHEN state = 'struck_off' THEN count ELSE 0 END) AS BIGINT) AS struck_off,
                     CAST(SUM(CASE WHEN state = 'declined' THEN count ELSE 0 END) AS BIGINT) AS declined,
                     CAST(SUM(CASE WHEN state = 'reopened' THEN count ELSE 0 END) AS BIGINT) AS reopened,
                     CAST(SUM(CASE WHEN state = 'merged' THEN count ELSE 0 END) AS BIGINT) AS merged,
                     CAST(SUM(CASE WHEN state = 'overdue' THEN count ELSE 0 END) AS BIGINT) AS overdue
                 FROM tally_now WHERE subdistrict_code >= $1 AND subdistrict_code < $2
                 GROUP BY subdistrict_code, kind, topic ORDER BY subdistrict_code, kind, topic",
                args![low, high],
            )
            .await?;
        let standing = |row: &Row| -> Result<StandingRow, StorageError> {
            let mut by_state = [0; 8];
            for (count, state) in by_state.iter_mut().zip(State::ALL) {
                *count = row.int(state.as_str())?;
            }
            Ok(StandingRow {
                subdistrict: word(row, "subdistrict_code")?,
                kind: row.text("kind")?,
                topic: row.text("topic")?,
                by_state,
                overdue: row.int(OVERDUE)?,
            })
        };
        Ok(rows.iter().map(standing).collect::<Result<_, _>>()?)
    }

    /// What happened in a place of subdistrict level or above on one day, a row for each subdistrict and topic.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn happened_rows(&self, inside: &PlaceCode, day: Day) -> Result<Vec<HappenedRow>, crate::LedgerError> {
        let (low, high) = inside.range();
        let rows = self
            .db()
            .all(
                "SELECT subdistrict_code, kind, topic,
                     CAST(SUM(CASE WHEN event = 'raised' THEN count ELSE 0 END) AS BIGINT) AS raised,
                     CAST(SUM(CASE WHEN event = 'solved' THEN count ELSE 0 END) AS BIGINT) AS solved,
                     CAST(SUM(CASE WHEN event = 'struck_off' THEN count ELSE 0 END) AS BIGINT) AS struck_off,
                     CAST(SUM(CASE WHEN event = 'declined' THEN count ELSE 0 END) AS BIGINT) AS declined,
                     CAST(SUM(CASE WHEN event = 'escalated' THEN count ELSE 0 END) AS BIGINT) AS escalated,
                     CAST(SUM(CASE WHEN event = 'overdue' THEN count ELSE 0 END) AS BIGINT) AS overdue,
                     CAST(SUM(CASE WHEN event = 'reopened' THEN count ELSE 0 END) AS BIGINT) AS reopened,
                     CAST(SUM(count) AS BIGINT) AS happened
                 FROM tally_day WHERE day = $1 AND subdistrict_code >= $2 AND subdistrict_code < $3
                 GROUP BY subdistrict_code, kind, topic ORDER BY subdistrict_code, kind, topic",
                args![day.number(), low, high],
            )
            .await?;
        let happened = |row: &Row| -> Result<HappenedRow, StorageError> {
            let mut events = [0; HAPPENED.len()];
            for (count, event) in events.iter_mut().zip(HAPPENED) {
                *count = row.int(event.as_str())?;
            }
            Ok(HappenedRow {
                subdistrict: word(row, "subdistrict_code")?,
                kind: row.text("kind")?,
                topic: row.text("topic")?,
                events,
                all: row.int("happened")?,
            })
        };
        Ok(rows.iter().map(happened).collect::<Result<_, _>>()?)
    }
}
