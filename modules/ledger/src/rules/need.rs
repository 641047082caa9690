//! A need as the rules see it: where it stands, whose it is, and who deals with it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId, PlaceCode, Timestamp};

pub use tongxin_city::UnknownWord;
pub(crate) use tongxin_city::words;

words! {
    /// Where a need stands.
    State, "state" {
        /// Somebody lacks something; nobody has answered.
        Raised = "raised",
        /// Somebody will deal with it.
        Accepted = "accepted",
        /// A person or an organisation was given it.
        Assigned = "assigned",
        /// The solver says it is done; the raiser or a caller has yet to confirm.
        Solved = "solved",
        /// Confirmed and closed.
        StruckOff = "struck_off",
        /// Refused with a reason, closed unless appealed.
        Declined = "declined",
        /// Open again after a solution that was none, or after an appeal.
        Reopened = "reopened",
        /// The same as another need, which carries on.
        Merged = "merged",
    }
}

impl State {
    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, State::StruckOff | State::Declined | State::Merged)
    }

    /// Whether the due time counts: open, and not merely waiting for confirmation.
    pub const fn is_running(self) -> bool {
        self.is_open() && !matches!(self, State::Solved)
    }
}

words! {
    /// Who is dealing with a need.
    Tier, "tier" {
        /// The community, or the enterprise itself.
        Base = "base",
        /// The subdistrict.
        Subdistrict = "subdistrict",
        /// The district.
        District = "district",
        /// The city.
        City = "city",
    }
}

impl Tier {
    /// The tier above; the city has none.
    pub fn above(self) -> Option<Tier> {
        Tier::ALL.get(self as usize + 1).copied()
    }

    /// The tier below; the base has none.
    pub fn below(self) -> Option<Tier> {
        Tier::ALL.get((self as usize).checked_sub(1)?).copied()
    }

    /// 0 for the base up to 3 for the city, as stored.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The tier of that number.
    pub fn from_number(number: i64) -> Option<Tier> {
        usize::try_from(number)
            .ok()
            .and_then(|number| Tier::ALL.get(number))
            .copied()
    }
}

words! {
    /// How urgent a need is, most urgent first.
    Priority, "priority" {
        /// Life or limb.
        Urgent = "urgent",
        /// Today.
        High = "high",
        /// The usual.
        Normal = "normal",
        /// When there is time.
        Low = "low",
    }
}

impl Priority {
    /// 0 for urgent up to 3 for low, as stored.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The priority of that number.
    pub fn from_number(number: i64) -> Option<Priority> {
        usize::try_from(number)
            .ok()
            .and_then(|number| Priority::ALL.get(number))
            .copied()
    }
}

words! {
    /// What keeps the city going; the board's rows.
    Lifeline, "lifeline" {
        /// Food and daily goods.
        Food = "food",
        /// Medicine and treatment.
        Health = "health",
        /// Care of people.
        Care = "care",
        /// Movement of goods.
        Goods = "goods",
        /// Factories.
        Industry = "industry",
        /// Building projects.
        Projects = "projects",
        /// News, education and culture.
        Information = "information",
    }
}

/// Who does something to a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person who signed in.
    Account(AccountId),
    /// A household, by its code.
    Household(HouseholdId),
    /// The clock.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Account(id) => write!(f, "account:{id}"),
            Actor::Household(id) => write!(f, "household:{id}"),
            Actor::System => f.write_str("system"),
        }
    }
}

impl FromStr for Actor {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord {
            what: "actor",
            found: text.chars().take(40).collect(),
        };
        match text.split_once(':') {
            Some(("account", id)) => id.parse().map(Actor::Account).map_err(|_| unknown()),
            Some(("household", id)) => id.parse().map(Actor::Household).map_err(|_| unknown()),
            None if text == "system" => Ok(Actor::System),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// What of a need never changes once it is raised. Part of the first entry, so that a change of it is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The district the place lies in.
    pub district: PlaceCode,
    /// The household that lacks something.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub household: Option<HouseholdId>,
    /// The kind's key.
    pub kind: String,
    /// The lifeline it belongs to.
    pub lifeline: Lifeline,
    /// The organisation that lacks something.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub org: Option<OrgId>,
    /// Where.
    pub place: PlaceCode,
    /// The account that raised it; none when the household did it itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub raised_by: Option<AccountId>,
    /// The subdistrict the place lies in.
    pub subdistrict: PlaceCode,
    /// The topic's key within the kind.
    pub topic: String,
}

/// What of a need its entries change. Every entry's body holds the standing after it, so that the past can be read
/// and a changed row is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The account it was given to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assigned_account: Option<AccountId>,
    /// The organisation it was given to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assigned_org: Option<OrgId>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none", default, with = "millis_opt")]
    pub closed_at: Option<Timestamp>,
    /// When it should be solved.
    #[serde(with = "millis")]
    pub due_at: Timestamp,
    /// When the clock acts next: it becomes overdue, or has been untouched for too long.
    #[serde(skip_serializing_if = "Option::is_none", default, with = "millis_opt")]
    pub escalate_at: Option<Timestamp>,
    /// Whether its due time has passed while it was open.
    pub is_overdue: bool,
    /// The need that carries on for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub merged_into: Option<NeedId>,
    /// How urgent it is.
    pub priority: Priority,
    /// Who said it is solved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub solver: Option<Actor>,
    /// The state.
    pub state: State,
    /// Who is dealing with it.
    pub tier: Tier,
    /// When a person last did something to it.
    #[serde(with = "millis")]
    pub touched_at: Timestamp,
}

/// A need without its texts: what decisions are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedState {
    /// Its id.
    pub id: NeedId,
    /// What never changes.
    pub facts: Facts,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// What entries change.
    pub standing: Standing,
    /// The number of its last entry, from 1.
    pub seq: i64,
    /// The hash of its last entry.
    pub head: [u8; 32],
    /// When its texts were erased. An open need whose texts were erased is still worked on.
    pub erased_at: Option<Timestamp>,
}

impl NeedState {
    /// Whether it is past: closed, and its texts erased since.
    pub fn is_forgotten(&self) -> bool {
        let closed_at = self.standing.closed_at;
        closed_at.is_some_and(|closed| self.erased_at.is_some_and(|erased| erased >= closed))
    }
}

/// Times in entry bodies are plain milliseconds, as in their columns: short, and the same text every time.
mod millis {
    use serde::{Deserialize, Deserializer, Serializer};
    use tongxin_city::Timestamp;

    pub(super) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.millis())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(deserializer).map(Timestamp)
    }
}

mod millis_opt {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use tongxin_city::Timestamp;

    pub(super) fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(Timestamp::millis).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(Timestamp))
    }
}
