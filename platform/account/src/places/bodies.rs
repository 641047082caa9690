//! What is sent and answered about places.

use serde::{Deserialize, Serialize};
use tongxin_city::{HouseholdId, Level, OrgId, Place, PlaceCode, PlaceTree, Timestamp};
use tongxin_places::{NewHousehold, NewOrg, NewUserPlace, Org, OrgKind};
use utoipa::{IntoParams, ToSchema};

use crate::CodedHousehold;

/// A place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceBody {
    /// Its code.
    pub code: PlaceCode,
    /// Its level.
    pub level: Level,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// People, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// Households, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<u32>,
    /// Whether people were spread from a place further up rather than counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_estimated: Option<bool>,
}

impl From<&Place> for PlaceBody {
    fn from(place: &Place) -> Self {
        let population = place.population;
        PlaceBody {
            code: place.code,
            level: place.level,
            name_zh: place.name_zh.to_string(),
            name_en: place.name_en.as_deref().map(Into::into),
            people: population.map(|p| p.people),
            households: population.map(|p| p.households),
            is_estimated: population.map(|p| p.estimated),
        }
    }
}

/// A place with the way down to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceDetail {
    /// The place.
    pub place: PlaceBody,
    /// From the city to the place right above it.
    pub path: Vec<PlaceBody>,
    /// How many places are right below.
    pub child_count: usize,
}

impl PlaceDetail {
    pub(crate) fn of(tree: &PlaceTree, place: &Place) -> PlaceDetail {
        let path = tree
            .path(&place.code)
            .into_iter()
            .filter(|above| above.code != place.code)
            .map(Into::into);
        PlaceDetail {
            place: place.into(),
            path: path.collect(),
            child_count: tree.children(&place.code).count(),
        }
    }
}

/// Places found, best first, or in code order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlacesBody {
    /// The places.
    pub places: Vec<PlaceBody>,
    /// The code to ask after for the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<PlaceCode>,
}

/// What to search for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchQuery {
    /// A Chinese or English name, pinyin, initials, or the start of a code.
    #[param(min_length = 1, max_length = 80)]
    pub q: String,
    /// Only inside this place.
    pub within: Option<PlaceCode>,
    /// At most so many; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

/// Which page of children.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AfterQuery {
    /// The code after which to go on.
    pub after: Option<PlaceCode>,
}

/// Which part of the tree.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithinQuery {
    /// Only this place and everything inside it.
    pub within: Option<PlaceCode>,
}

/// A compound or building to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlaceBody {
    /// The community of a compound, the compound of a building.
    pub parent: PlaceCode,
    /// Its code; the next free one when left out.
    pub code: Option<PlaceCode>,
    /// Its Chinese name.
    #[schema(min_length = 1, max_length = 80)]
    pub name_zh: String,
    /// Its English name, if it has one.
    #[schema(max_length = 80)]
    pub name_en: Option<String>,
    /// People, where known.
    pub people: Option<u32>,
    /// Households, where known.
    pub households: Option<u32>,
}

impl From<NewPlaceBody> for NewUserPlace {
    fn from(body: NewPlaceBody) -> Self {
        NewUserPlace {
            parent: body.parent,
            code: body.code,
            name_zh: body.name_zh,
            name_en: body.name_en,
            people: body.people,
            households: body.households,
        }
    }
}

/// Compounds and buildings to be added, all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlacesBody {
    /// 1 to 500.
    #[schema(min_items = 1, max_items = 500)]
    pub rows: Vec<NewPlaceBody>,
}

/// The codes of places added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodesBody {
    /// In the order given.
    pub codes: Vec<PlaceCode>,
}

/// A household to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewHouseholdBody {
    /// Its building.
    pub building: PlaceCode,
    /// What stands on the door; unique in the building.
    #[schema(min_length = 1, max_length = 20)]
    pub door: String,
    /// How many people live there, where known.
    #[schema(minimum = 1, maximum = 99)]
    pub people: Option<u32>,
}

impl From<NewHouseholdBody> for NewHousehold {
    fn from(body: NewHouseholdBody) -> Self {
        NewHousehold {
            building: body.building,
            door: body.door,
            people: body.people,
        }
    }
}

/// Households to be added, all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewHouseholdsBody {
    /// 1 to 500.
    #[schema(min_items = 1, max_items = 500)]
    pub rows: Vec<NewHouseholdBody>,
}

/// A household with its code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodedBody {
    /// The household.
    pub id: HouseholdId,
    /// Its building.
    pub building: PlaceCode,
    /// Its door.
    pub door: String,
    /// The code that opens it, for the notice on its door.
    pub code: String,
    /// When the code was issued.
    pub issued_at: Timestamp,
}

impl From<CodedHousehold> for CodedBody {
    fn from(coded: CodedHousehold) -> Self {
        let household = coded.household;
        CodedBody {
            id: household.id,
            building: household.building,
            door: household.door,
            code: coded.code,
            issued_at: coded.issued_at,
        }
    }
}

/// Households with their codes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodedHouseholdsBody {
    /// In the order given.
    pub households: Vec<CodedBody>,
}

/// Which building.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BuildingQuery {
    /// The building.
    pub building: PlaceCode,
}

/// The households of a building, by door.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HouseholdsBody {
    /// At most 1,000.
    pub households: Vec<tongxin_places::Household>,
}

/// An organisation to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrgBody {
    /// What it is.
    pub kind: OrgKind,
    /// Its name.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Where it is.
    pub place: PlaceCode,
}

impl From<NewOrgBody> for NewOrg {
    fn from(body: NewOrgBody) -> Self {
        NewOrg {
            kind: body.kind,
            name: body.name,
            place: body.place,
        }
    }
}

/// Organisations to be added, all or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrgsBody {
    /// 1 to 500.
    #[schema(min_items = 1, max_items = 500)]
    pub rows: Vec<NewOrgBody>,
}

/// The ids of organisations added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgIdsBody {
    /// In the order given.
    pub ids: Vec<OrgId>,
}

/// Which organisations.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrgQuery {
    /// Only of this kind.
    pub kind: Option<OrgKind>,
    /// Only inside this place.
    pub within: Option<PlaceCode>,
    /// Only those whose name holds this.
    #[param(max_length = 80)]
    pub name: Option<String>,
    /// The id after which to go on.
    pub after: Option<OrgId>,
}

/// Organisations in the order they were added.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrgsBody {
    /// At most 200.
    pub orgs: Vec<Org>,
    /// The id to ask after for the next page, if there may be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<OrgId>,
}

/// A named set of places.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Its outermost places; whatever lies inside one belongs to it.
    #[schema(min_items = 1, max_items = 500)]
    pub places: Vec<PlaceCode>,
}

/// Areas by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreasBody {
    /// The areas.
    pub areas: Vec<AreaBody>,
}
