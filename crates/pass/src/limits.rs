//! Every bound of the format, in one place. A verifier refuses what is beyond one before it works on it.

/// Characters of a pass's text, prefix included. The longest pass that the other bounds allow stays below.
pub const TEXT_CHARS_MAX: usize = 1_100;
/// Bytes of a pass once inflated: the whole COSE message. Inflating stops there.
pub const MESSAGE_BYTES_MAX: usize = 640;
/// Bytes of an issuer's short name in UTF-8.
pub const ISSUER_BYTES_MAX: usize = 16;
/// Bytes of an organisation's short name in UTF-8; sixteen Chinese characters.
pub const ORG_BYTES_MAX: usize = 48;
/// Bytes of a corridor's name in UTF-8.
pub const CORRIDOR_BYTES_MAX: usize = 48;
/// Bytes of a surname in UTF-8; eight Chinese characters.
pub const SURNAME_BYTES_MAX: usize = 24;
/// Characters of an id's end that stand beside the surname.
pub const ID_END_CHARS: usize = 4;
/// Bytes of a number plate in UTF-8.
pub const PLATE_BYTES_MAX: usize = 16;
/// Bytes of an area's code in UTF-8.
pub const AREA_BYTES_MAX: usize = 16;
/// Places or areas at either end of a scope.
pub const ENDS_MAX: usize = 8;
/// The longest life of a pass, in days of 24 hours: a permission that is still needed is given again.
pub const LIFE_DAYS_MAX: i64 = 92;
/// The last second that a pass, a key or a list may name: 9999-12-30T22:00:00Z, which every zone's calendar still has.
pub const SECOND_MAX: u64 = 253_402_207_200;
/// Passes of one issuer; its status list then has 1 MiB of bits.
pub const NUMBERS_MAX: u32 = 8 * 1024 * 1024;
/// Bytes of a status list's or a delta's file.
pub const STATUS_FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a key set's file.
pub const KEY_FILE_BYTES_MAX: usize = 64 * 1024;
/// Keys in a set.
pub const KEYS_MAX: usize = 256;
/// Bytes of the address under which a status list is published.
pub const URI_BYTES_MAX: usize = 128;
/// How far a checker's clock may be wrong without anybody noticing: a pass counts so much earlier and later than it
/// says. Two minutes are what a telephone's clock is off after weeks without a network, and no use to a cheat.
pub const CLOCK_TOLERANCE_MS: i64 = 2 * 60 * 1_000;
/// A clock that may be wrong by more than this says nothing about days and hours.
pub const CLOCK_UNCERTAINTY_MAX_MS: i64 = 24 * 60 * 60 * 1_000;
/// Signatures that are verified together; more gain nothing, and one bad one has all of them verified again.
pub const BATCH_MAX: usize = 128;
