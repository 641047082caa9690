//! Reading a goods file: TOML as the built-in `modules/supply/data/goods.toml` explains it. Everything that is wrong is named at once.

use crate::limits::{CATEGORIES_MAX, CATEGORY_KEY_CHARS_MAX, CATEGORY_NAME_CHARS_MAX, NORM_MAX, THRESHOLD_DAYS_MAX};
use crate::rules::goods::{Amount, Category, Goods, Norm, Threshold, Unit};
use crate::rules::goods_faults::{GoodsFault, GoodsFaultKind, GoodsFaults};
use serde::Deserialize;
use std::ops::RangeInclusive;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    category: Vec<CategoryEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryEntry {
    key: String,
    name: NameEntry,
    unit: Unit,
    norm: Option<NormEntry>,
    threshold: ThresholdEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameEntry {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NormEntry {
    amount: i64,
    #[serde(default = "everybody")]
    share_per_mille: i64,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThresholdEntry {
    strained: i64,
    failing: i64,
    source: String,
}

const fn everybody() -> i64 {
    1_000
}

pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Goods, GoodsFaults> {
    let text = str::from_utf8(bytes).map_err(|_| GoodsFaults::alone(file, GoodsFaultKind::NotUtf8))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document: Document = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = 1 + text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count();
        let detail = error.message().to_owned();
        GoodsFaults::alone(file, GoodsFaultKind::NotToml { detail, line })
    })?;
    let mut check = Check {
        file,
        faults: Vec::new(),
    };
    let found = document.category.len();
    if !(1..=CATEGORIES_MAX).contains(&found) {
        check.fault("", GoodsFaultKind::Count { found });
    }
    let mut categories: Vec<Category> = Vec::with_capacity(found);
    for entry in document.category {
        if categories.iter().any(|category| category.key == entry.key) {
            let found = entry.key.clone();
            check.fault(&entry.key, GoodsFaultKind::KeyTwice { found });
        }
        categories.push(check.category(entry));
    }
    if check.faults.is_empty() {
        Ok(Goods::new(categories))
    } else {
        Err(GoodsFaults::new(check.faults))
    }
}

/// Gathers what is wrong beyond the file's shape.
struct Check<'a> {
    file: &'a str,
    faults: Vec<GoodsFault>,
}

impl Check<'_> {
    fn fault(&mut self, key: &str, kind: GoodsFaultKind) {
        self.faults.push(GoodsFault {
            file: self.file.to_owned(),
            key: key.to_owned(),
            kind,
        });
    }

    fn category(&mut self, entry: CategoryEntry) -> Category {
        let key = entry.key;
        let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
        if !key.starts_with(|sign: char| sign.is_ascii_lowercase())
            || !key.chars().all(is_plain)
            || key.len() > CATEGORY_KEY_CHARS_MAX
        {
            let found = key.chars().take(CATEGORY_KEY_CHARS_MAX).collect();
            self.fault(&key, GoodsFaultKind::Key { found });
        }
        self.text(&format!("{key}.name.zh"), &entry.name.zh, CATEGORY_NAME_CHARS_MAX);
        self.text(&format!("{key}.name.en"), &entry.name.en, CATEGORY_NAME_CHARS_MAX);
        let norm = entry.norm.map(|norm| self.norm(&key, norm));
        let threshold = self.threshold(&key, entry.threshold);
        Category {
            key,
            name_zh: entry.name.zh,
            name_en: entry.name.en,
            unit: entry.unit,
            norm,
            threshold,
        }
    }

    fn norm(&mut self, key: &str, entry: NormEntry) -> Norm {
        self.number(&format!("{key}.norm.amount"), entry.amount, 1..=NORM_MAX);
        let share = entry.share_per_mille;
        self.number(&format!("{key}.norm.share_per_mille"), share, 1..=everybody());
        self.text(&format!("{key}.norm.source"), &entry.source, SOURCE_CHARS_MAX);
        Norm {
            amount: Amount::try_from(entry.amount).unwrap_or_default(),
            share_per_mille: share,
            source: entry.source,
        }
    }

    fn threshold(&mut self, key: &str, entry: ThresholdEntry) -> Threshold {
        let ThresholdEntry {
            strained,
            failing,
            source,
        } = entry;
        self.number(&format!("{key}.threshold.strained"), strained, 1..=THRESHOLD_DAYS_MAX);
        self.number(&format!("{key}.threshold.failing"), failing, 1..=THRESHOLD_DAYS_MAX);
        if failing > strained {
            let kind = GoodsFaultKind::ThresholdOrder { strained, failing };
            self.fault(&format!("{key}.threshold"), kind);
        }
        self.text(&format!("{key}.threshold.source"), &source, SOURCE_CHARS_MAX);
        Threshold {
            strained_days: strained,
            failing_days: failing,
            source,
        }
    }

    fn number(&mut self, key: &str, found: i64, bounds: RangeInclusive<i64>) {
        if !bounds.contains(&found) {
            let (min, max) = (*bounds.start(), *bounds.end());
            self.fault(key, GoodsFaultKind::OutOfRange { found, min, max });
        }
    }

    fn text(&mut self, key: &str, text: &str, max: usize) {
        if text.trim().is_empty() || text.chars().count() > max {
            self.fault(key, GoodsFaultKind::Text { max });
        }
    }
}

/// Where a figure comes from, in characters.
const SOURCE_CHARS_MAX: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Lang;

    fn faults(text: &str) -> Vec<(String, GoodsFaultKind)> {
        let faults = Goods::parse("own.toml", text.as_bytes()).expect_err("refused");
        assert!(faults.iter().all(|fault| fault.file == "own.toml"));
        faults
            .iter()
            .map(|fault| (fault.key.clone(), fault.kind.clone()))
            .collect()
    }

    const RICE: &str = r#"
        [[category]]
        key = "rice"
        name = { zh = "大米", en = "Rice" }
        unit = "g"
        threshold = { strained = 7, failing = 3, source = "assumption" }
    "#;

    #[test]
    fn a_city_gives_categories_of_its_own() {
        let goods = Goods::parse("own.toml", RICE.as_bytes()).expect("sound");
        let rice = goods.category("rice").expect("there");
        assert_eq!((rice.unit, &rice.norm, goods.categories().len()), (Unit::G, &None, 1));
    }

    #[test]
    fn everything_that_is_wrong_is_named_with_its_key() {
        let text = r#"
            [[category]]
            key = "Rice!"
            name = { zh = "", en = "Rice" }
            unit = "g"
            norm = { amount = 0, share_per_mille = 1001, source = " " }
            threshold = { strained = 3, failing = 7, source = "assumption" }
        "#;
        let found = faults(&format!("{text}{RICE}{RICE}"));
        let keys: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        let expected = [
            "Rice!",
            "Rice!.name.zh",
            "Rice!.norm.amount",
            "Rice!.norm.share_per_mille",
            "Rice!.norm.source",
            "Rice!.threshold",
            "rice",
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_file_of_another_shape_is_told_its_line() {
        let text = RICE.replace("unit = \"g\"", "unit = \"pound\"");
        let found = faults(&text);
        assert!(
            matches!(&found[0].1, GoodsFaultKind::NotToml { line: 5, .. }),
            "{found:?}"
        );
        assert_eq!(faults("")[0].1, GoodsFaultKind::Count { found: 0 });
        assert!(matches!(
            Goods::parse("own.toml", b"\xb4\xf3").expect_err("GBK").iter().next(),
            Some(fault) if fault.kind == GoodsFaultKind::NotUtf8
        ));
    }

    #[test]
    fn a_file_that_is_not_there_is_named_in_both_languages() {
        let faults = Goods::load(std::path::Path::new("/nowhere/goods.toml")).expect_err("not there");
        assert!(
            faults
                .message(Lang::En)
                .starts_with("/nowhere/goods.toml: the file can't be read")
        );
        assert!(faults.message(Lang::Zh).contains("应为：一个存在且可读的文件"));
    }
}
