//! How long texts are and how large their QR codes; printed for whoever asks.

use tongxin_pass_format::limits::{MESSAGE_BYTES_MAX, TEXT_CHARS_MAX};
use tongxin_pass_format::pass::{AreaCode, Days, End, Holder, Hours, Kind, Ways};
use tongxin_pass_format::{Pass, message_of, qr_code, qr_size, read_signed};

use crate::world::*;

/// Version 16: 81 modules, four centimetres on paper at half a millimetre each.
const VERSION_MAX: u8 = 16;

#[test]
fn each_kinds_qr_code_is_small_enough_for_a_telephone() {
    for pass in one_of_each() {
        let text = issued(&pass);
        let size = qr_size(&text).unwrap();
        println!(
            "{:<15} {:>3} bytes signed, {:>3} characters, QR version {} ({} modules)",
            pass.kind.key(),
            message_of(&text).unwrap().len(),
            text.len(),
            size.version,
            size.modules,
        );
        assert!(size.version <= VERSION_MAX);
    }
}

#[test]
fn the_smallest_version_in_alphanumeric_mode_is_taken() {
    // ISO/IEC 18004, table 7: level Q holds 16 characters in version 1, 29 in version 2, 2,420 in version 40.
    for (chars, version) in [(1, 1), (16, 1), (17, 2), (29, 2), (30, 3), (2_420, 40)] {
        assert_eq!(qr_size(&"A".repeat(chars)).unwrap().version, version);
    }
    assert!(qr_size(&"A".repeat(2_421)).is_err());
    assert!(qr_size("tx1:").is_err());
    assert_eq!(qr_code("TX1:").unwrap().width(), 21);
}

#[test]
fn the_longest_pass_fits_every_bound() {
    let area = |at: usize| End::Area(AreaCode::new(&format!("{at}{}", "é".repeat(7))).unwrap());
    let longest = Pass {
        issuer: "é".repeat(8),
        number: number(8 * 1024 * 1024 - 1),
        kind: Kind::from_number(65_535).unwrap(),
        holder: Holder::Person {
            surname: "龘".repeat(8),
            id_end: "Z9Z8".to_owned(),
        },
        org: "龘".repeat(16),
        scope: tongxin_pass_format::pass::Scope {
            from: (0..8).map(area).collect(),
            to: (10..18).map(area).collect(),
            ways: Ways::Both,
            corridor: Some("龘".repeat(16)),
        },
        days: Days::WORKDAYS,
        hours: Hours::new(600, 300).unwrap(),
        not_before: at("9999-10-01T00:00:00Z"),
        expires: at("9999-12-30T22:00:00Z"),
    };
    let text = issued(&longest);
    assert_eq!(read_signed(&text, &signer().public()), Ok(Some(longest)));
    let bytes = message_of(&text).unwrap().len();
    println!("the longest pass: {bytes} bytes signed, {} characters", text.len());
    assert!(bytes <= MESSAGE_BYTES_MAX && text.len() <= TEXT_CHARS_MAX);
}

#[test]
fn fields_beyond_their_bounds_are_not_issued() {
    let wrong: [fn(&mut Pass); 9] = [
        |pass| pass.issuer.clear(),
        |pass| pass.org = "x".repeat(49),
        |pass| pass.org = " x".to_owned(),
        |pass| pass.scope.to.clear(),
        |pass| pass.scope.from = places(&["50"; 9]),
        |pass| {
            pass.holder = Holder::Vehicle {
                plate: "渝A 1".to_owned(),
            }
        },
        |pass| pass.expires = pass.not_before,
        |pass| pass.expires = pass.not_before.plus_days(92).plus_seconds(1),
        |pass| pass.not_before = pass.not_before.plus_millis(1),
    ];
    for change in wrong {
        let mut pass = truck();
        change(&mut pass);
        assert!(tongxin_pass_format::issue(&pass, &signer()).is_err(), "{pass:?}");
    }
}
