//! A category's cover as a tile: state, days, the rule that made it so, and when it will be too little.

use crate::pages::whitelist::words::Words;
use crate::rules::cover::{CoverState, Days};
use crate::rules::forecast::Forecast;
use crate::rules::goods::{Amount, Category, Unit};

/// A tile, as the `lifeline_tile` macro reads it.
pub(super) struct CoverTile {
    pub(super) href: String,
    pub(super) icon: &'static str,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) word: String,
    pub(super) number: String,
    pub(super) unit: String,
    pub(super) about: String,
    pub(super) rule: String,
    pub(super) spark: NoSpark,
}

/// A tile without a line: the chart below has one.
#[derive(Default)]
pub(super) struct NoSpark {
    pub(super) line: String,
    pub(super) last: String,
    pub(super) label: String,
}

/// A category's cover as it is said.
pub(super) struct Said<'a> {
    pub(super) category: &'a Category,
    pub(super) days: Option<Days>,
    pub(super) state: CoverState,
    pub(super) forecast: Option<Forecast>,
}

pub(super) fn tile(words: &Words<'_>, said: &Said<'_>, href: String) -> CoverTile {
    CoverTile {
        href,
        icon: icon(&said.category.key),
        name: said.category.name(words.visit.lang()).to_owned(),
        state: said.state.sign(),
        word: state_word(words, said.state),
        number: number(said.days),
        unit: said.days.map(|_| words.t("supply-cover-unit")).unwrap_or_default(),
        about: forecast_sentence(words, said).unwrap_or_default(),
        rule: rule(words, said),
        spark: NoSpark::default(),
    }
}

/// Days as a number, or a dash.
pub(super) fn number(days: Option<Days>) -> String {
    days.map_or_else(|| "—".to_owned(), |days| days.to_string())
}

pub(super) fn state_word(words: &Words<'_>, state: CoverState) -> String {
    words.t(&format!("supply-cover-state-{state}"))
}

/// The rule that made a state so.
pub(super) fn rule(words: &Words<'_>, said: &Said<'_>) -> String {
    let threshold = &said.category.threshold;
    let (strained, failing) = (threshold.strained_days.to_string(), threshold.failing_days.to_string());
    if said.category.norm.is_none() {
        return words.t("supply-cover-rule-no-norm");
    }
    let args = [("strained", strained.as_str()), ("failing", failing.as_str())];
    words.ta(&format!("supply-cover-rule-{}", said.state), &args)
}

/// When it will be too little; nothing when it is already, or not within sight.
pub(super) fn forecast_sentence(words: &Words<'_>, said: &Said<'_>) -> Option<String> {
    let forecast = said.forecast.filter(|_| said.state == CoverState::Stable)?;
    let day = forecast.day.format(words.visit.lang());
    let key = format!("supply-cover-forecast-{}", forecast.basis);
    Some(words.ta(&key, &[("day", &day)]))
}

/// An amount as people say it.
pub(in crate::pages) fn amount(words: &Words<'_>, unit: Unit, amount: i64) -> String {
    let (n, key) = unit.said(Amount::try_from(amount).unwrap_or(Amount::MAX));
    words.ta(key, &[("n", &n)])
}

fn icon(category: &str) -> &'static str {
    match category {
        "medicine" | "masks" | "antigen_tests" | "disinfectant" => "medicine",
        _ => "food",
    }
}
