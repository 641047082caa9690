//! On which days of the week and at which hours a pass counts, by the clock on the city's walls.

/// Days of the week, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Days(u8);

/// No day, or bits beyond Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("days of the week are 1 to 127: the sum of 1 for Monday, 2 for Tuesday, up to 64 for Sunday")]
pub struct DaysError;

impl Days {
    /// Every day.
    pub const ALL: Days = Days(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Days = Days(0b001_1111);

    /// The days of that sum: 1 for Monday, 2 for Tuesday, up to 64 for Sunday.
    ///
    /// # Errors
    /// When it is 0 or more than 127.
    pub const fn from_bits(bits: u8) -> Result<Days, DaysError> {
        if bits == 0 || bits > Days::ALL.0 {
            Err(DaysError)
        } else {
            Ok(Days(bits))
        }
    }

    /// The sum.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether that day is one of them; 0 is Monday, 6 is Sunday.
    pub const fn has(self, weekday: u8) -> bool {
        weekday < 7 && self.0 >> weekday & 1 == 1
    }
}

/// Hours of the day, from a minute to another that is not part of them; past midnight when the second is smaller. Hours
/// past midnight belong to the day they start on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hours {
    from: u16,
    until: u16,
}

/// Minutes that are none, or no time between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hours run from minute 0 to 1439 until another minute, 1 to 1440")]
pub struct HoursError;

impl Hours {
    /// Minutes in a day.
    pub const DAY_MINUTES: u16 = 24 * 60;
    /// The whole day.
    pub const ALL: Hours = Hours {
        from: 0,
        until: Hours::DAY_MINUTES,
    };

    /// From one minute since midnight until another.
    ///
    /// # Errors
    /// When they are equal or out of range.
    pub const fn new(from_minute: u16, until_minute: u16) -> Result<Hours, HoursError> {
        let fits = from_minute < Hours::DAY_MINUTES && until_minute >= 1 && until_minute <= Hours::DAY_MINUTES;
        if fits && from_minute != until_minute {
            Ok(Hours {
                from: from_minute,
                until: until_minute,
            })
        } else {
            Err(HoursError)
        }
    }

    /// The first minute, counted from midnight.
    pub const fn from_minute(self) -> u16 {
        self.from
    }

    /// The minute they end, counted from the midnight before it.
    pub const fn until_minute(self) -> u16 {
        self.until
    }

    /// How many minutes they last.
    pub const fn minutes(self) -> u16 {
        if self.until > self.from {
            self.until - self.from
        } else {
            self.until + Hours::DAY_MINUTES - self.from
        }
    }
}
