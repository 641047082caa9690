//! A place's day in figures, for the briefing.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::store::tallies::{self, DispatchFigureKey};
use serde::Serialize;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode};
use utoipa::ToSchema;

/// One figure of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DispatchFigure {
    /// What is counted.
    pub key: DispatchFigureKey,
    /// How many.
    pub number: u32,
    /// The day before.
    pub day_before: u32,
    /// Where the runs behind it are listed.
    pub href: String,
}

impl Dispatch {
    /// The figures of a place. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day) -> Result<Vec<DispatchFigure>, DispatchError> {
        let of_day = tallies::of(self.db(), place, day).await?;
        let before = tallies::of(self.db(), place, day.previous()).await?;
        let number = |counts: &HashMap<DispatchFigureKey, i64>, key: &DispatchFigureKey| {
            let count = counts.get(key).copied().unwrap_or(0);
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        let figure = |key: &DispatchFigureKey| DispatchFigure {
            key: *key,
            number: number(&of_day, key),
            day_before: number(&before, key),
            href: key.href(place, day),
        };
        Ok(DispatchFigureKey::ALL.iter().map(figure).collect())
    }
}
