//! What the needs say: made up, spread over the city's communities by their people, with common words and rare ones.

use anyhow::{Context as _, Result};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;
use tongxin_city::{City, Level, OrgId, PlaceCode};
use tongxin_ledger::{NewNeed, Priority};

/// A topic with its share in a thousand needs, and what is said about it.
struct About {
    kind: &'static str,
    topic: &'static str,
    share: u32,
    titles: &'static [&'static str],
}

const ABOUT: [About; 12] = [
    about(
        "household_request",
        "food",
        400,
        &[
            "缺米面油",
            "蔬菜和鸡蛋没有了",
            "婴儿奶粉快用完",
            "Rice and oil are gone",
        ],
    ),
    about(
        "household_request",
        "medicine",
        220,
        &[
            "降压药只剩两天",
            "胰岛素用完，需冷藏",
            "孩子发烧，缺退烧药",
            "Blood pressure pills, two days left",
        ],
    ),
    about(
        "household_request",
        "care",
        180,
        &[
            "独居老人没人应门",
            "孕妇下周产检",
            "透析接送",
            "Wheelchair and somebody to push it",
        ],
    ),
    about(
        "household_request",
        "repair",
        100,
        &[
            "停水两天",
            "电梯停运，住十八楼",
            "煤气灶打不着火",
            "No water since Monday",
        ],
    ),
    about("plant_blockage", "materials", 20, &["原料只够生产一天", "包装材料断货"]),
    about("plant_blockage", "transport", 20, &["成品运不出去", "司机没有通行证"]),
    about("plant_blockage", "staff", 15, &["夜班缺四十人"]),
    about("plant_blockage", "utilities", 5, &["蒸汽压力不足"]),
    about("project_need", "materials", 20, &["水泥只够浇一层", "钢筋未到场"]),
    about("project_need", "staff", 10, &["钢筋工不足"]),
    about("project_need", "transport", 8, &["混凝土车进不来"]),
    about("project_need", "approval", 2, &["夜间施工许可未批"]),
];

const fn about(kind: &'static str, topic: &'static str, share: u32, titles: &'static [&'static str]) -> About {
    About {
        kind,
        topic,
        share,
        titles,
    }
}

/// Priorities with their share in a hundred needs.
const PRIORITIES: [(Priority, u32); 4] = [
    (Priority::Urgent, 5),
    (Priority::High, 20),
    (Priority::Normal, 60),
    (Priority::Low, 15),
];

/// An organisation that needs are raised for, and its kind's key.
pub struct Subject {
    pub id: OrgId,
    pub kind: &'static str,
    pub place: PlaceCode,
}

/// Draws needs, always the same ones.
pub struct Needs {
    /// Communities with the people up to and with each.
    communities: Vec<(u64, PlaceCode)>,
    subjects: Arc<[Subject]>,
    rng: ChaCha8Rng,
}

impl Needs {
    pub fn new(city: &City, subjects: Arc<[Subject]>, rng: ChaCha8Rng) -> Self {
        let mut people = 0;
        let communities = city.tree.at_level(city.file.code, Level::Community).map(|place| {
            people += place
                .population
                .map_or(1, |population| u64::from(population.people.max(1)));
            (people, place.code)
        });
        Self {
            communities: communities.collect(),
            subjects,
            rng,
        }
    }

    /// The next need, and the kind of its organisation.
    pub fn draw(&mut self) -> Result<(NewNeed, Option<&'static str>)> {
        let about = ABOUT.choose_weighted(&mut self.rng, |about| about.share)?;
        let (priority, _) = PRIORITIES.choose_weighted(&mut self.rng, |(_, share)| *share)?;
        let (place, org, org_kind) = match about.kind {
            "household_request" => (self.community()?, None, None),
            kind => {
                let wanted = if kind == "plant_blockage" { "plant" } else { "project" };
                let subject = self.subject(wanted)?;
                (subject.place, Some(subject.id), Some(subject.kind))
            }
        };
        let title = about.titles[self.rng.random_range(0..about.titles.len())];
        let (building, door) = (self.rng.random_range(1..60), self.rng.random_range(101..1_800));
        let new = NewNeed {
            kind: about.kind.into(),
            topic: about.topic.into(),
            priority: Some(*priority),
            place,
            household: None,
            org,
            title: format!("{building}号楼{door}室：{title}"),
            body: "请送到门口，到了打电话。家中两人，存量还够一天。Please leave it at the door.".into(),
            contact: None,
        };
        Ok((new, org_kind))
    }

    fn community(&mut self) -> Result<PlaceCode> {
        let people = self.communities.last().context("the city has no community")?.0;
        let point = self.rng.random_range(0..people);
        let index = self.communities.partition_point(|(until, _)| *until <= point);
        Ok(self.communities[index].1)
    }

    fn subject(&mut self, kind: &str) -> Result<&Subject> {
        let of_kind = || self.subjects.iter().filter(|subject| subject.kind == kind);
        let number = self.rng.random_range(0..of_kind().count().max(1));
        of_kind().nth(number).context("an organisation of each kind")
    }
}
