//! Supply against the book: every order, every shelf, every transfer, and the day's figures in the briefing.

use super::Played;
use crate::client::{Client, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan::Plan;
use crate::plan_supply::SupplyPlan;
use crate::play::Log;
use crate::play::raised::RaisedNeed;
use crate::play::supply::{Counted, LiveOrder, Market};
use crate::play::world::World;
use crate::progress::Progress;
use futures::StreamExt as _;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Orders of one page.
const ORDERS_AT_ONCE: usize = 200;

/// Everything that supply is compared with.
#[derive(Clone, Copy)]
struct Compared<'a> {
    plan: &'a Plan,
    supply: &'a SupplyPlan,
    client: &'a Client,
    world: &'a World,
    market: &'a Market,
}

pub(super) async fn check(played: Played<'_>, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
    let Some(supply) = &played.plan.supply else {
        return Ok(());
    };
    let compared = Compared {
        plan: played.plan,
        supply,
        client: played.client,
        world: played.world,
        market: played.market,
    };
    let drawn = compared.orders(progress, log).await?;
    compared.shelves(log).await?;
    compared.transfers(log).await?;
    compared.figures(drawn, log).await?;
    let counts = &mut log.counts.supply;
    counts.firms = supply.firms.len();
    (counts.vehicles, counts.staff) = compared.listed();
    counts.orders = played.market.orders.len();
    counts.by_state = played.market.by_state();
    counts.drawn = drawn;
    counts.transfers = played.market.transfers.len();
    counts.raised = compared.raised().count();
    Ok(())
}

impl Compared<'_> {
    /// Compares the orders page by page; answers how many a draw has placed.
    async fn orders(&self, progress: &mut Progress, log: &mut Log) -> Result<usize, DrillError> {
        let mut expected: HashMap<&str, (usize, &LiveOrder)> = HashMap::new();
        for (order, live) in &self.market.orders {
            expected.insert(&live.id, (*order, live));
        }
        let total = expected.len();
        let (mut drawn, mut cursor) = (0, String::new());
        loop {
            let path = format!("/api/v1/orders?limit={ORDERS_AT_ONCE}{cursor}");
            let answer = self.client.get(&path, self.world.order_reader()).await?;
            for found in answer.body["orders"].as_array().into_iter().flatten() {
                match expected.remove(found["id"].as_str().unwrap_or_default()) {
                    Some((order, live)) => log.mismatches.extend(self.order(order, live, found)),
                    None => drawn += 1,
                }
            }
            log.counts.supply.orders_checked = total - expected.len();
            progress.done("drill-orders", log.counts.supply.orders_checked, total);
            match answer.body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        for (id, (order, _)) in expected {
            log.mismatches.push(Mismatch::new(
                format!("order #{order} {id}"),
                "in the list",
                "yes",
                "no",
            ));
        }
        let served = self.served();
        if drawn != served {
            log.mismatches
                .push(Mismatch::new("orders", "placed by the draw", served, drawn));
        }
        Ok(drawn)
    }

    /// Households that the draw must have served.
    fn served(&self) -> usize {
        let lots = self
            .supply
            .allotment
            .as_ref()
            .filter(|_| self.market.allotment.is_some());
        lots.map_or(0, |lots| {
            usize::try_from(lots.pieces).unwrap_or_default().min(self.market.asked)
        })
    }

    fn order(&self, order: usize, live: &LiveOrder, found: &Value) -> Vec<Mismatch> {
        let (planned, book) = (&self.supply.orders[order], &live.book);
        let building = self.plan.households[planned.household].building;
        let expected = [
            ("org", json!(self.world.market.firms[planned.firm])),
            ("window", json!(self.world.market.windows[planned.firm][planned.window])),
            ("building", json!(building)),
            ("state", json!(book.state().as_str())),
            ("total", json!(book.total())),
            ("seq", json!(book.seq())),
        ];
        let mut differing: Vec<(&str, Value, Value)> = (expected.into_iter())
            .filter(|(field, expected)| found[*field] != *expected)
            .map(|(field, expected)| (field, expected, found[field].clone()))
            .collect();
        for (field, is_raised) in [("late_need", book.is_late()), ("short_need", book.is_short())] {
            if found[field].is_null() == is_raised {
                differing.push((field, json!(is_raised), found[field].clone()));
            }
        }
        let is_due = self.supply.windows[planned.window].to_at < self.plan.ends_at;
        if is_due && is_forgotten(found) {
            differing.push(("a need, as it is due and has not ended", json!(true), json!(false)));
        }
        let subject = format!("order #{order} {} ({building})", live.id);
        let mismatch = |(field, expected, found)| Mismatch::new(&*subject, field, expected, found);
        differing.into_iter().map(mismatch).collect()
    }

    /// What is on every shelf: opening stock − what left + what came.
    async fn shelves(&self, log: &mut Log) -> Result<(), DrillError> {
        let managed = self.supply.firms.iter().enumerate();
        let managed = managed.filter_map(|(firm, planned)| Some((firm, planned.manager?)));
        let looks: Vec<_> = managed.map(|(firm, manager)| self.shelves_of(firm, manager)).collect();
        let mut looks = futures::stream::iter(looks).buffered(IN_FLIGHT_MAX);
        while let Some(looked) = looks.next().await {
            let (count, mismatches) = looked?;
            log.counts.supply.shelves_checked += count;
            log.mismatches.extend(mismatches);
        }
        Ok(())
    }

    async fn shelves_of(&self, firm: usize, manager: usize) -> Result<(usize, Vec<Mismatch>), DrillError> {
        let path = format!("/api/v1/outlets/{}/stock?limit=200", self.world.market.firms[firm]);
        let answer = self.client.get(&path, &self.world.people[manager].auth).await?;
        let mut found: BTreeMap<&str, Value> = BTreeMap::new();
        for line in answer.body["lines"].as_array().into_iter().flatten() {
            let id = line["item"]["id"].as_str().unwrap_or_default();
            found.insert(id, json!([line["on_hand"], line["promised"]]));
        }
        let (mut count, mut mismatches) = (0, Vec::new());
        for ((_, item), shelf) in self.market.shelves.iter().filter(|((of, _), _)| *of == firm) {
            count += 1;
            let expected = json!([shelf.on_hand, shelf.promised]);
            let found = found.remove(&*self.world.market.items[item]).unwrap_or_default();
            if expected != found {
                let subject = format!("{}: {}", self.supply.firms[firm].name, self.supply.items[item].name);
                mismatches.push(Mismatch::new(subject, "pieces there and promised", expected, found));
            }
        }
        Ok((count, mismatches))
    }

    async fn transfers(&self, log: &mut Log) -> Result<(), DrillError> {
        for (number, id) in &self.market.transfers {
            let path = format!("/api/v1/supply/transfers/{id}");
            let answer = self.client.get(&path, self.world.order_reader()).await?;
            let found = answer.body.get("transfer").unwrap_or(&answer.body);
            let pieces = self.supply.transfers[*number].pieces;
            let expected = json!(["received", pieces, pieces]);
            let found = json!([found["state"], found["sent"], found["received"]]);
            if expected != found {
                let subject = format!("transfer #{number} {id}");
                log.mismatches
                    .push(Mismatch::new(subject, "state, sent and received", expected, found));
            }
        }
        Ok(())
    }

    /// Needs of supply that the system raised.
    fn raised(&self) -> impl Iterator<Item = &RaisedNeed> {
        self.market.raised.iter().filter(|raised| raised.is_of_supply())
    }

    /// How often something happened to the needs that the system raised, on the day or the evening before.
    fn entries(&self, event: &str, is_day: bool) -> usize {
        let entries = self.raised().flat_map(|raised| raised.live.book.entries());
        let starts_at = self.plan.day_starts_at;
        entries
            .filter(|entry| entry.kind == event && (entry.at >= starts_at) == is_day)
            .count()
    }

    /// Vehicles and staff that firms have listed, those besides for passes too.
    fn listed(&self) -> (usize, usize) {
        let besides = self.plan.pass.as_ref();
        let besides = besides.map_or((0, 0), |pass| (pass.vehicles.len(), pass.staff.len()));
        (
            self.supply.vehicles.len() + besides.0,
            self.supply.staff.len() + besides.1,
        )
    }

    /// The briefing's figures of the day and of the day before.
    async fn figures(&self, drawn: usize, log: &mut Log) -> Result<(), DrillError> {
        let answer = self.client.get("/api/v1/briefing", self.world.reader()).await?;
        let found = |key: &str, of: &str| {
            let figures = answer.body["supply"].as_array();
            let figure = figures.and_then(|figures| figures.iter().find(|figure| figure["key"] == key));
            figure.map_or(Value::Null, |figure| figure[of].clone())
        };
        let mut expected = vec![
            ("listed", "number", self.supply.firms.len()),
            ("vehicles", "number", self.listed().0),
            ("staff", "number", self.listed().1),
        ];
        for event in ["placed", "delivered", "on_time", "late", "short", "cancelled"] {
            let counted = |is_day| {
                self.market
                    .tally
                    .get(&Counted { is_day, event })
                    .copied()
                    .unwrap_or_default()
            };
            // A draw's orders are placed by the system, on the day.
            let by_draw = if event == "placed" { drawn } else { 0 };
            expected.push((event, "number", counted(true) + by_draw));
            expected.push((event, "day_before", counted(false)));
        }
        for (key, event) in [("needs_raised", "raised"), ("needs_struck_off", "struck_off")] {
            expected.push((key, "number", self.entries(event, true)));
            expected.push((key, "day_before", self.entries(event, false)));
        }
        log.counts.counts_checked += expected.len();
        for (key, of, expected) in expected {
            let found = found(key, of);
            if found != json!(expected) {
                log.mismatches
                    .push(Mismatch::new(format!("briefing, supply {key}"), of, expected, found));
            }
        }
        Ok(())
    }
}

/// Whether an order has neither ended nor become a need.
fn is_forgotten(found: &Value) -> bool {
    let ended = ["received", "dropped", "cancelled", "returned"];
    let has_ended = found["state"].as_str().is_some_and(|state| ended.contains(&state));
    !has_ended && found["late_need"].is_null()
}
