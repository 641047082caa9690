//! What requests about cover are answered with.

use crate::cover::{Suggestion, Trend, TrendDay};
use crate::rules::book::{Book, FirmCover, PlaceCover};
use crate::rules::cover::{CoverState, Days};
use crate::rules::distance::Distance;
use crate::rules::forecast::Forecast;
use crate::rules::goods::Category;
use crate::rules::item::Item;
use serde::Serialize;
use tongxin_city::{Day, Lang, Level, OrgId, Place, PlaceCode, Timestamp};
use utoipa::ToSchema;

/// A place by code and names.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverPlaceName {
    code: PlaceCode,
    level: Level,
    name_zh: String,
    name_en: String,
}

impl CoverPlaceName {
    fn new(place: &Place) -> CoverPlaceName {
        CoverPlaceName {
            code: place.code,
            level: place.level,
            name_zh: place.name(Lang::Zh).to_owned(),
            name_en: place.name(Lang::En).to_owned(),
        }
    }
}

/// How long goods of a category last a place.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CategoryCover {
    /// The category's key.
    category: String,
    /// Cover in thousandths of a day; none where nothing was reported or the category is not counted in days.
    milli_days: Option<i64>,
    state: CoverState,
    /// The place's share of all stock, in the category's unit.
    amount: i64,
    /// Its people.
    people: i64,
    /// How many of them are served by a firm that carries the category.
    people_reached: i64,
}

impl CategoryCover {
    pub(super) fn new(category: &Category, cover: PlaceCover) -> CategoryCover {
        CategoryCover {
            category: category.key.clone(),
            milli_days: cover.days.map(|days| days.0),
            state: cover.state,
            amount: cover.amount,
            people: cover.people,
            people_reached: cover.reached,
        }
    }
}

/// From which cover on a category is strained or failing, in days.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverThreshold {
    category: String,
    /// `g`, `ml` or `piece`.
    unit: &'static str,
    strained_days: i64,
    failing_days: i64,
}

impl CoverThreshold {
    pub(super) fn new(category: &Category) -> CoverThreshold {
        CoverThreshold {
            category: category.key.clone(),
            unit: category.unit.as_str(),
            strained_days: category.threshold.strained_days,
            failing_days: category.threshold.failing_days,
        }
    }
}

/// A place with its cover in each category.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceCoverView {
    place: CoverPlaceName,
    cover: Vec<CategoryCover>,
}

impl PlaceCoverView {
    pub(super) fn new(place: &Place, book: &Book, categories: &[Category]) -> PlaceCoverView {
        let cover = categories.iter().map(|category| {
            let cover = book.place_cover(&place.code, &category.key);
            CategoryCover::new(category, cover)
        });
        PlaceCoverView {
            place: CoverPlaceName::new(place),
            cover: cover.collect(),
        }
    }
}

/// Cover of a place and the places inside.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverAnswer {
    /// The moment of the figures.
    pub(super) as_of: Timestamp,
    pub(super) thresholds: Vec<CoverThreshold>,
    /// The place itself.
    pub(super) whole: PlaceCoverView,
    /// The places inside, in code order.
    pub(super) places: Vec<PlaceCoverView>,
}

/// How long a firm's goods of a category last those it serves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FirmCategoryCover {
    category: String,
    /// In thousandths of a day; none where nobody is known to be served or the category is not counted in days.
    milli_days: Option<i64>,
    state: CoverState,
    /// What it has, in the category's unit.
    amount: i64,
    /// What of it is promised to nobody.
    free: i64,
    /// Whom it answers for, in thousandths of a person: people whom several firms serve are divided among them.
    people_served_milli: i64,
}

impl FirmCategoryCover {
    pub(super) fn new(category: &Category, cover: FirmCover) -> FirmCategoryCover {
        FirmCategoryCover {
            category: category.key.clone(),
            milli_days: cover.days.map(|days| days.0),
            state: cover.state,
            amount: cover.contents.on_hand,
            free: cover.contents.free,
            people_served_milli: cover.served.0,
        }
    }
}

/// A firm with its cover in each category it carries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FirmCoverView {
    pub(super) org: OrgId,
    pub(super) name: String,
    /// `outlet`, `pharmacy`, `warehouse` or `wholesaler`.
    pub(super) kind: &'static str,
    /// Where it is.
    pub(super) place: PlaceCode,
    /// When the item that was counted longest ago was counted.
    pub(super) counted_at: Option<Timestamp>,
    pub(super) cover: Vec<FirmCategoryCover>,
}

/// A page of firms.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FirmCoverPage {
    pub(super) firms: Vec<FirmCoverView>,
    /// The cursor of the next page.
    pub(super) next: Option<OrgId>,
}

/// Cover on one day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrendDayView {
    day: Day,
    /// In the category's unit; none on a day of which nothing is known.
    amount: Option<i64>,
    /// In thousandths of a day, for those who are served today.
    milli_days: Option<i64>,
}

impl From<&TrendDay> for TrendDayView {
    fn from(day: &TrendDay) -> TrendDayView {
        TrendDayView {
            day: day.day,
            amount: day.amount,
            milli_days: day.days.map(|Days(milli)| milli),
        }
    }
}

/// Cover on the last days, and when it falls too low.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrendAnswer {
    category: String,
    /// Oldest first, without a day left out.
    days: Vec<TrendDayView>,
    /// The first day below the threshold of strained supply; none when not within sixty days.
    forecast: Option<Forecast>,
}

impl TrendAnswer {
    pub(super) fn new(category: &Category, trend: &Trend) -> TrendAnswer {
        TrendAnswer {
            category: category.key.clone(),
            days: trend.days.iter().map(TrendDayView::from).collect(),
            forecast: trend.forecast,
        }
    }
}

/// Goods that another firm could give.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestedTransfer {
    from: OrgId,
    from_name: String,
    from_place: PlaceCode,
    /// `same_subdistrict`, `same_district`, `kilometres` or `unknown`.
    nearness: &'static str,
    /// By road, from the straight line between the districts' seats.
    kilometres: Option<i64>,
    item: Item,
    pieces: i64,
    /// What they hold of the category, in its unit.
    amount: i64,
}

impl From<Suggestion> for SuggestedTransfer {
    fn from(one: Suggestion) -> SuggestedTransfer {
        let (nearness, kilometres) = match one.distance {
            Distance::SameSubdistrict => ("same_subdistrict", None),
            Distance::SameDistrict => ("same_district", None),
            Distance::Kilometres(km) => ("kilometres", Some(km)),
            Distance::Unknown => ("unknown", None),
        };
        SuggestedTransfer {
            from: one.from,
            from_name: one.from_name,
            from_place: one.from_place,
            nearness,
            kilometres,
            item: one.item,
            pieces: one.pieces,
            amount: one.amount,
        }
    }
}

/// Transfers that would end a shortage, the nearest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SuggestedTransfers {
    pub(super) transfers: Vec<SuggestedTransfer>,
}
