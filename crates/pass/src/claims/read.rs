//! Reading.

use tongxin_city::{PlaceCode, Timestamp};

use super::{BOTH_WAYS, ClaimsError, EXPIRES, ISSUER, NO_DIGIT, NOT_BEFORE, NUMBER, PRIVATE, key};
use crate::cbor::{CborError, Item, Reader};
use crate::limits::{ENDS_MAX, SECOND_MAX};
use crate::pass::{AreaCode, Days, End, Holder, Hours, Kind, Pass, PassNumber, Scope, Ways};

/// What stands in the private claim.
struct Private<'a> {
    kind: Kind,
    holder: Holder,
    org: &'a str,
    scope: Scope,
    days: Days,
    hours: Hours,
}

/// The pass that claims say.
pub(crate) fn read(payload: &[u8]) -> Result<Pass, ClaimsError> {
    let mut reader = Reader::new(payload);
    let (mut issuer, mut expires, mut not_before, mut number, mut private) = (None, None, None, None, None);
    let mut keys = reader.map()?;
    while let Some(key) = keys.next(&mut reader)? {
        match key {
            ISSUER => issuer = Some(reader.text()?),
            EXPIRES => expires = Some(read_second(&mut reader)?),
            NOT_BEFORE => not_before = Some(read_second(&mut reader)?),
            NUMBER => number = Some(read_number(reader.bytes()?)?),
            PRIVATE => private = Some(read_private(&mut reader)?),
            key => return Err(CborError::UnknownKey(key).into()),
        }
    }
    reader.end()?;
    let private = private.ok_or(CborError::Missing(PRIVATE))?;
    let pass = Pass {
        issuer: issuer.ok_or(CborError::Missing(ISSUER))?.to_owned(),
        number: number.ok_or(CborError::Missing(NUMBER))?,
        kind: private.kind,
        holder: private.holder,
        org: private.org.to_owned(),
        scope: private.scope,
        days: private.days,
        hours: private.hours,
        not_before: not_before.ok_or(CborError::Missing(NOT_BEFORE))?,
        expires: expires.ok_or(CborError::Missing(EXPIRES))?,
    };
    pass.check()?;
    Ok(pass)
}

fn read_private<'a>(reader: &mut Reader<'a>) -> Result<Private<'a>, ClaimsError> {
    let (mut kind, mut person, mut vehicle, mut org) = (None, None, None, None);
    let (mut from, mut to, mut ways, mut corridor) = (Vec::new(), Vec::new(), Ways::One, None);
    let (mut days, mut hours) = (Days::ALL, Hours::ALL);
    let mut keys = reader.map()?;
    while let Some(key) = keys.next(reader)? {
        match key {
            key::KIND => kind = Some(read_kind(reader)?),
            key::PERSON => {
                reader.array_of(2)?;
                person = Some((reader.text()?, reader.text()?));
            }
            key::VEHICLE => vehicle = Some(reader.text()?),
            key::ORG => org = Some(reader.text()?),
            key::FROM => from = read_ends(reader, key)?,
            key::TO => to = read_ends(reader, key)?,
            key::WAYS if reader.unsigned()? == BOTH_WAYS => ways = Ways::Both,
            key::CORRIDOR => corridor = Some(reader.text()?.to_owned()),
            key::DAYS => days = read_days(reader)?,
            key::HOURS => hours = read_hours(reader)?,
            key::WAYS => return Err(ClaimsError::Value(key)),
            key => return Err(CborError::UnknownKey(key).into()),
        }
    }
    let holder = match (person, vehicle) {
        (Some((surname, id_end)), None) => Holder::Person {
            surname: surname.to_owned(),
            id_end: id_end.to_owned(),
        },
        (None, Some(plate)) => Holder::Vehicle {
            plate: plate.to_owned(),
        },
        _ => return Err(ClaimsError::Holder),
    };
    Ok(Private {
        kind: kind.ok_or(CborError::Missing(key::KIND))?,
        holder,
        org: org.ok_or(CborError::Missing(key::ORG))?,
        scope: Scope {
            from,
            to,
            ways,
            corridor,
        },
        days,
        hours,
    })
}

pub(crate) fn read_second(reader: &mut Reader<'_>) -> Result<Timestamp, CborError> {
    let seconds = reader.unsigned_to(SECOND_MAX)?;
    Ok(Timestamp(seconds as i64 * Timestamp::SECOND_MS))
}

fn read_number(bytes: &[u8]) -> Result<PassNumber, ClaimsError> {
    let is_shortest = matches!(bytes, [_] | [1..=255, ..]) && bytes.len() <= 4;
    if !is_shortest {
        return Err(ClaimsError::Number);
    }
    let number = bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    PassNumber::new(number).ok_or(ClaimsError::Number)
}

fn read_kind(reader: &mut Reader<'_>) -> Result<Kind, ClaimsError> {
    let number = reader.unsigned_to(u64::from(u16::MAX))?;
    Kind::from_number(number as u16).ok_or(ClaimsError::Value(key::KIND))
}

fn read_ends(reader: &mut Reader<'_>, key: i64) -> Result<Vec<End>, ClaimsError> {
    let count = reader.array_to(ENDS_MAX)?;
    if count == 0 {
        return Err(ClaimsError::Value(key));
    }
    let mut ends = Vec::with_capacity(count);
    for _ in 0..count {
        ends.push(match reader.peek()? {
            Item::Text => End::Area(AreaCode::new(reader.text()?).map_err(|_| ClaimsError::Area)?),
            _ => End::Place(unpacked(reader.bytes()?)?),
        });
    }
    Ok(ends)
}

/// The place code whose digits stand two in a byte.
fn unpacked(bytes: &[u8]) -> Result<PlaceCode, ClaimsError> {
    let mut digits = [0; PlaceCode::DIGITS_MAX];
    let mut len = 0;
    let (last, _) = bytes.split_last().ok_or(ClaimsError::Place)?;
    for half in bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]) {
        *digits.get_mut(len).ok_or(ClaimsError::Place)? = b'0' + half;
        len += 1;
    }
    if last & 0xf == NO_DIGIT {
        len -= 1;
    }
    // Any other half byte above 9 gives a character that is no digit.
    let text = std::str::from_utf8(&digits[..len]).map_err(|_| ClaimsError::Place)?;
    text.parse().map_err(|_| ClaimsError::Place)
}

fn read_days(reader: &mut Reader<'_>) -> Result<Days, ClaimsError> {
    let bits = reader.unsigned_to(u64::from(u8::MAX))? as u8;
    match Days::from_bits(bits) {
        Ok(days) if days != Days::ALL => Ok(days),
        _ => Err(ClaimsError::Value(key::DAYS)),
    }
}

fn read_hours(reader: &mut Reader<'_>) -> Result<Hours, ClaimsError> {
    reader.array_of(2)?;
    let mut minute = || {
        reader
            .unsigned_to(u64::from(Hours::DAY_MINUTES))
            .map(|minute| minute as u16)
    };
    match Hours::new(minute()?, minute()?) {
        Ok(hours) if hours != Hours::ALL => Ok(hours),
        _ => Err(ClaimsError::Value(key::HOURS)),
    }
}
