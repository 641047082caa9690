//! What a check says: yes; no, because; it can't be said; or that is no pass of ours. With the facts a page needs to say
//! why and what to do next. Words are the page's.

use std::time::Duration;

use tongxin_city::{PlaceCode, Timestamp};

use crate::claims::ClaimsError;
use crate::key::KeyId;
use crate::pass::Pass;
use crate::situation::Direction;
use crate::text::TextError;

/// The answer to one text in one situation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Let the holder pass, once the card or the plate fits.
    Valid(Box<Pass>),
    /// A true pass that does not count here and now.
    Refused {
        /// What it says.
        pass: Box<Pass>,
        /// Why not.
        why: Refusal,
    },
    /// A true pass, and the gate lacks what it would need to decide.
    Unsure {
        /// What it says.
        pass: Box<Pass>,
        /// What is lacking.
        why: Doubt,
    },
    /// Nothing in it can be believed.
    NotAccepted(Fault),
}

/// Why a true pass does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The issuer took it back.
    Revoked {
        /// When the list that says so was signed.
        as_of: Timestamp,
    },
    /// Its time has not come.
    NotYet {
        /// When it comes.
        from: Timestamp,
    },
    /// Its time is over.
    Expired {
        /// Since when.
        since: Timestamp,
    },
    /// It counts elsewhere.
    NotThisPlace {
        /// The gate's place.
        place: PlaceCode,
    },
    /// It counts here, the other way.
    NotThisDirection {
        /// The direction in which it does.
        allowed: Direction,
    },
    /// Not on this day of the week.
    NotThisDay {
        /// The next moment at which it counts, when there is one before it ends.
        next: Option<Timestamp>,
    },
    /// On this day, not at this hour.
    NotThisHour {
        /// The next moment at which it counts, when there is one before it ends.
        next: Option<Timestamp>,
    },
}

/// What a gate would need to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A newer status list or key set.
    ListTooOld(ListGap),
    /// A better clock.
    ClockUnsure {
        /// What the clock is too uncertain for.
        edge: Edge,
        /// By how much it may be wrong.
        clock_uncertainty: Duration,
    },
}

/// Why the held files don't answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListGap {
    /// The status list counted until then.
    Statuses {
        /// The end of its time.
        good_until: Timestamp,
    },
    /// The key set counted until then.
    Keys {
        /// The end of its time.
        good_until: Timestamp,
    },
    /// The status list is another issuer's.
    OtherIssuer,
    /// The pass's number lies beyond the list's end: it was issued after the list.
    BeyondList,
}

/// A moment that the clock may be on either side of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The pass's first moment.
    NotBefore(Timestamp),
    /// The pass's end.
    Expires(Timestamp),
    /// A day or an hour of the week.
    Hours,
    /// A file was signed at that moment, which by this clock lies ahead: the clock is slow.
    SignedAhead(Timestamp),
}

/// Why nothing in a text can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No pass, or one that was broken on its way.
    Damaged(TextError),
    /// Well made, and not signed by the key it names.
    Forged(KeyId),
    /// Signed by a key that does not count for it.
    UnknownKey(KeyId, KeyTrouble),
}

/// Why a key does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTrouble {
    /// The key set does not have it; a newer one may.
    NotInSet,
    /// It was withdrawn: whoever holds this pass needs a new one.
    Withdrawn,
    /// It is another issuer's than the pass says.
    OtherIssuer,
    /// The pass begins outside the time in which the key signs.
    OutsideSpan,
}

impl Verdict {
    /// Whether the holder may pass.
    pub fn is_valid(&self) -> bool {
        matches!(self, Verdict::Valid(_))
    }

    /// What the pass says, if it is a true one.
    pub fn pass(&self) -> Option<&Pass> {
        match self {
            Verdict::Valid(pass) | Verdict::Refused { pass, .. } | Verdict::Unsure { pass, .. } => Some(pass),
            Verdict::NotAccepted(_) => None,
        }
    }

    /// The verdict's key, for files, JSON and language files.
    pub const fn key(&self) -> &'static str {
        match self {
            Verdict::Valid(_) => "valid",
            Verdict::Refused { why, .. } => why.key(),
            Verdict::Unsure { why, .. } => why.key(),
            Verdict::NotAccepted(fault) => fault.key(),
        }
    }
}

impl Refusal {
    /// Its key.
    pub const fn key(&self) -> &'static str {
        match self {
            Refusal::Revoked { .. } => "revoked",
            Refusal::NotYet { .. } => "not_yet",
            Refusal::Expired { .. } => "expired",
            Refusal::NotThisPlace { .. } => "not_this_place",
            Refusal::NotThisDirection { .. } => "not_this_direction",
            Refusal::NotThisDay { .. } => "not_this_day",
            Refusal::NotThisHour { .. } => "not_this_hour",
        }
    }
}

impl Doubt {
    /// Its key.
    pub const fn key(&self) -> &'static str {
        match self {
            Doubt::ListTooOld(_) => "list_too_old",
            Doubt::ClockUnsure { .. } => "clock_unsure",
        }
    }
}

impl Fault {
    /// Its key.
    pub const fn key(&self) -> &'static str {
        match self {
            Fault::Damaged(_) => "damaged",
            Fault::Forged(_) => "forged",
            Fault::UnknownKey(..) => "unknown_key",
        }
    }
}

impl From<TextError> for Fault {
    fn from(error: TextError) -> Self {
        Fault::Damaged(error)
    }
}

impl From<ClaimsError> for Fault {
    fn from(error: ClaimsError) -> Self {
        Fault::Damaged(error.into())
    }
}
