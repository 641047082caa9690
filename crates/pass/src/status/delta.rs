//! What changed from one issue of a list to another: a file of some hundred bytes instead of the whole list.

use super::{About, StatusError, StatusList, Statuses, check_same, check_signer, verified};
use crate::cbor::{CborError, Reader, Writer};
use crate::claims::{EXPIRES, ISSUED_AT, ISSUER, PRIVATE, SUBJECT, read_second, seconds};
use crate::cose;
use crate::issue::{IssueError, IssueNumber};
use crate::key::SecretKey;
use crate::keys::KeySet;

/// The type that a delta's header names.
pub const DELTA_TYPE: &str = "application/tongxin-status-delta+cwt";
/// Keys of the private claim.
const ISSUE: i64 = 1;
const BASE: i64 = 2;
const BYTES: i64 = 3;
const CHANGES: i64 = 4;
const DIGEST: i64 = 5;
/// Bits of a gap in one byte; the highest bit says that more follow.
const GAP_BITS: u32 = 7;
const MORE: u8 = 0x80;

/// The signed file that brings a holder of `base` to `list`.
///
/// # Errors
/// When they are different lists, or `list` is not newer.
pub fn delta_between(base: &StatusList, list: &StatusList, key: &SecretKey) -> Result<Vec<u8>, StatusError> {
    check_same(&base.about, &list.about)?;
    if list.about.issue <= base.about.issue {
        return Err(rollback(base.about.issue, list.about.issue));
    }
    let about = &list.about;
    let mut writer = Writer::default();
    writer.map(5);
    writer.int(ISSUER).text(&about.issuer);
    writer.int(SUBJECT).text(&about.uri);
    writer.int(EXPIRES).unsigned(seconds(about.good_until));
    writer.int(ISSUED_AT).unsigned(seconds(about.issued_at));
    writer.int(PRIVATE).map(5);
    writer.int(ISSUE).unsigned(about.issue.0);
    writer.int(BASE).unsigned(base.about.issue.0);
    writer.int(BYTES).unsigned(list.statuses.as_bytes().len() as u64);
    writer
        .int(CHANGES)
        .bytes(&gaps(base.statuses.differences(&list.statuses)));
    writer.int(DIGEST).bytes(&list.statuses.digest());
    Ok(cose::sign(&writer.into_bytes(), Some(DELTA_TYPE), key))
}

impl StatusList {
    /// This list with a delta's changes: what [`StatusList::read`] would give for the delta's issue.
    ///
    /// # Errors
    /// When the file is no delta, not the issuer's, for another list, for another issue than this one, or its changes do
    /// not lead to the list that was signed.
    pub fn apply(&self, bytes: &[u8], keys: &KeySet) -> Result<StatusList, StatusError> {
        let (key, payload) = verified(bytes, DELTA_TYPE, keys)?;
        let delta = Delta::read(payload)?;
        delta.about.check()?;
        check_signer(key, &delta.about)?;
        check_same(&self.about, &delta.about)?;
        let held = self.about.issue;
        if delta.about.issue <= held {
            return Err(rollback(held, delta.about.issue));
        }
        if delta.base != held {
            return Err(StatusError::WrongBase { held, base: delta.base });
        }
        let mut statuses = self.statuses.clone();
        if !statuses.grow_to(delta.bytes) {
            return Err(StatusError::Changes);
        }
        change(&mut statuses, delta.changes)?;
        if statuses.digest() != *delta.digest {
            return Err(StatusError::Digest);
        }
        Ok(StatusList {
            about: delta.about,
            statuses,
        })
    }
}

fn rollback(held: IssueNumber, offered: IssueNumber) -> StatusError {
    IssueError::Rollback { held, offered }.into()
}

struct Delta<'a> {
    about: About,
    base: IssueNumber,
    bytes: usize,
    changes: &'a [u8],
    digest: &'a [u8; 32],
}

impl<'a> Delta<'a> {
    fn read(payload: &'a [u8]) -> Result<Self, CborError> {
        let mut reader = Reader::new(payload);
        let mut claims = reader.map()?;
        claims.expect(&mut reader, ISSUER)?;
        let issuer = reader.text()?.to_owned();
        claims.expect(&mut reader, SUBJECT)?;
        let uri = reader.text()?.to_owned();
        claims.expect(&mut reader, EXPIRES)?;
        let good_until = read_second(&mut reader)?;
        claims.expect(&mut reader, ISSUED_AT)?;
        let issued_at = read_second(&mut reader)?;
        claims.expect(&mut reader, PRIVATE)?;
        let mut private = reader.map()?;
        private.expect(&mut reader, ISSUE)?;
        let issue = IssueNumber(reader.unsigned()?);
        private.expect(&mut reader, BASE)?;
        let base = IssueNumber(reader.unsigned()?);
        private.expect(&mut reader, BYTES)?;
        let bytes = usize::try_from(reader.unsigned()?).unwrap_or(usize::MAX);
        private.expect(&mut reader, CHANGES)?;
        let changes = reader.bytes()?;
        private.expect(&mut reader, DIGEST)?;
        let digest = reader.bytes_of()?;
        private.end(&mut reader)?;
        claims.end(&mut reader)?;
        reader.end()?;
        Ok(Self {
            about: About {
                issuer,
                uri,
                issue,
                issued_at,
                good_until,
            },
            base,
            bytes,
            changes,
            digest,
        })
    }
}

/// Ascending numbers as the gaps between them, the first one counted from -1; seven bits a byte, lowest first.
fn gaps(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut next = 0;
    for number in numbers {
        let mut gap = number + 1 - next;
        while gap >= 1 << GAP_BITS {
            bytes.push(gap as u8 | MORE);
            gap >>= GAP_BITS;
        }
        bytes.push(gap as u8);
        next = number + 1;
    }
    bytes
}

/// Turns round the bits that the gaps name.
fn change(statuses: &mut Statuses, gaps: &[u8]) -> Result<(), StatusError> {
    let mut next = 0_u64;
    let mut rest = gaps.iter();
    while let Some(mut byte) = rest.next() {
        let (mut gap, mut shift) = (u64::from(byte & !MORE), GAP_BITS);
        while byte & MORE != 0 {
            byte = rest.next().ok_or(StatusError::Changes)?;
            let is_shortest = byte & MORE != 0 || *byte != 0;
            if !is_shortest || shift > 3 * GAP_BITS {
                return Err(StatusError::Changes);
            }
            gap |= u64::from(byte & !MORE) << shift;
            shift += GAP_BITS;
        }
        next += gap;
        let number = next.checked_sub(1).and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| gap > 0 && *number < statuses.len());
        let number = number
            .and_then(crate::pass::PassNumber::new)
            .ok_or(StatusError::Changes)?;
        let was = statuses.is_revoked(number).unwrap_or(false);
        statuses.set(number, !was);
    }
    Ok(())
}
