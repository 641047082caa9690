//! Many who order at once through two servers, each a process of its own, over one database: never more than there is,
//! counted exactly.

use crate::beside::Beside;
use crate::market::{Market, code, id};
use crate::world::{Answer, Person, World};
use futures::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::HashMap;
use tongxin_storage::args;

/// Residents of so many new doors, by turns at each server.
async fn crowd<'w>(world: &'w World, beside: &Beside, count: usize) -> Vec<Person<'w>> {
    let mut residents = Vec::with_capacity(count);
    for number in 0..count {
        let (_, mut resident) = world.resident(&format!("9-{number}")).await;
        if number % 2 == 1 {
            resident.origin.clone_from(&beside.origin);
        }
        residents.push(resident);
    }
    residents
}

async fn all_at_once(residents: &[Person<'_>], basket: impl Fn(usize) -> Value) -> Vec<Answer> {
    let orders = residents.iter().enumerate();
    join_all(orders.map(|(number, resident)| resident.post("/orders", basket(number)))).await
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.0 == status).count()
}

pub async fn two_processes_never_sell_more_than_is_there(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 13, 100, 2).await;
    let window = market.window(3, 100).await;
    let beside = Beside::start(world);
    let residents = crowd(world, &beside, 24).await;
    let answers = all_at_once(&residents, |number| {
        let pieces = 1 + i64::from(number % 3 == 0);
        market.basket(&window, &rice, pieces)
    })
    .await;
    assert_eq!(count(&answers, 201) + count(&answers, 409), 24, "{answers:?}");
    let sold: i64 = answers
        .iter()
        .filter_map(|answer| answer.1["total"].as_i64())
        .sum::<i64>()
        / 100;
    assert!(
        (12..=13).contains(&sold),
        "one piece is left at most, when only pairs were wanted: {sold}"
    );
    assert_eq!(market.stock(&rice).await, (13, sold));
    assert_eq!(market.taken(&window).await, count(&answers, 201) as i64);
}

pub async fn a_window_is_never_overbooked_by_many_at_once(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 100, 100, 2).await;
    let window = market.window(3, 7).await;
    let beside = Beside::start(world);
    let residents = crowd(world, &beside, 20).await;
    let answers = all_at_once(&residents, |_| market.basket(&window, &rice, 1)).await;
    assert_eq!((count(&answers, 201), count(&answers, 409)), (7, 13), "{answers:?}");
    assert_eq!((market.taken(&window).await, market.stock(&rice).await), (7, (100, 7)));
}

pub async fn baskets_with_the_same_items_in_another_order_do_not_wait_for_each_other(world: &World) {
    let market = Market::open(world).await;
    let items = [
        market.item("大米", 40, 100, 2).await,
        market.item("菜油", 40, 100, 2).await,
    ];
    let window = market.window(3, 100).await;
    let beside = Beside::start(world);
    let residents = crowd(world, &beside, 30).await;
    let answers = all_at_once(&residents, |number| {
        let line = |at: usize| json!({"item": items[(number + at) % 2], "pieces": 1});
        json!({"org": market.org.to_string(), "window": window, "lines": [line(0), line(1)]})
    })
    .await;
    assert_eq!(count(&answers, 201), 30, "{answers:?}");
    for item in &items {
        assert_eq!(market.stock(item).await, (40, 30));
    }
}

pub async fn one_households_orders_at_once_stay_within_its_share(world: &World) {
    let market = Market::open(world).await;
    let rice = market.item("大米", 100, 100, 3).await;
    let window = market.window(3, 100).await;
    let (_, resident) = world.resident("7-301").await;
    let beside = Beside::start(world);
    let orders = (0..8).map(|number| {
        let mut asking = world.again(&resident);
        if number % 2 == 1 {
            asking.origin.clone_from(&beside.origin);
        }
        let basket = market.basket(&window, &rice, 1);
        async move { asking.post("/orders", basket).await }
    });
    let answers = join_all(orders).await;
    assert_eq!((count(&answers, 201), count(&answers, 422)), (3, 5), "{answers:?}");
    assert_eq!(market.stock(&rice).await, (100, 3));
}

#[derive(Debug, Clone)]
enum Step {
    Order { door: usize, pieces: [i64; 2] },
    CallOff { order: usize },
    Pack { order: usize, missing: [i64; 2] },
    Unpack { order: usize },
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let order = (0usize..3, 0i64..4, 0i64..4).prop_map(|(door, rice, oil)| Step::Order {
        door,
        pieces: [rice, oil],
    });
    let pack = (0usize..5, 0i64..4, 0i64..3).prop_map(|(order, rice, oil)| Step::Pack {
        order,
        missing: [rice, oil],
    });
    let step = prop_oneof![
        4 => order,
        1 => (0usize..8).prop_map(|order| Step::CallOff { order }),
        3 => pack,
        3 => (0usize..5).prop_map(|order| Step::Unpack { order }),
    ];
    prop::collection::vec(step, 20..70)
}

const STOCK: [i64; 2] = [7, 9];
const SHARE: i64 = 5;
const PLACES: i64 = 6;

/// What a plain book would say.
#[derive(Default)]
struct Book {
    promised: [i64; 2],
    taken: i64,
    /// By door: how often it ordered, and pieces of each item that it has.
    doors: HashMap<usize, (i64, [i64; 2])>,
    orders: Vec<Held>,
}

/// What the book says of an order.
struct Held {
    door: usize,
    pieces: [i64; 2],
    /// Pieces of each item that are missing once it is packed.
    packed: Option<[i64; 2]>,
    stands: bool,
    /// Whether a need was raised because it was short.
    was_short: bool,
}

fn add(to: &mut [i64; 2], pieces: [i64; 2], times: i64) {
    for (sum, pieces) in to.iter_mut().zip(pieces) {
        *sum += pieces * times;
    }
}

impl Book {
    fn order(&mut self, door: usize, pieces: [i64; 2]) -> bool {
        let (often, has) = self.doors.entry(door).or_default();
        let fits =
            (0..2).all(|item| self.promised[item] + pieces[item] <= STOCK[item] && has[item] + pieces[item] <= SHARE);
        if pieces == [0, 0] || !fits || self.taken == PLACES || *often == 10 {
            return false;
        }
        *often += 1;
        self.taken += 1;
        add(has, pieces, 1);
        add(&mut self.promised, pieces, 1);
        self.orders.push(Held {
            door,
            pieces,
            packed: None,
            stands: true,
            was_short: false,
        });
        true
    }

    fn call_off(&mut self, order: usize) -> bool {
        let is_waiting = |order: &&mut Held| order.stands && order.packed.is_none();
        let Some(order) = self.orders.get_mut(order).filter(is_waiting) else {
            return false;
        };
        order.stands = false;
        self.taken -= 1;
        let (_, has) = self.doors.entry(order.door).or_default();
        add(has, order.pieces, -1);
        add(&mut self.promised, order.pieces, -1);
        true
    }

    /// What is missing is free again; an order of which nothing is there is not packed.
    fn pack(&mut self, order: usize, missing: [i64; 2]) -> bool {
        let is_waiting = |order: &&mut Held| order.stands && order.packed.is_none();
        let Some(order) = self.orders.get_mut(order).filter(is_waiting) else {
            return false;
        };
        if order.pieces == missing {
            return false;
        }
        order.packed = Some(missing);
        order.was_short |= missing != [0, 0];
        add(&mut self.promised, missing, -1);
        true
    }

    /// What was missing is promised again, all of it or nothing.
    fn unpack(&mut self, order: usize) -> bool {
        let Some(order) = self.orders.get_mut(order).filter(|order| order.stands) else {
            return false;
        };
        let Some(missing) = order.packed else { return false };
        // What was not missing needs no piece that is free.
        let is_free = |item: usize| missing[item] == 0 || self.promised[item] + missing[item] <= STOCK[item];
        if !(0..2).all(is_free) {
            return false;
        }
        order.packed = None;
        add(&mut self.promised, missing, 1);
        true
    }

    /// What is missing of an order at most.
    fn clamped(&self, order: usize, missing: [i64; 2]) -> [i64; 2] {
        let pieces = self.orders.get(order).map_or([0, 0], |order| order.pieces);
        [missing[0].min(pieces[0]), missing[1].min(pieces[1])]
    }

    /// Orders that were ever packed short.
    fn short(&self) -> i64 {
        self.orders.iter().filter(|order| order.was_short).count() as i64
    }
}

/// The counts of an order's lines, by its items; of each as many are missing as said, or all there are.
async fn picked(market: &Market<'_>, order: &str, items: &[String; 2], pieces: [i64; 2], missing: [i64; 2]) -> Value {
    let (_, shown) = market.manager.get(&format!("/orders/{order}")).await;
    let lines = shown["lines"].as_array().unwrap_or_else(|| panic!("{shown}"));
    let picked = lines.iter().map(|line| {
        let item = items.iter().position(|item| line["item"] == **item).unwrap();
        json!({"line": line["line"], "picked": pieces[item] - missing[item]})
    });
    json!({"lines": picked.collect::<Vec<_>>()})
}

/// How often the day's tally says that an order came short.
async fn counted_short(world: &World) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) AS n FROM supply_day WHERE event = $1";
    let row = world.db.one(sql, args!["short"]).await.unwrap();
    row.int("n").unwrap()
}

pub async fn whatever_is_ordered_and_called_off_the_books_agree_with_a_plain_model(world: &World) {
    let market = Market::open(world).await;
    let mut runner = TestRunner::deterministic();
    let (mut short, mut taken_back, mut kept) = (0, 0, 0);
    for case in 0..10 {
        let steps = any_steps().new_tree(&mut runner).unwrap().current();
        let items = [
            market.item(&format!("大米{case}"), STOCK[0], 100, SHARE).await,
            market.item(&format!("菜油{case}"), STOCK[1], 100, SHARE).await,
        ];
        let window = market.window(3 + case, PLACES).await;
        let mut doors = Vec::new();
        for door in 0..3 {
            doors.push(world.resident(&format!("{case}-{door}")).await.1);
        }
        let (mut book, mut placed) = (Book::default(), Vec::new());
        for step in steps {
            match step {
                Step::Order { door, pieces } => {
                    let lines: Vec<Value> = (0..2)
                        .filter(|item| pieces[*item] > 0)
                        .map(|item| json!({"item": items[item], "pieces": pieces[item]}))
                        .collect();
                    let basket = json!({"org": market.org.to_string(), "window": window, "lines": lines});
                    let answer = doors[door].post("/orders", basket).await;
                    let is_placed = book.order(door, pieces);
                    assert_eq!(answer.0 == 201, is_placed, "{step:?}: {answer:?}");
                    if is_placed {
                        placed.push((door, id(&answer)));
                    }
                }
                Step::CallOff { order } => {
                    let is_done = book.call_off(order);
                    if let Some((door, id)) = placed.get(order) {
                        let answer = doors[*door].post(&format!("/orders/{id}/cancel"), json!({})).await;
                        assert_eq!(answer.0 == 200, is_done, "{step:?}: {answer:?}");
                    }
                }
                Step::Pack { order, missing } => {
                    let missing = book.clamped(order, missing);
                    let is_done = book.pack(order, missing);
                    if let Some((_, id)) = placed.get(order) {
                        let body = picked(&market, id, &items, book.orders[order].pieces, missing).await;
                        let answer = market.manager.post(&format!("/orders/{id}/pack"), body).await;
                        assert_eq!(answer.0 == 200, is_done, "{step:?}: {answer:?}");
                    }
                }
                Step::Unpack { order } => {
                    let is_done = book.unpack(order);
                    if let Some((_, id)) = placed.get(order) {
                        let answer = market.manager.post(&format!("/orders/{id}/unpack"), json!({})).await;
                        assert_eq!(answer.0 == 200, is_done, "{step:?}: {answer:?}");
                        taken_back += i64::from(is_done);
                        kept += i64::from(code(&answer) == (409, "order-missing-taken"));
                    }
                }
            }
        }
        short += book.short();
        assert_eq!(
            counted_short(world).await,
            short,
            "once for each order, however often it is packed"
        );
        for (item, (stock, promised)) in items.iter().zip(STOCK.into_iter().zip(book.promised)) {
            assert_eq!(market.stock(item).await, (stock, promised));
        }
        assert_eq!(market.taken(&window).await, book.taken);
    }
    assert!(taken_back > 0 && kept > 0, "both were tried: {taken_back} {kept}");
}
