//! What was erased, remembered outside the database by its number alone: a backup that is put back forgets it again.

use crate::error::CareError;
use crate::rules::duty::Post;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use tongxin_city::{AccountId, AttachmentId, CalendarId, PersonId, PlaceCode, SeriesId};

/// One thing that was erased. Its text form is a line of the list: a person's number alone, anything else after its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Erased {
    /// A person's record, with everything that belongs to it.
    Person(PersonId),
    /// The photo of a prescription.
    Photo(AttachmentId),
    /// A series of appointments, with its appointments.
    Series(SeriesId),
    /// A link to a calendar.
    Calendar(CalendarId),
    /// Somebody's time on a post, with the number under which they were called.
    Post(PostEnd),
}

/// Somebody's time on a post, up to a change of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostEnd {
    /// The building or compound.
    pub place: PlaceCode,
    /// Which post of it.
    pub post: Post,
    /// Who left it, or will not come to it.
    pub account: AccountId,
    /// The last change of the post with which they stood there.
    pub seq: i64,
}

impl fmt::Display for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Erased::Person(id) => write!(f, "{id}"),
            Erased::Photo(id) => write!(f, "photo {id}"),
            Erased::Series(id) => write!(f, "series {id}"),
            Erased::Calendar(id) => write!(f, "calendar {id}"),
            Erased::Post(end) => {
                // The number with the check symbol stands last, so that a line that was cut off is none.
                write!(f, "post {} {} {} {}", end.place, end.post, end.seq, end.account)
            }
        }
    }
}

/// A line that says nothing that was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the line names nothing that was erased")]
pub struct NotErased;

impl FromStr for Erased {
    type Err = NotErased;

    fn from_str(line: &str) -> Result<Self, NotErased> {
        fn number<T: FromStr>(word: &str) -> Result<T, NotErased> {
            word.parse().map_err(|_| NotErased)
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [id] => number(id).map(Erased::Person),
            ["photo", id] => number(id).map(Erased::Photo),
            ["series", id] => number(id).map(Erased::Series),
            ["calendar", id] => number(id).map(Erased::Calendar),
            ["post", place, post, seq, account] => Ok(Erased::Post(PostEnd {
                place: number(place)?,
                post: number(post)?,
                seq: number(seq)?,
                account: number(account)?,
            })),
            _ => Err(NotErased),
        }
    }
}

/// Remembers outside the database what was erased.
pub trait ErasedList: Send + Sync {
    /// Remembers some more, on disk when it returns.
    ///
    /// # Errors
    /// That it could not be written.
    fn remember(&self, erased: &[Erased]) -> Result<(), CareError>;

    /// Everything remembered.
    ///
    /// # Errors
    /// That it could not be read.
    fn all(&self) -> Result<Vec<Erased>, CareError>;
}

/// A list that ends with the process, for tests.
#[derive(Debug, Default)]
pub struct MemoryList(Mutex<BTreeSet<Erased>>);

impl ErasedList for MemoryList {
    fn remember(&self, erased: &[Erased]) -> Result<(), CareError> {
        self.0.lock().extend(erased);
        Ok(())
    }

    fn all(&self) -> Result<Vec<Erased>, CareError> {
        Ok(self.0.lock().iter().copied().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;

    #[test]
    fn a_line_says_what_was_erased_and_one_that_was_cut_off_says_nothing() {
        let now = Timestamp(1_669_262_400_000);
        let post = PostEnd {
            place: "900010101001001".parse().expect("a place"),
            post: Post::Deputy,
            account: AccountId::generate(now),
            seq: 12,
        };
        for erased in [
            Erased::Person(PersonId::generate(now)),
            Erased::Photo(AttachmentId::generate(now)),
            Erased::Series(SeriesId::generate(now)),
            Erased::Calendar(CalendarId::generate(now)),
            Erased::Post(post),
        ] {
            let line = erased.to_string();
            assert_eq!(line.parse(), Ok(erased));
            for end in 0..line.len() {
                assert_eq!(line[..end].parse::<Erased>(), Err(NotErased), "{}", &line[..end]);
            }
        }
    }
}
