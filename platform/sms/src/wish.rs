//! Replies of one word about reminders themselves: `退订`, `STOP` for no more of them, `恢复`, `START` to get them again.

use crate::code::ReplyCode;
use crate::spoken::{letters, words_and_symbols};
use tongxin_city::Lang;

/// What somebody wants of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wish {
    /// No more of them.
    Stop,
    /// To get them again.
    Start,
}

/// Words for each wish, in capitals; `TD` is how 退订 is typed on a keypad.
const WORDS: [(Wish, Lang, &[&str]); 4] = [
    (Wish::Stop, Lang::Zh, &["退订", "TD"]),
    (Wish::Start, Lang::Zh, &["恢复"]),
    (Wish::Stop, Lang::En, &["STOP", "STOPALL", "UNSUBSCRIBE"]),
    (Wish::Start, Lang::En, &["START", "UNSTOP"]),
];

impl Wish {
    /// Reads a wish and the language of its word, in any width and case. Some write the code of the text beside it; it says nothing.
    pub fn read(text: &str) -> Option<(Wish, Lang)> {
        let letters = letters(text)?;
        let beside = words_and_symbols(&letters).into_iter().flatten();
        let beside = beside.filter(|(_, symbols)| ReplyCode::read(symbols).is_some());
        let mut read = std::iter::once(letters.iter().collect()).chain(beside.map(|(word, _)| word));
        read.find_map(|word: String| {
            let (wish, lang, _) = WORDS.iter().find(|(.., words)| words.contains(&word.as_str()))?;
            Some((*wish, *lang))
        })
    }

    /// What is said back, as the key of a text.
    pub(crate) const fn said(self) -> &'static str {
        match self {
            Wish::Stop => "sms-stopped",
            Wish::Start => "sms-started",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::Reply;

    #[test]
    fn a_wish_is_understood_however_it_is_typed() {
        for (text, wish, lang) in [
            ("退订", Wish::Stop, Lang::Zh),
            ("“退订”。", Wish::Stop, Lang::Zh),
            ("td", Wish::Stop, Lang::Zh),
            ("退订 3F7K", Wish::Stop, Lang::Zh),
            ("恢复", Wish::Start, Lang::Zh),
            ("Stop!", Wish::Stop, Lang::En),
            ("ＳＴＯＰ", Wish::Stop, Lang::En),
            ("3f7k stop", Wish::Stop, Lang::En),
            ("start", Wish::Start, Lang::En),
        ] {
            assert_eq!(Wish::read(text), Some((wish, lang)), "{text}");
            assert_eq!(Reply::read(text), None, "{text}");
        }
    }

    #[test]
    fn an_answer_and_whatever_else_is_no_wish() {
        for text in ["", "来 3F7K", "NO 3F7K", "退订 3F7", "不要退订了", "STOP IT", "取消"] {
            assert_eq!(Wish::read(text), None, "{text}");
        }
        assert_eq!(Wish::read(&"退订".repeat(10_000)), None);
    }
}
