//! Every bound of supply, by name.

// The whitelist and the fleets.

/// A listing holds at most so many days from the day it is decided.
pub const VALID_DAYS_MAX: i64 = 366;
/// A listing begins at most so many days after it is decided.
pub const VALID_FROM_DAYS_MAX: i64 = 30;
/// Places a firm serves.
pub const SERVICE_PLACES_MAX: usize = 50;
/// Orders a firm can take in a day.
pub const ORDERS_A_DAY_MAX: i64 = 100_000;
/// What a firm commits itself to, in characters.
pub const OBLIGATIONS_CHARS_MAX: usize = 1_000;
/// The name of whom to call at a firm, and of a member of its staff, in characters.
pub const PERSON_NAME_CHARS_MAX: usize = 40;
/// A telephone number, in characters.
pub const PHONE_CHARS_MAX: usize = 30;
/// Digits of a telephone number (ITU-T E.164 allows 15; short service numbers have 3).
pub const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 3..=15;
/// Why a firm is refused, suspended or ended, in characters.
pub const LISTING_REASON_CHARS_MAX: usize = 500;
/// The number of a vehicle's or person's pass, in characters.
pub const PASS_NUMBER_CHARS_MAX: usize = 40;
/// Rows of the whitelist on one page.
pub const WHITELIST_PAGE_MAX: u32 = 200;
/// Rows of the whitelist on a page when the caller asks for no number.
pub const WHITELIST_PAGE_DEFAULT: u32 = 50;
/// Words of a search, in characters.
pub const WHITELIST_SEARCH_CHARS_MAX: usize = 100;
/// Firms that serve one place, as other topics ask for them.
pub const SERVING_MAX: u32 = 200;
/// Applications listed by one command.
pub const BULK_LIST_MAX: usize = 200;
/// Rows of the whitelist in one file.
pub const WHITELIST_EXPORT_MAX: u32 = 20_000;
/// Listings expired in one write, and such writes in one tick; what is left waits for the next.
pub const EXPIRY_BATCH: u32 = 100;
/// See [`EXPIRY_BATCH`].
pub const EXPIRY_BATCHES_MAX: u32 = 100;
/// Vehicles of one firm that have not ended.
pub const VEHICLES_OF_FIRM_MAX: i64 = 2_000;
/// Members of one firm's staff that have not ended.
pub const STAFF_OF_FIRM_MAX: i64 = 5_000;
/// Applications that one client address may send through the public form in an hour.
pub const APPLICATIONS_AN_HOUR: u32 = 5;
/// A listing is said to run out soon when it has at most so many days left.
pub const EXPIRING_DAYS: i64 = 14;
/// For how many days a firm is listed unless the officer chooses otherwise.
pub const VALID_DAYS_DEFAULT: i64 = 90;
