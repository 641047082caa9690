//! What an XLSX would unpack to, found out before anything is built from it.

use crate::ImportError;
use crate::limits::{INFLATED_BYTES_MAX, PART_BYTES_MAX, PARTS_MAX};
use std::io::{Cursor, Read, copy, sink};
use zip::ZipArchive;

/// The part whose own count of strings calamine makes room for before it reads one.
const STRINGS_PART: &str = "sharedstrings.xml";
const COUNT_ATTRIBUTE: &[u8] = b"uniqueCount";
/// The shortest string, `<si/>`, in bytes.
const STRING_BYTES_MIN: usize = 5;

/// Unpacks every part into nothing and counts: what the archive's directory says of sizes is only a claim.
pub(crate) fn check(bytes: &[u8]) -> Result<(), ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(ImportError::TooMuchInside);
    }
    let mut left = INFLATED_BYTES_MAX;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let bound = left.min(PART_BYTES_MAX);
        if part.size() > bound {
            return Err(ImportError::TooMuchInside);
        }
        let is_strings = part
            .name()
            .map_err(damaged)?
            .to_ascii_lowercase()
            .ends_with(STRINGS_PART);
        let mut part = part.take(bound + 1);
        let inflated = if is_strings {
            check_strings(&mut part)?
        } else {
            copy(&mut part, &mut sink()).map_err(damaged)?
        };
        left = left.checked_sub(inflated).ok_or(ImportError::TooMuchInside)?;
        if inflated > bound {
            return Err(ImportError::TooMuchInside);
        }
    }
    Ok(())
}

/// Refuses a part that promises more strings than its bytes can hold. A zero byte is no XML in UTF-8; without one
/// the attribute's name stands there as it is, whatever the encoding.
fn check_strings(part: &mut impl Read) -> Result<u64, ImportError> {
    let mut bytes = Vec::new();
    let inflated = part.read_to_end(&mut bytes).map_err(damaged)?;
    let most = bytes.len() / STRING_BYTES_MIN;
    let promises_too_much = bytes
        .windows(COUNT_ATTRIBUTE.len())
        .enumerate()
        .filter(|(_, window)| *window == COUNT_ATTRIBUTE)
        .any(|(at, _)| promised(&bytes[at + COUNT_ATTRIBUTE.len()..]).is_some_and(|count| count > most));
    if promises_too_much || bytes.contains(&0) {
        return Err(ImportError::Damaged);
    }
    Ok(inflated as u64)
}

/// The number of an attribute, after its name; a number too long to be one counts as the largest.
fn promised(after_name: &[u8]) -> Option<usize> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'' | b'+');
    let digits: String = after_name
        .iter()
        .skip_while(|byte| is_between(byte))
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
}

pub(crate) fn damaged(error: impl std::fmt::Display) -> ImportError {
    tracing::debug!(%error, "an XLSX that can't be read");
    ImportError::Damaged
}
