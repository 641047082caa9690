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
    /// Ascending starts in `text`, with the place.
    entries: Vec<(u32, Level, PlaceCode)>,
}

impl SearchIndex {
    pub(crate) fn insert(&mut self, place: &Place, naming: &Naming) {
        // 4 GiB of names would be some 40 million places; beyond that the surplus is simply not searchable.
        let Ok(start) = u32::try_from(self.text.len()) else {
            return;
        };
        self.entries.push((start, place.level, place.code));
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

    /// The entry in which a position of the text lies: its place, and where the next one starts.
    fn entry_at(&self, position: usize) -> (Level, PlaceCode, usize) {
        let after = self
            .entries
            .partition_point(|(start, _, _)| *start as usize <= position);
        let (_, level, code) = self.entries[after - 1];
        let end = self
            .entries
            .get(after)
            .map_or(self.text.len(), |(start, _, _)| *start as usize);
        (level, code, end)
    }

    /// Hits for forms starting with `query` (exact or prefix).
    fn starting_with(&self, query: &str, naming: &Naming, within: Option<&PlaceCode>, hits: &mut Vec<Hit>) {
        let needle = format!("\n{query}");
        let mut from = 0;
        for at in memmem::find_iter(self.text.as_bytes(), &needle) {
            if at < from {
                continue;
            }
            let (level, code, entry_end) = self.entry_at(at);
            if within.is_some_and(|outer| !code.is_inside(outer)) {
                from = entry_end;
                continue;
            }
            let rest_from = at + needle.len();
            let rest = &self.text[rest_from..rest_from + self.text[rest_from..].find('\n').unwrap_or(0)];
            let is_exact = rest.is_empty() || naming.is_ending(level, rest);
            let rank = if is_exact { Rank::Exact } else { Rank::Prefix };
            if is_exact {
                from = entry_end;
            }
            match hits.last_mut() {
                Some(last) if last.code == code => last.rank = last.rank.min(rank),
                _ => hits.push(Hit { rank, level, code }),
            }
        }
    }

    /// Hits for forms holding `query` anywhere.
    fn holding(&self, query: &str, within: Option<&PlaceCode>, hits: &mut Vec<Hit>) {
        let mut from = 0;
        for at in memmem::find_iter(self.text.as_bytes(), query) {
            if at < from {
                continue;
            }
            let (level, code, entry_end) = self.entry_at(at);
            from = entry_end;
            if within.is_none_or(|outer| code.is_inside(outer)) {
                hits.push(Hit {
                    rank: Rank::Substring,
                    level,
                    code,
                });
            }
        }
    }
}

/// The longest query looked at, in characters; as long as the longest name.
const QUERY_CHARS_MAX: usize = PlaceTree::NAME_CHARS_MAX;

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
        tree.index().starting_with(form, tree.naming(), within, &mut hits);
    }
    best(&mut hits, limit);
    // A substring can't outrank what starts with the query; and a single Latin letter is in nearly every pinyin.
    let is_single_letter = spoken.len() == 1;
    if hits.len() < limit && !is_single_letter {
        for form in &forms {
            tree.index().holding(form, within, &mut hits);
        }
        best(&mut hits, limit);
    }
    hits
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

/// Keeps each place's best hit, and of them the best `limit`, in order.
fn best(hits: &mut Vec<Hit>, limit: usize) {
    hits.sort_unstable_by_key(|hit| (hit.code, hit.rank));
    hits.dedup_by_key(|hit| hit.code);
    if hits.len() > limit {
        hits.select_nth_unstable(limit);
        hits.truncate(limit);
    }
    hits.sort_unstable();
}
