//! Every bound of the desk, by name.

use tongxin_city::Timestamp;

/// Places at either end of a pass; the format's own bound.
pub const ENDS_MAX: usize = tongxin_pass_format::limits::ENDS_MAX;
/// Days of one pass, first and last included; the format's own bound.
pub const PASS_DAYS_MAX: i64 = tongxin_pass_format::limits::LIFE_DAYS_MAX;
/// A pass begins at most so many days after it is applied for: its key has to be one that signs then.
pub const FIRST_DAY_AHEAD_MAX: i64 = 30;
/// A surname as it is typed, in characters; the format bounds its bytes.
pub const SURNAME_CHARS_MAX: usize = 24;
/// A plate as it is typed, with dots and blanks, in characters.
pub const PLATE_CHARS_MAX: usize = 20;
/// A corridor's name, in characters; the format bounds its bytes.
pub const CORRIDOR_CHARS_MAX: usize = 48;
/// Days and hours as they are typed, in characters.
pub const TIMES_CHARS_MAX: usize = 30;
/// Why a pass is refused or revoked, in characters.
pub const REASON_CHARS_MAX: usize = 300;
/// Rows of one application through the API or a form.
pub const ROWS_AT_ONCE_MAX: usize = 500;
/// Passes decided or agreed to by one command.
pub const DECIDE_AT_ONCE_MAX: usize = 500;
/// Rows of a list when the caller asks for no number, and at most.
pub const PAGE_DEFAULT: u32 = 50;
/// See [`PAGE_DEFAULT`].
pub const PAGE_MAX: u32 = 200;
/// Passes in one file.
pub const EXPORT_MAX: u32 = 100_000;
/// Words of a search, in characters.
pub const SEARCH_CHARS_MAX: usize = 40;
/// Hours in which every district on the way agrees; then the city's tier hears of it. Goods that are loaded in the
/// morning leave the same evening.
pub const AGREEMENT_HOURS: i64 = 12;
/// Passes issued in one write. A thousand rows keep other writers waiting for some tens of milliseconds.
pub const ISSUED_A_WRITE: u32 = 1_000;
/// Such writes in one tick; what is left waits for the next.
pub const ISSUING_WRITES_MAX: u32 = 200;
/// Passes that the clock expires or erases in one write, and such writes in one tick.
pub const SWEPT_A_WRITE: u32 = 1_000;
/// See [`SWEPT_A_WRITE`].
pub const SWEEPS_MAX: u32 = 100;
/// Late agreements that become needs in one tick; each need is of one organisation.
pub const NEEDS_A_TICK_MAX: u32 = 100;
/// Whoever a pass was for is forgotten so many days after it ended or was refused.
pub const PEOPLE_KEPT_DAYS: i64 = 30;
/// A new list of revoked passes is signed at least so often.
pub const STATUS_EVERY_MS: i64 = Timestamp::HOUR_MS;
/// For so long a gate may use a list: a day without signal.
pub const STATUS_GOOD_MS: i64 = Timestamp::DAY_MS;
/// Numbers beyond the last pass that a list covers already, so that a gate knows a pass issued after its list.
pub const NUMBERS_AHEAD: u32 = 65_536;
/// A new key file is signed at least so often.
pub const KEYS_EVERY_MS: i64 = Timestamp::DAY_MS;
/// For so long a gate may use a key file.
pub const KEYS_GOOD_MS: i64 = 7 * Timestamp::DAY_MS;
/// A key signs for so many days: the longest pass, its furthest first day, and half a year in use.
pub const KEY_DAYS: i64 = PASS_DAYS_MAX + FIRST_DAY_AHEAD_MAX + 183;
/// Issues of the list of which a holder gets what changed; an older one asks for the whole list.
pub const DELTA_ISSUES_MAX: i64 = 24 * 60;
/// Sheets printed at once.
pub const SHEETS_MAX: u32 = 200;
/// Rows of one batch of a gate's counts.
pub const COUNT_ROWS_MAX: usize = 500;
/// The largest count of an hour.
pub const COUNT_MAX: i64 = 1_000_000;
/// Counts of so many days ago are still taken: a phone may lie without a signal. Batches are remembered as long.
pub const COUNTS_KEPT_DAYS: i64 = 60;
/// A phone's clock may be so far ahead of the city's.
pub const COUNTS_AHEAD_MS: i64 = Timestamp::HOUR_MS;
/// Passes that a look-up answers.
pub const LOOKUP_MAX: u32 = 10;
/// Rows of what gates counted that a page shows, the busiest first.
pub const GATE_ROWS_MAX: u32 = 500;
/// Passes of one firm's vehicles that a day's plan asks for at most; more vehicles than any firm lists.
pub const VEHICLE_PASSES_MAX: u32 = 5_000;
