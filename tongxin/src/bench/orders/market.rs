//! Outlets on the whitelist with goods on their shelves and a window that can be ordered for, written as rows: what is
//! measured is ordering, not how a market comes to be.

use crate::app::Base;
use anyhow::{Context as _, Result};
use rusqlite::{Connection, params};
use tongxin_city::{ItemId, Level, OrgId, PlaceCode, Timestamp, WindowId};
use tongxin_supply::rules::credit_code::CreditCode;

/// Ids of the market count from here.
pub const EPOCH: Timestamp = Timestamp(1_600_000_000_000);
/// A day on either side of which every listing is valid, in days since 1970.
const YEAR: i64 = 366;

/// All outlets.
pub struct Market {
    pub stalls: Vec<Stall>,
}

/// An outlet.
pub struct Stall {
    pub org: OrgId,
    pub window: WindowId,
    pub items: Vec<ItemId>,
}

/// The city's first community.
///
/// # Errors
/// When the city has none.
pub fn community(base: &Base) -> Result<PlaceCode> {
    let (city, tree) = (base.places.city()?, base.places.tree());
    let first = tree.at_level(city.file.code, Level::Community).next();
    Ok(first.context("a community")?.code)
}

/// A building of it.
///
/// # Errors
/// When there is no such community.
pub fn building(base: &Base) -> Result<PlaceCode> {
    let (city, community) = (base.places.city()?, community(base)?);
    let width = city.file.widths.width(Level::Building);
    Ok(format!("{community}{:0>fill$}", 1, fill = width - community.width()).parse()?)
}

impl Market {
    /// Outlets that serve the whole city, with so many items each; a window of each takes `places` orders and each item is
    /// there in as many pieces.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn open(path: &str, base: &Base, outlets: usize, items: usize, places: i64) -> Result<Market> {
        let city = base.places.city()?.file.code;
        let mut db = Connection::open(path)?;
        let rows = db.transaction()?;
        let now = base.clock.now();
        let today = now.millis() / Timestamp::DAY_MS;
        let items: Vec<ItemId> = (0..items).map(|number| ItemId::from_parts(at(number), 1)).collect();
        for (number, item) in items.iter().enumerate() {
            rows.execute(
                "INSERT INTO item (id, name, unit, contents, added_by, added_at) VALUES (?1, ?2, '袋',
                     '[{\"category\":\"grain\",\"amount\":5000}]', 'system', ?3)",
                params![item.get(), format!("大米 {number}"), now.millis()],
            )?;
        }
        let mut stalls = Vec::with_capacity(outlets);
        for number in 0..outlets {
            let stall = Stall {
                org: OrgId::from_parts(at(number), 2),
                window: WindowId::from_parts(at(number), 3),
                items: items.clone(),
            };
            let org = stall.org.get();
            rows.execute(
                "INSERT INTO listing (org_id, credit_code, kind, name, place_code, state, valid_from, valid_until,
                     orders_a_day, obligations, contact_name, contact_phone, seq)
                 VALUES (?1, ?2, 'outlet', ?3, ?4, 'listed', ?5, ?6, 100000, '', '', '', 1)",
                params![
                    org,
                    credit_code(number)?.as_str(),
                    format!("超市 {number}"),
                    city.as_str(),
                    today - YEAR,
                    today + YEAR
                ],
            )?;
            rows.execute("INSERT INTO service_place VALUES (?1, ?2)", params![org, city.as_str()])?;
            rows.execute(
                "INSERT INTO delivery_window VALUES (?1, ?2, ?3, ?4, ?3, ?5, 0, 1)",
                params![
                    stall.window.get(),
                    org,
                    now.plus_hours(24).millis(),
                    now.plus_hours(26).millis(),
                    places
                ],
            )?;
            for item in &items {
                let (item, stock) = (item.get(), "INSERT INTO stock VALUES (?1, ?2, ?3, 0, NULL)");
                rows.execute(stock, params![org, item, places])?;
                rows.execute("INSERT INTO offer VALUES (?1, ?2, 3900, 5, 1)", params![org, item])?;
            }
            stalls.push(stall);
        }
        rows.commit()?;
        Ok(Market { stalls })
    }
}

/// A credit code of the number, with the check sign that it must end with.
fn credit_code(number: usize) -> Result<CreditCode> {
    let signs = ('0'..='9').chain('A'..='Z');
    let codes = signs.map(|sign| format!("91500000M{number:08}{sign}").parse());
    codes.flatten().next().context("a check sign")
}

fn at(number: usize) -> Timestamp {
    EPOCH.plus_millis(number as i64)
}
