//! A place's day in figures, for the briefing.

use crate::care::Care;
use crate::error::CareError;
use crate::store::tallies::{self, CareFigureKey};
use serde::Serialize;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode};
use utoipa::ToSchema;

/// One figure of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CareFigure {
    /// What is counted.
    pub key: CareFigureKey,
    /// How many.
    pub number: u32,
    /// The day before.
    pub day_before: u32,
    /// Where the visits behind it are listed.
    pub href: String,
}

impl Care {
    /// The figures of a place. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day) -> Result<Vec<CareFigure>, CareError> {
        let of_day = tallies::of(self.db(), place, day).await?;
        let before = tallies::of(self.db(), place, day.previous()).await?;
        let number = |counts: &HashMap<CareFigureKey, i64>, key: &CareFigureKey| {
            let count = counts.get(key).copied().unwrap_or(0);
            u32::try_from(count).unwrap_or(0)
        };
        let figure = |key: &CareFigureKey| CareFigure {
            key: *key,
            number: number(&of_day, key),
            day_before: number(&before, key),
            href: key.href(place, day),
        };
        Ok(CareFigureKey::ALL.iter().map(figure).collect())
    }
}
