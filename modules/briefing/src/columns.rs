//! Text in columns for a terminal, where a Chinese character takes two.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to `columns`, with "…" when something was cut; line breaks become spaces.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if width(&plain) <= columns {
        return plain;
    }
    let mut kept = String::new();
    let mut taken = 1;
    for character in plain.chars() {
        taken += character.width().unwrap_or(0);
        if taken > columns {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// The text cut or filled up to `columns`, at the left.
pub(crate) fn left(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let fill = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(fill))
}

/// The same at the right, for numbers.
pub(crate) fn right(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let fill = columns.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(fill))
}

/// A whole number with a comma between thousands.
pub(crate) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_level_whatever_the_script() {
        for text in ["渝北区", "Yubei", "渝北 Yubei", "石柱土家族自治县", ""] {
            assert_eq!(width(&left(text, 12)), 12, "{text}");
            assert_eq!(width(&right(text, 12)), 12, "{text}");
        }
        assert_eq!(cut("石柱土家族自治县", 9), "石柱土家…");
        assert_eq!(cut("two\nlines", 20), "two lines");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
