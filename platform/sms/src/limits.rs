//! Every bound of short messages, in one place.

use std::time::Duration;
use tongxin_city::Timestamp;

/// Longest text that is queued, in characters: two messages of Chinese.
pub const BODY_CHARS_MAX: usize = 134;
/// Longest reply that is read, in characters; a longer one is not understood.
pub const REPLY_CHARS_MAX: usize = 60;
/// Longest id that a gateway gives a reply, in characters.
pub const REPLY_ID_CHARS_MAX: usize = 60;
/// Replies of one number in an hour that are answered.
pub const REPLIES_AN_HOUR: u32 = 10;
/// How often the outbox is looked at, in milliseconds.
pub const SEND_EVERY_MS: i64 = 10_000;
/// Texts taken up in one write, and sent at the same time.
pub const SENT_AT_ONCE: u32 = 16;
/// Such groups in one look of the clock; what is left waits for the next.
pub const GROUPS_A_TICK: u32 = 100;
/// How long a text that was taken up is left to whoever took it, in milliseconds; longer than a request may take. After a crash
/// it is sent again, under the same id.
pub const TAKEN_UP_MS: i64 = 2 * Timestamp::MINUTE_MS;
/// How long one request to the gateway may take.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(10);
/// Largest answer of a gateway that is read, in bytes.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Tries of one text; with the waits between them some two hours.
pub const TRIES_MAX: i64 = 8;
/// The wait after the first try, in milliseconds; it doubles with each.
pub const WAIT_MS: i64 = 30_000;
/// The longest wait, whatever a gateway asks for, in milliseconds.
pub const WAIT_MAX_MS: i64 = 60 * Timestamp::MINUTE_MS;
/// Answers to replies are worth sending for so long, in milliseconds.
pub const ANSWER_FOR_MS: i64 = 30 * Timestamp::MINUTE_MS;
/// Texts are erased so long after they were queued, in days: as long as somebody may ask why a message came.
pub const TEXTS_KEPT_DAYS: i64 = 7;
/// The language of a number is forgotten when nothing was sent to it for so long, in days.
pub const NUMBERS_KEPT_DAYS: i64 = 90;
/// Numbers that want no reminders and were not heard of for those days, looked for in records at once.
pub const STOPS_AT_ONCE: u32 = 100;
/// Ways to reach people that are read from records at once.
pub const CONTACTS_A_READ: u32 = 1_000;
/// The hour of the evening before at which people are reminded of what is on the next day.
pub const REMIND_HOUR: i8 = 18;
/// Digits of a number with its country, by ITU-T E.164 at most 15; fewer than 8 is none that texts reach.
pub const NUMBER_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
