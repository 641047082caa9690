//! A place's day in figures, for the briefing.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::store::tallies::{self, DispatchFigureKey};
use tongxin_city::{Day, PlaceCode};

/// One figure of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DispatchFigure {
    /// What is counted.
    pub key: DispatchFigureKey,
    /// How many; metres for [`DispatchFigureKey::Metres`].
    pub number: i64,
    /// The day before.
    pub day_before: i64,
}

impl Dispatch {
    /// The figures of a place. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day) -> Result<Vec<DispatchFigure>, DispatchError> {
        let of_day = tallies::of(self.db(), place, day).await?;
        let before = tallies::of(self.db(), place, day.previous()).await?;
        let figure = |key: &DispatchFigureKey| DispatchFigure {
            key: *key,
            number: of_day.get(key).copied().unwrap_or(0),
            day_before: before.get(key).copied().unwrap_or(0),
        };
        Ok(DispatchFigureKey::ALL.iter().map(figure).collect())
    }
}
