//! Delivery windows: when an outlet delivers, until when it can be ordered for, and for how many orders there is room.

use crate::limits::{
    WINDOW_AHEAD_DAYS_MAX, WINDOW_HOURS_MAX, WINDOW_ORDERS_MAX, WINDOW_WEEKS_MAX, WINDOWS_AT_ONCE_MAX,
};
use crate::rules::fields::Fields;
use serde::{Deserialize, Serialize};
use tongxin_city::{Day, OrgId, Timestamp, WindowId, Zone};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A window as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Window {
    /// Its id.
    pub id: WindowId,
    /// Whose.
    pub org: OrgId,
    /// When delivery begins.
    pub from_at: Timestamp,
    /// When it ends; an order that has not arrived by then is late.
    pub to_at: Timestamp,
    /// Until when it can be ordered for.
    pub closes_at: Timestamp,
    /// Orders it can take.
    pub orders_max: i64,
    /// Orders it has taken.
    pub orders_taken: i64,
    /// Whether the outlet keeps it open.
    pub is_open: bool,
}

/// Why a window takes no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowRefusal {
    /// The outlet closed it, or its time for ordering is over.
    Closed,
    /// It has as many orders as it can take.
    Full,
}

impl Window {
    /// How many more orders it takes.
    pub fn places_left(&self) -> i64 {
        (self.orders_max - self.orders_taken).max(0)
    }

    /// Why it takes no order now, if it takes none.
    pub fn refusal(&self, now: Timestamp) -> Option<WindowRefusal> {
        if !self.is_open || self.closes_at <= now {
            Some(WindowRefusal::Closed)
        } else if self.places_left() == 0 {
            Some(WindowRefusal::Full)
        } else {
            None
        }
    }
}

/// A window to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWindow {
    /// When delivery begins.
    pub from_at: Timestamp,
    /// When it ends.
    pub to_at: Timestamp,
    /// Until when it can be ordered for.
    pub closes_at: Timestamp,
    /// Orders it can take.
    pub orders_max: i64,
}

impl NewWindow {
    /// The window with its bounds checked; until it begins it can be ordered for, unless said otherwise.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(
        from_at: Timestamp,
        to_at: Timestamp,
        closes_at: Option<Timestamp>,
        orders_max: i64,
        now: Timestamp,
    ) -> Result<NewWindow, Vec<FieldFault>> {
        let closes_at = closes_at.unwrap_or(from_at);
        let mut fields = Fields::default();
        if from_at <= now || from_at > now.plus_days(WINDOW_AHEAD_DAYS_MAX) {
            let fault = FieldFault::new("from_at", "supply-window-from");
            fields.add(fault.arg("days", WINDOW_AHEAD_DAYS_MAX));
        }
        if to_at <= from_at || to_at > from_at.plus_hours(WINDOW_HOURS_MAX) {
            let fault = FieldFault::new("to_at", "supply-window-to");
            fields.add(fault.arg("hours", WINDOW_HOURS_MAX));
        }
        if closes_at <= now || closes_at > to_at {
            fields.add(FieldFault::new("closes_at", "supply-window-closes"));
        }
        if !(1..=WINDOW_ORDERS_MAX).contains(&orders_max) {
            let fault = FieldFault::new("orders_max", "supply-window-orders");
            fields.add(fault.arg("max", WINDOW_ORDERS_MAX));
        }
        fields.finish(NewWindow {
            from_at,
            to_at,
            closes_at,
            orders_max,
        })
    }
}

/// The same window on some days of each of some weeks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekPattern {
    /// The first day.
    pub first_day: Day,
    /// How many weeks from that day.
    pub weeks: i64,
    /// On which days after the first, 0 to 6.
    pub days: Vec<i64>,
    /// When delivery begins, in minutes after midnight.
    pub from_minute: i64,
    /// When it ends.
    pub to_minute: i64,
    /// How long before it begins ordering ends, in minutes.
    pub closes_before_minutes: i64,
    /// Orders each can take.
    pub orders_max: i64,
}

/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;

impl WeekPattern {
    /// Its windows by time.
    ///
    /// # Errors
    /// Everything that is wrong with the pattern, or with the first window that is wrong.
    pub fn windows(&self, zone: &Zone, now: Timestamp) -> Result<Vec<NewWindow>, Vec<FieldFault>> {
        let mut fields = Fields::default();
        if !(1..=WINDOW_WEEKS_MAX).contains(&self.weeks) {
            fields.add(FieldFault::new("weeks", "supply-window-weeks").arg("max", WINDOW_WEEKS_MAX));
        }
        if self.days.is_empty() || self.days.iter().any(|day| !(0..7).contains(day)) {
            fields.add(FieldFault::new("days", "supply-window-days"));
        }
        if !(0..DAY_MINUTES).contains(&self.from_minute) {
            fields.add(FieldFault::new("from", "supply-window-clock"));
        }
        if !(0..=DAY_MINUTES).contains(&self.to_minute) {
            fields.add(FieldFault::new("to", "supply-window-clock"));
        }
        if !(0..=WINDOW_AHEAD_DAYS_MAX * DAY_MINUTES).contains(&self.closes_before_minutes) {
            fields.add(FieldFault::new("closes_before_minutes", "supply-window-closes"));
        }
        fields.finish(())?;
        let mut days = self.days.clone();
        days.sort_unstable();
        days.dedup();
        let all = (0..self.weeks).flat_map(|week| days.iter().map(move |day| 7 * week + day));
        all.take(WINDOWS_AT_ONCE_MAX)
            .map(|day| {
                let midnight = zone.start_of(self.first_day.plus_days(day));
                let from_at = midnight.plus_minutes(self.from_minute);
                let closes_at = from_at.plus_minutes(-self.closes_before_minutes);
                let to_at = midnight.plus_minutes(self.to_minute);
                NewWindow::read(from_at, to_at, Some(closes_at), self.orders_max, now)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_669_262_400_000);

    fn window(orders_taken: i64, is_open: bool) -> Window {
        Window {
            id: WindowId::from_parts(NOON, 1),
            org: OrgId::from_parts(NOON, 1),
            from_at: NOON.plus_hours(3),
            to_at: NOON.plus_hours(5),
            closes_at: NOON.plus_hours(2),
            orders_max: 2,
            orders_taken,
            is_open,
        }
    }

    #[test]
    fn a_window_takes_orders_while_it_is_open_and_has_room() {
        assert_eq!(window(1, true).refusal(NOON), None);
        assert_eq!(window(2, true).refusal(NOON), Some(WindowRefusal::Full));
        assert_eq!(window(0, false).refusal(NOON), Some(WindowRefusal::Closed));
        assert_eq!(
            window(0, true).refusal(NOON.plus_hours(2)),
            Some(WindowRefusal::Closed),
            "the last moment is before its end"
        );
    }

    #[test]
    fn everything_wrong_with_a_window_is_said_at_its_field() {
        let faults = NewWindow::read(NOON, NOON.plus_days(3), Some(NOON), 0, NOON).expect_err("wrong");
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["from_at", "to_at", "closes_at", "orders_max"]);
        assert!(NewWindow::read(NOON.plus_hours(1), NOON.plus_hours(2), None, 9, NOON).is_ok());
    }

    fn pattern() -> WeekPattern {
        WeekPattern {
            first_day: Day::new(2022, 11, 25).expect("a day"),
            weeks: 2,
            days: vec![4, 0, 0],
            from_minute: 9 * 60,
            to_minute: 12 * 60,
            closes_before_minutes: 60,
            orders_max: 40,
        }
    }

    #[test]
    fn a_weeks_pattern_becomes_one_window_for_each_of_its_days() {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let windows = pattern().windows(&zone, NOON).expect("right");
        let days: Vec<i64> = windows
            .iter()
            .map(|window| zone.day_of(window.from_at).days_since(pattern().first_day))
            .collect();
        assert_eq!(days, [0, 4, 7, 11]);
        assert_eq!(zone.minute_of_day(windows[0].closes_at), 8 * 60);
        let wrong = WeekPattern {
            days: vec![7],
            weeks: 0,
            ..pattern()
        };
        assert_eq!(wrong.windows(&zone, NOON).expect_err("wrong").len(), 2);
    }
}
