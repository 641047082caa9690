//! For whom something is done: the own household, or a door of a building that one looks after.

use super::words::Words;
use crate::care::Care;
use crate::error::CareError;
use tongxin_account::Scope;
use tongxin_city::{Level, PlaceCode};
use tongxin_web::Choice;

/// Buildings to choose from.
const BUILDINGS_MAX: usize = 300;

/// The doors that a form offers.
pub(super) struct Homes {
    /// Whether a household acts for itself, and there is nothing to choose.
    pub(super) is_own: bool,
    /// To choose from before the doors are.
    pub(super) buildings: Vec<Choice>,
    /// The building that was chosen.
    pub(super) building: String,
    /// Its doors; nothing before.
    pub(super) doors: Vec<Choice>,
}

impl Homes {
    pub(super) async fn load(
        care: &Care,
        words: &Words<'_>,
        scope: &Scope,
        (building, household): (&str, &str),
    ) -> Result<Homes, CareError> {
        let is_own = scope.household.is_some();
        let tree = care.places().tree();
        let inside = scope.places.iter().flat_map(|place| tree.inside(place));
        let codes: Vec<PlaceCode> = inside
            .filter(|place| place.level == Level::Building)
            .map(|place| place.code)
            .take(BUILDINGS_MAX)
            .collect();
        let chosen: Option<PlaceCode> = match codes[..] {
            [only] => Some(only),
            _ => building.parse().ok().filter(|code| scope.contains_place(code)),
        };
        let doors = match chosen {
            Some(building) if !is_own => doors(care, words, &building, household).await?,
            _ => Vec::new(),
        };
        let choice = |code: &PlaceCode| Choice {
            value: code.to_string(),
            label: words.building(code),
            chosen: Some(*code) == chosen,
            ..Choice::default()
        };
        Ok(Homes {
            is_own,
            buildings: codes.iter().map(choice).collect(),
            building: chosen.map_or_else(String::new, |code| code.to_string()),
            doors,
        })
    }

    /// Whether it is known where to look for whom.
    pub(super) fn is_chosen(&self) -> bool {
        self.is_own || !self.doors.is_empty()
    }
}

async fn doors(care: &Care, words: &Words<'_>, building: &PlaceCode, chosen: &str) -> Result<Vec<Choice>, CareError> {
    let households = care.places().households(building).await?;
    let doors = households.into_iter().map(|household| Choice {
        chosen: household.id.to_string() == chosen,
        value: household.id.to_string(),
        label: household.door,
        ..Choice::default()
    });
    let none = Choice {
        label: words.t("care-choose-door"),
        chosen: chosen.is_empty(),
        ..Choice::default()
    };
    Ok(std::iter::once(none).chain(doors).collect())
}
