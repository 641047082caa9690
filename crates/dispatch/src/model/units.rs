//! Quantities: whole numbers that know what they measure.
//!
//! A file may count in seconds and metres or in tenths of a unit; the solver only needs one unit for each quantity throughout
//! an instance. Everything is an integer, so that two machines never disagree about which route is the shorter.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0);
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
                Self(quantities.map(|quantity| quantity.0).sum())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

quantity!(
    /// A point in time or a length of time, in the instance's unit (seconds in the city, tenths in some benchmark files).
    Time
);
quantity!(
    /// A length of road, in the instance's unit (metres in the city).
    Distance
);
quantity!(
    /// What a plan costs, in the instance's unit (fen in the city; distance in most benchmark files).
    Cost
);

/// No time of an instance reaches this: 2^40 s are thirty thousand years.
pub const LATEST_TIME: Time = Time((1 << 40) - 1);

/// No load, capacity, fixed cost, penalty or price of an instance is larger.
pub const LARGEST_AMOUNT: i64 = 1 << 40;

/// How urgent something required is that may have to be left out, from 1 (the default) to 5. Each step weighs ten times the
/// one below it, so that one stop of priority 2 is left out only where that serves more than ten of priority 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Priority(u8);

/// A number that is no priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a priority of {0}; it must lie between 1 and 5")]
pub struct NoPriority(pub u8);

impl Priority {
    /// What can wait as long as anything: 1.
    pub const LOWEST: Self = Self(1);
    /// What is left out after all else but the most urgent: 4.
    pub const HIGH: Self = Self(4);
    /// What may be left out last: 5.
    pub const HIGHEST: Self = Self(5);

    /// What leaving it out weighs, beside 1 for the lowest.
    pub const fn weight(self) -> i64 {
        10_i64.pow(self.0 as u32 - 1)
    }

    pub(crate) fn is_lowest(&self) -> bool {
        *self == Self::LOWEST
    }
}

impl Default for Priority {
    fn default() -> Self {
        Self::LOWEST
    }
}

impl TryFrom<u8> for Priority {
    type Error = NoPriority;

    fn try_from(number: u8) -> Result<Self, NoPriority> {
        let found = Self(number);
        if (Self::LOWEST..=Self::HIGHEST).contains(&found) {
            Ok(found)
        } else {
            Err(NoPriority(number))
        }
    }
}

impl From<Priority> for u8 {
    fn from(priority: Priority) -> u8 {
        priority.0
    }
}
