//! Where nobody is responsible, and who has too much: of a place and of what lies in it.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{
    BUILDINGS_LOOKED_AT, BUILDINGS_SHOWN_MAX, DOORS_A_STEWARD_MAX, DOORS_COUNTED_AT_ONCE, TOO_MANY_BUILDINGS_SHOWN_MAX,
    TOO_MANY_SHOWN_MAX,
};
use crate::rules::duty::Post;
use crate::store::coverage::{self as counted, StewardLoad};
use crate::store::duty as store;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tongxin_city::{AccountId, Level, PlaceCode, Timestamp};
use utoipa::ToSchema;

/// How much of a place has somebody responsible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Covered {
    /// Buildings.
    pub(crate) buildings: i64,
    /// Of these, those with a steward.
    pub(crate) with_steward: i64,
    /// And those with a deputy.
    pub(crate) with_deputy: i64,
    /// Compounds.
    pub(crate) compounds: i64,
    /// Of these, those with a cadre.
    pub(crate) with_cadre: i64,
    /// Stewards with too many doors.
    pub(crate) too_many: i64,
}

impl Covered {
    /// How many places that have such a post have nobody on it.
    pub(crate) fn without(self, post: Post) -> i64 {
        let lacking = match post {
            Post::Steward => self.buildings - self.with_steward,
            Post::Deputy => self.buildings - self.with_deputy,
            Post::Cadre => self.compounds - self.with_cadre,
        };
        lacking.max(0)
    }

    fn add_held(&mut self, post: Post, count: i64) {
        match post {
            Post::Steward => self.with_steward += count,
            Post::Deputy => self.with_deputy += count,
            Post::Cadre => self.with_cadre += count,
        }
    }
}

/// A steward with more doors than one person can look after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TooMany {
    /// Who.
    pub(crate) account: AccountId,
    /// In how many buildings.
    pub(crate) buildings: i64,
    /// How many doors, as counted today or the day before.
    pub(crate) doors: i64,
    /// Which buildings, as far as the answer has room for them: at most 1,000 of all stewards.
    pub(crate) in_buildings: Vec<PlaceCode>,
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
    /// Stewards with too many doors, at most 200, those with the most first.
    pub(crate) too_many: Vec<TooMany>,
}

impl Care {
    /// Who is responsible inside a place.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn coverage(&self, place: &PlaceCode, after: Option<PlaceCode>) -> Result<Coverage, CareError> {
        let tree = self.places().tree();
        let at = |level| tree.at_level(*place, level).map(|place| place.code);
        let buildings: Vec<PlaceCode> = at(Level::Building).collect();
        let mut sums = Sums::new(tree.widths(), place);
        for building in &buildings {
            sums.add(building, |covered| covered.buildings += 1);
        }
        for compound in at(Level::Compound) {
            sums.add(&compound, |covered| covered.compounds += 1);
        }
        for held in counted::held_by_subdistrict(self.db(), place).await? {
            sums.add(&held.subdistrict, |covered| covered.add_held(held.post, held.count));
        }
        for (subdistrict, count) in counted::loads_by_subdistrict(self.db(), place, DOORS_A_STEWARD_MAX).await? {
            sums.add(&subdistrict, |covered| covered.too_many += count);
        }
        let too_many = counted::loads_over(self.db(), place, DOORS_A_STEWARD_MAX, TOO_MANY_SHOWN_MAX).await?;
        let (without_steward, has_more) = self.without_steward(&buildings, after).await?;
        Ok(Coverage {
            place: *place,
            all: sums.all,
            below: sums.below,
            without_steward,
            has_more,
            too_many: self.too_many(place, too_many).await?,
        })
    }

    async fn too_many(&self, place: &PlaceCode, loads: Vec<StewardLoad>) -> Result<Vec<TooMany>, CareError> {
        let stewards: Vec<AccountId> = loads.iter().map(|load| load.account).collect();
        let mut held = counted::buildings_of(self.db(), place, &stewards, TOO_MANY_BUILDINGS_SHOWN_MAX).await?;
        let too_many = loads.into_iter().map(|load| TooMany {
            account: load.account,
            buildings: load.buildings,
            doors: load.doors,
            in_buildings: held.remove(&load.account).unwrap_or_default(),
        });
        Ok(too_many.collect())
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
                .filter(|row| row.post == Post::Steward && row.on_duty().is_some());
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

    /// Counts the doors of some buildings with a steward anew, each once a day: a page then sums them whatever their number.
    pub(super) async fn count_doors(&self, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        let buildings = counted::not_counted(self.db(), today, DOORS_COUNTED_AT_ONCE).await?;
        if buildings.is_empty() {
            return Ok(());
        }
        let doors = self.places().doors_of_buildings(buildings.iter().copied()).await?;
        let work = Arc::new((buildings, doors));
        let write = self.db().write(move |tx| {
            let (buildings, doors) = &*work;
            for building in buildings {
                let doors = doors.get(building).copied().unwrap_or(0);
                counted::set_doors(tx, building, doors, today);
            }
            Box::pin(async { Ok::<_, CareError>(()) })
        });
        write.await
    }
}

/// Counts of a place, and of what lies right below it, down to a subdistrict.
struct Sums<'w> {
    widths: &'w tongxin_city::Widths,
    step: Option<Level>,
    all: Covered,
    below: BTreeMap<PlaceCode, Covered>,
}

impl<'w> Sums<'w> {
    fn new(widths: &'w tongxin_city::Widths, place: &PlaceCode) -> Sums<'w> {
        let step = match widths.level_of(place) {
            Some(Level::City) => Some(Level::District),
            Some(Level::District) => Some(Level::Subdistrict),
            _ => None,
        };
        Sums {
            widths,
            step,
            all: Covered::default(),
            below: BTreeMap::new(),
        }
    }

    fn add(&mut self, code: &PlaceCode, count: impl Fn(&mut Covered)) {
        count(&mut self.all);
        if let Some(below) = self.step.and_then(|level| self.widths.ancestor(code, level)) {
            count(self.below.entry(below).or_default());
        }
    }
}
