//! Acknowledged orders a second beside raw grouped inserts into SQLite, in alternating rounds of one run.
//!
//! An order takes its window's place and its pieces in the transaction that writes it, and is answered after its fsync.
//! Two crowds: everybody wants one item of one outlet (`hot`), and everybody wants five of many (`many`). The limit beside
//! them is the very rows that the orders added, written once more under the same keys and indexes; what an order changes
//! of stock and window is not among them. At the end all counts must be exact.

pub mod market;

use super::rows::{Rows, Step};
use super::{IN_FLIGHT, in_flight, median, migrated};
use crate::app::Base;
use anyhow::{Context as _, Result, ensure};
use market::{Market, Stall};
use std::path::Path;
use std::time::Duration;
use tongxin_city::{HouseholdId, ItemId, Lang, OrderId, PlaceCode};
use tongxin_clock::Clock;
use tongxin_places::Household;
use tongxin_storage::{CommandKey, Digest};
use tongxin_supply::rules::basket::AskedLine;
use tongxin_supply::rules::order::Substitutes;
use tongxin_supply::{AskedOrder, Customer, Supply};

/// Rounds of each, in turn.
const ROUNDS: u32 = 5;
/// Before anything is measured.
const WARM_UP: Duration = Duration::from_millis(500);
const GOAL_PERCENT: f64 = 30.0;

/// How a crowd orders.
struct Crowd {
    name: &'static str,
    outlets: usize,
    items: usize,
    /// Lines of each order.
    lines: usize,
    steps: [Step; 5],
}

const KEY: Step = Step {
    read: "SELECT * FROM command ORDER BY rowid LIMIT -1 OFFSET ?1",
    write: "INSERT INTO command VALUES (?1, ?2, ?3, ?4, ?5)",
    rows: 1,
};
const ORDER: Step = Step {
    read: "SELECT * FROM household_order ORDER BY id LIMIT -1 OFFSET ?1",
    write: "INSERT INTO household_order VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
        ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
    rows: 1,
};
const EVENT: Step = Step {
    read: "SELECT * FROM order_event ORDER BY order_id LIMIT -1 OFFSET ?1",
    write: "INSERT INTO order_event VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    rows: 1,
};
const BOOK: Step = Step {
    read: "SELECT * FROM order_book ORDER BY household_id LIMIT -1 OFFSET ?1",
    write: "INSERT INTO order_book VALUES (?1, ?2, ?3, ?4)",
    rows: 1,
};
const LINE: &str = "INSERT INTO order_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
const CROWDS: [Crowd; 2] = [
    Crowd {
        name: "hot",
        outlets: 1,
        items: 1,
        lines: 1,
        steps: [
            KEY,
            ORDER,
            EVENT,
            BOOK,
            line(1, "SELECT * FROM order_line ORDER BY order_id, line LIMIT -1 OFFSET ?1"),
        ],
    },
    Crowd {
        name: "many",
        outlets: 40,
        items: 50,
        lines: 5,
        steps: [
            KEY,
            ORDER,
            EVENT,
            BOOK,
            line(
                5,
                "SELECT * FROM order_line ORDER BY order_id, line LIMIT -1 OFFSET 5 * ?1",
            ),
        ],
    },
];

const fn line(rows: usize, read: &'static str) -> Step {
    Step {
        read,
        write: LINE,
        rows,
    }
}

/// Prints the figures.
pub async fn run(city: &Path, seconds: u64) -> Result<()> {
    for crowd in &CROWDS {
        run_crowd(city, crowd, seconds).await?;
    }
    Ok(())
}

async fn run_crowd(city: &Path, crowd: &Crowd, seconds: u64) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("tongxin-bench").tempdir_in(".")?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let base = Base::open(&format!("sqlite:{}", path("orders.db")), None, Clock::system()).await?;
    base.ensure_city(city, Lang::En).await?;
    migrated(&path("rows.db")).await?.close().await;
    let building = market::building(&base)?;
    let market = Market::open(&path("orders.db"), &base, crowd.outlets, crowd.items, i64::MAX >> 20)?;
    let supply = base.supply(&base.ledger()?, &base.accounts());
    let buyers = Buyers {
        supply,
        clock: base.clock.clone(),
        building,
        market: &market,
        crowd,
    };
    // What setting up wrote is no order's.
    let mut rows = Rows::open(&path("orders.db"), &path("rows.db"))?;
    rows.from().execute("DELETE FROM command", [])?;
    let round = Duration::from_secs(seconds.max(ROUNDS.into())) / ROUNDS;
    let mut ordered = buyers.order_for(0, WARM_UP).await?.1;
    rows.write_again(&crowd.steps)?;
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (a_second, all) = buyers.order_for(ordered, round).await?;
        ordered += all;
        ours.push(a_second);
        peers.push(rows.write_again(&crowd.steps)?);
    }
    market.require_exact(rows.from(), ordered, ordered * crowd.lines)?;
    report(crowd, &ours, &peers, ordered);
    base.db.close().await;
    Ok(())
}

fn report(crowd: &Crowd, ours: &[f64], peers: &[f64], ordered: usize) {
    let ratios = ours.iter().zip(peers).map(|(ours, peer)| ours / peer);
    let ratio = median(ratios.collect()) * 100.0;
    println!(
        "orders   {:<5} {:>6.0} acknowledged orders/s of {} lines from {} outlets, {IN_FLIGHT} in flight",
        crowd.name,
        median(ours.to_vec()),
        crowd.lines,
        crowd.outlets
    );
    println!(
        "         {:>12.0} /s the same rows inserted under the same keys and indexes; ratio {ratio:.0} % (goal {GOAL_PERCENT} %)",
        median(peers.to_vec())
    );
    println!("         {ordered:>12} orders; places and pieces taken are exactly as many");
}

struct Buyers<'m> {
    supply: Supply,
    clock: Clock,
    building: PlaceCode,
    market: &'m Market,
    crowd: &'m Crowd,
}

impl Buyers<'_> {
    /// Orders a second, and how many there were, late ones too. Every order is another household's.
    async fn order_for(&self, first: usize, time: Duration) -> Result<(f64, usize)> {
        let orders = (first..).map(|number| self.order(number));
        let answered = in_flight(orders, time).await?;
        Ok((answered.a_second, answered.all))
    }

    async fn order(&self, number: usize) -> Result<OrderId> {
        let stall = &self.market.stalls[number % self.market.stalls.len()];
        let now = self.clock.now();
        let customer = Customer::own(household(self.building, number));
        let key = CommandKey {
            sender: format!("household:{number}"),
            key: format!("bench-{number}"),
            digest: Digest::of("order", &number.to_le_bytes()),
            at_ms: now.millis(),
        };
        let asked = asked(stall, self.crowd.lines, number);
        let placed = self.supply.place_order(key, asked, customer, now).await;
        Ok(placed.context("ordering")?.id)
    }
}

fn household(building: PlaceCode, number: usize) -> Household {
    Household {
        id: HouseholdId::from_parts(market::EPOCH.plus_millis(number as i64), 0),
        building,
        door: format!("{}-{}", number / 100, number % 100),
        people: Some(3),
    }
}

fn asked(stall: &Stall, lines: usize, number: usize) -> AskedOrder {
    let items: &[ItemId] = &stall.items;
    // Neighbours in the list, from another place each time.
    let line = |at: usize| AskedLine {
        item: items[(number * 7 + at) % items.len()],
        pieces: 1,
    };
    AskedOrder {
        org: stall.org,
        window: stall.window,
        lines: (0..lines).map(line).collect(),
        substitutes: Substitutes::Similar,
        contact: String::new(),
        note: "放在单元门口的架子上".to_owned(),
    }
}

impl Market {
    /// Every order took one place and its pieces, and nothing else did.
    ///
    /// # Errors
    /// When a count is another.
    fn require_exact(&self, db: &rusqlite::Connection, orders: usize, pieces: usize) -> Result<()> {
        let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
        let counted = (
            count("SELECT COUNT(*) FROM household_order")?,
            count("SELECT SUM(orders_taken) FROM delivery_window")?,
            count("SELECT SUM(promised) FROM stock")?,
            count("SELECT SUM(ordered) FROM order_line")?,
        );
        let (orders, pieces) = (i64::try_from(orders)?, i64::try_from(pieces)?);
        ensure!(
            counted == (orders, orders, pieces, pieces),
            "counted {counted:?}, ordered {orders} with {pieces} pieces"
        );
        Ok(())
    }
}
