//! The needs that wait longest.

use crate::view::Sight;
use tongxin_city::relative::duration_in_words;
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_ledger::Need;

/// Due within so long, a need is about to be late.
const SOON_MS: i64 = 4 * Timestamp::HOUR_MS;

/// A row of the list; read by the `work_row` macro.
#[derive(Debug, Clone)]
pub struct OldestRow {
    /// The need's id as shown.
    pub id: String,
    /// `failing` when overdue, `strained` when about to be, else `stable`.
    pub state: &'static str,
    /// The same in words.
    pub word: String,
    /// The need's page.
    pub href: String,
    /// What is lacking.
    pub what: String,
    /// Id and topic.
    pub note: String,
    /// Where, from below the place shown.
    pub place: String,
    /// Who has it.
    pub who: String,
    /// When it was raised, for machines.
    pub iso: String,
    /// How long ago.
    pub since: String,
    /// When exactly.
    pub exact: String,
}

pub(crate) fn rows(sight: &Sight<'_>) -> Vec<OldestRow> {
    sight.near.oldest.iter().map(|need| row(sight, need)).collect()
}

fn row(sight: &Sight<'_>, need: &Need) -> OldestRow {
    let words = sight.words;
    let (facts, standing) = (&need.state.facts, &need.state.standing);
    let late_ms = words.now.millis_since(standing.due_at);
    let (state, word) = if late_ms >= 0 {
        (
            "failing",
            words.ta("board-late", &[("time", &duration_in_words(late_ms, words.lang))]),
        )
    } else if late_ms > -SOON_MS {
        (
            "strained",
            words.ta("board-due-in", &[("time", &duration_in_words(-late_ms, words.lang))]),
        )
    } else {
        (
            "stable",
            words.ta("board-due-in", &[("time", &duration_in_words(-late_ms, words.lang))]),
        )
    };
    let frame = sight.snapshot.frame();
    let topic = frame
        .topic(&facts.kind, &facts.topic)
        .and_then(|index| frame.topics().get(index));
    let topic = topic.map_or_else(|| facts.topic.clone(), |topic| words.t(topic.name));
    let id = need.state.id.to_string();
    let raised_at = need.state.raised_at;
    OldestRow {
        state,
        word,
        href: format!("/needs/{id}"),
        what: need.texts.title.clone(),
        note: format!("{id} · {topic}"),
        place: place_below(sight, &facts.place),
        who: format!(
            "{} · {}",
            words.t(&format!("ledger-tier-{}", standing.tier)),
            words.t(&format!("ledger-state-{}", standing.state))
        ),
        iso: raised_at.to_string(),
        since: duration_in_words(words.now.millis_since(raised_at), words.lang),
        exact: words.zone.format(raised_at, words.lang),
        id,
    }
}

/// The names from right below the place shown down to where the need is, at most two: `渝北 › 双凤桥`.
fn place_below(sight: &Sight<'_>, code: &PlaceCode) -> String {
    const NAMES_MAX: usize = 2;
    let path = sight.tree.path(code);
    let below = path
        .iter()
        .filter(|place| place.level > sight.place.level.max(Level::City));
    let names: Vec<&str> = below
        .take(NAMES_MAX)
        .map(|place| place.name(sight.words.lang))
        .collect();
    if names.is_empty() {
        sight.place.name(sight.words.lang).to_owned()
    } else {
        names.join(" › ")
    }
}
