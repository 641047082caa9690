//! What people write, read as what they mean: pure, one function a type.

use tongxin_city::{Day, half_width};

/// Spreadsheets keep 15 significant digits; whole numbers from here on have lost their last ones.
const LOSSY_FROM: f64 = 1e15;

/// A text for comparing: small letters, no blanks, full-width signs as half-width ones.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A number as a spreadsheet program shows it: 15 significant digits, no exponent.
pub(crate) fn number_text(number: f64) -> String {
    let shown = format!("{number:.14e}").parse().unwrap_or(number);
    if shown == 0.0 {
        return "0".to_owned();
    }
    shown.to_string()
}

/// Whether a number in a cell no longer tells all its digits.
pub(crate) fn has_lost_digits(number: f64) -> bool {
    number.abs() >= LOSSY_FROM
}

/// Whether a text is a long number that a spreadsheet program saved as `5.00112E+14`.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    let has_digits_only = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    has_digits_only(exponent) && has_digits_only(&digits.replacen('.', "", 1))
}

/// A decimal number in units of its last place: `12.5` with 2 decimals is 1250. Nothing when it is no number, is
/// finer than that, or does not fit.
pub(crate) fn decimal(text: &str, decimals: u32) -> Option<i64> {
    let text = fold(text);
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let has_digits_only = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !has_digits_only(whole) || !has_digits_only(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let missing = usize::try_from(decimals).ok()?.checked_sub(fraction.len())?;
    let sign = if is_negative { "-" } else { "" };
    format!("{sign}{whole}{fraction}{}", "0".repeat(missing)).parse().ok()
}

/// The reverse of [`decimal`], as short as can be.
pub(crate) fn decimal_text(units: i64, decimals: u32) -> String {
    let width = decimals as usize + 1;
    let digits = format!("{:0width$}", units.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    let sign = if units < 0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// `2022-11-23`, `2022/11/23`, `2022.11.23` or `2022年11月23日`.
pub(crate) fn day(text: &str) -> Option<Day> {
    let text = fold(text);
    let parts: Vec<&str> = match text.strip_suffix('日') {
        Some(rest) => {
            let (year, rest) = rest.split_once('年')?;
            let (month, day) = rest.split_once('月')?;
            vec![year, month, day]
        }
        None => {
            let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
            text.split(separator).collect()
        }
    };
    let [year, month, day] = parts[..] else { return None };
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !is_number(year) || !is_number(month) || !is_number(day) {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Yes or no, in the ways a cell says it.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "是" | "有" | "yes" | "y" | "1" | "true" | "√" | "✓" => Some(true),
        "否" | "无" | "没有" | "no" | "n" | "0" | "false" | "×" => Some(false),
        _ => None,
    }
}

/// The names of a cell that names several.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// The items of a cell that lists several.
pub(crate) fn items(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ';' | '；'))
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}
