//! Signs as people type them.

/// A full-width sign as its half-width one (U+FF01 to U+FF5E); any other as it is.
pub fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        sign => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_become_half_width_and_others_stay() {
        let plain: String = "Ａ１～！渝a1".chars().map(half_width).collect();
        assert_eq!(plain, "A1~!渝a1");
    }
}
