//! Opening the firms that take part: their goods with prices, the first count, and windows.

use crate::client::{Auth, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::plan_supply::{PlannedStock, SupplyPlan};
use crate::play::setup::{Setup, list, text};
use crate::play::table::Table;
use crate::play::world::{MarketInWorld, PersonInWorld};
use crate::progress::Progress;
use crate::scenario_supply::FirmKind;
use futures::StreamExt as _;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Display;

const GOODS: &str = "商品条码,商品名称,售卖单位,一件含有,单价（元）,每天限购,可下单";
/// Digits of a trade item number as the system keeps it.
const GTIN_DIGITS: usize = 14;

/// What opening a firm has found.
struct Opened {
    firm: usize,
    /// Item ids by trade item number, as the system keeps it.
    items: HashMap<String, String>,
    windows: Vec<String>,
}

impl Setup<'_> {
    /// Opens every firm with goods whose manager takes part; notes the ids of items and windows.
    pub(in crate::play) async fn open_shops(
        &self,
        supply: &SupplyPlan,
        people: &[PersonInWorld],
        market: &mut MarketInWorld,
        progress: &mut Progress,
    ) -> Result<(), DrillError> {
        let managed: Vec<(usize, usize)> = (supply.firms.iter().enumerate())
            .filter(|(_, planned)| planned.kind != FirmKind::Carrier)
            .filter_map(|(firm, planned)| Some((firm, planned.manager?)))
            .collect();
        market.windows = vec![Vec::new(); supply.firms.len()];
        market.items = vec![String::new(); supply.items.len()];
        let orgs = market.firms.clone();
        let open =
            |(firm, manager): &(usize, usize)| self.open_shop(supply, *firm, &orgs[*firm], &people[*manager].auth);
        // Whoever sells an item first adds it for all; two at the same time would meet.
        let mut is_known = vec![false; supply.items.len()];
        let (first, others): (Vec<_>, Vec<_>) = managed.iter().partition(|(firm, _)| {
            let mut adds = false;
            for stock in supply.stocks.iter().filter(|stock| stock.firm == *firm) {
                adds |= !std::mem::replace(&mut is_known[stock.item], true);
            }
            adds
        });
        let mut done = 0;
        for firm in &first {
            note(open(firm).await?, supply, market);
            done += 1;
        }
        let mut others = futures::stream::iter(others.iter().map(open)).buffer_unordered(IN_FLIGHT_MAX);
        while let Some(opened) = others.next().await {
            note(opened?, supply, market);
            done += 1;
            progress.done("drill-shops", done, managed.len());
        }
        Ok(())
    }

    async fn open_shop(
        &self,
        supply: &SupplyPlan,
        firm: usize,
        org: &str,
        manager: &Auth,
    ) -> Result<Opened, DrillError> {
        let stocks: Vec<&PlannedStock> = supply.stocks.iter().filter(|stock| stock.firm == firm).collect();
        let base = format!("/api/v1/outlets/{org}");
        let is_shop = supply.firms[firm].kind.serves_doors();
        let table = goods(supply, &stocks, is_shop);
        self.post_table(
            &format!("{base}/goods/import"),
            manager,
            &format!("goods-{firm}"),
            table,
        )
        .await?;
        let answer = self.client.get(&format!("{base}/stock?limit=200"), manager).await?;
        let mut items = HashMap::new();
        for row in list(&answer, "lines")? {
            items.insert(text(&answer, row, "/item/gtin")?, text(&answer, row, "/item/id")?);
        }
        let rows: Vec<Value> = (stocks.iter())
            .map(|stock| json!({ "gtin": supply.items[stock.item].gtin, "pieces": stock.pieces }))
            .collect();
        self.post(
            &format!("{base}/counts"),
            manager,
            &format!("count-{firm}"),
            json!({ "rows": rows }),
        )
        .await?;
        let mut windows = Vec::new();
        for (number, window) in supply.windows.iter().enumerate().filter(|_| is_shop) {
            let body = json!({
                "from_at": window.from_at,
                "to_at": window.to_at,
                "closes_at": window.closes_at,
                "orders_max": window.orders_max,
            });
            let key = format!("window-{firm}-{number}");
            let answer = self.post(&format!("{base}/windows"), manager, &key, body).await?;
            windows.push(answer.text("POST …/windows", "/ids/0")?);
        }
        Ok(Opened { firm, items, windows })
    }
}

fn note(opened: Opened, supply: &SupplyPlan, market: &mut MarketInWorld) {
    market.windows[opened.firm] = opened.windows;
    for (item, planned) in market.items.iter_mut().zip(&supply.items) {
        let gtin = format!("{:0>GTIN_DIGITS$}", planned.gtin);
        if let Some(id) = opened.items.get(&gtin) {
            item.clone_from(id);
        }
    }
}

/// The table of what a firm has; only shops have prices.
fn goods(supply: &SupplyPlan, stocks: &[&PlannedStock], is_shop: bool) -> Table {
    let mut table = Table::new(GOODS);
    for stock in stocks {
        let item = &supply.items[stock.item];
        let (gtin, name, unit) = (&item.gtin, &item.name, &item.unit);
        let holds = format!("{} {}", item.category, item.holds);
        let price = format!("{}.{:02}", item.price / 100, item.price % 100);
        let terms: [&dyn Display; 3] = if is_shop {
            [&price, &item.household_max, &"是"]
        } else {
            [&""; 3]
        };
        table.row(&[gtin, name, unit, &holds, terms[0], terms[1], terms[2]]);
    }
    table
}
