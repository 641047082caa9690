//! Writing.

use tongxin_city::{PlaceCode, Timestamp};

use super::{BOTH_WAYS, EXPIRES, ISSUER, NO_DIGIT, NOT_BEFORE, NUMBER, PRIVATE, key};
use crate::cbor::Writer;
use crate::pass::{Days, End, Holder, Hours, Pass, Ways};

/// The claims of a pass that [`Pass::check`] has accepted.
pub(crate) fn write(pass: &Pass) -> Vec<u8> {
    let mut writer = Writer::with_room(256);
    writer.map(5);
    writer.int(ISSUER).text(&pass.issuer);
    writer.int(EXPIRES).unsigned(seconds(pass.expires));
    writer.int(NOT_BEFORE).unsigned(seconds(pass.not_before));
    writer.int(NUMBER).bytes(shortest(&pass.number.get().to_be_bytes()));
    writer.int(PRIVATE);
    private(&mut writer, pass);
    writer.into_bytes()
}

fn private(writer: &mut Writer, pass: &Pass) {
    let scope = &pass.scope;
    let optional = [
        !scope.from.is_empty(),
        scope.ways == Ways::Both,
        scope.corridor.is_some(),
        pass.days != Days::ALL,
        pass.hours != Hours::ALL,
    ];
    writer.map(4 + optional.iter().filter(|stands| **stands).count());
    writer.int(key::KIND).unsigned(u64::from(pass.kind.number()));
    match &pass.holder {
        Holder::Person { surname, id_end } => writer.int(key::PERSON).array(2).text(surname).text(id_end),
        Holder::Vehicle { plate } => writer.int(key::VEHICLE).text(plate),
    };
    writer.int(key::ORG).text(&pass.org);
    for (key, ends) in [(key::FROM, &scope.from), (key::TO, &scope.to)] {
        if !ends.is_empty() {
            writer.int(key).array(ends.len());
            ends.iter().for_each(|end| put_end(writer, end));
        }
    }
    if scope.ways == Ways::Both {
        writer.int(key::WAYS).unsigned(BOTH_WAYS);
    }
    if let Some(corridor) = &scope.corridor {
        writer.int(key::CORRIDOR).text(corridor);
    }
    if pass.days != Days::ALL {
        writer.int(key::DAYS).unsigned(u64::from(pass.days.bits()));
    }
    if pass.hours != Hours::ALL {
        writer.int(key::HOURS).array(2);
        writer.unsigned(u64::from(pass.hours.from_minute()));
        writer.unsigned(u64::from(pass.hours.until_minute()));
    }
}

fn put_end(writer: &mut Writer, end: &End) {
    match end {
        End::Place(code) => {
            let (bytes, len) = packed(code);
            writer.bytes(&bytes[..len])
        }
        End::Area(code) => writer.text(code.as_str()),
    };
}

/// Two digits a byte, so that the bytes in hexadecimal are the code.
fn packed(code: &PlaceCode) -> ([u8; PlaceCode::DIGITS_MAX / 2], usize) {
    let mut bytes = [0; PlaceCode::DIGITS_MAX / 2];
    let digits = code.as_str().as_bytes();
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let second = pair.get(1).map_or(NO_DIGIT, |digit| digit - b'0');
        *byte = (pair[0] - b'0') << 4 | second;
    }
    (bytes, digits.len().div_ceil(2))
}

/// Without the zeros in front, but one byte at least.
fn shortest(bytes: &[u8; 4]) -> &[u8] {
    let zeros = bytes.iter().take(3).take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

pub(crate) fn seconds(moment: Timestamp) -> u64 {
    u64::try_from(moment.millis() / Timestamp::SECOND_MS).unwrap_or_default()
}
