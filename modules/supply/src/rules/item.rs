//! What is stocked and sold: an item, and how much of which category one piece of it holds.

use crate::limits::{
    CONTENT_AMOUNT_MAX, ITEM_CONTENTS_MAX, ITEM_NAME_CHARS_MAX, ITEM_UNIT_CHARS_MAX, ITEM_VOLUME_ML_MAX,
};
use crate::rules::fields::Fields;
use crate::rules::goods::{Amount, Goods};
use crate::rules::gtin::Gtin;
use serde::{Deserialize, Serialize};
use tongxin_city::{ItemId, OrgId, PictureId};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// How much of a category one piece holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    /// The category's key.
    #[schema(example = "grain")]
    pub category: String,
    /// In the category's unit.
    #[schema(value_type = i64, minimum = 1, maximum = 1_000_000, example = 5000)]
    pub amount: Amount,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its trade item number, as 14 digits; such an item is the same in every outlet.
    #[schema(value_type = Option<String>, example = "06901234567892")]
    pub gtin: Option<Gtin>,
    /// The outlet it belongs to, when it has no number.
    pub org: Option<OrgId>,
    /// What it is.
    pub name: String,
    /// How it is sold: bag, box, portion.
    pub unit: String,
    /// What one piece holds; nothing when it counts for no category.
    pub contents: Vec<Content>,
    /// How much room one piece takes, in millilitres, where somebody stated it; else its weight says so.
    pub volume_ml: Option<i64>,
    /// Its picture.
    pub picture: Option<PictureId>,
}

impl Item {
    /// Whether some of it is of one of these categories.
    pub fn holds(&self, categories: &[&str]) -> bool {
        let mut contents = self.contents.iter();
        contents.any(|content| categories.contains(&content.category.as_str()))
    }
}

/// An item as it was filled in.
#[derive(Debug, Clone, Default)]
pub struct AskedItem {
    /// The trade item number; empty for an item of the outlet's own.
    pub gtin: String,
    /// What it is.
    pub name: String,
    /// How it is sold.
    pub unit: String,
    /// Category and amount.
    pub contents: Vec<(String, i64)>,
    /// How much room one piece takes, in millilitres; estimated when left out.
    pub volume_ml: Option<i64>,
}

/// An item that can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The trade item number.
    pub gtin: Option<Gtin>,
    /// What it is.
    pub name: String,
    /// How it is sold.
    pub unit: String,
    /// What one piece holds.
    pub contents: Vec<Content>,
    /// How much room one piece takes, in millilitres, where somebody stated it.
    pub volume_ml: Option<i64>,
}

impl NewItem {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field; contents are named by their category, `contents.grain`.
    pub fn read(asked: AskedItem, goods: &Goods) -> Result<NewItem, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let gtin = match asked.gtin.trim() {
            "" => None,
            text => fields.take(Gtin::at("gtin", text)),
        };
        let name = fields.line("name", &asked.name, ITEM_NAME_CHARS_MAX);
        let unit = fields.line("unit", &asked.unit, ITEM_UNIT_CHARS_MAX);
        if asked
            .volume_ml
            .is_some_and(|volume| !(1..=ITEM_VOLUME_ML_MAX).contains(&volume))
        {
            let fault = FieldFault::new("volume_ml", "supply-goods-volume-range");
            fields.add(fault.arg("max", ITEM_VOLUME_ML_MAX));
        }
        if asked.contents.len() > ITEM_CONTENTS_MAX {
            let fault = FieldFault::new("contents", "supply-goods-many-contents");
            fields.add(fault.arg("max", ITEM_CONTENTS_MAX).arg("found", asked.contents.len()));
            return Err(fields.into_faults());
        }
        let mut contents: Vec<Content> = Vec::with_capacity(asked.contents.len());
        for (category, amount) in asked.contents {
            if contents.iter().any(|content| content.category == category) {
                let fault = FieldFault::new(content_field(&category), "supply-goods-category-twice");
                fields.add(fault.arg("category", &category));
            }
            let content = fields.take(content(category, amount, goods));
            contents.extend(content);
        }
        fields.finish(NewItem {
            gtin,
            name,
            unit,
            contents,
            volume_ml: asked.volume_ml,
        })
    }
}

fn content(category: String, amount: i64, goods: &Goods) -> Result<Content, FieldFault> {
    let field = content_field(&category);
    if goods.category(&category).is_none() {
        let found: String = category.chars().take(crate::limits::CATEGORY_KEY_CHARS_MAX).collect();
        return Err(FieldFault::new(field, "supply-goods-unknown-category").arg("category", found));
    }
    let is_right = (1..=CONTENT_AMOUNT_MAX).contains(&amount);
    match Amount::try_from(amount).ok().filter(|_| is_right) {
        Some(amount) => Ok(Content { category, amount }),
        None => Err(FieldFault::new(field, "supply-goods-amount").arg("max", CONTENT_AMOUNT_MAX)),
    }
}

/// What faults call the amount of a category.
pub(crate) fn content_field(category: &str) -> String {
    format!("contents.{category}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> AskedItem {
        AskedItem {
            gtin: "6901234567892".into(),
            name: " 家庭蔬菜包 ".into(),
            unit: "份".into(),
            contents: vec![("vegetables".into(), 3_000), ("eggs".into(), 10)],
            volume_ml: None,
        }
    }

    #[test]
    fn a_volume_may_be_stated_up_to_a_cubic_metre() {
        for wrong in [0, -1, ITEM_VOLUME_ML_MAX + 1] {
            let found = faults(|asked| asked.volume_ml = Some(wrong));
            assert_eq!(found, [("volume_ml".into(), "supply-goods-volume-range")]);
        }
        let asked = AskedItem {
            volume_ml: Some(ITEM_VOLUME_ML_MAX),
            ..asked()
        };
        let item = NewItem::read(asked, &Goods::built_in()).expect("right");
        assert_eq!(item.volume_ml, Some(ITEM_VOLUME_ML_MAX));
    }

    fn faults(change: impl FnOnce(&mut AskedItem)) -> Vec<(String, &'static str)> {
        let mut asked = asked();
        change(&mut asked);
        let faults = NewItem::read(asked, &Goods::built_in()).expect_err("refused");
        faults.into_iter().map(|fault| (fault.field, fault.key)).collect()
    }

    #[test]
    fn a_package_holds_several_categories() {
        let item = NewItem::read(asked(), &Goods::built_in()).expect("right");
        assert_eq!((item.name.as_str(), item.contents.len()), ("家庭蔬菜包", 2));
        assert_eq!(item.gtin.map(|gtin| gtin.to_string()), Some("06901234567892".into()));
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_its_field() {
        let found = faults(|asked| {
            *asked = AskedItem {
                gtin: "6901234567891".into(),
                contents: vec![
                    ("gold".into(), 1),
                    ("grain".into(), 0),
                    ("oil".into(), 5),
                    ("oil".into(), 5),
                ],
                ..AskedItem::default()
            }
        });
        let expected = [
            ("gtin", "supply-goods-gtin-check"),
            ("name", "field-required"),
            ("unit", "field-required"),
            ("contents.gold", "supply-goods-unknown-category"),
            ("contents.grain", "supply-goods-amount"),
            ("contents.oil", "supply-goods-category-twice"),
        ];
        assert_eq!(found, expected.map(|(field, key)| (field.to_owned(), key)));
    }

    #[test]
    fn absurd_amounts_and_too_many_categories_are_refused() {
        let over = faults(|asked| asked.contents[0].1 = CONTENT_AMOUNT_MAX + 1);
        assert_eq!(over, [("contents.vegetables".into(), "supply-goods-amount")]);
        let below = faults(|asked| asked.contents[0].1 = -5);
        assert_eq!(below[0].1, "supply-goods-amount");
        let many = faults(|asked| asked.contents = vec![("oil".into(), 1); ITEM_CONTENTS_MAX + 1]);
        assert_eq!(many, [("contents".into(), "supply-goods-many-contents")]);
    }
}
