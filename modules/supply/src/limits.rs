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
/// An item's name, in characters.
pub const ITEM_NAME_CHARS_MAX: usize = 60;
/// How an item is sold (bag, box, portion), in characters.
pub const ITEM_UNIT_CHARS_MAX: usize = 8;
/// Categories that one piece of an item holds.
pub const ITEM_CONTENTS_MAX: usize = 12;
/// What one piece holds of a category, in its unit: a tonne, a cubic metre or a million pieces.
pub const CONTENT_AMOUNT_MAX: i64 = 1_000_000;
/// Items that an outlet has in stock or for sale; its report is one form.
pub const OUTLET_ITEMS_MAX: i64 = 1_000;
/// What a piece may cost, in fen: 10,000 yuan.
pub const PRICE_FEN_MAX: i64 = 1_000_000;
/// A search for an item, in characters.
pub const ITEM_SEARCH_CHARS_MAX: usize = 60;
/// Rows on a page of items, stock or movements.
pub const GOODS_PAGE_DEFAULT: u32 = 50;
/// Rows a program may ask for at once.
pub const GOODS_PAGE_MAX: u32 = 200;
/// Rows of a report on stock.
pub const REPORT_ROWS_MAX: usize = 1_000;
/// Pieces that a row of a report may name: more is a typing mistake.
pub const REPORT_PIECES_MAX: i64 = 100_000;
/// Why goods are lost, or where they came from, in characters.
pub const REPORT_NOTE_CHARS_MAX: usize = 200;
/// A count says nothing of today after so many days.
pub const COUNT_AGE_DAYS_MAX: i64 = 7;
/// How long a wrong report can be taken back, if nothing moved since.
pub const UNDO_MINUTES: i64 = 10;
/// Movements that a file may hold.
pub const MOVEMENTS_FILE_ROWS_MAX: u32 = 20_000;

// The shop: windows, baskets, orders.

/// Lines of one basket.
pub const BASKET_LINES_MAX: usize = 40;
/// Orders that one household can place in a day, cancelled ones too.
pub const HOUSEHOLD_ORDERS_A_DAY_MAX: i64 = 10;
/// A window begins at most so many days ahead.
pub const WINDOW_AHEAD_DAYS_MAX: i64 = 30;
/// A window lasts at most so many hours.
pub const WINDOW_HOURS_MAX: i64 = 24;
/// Orders that a window can take.
pub const WINDOW_ORDERS_MAX: i64 = 100_000;
/// Weeks for which a pattern opens windows.
pub const WINDOW_WEEKS_MAX: i64 = 4;
/// Windows opened by one command.
pub const WINDOWS_AT_ONCE_MAX: usize = 28;
/// Why an order is called off or came back, in characters.
pub const ORDER_REASON_CHARS_MAX: usize = 300;
/// Where an order is put down, in characters.
pub const DROP_POINT_CHARS_MAX: usize = 60;
/// What a form may send as the photo of a drop point, in bytes: whatever telephones take (48 megapixels make about
/// 15 MB), so that the order is put down also where the photo is larger than what is kept.
pub const DROP_FORM_FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// How to reach the household about its order, in characters.
pub const ORDER_CONTACT_CHARS_MAX: usize = 60;
/// What the household notes on its order, in characters.
pub const ORDER_NOTE_CHARS_MAX: usize = 300;
/// The number of the paper slip on which somebody without a telephone ordered, in characters.
pub const SLIP_NUMBER_CHARS_MAX: usize = 20;
/// An order that was put down and that nobody confirmed is taken as received after so many days.
pub const ORDER_CONFIRM_DAYS: i64 = 3;
/// The door's label, contact and notes of an order are erased so many days after it was closed.
pub const ORDER_ERASE_DAYS: i64 = 30;
/// Orders on which the clock acts in one write.
pub const ORDER_TICK_BATCH: u32 = 100;
/// Batches of one kind in one tick; what is left waits for the next.
pub const ORDER_TICK_BATCHES_MAX: u32 = 100;
/// Windows that a household sees of an outlet.
pub const SHOP_WINDOWS_MAX: u32 = 30;
/// Windows that an outlet sees at once.
pub const OUTLET_WINDOWS_MAX: u32 = 200;
/// Open and closed orders that the shop's first page shows of each.
pub const SHOP_ORDERS_SHOWN: u32 = 10;
/// Orders in one settlement file.
pub const SETTLEMENT_ORDERS_MAX: u32 = 20_000;
/// Pieces of an item that a household may order in a day.
pub const HOUSEHOLD_PIECES_MAX: i64 = 100;

// Orders at work in their outlet.

/// Orders that leave with one run: a van's load, and one write.
pub const RUN_ORDERS_MAX: usize = 100;
/// What is noted on a run, in characters.
pub const RUN_NOTE_CHARS_MAX: usize = 200;
/// Rows of a pick list: what one building gets of one item. A window for more is picked building by building.
pub const PICK_ROWS_MAX: u32 = 20_000;
/// Buildings by which an outlet's list of orders can be filtered.
pub const WORK_BUILDINGS_MAX: u32 = 500;
/// Labels printed at once.
pub const LABELS_MAX: u32 = 200;
/// Orders of a window from which a run is chosen on one page.
pub const RUN_CHOICES_MAX: u32 = 300;
/// Substitutes that a pack form offers.
pub const SUBSTITUTES_SHOWN: usize = 200;

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
pub const ALLOTMENT_HOUSEHOLD_PIECES_MAX: u64 = 1_000;
/// Asks of one allotment: more than any city has households.
pub const ASKS_MAX: usize = 20_000_000;
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
/// People are forgotten so many days after they left a firm, after their application was decided, or after their firm
/// left the whitelist: as long as what was written about a need.
pub const PEOPLE_KEPT_DAYS: i64 = 90;
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
// Cover and transfers.

/// The clock looks at cover so often, in milliseconds.
pub const COVER_LOOK_MS: i64 = 10 * tongxin_city::Timestamp::MINUTE_MS;
/// Days of cover written at once.
pub const COVER_ROWS_A_WRITE: usize = 500;
/// Needs raised at one look.
pub const SHORTAGES_A_LOOK_MAX: usize = 200;
/// An outlet still short after its need was closed raises another at the earliest so long after the first, in
/// milliseconds.
pub const SHORTAGE_REST_MS: i64 = tongxin_city::Timestamp::DAY_MS;
/// Places whose cover is answered at once: a city's subdistricts (Chongqing has 1,031).
pub const COVER_PLACES_MAX: usize = 1_500;
/// Firms on a page of cover.
pub const COVER_FIRMS_DEFAULT: usize = 50;
/// Firms a program may ask for at once.
pub const COVER_FIRMS_MAX: usize = 200;
/// Days of a trend, when nothing else is asked for.
pub const COVER_TREND_DAYS: i64 = 14;
/// Days of the longest trend.
pub const COVER_TREND_DAYS_MAX: i64 = 90;
/// Pieces of one transfer: more is a typing mistake.
pub const TRANSFER_PIECES_MAX: i64 = 100_000;
/// Why a transfer is refused or cancelled, in characters.
pub const TRANSFER_REASON_CHARS_MAX: usize = 200;
/// Transfers on a page.
pub const TRANSFERS_PAGE_DEFAULT: u32 = 50;
/// Transfers a program may ask for at once.
pub const TRANSFERS_PAGE_MAX: u32 = 200;
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
/// Orders of households that a draw served, placed in one transaction.
pub const ALLOTTED_ORDERS_WRITTEN: i64 = 100;
/// Allotments on a page of a list.
pub const ALLOTMENTS_LISTED: i64 = 50;
/// Ranks on a page of a list.
pub const RANKS_LISTED: i64 = 200;
/// How long somebody who draws by hand waits for the answer, in seconds; the draw goes on without them.
pub const DRAW_WAIT_SECONDS: u64 = 5;
/// Goods of an outlet from which an allotment's are chosen.
pub const GOODS_LISTED: i64 = 500;
/// Whose asks they were is forgotten so many days after a draw.
pub const ALLOTMENT_ERASE_DAYS: i64 = 30;
/// Asks that are forgotten in one transaction.
pub const ASKS_ERASED: i64 = 2_000;
/// Orders of a day on one page.
pub(crate) const ORDERS_DAY_PAGE: u32 = 50;
/// Wrong hand-over codes after which an outlet can't confirm an order any more.
pub(crate) const WRONG_CODES_MAX: i64 = 5;

/// Orders, vehicles and staff that whoever plans a firm's runs gets at once.
pub const CARRIED_ORDERS_MAX: u32 = 20_000;
/// Patients and companions that sit in one vehicle: a bus.
pub const PATIENT_SEATS_MAX: i64 = 60;
/// Wheelchairs that ride in one vehicle.
pub const WHEELCHAIR_PLACES_MAX: i64 = 10;
/// What one piece of an item takes up at most, in millilitres: a cubic metre.
pub const ITEM_VOLUME_ML_MAX: i64 = 1_000_000;
/// More than the hold of any vehicle on a road, in litres: what GB 1589-2016 allows outside, 13.75 m long, 2.6 m wide and 4 m high.
pub const VEHICLE_LITRES_MAX: i64 = 143_000;
/// Cold boxes of one vehicle: more than fill the largest hold.
pub const COLD_BOXES_MAX: i64 = 3_000;
