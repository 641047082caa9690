//! The end of a record, and what becomes of looking for somebody whom nobody has seen.

use crate::limits::SAID_BY_CHARS_MAX;
use tongxin_city::words;
use tongxin_web::FieldFault;

words! {
    /// Why a record ended.
    EndReason, "reason for the end of a record" {
        /// They took their consent back.
        Withdrawn = "withdrawn",
        /// Nobody renewed it.
        Expired = "expired",
        /// They moved away.
        Moved = "moved",
        /// They were taken to a hospital.
        InHospital = "in_hospital",
        /// They died.
        Died = "died",
        /// The reason for which they were registered is gone.
        Settled = "settled",
        /// The emergency ended.
        EmergencyOver = "emergency_over",
    }
}

impl EndReason {
    /// The reasons for which people end records, in the order in which they are offered.
    pub const BY_HAND: [EndReason; 5] = [
        EndReason::Withdrawn,
        EndReason::Moved,
        EndReason::InHospital,
        EndReason::Died,
        EndReason::Settled,
    ];

    /// Whether it says where somebody is who was not seen.
    pub const fn says_where(self) -> bool {
        matches!(self, EndReason::Moved | EndReason::InHospital | EndReason::Died)
    }
}

/// How a record ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Why.
    pub why: EndReason,
    /// Who said so, as far as anybody was asked.
    pub said_by: Option<String>,
    /// Who ended it, as histories remember them; nobody when the clock did.
    pub by: Option<String>,
}

impl End {
    /// By the system, which asks nobody.
    pub const fn by_system(why: EndReason) -> End {
        End {
            why,
            said_by: None,
            by: None,
        }
    }

    /// By somebody, who may have been told by somebody else.
    ///
    /// # Errors
    /// That who said so is too long.
    pub fn by_hand(why: EndReason, said_by: &str, by: String) -> Result<End, FieldFault> {
        FieldFault::in_line("said_by", said_by, SAID_BY_CHARS_MAX)?;
        let said_by = Some(said_by.trim().to_owned()).filter(|said_by| !said_by.is_empty());
        Ok(End {
            why,
            said_by,
            by: Some(by),
        })
    }
}

/// What becomes of looking for somebody whom nobody has seen, when their record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looking {
    /// It goes on at their door, without name or words, until somebody was seen there.
    GoesOn,
    /// It is over: somebody said where they are.
    Ends,
}

/// Why a record can't end while nobody has seen the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEnd {
    /// The reason says nothing of how they are, and can wait.
    #[error("nobody has seen them")]
    Unseen,
    /// It was not written down who said where they are.
    #[error("nobody is named who said so")]
    NobodySaidSo,
}

/// What becomes of looking for somebody when their record ends so. What they or the law ask to be forgotten is forgotten
/// at once; that somebody has to look after them is not.
///
/// # Errors
/// Why it can't end before somebody saw them.
pub fn looking_after(end: &End) -> Result<Looking, CannotEnd> {
    match end.why {
        EndReason::Withdrawn | EndReason::Expired | EndReason::EmergencyOver => Ok(Looking::GoesOn),
        EndReason::Moved | EndReason::InHospital | EndReason::Died if end.said_by.is_some() => Ok(Looking::Ends),
        EndReason::Moved | EndReason::InHospital | EndReason::Died => Err(CannotEnd::NobodySaidSo),
        EndReason::Settled => Err(CannotEnd::Unseen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_stops_looking_before_somebody_said_where_they_are() {
        for why in EndReason::ALL {
            let silent = looking_after(&End::by_system(*why));
            let told = End::by_hand(*why, " 女儿 ", "account:1".to_owned()).expect("a short word");
            let expected = match why {
                EndReason::Withdrawn | EndReason::Expired | EndReason::EmergencyOver => {
                    (Ok(Looking::GoesOn), Ok(Looking::GoesOn))
                }
                EndReason::Settled => (Err(CannotEnd::Unseen), Err(CannotEnd::Unseen)),
                _ => (Err(CannotEnd::NobodySaidSo), Ok(Looking::Ends)),
            };
            assert_eq!((silent, looking_after(&told)), expected, "{why}");
            assert_eq!(
                why.says_where(),
                told.said_by.is_some() && expected.1 == Ok(Looking::Ends)
            );
        }
        let blank = End::by_hand(EndReason::Died, "  ", String::new()).expect("nothing");
        assert_eq!(looking_after(&blank), Err(CannotEnd::NobodySaidSo));
    }
}
