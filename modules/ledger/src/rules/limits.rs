//! Every bound of the ledger, in one place.

use tongxin_city::Timestamp;

/// Longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 120;
/// Longest description, in characters.
pub const BODY_CHARS_MAX: usize = 2_000;
/// Longest contact (a telephone number or how to reach the door), in characters.
pub const CONTACT_CHARS_MAX: usize = 100;
/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 500;
/// Longest comment or note, in characters.
pub const COMMENT_CHARS_MAX: usize = 1_000;
/// Longest search, in characters.
pub const SEARCH_CHARS_MAX: usize = 100;
/// Longest file name kept with a photo, in characters.
pub const FILE_NAME_CHARS_MAX: usize = 80;
/// Largest photo, sent or kept, in bytes.
pub const PHOTO_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Largest photo that is decoded, in pixels: 50 megapixels is what telephones take at most; at 4 bytes each it
/// bounds the memory of one decoding to 200 MB.
pub const PHOTO_PIXELS_MAX: u64 = 50_000_000;
/// Longest side of a photo that is kept, in pixels: enough to read a label on a medicine box.
pub const PHOTO_SIDE_MAX: u32 = 2_048;
/// Photos on one need.
pub const PHOTOS_MAX: u32 = 10;
/// Entries on one need; a need with more is not being solved but argued over. The system's own entries are few.
pub const ENTRIES_MAX: u32 = 1_000;
/// Needs in one bulk command.
pub const BULK_MAX: usize = 200;
/// Needs on one page of a list.
pub const PAGE_MAX: u32 = 200;
/// Needs on a page when the caller asks for no number.
pub const PAGE_DEFAULT: u32 = 50;
/// Needs in one CSV file: the rows an Excel sheet holds, less its header.
pub const CSV_ROWS_MAX: u32 = 1_048_575;
/// Needs in one XLSX file, which is written whole before it is sent.
pub const XLSX_ROWS_MAX: u32 = 200_000;
/// Needs read at once for an exported file; bounds its memory.
pub const EXPORT_CHUNK: u32 = 2_000;
/// A need untouched for so long goes up one tier by itself, in milliseconds.
pub const UNTOUCHED_MS: i64 = 24 * Timestamp::HOUR_MS;
/// How long a decision can be taken back, in milliseconds.
pub const UNDO_MS: i64 = 10 * Timestamp::MINUTE_MS;
/// Texts and photos of a need are erased so long after it was closed, in milliseconds.
pub const ERASE_AFTER_MS: i64 = 90 * Timestamp::DAY_MS;
/// A seal is made so often, in milliseconds.
pub const SEAL_EVERY_MS: i64 = Timestamp::HOUR_MS;
/// Heads in one seal; more are spread over several seals made one after the other, so that no seal holds up the
/// writer for long.
pub const SEAL_HEADS_MAX: u32 = 5_000;
/// Needs on which the clock acts in one write.
pub const TICK_BATCH: u32 = 100;
/// Batches of one kind in one tick; what is left waits for the next.
pub const TICK_BATCHES_MAX: u32 = 100;
/// Calls of a day that whoever took them is shown.
pub const CALLS_LISTED_MAX: u32 = 500;
/// Who took which call is forgotten so long after it, in milliseconds.
pub const CALLS_KEPT_MS: i64 = 30 * Timestamp::DAY_MS;
/// Command keys are remembered so long, in milliseconds: a telephone may come back with unsent work after weeks.
pub const COMMAND_KEYS_MS: i64 = 30 * Timestamp::DAY_MS;
