//! A place's day in figures, for the briefing: who helps, and how the day's shifts were filled and worked.

use crate::error::VolunteerError;
use crate::rules::person::VolunteerState;
use crate::store::figures;
use crate::volunteers::Volunteers;
use serde::Serialize;
use std::collections::HashMap;
use tongxin_city::{Day, PlaceCode, words};
use utoipa::ToSchema;

words! {
    /// What is counted of volunteers and of the shifts that begin on a day. Shifts that were called off count nowhere.
    VolunteerFigureKey, "figure of volunteers" {
        /// Volunteers whom the community has yet to look at, at the moment.
        Applied = "applied",
        /// Volunteers whom the community knows, at the moment.
        Verified = "verified",
        /// Shifts of the day.
        Shifts = "shifts",
        /// Places in them.
        Needed = "needed",
        /// Of these, places that somebody holds or held.
        Held = "held",
        /// Shifts in which people were lacking.
        Short = "short",
        /// People who came.
        Came = "came",
        /// People who held a place and did not come.
        Missed = "missed",
        /// Whole hours that were worked and are written down.
        Hours = "hours",
    }
}

words! {
    /// What of a shift a list names beside it, of those that have some.
    Counted, "count of shifts" {
        /// Places that somebody holds or held.
        Held = "held",
        /// People who came.
        Came = "came",
        /// People who held a place and did not come.
        Missed = "missed",
        /// Hours that were worked and are written down.
        Hours = "hours",
    }
}

impl VolunteerFigureKey {
    /// What the list behind a figure names beside each shift.
    const fn counted(self) -> Option<Counted> {
        match self {
            VolunteerFigureKey::Held => Some(Counted::Held),
            VolunteerFigureKey::Came => Some(Counted::Came),
            VolunteerFigureKey::Missed => Some(Counted::Missed),
            VolunteerFigureKey::Hours => Some(Counted::Hours),
            _ => None,
        }
    }

    /// Where the rows behind a figure are listed.
    pub fn href(self, place: &PlaceCode, day: Day) -> String {
        let shifts = format!("/shifts?place={place}&from={day}&until={day}");
        match self {
            VolunteerFigureKey::Applied => people(place, VolunteerState::Applied),
            VolunteerFigureKey::Verified => people(place, VolunteerState::Verified),
            VolunteerFigureKey::Short => format!("{shifts}&short=true"),
            key => match key.counted() {
                Some(counted) => format!("{shifts}&counted={counted}"),
                None => shifts,
            },
        }
    }

    /// Whether it counts people as they stand at the moment, which is kept for no past day.
    pub const fn is_of_people(self) -> bool {
        matches!(self, VolunteerFigureKey::Applied | VolunteerFigureKey::Verified)
    }
}

fn people(place: &PlaceCode, state: VolunteerState) -> String {
    format!("/volunteers?place={place}&state={state}")
}

/// One figure of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VolunteerFigure {
    /// What is counted.
    pub key: VolunteerFigureKey,
    /// How many; none for what is not known of a past day.
    pub number: Option<u32>,
    /// The day before; none for a figure of the moment.
    pub day_before: Option<u32>,
    /// Where the volunteers or shifts behind it are listed.
    pub href: String,
}

impl Volunteers {
    /// The figures of a place: of volunteers who live there, and of shifts there. Whoever shows them bounds the reader to the place.
    ///
    /// # Errors
    /// No city is loaded, or a storage failure.
    pub async fn figures(
        &self,
        place: &PlaceCode,
        day: Day,
        is_today: bool,
    ) -> Result<Vec<VolunteerFigure>, VolunteerError> {
        let zone = self.zone()?;
        let people = if is_today {
            figures::people(self.db(), place).await?
        } else {
            HashMap::new()
        };
        let of_day = figures::shifts(self.db(), place, &zone.span_of(day)).await?;
        let before = figures::shifts(self.db(), place, &zone.span_of(day.previous())).await?;
        let number = |counts: &HashMap<VolunteerFigureKey, i64>, key: VolunteerFigureKey| {
            let count = counts.get(&key).copied().unwrap_or(0);
            u32::try_from(count).unwrap_or(0)
        };
        let figure = |key: VolunteerFigureKey| {
            let href = key.href(place, day);
            if key.is_of_people() {
                let number = is_today.then(|| number(&people, key));
                return VolunteerFigure {
                    key,
                    number,
                    day_before: None,
                    href,
                };
            }
            VolunteerFigure {
                key,
                number: Some(number(&of_day, key)),
                day_before: Some(number(&before, key)),
                href,
            }
        };
        Ok(VolunteerFigureKey::ALL.iter().copied().map(figure).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_leads_to_rows_of_its_place_and_day() {
        let place = "500112".parse().expect("a code");
        let day = "2022-11-23".parse().expect("a day");
        for key in VolunteerFigureKey::ALL {
            let href = key.href(&place, day);
            assert!(href.contains("place=500112"), "{href}");
            assert_eq!(href.contains("until=2022-11-23"), !key.is_of_people(), "{href}");
            let own = format!("counted={key}");
            assert_eq!(href.contains("counted="), key.counted().is_some(), "{href}");
            assert_eq!(href.contains(&own), key.counted().is_some(), "{href}");
        }
    }
}
