//! Numbers as people read them, and the small line of a tile.

/// A whole number with a comma between thousands, the same in both languages.
pub fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `count` for each `per` of `of`, with one decimal below 10; nothing when there is nobody.
pub fn rate(count: u32, of: u32, per: u32) -> Option<f64> {
    if of == 0 {
        return None;
    }
    let rate = f64::from(count) * f64::from(per) / f64::from(of);
    Some(if rate < 10.0 {
        (rate * 10.0).round() / 10.0
    } else {
        rate.round()
    })
}

/// Width and height of the box a tile's line is drawn in, as the sparkline's `viewBox` has it.
const LINE_BOX: (f64, f64) = (120.0, 32.0);
/// Room above the highest value, so that its stroke isn't cut.
const LINE_MARGIN: f64 = 3.0;

/// The SVG path of a line from a zero base, and the path of its last point. A day that is not known is a gap; a single
/// known day is a point.
pub fn line(values: &[Option<u32>]) -> (String, String) {
    let (width, height) = LINE_BOX;
    let highest = f64::from(values.iter().flatten().copied().max().unwrap_or(0).max(1));
    #[allow(clippy::cast_precision_loss, reason = "a week has few days")]
    let step = width / (values.len().max(2) - 1) as f64;
    let mut path = String::new();
    let mut last = String::new();
    let mut x = 0.0;
    let mut is_drawing = false;
    for value in values {
        if let Some(value) = value {
            let y = height - f64::from(*value) / highest * (height - LINE_MARGIN);
            path.push_str(&format!("{}{x:.0},{y:.1}", if is_drawing { "L" } else { "M" }));
            last = format!("M{x:.0},{y:.1}h0");
        }
        is_drawing = value.is_some();
        x += step;
    }
    (path, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (32_054_159, "32,054,159")] {
            assert_eq!(grouped(number as u32), text);
        }
    }

    #[test]
    fn a_rate_of_nobody_is_not_zero() {
        assert_eq!(rate(3, 0, 100_000), None);
        assert_eq!(rate(0, 50, 100_000), Some(0.0));
        assert_eq!(rate(3, 70_000, 100_000), Some(4.3));
        assert_eq!(rate(311, 70_000, 100_000), Some(444.0));
    }

    #[test]
    fn an_unknown_day_is_a_gap_in_the_line() {
        let (path, last) = line(&[Some(0), Some(2), None, Some(1)]);
        assert_eq!(path, "M0,32.0L40,3.0M120,17.5");
        assert_eq!(last, "M120,17.5h0");
        assert_eq!(line(&[None, None]), (String::new(), String::new()));
    }
}
