//! Numbers of the files that follow one another: key sets and status lists. They only go up.

use std::fmt;

/// The number of an issue, from 1 up. Whoever holds one takes none with a smaller number, however well signed: it is an
/// old one shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueNumber(pub u64);

impl fmt::Display for IssueNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why an issue may not take the place of the one that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// It is older.
    #[error("issue {offered} is older than issue {held}, which is held")]
    Rollback {
        /// The issue that is held.
        held: IssueNumber,
        /// The one that was offered.
        offered: IssueNumber,
    },
    /// It has the same number and says something else: the signer has made two, and one is wrong.
    #[error("issue {0} is held with other content")]
    Fork(IssueNumber),
}

/// Whether the offered issue may take the place of the held one; each with the hash of its content.
pub(crate) fn may_follow(held: (IssueNumber, [u8; 32]), offered: (IssueNumber, [u8; 32])) -> Result<(), IssueError> {
    if offered.0 < held.0 {
        Err(IssueError::Rollback {
            held: held.0,
            offered: offered.0,
        })
    } else if offered.0 == held.0 && offered.1 != held.1 {
        Err(IssueError::Fork(held.0))
    } else {
        Ok(())
    }
}
