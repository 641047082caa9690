//! What of a scenario's supply can't be played.

use crate::scenario_check::{between, hour_weights, make_one};
use crate::scenario_error::{Fault, Right};
use crate::scenario_supply::{FirmKind, Firms, Goods, Orders, RideStory, SupplyScenario, WindowShape};

/// A window takes packing, a run and the way to the doors; each step has a turn of the clock.
const WINDOW_MINUTES_MIN: u32 = 90;
/// Between the last order and the window lies the packing.
const PACKING_MINUTES_MIN: u32 = 40;
const DAY_MINUTES: u32 = 24 * 60;

impl SupplyScenario {
    pub(crate) fn check(&self, faults: &mut Vec<Fault>) {
        between(
            "supply.serves_people",
            f64::from(self.serves_people),
            1.0,
            1_000_000.0,
            faults,
        );
        between(
            "supply.reserve_pieces",
            f64::from(self.reserve_pieces),
            1.0,
            100_000.0,
            faults,
        );
        for (position, firms) in self.firms.iter().enumerate() {
            check_firms(&format!("supply.firms[{position}]"), firms, faults);
        }
        for kind in FirmKind::ALL {
            self.check_kind(kind, faults);
        }
        for (position, item) in self.items.iter().enumerate() {
            check_item(&format!("supply.items[{position}]"), item, faults);
        }
        for (position, window) in self.windows.iter().enumerate() {
            check_window(&format!("supply.windows[{position}]"), window, faults);
        }
        for (key, is_empty) in [
            ("supply.items", self.items.is_empty()),
            ("supply.windows", self.windows.is_empty()),
        ] {
            if is_empty {
                let (key, found) = (key.to_owned(), "[]".to_owned());
                let right = Right::NotEmpty;
                faults.push(Fault { key, found, right });
            }
        }
        check_orders(&self.orders, faults);
        self.check_stories(faults);
    }

    /// Each kind once at most, and at least one firm that households can order from.
    fn check_kind(&self, kind: FirmKind, faults: &mut Vec<Fault>) {
        let found = self.firms.iter().filter(|firms| firms.kind == kind).count();
        let is_needed = matches!(kind, FirmKind::Outlet | FirmKind::Warehouse);
        if found > 1 || (found == 0 && is_needed) {
            faults.push(Fault {
                key: format!("supply.firms.kind = {}", kind.as_str()),
                found: found.to_string(),
                right: Right::Once,
            });
        }
    }

    fn check_stories(&self, faults: &mut Vec<Fault>) {
        let last = self.items.len().saturating_sub(1) as f64;
        let short = &self.shortage;
        between(
            "supply.shortage.outlets",
            f64::from(short.outlets),
            0.0,
            1_000.0,
            faults,
        );
        between("supply.shortage.item", short.item as f64, 0.0, last, faults);
        between("supply.shortage.cover_days", short.cover_days, 0.0, 10.0, faults);
        between(
            "supply.shortage.pieces",
            f64::from(short.pieces),
            1.0,
            100_000.0,
            faults,
        );
        between("supply.shortage.hour", f64::from(short.hour), 0.0, 20.0, faults);
        if let Some(dispatch) = &self.dispatch {
            let night = f64::from(dispatch.night_hour);
            between("supply.dispatch.night_hour", night, 0.0, 8.0, faults);
            between("supply.dispatch.held_up", dispatch.held_up, 0.0, 1.0, faults);
            let [fewest, most] = dispatch.held_up_minutes.map(f64::from);
            between("supply.dispatch.held_up_minutes", fewest, 0.0, most.min(240.0), faults);
            if let Some(rides) = &dispatch.rides {
                check_rides(rides, faults);
            }
            let before = f64::from(dispatch.before_minutes);
            between(
                "supply.dispatch.before_minutes",
                before,
                0.0,
                f64::from(PACKING_MINUTES_MIN),
                faults,
            );
            between(
                "supply.dispatch.breakdowns",
                f64::from(dispatch.breakdowns),
                0.0,
                1_000.0,
                faults,
            );
            between(
                "supply.dispatch.breakdown_hour",
                f64::from(dispatch.breakdown_hour),
                0.0,
                23.0,
                faults,
            );
        }
        if let Some(lots) = &self.allotment {
            between("supply.allotment.item", lots.item as f64, 0.0, last, faults);
            between(
                "supply.allotment.pieces",
                f64::from(lots.pieces),
                1.0,
                100_000.0,
                faults,
            );
            let (least, most) = (f64::from(lots.pieces), 10_000_000.0);
            between("supply.allotment.asks", f64::from(lots.asks), least, most, faults);
            between(
                "supply.allotment.opens_hour",
                f64::from(lots.opens_hour),
                0.0,
                21.0,
                faults,
            );
            let (first, last) = (f64::from(lots.opens_hour) + 1.0, 22.0);
            between(
                "supply.allotment.closes_hour",
                f64::from(lots.closes_hour),
                first,
                last,
                faults,
            );
        }
    }
}

fn check_rides(rides: &RideStory, faults: &mut Vec<Fault>) {
    for (name, count) in [("eve_count", rides.eve_count), ("count", rides.count)] {
        let key = format!("supply.dispatch.rides.{name}");
        between(&key, f64::from(count), 0.0, 100_000.0, faults);
    }
    let not_driven = rides.absent + rides.refused + rides.called_off;
    for (name, share) in [
        ("wheelchair", rides.wheelchair),
        ("escort", rides.escort),
        ("absent", rides.absent),
        ("refused", rides.refused),
        ("called_off", rides.called_off),
        ("absent + refused + called_off", not_driven),
    ] {
        between(&format!("supply.dispatch.rides.{name}"), share, 0.0, 1.0, faults);
    }
}

fn check_firms(key: &str, firms: &Firms, faults: &mut Vec<Fault>) {
    let count = f64::from(firms.count);
    between(&format!("{key}.count"), count, 1.0, 10_000.0, faults);
    between(
        &format!("{key}.managers"),
        f64::from(firms.managers),
        0.0,
        count,
        faults,
    );
    between(
        &format!("{key}.vehicles"),
        f64::from(firms.vehicles),
        0.0,
        99_999.0,
        faults,
    );
    between(&format!("{key}.staff"), f64::from(firms.staff), 0.0, 100_000.0, faults);
}

fn check_item(key: &str, item: &Goods, faults: &mut Vec<Fault>) {
    between(&format!("{key}.holds"), f64::from(item.holds), 1.0, 1_000_000.0, faults);
    between(
        &format!("{key}.norm"),
        item.norm.unwrap_or(1.0),
        0.001,
        100_000.0,
        faults,
    );
    between(&format!("{key}.cover_days"), item.cover_days, 0.0, 365.0, faults);
    between(&format!("{key}.price"), f64::from(item.price), 0.0, 1_000_000.0, faults);
    between(
        &format!("{key}.household_max"),
        f64::from(item.household_max),
        1.0,
        100.0,
        faults,
    );
    between(&format!("{key}.weight"), item.weight, 0.0, 1_000.0, faults);
}

fn check_window(key: &str, window: &WindowShape, faults: &mut Vec<Fault>) {
    let (from, to) = (f64::from(window.from_minute), f64::from(window.to_minute));
    let latest = f64::from(DAY_MINUTES - WINDOW_MINUTES_MIN);
    between(&format!("{key}.from_minute"), from, 0.0, latest, faults);
    let (first, last) = (from + f64::from(WINDOW_MINUTES_MIN), f64::from(DAY_MINUTES));
    between(&format!("{key}.to_minute"), to, first, last, faults);
    let (least, most) = (f64::from(PACKING_MINUTES_MIN), f64::from(DAY_MINUTES));
    let closes = f64::from(window.closes_before_minutes);
    between(&format!("{key}.closes_before_minutes"), closes, least, most, faults);
    between(
        &format!("{key}.orders_max"),
        f64::from(window.orders_max),
        1.0,
        100_000.0,
        faults,
    );
}

fn check_orders(orders: &Orders, faults: &mut Vec<Fault>) {
    between("supply.orders.count", f64::from(orders.count), 1.0, 1_000_000.0, faults);
    between(
        "supply.orders.eve_count",
        f64::from(orders.eve_count),
        0.0,
        1_000_000.0,
        faults,
    );
    hour_weights("supply.orders", &orders.by_hour, faults);
    between("supply.orders.pharmacy_share", orders.pharmacy_share, 0.0, 1.0, faults);
    between("supply.orders.own_code", orders.own_code, 0.0, 1.0, faults);
    between(
        "supply.orders.run_orders",
        f64::from(orders.run_orders),
        1.0,
        100.0,
        faults,
    );
    make_one("supply.orders.endings", orders.endings.values(), faults);
    for (name, [fewest, most], max) in [("lines", orders.lines, 20), ("pieces", orders.pieces, 20)] {
        between(
            &format!("supply.orders.{name}[0]"),
            f64::from(fewest),
            1.0,
            f64::from(max),
            faults,
        );
        between(
            &format!("supply.orders.{name}[1]"),
            f64::from(most),
            f64::from(fewest),
            f64::from(max),
            faults,
        );
    }
    for (name, [shortest, longest]) in [("confirm", orders.confirm), ("late", orders.late)] {
        if shortest == 0 || longest < shortest || longest > DAY_MINUTES {
            faults.push(Fault {
                key: format!("supply.orders.{name}"),
                found: format!("[{shortest}, {longest}]"),
                right: Right::MinutesRange,
            });
        }
    }
}
