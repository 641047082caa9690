//! Every bound of this crate in one place.

use tongxin_city::Timestamp;

/// A browser's or program's session ends after this long without a request.
pub(crate) const IDLE_MS: i64 = 12 * Timestamp::HOUR_MS;
/// A session ends after this long whatever happens.
pub(crate) const SESSION_MS: i64 = 7 * Timestamp::DAY_MS;
/// A household's phone stays signed in this long: a resident who is ill should not look for the notice every day.
pub(crate) const HOUSEHOLD_IDLE_MS: i64 = SESSION_MS;
/// A session's last use is written at most this often.
pub(crate) const SEEN_WRITTEN_MS: i64 = 5 * Timestamp::MINUTE_MS;
/// How long a viewer is remembered before the database is asked again, for revocations by other processes.
pub(crate) const REMEMBERED_SECONDS: u64 = 5;
/// Viewers remembered at most.
pub(crate) const REMEMBERED_MAX: usize = 20_000;
/// The first administrator's link.
pub(crate) const FIRST_LINK_MS: i64 = 24 * Timestamp::HOUR_MS;
/// An invitation's link.
pub(crate) const INVITATION_MS: i64 = 7 * Timestamp::DAY_MS;
/// A link by which a forgotten password is replaced.
pub(crate) const RESET_MS: i64 = 24 * Timestamp::HOUR_MS;
/// The longest life of an API token, in days.
pub const TOKEN_DAYS_MAX: u32 = 366;
/// API tokens of one account.
pub const TOKENS_MAX: usize = 20;
/// The longest name of a token, in characters.
pub const TOKEN_NAME_CHARS_MAX: usize = 60;
/// The shortest and longest name to sign in with, in characters.
pub const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=40;
/// The longest shown name, in characters.
pub const DISPLAY_NAME_CHARS_MAX: usize = 40;
/// The shortest and longest password, in characters (length over composition rules: NIST SP 800-63B, 5.1.1).
pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=128;
/// Passwords hashed at the same time: two cores, 19 MiB each.
pub(crate) const HASHINGS_AT_ONCE: usize = 2;
/// Passwords hashed or waiting for it at the same time; beyond, sign-in says it is busy.
pub(crate) const HASHINGS_WAITING_MAX: usize = 64;
/// People of one page of the list.
pub(crate) const PEOPLE_MAX: usize = 200;
/// Entries of the navigation; the first five of more than six are in sight, and the rest stands behind one more.
pub(crate) const NAV_MAX: usize = 24;
