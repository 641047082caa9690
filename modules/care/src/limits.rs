//! Every bound of this module, by its name.

use tongxin_city::Timestamp;

/// Characters of a form of address.
pub const NAME_CHARS_MAX: usize = 40;
/// Characters of how to reach somebody.
pub const CONTACT_CHARS_MAX: usize = 100;
/// Characters of what whoever knocks has to know.
pub const AT_DOOR_CHARS_MAX: usize = 100;
/// Characters of what somebody needs.
pub const WANTS_CHARS_MAX: usize = 500;
/// Characters of who consented or decided.
pub const CONSENT_BY_CHARS_MAX: usize = 60;
/// Characters of who said where somebody is who was not seen.
pub const SAID_BY_CHARS_MAX: usize = 60;
/// Characters of what a consent is for.
pub const CONSENT_FOR_CHARS_MAX: usize = 200;
/// Characters of a medicine's name.
pub const MEDICINE_NAME_CHARS_MAX: usize = 60;
/// Medicines of one person.
pub const MEDICINES_MAX: usize = 12;
/// Doses that are left of one.
pub const DOSES_LEFT_MAX: u32 = 2_000;
/// Doses of one a day.
pub const DOSES_A_DAY_MAX: u32 = 48;
/// Days before a medicine runs out on which somebody is asked to fetch more (an assumption: a day to ask, a day to fetch, a
/// day to spare).
pub const REFILL_DAYS_AHEAD: i64 = 3;
/// Days for which a medicine is fetched at once (an assumption: two weeks, as records are looked at again).
pub const FETCHED_DAYS: u32 = 14;
/// Days ahead that a pharmacy list looks, at most, and when nobody says otherwise.
pub const FETCH_AHEAD_DAYS_MAX: i64 = 14;
/// See [`FETCH_AHEAD_DAYS_MAX`].
pub const FETCH_AHEAD_DAYS: i64 = 3;
/// People on one pharmacy list; each opening of their records is written down.
pub const FETCHED_FOR_MAX: u32 = 500;
/// Medicines that are said in one go to have been brought.
pub const BROUGHT_AT_ONCE: usize = 600;
/// People of one household in the register.
pub const PEOPLE_OF_HOUSEHOLD_MAX: i64 = 12;
/// Years back that a birth can lie.
pub const AGE_MAX: i64 = 120;
/// The age from which somebody alone is an elder (the law on the rights of the elderly, article 2).
pub const ELDER_AGE: i64 = 60;
/// The age from which somebody is no child (civil code, article 17).
pub const ADULT_AGE: i64 = 18;
/// Days until a record has to be looked at again, when nobody says otherwise.
pub const REVIEW_DAYS: i64 = 14;
/// Days until a record ends, when nobody says otherwise; also the most there may be between now and its end.
pub const RECORD_DAYS_MAX: i64 = 90;

/// People of one table.
pub const PEOPLE_A_TABLE_MAX: usize = 5_000;
/// Characters of a place's name or code in a table.
pub const PLACE_CHARS_MAX: usize = 60;
/// Characters of a door in a table.
pub const DOOR_CHARS_MAX: usize = 40;

/// Characters of a note on a knock.
pub const KNOCK_NOTE_CHARS_MAX: usize = 300;
/// Knocks at one door for one visit.
pub const KNOCKS_MAX: usize = 20;
/// Enquiries that a new need tells of, the latest: more would leave its text no room.
pub const ENQUIRIES_SAID_MAX: usize = 10;
/// Things that somebody may need at one knock.
pub const KNOCK_WANTS_MAX: usize = 5;
/// Two knocks with no answer count as two only this far apart.
pub const TRIES_APART_MS: i64 = 15 * Timestamp::MINUTE_MS;
/// So long after it somebody can take back by another word that they saw somebody: they had ticked the wrong row.
pub const TAKEN_BACK_MS: i64 = 15 * Timestamp::MINUTE_MS;
/// How long after a knock with no answer there has to be another.
pub const SECOND_TRY_MS: i64 = 2 * Timestamp::HOUR_MS;
/// Days for which a phone without a signal can still say what happened.
pub const SAID_LATE_DAYS: i64 = 3;
/// How far a phone's clock may go ahead.
pub const CLOCK_AHEAD_MS: i64 = 5 * Timestamp::MINUTE_MS;

/// The hour at which a morning visit is over, and the one at which the day's is, in the city's time.
pub const MORNING_ENDS_HOUR: i8 = 12;
/// See [`MORNING_ENDS_HOUR`].
pub const DAY_ENDS_HOUR: i8 = 20;
/// Whoever is registered after this hour is visited from the next day on.
pub const LAST_NEW_HOUR: i8 = 18;
/// So long before a visit has to be over somebody must have been registered for it: else nobody could be there in time.
pub const VISIT_AHEAD_MS: i64 = Timestamp::HOUR_MS;
/// People whose visits of a day are made in one write.
pub const VISITS_A_WRITE: i64 = 20_000;
/// Visits that one look of the clock calls missed in one write.
pub const MISSED_A_WRITE: u32 = 500;
/// Records that one look of the clock erases in one write.
pub const ERASED_A_WRITE: u32 = 200;
/// Series of appointments that are erased in one write; each may have appointments with rides and passes.
pub const SERIES_ERASED_A_WRITE: u32 = 20;
/// Links to calendars that are ended in one write.
pub const CALENDARS_A_WRITE: u32 = 200;
/// Days for which visits are kept.
pub const VISITS_KEPT_DAYS: i64 = 30;
/// Days for which it is kept who opened a record, and who ended one.
pub const OPENINGS_KEPT_DAYS: i64 = 90;

/// Characters of what is searched for in the register.
pub const SEARCH_CHARS_MAX: usize = 60;
/// People on one page of the register.
pub const PEOPLE_SHOWN_MAX: u32 = 100;
/// Visits on one list.
pub const VISITS_SHOWN_MAX: u32 = 600;
/// Openings of a record that are shown.
pub const OPENINGS_SHOWN_MAX: u32 = 50;

/// Characters of a department's name.
pub const DEPARTMENT_CHARS_MAX: usize = 60;
/// Characters of what the hospital should know beforehand.
pub const FOR_HOSPITAL_CHARS_MAX: usize = 300;
/// Characters of what a hospital says about an appointment.
pub const ANSWER_CHARS_MAX: usize = 200;
/// Minutes that an appointment takes, at least and at most: a vehicle waits for nobody longer than a ride can be booked.
pub const APPOINTMENT_MINUTES: std::ops::RangeInclusive<i64> = 10..=720;
/// An appointment begins at least so long from now: a vehicle has to be found and come.
pub const APPOINTMENT_AHEAD_MS: i64 = 2 * Timestamp::HOUR_MS;
/// Days ahead for which the appointments of a series are made: rides can be booked for no later day.
pub const APPOINTMENTS_MADE_DAYS: i64 = 14;
/// Days ahead on which a series can begin.
pub const SERIES_AHEAD_DAYS_MAX: i64 = 90;
/// Appointments of one household that are to come.
pub const APPOINTMENTS_OPEN_MAX: i64 = 60;
/// Series whose appointments one look of the clock makes in one write, and appointments that it looks after in one.
pub const APPOINTMENTS_A_WRITE: u32 = 200;
/// The hour of the evening before at which an appointment has to be confirmed; then the district hears of it. It leaves a
/// working evening to find another hospital.
pub const CONFIRMED_BY_HOUR: i8 = 18;
/// What is asked for later than that has to be confirmed within this time.
pub const CONFIRM_LEAST_MS: i64 = Timestamp::HOUR_MS;
/// Days for which appointments are kept once they are over.
pub const APPOINTMENTS_KEPT_DAYS: i64 = 30;
/// Appointments on one page.
pub const APPOINTMENTS_SHOWN_MAX: u32 = 100;
/// Days for which a link to a calendar opens it.
pub const CALENDAR_DAYS: i64 = 90;
/// Appointments in a calendar.
pub const CALENDAR_EVENTS_MAX: u32 = 2_000;

/// Characters of the number under which somebody on duty is called.
pub const DUTY_PHONE_CHARS_MAX: usize = 40;
/// Characters of what whoever leaves a post tells whoever comes.
pub const DUTY_NOTE_CHARS_MAX: usize = 1_000;
/// A post that nobody holds from so many days ahead on is vacant: somebody has to be found before it is.
pub const VACANT_AHEAD_DAYS: i64 = 1;
/// Doors that one steward can look after (an assumption: a knock at each within two days).
pub const DOORS_A_STEWARD_MAX: i64 = 300;
/// Stewards with too many doors that a page names; how many there are is counted whatever their number.
pub const TOO_MANY_SHOWN_MAX: u32 = 200;
/// Buildings of all of them that are named.
pub const TOO_MANY_BUILDINGS_SHOWN_MAX: u32 = 1_000;
/// Buildings whose doors one look of the clock counts: 200,000 are counted within a night.
pub const DOORS_COUNTED_AT_ONCE: u32 = 1_000;
/// How often communities are looked at for buildings that never had a steward: a need waits for hours, and the look reads the register.
pub const UNCOVERED_EVERY_MS: i64 = 10 * Timestamp::MINUTE_MS;
/// Buildings without a steward that a page names.
pub const BUILDINGS_SHOWN_MAX: usize = 200;
/// Buildings whose posts are read at once.
pub const BUILDINGS_LOOKED_AT: usize = 1_000;
/// Posts that a page shows.
pub const POSTS_SHOWN_MAX: u32 = 100;
/// Posts that the clock looks after in one write.
pub const POSTS_A_WRITE: u32 = 200;
/// Days for which it is kept who handed what over to whom.
pub const DUTY_EVENTS_KEPT_DAYS: i64 = 90;
/// Events of a post that a page shows.
pub const DUTY_EVENTS_SHOWN_MAX: u32 = 30;
