//! Playing a plan: the clock moves in steps; in each, what the clock does by itself is awaited, then people act.

mod act;
pub(crate) mod care;
mod clock;
mod codes;
pub(crate) mod dispatch;
mod kinds;
mod links;
pub(crate) mod pass;
pub(crate) mod raised;
pub(crate) mod setup;
pub(crate) mod supply;
mod table;
pub(crate) mod volunteer;
pub(crate) mod world;

use crate::book::{BookNeed, State};
use crate::check;
use crate::client::{Client, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::{Counts, Mismatch, Outcome, Took};
use crate::plan::{Act, Plan, What};
use crate::progress::{Progress, Standing};
use care::{Beside, Rounds};
use dispatch::Fleet;
use futures::StreamExt as _;
use pass::Desk;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use supply::{Market, Stage};
use tongxin_city::Timestamp;
use tongxin_clock::Clock;
use tongxin_pass_format::PublicKey;
use volunteer::Shifts;
use world::World;

/// The server a drill plays against.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its address, such as `http://127.0.0.1:8080`.
    pub base_url: String,
    /// The secret of the first administrator's one-time link.
    pub first_admin_token: String,
    /// The key that signs the issuer's keys, which checkpoints are given by hand.
    pub pass_root: PublicKey,
}

/// How fast a drill is played.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pace {
    /// So many times faster than life; as fast as the server answers when not given.
    pub speed: Option<f64>,
}

/// A need that was raised.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// Its id in the system.
    pub id: String,
    /// The book's page of it.
    pub book: BookNeed,
}

/// The needs raised so far, by their index in the plan.
pub(crate) type Needs = BTreeMap<usize, Live>;

/// What playing has come to so far.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub counts: Counts,
    pub mismatches: Vec<Mismatch>,
    /// How long passes took.
    pub pass_took: Duration,
}

/// Plays a plan against a server whose clock is `clock`, and compares the system with the book at the end.
///
/// # Errors
/// When the server can't be reached, or refuses what the drill needs to start. What differs in the end is no error
/// but in [`Outcome::mismatches`].
pub async fn play(
    plan: &Plan,
    target: &Target,
    clock: &Clock,
    progress: &mut Progress,
    pace: Pace,
) -> Result<Outcome, DrillError> {
    let client = Client::new(&target.base_url)?;
    let started = Instant::now();
    progress.stage("drill-setting-up");
    let world = setup::set_up(plan, &client, &target.first_admin_token, progress).await?;
    let setup_took = started.elapsed();
    progress.stage("drill-play");
    let mut log = Log::default();
    let mut books = Books {
        market: Market::open(plan),
        desk: Desk::open(plan, target.pass_root),
        fleet: Fleet::open(plan),
        rounds: Rounds::open(plan),
        shifts: Shifts::open(plan),
    };
    let needs = Play {
        plan,
        client: &client,
        world: &world,
        clock,
        pace,
    }
    .run(&mut books, progress, &mut log)
    .await?;
    let play_took = started.elapsed() - setup_took;
    progress.stage("drill-check");
    let played = check::Played {
        plan,
        client: &client,
        world: &world,
        needs: &needs,
        market: &books.market,
        desk: books.desk.as_ref(),
        fleet: books.fleet.as_ref(),
        rounds: books.rounds.as_ref(),
        shifts: books.shifts.as_ref(),
    };
    check::check(played, progress, &mut log).await?;
    let links = links::of_each_kind(plan, &client, &world, &needs).await?;
    let Log {
        mut counts,
        mismatches,
        pass_took,
    } = log;
    counts.places = plan.places.len();
    counts.households = plan.households.len();
    counts.orgs = plan.orgs.len();
    counts.people = plan.people.len();
    counts.requests = client.sent();
    let took = Took {
        setup: setup_took,
        play: play_took,
        pass: pass_took,
        check: started.elapsed() - setup_took - play_took,
    };
    Ok(Outcome {
        counts,
        mismatches,
        links,
        took,
    })
}

/// The books that are kept beside the needs.
struct Books {
    market: Market,
    desk: Option<Desk>,
    fleet: Option<Fleet>,
    rounds: Option<Rounds>,
    shifts: Option<Shifts>,
}

impl Books {
    /// The round's book, and what it touches besides.
    fn around_rounds(&mut self) -> (Option<&mut Rounds>, Beside<'_>) {
        let beside = Beside {
            market: &mut self.market,
            fleet: self.fleet.as_mut(),
            desk: self.desk.as_mut(),
        };
        (self.rounds.as_mut(), beside)
    }
}

struct Play<'a> {
    plan: &'a Plan,
    client: &'a Client,
    world: &'a World,
    clock: &'a Clock,
    pace: Pace,
}

impl Play<'_> {
    async fn run(&self, books: &mut Books, progress: &mut Progress, log: &mut Log) -> Result<Needs, DrillError> {
        let (started, plan) = (Instant::now(), self.plan);
        let mut needs = Needs::new();
        let mut acts = plan.acts.iter().enumerate().peekable();
        let mut done = 0;
        let mut now = plan.starts_at;
        while now < plan.ends_at {
            let tick_started = Instant::now();
            now = now.plus_millis(plan.tick_ms).min(plan.ends_at);
            self.clock.advance_to(now);
            if let Some(fleet) = books.fleet.as_mut() {
                fleet.expect_late(&mut books.market, now);
            }
            self.await_clock(&mut needs, &mut books.market, now, log).await?;
            if let Some(stage) = self.stage(now) {
                self.await_others(books, stage, log).await?;
            }
            let mut by_need: BTreeMap<usize, Vec<(usize, &Act)>> = BTreeMap::new();
            while let Some((number, act)) = acts.next_if(|(_, act)| act.at <= now) {
                by_need.entry(act.need).or_default().push((number, act));
                done += 1;
            }
            self.act_together(by_need, &mut needs, now, log).await?;
            if let Some(stage) = self.stage(now) {
                done += self.act_on_others(books, stage, log).await?;
            }
            self.wait_for_real_time(tick_started).await;
            let standing = standing(plan, &needs, &books.market, now, done, log, started);
            progress.played(&standing, now >= plan.ends_at);
        }
        Ok(needs)
    }

    /// What the system's clock does by itself besides the needs' own.
    async fn await_others(&self, books: &mut Books, stage: Stage<'_>, log: &mut Log) -> Result<(), DrillError> {
        if let Some(fleet) = books.fleet.as_mut() {
            fleet.await_clock(stage, &mut books.market, log).await?;
        }
        if let (Some(care), (Some(rounds), beside)) = (&self.plan.care, books.around_rounds()) {
            rounds.await_clock(care, stage, beside, log).await?;
        }
        if let (Some(volunteer), Some(shifts)) = (&self.plan.volunteer, books.shifts.as_mut()) {
            shifts.await_clock(volunteer, stage, &mut books.market, log).await?;
        }
        Ok(())
    }

    /// What people do besides about needs.
    async fn act_on_others(&self, books: &mut Books, stage: Stage<'_>, log: &mut Log) -> Result<usize, DrillError> {
        let mut done = books.market.act(stage, log).await?;
        done += books.market.work(stage, log).await?;
        if let (Some(fleet), Some(story)) = (books.fleet.as_mut(), &stage.supply.dispatch) {
            done += fleet.play(story, stage, &mut books.market, log).await?;
        }
        if let (Some(desk), Some(pass)) = (books.desk.as_mut(), &self.plan.pass) {
            let began = Instant::now();
            done += desk.play(pass, stage, &mut books.market, log).await?;
            log.pass_took += began.elapsed();
        }
        if let (Some(care), (Some(rounds), beside)) = (&self.plan.care, books.around_rounds()) {
            done += rounds.play(care, stage, beside, log).await?;
        }
        if let (Some(volunteer), Some(shifts)) = (&self.plan.volunteer, books.shifts.as_mut()) {
            done += shifts.play(volunteer, stage, &mut books.market, log).await?;
        }
        Ok(done)
    }

    /// Different needs are acted on at the same time, one need's acts one after the other.
    async fn act_together(
        &self,
        by_need: BTreeMap<usize, Vec<(usize, &Act)>>,
        needs: &mut Needs,
        now: Timestamp,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        // Where merges lead is looked up before any need leaves the book for its acts.
        let targets: BTreeMap<usize, (String, bool)> = by_need
            .iter()
            .filter_map(|(index, acts)| Some((*index, merge_target(acts, needs)?)))
            .collect();
        let stories: Vec<act::Story<'_>> = by_need
            .into_iter()
            .map(|(index, acts)| {
                let live = needs.remove(&index);
                let id = live.as_ref().map_or("new", |live| &live.id);
                act::Story {
                    index,
                    subject: check::subject(self.plan, index, id),
                    live,
                    acts,
                    target: targets.get(&index).cloned(),
                    now,
                }
            })
            .collect();
        let told = stories
            .into_iter()
            .map(|story| act::tell(self.plan, self.client, self.world, story));
        let mut told = futures::stream::iter(told).buffer_unordered(IN_FLIGHT_MAX);
        while let Some(told) = told.next().await {
            let mut told = told?;
            needs.extend(told.live.take().map(|live| (told.index, live)));
            told.enter(log);
        }
        Ok(())
    }

    async fn wait_for_real_time(&self, tick_started: Instant) {
        let Some(speed) = self.pace.speed.filter(|speed| *speed > 0.0) else {
            return;
        };
        let tick = Duration::from_secs_f64(self.plan.tick_ms as f64 / 1000.0 / speed);
        tokio::time::sleep(tick.saturating_sub(tick_started.elapsed())).await;
    }
}

/// The need into which one of these acts merges: its id, and whether it is open.
fn merge_target(acts: &[(usize, &Act)], needs: &Needs) -> Option<(String, bool)> {
    acts.iter().find_map(|(_, act)| match act.what {
        What::Merge(into) => needs
            .get(&into)
            .map(|live| (live.id.clone(), live.book.state().is_open())),
        _ => None,
    })
}

fn standing(
    plan: &Plan,
    needs: &Needs,
    market: &Market,
    now: Timestamp,
    done: usize,
    log: &Log,
    started: Instant,
) -> Standing {
    let solved = |live: &&Live| matches!(live.book.state(), State::Solved | State::StruckOff);
    let played_ms = now.millis_since(plan.starts_at);
    let all_ms = plan.ends_at.millis_since(plan.starts_at).max(1);
    Standing {
        now,
        raised: needs.len(),
        solved: needs.values().filter(solved).count(),
        ordered: market.orders.len(),
        arrived: market.arrived(),
        commands: (done + log.counts.resent) as u64,
        commands_per_second: (done as f64 / started.elapsed().as_secs_f64().max(0.001)) as u64,
        percent: u64::try_from(100 * played_ms / all_ms).unwrap_or_default(),
    }
}
