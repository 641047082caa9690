//! How a file counts: what one unit of it is in the instance, and how it writes cost.

use crate::model::{Cost, Instance, Plan};

/// How coordinates and times of a file become whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// How many units of the instance one unit of the file is.
    pub per_unit: i64,
    /// Whether the rest is cut off, in place of rounding to the nearest.
    pub is_cut: bool,
}

impl Rounding {
    /// To tenths, cut off: the rule of the DIMACS challenge for VRPTW.
    pub const DIMACS: Self = Self {
        per_unit: 10,
        is_cut: true,
    };
    /// To the nearest whole number: the rule of the CVRP library.
    pub const WHOLE: Self = Self {
        per_unit: 1,
        is_cut: false,
    };
    /// To thousandths: used for the multi-depot instances.
    pub const THOUSANDTHS: Self = Self {
        per_unit: 1_000,
        is_cut: false,
    };
    /// To millionths: as good as unrounded, for instances whose costs are given unrounded.
    pub const MILLIONTHS: Self = Self {
        per_unit: 1_000_000,
        is_cut: false,
    };

    /// A number of the file in the instance's unit. What is too large saturates, to be refused by the instance's checks.
    pub fn apply(self, value: f64) -> i64 {
        let scaled = value * self.per_unit as f64;
        if self.is_cut {
            scaled as i64
        } else {
            scaled.round() as i64
        }
    }
}

/// What a file's solutions look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The type of each vehicle of the file, in its order: there, a solution's route *n* is vehicle *n*'s.
    pub vehicles: Vec<usize>,
    /// Whether route *n* must belong to vehicle *n*; else the vehicles are all alike and routes just follow each other.
    pub is_numbered: bool,
    /// A cost of the instance is divided by this,
    pub divisor: i64,
    /// and written with so many decimals.
    pub decimals: u32,
}

/// An instance as it was in a file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The instance.
    pub instance: Instance,
    /// How to write its solutions.
    pub form: Form,
}

/// A plan as it was in a file, and the cost that was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The routes.
    pub plan: Plan,
    /// The cost, as the instance's form writes it.
    pub cost: Option<String>,
}

impl Form {
    /// The form of an instance that has none of its own: whole costs, a numbered route for each vehicle.
    pub fn plain(instance: &Instance) -> Self {
        let most = |count: usize| count.min(instance.stops().len());
        let kinds = instance.vehicles().iter().enumerate();
        let vehicles = kinds
            .flat_map(|(kind, vehicle)| std::iter::repeat_n(kind, most(vehicle.count)))
            .collect();
        Self {
            vehicles,
            is_numbered: true,
            divisor: 1,
            decimals: 0,
        }
    }

    /// A cost in the file's way.
    pub fn cost(&self, cost: Cost) -> String {
        let one = 10_i128.pow(self.decimals);
        let scaled = (i128::from(cost.0) * one * 2 + i128::from(self.divisor)).div_euclid(2 * i128::from(self.divisor));
        if self.decimals == 0 {
            return scaled.to_string();
        }
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, part) = (scaled.abs() / one, scaled.abs() % one);
        format!("{sign}{whole}.{part:0width$}", width = self.decimals as usize)
    }
}
