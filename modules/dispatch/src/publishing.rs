//! What people do with a plan: change it by hand, publish it, drop it.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::misses::Missed;
use crate::rules::cargo::Cargo;
use crate::rules::effects::Told;
use crate::rules::figures::PlanFigures;
use crate::rules::moving::{Change, change};
use crate::rules::plan::{PlanBody, PlannedRun};
use crate::rules::state::{CargoState, PlanState, RunEventKind, RunState};
use crate::store::anew;
use crate::store::events::{self, Moment};
use crate::store::plans::{self, PlanRecord};
use crate::store::rides;
use crate::store::runs::{self, RunRecord};
use crate::store::tallies::{self, DispatchFigureKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, Level, OrderId, OrgId, PlaceCode, PlanId, RideId, RunId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_supply::LateTransfer;
use utoipa::ToSchema;

/// What a change by hand made of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlanChanged {
    /// The plan.
    pub(crate) id: PlanId,
    /// How often it was changed.
    pub(crate) seq: i64,
}

/// What publishing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PlanPublished {
    /// The plan.
    pub(crate) id: PlanId,
    /// Runs that people drive by it.
    pub(crate) runs: usize,
    /// Needs raised because something will come late or not at all.
    pub(crate) needs: usize,
}

impl Dispatch {
    /// The plan that people drive by, as runs that are out and have not come back.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn present(&self, org: OrgId, day: Day) -> Result<PlanBody, DispatchError> {
        let out = self.standing(runs::of_day(self.db(), org, day).await?).await?;
        Ok(PlanBody {
            runs: out
                .iter()
                .filter(|run| run.state.is_open())
                .map(runs::RunRecord::planned)
                .collect(),
            ..PlanBody::default()
        })
    }

    /// Changes a plan that is not published, once. `seq` is the change that the changer saw last.
    ///
    /// # Errors
    /// `Refused` when the plan can't be changed so or somebody else changed it; `NotFound`; or a storage failure.
    pub(crate) async fn change_plan(
        &self,
        key: CommandKey,
        by: Doer,
        (id, seq): (PlanId, i64),
        asked: Change,
        now: Timestamp,
    ) -> Result<PlanChanged, DispatchError> {
        let plan = self.ready(&by.may, id, seq).await?;
        let body = plan
            .body
            .as_ref()
            .ok_or(DispatchError::Refused("dispatch-plan-not-ready"))?;
        let depot = self.depot(plan.org, now).await?;
        let ways = self.ways_of(&plan.asked, depot, body).await?;
        let bounds = self.bounds(plan.org, &plan.asked, depot, body).await?;
        let zone = self.places().city()?.file.zone.clone();
        let shift = plan.asked.shift(&zone).0.max(now);
        let mut body = change(body, &asked, (&ways, &bounds), shift)?;
        body.travel = ways.basis();
        let work = Arc::new((plan, body));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (plan, body) = &*work;
                plans::change(tx, plan, body)?;
                let (id, seq) = (plan.id, plan.seq + 1);
                Ok::<_, DispatchError>(PlanChanged { id, seq })
            })
        });
        Ok(done.await?.value)
    }

    /// Takes the last change by hand back, once.
    ///
    /// # Errors
    /// `Refused` when there is none or somebody else changed it; `NotFound`; or a storage failure.
    pub(crate) async fn undo_change(
        &self,
        key: CommandKey,
        by: Doer,
        (id, seq): (PlanId, i64),
    ) -> Result<PlanChanged, DispatchError> {
        let plan = self.ready(&by.may, id, seq).await?;
        if !plan.has_before {
            return Err(DispatchError::Refused("dispatch-nothing-to-undo"));
        }
        self.write_plan(key, plan, plans::undo).await
    }

    /// Drops a plan that nobody wants, once.
    ///
    /// # Errors
    /// As [`Dispatch::undo_change`].
    pub(crate) async fn drop_plan(
        &self,
        key: CommandKey,
        by: Doer,
        (id, seq): (PlanId, i64),
    ) -> Result<PlanChanged, DispatchError> {
        let plan = self.ready(&by.may, id, seq).await?;
        self.write_plan(key, plan, plans::drop).await
    }

    async fn write_plan(
        &self,
        key: CommandKey,
        plan: PlanRecord,
        step: fn(&mut Tx, &PlanRecord),
    ) -> Result<PlanChanged, DispatchError> {
        let plan = Arc::new(plan);
        let done = self.db().write_once(key, move |tx| {
            let plan = Arc::clone(&plan);
            Box::pin(async move {
                step(tx, &plan);
                let (id, seq) = (plan.id, plan.seq + 1);
                Ok::<_, DispatchError>(PlanChanged { id, seq })
            })
        });
        Ok(done.await?.value)
    }

    /// Ends the search of a plan with the best it has, once.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn stop_search(&self, key: CommandKey, by: Doer, id: PlanId) -> Result<(), DispatchError> {
        let plan = self.plan(&by.may, id).await?;
        let done = self.db().write_once(key, move |tx| {
            Box::pin(async move {
                plans::stop(tx, plan.id);
                Ok::<_, DispatchError>(())
            })
        });
        done.await?;
        Ok(())
    }

    async fn ready(&self, scope: &Scope, id: PlanId, seq: i64) -> Result<PlanRecord, DispatchError> {
        let plan = self.plan(scope, id).await?;
        if plan.state != PlanState::Ready {
            return Err(DispatchError::Refused("dispatch-plan-not-ready"));
        }
        if plan.seq != seq {
            return Err(DispatchError::Refused("dispatch-plan-changed"));
        }
        Ok(plan)
    }

    /// Has people drive by a plan from now on, once: its runs take the place of those that have not left, and patients' runs
    /// on the road go on by it. Whatever will come
    /// late by it or not at all is a need at once.
    ///
    /// # Errors
    /// `Refused` when the plan is not ready, or runs moved on since it was made; `NotFound`; or a storage failure.
    pub(crate) async fn publish(
        &self,
        key: CommandKey,
        by: Doer,
        (id, seq): (PlanId, i64),
        now: Timestamp,
    ) -> Result<PlanPublished, DispatchError> {
        let plan = self.ready(&by.may, id, seq).await?;
        let depot = self.depot(plan.org, now).await?;
        let transfers = plan.body.as_ref().map(|body| missed(body, &[]).transfers);
        let transfers = self.supply().late_transfers(&transfers.unwrap_or_default()).await?;
        let work = Arc::new((self.clone(), plan, depot, by.actor, transfers));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (dispatch, plan, depot, actor, transfers) = &*work;
                dispatch.publish_in(tx, (plan, transfers), depot, actor, now).await
            })
        });
        Ok(done.await?.value)
    }

    async fn publish_in(
        &self,
        tx: &mut Tx,
        (plan, transfers): (&PlanRecord, &[LateTransfer]),
        depot: &PlaceCode,
        actor: &str,
        now: Timestamp,
    ) -> Result<PlanPublished, DispatchError> {
        let body = plan
            .body
            .as_ref()
            .ok_or(DispatchError::Refused("dispatch-plan-not-ready"))?;
        if runs::changes_in(tx, plan.org, plan.day).await? != plan.from_seq {
            return Err(DispatchError::Refused("dispatch-plan-outdated"));
        }
        // So that nobody calls a ride off meanwhile.
        rides::take_pool(tx, plan.org, now).await?;
        self.count_unserved(tx, plan, depot, body).await?;
        plans::publish(tx, plan, now);
        let out = runs::of_day_in(tx, plan.org, plan.day).await?;
        let kept: HashSet<_> = body.runs.iter().map(|run| run.id).collect();
        let moment = Moment {
            actor,
            now,
            said_at: None,
        };
        for run in out
            .iter()
            .filter(|run| run.state == RunState::Planned && !kept.contains(&run.id))
        {
            runs::cancel(tx, run);
            events::add(tx, run.id, RunEventKind::Cancelled, None, None, moment).await?;
        }
        for run in body.runs.iter().filter(|run| run.is_told()) {
            let known = out.iter().find(|known| known.id == run.id);
            let kind = match Told::of(known.map(runs::RunRecord::planned).as_ref(), run) {
                Told::Same => continue,
                Told::Fresh => RunEventKind::Published,
                Told::Changed => RunEventKind::Changed,
            };
            match known.filter(|_| run.has_left) {
                Some(known) => anew::put_anew(tx, plan.id, known, run),
                None => runs::put(tx, (plan.id, plan.org, plan.day), run).await?,
            }
            events::add(tx, run.id, kind, None, None, moment).await?;
        }
        self.leave_out_called_off(tx, body, moment).await?;
        self.supply().plan_arrivals_in(tx, &arrivals(body));
        for (ride, at) in fetched(body) {
            rides::set_planned(tx, ride, at);
        }
        let needs = self.raise_missed(tx, &missed(body, &out), transfers, now).await?;
        tx.announce();
        Ok(PlanPublished {
            id: plan.id,
            runs: body.runs.len(),
            needs,
        })
    }

    /// Rides that were called off since the plan was made go the way of those that are called off on a published run: nobody drives to them.
    async fn leave_out_called_off(
        &self,
        tx: &mut Tx,
        body: &PlanBody,
        moment: Moment<'_>,
    ) -> Result<(), DispatchError> {
        let stops = ride_stops(body);
        let rides: BTreeSet<RideId> = stops.iter().map(|stop| stop.ride).collect();
        let off = rides::called_off_in(tx, &rides).await?;
        for stop in stops {
            if !off.contains(&stop.ride) {
                continue;
            }
            runs::finish_stop(tx, stop.run, stop.stop, moment.now);
            if !stop.is_pickup {
                let cargo = Cargo::Ride(stop.ride);
                runs::set_cargo(tx, stop.run, cargo, CargoState::Cancelled, Some(moment.now));
                events::add(tx, stop.run, RunEventKind::CalledOff, Some(cargo), None, moment).await?;
            }
        }
        Ok(())
    }

    /// Counts what a plan leaves out, instead of what the plan left out that people drove by before: most of it is the same.
    async fn count_unserved(
        &self,
        tx: &mut Tx,
        plan: &PlanRecord,
        depot: &PlaceCode,
        body: &PlanBody,
    ) -> Result<(), DispatchError> {
        let before = plans::published_in(tx, plan.org, plan.day).await?;
        let before = before.and_then(|before| before.body).unwrap_or_default();
        let more = PlanFigures::of(body).unserved - PlanFigures::of(&before).unserved;
        if more != 0 {
            let place = self.subdistrict(depot)?;
            tallies::count(tx, plan.day, &place, DispatchFigureKey::Unserved, more);
        }
        Ok(())
    }

    /// The subdistrict of a place, or the place itself where it lies above one.
    pub(crate) fn subdistrict(&self, place: &PlaceCode) -> Result<PlaceCode, DispatchError> {
        let widths = self.places().city()?.file.widths;
        Ok(widths.ancestor(place, Level::Subdistrict).unwrap_or(*place))
    }
}

/// What a plan brings or fetches late, or leaves out; also what runs bring late that are out and go on as before, but for
/// what of them had its end or is on board, as `out` has it.
pub(crate) fn missed(body: &PlanBody, out: &[RunRecord]) -> Missed {
    let is_ahead = |run: &PlannedRun, cargo: &Cargo| {
        let known = out.iter().find(|known| known.id == run.id && !run.is_told());
        let mut held = known.into_iter().flat_map(RunRecord::cargo);
        held.all(|held| held.cargo != *cargo || held.state == CargoState::Open)
    };
    let late = body.runs.iter().flat_map(|run| {
        let late = run.stops.iter();
        let late = late.filter(|stop| !stop.is_done && stop.is_late() && !stop.takes_goods_on());
        let cargo = late.flat_map(|stop| &stop.cargo);
        cargo.filter(move |cargo| is_ahead(run, cargo))
    });
    Missed::of(late.chain(body.unserved.iter().map(|left| &left.cargo)).copied())
}

/// Where somebody is told to stop for a ride.
struct RideStop {
    run: RunId,
    stop: i64,
    is_pickup: bool,
    ride: RideId,
}

/// The stops for rides that a plan has people make.
fn ride_stops(body: &PlanBody) -> Vec<RideStop> {
    let told = body.runs.iter().filter(|run| run.is_told());
    let ahead = told.flat_map(|run| run.stops.iter().map(move |stop| (run.id, stop)));
    let ahead = ahead.filter(|(_, stop)| !stop.is_done);
    let of_rides = ahead.flat_map(|(run, stop)| {
        let rides = stop.cargo.iter().filter_map(|cargo| cargo.ride());
        rides.map(move |ride| RideStop {
            run,
            stop: stop.stop,
            is_pickup: stop.is_pickup,
            ride,
        })
    });
    of_rides.collect()
}

/// When each ride's vehicle is to come; no time for what was left out.
fn fetched(body: &PlanBody) -> impl Iterator<Item = (RideId, Option<Timestamp>)> {
    let left = body.unserved.iter().filter_map(|left| Some((left.cargo.ride()?, None)));
    let runs = body.runs.iter().filter(|run| run.is_told());
    let fetched = runs
        .flat_map(|run| &run.stops)
        .filter(|stop| stop.is_pickup && !stop.is_done);
    let fetched = fetched.flat_map(|stop| {
        let rides = stop.cargo.iter().filter_map(|cargo| cargo.ride());
        rides.map(|ride| (ride, Some(stop.begin_at())))
    });
    left.chain(fetched)
}

/// When each order is to arrive; no time for what was left out.
fn arrivals(body: &PlanBody) -> Vec<(OrderId, Option<Timestamp>)> {
    let mut arrivals: HashMap<OrderId, Option<Timestamp>> = HashMap::new();
    let left = body.unserved.iter().filter_map(|left| left.cargo.order());
    arrivals.extend(left.map(|order| (order, None)));
    for stop in body
        .runs
        .iter()
        .flat_map(|run| &run.stops)
        .filter(|stop| !stop.is_pickup && !stop.is_done)
    {
        let orders = stop.cargo.iter().filter_map(|cargo: &Cargo| cargo.order());
        arrivals.extend(orders.map(|order| (order, Some(stop.begin_at()))));
    }
    arrivals.into_iter().collect()
}
