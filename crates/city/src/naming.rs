//! How the city's names are read: the ordinary words at their ends, their pinyin, and an English form.

use std::collections::BTreeMap;

use pinyin::ToPinyin;
use serde::Deserialize;

use crate::Level;

/// An ordinary word that ends names at a level: 区 in 渝北区, "District" in "Yubei District".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suffix {
    /// The Chinese word.
    pub zh: String,
    /// The English word that stands for it.
    pub en: String,
}

/// What the city's file says of its names. Empty by default: names then have no ordinary endings.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    suffixes: [Vec<Suffix>; 6],
    endings: [Vec<String>; 6],
    /// Word → its syllables, where a character is not read the usual way, longest word first.
    readings: Vec<(String, Vec<String>)>,
}

/// A name in Latin letters, for searching.
pub(crate) struct Romanised {
    /// All syllables: `yubeiqu`.
    pub full: String,
    /// First letters: `ybq`.
    pub initials: String,
}

impl Naming {
    /// Takes the endings by level, and readings of words as syllables parted by spaces (`"重庆" → "chong qing"`).
    pub fn new(mut suffixes: [Vec<Suffix>; 6], readings: &BTreeMap<String, String>) -> Naming {
        let mut readings: Vec<(String, Vec<String>)> = readings
            .iter()
            .map(|(word, reading)| {
                (
                    word.clone(),
                    reading.split_whitespace().map(str::to_lowercase).collect(),
                )
            })
            .collect();
        readings.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        for level in &mut suffixes {
            level.sort_by_key(|suffix| std::cmp::Reverse(suffix.zh.chars().count()));
        }
        let mut naming = Naming {
            suffixes,
            endings: Default::default(),
            readings,
        };
        naming.endings = Level::ALL.map(|level| naming.endings_at(level));
        naming
    }

    fn endings_at(&self, level: Level) -> Vec<String> {
        let forms = |suffix: &Suffix| {
            let Romanised { full, initials } = self.romanise(&suffix.zh);
            [
                suffix.zh.clone(),
                format!(" {}", suffix.en.to_lowercase()),
                full,
                initials,
            ]
        };
        self.suffixes[level.depth()].iter().flat_map(forms).collect()
    }

    /// Whether `rest` is an ordinary ending of names at `level`, in characters, pinyin, initials or English.
    pub(crate) fn is_ending(&self, level: Level, rest: &str) -> bool {
        self.endings[level.depth()].iter().any(|ending| ending == rest)
    }

    /// A name's pinyin without tones, and its initials. Characters without a reading stay as they are, in lower case.
    pub(crate) fn romanise(&self, name: &str) -> Romanised {
        let mut romanised = Romanised {
            full: String::with_capacity(name.len() * 2),
            initials: String::new(),
        };
        self.each_syllable(name, |syllable| {
            // Keyboards have no ü; pinyin typing writes v for it.
            romanised
                .full
                .extend(syllable.chars().map(|letter| if letter == 'ü' { 'v' } else { letter }));
            romanised.initials.extend(syllable.chars().next());
        });
        romanised
    }

    /// An English form of a Chinese name: its own part in pinyin, its ordinary ending translated.
    ///
    /// 渝北区 → `Yubei District`, 3栋 → `Building 3` when the city's file knows 区 and 栋.
    pub fn english_form(&self, name: &str, level: Level) -> String {
        let suffix = self.suffixes[level.depth()]
            .iter()
            .find(|suffix| name.len() > suffix.zh.len() && name.ends_with(&suffix.zh));
        let Some(suffix) = suffix else {
            return capitalised(&self.spelled(name));
        };
        let own = &name[..name.len() - suffix.zh.len()];
        if own.bytes().all(|byte| byte.is_ascii_digit()) {
            return format!("{} {own}", suffix.en);
        }
        format!("{} {}", capitalised(&self.spelled(own)), suffix.en)
    }

    fn spelled(&self, name: &str) -> String {
        let mut spelled = String::with_capacity(name.len() * 2);
        self.each_syllable(name, |syllable| {
            // The basic rules of pinyin orthography (GB/T 16159) part such a syllable from the one before it.
            if !spelled.is_empty() && syllable.starts_with(['a', 'e', 'o']) {
                spelled.push('\'');
            }
            spelled.push_str(syllable);
        });
        spelled
    }

    fn each_syllable(&self, name: &str, mut take: impl FnMut(&str)) {
        let mut rest = name;
        while let Some(character) = rest.chars().next() {
            if let Some((word, syllables)) = self.readings.iter().find(|(word, _)| rest.starts_with(word.as_str())) {
                syllables.iter().for_each(|syllable| take(syllable));
                rest = &rest[word.len()..];
                continue;
            }
            rest = &rest[character.len_utf8()..];
            match character.to_pinyin() {
                Some(pinyin) => take(pinyin.plain()),
                None => take(&character.to_lowercase().to_string()),
            }
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
