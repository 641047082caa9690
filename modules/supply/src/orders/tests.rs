//! Orders from placed to received over real databases, with what becomes a need and what the clock does.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::market::{Market, id};
use crate::rules::figure::OrderHappening;
use crate::rules::order::{PackedLine, ReceivedLine, ReturnedLine};
use crate::store::orders::list::{OrderFilter, Reader};
use crate::world::{NOON, World};
use serde_json::{Value, json};
use tongxin_city::RunId;
use tongxin_ledger::{Filter, Page, Sort};
use tongxin_storage::args;

async fn worlds() -> Vec<World> {
    [Some(World::sqlite().await), World::postgres().await]
        .into_iter()
        .flatten()
        .collect()
}

/// An order of two bags of rice and one bottle of oil, behind a door, and what it takes to move it on.
struct Placed<'w> {
    market: Market<'w>,
    rice: String,
    oil: String,
    resident: crate::world::Person<'w>,
    order: OrderId,
}

impl<'w> Placed<'w> {
    async fn new(world: &'w World, substitutes: &str) -> Placed<'w> {
        let market = Market::open(world).await;
        let (rice, oil) = (
            market.item("大米", 5, 1_000, 3).await,
            market.item("菜油", 5, 500, 3).await,
        );
        let window = market.window(3, 9).await;
        let (_, resident) = world.resident("7-301").await;
        let mut basket = market.basket(&window, &rice, 2);
        basket["lines"] = json!([{"item": rice, "pieces": 2}, {"item": oil, "pieces": 1}]);
        (basket["substitutes"], basket["contact"], basket["note"]) =
            (json!(substitutes), json!("138 0000 0000"), json!("放门口"));
        let order = id(&resident.post("/orders", basket).await).parse().unwrap();
        Placed {
            market,
            rice,
            oil,
            resident,
            order,
        }
    }

    async fn give(&self, command: Command) -> Result<OrderDone, SupplyError> {
        let world = self.market.world;
        let by = Commander {
            party: Party::Outlet,
            actor: "account:outlet".into(),
            may: Scope {
                orgs: vec![self.market.org],
                ..Scope::default()
            },
        };
        let now = world.clock.now();
        world
            .supply
            .command_order(world.command(), by, self.order, command, now)
            .await
    }

    /// Rice and oil as the order holds them, and what was picked of each.
    async fn pack(&self, rice: i64, oil: i64) -> Result<OrderDone, SupplyError> {
        let picked = |item: &str, picked| {
            let item: tongxin_city::ItemId = item.parse().unwrap();
            async move {
                PackedLine {
                    line: self.line_of(item).await,
                    picked,
                    substitute: None,
                }
            }
        };
        let lines = vec![picked(&self.rice, rice).await, picked(&self.oil, oil).await];
        self.give(Command::Pack { lines }).await
    }

    async fn line_of(&self, item: tongxin_city::ItemId) -> i64 {
        let lines = self.shown().await["lines"].as_array().unwrap().clone();
        let found = lines.iter().find(|line| line["item"] == json!(item.to_string()));
        found.unwrap()["line"].as_i64().unwrap()
    }

    async fn unpack(&self) -> Result<OrderDone, SupplyError> {
        self.give(Command::Unpack).await
    }

    /// Orders that the page behind a figure shows for a day.
    async fn shown_as(&self, happening: OrderHappening, day: &str) -> usize {
        let world = self.market.world;
        let span = world.places.city().unwrap().file.zone.span_of(day.parse().unwrap());
        let filter = OrderFilter {
            happened: Some((happening, span.start, span.end)),
            ..OrderFilter::default()
        };
        let scope = Scope {
            orgs: vec![self.market.org],
            ..Scope::default()
        };
        let reader = Reader::at_work(&scope);
        world
            .supply
            .orders_page(&reader, &filter, None, 9)
            .await
            .unwrap()
            .rows
            .len()
    }

    /// What the tally of a day says.
    async fn counted_on(&self, event: &str, day: &str) -> i64 {
        let day: tongxin_city::Day = day.parse().unwrap();
        let sql = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) AS n FROM supply_day WHERE event = $1 AND day = $2";
        let row = self.market.world.db.one(sql, args![event, day.number()]).await.unwrap();
        row.int("n").unwrap()
    }

    /// People close a need: whoever it is for has what was missing.
    async fn close(&self, need: NeedId) {
        let path = format!("/needs/{need}/strike-off");
        let (status, done) = self.resident.post(&path, json!({})).await;
        assert_eq!(status, 200, "{done}");
    }

    async fn send(&self) -> Result<OrderDone, SupplyError> {
        let run = RunId::generate(self.market.world.clock.now());
        self.give(Command::Send { run }).await
    }

    async fn drop_down(&self) -> Result<OrderDone, SupplyError> {
        let point = "南门".to_owned();
        self.give(Command::Drop { point }).await
    }

    async fn shown(&self) -> Value {
        let (status, shown) = self.resident.get(&format!("/orders/{}", self.order)).await;
        assert_eq!(status, 200, "{shown}");
        shown
    }

    /// Topic and text of the needs that were raised.
    async fn needs(&self) -> Vec<(String, String)> {
        let page = Page {
            sort: Sort::Newest,
            after: None,
            limit: 50,
        };
        let (scope, filter) = (tongxin_ledger::Scope::whole(), Filter::default());
        let needs = self.market.world.ledger.list(&scope, &filter, &page).await.unwrap();
        let about = |need: &tongxin_ledger::Need| (need.state.facts.topic.clone(), need.texts.body.clone());
        needs.needs.iter().map(about).collect()
    }

    async fn counted(&self, event: &str) -> i64 {
        let sql = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) AS n FROM supply_day WHERE event = $1";
        let row = self.market.world.db.one(sql, args![event]).await.unwrap();
        row.int("n").unwrap()
    }
}

fn refused(done: Result<OrderDone, SupplyError>) -> &'static str {
    match done {
        Err(SupplyError::Refused(code)) => code,
        Err(SupplyError::Faults(faults) | SupplyError::Gone(faults) | SupplyError::Taken(faults)) => faults[0].key,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_leaves_the_stock_when_it_is_sent_and_is_confirmed_on_time() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let market = &placed.market;
        assert_eq!(refused(placed.send().await), "order-not-packed");
        placed.pack(2, 1).await.unwrap();
        let cancel = format!("/orders/{}/cancel", placed.order);
        assert_eq!(placed.resident.post(&cancel, json!({})).await.0, 409);
        assert_eq!(market.stock(&placed.rice).await, (5, 2));
        placed.send().await.unwrap();
        assert_eq!(
            (market.stock(&placed.rice).await, market.stock(&placed.oil).await),
            ((3, 0), (4, 0))
        );
        let (_, page) = market
            .manager
            .get(&format!("/outlets/{}/movements?kind=order", market.org))
            .await;
        assert_eq!(page["movements"].as_array().unwrap().len(), 2);
        placed.drop_down().await.unwrap();
        let (status, done) = placed
            .resident
            .post(&format!("/orders/{}/receive", placed.order), json!({}))
            .await;
        assert_eq!(
            (status, &done["state"], &done["total"]),
            (200, &json!("received"), &json!(2_500))
        );
        let shown = placed.shown().await;
        let kinds: Vec<&Value> = shown["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| &event["kind"])
            .collect();
        assert_eq!(
            kinds,
            ["placed", "packed", "sent", "dropped", "received"]
                .map(Value::from)
                .iter()
                .collect::<Vec<_>>()
        );
        assert_eq!(
            (placed.counted("on_time").await, placed.counted("delivered").await),
            (1, 1)
        );
        assert_eq!((placed.counted("late").await, placed.needs().await.len()), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_packed_short_releases_the_rest_and_raises_one_need_with_what_is_missing() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let done = placed.pack(1, 1).await.unwrap();
        assert_eq!(done.total.get(), 1_500);
        assert_eq!(placed.market.stock(&placed.rice).await, (5, 1));
        let needs = placed.needs().await;
        assert_eq!((needs.len(), needs[0].0.as_str()), (1, "short"));
        assert!(
            needs[0].1.contains("大米: 1 of 2") && needs[0].1.contains("要 2 件，得 1 件"),
            "{needs:?}"
        );
        assert_eq!(
            placed.shown().await["short_need"],
            json!(done.short_need.unwrap().to_string())
        );
        placed.send().await.unwrap();
        let by_code = |code: &str| Command::Receive {
            lines: vec![],
            code: Some(code.into()),
        };
        assert_eq!(refused(placed.give(by_code("x")).await), "order-wrong-code");
        let code = placed.shown().await["hand_over_code"].as_str().unwrap().to_owned();
        placed.give(by_code(&code)).await.unwrap();
        assert_eq!((placed.needs().await.len(), placed.counted("short").await), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn packing_taken_back_promises_what_was_ordered_or_changes_nothing() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let market = &placed.market;
        assert_eq!(refused(placed.unpack().await), "order-not-packed");
        placed.pack(0, 1).await.unwrap();
        assert_eq!(market.stock(&placed.rice).await, (5, 0));
        // Somebody else orders most of what was missing.
        let (_, other) = world.resident("7-302").await;
        let window = market.window(7, 9).await;
        let order = id(&other.post("/orders", market.basket(&window, &placed.rice, 3)).await);
        let more = market.basket(&window, &placed.rice, 1);
        let (_, third) = world.resident("7-303").await;
        id(&third.post("/orders", more).await);
        let before = placed.shown().await;
        assert_eq!(refused(placed.unpack().await), "supply-order-missing-taken");
        assert_eq!(placed.shown().await, before, "nothing changed");
        assert_eq!(market.stock(&placed.rice).await, (5, 4));
        let off = other.post(&format!("/orders/{order}/cancel"), json!({})).await;
        assert_eq!(off.0, 200, "{off:?}");
        let done = placed.unpack().await.unwrap();
        assert_eq!(
            (done.state, done.total.get(), done.short_need),
            (OrderState::Placed, 2_500, None)
        );
        assert_eq!(market.stock(&placed.rice).await, (5, 3));
        let shown = placed.shown().await;
        assert_eq!(
            (&shown["packed_at"], &shown["events"][2]["kind"]),
            (&Value::Null, &json!("unpacked"))
        );
        assert!(
            shown["lines"]
                .as_array()
                .unwrap()
                .iter()
                .all(|line| line["picked"].is_null())
        );
        placed.pack(2, 1).await.unwrap();
        placed.send().await.unwrap();
        assert_eq!(refused(placed.unpack().await), "order-left-already");
        assert_eq!(market.stock(&placed.rice).await, (3, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_instead_is_free_again_when_packing_is_taken_back() {
    for world in worlds().await {
        let placed = Placed::new(&world, "similar").await;
        let noodles = placed.market.item("面条", 1, 9_000, 3).await;
        let (rice, oil) = (placed.rice.parse().unwrap(), placed.oil.parse().unwrap());
        let substitute = Substitute {
            item: noodles.parse().unwrap(),
            price: Fen::ZERO,
            pieces: 1,
            is_agreed: false,
        };
        let line = |line, picked, substitute| PackedLine {
            line,
            picked,
            substitute,
        };
        let lines = vec![
            line(placed.line_of(rice).await, 1, Some(substitute)),
            line(placed.line_of(oil).await, 1, None),
        ];
        for _ in 0..2 {
            let lines = lines.clone();
            placed.give(Command::Pack { lines }).await.unwrap();
            assert_eq!(placed.market.stock(&noodles).await, (1, 1));
            assert_eq!(placed.shown().await["lines"].as_array().unwrap().len(), 3);
            placed.unpack().await.unwrap();
            assert_eq!(placed.market.stock(&noodles).await, (1, 0));
            assert_eq!(placed.market.stock(&placed.rice).await, (5, 2));
            assert_eq!(placed.shown().await["lines"].as_array().unwrap().len(), 2);
        }
        assert_eq!(placed.needs().await.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_short_once_more_an_order_has_one_need_while_it_is_open_and_each_day_counts_it_once() {
    const TODAY: &str = "2022-11-24";
    const TOMORROW: &str = "2022-11-25";
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let first = placed.pack(1, 1).await.unwrap().short_need.unwrap();
        placed.unpack().await.unwrap();
        assert_eq!(placed.shown().await["short_need"], json!(first.to_string()), "it stays");
        assert_eq!(placed.pack(2, 0).await.unwrap().short_need, None, "it is open");
        assert_eq!((placed.needs().await.len(), placed.counted("short").await), (1, 1));

        placed.unpack().await.unwrap();
        placed.close(first).await;
        let second = placed.pack(1, 1).await.unwrap().short_need.unwrap();
        assert_ne!(second, first);
        assert_eq!(placed.counted_on("short", TODAY).await, 1, "one order, one day");
        assert_eq!(placed.shown_as(OrderHappening::Short, TODAY).await, 1);

        placed.unpack().await.unwrap();
        placed.close(second).await;
        world.clock.advance_to(NOON.plus_days(1));
        let third = placed.pack(1, 1).await.unwrap().short_need.unwrap();
        assert_eq!(placed.shown().await["short_need"], json!(third.to_string()));
        for day in [TODAY, TOMORROW] {
            let rows = placed.shown_as(OrderHappening::Short, day).await;
            assert_eq!((placed.counted_on("short", day).await, rows), (1, 1), "{day}");
        }
        placed.unpack().await.unwrap();
        placed.pack(2, 1).await.unwrap();
        placed.send().await.unwrap();
        placed.drop_down().await.unwrap();
        assert_eq!(
            (placed.counted("short").await, placed.counted("delivered").await),
            (2, 1)
        );
        assert_eq!(
            placed.shown_as(OrderHappening::Short, TODAY).await,
            1,
            "the day is as it was"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_raised_although_a_need_of_packing_that_was_taken_back_was_closed() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let first = placed.pack(1, 1).await.unwrap().short_need.unwrap();
        placed.unpack().await.unwrap();
        placed.close(first).await;
        assert_eq!(placed.pack(2, 1).await.unwrap().short_need, None);
        placed.send().await.unwrap();
        let line = placed.line_of(placed.rice.parse().unwrap()).await;
        let said = json!({"lines": [{"line": line, "received": 2, "damaged": 1}]});
        let path = format!("/orders/{}/receive", placed.order);
        let (status, done) = placed.resident.post(&path, said).await;
        assert_eq!((status, done["short_need"].is_string()), (200, true), "{done}");
        assert_eq!(
            (placed.needs().await.len(), placed.counted("short").await),
            (1, 1),
            "one is open, one order counted"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_substitute_is_promised_for_no_more_than_what_was_ordered_and_raises_nothing() {
    for world in worlds().await {
        let placed = Placed::new(&world, "similar").await;
        let noodles = placed.market.item("面条", 1, 9_000, 3).await;
        let with = |pieces| {
            let (rice, oil) = (placed.rice.parse().unwrap(), placed.oil.parse().unwrap());
            let substitute = Substitute {
                item: noodles.parse().unwrap(),
                price: Fen::ZERO,
                pieces,
                is_agreed: false,
            };
            let placed = &placed;
            async move {
                let lines = vec![
                    PackedLine {
                        line: placed.line_of(rice).await,
                        picked: 0,
                        substitute: Some(substitute),
                    },
                    PackedLine {
                        line: placed.line_of(oil).await,
                        picked: 1,
                        substitute: None,
                    },
                ];
                placed.give(Command::Pack { lines }).await
            }
        };
        assert_eq!(refused(with(2).await), "supply-order-substitute-gone");
        assert_eq!(placed.market.stock(&placed.rice).await, (5, 2), "nothing half written");
        let done = with(1).await.unwrap();
        assert_eq!(done.total.get(), 1_500);
        assert_eq!(placed.market.stock(&noodles).await, (1, 1));
        assert_eq!(placed.market.stock(&placed.rice).await, (5, 0));
        assert_eq!(placed.needs().await.len(), 0);
        placed.send().await.unwrap();
        assert_eq!(placed.market.stock(&noodles).await, (0, 0));
        let reason = "无人在家".to_owned();
        let fit = vec![ReturnedLine { line: 3, fit: 0 }];
        placed.give(Command::Return { lines: fit, reason }).await.unwrap();
        assert_eq!(
            (
                placed.market.stock(&noodles).await,
                placed.market.stock(&placed.oil).await
            ),
            ((0, 0), (5, 0))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_household_finds_damaged_becomes_a_need_and_is_not_paid() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        placed.pack(2, 1).await.unwrap();
        placed.send().await.unwrap();
        let line = placed.line_of(placed.rice.parse().unwrap()).await;
        let said = json!({"lines": [{"line": line, "received": 2, "damaged": 2}]});
        let path = format!("/orders/{}/receive", placed.order);
        let (status, done) = placed.resident.post(&path, said).await;
        assert_eq!((status, &done["total"]), (200, &json!(500)));
        assert_eq!(placed.needs().await[0].0, "short");
        let wrong = json!({"lines": [{"line": line, "received": 3}]});
        assert_eq!(placed.resident.post(&path, wrong).await.0, 409, "closed is closed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_order_becomes_a_need_once_which_stays_when_the_order_comes() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        let due = NOON.plus_hours(5);
        assert_eq!(
            world.supply.raise_late_orders(due).await.unwrap(),
            0,
            "not a moment before"
        );
        world.clock.advance_to(due.plus_minutes(1));
        let now = world.clock.now();
        assert_eq!(world.supply.raise_late_orders(now).await.unwrap(), 1);
        assert_eq!(world.supply.raise_late_orders(now.plus_hours(1)).await.unwrap(), 0);
        let needs = placed.needs().await;
        assert_eq!((needs.len(), needs[0].0.as_str()), (1, "late"));
        assert!(needs[0].1.contains(&placed.order.to_string()));
        placed.pack(2, 1).await.unwrap();
        placed.send().await.unwrap();
        placed.drop_down().await.unwrap();
        assert_eq!(placed.needs().await.len(), 1, "people strike it off");
        assert_eq!((placed.counted("late").await, placed.counted("on_time").await), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_nobody_confirms_is_taken_as_received_and_later_forgotten() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        placed.pack(2, 1).await.unwrap();
        placed.send().await.unwrap();
        placed.drop_down().await.unwrap();
        let three_days = NOON.plus_days(3);
        assert_eq!(world.supply.presume_orders(three_days).await.unwrap(), 0);
        world.clock.advance_to(three_days.plus_minutes(1));
        let now = world.clock.now();
        assert_eq!(world.supply.presume_orders(now).await.unwrap(), 1);
        assert_eq!(placed.shown().await["state"], json!("received"));
        assert_eq!(placed.shown().await["door"], json!("7-301"));
        assert_eq!(world.supply.erase_orders(now.plus_days(30)).await.unwrap(), 0);
        let later = now.plus_days(30).plus_minutes(1);
        assert_eq!(world.supply.erase_orders(later).await.unwrap(), 1);
        assert_eq!(world.supply.erase_orders(later).await.unwrap(), 0, "once");
        let shown = placed.shown().await;
        for field in ["door", "contact", "note", "hand_over_code", "drop_point"] {
            assert_eq!(shown[field], Value::Null, "{field}");
        }
        assert_eq!(shown["lines"].as_array().unwrap().len(), 2, "what was ordered stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outlet_calls_off_with_a_reason_and_moves_only_its_own_orders() {
    for world in worlds().await {
        let placed = Placed::new(&world, "none").await;
        assert_eq!(
            refused(placed.give(Command::Cancel { reason: None }).await),
            "field-required"
        );
        let stranger = Commander {
            party: Party::Outlet,
            actor: "account:other".into(),
            may: Scope::default(),
        };
        let reason = Some("淹水".to_owned());
        let cancel = Command::Cancel { reason };
        let done = world
            .supply
            .command_order(
                world.command(),
                stranger,
                placed.order,
                cancel.clone(),
                world.clock.now(),
            )
            .await;
        assert!(matches!(done, Err(SupplyError::NotFound)));
        placed.pack(2, 1).await.unwrap();
        placed.give(cancel).await.unwrap();
        assert_eq!(placed.market.stock(&placed.rice).await, (5, 0));
        let shown = placed.shown().await;
        assert_eq!(shown["events"][2]["note"], json!("淹水"));
        let receive = Command::Receive {
            lines: vec![ReceivedLine {
                line: 1,
                received: 0,
                damaged: 0,
            }],
            code: None,
        };
        assert_eq!(refused(placed.give(receive).await), "order-wrong-code");
    }
}
