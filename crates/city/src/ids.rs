//! Ids of things: 63-bit numbers that sort by time, shown as short texts that catch typing mistakes.
//!
//! An id is 41 bits of milliseconds since 2020-01-01 UTC (enough until 2089), then 22 random bits. It is shown
//! in Crockford's base 32 (<https://www.crockford.com/base32.html>): no I, L, O or U, either case, and `O`, `I`, `L`
//! read as 0, 1, 1. A last symbol checks the others. Crockford's own check needs five signs that are awkward in
//! addresses, so the check here is a Reed-Solomon symbol over GF(32) (Reed and Solomon, "Polynomial Codes over Certain
//! Finite Fields", 1960), which stays in the alphabet and catches every single wrong symbol and every swap of two.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::Timestamp;

/// The number under every typed id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id63(i64);

/// Why a text or number is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not 14 symbols.
    #[error("id {found:?} has {symbols} symbols: 14 would be right, as in 0AMN-S3QG-2PSZ-H9")]
    WrongLength {
        /// The text given, cut to a sane length.
        found: String,
        /// Its symbols, dashes and spaces not counted.
        symbols: usize,
    },
    /// A character that base 32 does not use.
    #[error("id holds {found:?}: digits and letters other than U would be right")]
    WrongSymbol {
        /// The first such character.
        found: char,
    },
    /// The check symbol does not fit: something was mistyped.
    #[error("id {found:?} was mistyped: its last symbol does not fit the others")]
    WrongCheck {
        /// The text given.
        found: String,
    },
    /// A number below 0, or a text for a number of more than 63 bits.
    #[error("an id is a number from 0 to 2^63 - 1")]
    OutOfRange,
}

/// 2020-01-01 00:00 UTC in milliseconds since 1970.
const EPOCH_MS: i64 = 1_577_836_800_000;
const RANDOM_BITS: u32 = 22;
const TIME_MS_MAX: i64 = (1 << 41) - 1;
/// Ids drawn in the same millisecond follow each other by a random step of up to this; 4,194,304 / 64 of them fit.
const STEP_MAX: u32 = 64;
const DATA_SYMBOLS: usize = 13;
const SYMBOLS: usize = DATA_SYMBOLS + 1;
/// Crockford's symbols by value.
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The last id drawn by this process.
static LAST: AtomicI64 = AtomicI64::new(-1);

impl Id63 {
    /// The id of those two parts. Times before 2020 or after 2089 are held at the edge; only 22 bits of `random` count.
    pub const fn from_parts(at: Timestamp, random: u32) -> Id63 {
        let since_epoch = at.0.saturating_sub(EPOCH_MS);
        let time_ms = if since_epoch < 0 {
            0
        } else if since_epoch > TIME_MS_MAX {
            TIME_MS_MAX
        } else {
            since_epoch
        };
        Id63(time_ms << RANDOM_BITS | (random & ((1 << RANDOM_BITS) - 1)) as i64)
    }

    /// A new id for something that came to be at `at`.
    ///
    /// Never the same twice within a process for one or rising times, however many are drawn in one millisecond
    /// (a drill's clock may stand still): then ids count up by random steps, as ULID's monotonic mode does.
    pub fn generate(at: Timestamp) -> Id63 {
        let random = random_bits();
        let fresh = Id63::from_parts(at, random);
        let next = |last: i64| {
            let is_burst =
                last >= 0 && (last >> RANDOM_BITS) - (fresh.0 >> RANDOM_BITS) <= BURST_MS_MAX && last >= floor(fresh);
            if is_burst {
                last.saturating_add(1 + i64::from(random % STEP_MAX))
            } else {
                fresh.0
            }
        };
        let last = LAST.update(Ordering::Relaxed, Ordering::Relaxed, next);
        Id63(next(last))
    }

    /// The number, as stored.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// When the thing came to be, to the millisecond.
    pub const fn created_at(self) -> Timestamp {
        Timestamp((self.0 >> RANDOM_BITS) + EPOCH_MS)
    }
}

/// How far ahead of the asked time a burst of ids may run before it is taken for a clock that was set back.
const BURST_MS_MAX: i64 = 1_000;

/// The smallest id of the same millisecond.
const fn floor(id: Id63) -> i64 {
    id.0 >> RANDOM_BITS << RANDOM_BITS
}

/// Ids are not secrets; should the system's randomness fail, the hash seed of the process still keeps them apart.
fn random_bits() -> u32 {
    use std::hash::{BuildHasher, RandomState};
    getrandom::u32().unwrap_or_else(|_| RandomState::new().hash_one(LAST.load(Ordering::Relaxed)) as u32)
}

impl TryFrom<i64> for Id63 {
    type Error = IdError;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if number < 0 {
            Err(IdError::OutOfRange)
        } else {
            Ok(Id63(number))
        }
    }
}

impl fmt::Display for Id63 {
    /// Groups of four: `0AMN-S3QG-2PSZ-H9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = data_symbols(self.0);
        let mut shown = String::with_capacity(SYMBOLS + 3);
        for (position, symbol) in data.iter().chain(&[check_symbol(&data)]).enumerate() {
            if position > 0 && position % 4 == 0 {
                shown.push('-');
            }
            shown.push(char::from(ALPHABET[usize::from(*symbol)]));
        }
        f.pad(&shown)
    }
}

impl fmt::Debug for Id63 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id63 {
    type Err = IdError;

    /// Reads any case, with or without dashes and spaces, and `O`, `I`, `L` for 0, 1, 1.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let written = || text.chars().filter(|c| !matches!(c, '-' | ' '));
        let shortened = || text.chars().take(40).collect::<String>();
        let symbols = written().count();
        if symbols != SYMBOLS {
            return Err(IdError::WrongLength {
                found: shortened(),
                symbols,
            });
        }
        let mut values = [0u8; SYMBOLS];
        for (value, found) in values.iter_mut().zip(written()) {
            *value = value_of(found).ok_or(IdError::WrongSymbol { found })?;
        }
        let (data, check) = values.split_at(DATA_SYMBOLS);
        if check_symbol(data) != check[0] {
            return Err(IdError::WrongCheck { found: shortened() });
        }
        let number = data
            .iter()
            .fold(0u128, |number, value| number << 5 | u128::from(*value));
        i64::try_from(number).map(Id63).map_err(|_| IdError::OutOfRange)
    }
}

fn data_symbols(number: i64) -> [u8; DATA_SYMBOLS] {
    std::array::from_fn(|position| (number >> (5 * (DATA_SYMBOLS - 1 - position)) & 31) as u8)
}

/// The value of a symbol in either case, with `O`, `I`, `L` read as 0, 1, 1; nothing for any other character.
pub fn value_of(symbol: char) -> Option<u8> {
    let symbol = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|letter| char::from(*letter) == symbol)
        .map(|value| value as u8)
}

/// The symbol c that makes c + Σ data[i]·α^(i+1) zero in GF(32), by Horner's rule.
///
/// Each position has its own power of α (α^0 is the check's), so no single change and no swap keeps the sum at zero.
pub fn check_symbol(data: &[u8]) -> u8 {
    data.iter().rev().fold(0, |sum, value| times_alpha(sum ^ value))
}

/// Multiplies by α in GF(32) with the primitive polynomial x^5 + x^2 + 1.
const fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        ///
        /// In JSON and on pages the text form of [`Id63`]; in the database the number.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Id63);

        impl $name {
            /// A new id for something that came to be at `at`; see [`Id63::generate`].
            pub fn generate(at: Timestamp) -> Self {
                Self(Id63::generate(at))
            }

            /// The id of those parts, for repeatable worlds; see [`Id63::from_parts`].
            pub const fn from_parts(at: Timestamp, random: u32) -> Self {
                Self(Id63::from_parts(at, random))
            }

            /// The number, as stored.
            pub const fn get(self) -> i64 {
                self.0.get()
            }

            /// When the thing came to be.
            pub const fn created_at(self) -> Timestamp {
                self.0.created_at()
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.get()
            }
        }

        impl TryFrom<i64> for $name {
            type Error = IdError;

            fn try_from(number: i64) -> Result<Self, Self::Error> {
                Id63::try_from(number).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+

        #[cfg(feature = "openapi")]
        crate::openapi::describe_ids!($($name),+);
    };
}

typed_ids! {
    /// The id of an account: a person who signs in.
    AccountId;
    /// The id of an organisation.
    OrgId;
    /// The id of a household: one door.
    HouseholdId;
    /// The id of a need in the ledger.
    NeedId;
    /// The id of one entry on a need.
    EntryId;
    /// The id of a file attached to a need.
    AttachmentId;
    /// The id of an API token.
    TokenId;
    /// The id of an invitation.
    InvitationId;
    /// The id of a role held over a place or organisation.
    GrantId;
    /// The id of a firm's application to be listed.
    ApplicationId;
    /// The id of a vehicle.
    VehicleId;
    /// The id of a member of a firm's staff.
    StaffId;
    /// The id of a pass, from its application on; its number on the pass comes later.
    PassId;
    /// The id of passes that were applied for together.
    PassBatchId;
    /// The id of an item that is stocked and sold.
    ItemId;
    /// The id of an item's picture.
    PictureId;
    /// The id of one change of an outlet's stock.
    MovementId;
    /// The id of a report on an outlet's stock.
    ReportId;
    /// The id of a transfer of goods between two outlets.
    TransferId;
    /// The id of an outlet's delivery window.
    WindowId;
    /// The id of a household's order.
    OrderId;
    /// The id of a load of orders that leave an outlet together.
    RunId;
    /// The id of a plan of runs.
    PlanId;
    /// The id of a patient's ride.
    RideId;
    /// The id of an allotment of scarce goods.
    AllotmentId;
    /// The id of a person in the register of people in difficulty.
    PersonId;
    /// The id of a volunteer.
    VolunteerId;
    /// The id of a team of volunteers.
    TeamId;
    /// The id of a shift that volunteers work.
    ShiftId;
    /// The id of an errand to a door within a shift.
    ErrandId;
    /// The id of a series of appointments at a hospital.
    SeriesId;
    /// The id of one appointment at a hospital.
    AppointmentId;
    /// The id of a link to a calendar.
    CalendarId;
}
