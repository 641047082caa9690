//! Every bound of supply, by name.

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
