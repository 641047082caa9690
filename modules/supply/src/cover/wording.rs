//! What a need that the clock raises says. Nobody's language is asked for: it says everything in both.

use crate::cover::Suggestion;
use crate::rules::cover::Days;
use crate::rules::distance::Distance;
use crate::rules::goods::{Amount, Category, Unit};
use std::sync::LazyLock;
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_ledger::rules::limits::{BODY_CHARS_MAX, TITLE_CHARS_MAX};

/// Supply's own words; the pages have those of all modules.
static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[crate::TEXTS]));

/// The languages of a need's texts, in order.
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn said(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    WORDS.text_with(lang, key, args)
}

fn cut(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// A need's title: category, days, firm.
pub(super) fn title(category: &Category, days: Days, firm: &str) -> String {
    let days = days.to_string();
    let parts = LANGS.map(|lang| {
        let args = [("category", category.name(lang)), ("days", &days)];
        said(lang, "supply-cover-need-title", &args)
    });
    cut(&format!("{} · {firm}", parts.join(" · ")), TITLE_CHARS_MAX)
}

/// A need's text: the threshold, and who could help.
pub(super) fn body(category: &Category, suggestions: &[Suggestion]) -> String {
    let threshold = category.threshold.strained_days.to_string();
    let parts = LANGS.map(|lang| {
        let args = [("category", category.name(lang)), ("threshold", &threshold)];
        let mut lines = vec![said(lang, "supply-cover-need-rule", &args)];
        if suggestions.is_empty() {
            lines.push(said(lang, "supply-cover-need-nobody", &[]));
        } else {
            lines.push(said(lang, "supply-cover-need-could", &[]));
            lines.extend(suggestions.iter().map(|one| suggestion(lang, category.unit, one)));
        }
        lines.join("\n")
    });
    cut(&parts.join("\n\n"), BODY_CHARS_MAX)
}

fn suggestion(lang: Lang, unit: Unit, one: &Suggestion) -> String {
    let amount = amount(lang, unit, one.amount);
    let distance = far(lang, one.distance);
    let args = [
        ("from", one.from_name.as_str()),
        ("pieces", &one.pieces.to_string()),
        ("unit", &one.item.unit),
        ("item", &one.item.name),
        ("amount", &amount),
        ("distance", &distance),
    ];
    format!("- {}", said(lang, "supply-cover-need-line", &args))
}

fn amount(lang: Lang, unit: Unit, amount: i64) -> String {
    let (n, key) = unit.said(Amount::try_from(amount).unwrap_or(Amount::MAX));
    said(lang, key, &[("n", &n)])
}

fn far(lang: Lang, distance: Distance) -> String {
    let (key, km) = distance_key(distance);
    said(lang, key, &[("km", &km)])
}

/// The key of a distance's words, which take kilometres as `km`.
pub(crate) fn distance_key(distance: Distance) -> (&'static str, String) {
    match distance {
        Distance::SameSubdistrict => ("supply-cover-same-subdistrict", String::new()),
        Distance::SameDistrict => ("supply-cover-same-district", String::new()),
        Distance::Kilometres(km) => ("supply-cover-km", km.to_string()),
        Distance::Unknown => ("supply-cover-far-unknown", String::new()),
    }
}

/// A transfer of which something else arrived than was sent.
pub(crate) fn lost_title(item: &str, sent: i64, received: i64) -> String {
    let parts = LANGS.map(|lang| {
        let args = [
            ("item", item),
            ("sent", &sent.to_string()),
            ("received", &received.to_string()),
        ];
        said(lang, "supply-transfers-need-title", &args)
    });
    cut(&parts.join(" · "), TITLE_CHARS_MAX)
}

/// Between whom, and under which number.
pub(crate) fn lost_body(from: &str, to: &str, number: &str) -> String {
    between("supply-transfers-need-body", from, to, number)
}

/// A transfer that will come late.
pub(crate) fn late_title(item: &str, pieces: i64) -> String {
    let pieces = pieces.to_string();
    let args = [("item", item), ("pieces", &pieces)];
    let parts = LANGS.map(|lang| said(lang, "supply-transfers-late-title", &args));
    cut(&parts.join(" · "), TITLE_CHARS_MAX)
}

/// Between whom, and under which number.
pub(crate) fn late_body(from: &str, to: &str, number: &str) -> String {
    between("supply-transfers-late-body", from, to, number)
}

fn between(key: &str, from: &str, to: &str, number: &str) -> String {
    let args = [("from", from), ("to", to), ("number", number)];
    let parts = LANGS.map(|lang| said(lang, key, &args));
    cut(&parts.join("\n\n"), BODY_CHARS_MAX)
}
