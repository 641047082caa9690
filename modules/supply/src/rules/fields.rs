//! Reading fields that people filled in: everything that is wrong is said at once, each at its field.

use crate::limits::{PHONE_CHARS_MAX, PHONE_DIGITS};
use std::ops::RangeInclusive;
use tongxin_web::FieldFault;

/// Gathers what is wrong with the fields of one thing.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<FieldFault>);

impl Fields {
    pub(crate) fn add(&mut self, fault: FieldFault) {
        self.0.push(fault);
    }

    /// The value, or what is wrong with it remembered.
    pub(crate) fn take<T>(&mut self, read: Result<T, FieldFault>) -> Option<T> {
        read.map_err(|fault| self.add(fault)).ok()
    }

    /// A line that must be there, without blanks around it.
    pub(crate) fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        if text.trim().is_empty() {
            self.add(FieldFault::new(field, "field-required"));
        }
        self.optional_line(field, text, max)
    }

    /// A line that may be empty, without blanks around it.
    pub(crate) fn optional_line(&mut self, field: &str, text: &str, max: usize) -> String {
        self.checked(field, text, max, FieldFault::in_line)
    }

    /// A text of several lines that must be there.
    pub(crate) fn text(&mut self, field: &str, text: &str, max: usize) -> String {
        if text.trim().is_empty() {
            self.add(FieldFault::new(field, "field-required"));
        }
        self.optional_text(field, text, max)
    }

    /// A text of several lines that may be empty.
    pub(crate) fn optional_text(&mut self, field: &str, text: &str, max: usize) -> String {
        self.checked(field, text, max, FieldFault::in_text)
    }

    fn checked(
        &mut self,
        field: &str,
        text: &str,
        max: usize,
        check: fn(&str, &str, usize) -> Result<(), FieldFault>,
    ) -> String {
        let text = text.trim();
        self.take(check(field, text, max));
        text.to_owned()
    }

    /// A telephone number as people write it.
    pub(crate) fn phone(&mut self, field: &str, text: &str) -> String {
        let text = self.line(field, text, PHONE_CHARS_MAX);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_number = text.chars().all(|sign| sign.is_ascii_digit() || " +-()".contains(sign));
        if !(text.is_empty() || is_number && PHONE_DIGITS.contains(&digits)) {
            self.add(FieldFault::new(field, "supply-whitelist-phone"));
        }
        text
    }

    /// A number within bounds.
    pub(crate) fn number(&mut self, field: &str, number: i64, bounds: RangeInclusive<i64>) -> i64 {
        if !bounds.contains(&number) {
            let fault = FieldFault::new(field, "supply-whitelist-range");
            self.add(fault.arg("min", bounds.start()).arg("max", bounds.end()));
        }
        number
    }

    /// The value, unless something was wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Vec<FieldFault>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }

    /// What was wrong.
    pub(crate) fn into_faults(self) -> Vec<FieldFault> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let mut fields = Fields::default();
        fields.line("name", "  ", 4);
        fields.line("contact", "too long", 4);
        fields.optional_line("pass", "a\nb", 4);
        fields.optional_text("obligations", "a\nb", 4);
        fields.number("orders", 0, 1..=9);
        let keys: Vec<_> = fields
            .into_faults()
            .into_iter()
            .map(|fault| (fault.field, fault.key))
            .collect();
        let expected = [
            ("name", "field-required"),
            ("contact", "field-too-long"),
            ("pass", "field-unprintable"),
            ("orders", "supply-whitelist-range"),
        ];
        assert_eq!(keys, expected.map(|(field, key)| (field.to_owned(), key)));
    }

    #[test]
    fn a_telephone_number_holds_digits_enough_and_nothing_but_them() {
        let is_right = |text: &str| {
            let mut fields = Fields::default();
            fields.phone("phone", text);
            fields.finish(()).is_ok()
        };
        assert!(is_right("+86 (23) 6789-1234") && is_right("110"));
        assert!(!is_right("") && !is_right("12") && !is_right("ask Wang") && !is_right("1234567890123456"));
    }
}
