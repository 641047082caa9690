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

// Goods and stock.

/// Categories of a goods file.
pub const CATEGORIES_MAX: usize = 60;
/// A category's key, in characters.
pub const CATEGORY_KEY_CHARS_MAX: usize = 40;
/// A category's name, in characters.
pub const CATEGORY_NAME_CHARS_MAX: usize = 40;
/// What a person needs of a category in a day, in its unit: 100 kg, 100 l or 100,000 pieces are a typing mistake.
pub const NORM_MAX: i64 = 100_000;
/// Days of cover that a threshold may ask for.
pub const THRESHOLD_DAYS_MAX: i64 = 365;

// Allotments.

/// Lots that one line of an allotment's rules gives.
pub const LOTS_EACH_MAX: u32 = 10;
/// Steps of one kind (people, days, draws) that an allotment's rules count.
pub const LOT_STEPS_MAX: u32 = 20;
/// Days of waiting that give a lot.
pub const DAYS_PER_LOT_MAX: u32 = 365;
/// Lots of one household under any rules: nobody outweighs sixty neighbours, and a draw's work is bounded.
pub const HOUSEHOLD_LOTS_MAX: u32 = 60;
/// Days since a household was served, and draws it came away empty from, that are told apart.
pub const WAITING_MAX: u32 = 10_000;
/// Pieces of one allotment.
pub const ALLOTMENT_PIECES_MAX: u64 = 100_000_000;
/// Pieces that one household gets of an allotment.
pub const HOUSEHOLD_PIECES_MAX: u64 = 1_000;
/// Asks of one allotment: more than any city has households.
pub const ASKS_MAX: usize = 20_000_000;
/// An allotment's name, in characters.
pub const ALLOTMENT_NAME_CHARS_MAX: usize = 60;
/// Places whose households may ask in one allotment.
pub const ALLOTMENT_PLACES_MAX: usize = 200;
/// Where a witness is found, or what was found there, in characters.
pub const WITNESS_CHARS_MAX: usize = 200;
/// How far ahead asking may begin, in days.
pub const ASKING_AHEAD_DAYS_MAX: i64 = 30;
/// The shortest time to ask, in minutes: who sleeps or has no telephone must be reached too; an hour is kind, ten
/// minutes are the least.
pub const ASKING_MINUTES_MIN: i64 = 10;
/// The longest time to ask, in days.
pub const ASKING_DAYS_MAX: i64 = 14;
/// Between the end of asking and the reading of the list, in minutes: no write lasts as long.
pub const DRAW_GRACE_MINUTES: i64 = 1;
/// Asks read at once for a draw.
pub const ASKS_READ: i64 = 20_000;
/// Ranks written in one transaction: a few milliseconds in which others wait.
pub const RANKS_WRITTEN: usize = 500;
/// Rows of a draw's file read at once.
pub const FILE_ROWS_READ: i64 = 5_000;
/// Households served that are answered at once.
pub const SERVED_READ: i64 = 500;
/// Allotments on a page of a list.
pub const ALLOTMENTS_LISTED: i64 = 50;
/// Ranks on a page of a list.
pub const RANKS_LISTED: i64 = 200;
/// How long somebody who draws by hand waits for the answer, in seconds; the draw goes on without them.
pub const DRAW_WAIT_SECONDS: u64 = 5;
/// Goods of an outlet from which an allotment's are chosen.
pub const GOODS_LISTED: i64 = 500;
