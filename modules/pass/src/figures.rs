//! A place's day in figures, for the briefing: each a count of rows, with the address of those rows.

use crate::rules::gate::GateVerdict;
use crate::rules::{GateFigure, PassFigure, PassFigureKey};
use crate::store::{figures, gates};
use crate::{PassError, Passes};
use std::collections::{BTreeMap, HashMap};
use tongxin_city::{Day, PlaceCode};

impl Passes {
    /// The figures of a place. What waits at the moment is missing for a past day. Whoever shows them bounds the reader
    /// to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn figures(&self, place: &PlaceCode, day: Day, is_today: bool) -> Result<Vec<PassFigure>, PassError> {
        let zone = self.places().city()?.file.zone.clone();
        let happened = figures::happened(self.db(), place, &zone.span_of(day)).await?;
        let before = figures::happened(self.db(), place, &zone.span_of(day.previous())).await?;
        let waiting = if is_today {
            figures::waiting(self.db(), place).await?
        } else {
            HashMap::new()
        };
        let figure = |key: PassFigureKey| {
            let of_day = |counts: &HashMap<_, u32>| {
                key.happening()
                    .map(|happening| counts.get(&happening).copied().unwrap_or(0))
            };
            let of_moment = || is_today.then(|| waiting.get(&key).copied().unwrap_or(0));
            PassFigure {
                key,
                number: of_day(&happened).or_else(of_moment),
                day_before: of_day(&before),
                href: key.href(place, day),
            }
        };
        Ok(PassFigureKey::ALL.iter().copied().map(figure).collect())
    }

    /// How often the gates of a place said what, for each verdict that came on the day or the day before. Whoever shows
    /// them bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn gate_figures(&self, place: &PlaceCode, day: Day) -> Result<Vec<GateFigure>, PassError> {
        let zone = self.places().city()?.file.zone.clone();
        let mut counts: BTreeMap<String, [i64; 2]> = BTreeMap::new();
        for (at, day) in [day, day.previous()].into_iter().enumerate() {
            for (verdict, count) in gates::counted(self.db(), place, &zone.span_of(day)).await? {
                counts.entry(verdict).or_default()[at] += count;
            }
        }
        let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        let figure = |verdict: &GateVerdict| {
            let [of_day, before] = counts.get(verdict.as_str())?;
            Some(GateFigure {
                verdict: *verdict,
                number: number(*of_day),
                day_before: number(*before),
                href: verdict.href(place, day),
            })
        };
        Ok(GateVerdict::ALL.iter().filter_map(figure).collect())
    }
}
