//! Supply's figures of a place and a day, for the briefing: each a count of rows, with the address of those rows.

use crate::error::SupplyError;
use crate::kinds::KINDS;
use crate::rules::figure::{CoverFigure, SupplyFigure, SupplyFigureKey};
use crate::store::figures;
use crate::supply::Supply;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode, Timestamp};
use tongxin_ledger::{EntryKind, HappenedRow};

/// What happened on a day.
struct Happened<'r> {
    orders: HashMap<String, u32>,
    needs: &'r [HappenedRow],
}

impl Happened<'_> {
    /// The figure's number; none for what is counted at the moment.
    fn number(&self, key: SupplyFigureKey) -> Option<u32> {
        let orders = key
            .happening()
            .map(|happening| self.orders.get(happening.as_str()).copied().unwrap_or(0));
        orders.or_else(|| key.entry().map(|entry| self.entries(entry)))
    }

    /// How often something happened to a need of supply.
    fn entries(&self, entry: EntryKind) -> u32 {
        let of_supply = self
            .needs
            .iter()
            .filter(|row| KINDS.iter().any(|kind| kind.key == row.kind));
        let count: i64 = of_supply.map(|row| row.count(entry)).sum();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

impl Supply {
    /// The figures of a place of subdistrict level or above. What is counted at the moment only (who is listed now) is
    /// missing for a past day. `needs` are what happened to needs there on the day and the day before, as the ledger counts
    /// it. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(
        &self,
        place: &PlaceCode,
        day: Day,
        is_today: bool,
        [needs, needs_before]: [&[HappenedRow]; 2],
    ) -> Result<Vec<SupplyFigure>, SupplyError> {
        let now = if is_today {
            figures::now(self.db(), place, day).await?
        } else {
            HashMap::new()
        };
        let happened = Happened {
            orders: figures::happened(self.db(), place, day).await?,
            needs,
        };
        let before = Happened {
            orders: figures::happened(self.db(), place, day.previous()).await?,
            needs: needs_before,
        };
        let figure = |key: SupplyFigureKey| SupplyFigure {
            key,
            number: (happened.number(key)).or_else(|| is_today.then(|| now.get(&key).copied().unwrap_or(0))),
            day_before: before.number(key),
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
