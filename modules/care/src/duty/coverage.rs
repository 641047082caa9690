//! Where nobody is responsible, and who has too much: of a place and of what lies in it.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{BUILDINGS_LOOKED_AT, BUILDINGS_SHOWN_MAX, DOORS_A_STEWARD_MAX, POSTS_COUNTED_MAX};
use crate::rules::duty::Post;
use crate::store::duty as store;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tongxin_account::Scope;
use tongxin_city::{AccountId, Level, PlaceCode};
use utoipa::ToSchema;

/// How much of a place has somebody responsible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Covered {
    /// Buildings.
    pub(crate) buildings: i64,
    /// Of these, those with a steward.
    pub(crate) with_steward: i64,
}

impl Covered {
    /// Buildings without a steward.
    pub(crate) fn without(self) -> i64 {
        (self.buildings - self.with_steward).max(0)
    }
}

/// A steward with more doors than one person can look after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TooMany {
    /// Who.
    pub(crate) account: AccountId,
    /// In how many buildings.
    pub(crate) buildings: usize,
    /// How many doors.
    pub(crate) doors: i64,
}

/// Who is responsible inside a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Coverage {
    /// The place.
    pub(crate) place: PlaceCode,
    /// All of it.
    pub(crate) all: Covered,
    /// What lies in it, down to a subdistrict, by code.
    #[schema(value_type = Object)]
    pub(crate) below: BTreeMap<PlaceCode, Covered>,
    /// Buildings without a steward, at most 200.
    pub(crate) without_steward: Vec<PlaceCode>,
    /// Whether there are more.
    pub(crate) has_more: bool,
    /// Stewards with too many doors; none are looked for where more than 2,000 buildings have stewards.
    pub(crate) too_many: Vec<TooMany>,
}

impl Care {
    /// Who is responsible inside a place.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn coverage(&self, place: &PlaceCode, after: Option<PlaceCode>) -> Result<Coverage, CareError> {
        let tree = self.places().tree();
        let widths = *tree.widths();
        let buildings: Vec<PlaceCode> = tree.at_level(*place, Level::Building).map(|place| place.code).collect();
        let held = store::held_by_subdistrict(self.db(), place, Post::Steward).await?;
        let mut below: BTreeMap<PlaceCode, Covered> = BTreeMap::new();
        let step = match widths.level_of(place) {
            Some(Level::City) => Some(Level::District),
            Some(Level::District) => Some(Level::Subdistrict),
            _ => None,
        };
        let above = |code: &PlaceCode| step.and_then(|level| widths.ancestor(code, level));
        for building in &buildings {
            if let Some(code) = above(building) {
                below.entry(code).or_default().buildings += 1;
            }
        }
        for (subdistrict, count) in &held {
            if let Some(code) = above(subdistrict) {
                below.entry(code).or_default().with_steward += count;
            }
        }
        let all = Covered {
            buildings: i64::try_from(buildings.len()).unwrap_or(i64::MAX),
            with_steward: held.values().sum(),
        };
        let (without_steward, has_more) = self.without_steward(&buildings, after).await?;
        Ok(Coverage {
            place: *place,
            all,
            below,
            without_steward,
            has_more,
            too_many: self.too_many(place).await?,
        })
    }

    /// The next buildings without a steward, in the order of their codes.
    async fn without_steward(
        &self,
        buildings: &[PlaceCode],
        after: Option<PlaceCode>,
    ) -> Result<(Vec<PlaceCode>, bool), CareError> {
        let mut found = Vec::new();
        let left: Vec<PlaceCode> = buildings
            .iter()
            .copied()
            .filter(|code| after.is_none_or(|after| *code > after))
            .collect();
        for part in left.chunks(BUILDINGS_LOOKED_AT) {
            let rows = store::of_places(self.db(), part).await?;
            let held = rows
                .iter()
                .filter(|row| row.post == Post::Steward && row.standing.held.is_some());
            let held: BTreeSet<PlaceCode> = held.map(|row| row.place).collect();
            found.extend(part.iter().copied().filter(|code| !held.contains(code)));
            if found.len() > BUILDINGS_SHOWN_MAX {
                break;
            }
        }
        let has_more = found.len() > BUILDINGS_SHOWN_MAX;
        found.truncate(BUILDINGS_SHOWN_MAX);
        Ok((found, has_more))
    }

    async fn too_many(&self, place: &PlaceCode) -> Result<Vec<TooMany>, CareError> {
        let scope = Scope::of_place(*place);
        let which = (place, Some(Post::Steward));
        let rows = store::page(self.db(), &scope, which, None, POSTS_COUNTED_MAX + 1).await?;
        if rows.len() > POSTS_COUNTED_MAX as usize {
            return Ok(Vec::new());
        }
        let doors = self
            .places()
            .doors_of_buildings(rows.iter().map(|row| row.place))
            .await?;
        let mut by_account: HashMap<AccountId, (usize, i64)> = HashMap::new();
        for row in &rows {
            if let Some(held) = &row.standing.held {
                let (buildings, sum) = by_account.entry(held.account).or_default();
                *buildings += 1;
                *sum += doors.get(&row.place).copied().unwrap_or(0);
            }
        }
        let much = by_account
            .into_iter()
            .filter(|(_, (_, doors))| *doors > DOORS_A_STEWARD_MAX);
        let mut much: Vec<TooMany> = much
            .map(|(account, (buildings, doors))| TooMany {
                account,
                buildings,
                doors,
            })
            .collect();
        much.sort_by_key(|many| (std::cmp::Reverse(many.doors), many.account));
        Ok(much)
    }
}
