//! The lifelines: each with its state, the rule that made it so, one number and a week's line.

use crate::links::{self, Counted};
use crate::numbers::{grouped, line};
use crate::rules::{Condition, Signs, Thresholds, Verdict, judge};
use crate::snapshot::Standing;
use crate::view::Sight;
use tongxin_city::Timestamp;
use tongxin_ledger::{EntryKind, Lifeline};

/// Days of a tile's line.
const WEEK: usize = 7;

/// A lifeline as the board shows it; read by the `lifeline_tile` macro.
#[derive(Debug, Clone)]
pub struct Tile {
    /// Its needs; empty when the reader may not open them.
    pub href: String,
    /// Its icon in the sprite.
    pub icon: &'static str,
    /// Its name.
    pub name: String,
    /// The state's word in markup.
    pub state: &'static str,
    /// The state's word.
    pub word: String,
    /// Open needs.
    pub number: String,
    /// The number's unit.
    pub unit: String,
    /// What the number is.
    pub about: String,
    /// The rule that made the state.
    pub rule: String,
    /// The week's line.
    pub spark: Spark,
}

/// New needs on each of the last seven days.
#[derive(Debug, Clone, Default)]
pub struct Spark {
    /// SVG path.
    pub line: String,
    /// SVG path of its last point.
    pub last: String,
    /// Said to those who don't see it.
    pub label: String,
}

/// What is known of a lifeline here, and the verdict.
pub(crate) fn judged(sight: &Sight<'_>, lifeline: Lifeline) -> (Standing, Verdict) {
    let standing = sight.standing(Some(lifeline));
    // Below a subdistrict closed needs are not counted: what its subdistrict ever reported on is known here too.
    let ever = sight.snapshot.standing(&sight.counted, lifeline).ever();
    let late_ms = sight
        .near
        .overdue_since
        .get(&lifeline)
        .map(|since| sight.words.now.millis_since(*since));
    let signs = Signs {
        is_known: ever > 0 || standing.open() > 0,
        open: standing.open(),
        unseen: sight.unseen(lifeline),
        overdue: standing.overdue(),
        oldest_overdue_hours: late_ms.map(|late_ms| late_ms / Timestamp::HOUR_MS),
    };
    (standing, judge(&signs, &Thresholds::DEFAULT))
}

/// The lifelines some kind of need belongs to, in the board's order.
pub(crate) fn lifelines(sight: &Sight<'_>) -> Vec<Lifeline> {
    let declared = |lifeline: &Lifeline| {
        sight
            .snapshot
            .frame()
            .topics()
            .iter()
            .any(|topic| topic.lifeline == *lifeline)
    };
    Lifeline::ALL.iter().copied().filter(declared).collect()
}

pub(crate) fn tiles(sight: &Sight<'_>, may_read: bool) -> Vec<Tile> {
    lifelines(sight)
        .into_iter()
        .map(|lifeline| tile(sight, lifeline, may_read))
        .collect()
}

fn tile(sight: &Sight<'_>, lifeline: Lifeline, may_read: bool) -> Tile {
    let words = sight.words;
    let (standing, verdict) = judged(sight, lifeline);
    let is_known = verdict.condition != Condition::Unknown;
    let state = verdict.condition.as_str();
    let word = words.t(&format!("condition-{state}"));
    let numbers = verdict.reason.numbers();
    let mut args: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    args.push(("state", &word));
    let rule = words.ta(verdict.reason.key(), &args);
    let counted = Counted {
        lifeline: Some(lifeline),
        ..Counted::default()
    };
    Tile {
        href: if may_read {
            links::needs(&sight.place.code, &counted)
        } else {
            String::new()
        },
        icon: icon(lifeline),
        name: words.lifeline(lifeline),
        state,
        number: if is_known {
            grouped(standing.open())
        } else {
            "—".to_owned()
        },
        unit: if is_known {
            words.ta("board-unit", &[("n", &standing.open().to_string())])
        } else {
            String::new()
        },
        about: match standing.overdue() {
            _ if !is_known => String::new(),
            0 => words.t("board-tile-open"),
            overdue => words.ta("board-tile-overdue", &[("n", &grouped(overdue))]),
        },
        rule,
        spark: spark(sight, lifeline),
        word,
    }
}

fn spark(sight: &Sight<'_>, lifeline: Lifeline) -> Spark {
    if !sight.is_tallied() {
        return Spark::default();
    }
    let days = sight.snapshot.happened(&sight.place.code, Some(lifeline));
    let week = &days[days.len().saturating_sub(WEEK)..];
    let raised: Vec<Option<u32>> = week
        .iter()
        .map(|(_, happened)| happened.map(|happened| happened.of(EntryKind::Raised)))
        .collect();
    let said: Vec<String> = raised
        .iter()
        .map(|count| count.map_or_else(|| "—".to_owned(), grouped))
        .collect();
    let (line, last) = line(&raised);
    Spark {
        line,
        last,
        label: sight.words.ta("board-spark", &[("days", &said.join(" · "))]),
    }
}

const fn icon(lifeline: Lifeline) -> &'static str {
    match lifeline {
        Lifeline::Food => "food",
        Lifeline::Health => "health",
        Lifeline::Care => "care",
        Lifeline::Goods => "transport",
        Lifeline::Industry => "industry",
        Lifeline::Projects => "project",
        Lifeline::Information => "information",
    }
}
