//! What is found at each door, knock by knock.

use super::{Acts, Setting, push};
use crate::draw::shares::{dealt, one_of};
use crate::plan::{By, Plan};
use crate::plan_care::{CareDeed, Found, LookedAfter, Part, PlannedVisit};
use crate::scenario_care::{CareGroup, VisitEnding};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::Timestamp;

/// When a part's first knocks are, and when it is over, in minutes after midnight: the system's noon and eight in the evening.
const FIRST: [(Part, [i64; 2], i64); 3] = [
    (Part::Day, [8 * 60, 17 * 60], 20 * 60),
    (Part::Morning, [8 * 60, 9 * 60 + 45], 12 * 60),
    (Part::Evening, [15 * 60 + 30, 17 * 60 + 30], 20 * 60),
];
/// Minutes until somebody tries again: knocks shortly after each other are one, and after two hours it is too late.
const AGAIN_MINUTES: [i64; 2] = [20, 100];
/// Minutes until somebody is found after two knocks in vain, or after a visit that nobody made in time.
const FOUND_MINUTES: [i64; 2] = [30, 150];
const LATE_MINUTES: [i64; 2] = [15, 120];
/// How long ago it was what a phone without a signal says late, and how much later than the first word it comes.
const AGO_MINUTES: [i64; 2] = [5, 15];
const SECOND_MINUTES: [i64; 2] = [25, 90];
/// Minutes until the community ends the record of somebody who moved.
const ENDED_MINUTES: [i64; 2] = [60, 180];
/// What is needed at a door, by the topics of a household's needs.
const WANTS: [&str; 5] = ["food", "medicine", "hot_meal", "repair", "talk"];

/// The visits of everybody, and what happens at their doors.
pub(super) fn draw(
    setting: &Setting<'_>,
    looked_after: &[LookedAfter],
    plan: &Plan,
    acts: &mut Acts,
    rng: &mut ChaCha8Rng,
) -> Vec<PlannedVisit> {
    let made: Vec<(usize, Part)> = (looked_after.iter().enumerate())
        .flat_map(|(person, who)| parts(who.group).iter().map(move |part| (person, *part)))
        .collect();
    let shares: Vec<(VisitEnding, f64)> = setting
        .care
        .visits
        .iter()
        .map(|(ending, share)| (*ending, *share))
        .collect();
    let mut endings = dealt(made.len(), &shares, rng);
    let fits = |index: usize, ending: VisitEnding| {
        let (person, part) = made[index];
        let building = &plan.households[looked_after[person].household].building;
        match ending {
            VisitEnding::Disputed => setting.crew.steward_of(building).is_some(),
            // A record that ends takes its later visits along.
            VisitEnding::Moved => part == Part::Day,
            _ => true,
        }
    };
    make_fit(&mut endings, fits);
    let visits: Vec<PlannedVisit> = made
        .iter()
        .zip(&endings)
        .map(|((person, part), ending)| PlannedVisit {
            person: *person,
            part: *part,
            due_at: setting.midnight.plus_minutes(hours(*part).1),
            ending: *ending,
        })
        .collect();
    for (number, visit) in visits.iter().enumerate() {
        let household = looked_after[visit.person].household;
        let building = &plan.households[household].building;
        let mut door = Door {
            visit: number,
            person: visit.person,
            steward: setting.steward(building),
            worker: By::Person(looked_after[visit.person].worker),
            acts,
        };
        door.tell(setting, visit, rng);
    }
    visits
}

/// Gives endings that don't fit to visits that they fit, each for a plain one; what fits nowhere becomes a plain one.
fn make_fit(endings: &mut [VisitEnding], fits: impl Fn(usize, VisitEnding) -> bool) {
    for index in 0..endings.len() {
        let ending = endings[index];
        if fits(index, ending) {
            continue;
        }
        endings[index] = VisitEnding::Well;
        let other = (0..endings.len()).find(|other| endings[*other] == VisitEnding::Well && fits(*other, ending));
        if let Some(other) = other {
            endings[other] = ending;
        }
    }
}

const fn parts(group: CareGroup) -> &'static [Part] {
    match group {
        CareGroup::Oxygen => &[Part::Morning, Part::Evening],
        _ => &[Part::Day],
    }
}

fn hours(part: Part) -> ([i64; 2], i64) {
    let found = FIRST.iter().find(|(of, ..)| *of == part);
    found.map_or(([0, 0], 0), |(_, first, over)| (*first, *over))
}

/// One door on one visit.
struct Door<'a> {
    visit: usize,
    person: usize,
    steward: By,
    worker: By,
    acts: &'a mut Acts,
}

impl Door<'_> {
    fn tell(&mut self, setting: &Setting<'_>, visit: &PlannedVisit, rng: &mut ChaCha8Rng) {
        let first = setting.at(hours(visit.part).0, rng);
        let steward = self.steward;
        match visit.ending {
            VisitEnding::Well => self.knock(first, steward, Found::Well),
            VisitEnding::Refused => self.knock(first, steward, Found::Refused),
            VisitEnding::Needs => {
                let want = Some(*one_of(&WANTS, rng));
                self.say(first, steward, Found::Needs, 0, want);
            }
            VisitEnding::SecondTry => {
                let again = self.in_vain(first, rng);
                self.knock(again, steward, Found::Well);
            }
            VisitEnding::Unanswered | VisitEnding::Found => {
                let again = self.in_vain(first, rng);
                self.knock(again, steward, Found::NoAnswer);
                if visit.ending == VisitEnding::Found {
                    self.knock(later(again, FOUND_MINUTES, rng), steward, Found::Well);
                }
            }
            VisitEnding::Untried => self.knock(first, steward, Found::NoAnswer),
            VisitEnding::Late => self.knock(later(visit.due_at, LATE_MINUTES, rng), steward, Found::Well),
            VisitEnding::Missed => {}
            VisitEnding::Disputed => {
                self.knock(first, steward, Found::Refused);
                let ago = rng.random_range(AGO_MINUTES[0]..=AGO_MINUTES[1]);
                self.say(later(first, SECOND_MINUTES, rng), self.worker, Found::Well, ago, None);
            }
            VisitEnding::Moved => {
                self.knock(first, steward, Found::Moved);
                let ended = later(first, ENDED_MINUTES, rng);
                push(self.acts, ended, self.worker, CareDeed::End(self.person));
            }
        }
    }

    /// A knock that nobody answers, and when the next one is.
    fn in_vain(&mut self, first: Timestamp, rng: &mut ChaCha8Rng) -> Timestamp {
        self.knock(first, self.steward, Found::NoAnswer);
        later(first, AGAIN_MINUTES, rng)
    }

    fn knock(&mut self, at: Timestamp, by: By, found: Found) {
        self.say(at, by, found, 0, None);
    }

    fn say(&mut self, at: Timestamp, by: By, found: Found, ago: i64, want: Option<&'static str>) {
        let visit = self.visit;
        let deed = CareDeed::Knock {
            visit,
            found,
            ago,
            want,
        };
        push(self.acts, at, by, deed);
    }
}

fn later(at: Timestamp, [least, most]: [i64; 2], rng: &mut ChaCha8Rng) -> Timestamp {
    at.plus_minutes(rng.random_range(least..=most))
}
