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
