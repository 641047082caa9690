//! The basket as a form carries it: a number beside each item, and how it shall come.

use crate::customers::AskedFor;
use crate::error::SupplyError;
use crate::ordering::AskedOrder;
use crate::pages::shop::door::DoorQuery;
use crate::pages::shop::form_errors;
use crate::rules::basket::AskedLine;
use crate::rules::order::Substitutes;
use tongxin_account::Visit;
use tongxin_city::{ItemId, OrgId};
use tongxin_web::{FieldFault, FormErrors, Problem};

/// What the field of an item's pieces is called.
pub(super) fn field_of(item: ItemId) -> String {
    format!("q-{item}")
}

/// A basket as it was filled in.
#[derive(Debug, Clone, Default)]
pub(super) struct BasketForm {
    pub(super) door: DoorQuery,
    pub(super) window: String,
    pub(super) substitutes: String,
    pub(super) contact: String,
    pub(super) note: String,
    pub(super) code: String,
    pub(super) slip: String,
    pub(super) key: String,
    /// Items with something written beside them.
    pub(super) pieces: Vec<(ItemId, String)>,
}

impl BasketForm {
    pub(super) fn of(fields: Vec<(String, String)>) -> BasketForm {
        let mut form = BasketForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "building" => form.door.building = value.parse().ok(),
                "household" => form.door.household = value.parse().ok(),
                "window" => form.window = value,
                "substitutes" => form.substitutes = value,
                "contact" => form.contact = value,
                "note" => form.note = value,
                "code" => form.code = value,
                "slip" => form.slip = value,
                "key" => form.key = value,
                _ => form.add_pieces(&name, value.trim()),
            }
        }
        form
    }

    fn add_pieces(&mut self, name: &str, value: &str) {
        let item = name.strip_prefix("q-").and_then(|item| item.parse().ok());
        if let Some(item) = item.filter(|_| !value.is_empty() && value != "0") {
            self.pieces.push((item, value.to_owned()));
        }
    }

    /// What was written beside an item.
    pub(super) fn pieces_of(&self, item: ItemId) -> String {
        let found = self.pieces.iter().find(|(known, _)| *known == item);
        found.map_or_else(String::new, |(_, pieces)| pieces.clone())
    }

    /// The lines; what is no number of pieces is 0, which is refused at its field.
    pub(super) fn lines(&self) -> Vec<AskedLine> {
        let lines = self.pieces.iter().map(|(item, pieces)| AskedLine {
            item: *item,
            pieces: pieces.parse().unwrap_or(0),
        });
        lines.collect()
    }

    /// The order that it asks for.
    ///
    /// # Errors
    /// The window that was not chosen.
    pub(super) fn asked(&self, org: OrgId) -> Result<AskedOrder, SupplyError> {
        let window = self.window.parse();
        Ok(AskedOrder {
            org,
            window: window.map_err(|_| FieldFault::new("window", "supply-shop-choose-window"))?,
            lines: self.lines(),
            substitutes: self.substitutes.parse().unwrap_or(Substitutes::None),
            contact: self.contact.clone(),
            note: self.note.clone(),
        })
    }

    /// For whom.
    pub(super) fn whom(&self) -> Result<AskedFor, SupplyError> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(AskedFor::read(self.door.household, said(&self.slip), said(&self.code))?)
    }

    /// The chosen door's number, or nothing.
    pub(super) fn hidden_household(&self) -> String {
        self.door.household.map(|id| id.to_string()).unwrap_or_default()
    }

    /// All of it, to be sent on by the next form.
    pub(super) fn hidden(&self) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: String| {
            if !value.is_empty() {
                fields.push((name.to_owned(), value));
            }
        };
        add(
            "building",
            self.door.building.map(|code| code.to_string()).unwrap_or_default(),
        );
        add("household", self.hidden_household());
        add("window", self.window.clone());
        add("substitutes", self.substitutes.clone());
        add("contact", self.contact.clone());
        add("note", self.note.clone());
        add("code", self.code.clone());
        add("slip", self.slip.clone());
        for (item, pieces) in &self.pieces {
            add(&field_of(*item), pieces.clone());
        }
        fields
    }

    /// What is wrong, each message at the field that this form has for it.
    pub(super) fn errors(&self, visit: &Visit, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
        let mut errors = form_errors(visit, error)?;
        for error in &mut errors.list {
            let index = error
                .field
                .strip_prefix("lines[")
                .and_then(|rest| rest.split(']').next());
            let line = index.and_then(|index| self.pieces.get(index.parse::<usize>().ok()?));
            if let Some((item, _)) = line {
                error.field = field_of(*item);
            }
        }
        Ok(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;

    #[test]
    fn a_basket_travels_through_hidden_fields_unchanged() {
        let item = ItemId::from_parts(Timestamp(1_669_262_400_000), 7);
        let sent = vec![
            ("window".to_owned(), "w".to_owned()),
            (field_of(item), " 2 ".to_owned()),
            ("q-nonsense".to_owned(), "9".to_owned()),
            ("note".to_owned(), "放门口".to_owned()),
        ];
        let form = BasketForm::of(sent);
        let again = BasketForm::of(form.hidden());
        assert_eq!((form.hidden(), form.pieces_of(item)), (again.hidden(), "2".to_owned()));
        assert_eq!(form.lines().len(), 1);
        let absurd = BasketForm::of(vec![(field_of(item), "two".to_owned())]);
        assert_eq!(absurd.lines()[0].pieces, 0, "refused at its field");
    }
}
