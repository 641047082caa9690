//! Supply's figures of a place and a day, for the briefing: each a count of rows, with the address of those rows.

use crate::error::SupplyError;
use crate::rules::figure::{CoverFigure, SupplyFigure, SupplyFigureKey};
use crate::store::figures;
use crate::supply::Supply;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode, Timestamp};

impl Supply {
    /// The figures of a place of subdistrict level or above. What is counted at the moment only (who is listed now) is
    /// missing for a past day. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day, is_today: bool) -> Result<Vec<SupplyFigure>, SupplyError> {
        let now = if is_today {
            figures::now(self.db(), place, day).await?
        } else {
            HashMap::new()
        };
        let happened = figures::happened(self.db(), place, day).await?;
        let before = figures::happened(self.db(), place, day.previous()).await?;
        let figure = |key: SupplyFigureKey| SupplyFigure {
            key,
            number: match key.happening() {
                Some(happening) => Some(happened.get(happening.as_str()).copied().unwrap_or(0)),
                None => is_today.then(|| now.get(&key).copied().unwrap_or(0)),
            },
            day_before: key
                .happening()
                .map(|happening| before.get(happening.as_str()).copied().unwrap_or(0)),
            href: key.href(place, day),
        };
        Ok(SupplyFigureKey::ALL.iter().copied().map(figure).collect())
    }

    /// For how many days stock lasts a place, in each category that is counted in days.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn cover_figures(&self, place: &PlaceCode, now: Timestamp) -> Result<Vec<CoverFigure>, SupplyError> {
        let book = self.cover_book(now).await?;
        let counted = self
            .goods()
            .categories()
            .iter()
            .filter(|category| category.norm.is_some());
        let figure = counted.map(|category| {
            let cover = book.place_cover(place, &category.key);
            CoverFigure {
                category: category.key.clone(),
                name_zh: category.name_zh.clone(),
                name_en: category.name_en.clone(),
                milli_days: cover.days,
                state: cover.state,
                href: format!("/supply?place={place}&category={}", category.key),
            }
        });
        Ok(figure.collect())
    }
}
