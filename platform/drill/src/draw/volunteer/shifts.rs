//! The day's shifts: who opens them, how they are filled, who comes and who does not.

use super::Home;
use crate::draw::scaled;
use crate::draw::shares::{dealt, drawn, happens, one_of};
use crate::plan::Plan;
use crate::plan_volunteer::{PlannedShift, PlannedTeam, VolunteerAct, VolunteerDeed};
use crate::scenario_volunteer::{Filling, PlaceEnding, VolunteerScenario};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::Timestamp;

/// What shifts are about.
const KINDS: [&str; 6] = ["deliver", "hotline", "testing", "medicine", "lessons", "other"];
/// The hours at which they begin, and how many hours they take.
const STARTS: [i64; 4] = [9, 10, 14, 15];
const HOURS: [i64; 2] = [3, 4];
/// In the evening before, in minutes before midnight: shifts are opened, people sign up, hand over or wait, and by eight the shift has to be
/// full; then come those who are late, and shifts that are called off.
const OPENED: [i64; 2] = [-520, -480];
const TAKEN: [i64; 2] = [-450, -320];
const CLASHES: [i64; 2] = [-315, -305];
const SECOND_THOUGHTS: [i64; 2] = [-300, -290];
const TAKEN_UP: [i64; 2] = [-275, -260];
const FILL_BY: i64 = -240;
const TAKEN_LATE: [i64; 2] = [-210, -150];
const CALLED_OFF: [i64; 2] = [-200, -180];
/// Minutes around a shift's beginning and end in which people check in and out, and after which they say so again.
const IN: [i64; 2] = [-20, 15];
const OUT: [i64; 2] = [-20, 15];
const AGAIN: [i64; 2] = [15, 40];
/// How often a community is drawn before one with people enough counts as not to be found.
const TRIES: usize = 20;

type Drawn = (Vec<PlannedShift>, Vec<PlannedTeam>, Vec<VolunteerAct>);

pub(super) fn draw(story: &VolunteerScenario, homes: &mut [Home], plan: &Plan, rng: &mut ChaCha8Rng) -> Drawn {
    let (mut shifts, mut teams, mut acts) = (Vec::new(), Vec::new(), Vec::new());
    let mut busy: Vec<Busy> = Vec::new();
    let shares: Vec<(Filling, f64)> = story
        .filling
        .iter()
        .map(|(filling, share)| (*filling, *share))
        .collect();
    for filling in dealt(scaled(story.shifts, plan.scale), &shares, rng) {
        let needed = rng.random_range(story.places[0]..=story.places[1]);
        // One besides waits or takes over.
        let count = needed as usize + 1;
        let clash = happens(story.clashing, rng).then(|| busy.iter().find(|busy| homes[busy.home].free.len() >= count));
        let clash = clash.flatten().copied();
        let Some(at) = clash.map(|busy| busy.home).or_else(|| with_people(homes, count, rng)) else {
            break;
        };
        let home = &mut homes[at];
        let people: Vec<usize> = home.free.by_ref().take(needed as usize + 1).collect();
        let team = (clash.is_none() && happens(story.by_team, rng)).then(|| {
            teams.push(PlannedTeam {
                place: home.place,
                worker: home.worker,
                leader: people[0],
                members: people[1..].to_vec(),
            });
            teams.len() - 1
        });
        let start_at = plan.day_starts_at.plus_hours(*one_of(&STARTS, rng));
        let start_at = clash.map_or(start_at, |busy| busy.start_at);
        let shift = PlannedShift {
            place: home.place,
            kind: KINDS[rng.random_range(0..KINDS.len())],
            start_at,
            end_at: start_at.plus_hours(rng.random_range(HOURS[0]..=HOURS[1])),
            fill_by: plan.day_starts_at.plus_minutes(FILL_BY),
            needed,
            team,
            worker: home.worker,
        };
        let mut telling = Telling {
            shift: shifts.len(),
            midnight: plan.day_starts_at,
            acts: &mut acts,
        };
        telling.tell(story, &shift, filling, &people, rng);
        if let Some(elsewhere) = clash {
            telling.push(CLASHES, VolunteerDeed::Clash(elsewhere.who), rng);
        }
        if filling == Filling::InTime {
            busy.push(Busy {
                home: at,
                start_at,
                who: people[0],
            });
        }
        shifts.push(shift);
    }
    acts.retain(|act: &VolunteerAct| act.at < plan.ends_at);
    // Acts of one moment stay in the order in which they were thought of.
    acts.sort_by_key(|act| act.at);
    (shifts, teams, acts)
}

/// Somebody who has a place from the evening before on, and keeps it.
#[derive(Clone, Copy)]
struct Busy {
    /// The community, as an index among the homes.
    home: usize,
    start_at: Timestamp,
    who: usize,
}

/// A community with so many people who have nothing to do yet.
fn with_people(homes: &[Home], count: usize, rng: &mut ChaCha8Rng) -> Option<usize> {
    let tried = (0..TRIES).map(|_| rng.random_range(0..homes.len())).collect::<Vec<_>>();
    tried.into_iter().find(|index| homes[*index].free.len() >= count)
}

/// Writes the acts of one shift.
struct Telling<'a> {
    shift: usize,
    midnight: Timestamp,
    acts: &'a mut Vec<VolunteerAct>,
}

impl Telling<'_> {
    fn tell(
        &mut self,
        story: &VolunteerScenario,
        shift: &PlannedShift,
        filling: Filling,
        people: &[usize],
        rng: &mut ChaCha8Rng,
    ) {
        self.push(OPENED, VolunteerDeed::Open, rng);
        let (besides, takers) = people.split_last().unwrap_or((&0, &[]));
        let in_time = match filling {
            Filling::Late | Filling::Short => takers.len() - 1,
            _ => takers.len(),
        };
        for who in &takers[..in_time] {
            self.push(TAKEN, VolunteerDeed::Take(*who), rng);
        }
        let mut holders = takers[..in_time].to_vec();
        match filling {
            Filling::InTime | Filling::Short => {}
            Filling::Waited => {
                self.push(SECOND_THOUGHTS, VolunteerDeed::Take(*besides), rng);
                self.push(TAKEN_UP, VolunteerDeed::Leave(takers[0]), rng);
                holders[0] = *besides;
            }
            Filling::Swapped => {
                self.push(SECOND_THOUGHTS, VolunteerDeed::Offer(takers[0]), rng);
                self.push(TAKEN_UP, VolunteerDeed::Take(*besides), rng);
                holders[0] = *besides;
            }
            Filling::Late => {
                self.push(TAKEN_LATE, VolunteerDeed::Take(takers[in_time]), rng);
                holders.push(takers[in_time]);
            }
            Filling::CalledOff => return self.push(CALLED_OFF, VolunteerDeed::CallOff, rng),
        }
        let shares: Vec<(PlaceEnding, f64)> = story.endings.iter().map(|(ending, share)| (*ending, *share)).collect();
        for who in holders {
            let ending = drawn(&shares, rng).unwrap_or(PlaceEnding::Came);
            self.work(shift, who, ending, rng);
        }
    }

    fn work(&mut self, shift: &PlannedShift, who: usize, ending: PlaceEnding, rng: &mut ChaCha8Rng) {
        if ending == PlaceEnding::Missed {
            return;
        }
        let came = around(shift.start_at, IN, rng);
        self.at(came, VolunteerDeed::In(who));
        if ending == PlaceEnding::CheckedInTwice {
            self.at(around(came, AGAIN, rng), VolunteerDeed::In(who));
        }
        if ending != PlaceEnding::ForgotToGo {
            self.at(around(shift.end_at, OUT, rng), VolunteerDeed::Out(who));
        }
    }

    fn push(&mut self, [first, last]: [i64; 2], deed: VolunteerDeed, rng: &mut ChaCha8Rng) {
        self.at(self.midnight.plus_minutes(rng.random_range(first..=last)), deed);
    }

    fn at(&mut self, at: Timestamp, deed: VolunteerDeed) {
        self.acts.push(VolunteerAct {
            at,
            shift: self.shift,
            deed,
        });
    }
}

fn around(at: Timestamp, [first, last]: [i64; 2], rng: &mut ChaCha8Rng) -> Timestamp {
    at.plus_minutes(rng.random_range(first..=last))
}
