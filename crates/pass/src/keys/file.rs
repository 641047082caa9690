//! The claims of a key set's file. Each key stands there as a COSE_Key (RFC 9052, section 7) beside what it may sign.

use super::{IssuerKey, KeySet, KeySetError, KeyStatus};
use crate::cbor::{CborError, Keys, Reader, Writer};
use crate::claims::{EXPIRES, ISSUED_AT, ISSUER, PRIVATE, read_second, seconds};
use crate::cose::ALGORITHM_EDDSA;
use crate::issue::IssueNumber;
use crate::key::PublicKey;
use crate::limits::KEYS_MAX;

/// Keys of the private claim.
const ISSUE: i64 = 1;
const KEYS: i64 = 2;
/// Keys of an entry.
const COSE_KEY: i64 = 1;
const KEY_ISSUER: i64 = 2;
const FROM: i64 = 3;
const UNTIL: i64 = 4;
const STATUS: i64 = 5;
/// Labels of a COSE_Key, and what they must say: an octet key pair on the curve Ed25519.
const KEY_TYPE: (i64, i64) = (1, 1);
const KEY_ID: i64 = 2;
const KEY_ALGORITHM: (i64, i64) = (3, ALGORITHM_EDDSA);
const KEY_CURVE: (i64, i64) = (-1, 6);
const KEY_X: i64 = -2;

pub(super) fn write(set: &KeySet) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.map(4);
    writer.int(ISSUER).text(&set.authority);
    writer.int(EXPIRES).unsigned(seconds(set.good_until));
    writer.int(ISSUED_AT).unsigned(seconds(set.issued_at));
    writer.int(PRIVATE).map(2);
    writer.int(ISSUE).unsigned(set.issue.0);
    writer.int(KEYS).array(set.keys.len());
    for key in &set.keys {
        writer.map(5);
        writer.int(COSE_KEY).map(5);
        writer.int(KEY_TYPE.0).int(KEY_TYPE.1);
        writer.int(KEY_ID).bytes(&key.public.id().0);
        writer.int(KEY_ALGORITHM.0).int(KEY_ALGORITHM.1);
        writer.int(KEY_CURVE.0).int(KEY_CURVE.1);
        writer.int(KEY_X).bytes(&key.public.to_bytes());
        writer.int(KEY_ISSUER).text(&key.issuer);
        writer.int(FROM).unsigned(seconds(key.from));
        writer.int(UNTIL).unsigned(seconds(key.until));
        writer.int(STATUS).unsigned(match key.status {
            KeyStatus::Active => 1,
            KeyStatus::Retired => 2,
            KeyStatus::Withdrawn => 3,
        });
    }
    writer.into_bytes()
}

pub(super) fn read(payload: &[u8]) -> Result<KeySet, KeySetError> {
    let mut reader = Reader::new(payload);
    let mut claims = reader.map()?;
    claims.expect(&mut reader, ISSUER)?;
    let authority = reader.text()?.to_owned();
    claims.expect(&mut reader, EXPIRES)?;
    let good_until = read_second(&mut reader)?;
    claims.expect(&mut reader, ISSUED_AT)?;
    let issued_at = read_second(&mut reader)?;
    claims.expect(&mut reader, PRIVATE)?;
    let mut private = reader.map()?;
    private.expect(&mut reader, ISSUE)?;
    let issue = IssueNumber(reader.unsigned()?);
    private.expect(&mut reader, KEYS)?;
    let count = reader.array_to(KEYS_MAX)?;
    let keys = (0..count)
        .map(|at| read_key(&mut reader, at))
        .collect::<Result<_, _>>()?;
    private.end(&mut reader)?;
    claims.end(&mut reader)?;
    reader.end()?;
    Ok(KeySet {
        authority,
        issue,
        issued_at,
        good_until,
        keys,
    })
}

fn read_key(reader: &mut Reader<'_>, at: usize) -> Result<IssuerKey, KeySetError> {
    let mut entry = reader.map()?;
    entry.expect(reader, COSE_KEY)?;
    let public = read_cose_key(reader, at)?;
    entry.expect(reader, KEY_ISSUER)?;
    let issuer = reader.text()?.to_owned();
    entry.expect(reader, FROM)?;
    let from = read_second(reader)?;
    entry.expect(reader, UNTIL)?;
    let until = read_second(reader)?;
    entry.expect(reader, STATUS)?;
    let status = match reader.unsigned()? {
        1 => KeyStatus::Active,
        2 => KeyStatus::Retired,
        3 => KeyStatus::Withdrawn,
        _ => return Err(CborError::Range.into()),
    };
    entry.end(reader)?;
    Ok(IssuerKey {
        public,
        issuer,
        from,
        until,
        status,
    })
}

fn read_cose_key(reader: &mut Reader<'_>, at: usize) -> Result<PublicKey, KeySetError> {
    let wrong = KeySetError::Key { at };
    let mut labels = reader.map()?;
    let exact = |labels: &mut Keys, reader: &mut Reader<'_>, (label, right): (i64, i64)| {
        labels.expect(reader, label)?;
        if reader.int()? == right { Ok(()) } else { Err(wrong) }
    };
    exact(&mut labels, reader, KEY_TYPE)?;
    labels.expect(reader, KEY_ID)?;
    let id = reader.bytes()?;
    exact(&mut labels, reader, KEY_ALGORITHM)?;
    exact(&mut labels, reader, KEY_CURVE)?;
    labels.expect(reader, KEY_X)?;
    let public = PublicKey::from_bytes(reader.bytes_of()?).map_err(|_| wrong)?;
    labels.end(reader)?;
    if public.id().0 == id { Ok(public) } else { Err(wrong) }
}
