//! What days of cover are counted by: each category's norm and thresholds, and where they come from.

use crate::pages::whitelist::words::Words;
use crate::rules::goods::{Category, Norm};

/// A category's row.
pub(super) struct NormRow {
    pub(super) name: String,
    pub(super) norm: String,
    pub(super) threshold: String,
    pub(super) source: String,
}

pub(super) fn row(words: &Words<'_>, category: &Category) -> NormRow {
    let threshold = &category.threshold;
    let days = [
        ("strained", threshold.strained_days.to_string()),
        ("failing", threshold.failing_days.to_string()),
    ];
    let args = days.each_ref().map(|(name, days)| (*name, days.as_str()));
    NormRow {
        name: category.name(words.visit.lang()).to_owned(),
        norm: category
            .norm
            .as_ref()
            .map_or_else(|| words.t("supply-norms-none"), |norm| said(words, category, norm)),
        threshold: words.ta("supply-norms-days", &args),
        source: source(words, category),
    }
}

/// "200 g a day", and for how many people where it is not for everybody.
fn said(words: &Words<'_>, category: &Category, norm: &Norm) -> String {
    let (number, unit) = category.unit.said(norm.amount);
    let amount = words.ta(unit, &[("n", &number)]);
    if norm.share_per_mille >= 1_000 {
        return words.ta("supply-norms-each", &[("amount", &amount)]);
    }
    let share = norm.share_per_mille.to_string();
    words.ta("supply-norms-some", &[("amount", &amount), ("share", &share)])
}

/// The norm's source and, where it is another, that of the thresholds.
fn source(words: &Words<'_>, category: &Category) -> String {
    let threshold = match category.threshold.source.as_str() {
        ASSUMED => words.t("supply-norms-assumed"),
        source => source.to_owned(),
    };
    let threshold = words.ta("supply-norms-threshold-source", &[("source", &threshold)]);
    match &category.norm {
        Some(norm) => format!("{} {threshold}", norm.source),
        None => threshold,
    }
}

/// What a goods file says of a figure that was set for it.
const ASSUMED: &str = "assumption";
