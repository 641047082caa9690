//! Allotments and asks as JSON.

use crate::allotments::Asked;
use crate::rules::allotment::{Phase, phase};
use crate::rules::draw_file::HexHash;
use crate::rules::lots::LotRules;
use crate::store::allotments::Allotment;
use crate::store::allotments::asks::HouseholdAsk;
use serde::{Deserialize, Serialize};
use tongxin_city::{AllotmentId, Fen, HouseholdId, ItemId, OrgId, PlaceCode, Timestamp};
use utoipa::{IntoParams, ToSchema};

/// An allotment, as everybody may know it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AllotmentView {
    id: AllotmentId,
    phase: Phase,
    /// The outlet that has the goods.
    org: OrgId,
    /// Its name.
    org_name: String,
    /// The goods.
    item: ItemId,
    /// What they are called.
    item_name: String,
    name: String,
    /// Places whose households may ask.
    places: Vec<PlaceCode>,
    pieces: u64,
    household_pieces: u64,
    /// What a piece costs, in fen.
    price_fen: Fen,
    lot_rules: LotRules,
    opens_at: Timestamp,
    closes_at: Timestamp,
    /// When it was announced.
    opened_at: Timestamp,
    drawn_at: Option<Timestamp>,
    /// SHA-256 of the seed.
    commitment: String,
    /// The digest of the list of asks, once it is closed.
    asks_digest: Option<String>,
    /// The seed, once the draw is done.
    seed: Option<String>,
    /// Where something is found that nobody can know before the window closes.
    witness_source: Option<String>,
    /// What was found there.
    witness_value: Option<String>,
    /// Households that ask.
    asked: i64,
    /// Households that were served.
    served: Option<i64>,
    /// Where the published file is, once the draw is done.
    file: Option<String>,
}

/// An allotment with the number of households that ask in each subdistrict.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AllotmentDetail {
    #[serde(flatten)]
    allotment: AllotmentView,
    asked_by_subdistrict: Vec<AskedView>,
}

/// How many households of a subdistrict ask.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskedView {
    place: PlaceCode,
    asked: i64,
}

impl AllotmentView {
    pub(crate) fn new(allotment: Allotment, now: Timestamp) -> AllotmentView {
        let in_hex = |hash: Option<[u8; 32]>| hash.map(|hash| HexHash(hash).to_string());
        AllotmentView {
            phase: phase(allotment.state, allotment.opens_at, allotment.closes_at, now),
            file: allotment
                .seed
                .map(|_| format!("/api/v1/allotments/{}/file", allotment.id)),
            id: allotment.id,
            org: allotment.org,
            org_name: allotment.org_name,
            item: allotment.item,
            item_name: allotment.item_name,
            name: allotment.name,
            places: allotment.places,
            pieces: allotment.pieces,
            household_pieces: allotment.household_pieces,
            price_fen: allotment.price,
            lot_rules: allotment.lot_rules,
            opens_at: allotment.opens_at,
            closes_at: allotment.closes_at,
            opened_at: allotment.opened_at,
            drawn_at: allotment.drawn_at,
            commitment: HexHash(allotment.commitment).to_string(),
            asks_digest: in_hex(allotment.asks_digest),
            seed: in_hex(allotment.seed),
            witness_source: allotment.witness_source,
            witness_value: allotment.witness_value,
            asked: allotment.asked,
            served: allotment.served,
        }
    }
}

impl AllotmentDetail {
    pub(crate) fn new(allotment: Allotment, counts: Vec<(PlaceCode, i64)>, now: Timestamp) -> AllotmentDetail {
        let asked = |(place, asked)| AskedView { place, asked };
        AllotmentDetail {
            allotment: AllotmentView::new(allotment, now),
            asked_by_subdistrict: counts.into_iter().map(asked).collect(),
        }
    }
}

/// A page of allotments, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AllotmentList {
    pub(crate) allotments: Vec<AllotmentView>,
    /// What `before` has to be for the next page; none on the last.
    pub(crate) next: Option<AllotmentId>,
}

/// Which page of allotments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AllotmentQuery {
    /// Only those opened before that one.
    pub(crate) before: Option<AllotmentId>,
    /// Only those in which whoever lives at this place may ask.
    pub(crate) place: Option<PlaceCode>,
}

/// What a household says of itself.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskBody {
    /// For whom; left out by a household that asks for itself.
    #[serde(default)]
    pub(crate) household: Option<HouseholdId>,
    /// People who live there; where the community knows it, that number counts.
    #[serde(default)]
    pub(crate) people: Option<u32>,
    /// Of them under three years.
    #[serde(default)]
    pub(crate) infants: u32,
    /// Of them seventy or older.
    #[serde(default)]
    pub(crate) elders: u32,
}

/// Whose ask is taken back.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    /// For whom; left out by a household that asks for itself.
    #[serde(default)]
    pub(crate) household: Option<HouseholdId>,
}

/// Whose ask is read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskQuery {
    /// For whom; left out by a household that asks for itself.
    pub(crate) household: Option<HouseholdId>,
}

/// What the witness said.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DrawBody {
    /// What was found where the witness was named; needed once, if one was.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub(crate) witness: Option<String>,
}

/// How a household finds itself in the published list, and with how many lots.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskedAnswer {
    /// What the list calls it; the same for as long as it asks.
    pseudonym: String,
    lots: u32,
}

impl From<Asked> for AskedAnswer {
    fn from(asked: Asked) -> Self {
        AskedAnswer {
            pseudonym: asked.pseudonym.to_string(),
            lots: asked.lots,
        }
    }
}

/// A household's ask.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskView {
    /// What the published list calls it.
    pseudonym: String,
    people: u32,
    infants: u32,
    elders: u32,
    /// Whole days since it was last served of the same goods; none when it never was.
    days_since: Option<u32>,
    /// Draws it came away empty from since.
    carried: u32,
    lots: u32,
    asked_at: Timestamp,
    /// Its place in the draw, from 1, once the draw is done.
    rank: Option<u64>,
    /// The pieces it gets; 0 when it gets none.
    pieces: Option<u64>,
}

impl AskView {
    /// The result is shown when the whole draw is done, to all at the same time.
    pub(crate) fn new(ask: HouseholdAsk, allotment: &Allotment) -> AskView {
        let facts = ask.ask.facts;
        let is_drawn = allotment.seed.is_some();
        AskView {
            pseudonym: ask.ask.pseudonym.to_string(),
            people: facts.people,
            infants: facts.infants,
            elders: facts.elders,
            days_since: facts.days_since,
            carried: facts.carried,
            lots: ask.ask.lots,
            asked_at: ask.asked_at,
            rank: ask.rank.filter(|_| is_drawn),
            pieces: ask.pieces.filter(|_| is_drawn),
        }
    }
}
