//! What came of each act: the answer against the book, which follows it.

use super::{LiveOrder, Market, Stage};
use crate::book::{BookLine, BookOrder, Follows, ShelfChange, Step};
use crate::client::Answer;
use crate::outcome::Mismatch;
use crate::plan_supply::{Deed, SupplyAct};
use crate::play::Log;
use crate::play::act::said;
use crate::play::raised::RaisedNeed;
use serde_json::json;

impl Market {
    /// Takes an answer down.
    pub(super) fn settle(
        &mut self,
        act: &SupplyAct,
        answer: &Answer,
        again: Option<Answer>,
        stage: Stage<'_>,
        log: &mut Log,
    ) {
        let what = act.deed.as_str();
        let subject = self.subject(&act.deed, stage);
        if let Some(again) = again.filter(|again| again != answer) {
            let field = format!("{what}, sent again");
            log.mismatches
                .push(Mismatch::new(&*subject, field, said(answer), said(&again)));
        }
        if !answer.status.is_success() {
            log.mismatches
                .push(Mismatch::new(&*subject, what, "done", said(answer)));
            return;
        }
        log.counts.acts += 1;
        let mut differs = |field: &str, expected: String, found: String| {
            log.mismatches.push(Mismatch::new(&*subject, field, expected, found));
        };
        let missing =
            |missing: Option<crate::plan_supply::Missing>| missing.map(|missing| (missing.line, missing.pieces));
        let step = match &act.deed {
            Deed::Place(order) => return self.placed(*order, answer, stage, &mut differs),
            Deed::Send(orders) => {
                for order in orders {
                    self.step(*order, Step::Send, None, stage, &mut differs);
                }
                return;
            }
            Deed::Propose(_) | Deed::Agree(_) | Deed::Dispatch(_) | Deed::Arrive(_) => {
                return self.moved(&act.deed, answer, stage, &mut differs);
            }
            Deed::OpenAllotment => return self.opened(answer, stage, &mut differs),
            Deed::Ask(_) => {
                self.asked += 1;
                return;
            }
            Deed::Cancel(order) => (*order, Step::Cancel),
            Deed::Pack(order, lacks) => (*order, Step::Pack(missing(*lacks))),
            Deed::Drop(order) => (*order, Step::Drop),
            Deed::HandOver(order) => (*order, Step::Receive(None)),
            Deed::Receive(order, lacks) => (*order, Step::Receive(missing(*lacks))),
            Deed::Return(order) => (*order, Step::Return),
        };
        self.step(step.0, step.1, Some(answer), stage, &mut differs);
    }

    /// How an act's subject is named in a mismatch.
    fn subject(&self, deed: &Deed, stage: Stage<'_>) -> String {
        let order = match deed {
            Deed::Place(order)
            | Deed::Cancel(order)
            | Deed::Pack(order, _)
            | Deed::Drop(order)
            | Deed::HandOver(order)
            | Deed::Receive(order, _)
            | Deed::Return(order) => *order,
            Deed::Send(orders) => return format!("run of orders {orders:?}"),
            Deed::Propose(number) | Deed::Agree(number) | Deed::Dispatch(number) | Deed::Arrive(number) => {
                return format!("transfer #{number}");
            }
            Deed::OpenAllotment | Deed::Ask(_) => return "allotment".to_owned(),
        };
        order_subject(order, self.orders.get(&order), stage)
    }

    /// An order was placed: its lines get the numbers of their items' order.
    fn placed(
        &mut self,
        order: usize,
        answer: &Answer,
        stage: Stage<'_>,
        differs: &mut impl FnMut(&str, String, String),
    ) {
        let Some(id) = answer.body["id"].as_str() else {
            return differs("place", "an id".into(), said(answer));
        };
        let planned = &stage.supply.orders[order];
        // Ids are written so that their texts sort as they do.
        let ids = &stage.world.market.items;
        let number = |item: usize| {
            1 + planned
                .lines
                .iter()
                .filter(|(other, _)| ids[*other] < ids[item])
                .count()
        };
        let line = |(item, pieces): &(usize, i64)| {
            BookLine::ordered(number(*item), *item, stage.supply.items[*item].price, *pieces)
        };
        let lines: Vec<BookLine> = planned.lines.iter().map(line).collect();
        let book = BookOrder::placed(lines, stage.supply.windows[planned.window].to_at);
        for (item, pieces) in &planned.lines {
            self.shelves.change(planned.firm, *item, ShelfChange::Promise, *pieces);
        }
        if answer.body["total"] != json!(book.total()) {
            differs(
                "total when placed",
                book.total().to_string(),
                answer.body["total"].to_string(),
            );
        }
        self.count("placed", stage);
        let id = id.to_owned();
        self.orders.insert(order, LiveOrder { id, book });
    }

    /// Moves an order on in the book, and compares the answer where there is one of its own.
    pub(super) fn step(
        &mut self,
        order: usize,
        step: Step,
        answer: Option<&Answer>,
        stage: Stage<'_>,
        differs: &mut impl FnMut(&str, String, String),
    ) {
        let Some(live) = self.orders.get_mut(&order) else {
            return;
        };
        let Some(follows) = live.book.step(step, stage.now) else {
            let state = live.book.state().as_str().to_owned();
            return differs("a step that the rules forbid", state, "done".into());
        };
        if let Some(answer) = answer {
            let book = &live.book;
            let expected = json!([book.state().as_str(), book.seq(), book.total(), follows.is_newly_short]);
            let body = &answer.body;
            let found = json!([body["state"], body["seq"], body["total"], !body["short_need"].is_null()]);
            if expected != found {
                differs(
                    "state, number, total and shortness",
                    expected.to_string(),
                    found.to_string(),
                );
            }
        }
        self.follow(order, follows, answer, stage);
    }

    fn follow(&mut self, order: usize, follows: Follows, answer: Option<&Answer>, stage: Stage<'_>) {
        let planned = &stage.supply.orders[order];
        for (item, change, pieces) in follows.shelf {
            self.shelves.change(planned.firm, item, change, pieces);
        }
        for event in follows.counted {
            self.count(event, stage);
        }
        let need = answer.and_then(|answer| answer.body["short_need"].as_str());
        if let Some(id) = need.filter(|_| follows.is_newly_short) {
            let about = (stage.plan.households[planned.household].building, planned.household);
            let raised = RaisedNeed::of_order(stage.world, "short", about, id.to_owned(), stage.now);
            self.raised.push(raised);
        }
    }

    fn moved(
        &mut self,
        deed: &Deed,
        answer: &Answer,
        stage: Stage<'_>,
        differs: &mut impl FnMut(&str, String, String),
    ) {
        let (number, state) = match deed {
            Deed::Propose(number) => (*number, "proposed"),
            Deed::Agree(number) => (*number, "agreed"),
            Deed::Dispatch(number) => (*number, "sent"),
            Deed::Arrive(number) => (*number, "received"),
            _ => return,
        };
        let transfer = stage.supply.transfers[number];
        match deed {
            Deed::Propose(_) => {
                self.transfers
                    .extend(answer.body["id"].as_str().map(|id| (number, id.to_owned())));
            }
            Deed::Agree(_) => self
                .shelves
                .change(transfer.from, transfer.item, ShelfChange::Promise, transfer.pieces),
            Deed::Dispatch(_) => self
                .shelves
                .change(transfer.from, transfer.item, ShelfChange::Leave, transfer.pieces),
            _ => self
                .shelves
                .change(transfer.to, transfer.item, ShelfChange::Arrive, transfer.pieces),
        }
        if answer.body["state"] != state {
            differs("state", state.to_owned(), answer.body["state"].to_string());
        }
    }

    /// The pieces of an allotment are promised when it is opened.
    fn opened(&mut self, answer: &Answer, stage: Stage<'_>, differs: &mut impl FnMut(&str, String, String)) {
        let (Some(lots), Some(id)) = (&stage.supply.allotment, answer.body["id"].as_str()) else {
            return differs("open", "an id".into(), said(answer));
        };
        self.shelves
            .change(lots.firm, lots.item, ShelfChange::Promise, lots.pieces);
        self.allotment = Some(id.to_owned());
    }
}

/// How an order is named in a mismatch.
pub(super) fn order_subject(order: usize, live: Option<&LiveOrder>, stage: Stage<'_>) -> String {
    let planned = &stage.supply.orders[order];
    let id = live.map_or("new", |live| &live.id);
    let building = stage.plan.households[planned.household].building;
    format!(
        "order #{order} {id} ({} {building})",
        stage.supply.firms[planned.firm].name
    )
}
