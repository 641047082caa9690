//! A scenario: which actors exist in which places, what they lack, and how it goes on from there.
//!
//! All counts are for the whole city; a plan scales them. [`Scenario::load`] reads a file of `drills/` and names every
//! key that is wrong, with what would be right.

use crate::scenario_error::{Fault, Right, ScenarioError};
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
    /// Community workers; each has some communities of one subdistrict.
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
    /// Plants that one reporter reports for.
    pub plants_per_reporter: u32,
    /// Building projects.
    pub projects: u32,
    /// Projects that one owner's office runs.
    pub projects_per_owner: u32,
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

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check_day(&mut faults);
        self.check_counts(&mut faults);
        self.check_shares(&mut faults);
        for (position, needs) in self.needs.iter().enumerate() {
            check_needs(&format!("needs[{position}]"), needs, &mut faults);
        }
        for kind in NeedKind::ALL {
            let found = self.needs.iter().filter(|needs| needs.kind == kind).count();
            if found != 1 {
                let key = format!("needs.kind = {}", kind.as_str());
                faults.push(Fault {
                    key,
                    found: found.to_string(),
                    right: Right::Once,
                });
            }
        }
        faults
    }

    fn check_day(&self, faults: &mut Vec<Fault>) {
        let day = &self.day;
        if day.date.parse::<Day>().is_err() {
            faults.push(Fault {
                key: "day.date".into(),
                found: day.date.clone(),
                right: Right::Date,
            });
        }
        between("day.eve_from_hour", f64::from(day.eve_from_hour), 12.0, 21.0, faults);
        between("day.opens_hour", f64::from(day.opens_hour), 0.0, 12.0, faults);
        between("day.closes_hour", f64::from(day.closes_hour), 13.0, 24.0, faults);
        between("day.tick_minutes", f64::from(day.tick_minutes), 1.0, 10.0, faults);
    }

    fn check_counts(&self, faults: &mut Vec<Fault>) {
        let (places, actors, orgs) = (&self.places, &self.actors, &self.orgs);
        for (key, value, max) in [
            (
                "places.compounds_per_community",
                u32::from(places.compounds_per_community),
                99,
            ),
            (
                "places.buildings_per_compound",
                u32::from(places.buildings_per_compound),
                99,
            ),
            ("places.households", places.households, 20_000_000),
            ("actors.community_workers", actors.community_workers, 100_000),
            ("actors.stewards", actors.stewards, 100_000),
            ("orgs.zones", orgs.zones, 1_000),
            ("orgs.plants", orgs.plants, 100_000),
            ("orgs.plants_per_reporter", orgs.plants_per_reporter, 10_000),
            ("orgs.projects", orgs.projects, 100_000),
            ("orgs.projects_per_owner", orgs.projects_per_owner, 10_000),
        ] {
            between(key, f64::from(value), 1.0, f64::from(max), faults);
        }
    }

    fn check_shares(&self, faults: &mut Vec<Fault>) {
        let (habits, lost) = (&self.habits, &self.faults);
        for (key, value) in [
            ("habits.by_telephone", habits.by_telephone),
            ("habits.assigned", habits.assigned),
            ("habits.commented", habits.commented),
            ("habits.photo", habits.photo),
            ("habits.reprioritised", habits.reprioritised),
            ("habits.escalated", habits.escalated),
            ("habits.undone", habits.undone),
            ("habits.self_confirmed", habits.self_confirmed),
            ("faults.sent_twice", lost.sent_twice),
            ("faults.answer_lost", lost.answer_lost),
        ] {
            between(key, value, 0.0, 1.0, faults);
        }
    }
}

/// Shares are written with few digits; so much may they miss 1.
const SHARES_TOLERANCE: f64 = 0.005;

fn check_needs(key: &str, needs: &Needs, faults: &mut Vec<Fault>) {
    between(
        &format!("{key}.count"),
        f64::from(needs.count),
        1.0,
        1_000_000.0,
        faults,
    );
    between(
        &format!("{key}.eve_count"),
        f64::from(needs.eve_count),
        0.0,
        1_000_000.0,
        faults,
    );
    if needs.by_hour.len() != 24 || needs.by_hour.iter().any(|weight| *weight < 0.0 || !weight.is_finite()) {
        let found = format!("{:?}", needs.by_hour);
        faults.push(Fault {
            key: format!("{key}.by_hour"),
            found,
            right: Right::HourWeights,
        });
    }
    make_one(&format!("{key}.endings"), needs.endings.values(), faults);
    let minutes = &needs.minutes;
    for (step, [shortest, longest]) in [
        ("answer", minutes.answer),
        ("solve", minutes.solve),
        ("confirm", minutes.confirm),
    ] {
        if shortest == 0 || longest < shortest || longest > 24 * 60 {
            let found = format!("[{shortest}, {longest}]");
            faults.push(Fault {
                key: format!("{key}.minutes.{step}"),
                found,
                right: Right::MinutesRange,
            });
        }
    }
    if needs.topics.is_empty() {
        faults.push(Fault {
            key: format!("{key}.topics"),
            found: "[]".into(),
            right: Right::NotEmpty,
        });
    } else {
        make_one(
            &format!("{key}.topics.share"),
            needs.topics.iter().map(|topic| &topic.share),
            faults,
        );
    }
    for topic in &needs.topics {
        make_one(
            &format!("{key}.topics.{}.priorities", topic.key),
            topic.priorities.iter(),
            faults,
        );
        if topic.titles.is_empty() {
            let key = format!("{key}.topics.{}.titles", topic.key);
            faults.push(Fault {
                key,
                found: "[]".into(),
                right: Right::NotEmpty,
            });
        }
    }
}

fn between(key: &str, value: f64, min: f64, max: f64, faults: &mut Vec<Fault>) {
    if !(min..=max).contains(&value) {
        faults.push(Fault {
            key: key.to_owned(),
            found: value.to_string(),
            right: Right::Between { min, max },
        });
    }
}

fn make_one<'a>(key: &str, shares: impl Iterator<Item = &'a f64> + Clone, faults: &mut Vec<Fault>) {
    let sum: f64 = shares.clone().sum();
    let is_each_a_share = shares.clone().all(|share| (0.0..=1.0).contains(share));
    if !is_each_a_share || (sum - 1.0).abs() > SHARES_TOLERANCE {
        faults.push(Fault {
            key: key.to_owned(),
            found: format!("{sum:.3}"),
            right: Right::SharesOfOne,
        });
    }
}
