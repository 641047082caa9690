//! A list as a Status List Token in CWT form (draft-ietf-oauth-status-list, section 5.2), with the issue's number beside it.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::statuses::BYTES_MAX;
use super::{About, StatusError, StatusList, Statuses};
use crate::cbor::{Reader, Writer};
use crate::claims::{EXPIRES, ISSUED_AT, ISSUER, PRIVATE, SUBJECT, read_second, seconds};
use crate::issue::IssueNumber;

/// The type that a status list's header names.
pub const STATUS_TYPE: &str = "application/statuslist+cwt";
/// The claim that holds the list.
const STATUS_LIST: i64 = 65_533;
/// Keys of that claim, in the order of their bytes.
const LIST: &str = "lst";
const BITS: &str = "bits";
const BITS_A_PASS: u64 = 1;
/// Key of the private claim.
const ISSUE: i64 = 1;

pub(super) fn write(list: &StatusList) -> Vec<u8> {
    let About {
        issuer,
        uri,
        issue,
        issued_at,
        good_until,
    } = &list.about;
    let mut writer = Writer::default();
    writer.map(6);
    writer.int(ISSUER).text(issuer);
    writer.int(SUBJECT).text(uri);
    writer.int(EXPIRES).unsigned(seconds(*good_until));
    writer.int(ISSUED_AT).unsigned(seconds(*issued_at));
    writer.int(STATUS_LIST).map(2);
    writer.text(LIST).bytes(&compressed(&list.statuses));
    writer.text(BITS).unsigned(BITS_A_PASS);
    writer.int(PRIVATE).map(1).int(ISSUE).unsigned(issue.0);
    writer.into_bytes()
}

pub(super) fn read(payload: &[u8]) -> Result<StatusList, StatusError> {
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
    claims.expect(&mut reader, STATUS_LIST)?;
    reader.map_of(2)?;
    reader.exact_text(LIST)?;
    let bits = reader.bytes()?;
    reader.exact_text(BITS)?;
    if reader.unsigned()? != BITS_A_PASS {
        return Err(StatusError::Bits);
    }
    claims.expect(&mut reader, PRIVATE)?;
    let mut private = reader.map()?;
    private.expect(&mut reader, ISSUE)?;
    let issue = IssueNumber(reader.unsigned()?);
    private.end(&mut reader)?;
    claims.end(&mut reader)?;
    reader.end()?;
    Ok(StatusList {
        about: About {
            issuer,
            uri,
            issue,
            issued_at,
            good_until,
        },
        statuses: inflated(bits)?,
    })
}

/// How hard the list is pressed together; files are made once an hour and sent to every gate.
const LEVEL: u8 = 9;

/// The bits as they stand in the file: one zlib stream.
pub fn compressed(statuses: &Statuses) -> Vec<u8> {
    compress_to_vec_zlib(statuses.as_bytes(), LEVEL)
}

/// Inflates no more than the longest list has.
pub(super) fn inflated(stream: &[u8]) -> Result<Statuses, StatusError> {
    let mut bits = vec![0; BYTES_MAX + 1];
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, taken, written) = decompress(&mut DecompressorOxide::new(), stream, &mut bits, 0, flags);
    if status != TINFLStatus::Done || taken != stream.len() {
        return Err(StatusError::Bits);
    }
    bits.truncate(written);
    Statuses::from_bytes(bits).ok_or(StatusError::Bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::PassNumber;

    #[test]
    fn the_drafts_example_comes_out() {
        // draft-ietf-oauth-status-list, section 4.1: sixteen statuses of one bit.
        let example = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
        let stream = data_encoding::HEXLOWER.decode(b"78dadbb918000217015d").expect("hex");
        let statuses = inflated(&stream).expect("a list");
        assert_eq!(statuses.as_bytes(), [0xb9, 0xa3]);
        for (number, status) in (0..).zip(example) {
            let number = PassNumber::new(number).expect("in range");
            assert_eq!(statuses.is_revoked(number), Some(status == 1));
        }
    }

    #[test]
    fn what_swells_or_is_followed_by_something_is_refused() {
        let bomb = compress_to_vec_zlib(&vec![0; 64 * BYTES_MAX], LEVEL);
        assert_eq!(inflated(&bomb), Err(StatusError::Bits));
        let stream = compressed(&Statuses::covering(100));
        assert_eq!(inflated(&[&stream[..], &[0]].concat()), Err(StatusError::Bits));
        for len in 0..stream.len() {
            assert_eq!(inflated(&stream[..len]), Err(StatusError::Bits));
        }
    }
}
