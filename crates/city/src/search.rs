//! Finding places as people type them: a name, pinyin, initials, or a code's start.
//!
//! All searchable forms of all names lie in one text, each form between two line breaks. A search is one pass of a
//! SIMD substring finder over it (about a megabyte for Chongqing), which is quicker than any tree of tries at
//! this size and needs no rebuilding when a user adds a place.

use memchr::memmem;

use crate::{Level, Naming, Place, PlaceCode, PlaceTree};

/// How well a place fits; better ranks order first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The whole name (perhaps without its usual ending), or the whole code.
    Exact,
    /// The start of a name or code.
    Prefix,
    /// Somewhere in a name.
    Substring,
}

/// A place found. Hits order best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// How well it fits.
    pub rank: Rank,
    /// The place's level.
    pub level: Level,
    /// The place's code.
    pub code: PlaceCode,
}

/// The searchable text and where each place's part of it starts.
#[derive(Clone, Default)]
pub(crate) struct SearchIndex {
    /// For each place `\n` and then each form followed by `\n`.
    text: String,
    /// Where each place's part of the text starts, ascending.
    starts: Vec<u32>,
    /// The places in the same order.
    places: Vec<(Level, PlaceCode)>,
}

impl SearchIndex {
    pub(crate) fn insert(&mut self, place: &Place, naming: &Naming) {
        // 4 GiB of names would be some 40 million places; beyond that the surplus is simply not searchable.
        let Ok(start) = u32::try_from(self.text.len()) else {
            return;
        };
        self.starts.push(start);
        self.places.push((place.level, place.code));
        let romanised = naming.romanise(&place.name_zh);
        let name_zh = place.name_zh.to_lowercase();
        let name_en = place.name_en.as_deref().map(str::to_lowercase);
        self.text.push('\n');
        let forms = [
            Some(name_zh.as_str()),
            name_en.as_deref(),
            Some(&romanised.full),
            Some(&romanised.initials),
        ];
        for form in forms.into_iter().flatten() {
            self.text.push_str(form);
            self.text.push('\n');
        }
    }

    /// Hits for forms starting with `query` (exact or prefix), each place once.
    fn starting_with(&self, query: &str, naming: &Naming, within: Option<&PlaceCode>) -> Vec<Hit> {
        let needle = format!("\n{query}");
        self.hits(&needle, within, |level, after| {
            let rest = self.text[after..].split('\n').next().unwrap_or_default();
            if rest.is_empty() || naming.is_ending(level, rest) {
                Rank::Exact
            } else {
                Rank::Prefix
            }
        })
    }

    /// Hits for forms holding `query` anywhere, each place once.
    fn holding(&self, query: &str, within: Option<&PlaceCode>) -> Vec<Hit> {
        self.hits(query, within, |_, _| Rank::Substring)
    }

    /// Each place whose part of the text holds `needle`, with the best rank that `rank` gives for the level and the
    /// position after one of its finds.
    fn hits(&self, needle: &str, within: Option<&PlaceCode>, rank: impl Fn(Level, usize) -> Rank) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut entry = 0;
        let mut last_entry = None;
        for at in memmem::find_iter(self.text.as_bytes(), needle) {
            entry = self.entry_at(at, entry);
            let (level, code) = self.places[entry];
            if within.is_some_and(|outer| !code.is_inside(outer)) {
                continue;
            }
            let rank = rank(level, at + needle.len());
            match hits.last_mut().filter(|_| last_entry == Some(entry)) {
                Some(last) => last.rank = last.rank.min(rank),
                None => hits.push(Hit { rank, level, code }),
            }
            last_entry = Some(entry);
        }
        hits
    }

    /// The entry in which a position of the text lies, which is `from` or a later one. Finds come in order and are often
    /// close together, so this looks in steps that double before it halves them.
    fn entry_at(&self, position: usize, from: usize) -> usize {
        let starts_by = |entry: usize| self.starts.get(entry).is_some_and(|start| *start as usize <= position);
        let (mut low, mut step) = (from, 1);
        while starts_by(low + step) {
            low += step;
            step *= 2;
        }
        let high = self.starts.len().min(low + step);
        low + self.starts[low + 1..high].partition_point(|start| *start as usize <= position)
    }
}

/// The longest query looked at, in characters; as long as the longest name.
const QUERY_CHARS_MAX: usize = PlaceTree::NAME_CHARS_MAX;

/// How many outer places a query of several words is tried in.
const OUTER_MAX: usize = 8;
/// The most words of such a query: a place and three around it. Bounds the work of a senseless one.
const WORDS_MAX: usize = 4;

pub(crate) fn search(tree: &PlaceTree, query: &str, within: Option<&PlaceCode>, limit: usize) -> Vec<Hit> {
    let spoken = spoken_form(query);
    if spoken.is_empty() || limit == 0 {
        return Vec::new();
    }
    let typed_together: String = spoken.chars().filter(|c| !matches!(c, ' ' | '\'' | '’')).collect();
    let mut forms = vec![spoken.as_str()];
    if typed_together != spoken && !typed_together.is_empty() {
        forms.push(&typed_together);
    }

    let mut hits = hits_by_code(tree, &typed_together, within, limit);
    for form in &forms {
        hits.extend(best(tree.index().starting_with(form, tree.naming(), within), limit));
    }
    hits = best(each_once(hits), limit);
    // A substring can't outrank what starts with the query; and a single Latin letter is in nearly every pinyin.
    let is_single_letter = spoken.len() == 1;
    if hits.len() < limit && !is_single_letter {
        for form in &forms {
            hits.extend(best(
                tree.index().holding(form, within),
                limit.saturating_add(hits.len()),
            ));
        }
        hits = best(each_once(hits), limit);
    }
    if hits.is_empty() {
        hits = hits_inside_named(tree, &spoken, within, limit);
    }
    hits.sort_unstable();
    hits
}

/// Hits for the last word inside the places that the words before it name: `渝北 龙溪`, `yubei longxi`.
fn hits_inside_named(tree: &PlaceTree, spoken: &str, within: Option<&PlaceCode>, limit: usize) -> Vec<Hit> {
    let Some((outer_words, inner_word)) = spoken.rsplit_once(' ') else {
        return Vec::new();
    };
    if outer_words.split(' ').count() >= WORDS_MAX {
        return Vec::new();
    }
    let outer_hits = search(tree, outer_words, within, OUTER_MAX);
    let inner_hits = outer_hits
        .iter()
        .flat_map(|outer| search(tree, inner_word, Some(&outer.code), limit));
    best(each_once(inner_hits.collect()), limit)
}

/// Lower case, single spaces, no control characters, ü as v (as pinyin is typed), cut to a sane length.
fn spoken_form(query: &str) -> String {
    let words: Vec<&str> = query
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words
        .join(" ")
        .to_lowercase()
        .replace('ü', "v")
        .chars()
        .take(QUERY_CHARS_MAX)
        .collect()
}

/// The place of that code, then those whose code starts with it, upper levels first.
fn hits_by_code(tree: &PlaceTree, digits: &str, within: Option<&PlaceCode>, limit: usize) -> Vec<Hit> {
    let Ok(start) = digits.parse::<PlaceCode>() else {
        return Vec::new();
    };
    let outer = match within {
        Some(outer) if outer.is_inside(&start) => *outer,
        Some(outer) if !start.is_inside(outer) => return Vec::new(),
        _ => start,
    };
    Level::ALL
        .into_iter()
        .flat_map(|level| tree.at_level(outer, level))
        .take(limit)
        .map(|place| Hit {
            rank: if place.code == start { Rank::Exact } else { Rank::Prefix },
            level: place.level,
            code: place.code,
        })
        .collect()
}

/// The best `limit` hits, in no order.
fn best(mut hits: Vec<Hit>, limit: usize) -> Vec<Hit> {
    if hits.len() > limit {
        hits.select_nth_unstable(limit);
        hits.truncate(limit);
    }
    hits
}

/// Each place's best hit.
fn each_once(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|hit| (hit.code, hit.rank));
    hits.dedup_by_key(|hit| hit.code);
    hits
}
