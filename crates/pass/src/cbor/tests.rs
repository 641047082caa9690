#![allow(clippy::unwrap_used)]

use super::*;

fn hex(text: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).expect("hex")
}

#[test]
fn the_rfcs_examples_come_out() {
    // RFC 8949, appendix A.
    for (value, bytes) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (100, "1864"),
        (1_000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (1_000_000_000_000, "1b000000e8d4a51000"),
        (-1, "20"),
        (-100, "3863"),
        (-1_000, "3903e7"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        let mut writer = Writer::default();
        writer.int(value);
        assert_eq!(writer.into_bytes(), hex(bytes));
        assert_eq!(Reader::new(&hex(bytes)).int(), Ok(value));
    }
    assert_eq!(Reader::new(&hex("6449455446")).text(), Ok("IETF"));
    assert_eq!(Reader::new(&hex("4401020304")).bytes(), Ok(&[1, 2, 3, 4][..]));
}

#[test]
fn other_encodings_of_the_same_are_refused() {
    for bytes in ["1800", "1817", "190018", "1900ff", "1a0000ffff", "1b00000000ffffffff"] {
        assert_eq!(Reader::new(&hex(bytes)).int(), Err(CborError::NotShortest), "{bytes}");
    }
    for bytes in ["1c", "1d", "1e", "1f", "3f"] {
        assert_eq!(Reader::new(&hex(bytes)).int(), Err(CborError::Indefinite), "{bytes}");
    }
    assert_eq!(Reader::new(&hex("5f4101ff")).bytes(), Err(CborError::Indefinite));
    assert_eq!(Reader::new(&hex("7f6161ff")).text(), Err(CborError::Indefinite));
    assert_eq!(Reader::new(&hex("9f01ff")).array_to(9), Err(CborError::Indefinite));
    assert!(matches!(
        Reader::new(&hex("bf0102ff")).map(),
        Err(CborError::Indefinite)
    ));
}

#[test]
fn floats_and_simple_values_are_refused() {
    for bytes in [
        "f93c00",
        "fa47c35000",
        "fb3ff199999999999a",
        "f4",
        "f6",
        "f7",
        "f8ff",
        "ff",
    ] {
        let found = Reader::new(&hex(bytes)).int();
        let right = Item::Unsigned;
        assert_eq!(
            found,
            Err(CborError::Kind {
                found: Item::Simple,
                right
            }),
            "{bytes}"
        );
    }
}

#[test]
fn keys_stand_in_order_and_once() {
    for (bytes, right) in [
        ("a201000200", true),
        ("a202000100", false),
        ("a201000100", false),
        ("a218180020a0", true),
        ("a220a0181800", false),
        ("a2200021a0", true),
        ("a221002000", false),
    ] {
        let bytes = hex(bytes);
        let mut reader = Reader::new(&bytes);
        let mut keys = reader.map().expect("a map");
        let first = keys.next(&mut reader);
        let _zero_or_empty_map = reader.unsigned();
        let both = first.and_then(|_| keys.next(&mut reader));
        assert_eq!(both.is_ok(), right, "{bytes:02x?}");
    }
}

#[test]
fn lengths_beyond_the_end_cost_nothing() {
    for bytes in ["5bffffffffffffffff00", "7b7fffffffffffffff00"] {
        let bytes = hex(bytes);
        assert!(Reader::new(&bytes).bytes().is_err());
        assert!(Reader::new(&bytes).text().is_err());
    }
    assert_eq!(
        Reader::new(&hex("9bffffffffffffffff")).array_to(8),
        Err(CborError::Size)
    );
    assert_eq!(Reader::new(&hex("61ff")).text(), Err(CborError::NotUtf8));
}
