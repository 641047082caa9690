//! The file in which a draw is published, and all that anybody needs to draw it again. Its fields are explained in
//! `docs/allotment-format.md`.

use crate::rules::draw::{self, Ask, Hash};
use crate::rules::lots::{Facts, LotRules};
use crate::rules::pseudonym::Pseudonym;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tongxin_city::{Fen, PlaceCode, Timestamp};

/// What the file says it is.
pub const FORMAT: &str = "tongxin-allotment";
/// The version of the format that is written here, and the only one that is read.
pub const VERSION: u32 = 1;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawFile {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What was allotted.
    pub allotment: Allotted,
    /// How many lots whom.
    pub lot_rules: LotRules,
    /// SHA-256 of the seed, published before the window opened.
    pub commitment: HexHash,
    /// The seed.
    pub seed: HexHash,
    /// What nobody could know before the window closed, if it was named when the allotment was opened.
    pub witness: Option<Witness>,
    /// The digest of the list of asks, published when the window closed.
    pub asks_digest: HexHash,
    /// The asks in the order of the draw.
    pub asks: Vec<PublishedAsk>,
}

/// What was allotted, to whom, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allotted {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The outlet that gives the goods out.
    pub outlet: String,
    /// The goods.
    pub item: String,
    /// Codes of the places whose households could ask.
    pub places: Vec<PlaceCode>,
    /// Pieces there were.
    pub pieces: u64,
    /// Pieces for one household.
    pub household_pieces: u64,
    /// What a piece costs, in fen.
    pub price_fen: Fen,
    /// When asking began.
    pub opens_at: Timestamp,
    /// When asking ended.
    pub closes_at: Timestamp,
}

/// Something that nobody could know before the window closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Where it is found, said before the window opened.
    pub source: String,
    /// What was found there after it had closed.
    pub value: String,
}

/// One household's asking and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedAsk {
    /// What the file calls the household.
    pub pseudonym: Pseudonym,
    /// People who live there.
    pub people: u32,
    /// Of them under three years.
    pub infants: u32,
    /// Of them seventy or older.
    pub elders: u32,
    /// Whole days since it was last served; null when it never was.
    pub days_since: Option<u32>,
    /// Draws it came away empty from.
    pub carried: u32,
    /// Its lots.
    pub lots: u32,
    /// Its place in the draw, from 1.
    pub rank: u64,
    /// The pieces it gets.
    pub pieces: u64,
}

/// 32 bytes, in JSON 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HexHash(pub Hash);

impl PublishedAsk {
    /// An ask with its rank, counted from 0 as in the draw.
    pub fn new(ask: &Ask, rank: usize, pieces: u64) -> PublishedAsk {
        let Facts {
            people,
            infants,
            elders,
            days_since,
            carried,
        } = ask.facts;
        PublishedAsk {
            pseudonym: ask.pseudonym,
            people,
            infants,
            elders,
            days_since,
            carried,
            lots: ask.lots,
            rank: rank as u64 + 1,
            pieces,
        }
    }

    /// The ask without what came of it.
    pub fn ask(&self) -> Ask {
        Ask {
            pseudonym: self.pseudonym,
            facts: Facts {
                people: self.people,
                infants: self.infants,
                elders: self.elders,
                days_since: self.days_since,
                carried: self.carried,
            },
            lots: self.lots,
        }
    }
}

impl DrawFile {
    /// Draws among `asks`, which may be in any order.
    pub fn drawn(
        allotment: Allotted,
        lot_rules: LotRules,
        seed: Hash,
        witness: Option<Witness>,
        mut asks: Vec<Ask>,
    ) -> DrawFile {
        asks.sort_unstable_by_key(|ask| ask.pseudonym);
        let asks_digest = draw::asks_digest(&asks);
        let value = witness.as_ref().map(|witness| &*witness.value);
        let key = draw::draw_key(&seed, &asks_digest, value);
        let (pieces, each) = (allotment.pieces, allotment.household_pieces);
        let placed = draw::draw(&key, &asks).into_iter().enumerate();
        let asks = placed
            .map(|(rank, at)| PublishedAsk::new(&asks[at], rank, draw::pieces_of(rank, pieces, each)))
            .collect();
        DrawFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            allotment,
            lot_rules,
            commitment: HexHash(draw::commitment(&seed)),
            seed: HexHash(seed),
            witness,
            asks_digest: HexHash(asks_digest),
            asks,
        }
    }
}

impl std::fmt::Display for HexHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&HEXLOWER.encode(&self.0))
    }
}

impl Serialize for HexHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HexHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = HEXLOWER.decode(text.as_bytes()).ok();
        bytes
            .and_then(|bytes| Hash::try_from(bytes).ok())
            .map(HexHash)
            .ok_or_else(|| serde::de::Error::custom("64 lower-case hexadecimal digits would be right"))
    }
}
