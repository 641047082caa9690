//! What each act says to the system.

use super::{Market, Stage};
use crate::client::{Answer, Body, Call, Mishap};
use crate::error::DrillError;
use crate::plan::By;
use crate::plan_supply::{Deed, Missing, SupplyAct};
use reqwest::Method;
use serde_json::{Value, json};

/// A command's address and body.
pub(super) struct Request {
    path: String,
    body: Value,
    /// The order whose hand-over code has to be asked for first, and whom to ask.
    code_of: Option<(String, By)>,
}

impl Request {
    fn new(path: String, body: Value) -> Option<Request> {
        Some(Request {
            path,
            body,
            code_of: None,
        })
    }

    /// Sends it over a bad network.
    pub(super) async fn send(
        mut self,
        stage: Stage<'_>,
        act: &SupplyAct,
        key: &str,
        mishap: Mishap,
    ) -> Result<(Answer, Option<Answer>), DrillError> {
        if let Some((id, customer)) = &self.code_of {
            let path = format!("/api/v1/orders/{id}");
            let answer = stage.client.get(&path, stage.world.auth(*customer)).await?;
            self.body = json!({ "code": answer.body["hand_over_code"] });
        }
        let call = Call {
            method: Method::POST,
            path: &self.path,
            auth: stage.world.auth(act.by),
            key: Some(key),
            body: if self.body.is_null() {
                Body::Empty
            } else {
                Body::Json(self.body)
            },
        };
        stage.client.send_with(call, mishap).await
    }
}

impl Market {
    /// What an act says; nothing when its order, transfer or allotment is not there.
    pub(super) fn request(&self, act: &SupplyAct, stage: Stage<'_>) -> Option<Request> {
        let path = |order: usize, verb: &str| {
            let live = self.orders.get(&order)?;
            Some(format!("/api/v1/orders/{}/{verb}", live.id))
        };
        match &act.deed {
            Deed::Place(order) => Request::new("/api/v1/orders".into(), placing(*order, stage)),
            Deed::Cancel(order) => Request::new(path(*order, "cancel")?, json!({})),
            Deed::Pack(order, missing) => Request::new(path(*order, "pack")?, self.packing(*order, *missing)?),
            Deed::Send(orders) => self.sending(orders, stage),
            Deed::Drop(order) => Request::new(path(*order, "drop")?, json!({ "point": "小区门口 1 号点" })),
            Deed::HandOver(order) => Some(Request {
                path: path(*order, "hand-over")?,
                body: Value::Null,
                code_of: Some((self.orders.get(order)?.id.clone(), stage.supply.orders[*order].by)),
            }),
            Deed::Receive(order, missing) => Request::new(path(*order, "receive")?, self.receiving(*order, *missing)?),
            Deed::Return(order) => Request::new(path(*order, "return")?, json!({ "reason": "家中无人" })),
            Deed::OpenAllotment => opening(stage),
            Deed::Ask(household) => {
                let id = self.allotment.as_ref()?;
                let body = match act.by {
                    By::Household(_) => json!({ "people": 2 }),
                    By::Person(_) => json!({ "household": stage.world.households[*household].id, "people": 2 }),
                };
                Request::new(format!("/api/v1/allotments/{id}/ask"), body)
            }
            Deed::Propose(_) | Deed::Agree(_) | Deed::Dispatch(_) | Deed::Arrive(_) => self.moving(&act.deed, stage),
        }
    }

    fn packing(&self, order: usize, missing: Option<Missing>) -> Option<Value> {
        let lines: Vec<Value> = (self.orders.get(&order)?.book.lines().iter().enumerate())
            .map(|(position, line)| {
                let picked = line.ordered - missing_at(missing, position);
                json!({ "line": line.number, "picked": picked })
            })
            .collect();
        Some(json!({ "lines": lines }))
    }

    fn receiving(&self, order: usize, missing: Option<Missing>) -> Option<Value> {
        let Some(missing) = missing else {
            return Some(json!({}));
        };
        let line = self.orders.get(&order)?.book.lines().get(missing.line).copied()?;
        let received = line.pieces() - missing.pieces;
        Some(json!({ "lines": [{ "line": line.number, "received": received }] }))
    }

    fn sending(&self, orders: &[usize], stage: Stage<'_>) -> Option<Request> {
        let firm = stage.supply.orders[*orders.first()?].firm;
        let ids: Vec<&String> = orders
            .iter()
            .filter_map(|order| self.orders.get(order))
            .map(|live| &live.id)
            .collect();
        let path = format!("/api/v1/outlets/{}/runs", stage.world.market.firms[firm]);
        Request::new(path, json!({ "orders": ids })).filter(|_| !ids.is_empty())
    }

    fn moving(&self, deed: &Deed, stage: Stage<'_>) -> Option<Request> {
        let path = |number: &usize, verb: &str| {
            let id = self.transfers.get(number)?;
            Some(format!("/api/v1/supply/transfers/{id}/{verb}"))
        };
        let pieces = |number: &usize| json!({ "pieces": stage.supply.transfers[*number].pieces });
        match deed {
            Deed::Propose(number) => {
                let (transfer, market) = (&stage.supply.transfers[*number], &stage.world.market);
                let body = json!({
                    "from": market.firms[transfer.from],
                    "to": market.firms[transfer.to],
                    "item": market.items[transfer.item],
                    "pieces": transfer.pieces,
                });
                Request::new("/api/v1/supply/transfers".into(), body)
            }
            Deed::Agree(number) => Request::new(path(number, "agree")?, Value::Null),
            Deed::Dispatch(number) => Request::new(path(number, "send")?, pieces(number)),
            Deed::Arrive(number) => Request::new(path(number, "receive")?, pieces(number)),
            _ => None,
        }
    }
}

/// An order's body; whoever orders for a household names it and the number of its slip.
fn placing(order: usize, stage: Stage<'_>) -> Value {
    let (planned, market) = (&stage.supply.orders[order], &stage.world.market);
    let lines: Vec<Value> = (planned.lines.iter())
        .map(|(item, pieces)| json!({ "item": market.items[*item], "pieces": pieces }))
        .collect();
    let mut body = json!({
        "org": market.firms[planned.firm],
        "window": market.windows[planned.firm][planned.window],
        "lines": lines,
    });
    if let By::Person(_) = planned.by {
        body["household"] = stage.world.households[planned.household].id.clone().into();
        body["slip"] = format!("D{:06}", order + 1).into();
    }
    body
}

fn opening(stage: Stage<'_>) -> Option<Request> {
    let (lots, market) = (stage.supply.allotment.as_ref()?, &stage.world.market);
    let body = json!({
        "org": market.firms[lots.firm],
        "item": market.items[lots.item],
        "name": stage.supply.items[lots.item].name,
        "places": [lots.place],
        "pieces": lots.pieces,
        "household_pieces": 1,
        "price_fen": stage.supply.items[lots.item].price,
        "opens_at": lots.opens_at,
        "closes_at": lots.closes_at,
    });
    Request::new("/api/v1/allotments".into(), body)
}

fn missing_at(missing: Option<Missing>, position: usize) -> i64 {
    missing
        .filter(|missing| missing.line == position)
        .map_or(0, |missing| missing.pieces)
}
