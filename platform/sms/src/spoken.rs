//! Replies as people type them: `来 3F7K`, `不来3f7k`, `YES 3F7K`, `3F7K no`.

use crate::code::{ReplyCode, SYMBOLS};
use crate::limits::REPLY_CHARS_MAX;
use tongxin_city::{Lang, half_width};

/// What a reply says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// They come.
    Yes,
    /// They don't.
    No,
}

impl Answer {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
        }
    }
}

/// Words for each answer, without signs between their letters, in capitals.
const WORDS: [(Answer, Lang, &[&str]); 4] = [
    (
        Answer::Yes,
        Lang::Zh,
        &[
            "来", "去", "能来", "能去", "会来", "会去", "参加", "好", "好的", "是", "确认", "可以",
        ],
    ),
    (
        Answer::No,
        Lang::Zh,
        &[
            "不来",
            "不去",
            "来不了",
            "去不了",
            "不能来",
            "不能去",
            "不来了",
            "不去了",
            "不参加",
            "不",
            "否",
            "取消",
            "不行",
        ],
    ),
    (Answer::Yes, Lang::En, &["YES", "Y", "OK", "COMING", "CONFIRM"]),
    (
        Answer::No,
        Lang::En,
        &["NO", "N", "CANCEL", "CANT", "CANNOT", "NOTCOMING"],
    ),
];

/// A reply that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub answer: Answer,
    /// About what.
    pub code: ReplyCode,
    /// In which language.
    pub lang: Lang,
}

impl Reply {
    /// Reads a reply: one of the words and the code, in any order, width and case, with or without signs between them.
    pub fn read(text: &str) -> Option<Reply> {
        words_and_symbols(&letters(text)?)?
            .into_iter()
            .find_map(|(word, code)| {
                let (answer, lang, _) = WORDS.iter().find(|(.., words)| words.contains(&word.as_str()))?;
                Some(Reply {
                    answer: *answer,
                    code: ReplyCode::read(&code)?,
                    lang: *lang,
                })
            })
    }
}

/// Letters and digits of a reply, without signs, plain and in capitals; nothing of one that is too long.
pub(crate) fn letters(text: &str) -> Option<Vec<char>> {
    if text.chars().count() > REPLY_CHARS_MAX {
        return None;
    }
    let letters = text.chars().map(plain).filter(|letter| letter.is_alphanumeric());
    Some(letters.collect())
}

/// A word and the symbols of a code, as letters may be read: the symbols behind the word, or before it.
pub(crate) fn words_and_symbols(letters: &[char]) -> Option<[(String, String); 2]> {
    let split = letters.len().checked_sub(SYMBOLS)?;
    let [behind, before] = [letters.split_at(split), letters.split_at(SYMBOLS)];
    let pair = |word: &[char], code: &[char]| (word.iter().collect(), code.iter().collect());
    Some([pair(behind.0, behind.1), pair(before.1, before.0)])
}

fn plain(letter: char) -> char {
    half_width(letter).to_ascii_uppercase()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reply_is_understood_however_it_is_typed() {
        for (text, answer, lang) in [
            ("来 3F7K", Answer::Yes, Lang::Zh),
            ("来3f7k", Answer::Yes, Lang::Zh),
            ("来。３Ｆ７Ｋ", Answer::Yes, Lang::Zh),
            ("3F7K 来", Answer::Yes, Lang::Zh),
            ("“不来 3F7K”", Answer::No, Lang::Zh),
            ("去不了，3F-7K", Answer::No, Lang::Zh),
            ("yes 3f7k", Answer::Yes, Lang::En),
            ("Can't 3F7K", Answer::No, Lang::En),
            ("NO3F7K", Answer::No, Lang::En),
            ("n 3f7k", Answer::No, Lang::En),
        ] {
            let reply = Reply::read(text).unwrap();
            assert_eq!((reply.answer, reply.lang), (answer, lang), "{text}");
            assert_eq!(reply.code.to_string(), "3F7K", "{text}");
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_read_as_them() {
        assert_eq!(Reply::read("来 OIL2").unwrap().code.to_string(), "0112");
    }

    #[test]
    fn anything_else_is_not_understood() {
        for text in [
            "",
            "来",
            "3F7K",
            "来 3F7",
            "来 3F7KX",
            "也许 3F7K",
            "来 3F7U",
            "来 不来 3F7K",
            "退订",
        ] {
            assert_eq!(Reply::read(text), None, "{text}");
        }
        assert_eq!(Reply::read(&"来".repeat(10_000)), None);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_without_fail(text in "\\PC{0,80}") {
            let _ = Reply::read(&text);
        }

        #[test]
        fn every_code_is_read_back(bytes in any::<[u8; 4]>(), word in 0..WORDS.len()) {
            let code = ReplyCode::read(&bytes.map(|byte| char::from(tongxin_city::ids::ALPHABET[usize::from(byte % 32)])).iter().collect::<String>()).unwrap();
            let (answer, lang, words) = WORDS[word];
            for said in words {
                prop_assert_eq!(Reply::read(&format!("{said} {code}")), Some(Reply { answer, code, lang }));
            }
        }
    }
}
