//! How many messages a text is, as networks count them (3GPP TS 23.038 and 23.040).

/// Letters of the 7-bit alphabet beside ASCII's; those in [`GSM_TWICE`] take two places.
const GSM_MORE: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\n\r";
const GSM_TWICE: &str = "^{}\\[~]|€";
/// ASCII that the alphabet lacks.
const GSM_LACKS: &str = "`";
/// Places of one message, and of each of several, in the 7-bit alphabet and in UCS-2.
const GSM: (usize, usize) = (160, 153);
const UCS2: (usize, usize) = (70, 67);

/// Messages that a text is sent and paid as; none for an empty one.
pub fn segments(text: &str) -> usize {
    let (places, (alone, each)) = match gsm_places(text) {
        Some(places) => (places, GSM),
        None => (text.encode_utf16().count(), UCS2),
    };
    match places {
        0 => 0,
        places if places <= alone => 1,
        places => places.div_ceil(each),
    }
}

/// Places in the 7-bit alphabet, if it has all letters.
fn gsm_places(text: &str) -> Option<usize> {
    let places = |letter: char| match letter {
        letter if GSM_TWICE.contains(letter) => Some(2),
        letter if GSM_MORE.contains(letter) => Some(1),
        ' '..='~' if !GSM_LACKS.contains(letter) => Some(1),
        _ => None,
    };
    text.chars().map(places).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_has_seventy_letters_a_message_and_latin_a_hundred_and_sixty() {
        for (text, count) in [
            (String::new(), 0),
            ("来".repeat(70), 1),
            ("来".repeat(71), 2),
            ("来".repeat(134), 2),
            ("来".repeat(135), 3),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(307), 3),
            ("€".repeat(80), 1),
            ("€".repeat(81), 2),
            (format!("{}来", "a".repeat(70)), 2),
            ("😀".repeat(35), 1),
            ("😀".repeat(36), 2),
            ("`".repeat(71), 2),
        ] {
            assert_eq!(segments(&text), count, "{text}");
        }
    }
}
