//! What is lacking on the day, and how each need goes on.

use super::people::Crew;
use super::shares::{dealt, drawn, happens, one_of};
use super::story::{Hours, Story};
use super::{scaled, words};
use crate::plan::{By, OrgKind, Plan, PlannedNeed, Priority, What};
use crate::scenario::{Ending, Habits, NeedKind, Needs, Scenario};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use tongxin_city::{Level, PlaceCode, Timestamp};

pub(super) fn draw(scenario: &Scenario, crew: &Crew, plan: &mut Plan, rng: &mut ChaCha8Rng) {
    let hours = Hours {
        midnight: plan.day_starts_at,
        opens_at: plan.day_starts_at.plus_hours(i64::from(scenario.day.opens_hour)),
        ends_at: plan.ends_at,
    };
    for needs in &scenario.needs {
        let eve = times_of_eve(scaled(needs.eve_count, plan.scale), plan, rng);
        let day = times_of_day(scaled(needs.count, plan.scale), &needs.by_hour, scenario, plan, rng);
        let mut times: Vec<Timestamp> = eve.into_iter().chain(day).collect();
        times.sort();
        draw_kind(needs, &times, scenario.habits, crew, hours, plan, rng);
    }
    plan.acts.sort_by_key(|act| act.at);
}

/// Times in the evening before, but for its last two hours.
pub(super) fn times_of_eve(count: usize, plan: &Plan, rng: &mut ChaCha8Rng) -> Vec<Timestamp> {
    let evening_minutes = plan.day_starts_at.millis_since(plan.starts_at) / Timestamp::MINUTE_MS - 120;
    (0..count)
        .map(|_| plan.starts_at.plus_minutes(rng.random_range(1..evening_minutes.max(2))))
        .collect()
}

pub(super) fn times_of_day(
    count: usize,
    by_hour: &[f64],
    scenario: &Scenario,
    plan: &Plan,
    rng: &mut ChaCha8Rng,
) -> Vec<Timestamp> {
    let open = scenario.day.opens_hour..scenario.day.closes_hour;
    let hours: Vec<(u8, f64)> = (0u8..24)
        .zip(by_hour.iter().copied())
        .filter(|(hour, _)| open.contains(hour))
        .collect();
    dealt(count, &hours, rng)
        .into_iter()
        .map(|hour| {
            plan.day_starts_at
                .plus_hours(i64::from(hour))
                .plus_minutes(rng.random_range(1..60))
        })
        .collect()
}

fn draw_kind(
    needs: &Needs,
    times: &[Timestamp],
    habits: Habits,
    crew: &Crew,
    hours: Hours,
    plan: &mut Plan,
    rng: &mut ChaCha8Rng,
) {
    let endings: Vec<(Ending, f64)> = needs.endings.iter().map(|(ending, share)| (*ending, *share)).collect();
    let topics: Vec<(usize, f64)> = needs
        .topics
        .iter()
        .enumerate()
        .map(|(index, topic)| (index, topic.share))
        .collect();
    let endings = dealt(times.len(), &endings, rng);
    let topics = dealt(times.len(), &topics, rng);
    // The last need that stays open until the end: what a duplicate can be merged into.
    let mut open: Option<(usize, Timestamp)> = None;
    for ((at, ending), topic) in times.iter().zip(endings).zip(topics) {
        let duplicate_of =
            open.filter(|(_, raised_at)| ending == Ending::Merged && at.millis_since(*raised_at) >= DUPLICATE_AFTER_MS);
        let need = match duplicate_of {
            Some((original, _)) => plan.needs[original].clone(),
            None => planned(needs, topic, crew, plan, rng),
        };
        plan.needs.push(need);
        let index = plan.needs.len() - 1;
        let ending = match (ending, duplicate_of) {
            (Ending::Merged, None) => Ending::InWork,
            (ending, _) => ending,
        };
        let cast = Cast::of(&plan.needs[index], habits, crew, rng);
        let mut story = Story::raised(index, cast.raiser, *at, hours, &mut plan.acts, rng);
        let first_priority = plan.needs[index].priority;
        let teller = Teller {
            needs,
            habits,
            cast,
            first_priority,
        };
        teller.tell(ending, duplicate_of.map(|(original, _)| original), &mut story);
        if matches!(ending, Ending::InWork | Ending::Unconfirmed | Ending::Untouched) {
            open = Some((index, *at));
        }
    }
}

/// A duplicate is raised at least so long after the first, so that the first is surely there.
const DUPLICATE_AFTER_MS: i64 = 21 * Timestamp::MINUTE_MS;

fn planned(needs: &Needs, topic: usize, crew: &Crew, plan: &Plan, rng: &mut ChaCha8Rng) -> PlannedNeed {
    let topic = &needs.topics[topic];
    let weights: Vec<(Priority, f64)> = Priority::ALL.into_iter().zip(topic.priorities).collect();
    let priority = drawn(&weights, rng).unwrap_or(Priority::Normal);
    let (household, org, place) = subject(needs.kind, crew, plan, rng);
    let title = one_of(&topic.titles, rng).clone();
    PlannedNeed {
        kind: needs.kind,
        topic: topic.key.clone(),
        priority,
        place,
        household,
        org,
        title,
    }
}

/// Whose need it is, and where.
fn subject(
    kind: NeedKind,
    crew: &Crew,
    plan: &Plan,
    rng: &mut ChaCha8Rng,
) -> (Option<usize>, Option<usize>, PlaceCode) {
    let org_kind = match kind {
        NeedKind::HouseholdRequest => {
            let household = rng.random_range(0..plan.households.len());
            return (Some(household), None, plan.households[household].building);
        }
        NeedKind::PlantBlockage => OrgKind::Plant,
        NeedKind::ProjectNeed => OrgKind::Project,
    };
    let orgs: Vec<usize> = crew
        .speaking_orgs()
        .iter()
        .copied()
        .filter(|org| plan.orgs[*org].kind == org_kind)
        .collect();
    let org = *one_of(&orgs, rng);
    (None, Some(org), plan.orgs[org].place)
}

/// Who plays in a need's story.
struct Cast {
    raiser: By,
    /// Who the need belongs to and confirms it; the raiser, unless somebody raised it for a household.
    owner: By,
    answerer: usize,
    solver: usize,
    is_assigned: bool,
    /// Whether the solver's role may strike off at all; a steward's may not.
    may_solver_strike_off: bool,
    caller: usize,
    decliner: usize,
    above: usize,
}

impl Cast {
    fn of(need: &PlannedNeed, habits: Habits, crew: &Crew, rng: &mut ChaCha8Rng) -> Cast {
        let is_assigned = happens(habits.assigned, rng);
        let subdistrict = crew.officer_of(&need.place, Level::Subdistrict);
        let district = crew.officer_of(&need.place, Level::District);
        if let Some(household) = need.household {
            let worker = crew.worker_of(&need.place);
            let owner = By::Household(household);
            let is_by_telephone = happens(habits.by_telephone, rng);
            let steward = crew.steward_of(&need.place);
            let helper = steward.unwrap_or(subdistrict);
            return Cast {
                raiser: if is_by_telephone { By::Person(worker) } else { owner },
                owner,
                answerer: worker,
                solver: if is_assigned { helper } else { worker },
                is_assigned,
                may_solver_strike_off: !is_assigned || steward.is_none(),
                // An officer who solved it can't be the one who calls.
                caller: if is_assigned { district } else { subdistrict },
                decliner: subdistrict,
                above: district,
            };
        }
        let speaker = By::Person(need.org.map_or(crew.city_officer, |org| crew.speaker_of(org)));
        Cast {
            raiser: speaker,
            owner: speaker,
            answerer: district,
            solver: if is_assigned { subdistrict } else { district },
            is_assigned,
            may_solver_strike_off: true,
            caller: crew.city_officer,
            decliner: district,
            above: crew.city_officer,
        }
    }
}

/// Tells one need's story.
struct Teller<'a> {
    needs: &'a Needs,
    habits: Habits,
    cast: Cast,
    first_priority: Priority,
}

/// Steps that people take one right after the other, in minutes.
const SOON: [u32; 2] = [1, 4];

impl Teller<'_> {
    fn tell(&self, ending: Ending, original: Option<usize>, story: &mut Story<'_>) {
        let (cast, minutes) = (&self.cast, self.needs.minutes);
        match ending {
            Ending::Untouched => self.ask(story),
            Ending::Withdrawn => story.say(minutes.answer, cast.owner, strike_off_saying, &words::WITHDRAWN),
            Ending::Merged => {
                if let Some(original) = original {
                    story.then(minutes.answer, By::Person(cast.answerer), What::Merge(original));
                }
            }
            Ending::Declined => self.decline(story),
            Ending::Appealed => {
                self.decline(story);
                story.say(minutes.confirm, cast.owner, What::Appeal, &words::APPEALED);
                self.solve_again(By::Person(cast.above), story);
            }
            Ending::InWork => self.answer(story),
            Ending::Unconfirmed => self.solve(story),
            Ending::Confirmed => {
                self.solve(story);
                story.then(minutes.confirm, cast.owner, What::StrikeOff(None));
            }
            Ending::Called => {
                self.solve(story);
                story.say(
                    minutes.confirm,
                    By::Person(cast.caller),
                    strike_off_saying,
                    &words::CALLED,
                );
            }
            Ending::Reopened => {
                self.solve(story);
                story.say(minutes.confirm, cast.owner, What::Reopen, &words::NOT_DONE);
                self.solve_again(By::Person(cast.answerer), story);
            }
        }
    }

    /// The owner asks how it stands.
    fn ask(&self, story: &mut Story<'_>) {
        if story.happens(self.habits.commented) {
            story.say(self.needs.minutes.answer, self.cast.owner, What::Comment, &words::ASKS);
        }
    }

    fn decline(&self, story: &mut Story<'_>) {
        story.say(
            self.needs.minutes.answer,
            By::Person(self.cast.decliner),
            What::Decline,
            &words::DECLINED,
        );
    }

    /// Up to where somebody works on it.
    fn answer(&self, story: &mut Story<'_>) {
        self.ask(story);
        let by = By::Person(self.cast.answerer);
        story.then(self.needs.minutes.answer, by, What::Accept);
        if story.happens(self.habits.undone) {
            story.then(SOON, by, What::Undo);
            story.then(SOON, by, What::Accept);
        }
        if story.happens(self.habits.reprioritised) {
            story.then(SOON, by, What::SetPriority(self.first_priority.changed()));
        }
        if story.happens(self.habits.escalated) {
            story.say(SOON, by, What::Escalate, &words::ESCALATED);
        }
        if self.cast.is_assigned {
            story.then(SOON, by, What::Assign(self.cast.solver));
        }
    }

    /// Up to where the solver says that it is done.
    fn solve(&self, story: &mut Story<'_>) {
        self.answer(story);
        let solver = By::Person(self.cast.solver);
        story.say(self.needs.minutes.solve, solver, What::Solve, &words::DONE);
        if story.happens(self.habits.photo) {
            story.then(SOON, solver, What::Attach);
        }
        if self.cast.may_solver_strike_off && story.happens(self.habits.self_confirmed) {
            story.then(SOON, solver, What::StrikeOff(None));
        }
    }

    /// After an appeal or a solution that was none: accepted, solved and confirmed.
    fn solve_again(&self, solver: By, story: &mut Story<'_>) {
        let minutes = self.needs.minutes;
        story.then(minutes.answer, solver, What::Accept);
        story.say(minutes.solve, solver, What::Solve, &words::DONE);
        story.then(minutes.confirm, self.cast.owner, What::StrikeOff(None));
    }
}

fn strike_off_saying(reason: String) -> What {
    What::StrikeOff(Some(reason))
}
