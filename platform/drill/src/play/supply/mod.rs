//! Playing supply: what people order, pack, bring and send, beside the book of orders and shelves.

mod clock;
mod errands;
mod listing;
mod opening;
mod requests;
mod settling;

use super::Log;
use super::act::mishap;
use super::raised::RaisedNeed;
use super::world::World;
use crate::book::{BookOrder, OrderState, ShelfChange, Shelves, Step};
use crate::client::{Client, IN_FLIGHT_MAX, Mishap};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::{Act, Plan};
use crate::plan_supply::{SupplyAct, SupplyPlan};
use futures::StreamExt as _;
use std::collections::{BTreeMap, VecDeque};
use tongxin_city::Timestamp;

/// An order that was placed.
#[derive(Debug, Clone)]
pub(crate) struct LiveOrder {
    /// Its id in the system.
    pub id: String,
    /// The book's page of it.
    pub book: BookOrder,
}

/// What is counted, on the played day or the evening before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counted {
    /// Whether on the played day.
    pub is_day: bool,
    /// What.
    pub event: &'static str,
}

/// The book of supply, and the ids of what stands in it.
#[derive(Debug, Default)]
pub(crate) struct Market {
    /// Orders by their index in the plan.
    pub orders: BTreeMap<usize, LiveOrder>,
    /// What every firm that takes part has.
    pub shelves: Shelves,
    /// What happened by day.
    pub tally: BTreeMap<Counted, usize>,
    /// Needs that the system raised.
    pub raised: Vec<RaisedNeed>,
    /// Ids of transfers, by their index in the plan.
    pub transfers: BTreeMap<usize, String>,
    /// The id of the allotment.
    pub allotment: Option<String>,
    /// Households that asked in it.
    pub asked: usize,
    /// Orders of which the system must say that they will be late, before they are, and when it says so.
    pub expected_late: BTreeMap<usize, Timestamp>,
    /// What people will still do about each of them.
    errands: Vec<VecDeque<Act>>,
    has_shortages: bool,
    next_act: usize,
}

/// Random streams of supply's commands begin here, beyond those of the needs' acts.
const MISHAP_STREAM: u64 = 1 << 40;

/// Everything around the market while it is played.
#[derive(Clone, Copy)]
pub(crate) struct Stage<'a> {
    pub plan: &'a Plan,
    pub supply: &'a SupplyPlan,
    pub client: &'a Client,
    pub world: &'a World,
    pub now: Timestamp,
}

impl Market {
    /// The market as it was set up.
    pub(super) fn open(plan: &Plan) -> Market {
        let mut market = Market::default();
        for stock in plan.supply.iter().flat_map(|supply| &supply.stocks) {
            market
                .shelves
                .change(stock.firm, stock.item, ShelfChange::Arrive, stock.pieces);
        }
        market
    }

    /// Orders that arrived so far.
    pub(crate) fn arrived(&self) -> usize {
        let arrived = |order: &&LiveOrder| order.book.state().has_arrived();
        self.orders.values().filter(arrived).count()
    }

    /// How many orders stand in each state.
    pub(crate) fn by_state(&self) -> BTreeMap<OrderState, usize> {
        let mut states = BTreeMap::new();
        for order in self.orders.values() {
            *states.entry(order.book.state()).or_default() += 1;
        }
        states
    }

    /// Does what is due. No two acts of one turn touch the same order, so that all are sent together.
    pub(super) async fn act(&mut self, stage: Stage<'_>, log: &mut Log) -> Result<usize, DrillError> {
        let acts = &stage.supply.acts;
        let due = acts[self.next_act..]
            .iter()
            .take_while(|act| act.at <= stage.now)
            .count();
        let numbers = self.next_act..self.next_act + due;
        self.next_act += due;
        let sent: Vec<_> = numbers
            .filter_map(|number| self.sent(number, &acts[number], stage))
            .collect();
        let mut sent = futures::stream::iter(sent).buffered(IN_FLIGHT_MAX);
        while let Some(answered) = sent.next().await {
            let (number, mishap, (answer, again)) = answered?;
            log.counts.resent += usize::from(mishap != Mishap::None);
            self.settle(&acts[number], &answer, again, stage, log);
        }
        Ok(due)
    }

    /// An act's command on its way; nothing for one that lacks what should have happened before, which was said then.
    fn sent<'a>(
        &self,
        number: usize,
        act: &'a SupplyAct,
        stage: Stage<'a>,
    ) -> Option<impl Future<Output = Result<Sent, DrillError>> + use<'a>> {
        let request = self.request(act, stage)?;
        let mishap = mishap(stage.plan, MISHAP_STREAM + number as u64);
        Some(async move {
            let key = format!("drill-{:x}-supply-{number:08}", stage.plan.seed);
            Ok((number, mishap, request.send(stage, act, &key, mishap).await?))
        })
    }

    /// Does what nobody knew before the day: each act under a key of its own.
    pub(in crate::play) async fn carry_out(
        &mut self,
        acts: Vec<(u64, SupplyAct)>,
        stage: Stage<'_>,
        log: &mut Log,
    ) -> Result<(), DrillError> {
        let sent = acts.iter().filter_map(|(number, act)| {
            let request = self.request(act, stage)?;
            Some(async move {
                let key = format!("drill-{:x}-carried-{number:08}", stage.plan.seed);
                let answered = request.send(stage, act, &key, Mishap::None).await?;
                Ok::<_, DrillError>((act, answered))
            })
        });
        let mut sent = futures::stream::iter(sent.collect::<Vec<_>>()).buffered(IN_FLIGHT_MAX);
        while let Some(answered) = sent.next().await {
            let (act, (answer, again)) = answered?;
            self.settle(act, &answer, again, stage, log);
        }
        Ok(())
    }

    /// An order went on by a run: the book follows.
    pub(in crate::play) fn went_on(&mut self, order: usize, step: Step, stage: Stage<'_>, log: &mut Log) {
        let subject = settling::order_subject(order, self.orders.get(&order), stage);
        let mut differs = |field: &str, expected: String, found: String| {
            log.mismatches.push(Mismatch::new(&*subject, field, expected, found));
        };
        self.step(order, step, None, stage, &mut differs);
    }

    pub(super) fn count(&mut self, event: &'static str, stage: Stage<'_>) {
        let is_day = stage.now >= stage.plan.day_starts_at;
        *self.tally.entry(Counted { is_day, event }).or_default() += 1;
    }
}

/// A number of an act with what went wrong on the way, and the answers.
type Sent = (usize, Mishap, (crate::client::Answer, Option<crate::client::Answer>));
