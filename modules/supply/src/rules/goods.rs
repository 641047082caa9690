//! What goods are counted in: categories, their units, and how much of each a person needs a day.
//!
//! The categories come from a file (`data/goods.toml`, or a city's own): see [`Goods::load`].

use crate::rules::goods_faults::GoodsFaults;
use crate::rules::goods_file;
use std::fmt;
use std::path::Path;
use tongxin_city::Lang;

/// The goods file that is built in.
const BUILT_IN: &str = include_str!("../../data/goods.toml");
/// What the built-in file is called where its categories are named.
const BUILT_IN_NAME: &str = "goods.toml";

tongxin_city::words! {
    /// What amounts of a category are counted in.
    Unit, "unit" {
        /// Grams.
        G = "g",
        /// Millilitres.
        Ml = "ml",
        /// Pieces.
        Piece = "piece",
    }
}

/// How much of a category there is, in the category's unit. Sums and products are held at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Amount(i64);

/// A number that is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no amount: 0 to {max} would be right", max = Amount::MAX.0)]
pub struct AmountError(i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// A billion tonnes (in grams): no sum of one city's goods reaches it.
    pub const MAX: Amount = Amount(1_000_000_000_000_000);

    /// The number, in the category's unit.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// So many times this; nothing for less than one.
    #[must_use]
    pub fn times(self, pieces: i64) -> Amount {
        Amount(self.0.saturating_mul(pieces).clamp(0, Amount::MAX.0))
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Amount) -> Amount {
        Amount((self.0 + other.0).min(Amount::MAX.0))
    }
}

impl TryFrom<i64> for Amount {
    type Error = AmountError;

    fn try_from(number: i64) -> Result<Amount, AmountError> {
        if (0..=Amount::MAX.0).contains(&number) {
            Ok(Amount(number))
        } else {
            Err(AmountError(number))
        }
    }
}

impl From<Amount> for i64 {
    fn from(amount: Amount) -> i64 {
        amount.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Unit {
    /// An amount as people say it: 2,500 g are 2.5 kg. A number and the key of the unit's word, which takes it as `n`.
    pub fn said(self, amount: Amount) -> (String, &'static str) {
        let is_large = amount.0 >= 1_000;
        match self {
            Unit::G if is_large => (thousandths(amount.0), "supply-goods-kg"),
            Unit::G => (amount.to_string(), "supply-goods-g"),
            Unit::Ml if is_large => (thousandths(amount.0), "supply-goods-litre"),
            Unit::Ml => (amount.to_string(), "supply-goods-ml"),
            Unit::Piece => (amount.to_string(), "supply-goods-piece"),
        }
    }
}

/// A number divided by a thousand, without zeros at its end.
fn thousandths(number: i64) -> String {
    let text = format!("{}.{:03}", number / 1_000, number % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whom a category is for, and how much of it each needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Norm {
    /// A day, for each person it is for.
    pub amount: Amount,
    /// For how many of 1,000 people.
    pub share_per_mille: i64,
    /// Where the figure comes from.
    pub source: String,
}

impl Norm {
    /// What so many people need in a day, rounded up.
    pub fn for_people(&self, people: i64) -> Amount {
        let needed = i128::from(self.amount.0) * i128::from(people.max(0)) * i128::from(self.share_per_mille);
        let rounded_up = needed / 1_000 + i128::from(needed % 1_000 != 0);
        Amount(i64::try_from(rounded_up).unwrap_or(i64::MAX).min(Amount::MAX.0))
    }
}

/// Days of cover below which something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Below so many days supply is strained.
    pub strained_days: i64,
    /// Below so many it is failing.
    pub failing_days: i64,
    /// Where the figures come from.
    pub source: String,
}

/// One kind of goods that a person needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The key used in the database, in JSON and in files.
    pub key: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// What its amounts are counted in.
    pub unit: Unit,
    /// How much a person needs; none where no days of cover can be said.
    pub norm: Option<Norm>,
    /// When cover is too little.
    pub threshold: Threshold,
}

impl Category {
    /// Its name in that language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_zh, &self.name_en)
    }
}

/// All categories, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods(Vec<Category>);

impl Goods {
    pub(crate) fn new(categories: Vec<Category>) -> Goods {
        Goods(categories)
    }

    /// The categories that are built in.
    pub fn built_in() -> Goods {
        Goods::parse(BUILT_IN_NAME, BUILT_IN.as_bytes()).expect("a test reads the built-in file")
    }

    /// Reads a city's own file.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its key and what would be right.
    pub fn load(path: &Path) -> Result<Goods, GoodsFaults> {
        let file = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Goods::parse(&file, &bytes),
            Err(error) => Err(GoodsFaults::unreadable(&file, &error)),
        }
    }

    /// Reads a file's bytes; `file` is what faults call it.
    ///
    /// # Errors
    /// As [`Goods::load`].
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Goods, GoodsFaults> {
        goods_file::parse(file, bytes)
    }

    /// All categories.
    pub fn categories(&self) -> &[Category] {
        &self.0
    }

    /// The category of that key.
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_holds_the_lifeline_goods_each_with_its_sources() {
        let goods = Goods::built_in();
        let keys: Vec<&str> = goods
            .categories()
            .iter()
            .map(|category| category.key.as_str())
            .collect();
        let all = [
            "grain",
            "oil",
            "meat",
            "eggs",
            "vegetables",
            "fruit",
            "milk",
            "infant_food",
            "drinking_water",
            "medicine",
            "masks",
            "antigen_tests",
            "disinfectant",
        ];
        assert_eq!(keys, all);
        assert_eq!(goods.category("medicine").expect("there").norm, None);
        assert_eq!(goods.category("milk").expect("there").name(Lang::Zh), "奶类");
    }

    #[test]
    fn a_norm_for_a_share_of_the_people_is_rounded_up() {
        let norm = Norm {
            amount: Amount(100),
            share_per_mille: 15,
            source: "assumption".into(),
        };
        assert_eq!(norm.for_people(1_000), Amount(1_500));
        assert_eq!(norm.for_people(1), Amount(2));
        assert_eq!(norm.for_people(-4), Amount::ZERO);
        assert_eq!(norm.for_people(i64::MAX), Amount::MAX);
    }

    #[test]
    fn amounts_are_said_in_the_larger_unit_where_they_are_large() {
        let said = |unit: Unit, amount| unit.said(Amount(amount));
        assert_eq!(said(Unit::G, 2_500), ("2.5".into(), "supply-goods-kg"));
        assert_eq!(said(Unit::G, 10_000), ("10".into(), "supply-goods-kg"));
        assert_eq!(said(Unit::Ml, 999), ("999".into(), "supply-goods-ml"));
        assert_eq!(said(Unit::Piece, 12_000), ("12000".into(), "supply-goods-piece"));
    }

    #[test]
    fn amounts_stay_within_bounds() {
        assert_eq!(Amount::MAX.times(3), Amount::MAX);
        assert_eq!(Amount::MAX.plus(Amount(1)), Amount::MAX);
        assert_eq!(Amount(5).times(-1), Amount::ZERO);
        assert!(Amount::try_from(-1).is_err() && Amount::try_from(Amount::MAX.0 + 1).is_err());
    }
}
