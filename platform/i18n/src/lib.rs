//! Every word the system says, in Chinese and English, from Fluent files that lie beside the code that uses them.
//!
//! Each crate offers a [`TextPart`]; the binary puts them together into [`Texts`]. A key that is missing shows as
//! itself, so that a page never fails over a word; [`Texts::problems`] lists what is missing and tests keep it empty.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeSet;
use tongxin_city::Lang;
use unic_langid::LanguageIdentifier;

/// The texts of one crate.
#[derive(Debug, Clone, Copy)]
pub struct TextPart {
    /// The crate's short name, for messages about its files.
    pub module: &'static str,
    /// Fluent source, Chinese.
    pub zh: &'static str,
    /// Fluent source, English.
    pub en: &'static str,
}

/// All texts of the running system.
pub struct Texts {
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    problems: Vec<String>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl Texts {
    /// Puts the parts together.
    pub fn new(parts: &[TextPart]) -> Self {
        let mut problems = Vec::new();
        let zh = bundle(Lang::Zh, parts, &mut problems);
        let en = bundle(Lang::En, parts, &mut problems);
        for part in parts {
            let (in_zh, in_en) = (keys(part.zh), keys(part.en));
            problems.extend(
                in_zh
                    .difference(&in_en)
                    .map(|key| format!("{}: {key} is missing in English", part.module)),
            );
            problems.extend(
                in_en
                    .difference(&in_zh)
                    .map(|key| format!("{}: {key} is missing in Chinese", part.module)),
            );
        }
        for (lang, part) in Lang::ALL
            .iter()
            .flat_map(|lang| parts.iter().map(move |part| (*lang, part)))
        {
            let foreign = foreign(lang, lang.pick(part.zh, part.en));
            problems.extend(foreign.map(|key| format!("{} ({lang}): {key} is in the other language", part.module)));
        }
        Self { zh, en, problems }
    }

    /// What is wrong with the files: syntax errors, doubled keys, keys that one language lacks, texts that say the other
    /// language's words.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Whether both languages have a text for `key` (`message` or `message.attribute`).
    pub fn has(&self, key: &str) -> bool {
        Lang::ALL.iter().all(|lang| self.find(*lang, key, None).is_some())
    }

    /// The text of `key` (`message` or `message.attribute`).
    pub fn text(&self, lang: Lang, key: &str) -> String {
        self.find(lang, key, None).unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key` with its variables filled in. A value that is a whole number is given as a number, so that
    /// plural forms work.
    pub fn text_with(&self, lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, as_value(value));
        }
        self.find(lang, key, Some(&values)).unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        };
        let (message, attribute) = match key.split_once('.') {
            Some((message, attribute)) => (message, Some(attribute)),
            None => (key, None),
        };
        let message = bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        Some(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
    }
}

/// The largest number that Fluent, which counts in floating point, shows as it is.
const NUMBER_MAX: u64 = 1 << 53;

/// Numbers become numbers only when they read back as they stand: `0123` and an 18-digit code stay text.
fn as_value(value: &str) -> FluentValue<'_> {
    match value.parse::<i64>() {
        Ok(number) if number.to_string() == value && number.unsigned_abs() <= NUMBER_MAX => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

fn bundle(lang: Lang, parts: &[TextPart], problems: &mut Vec<String>) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = lang.as_tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // The direction marks Fluent puts around variables show as boxes in some terminals and break copy and paste.
    bundle.set_use_isolating(false);
    for part in parts {
        let source = lang.pick(part.zh, part.en);
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
            problems.extend(errors.iter().map(|error| format!("{} ({lang}): {error}", part.module)));
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            problems.extend(errors.iter().map(|error| format!("{} ({lang}): {error}", part.module)));
        }
    }
    bundle
}

/// The keys of a Fluent source, attributes included.
fn keys(source: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in source.lines() {
        let Some((name, _)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim_end();
        if let Some(attribute) = name.trim_start().strip_prefix('.') {
            if name.starts_with(' ') && is_key(attribute) {
                keys.insert(format!("{message}.{attribute}"));
            }
        } else if is_key(name) {
            message = name.to_owned();
            keys.insert(message.clone());
        }
    }
    keys
}

/// The names of texts that are in the other language: English with four Chinese characters in a row, which no plate or name of a
/// language has, and Chinese that is three Latin words in a row and nothing else, which no abbreviation is.
fn foreign(lang: Lang, source: &str) -> impl Iterator<Item = &str> {
    let texts = source.lines().filter_map(|line| {
        let (name, text) = line.split_once('=')?;
        let name = name.trim();
        is_key(name.strip_prefix('.').unwrap_or(name)).then_some((name, text))
    });
    let is_foreign = move |text: &str| match lang {
        Lang::Zh => !text.chars().any(is_chinese) && longest_run(text.split_whitespace(), is_latin_word) >= 3,
        Lang::En => longest_run(text.chars(), is_chinese) >= 4,
    };
    texts.filter_map(move |(name, text)| is_foreign(text).then_some(name))
}

fn longest_run<T>(all: impl Iterator<Item = T>, is_one: impl Fn(T) -> bool) -> usize {
    let mut run = 0;
    all.map(|one| {
        run = if is_one(one) { run + 1 } else { 0 };
        run
    })
    .max()
    .unwrap_or(0)
}

/// The block of the characters in daily use.
fn is_chinese(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

fn is_latin_word(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_key(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: TextPart = TextPart {
        module: "test",
        zh: "doors = { $n } 户\nonly-zh = 有\nerror = 出错\n    .detail = { $code }\n",
        en: "doors = { $n ->\n    [one] one door\n   *[other] { $n } doors\n}\nerror = Error\n    .detail = { $code }\n",
    };

    #[test]
    fn plural_forms_follow_the_number_and_codes_stay_text() {
        let texts = Texts::new(&[PART]);
        assert_eq!(texts.text_with(Lang::En, "doors", &[("n", "1")]), "one door");
        assert_eq!(texts.text_with(Lang::En, "doors", &[("n", "3")]), "3 doors");
        assert_eq!(texts.text_with(Lang::Zh, "doors", &[("n", "3")]), "3 户");
        assert_eq!(texts.text_with(Lang::En, "error.detail", &[("code", "0042")]), "0042");
        let long = "500112016001001007";
        assert_eq!(texts.text_with(Lang::En, "error.detail", &[("code", long)]), long);
    }

    #[test]
    fn a_key_that_one_language_lacks_is_named() {
        assert_eq!(Texts::new(&[PART]).problems(), ["test: only-zh is missing in English"]);
        assert!(!Texts::new(&[PART]).has("only-zh"));
    }

    #[test]
    fn a_text_in_the_other_language_is_named() {
        let part = TextPart {
            module: "test",
            zh: "plate = 渝A12345\nformats = CSV、XLSX\nwrong = Choose another one\n    .detail = 请选别的班次\n",
            en: "plate = Such as 渝A12345\nformats = CSV, XLSX\nwrong = The shift is over\n    .detail = 请选别的班次\n",
        };
        let expected = [
            "test (zh-CN): wrong is in the other language",
            "test (en): .detail is in the other language",
        ];
        assert_eq!(Texts::new(&[part]).problems(), expected);
    }

    #[test]
    fn a_missing_key_shows_as_itself() {
        assert_eq!(Texts::new(&[]).text(Lang::Zh, "nothing-here"), "nothing-here");
    }
}
