//! A scenario: which actors exist in which places, what they lack, and how it goes on from there.
//!
//! All counts are for the whole city; a plan scales them. [`Scenario::load`] reads a file of `drills/` and names every
//! key that is wrong, with what would be right.

use crate::scenario_care::CareScenario;
use crate::scenario_error::ScenarioError;
use crate::scenario_pass::PassScenario;
use crate::scenario_supply::SupplyScenario;
use crate::scenario_volunteer::VolunteerScenario;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use tongxin_city::{Day, Lang};

/// A day of a city, as a drill plays it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub name: Words,
    /// The city's folder in `data/`.
    pub city: String,
    /// When it plays.
    pub day: PlayedDay,
    /// What is built below the communities.
    pub places: Places,
    /// Who takes part.
    pub actors: Actors,
    /// Factories and building projects.
    pub orgs: Orgs,
    /// What is lacking, by kind.
    pub needs: Vec<Needs>,
    /// What people do besides.
    pub habits: Habits,
    /// What goes wrong between client and server.
    pub faults: Faults,
    /// How the city is fed, if that is played.
    pub supply: Option<SupplyScenario>,
    /// Who may pass, if that is played.
    pub pass: Option<PassScenario>,
    /// Who is looked in on, if that is played.
    pub care: Option<CareScenario>,
    /// Who helps, if that is played.
    pub volunteer: Option<VolunteerScenario>,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The one of that language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// When a scenario plays, in the city's zone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayedDay {
    /// The day, as `2022-11-23`.
    pub date: String,
    /// The hour of the day before at which the play starts.
    pub eve_from_hour: u8,
    /// The hour from which people act.
    pub opens_hour: u8,
    /// The hour at which the drill ends.
    pub closes_hour: u8,
    /// The clock moves in steps of so many minutes.
    pub tick_minutes: u8,
}

/// What is built below the communities.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Compounds in each community.
    pub compounds_per_community: u8,
    /// Buildings in each compound.
    pub buildings_per_compound: u8,
    /// Households that are entered, in the whole city.
    pub households: u32,
}

/// Who takes part, besides one commander, one officer of the city, and one of each district and subdistrict touched.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actors {
    /// Community workers; those of a subdistrict share its communities.
    pub community_workers: u32,
    /// Stewards; each has one compound.
    pub stewards: u32,
}

/// Factories and building projects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orgs {
    /// Key zones in which the plants lie, each in one subdistrict.
    pub zones: u32,
    /// Plants.
    pub plants: u32,
    /// Plants whose reporter takes part.
    pub reporters: u32,
    /// Building projects.
    pub projects: u32,
    /// Projects whose owner takes part.
    pub owners: u32,
    /// Hospitals to which patients are driven; with any, each district has one at least.
    #[serde(default)]
    pub hospitals: u32,
}

/// The needs of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// The kind.
    pub kind: NeedKind,
    /// Raised on the day.
    pub count: u32,
    /// Raised the evening before.
    pub eve_count: u32,
    /// Weights of the day's hours, 24 of them.
    pub by_hour: Vec<f64>,
    /// How they end, as shares that make 1.
    pub endings: BTreeMap<Ending, f64>,
    /// How long each step takes.
    pub minutes: StepMinutes,
    /// What they are about.
    pub topics: Vec<Topic>,
}

/// The kinds of needs a scenario can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// What a household asks for.
    HouseholdRequest,
    /// What stops a plant.
    PlantBlockage,
    /// What a building project lacks.
    ProjectNeed,
}

impl NeedKind {
    /// All kinds.
    pub const ALL: [NeedKind; 3] = [
        NeedKind::HouseholdRequest,
        NeedKind::PlantBlockage,
        NeedKind::ProjectNeed,
    ];

    /// Its key in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            NeedKind::HouseholdRequest => "household_request",
            NeedKind::PlantBlockage => "plant_blockage",
            NeedKind::ProjectNeed => "project_need",
        }
    }
}

/// How a need's day ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Solved, and struck off by the one who raised it.
    Confirmed,
    /// Solved, and struck off by an officer who called.
    Called,
    /// Solved, not yet confirmed.
    Unconfirmed,
    /// Not solved at the first try: reopened, solved again, struck off.
    Reopened,
    /// Declined, and left at that.
    Declined,
    /// Declined, appealed, and solved by the tier above.
    Appealed,
    /// No longer needed.
    Withdrawn,
    /// The same as another one.
    Merged,
    /// Accepted, and still being worked on.
    InWork,
    /// Nobody looks at it, so that it goes up by itself.
    Untouched,
}

/// How long each step takes: the shortest and the longest, in minutes; short is more usual.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepMinutes {
    /// Until somebody accepts or declines.
    pub answer: [u32; 2],
    /// Until it is solved.
    pub solve: [u32; 2],
    /// Until it is confirmed.
    pub confirm: [u32; 2],
}

/// What needs of a kind are about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Its key.
    pub key: String,
    /// Its share of the kind's needs.
    pub share: f64,
    /// Shares of urgent, high, normal and low.
    pub priorities: [f64; 4],
    /// What people write.
    pub titles: Vec<String>,
}

/// What people do besides; shares of the needs.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habits {
    /// Of household requests: taken on the telephone by the community's worker.
    pub by_telephone: f64,
    /// Given to somebody else to do.
    pub assigned: f64,
    /// The raiser asks how it stands.
    pub commented: f64,
    /// The solver adds a photo.
    pub photo: f64,
    /// The priority is changed.
    pub reprioritised: f64,
    /// Sent up a tier by hand.
    pub escalated: f64,
    /// Accepted by mistake, taken back, accepted again.
    pub undone: f64,
    /// The solver tries to strike off the own work, and is refused.
    pub self_confirmed: f64,
}

/// What goes wrong between client and server; shares of the commands.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// Sent twice, the second time after the answer to the first.
    pub sent_twice: f64,
    /// The connection drops before the answer comes; sent again.
    pub answer_lost: f64,
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// What can't be read, or every key whose value is wrong with what would be right.
    pub fn load(path: &Path) -> Result<Scenario, ScenarioError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| ScenarioError::Unreadable {
            file: file.clone(),
            detail: error.to_string(),
        })?;
        Scenario::parse(&file, &text)
    }

    /// Reads a scenario's text; `file` is its name in messages.
    ///
    /// # Errors
    /// As [`Scenario::load`].
    pub fn parse(file: &str, text: &str) -> Result<Scenario, ScenarioError> {
        let scenario: Scenario = toml::from_str(text).map_err(|error| ScenarioError::NotAScenario {
            file: file.to_owned(),
            detail: error.to_string(),
        })?;
        let faults = scenario.faults();
        if faults.is_empty() {
            Ok(scenario)
        } else {
            Err(ScenarioError::Faults {
                file: file.to_owned(),
                faults,
            })
        }
    }

    /// The played day; the last resort can't be reached once the scenario was checked.
    pub fn date(&self) -> Day {
        self.day.date.parse().unwrap_or_else(|_| Day::from_number(0))
    }
}
