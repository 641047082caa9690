//! Every bound of this module, by its name.

use tongxin_city::Timestamp;

/// Characters of a volunteer's name.
pub const NAME_CHARS_MAX: usize = 40;
/// Digits of a telephone number.
pub const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Characters of a telephone number as people write it.
pub const PHONE_CHARS_MAX: usize = 24;
/// The age from which somebody can be a volunteer, with a guardian's word until they are of age (the city's rules on volunteer
/// service let younger ones come with their parents only).
pub const VOLUNTEER_AGE_MIN: i64 = 14;
/// The age from which somebody is no child (civil code, article 17).
pub const ADULT_AGE: i64 = 18;
/// Years back that a birth can lie.
pub const AGE_MAX: i64 = 100;
/// Characters of why somebody was refused, or of why hours are corrected.
pub const WHY_CHARS_MAX: usize = 200;
/// Characters of a name on the thanks wall.
pub const WALL_NAME_CHARS_MAX: usize = 20;
/// Days for which a record is kept after the last thing that happened with it.
pub const RECORD_DAYS: i64 = 180;

/// Volunteers of one table.
pub const VOLUNTEERS_A_TABLE_MAX: usize = 20_000;
/// Characters of a day or year in a table.
pub const DAY_CHARS_MAX: usize = 20;
/// Characters of a place's name or code in a table.
pub const PLACE_CHARS_MAX: usize = 60;
/// Telephone numbers that are looked up in one query; SQLite binds at most 32,766 values.
pub const PHONES_A_QUERY: usize = 5_000;

/// Characters of what a shift is about.
pub const ABOUT_CHARS_MAX: usize = 300;
/// Characters of where a shift meets.
pub const MEET_CHARS_MAX: usize = 100;
/// Posts of one shift.
pub const POSTS_MAX: usize = 5;
/// People of one post.
pub const POST_NEEDED_MAX: i64 = 500;
/// The longest and the shortest shift.
pub const SHIFT_MS: std::ops::RangeInclusive<i64> = (30 * Timestamp::MINUTE_MS)..=(12 * Timestamp::HOUR_MS);
/// Days ahead for which a shift can be opened.
pub const SHIFT_DAYS_AHEAD: i64 = 60;
/// When nobody says otherwise, a shift has to be filled so long before it begins.
pub const FILL_BEFORE_MS: i64 = 12 * Timestamp::HOUR_MS;
/// Volunteers on one shift's list, those who wait included.
pub const LISTED_MAX: i64 = 3_000;
/// Errands of one shift.
pub const ERRANDS_MAX: i64 = 200;
/// Characters of what an errand is.
pub const ERRAND_CHARS_MAX: usize = 200;
/// Characters of a door.
pub const DOOR_CHARS_MAX: usize = 40;

/// Hours that one person may work on one day (labour law, article 36; volunteers get no longer days than workers).
pub const DAY_MINUTES_MAX: i64 = 8 * 60;
/// Hours of one person in any seven days.
pub const WEEK_MINUTES_MAX: i64 = 40 * 60;
/// Rest in a row in any 24 hours (Directive 2003/88/EC, article 3).
pub const REST_MS: i64 = 11 * Timestamp::HOUR_MS;
/// Nights of one person in any seven days (an assumption: two nights, then sleep).
pub const NIGHTS_MAX: usize = 2;
/// A shift with so much of it between 22:00 and 6:00 is a night.
pub const NIGHT_MS: i64 = 2 * Timestamp::HOUR_MS;
/// The clock hours at which a night begins and ends.
pub const NIGHT_HOURS: (i8, i8) = (22, 6);

/// How long before a shift begins one can check in.
pub const CHECK_IN_BEFORE_MS: i64 = 60 * Timestamp::MINUTE_MS;
/// How long after its end a shift waits for those who forgot to check out, before its hours are written down.
pub const SETTLE_AFTER_MS: i64 = 2 * Timestamp::HOUR_MS;
/// How far a phone's clock may go ahead.
pub const CLOCK_AHEAD_MS: i64 = 5 * Timestamp::MINUTE_MS;
/// How long after a shift a phone without a signal can still say that its owner was there, and a list on paper is keyed in.
pub const SAID_LATE_MS: i64 = 3 * Timestamp::DAY_MS;
/// Minutes that one correction can add or take.
pub const CORRECTION_MINUTES_MAX: i64 = 100 * 60;

/// Volunteers who are asked in one command: a day's open places of the reference city.
pub const INVITED_MAX: usize = 100_000;
/// Volunteers that a shift's page proposes for each of its posts.
pub const PROPOSED_MAX: usize = 100;
/// Shifts that a volunteer's page proposes.
pub const SUGGESTED_MAX: usize = 8;
/// Shifts that are read for it, the soonest of each distance: of the community, of the rest of the subdistrict, and so on.
pub const SUGGESTED_FROM_MAX: u32 = 300;
/// Volunteers who are read for one match of a place.
pub const POOL_MAX: u32 = 700_000;
/// Posts for which one match looks for people.
pub const POSTS_A_MATCH: u32 = 50_000;
/// Days ahead of the shifts that one match fills.
pub const MATCH_DAYS: i64 = 7;

/// Pieces of protective goods in one entry.
pub const PIECES_MAX: i64 = 100_000;
/// Pieces that one volunteer can be given at a time.
pub const PIECES_ISSUED_MAX: i64 = 200;

/// Registrations that one client address can send in an hour: thousands of telephones of a mobile network may sit behind one.
pub const REGISTRATIONS_AN_HOUR: u32 = 2_000;
/// Rows on one page of a list.
pub const SHOWN_MAX: u32 = 100;
/// Rows of one exported file.
pub const EXPORT_MAX: u32 = 50_000;
/// Entries of the hours' ledger that a page shows.
pub const HOURS_SHOWN_MAX: u32 = 100;
/// Names on one page of the thanks wall.
pub const WALL_SHOWN_MAX: u32 = 200;
/// Teams of one place that are shown.
pub const TEAMS_SHOWN_MAX: u32 = 300;
/// Characters of a team's name.
pub const TEAM_NAME_CHARS_MAX: usize = 40;
/// Shifts on which the clock acts in one write.
pub const SHIFTS_A_TICK: u32 = 50;
/// Records that the clock erases in one write.
pub const ERASED_A_WRITE: u32 = 200;
/// How long a shift's errands are kept after its end, when nobody has them in hand.
pub const ERRANDS_KEPT_MS: i64 = Timestamp::DAY_MS;
/// How long after the last look it is looked again whether the need of an errand that is in somebody's hand was closed.
pub const ERRAND_LOOKED_AT_MS: i64 = Timestamp::HOUR_MS;
/// Errands whose needs are looked at in one write.
pub const ERRANDS_A_WRITE: u32 = 200;
/// Days for which it is kept who worked a shift, and who was given goods.
pub const PLACES_KEPT_DAYS: i64 = 400;
/// Reminders queued in one write.
pub const REMINDED_A_WRITE: u32 = 200;
