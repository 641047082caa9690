//! What requests carry.

use crate::customers::AskedFor;
use crate::error::SupplyError;
use crate::ordering::AskedOrder;
use crate::rules::basket::AskedLine;
use crate::rules::order::{Command, ReceivedLine, Substitutes};
use crate::rules::window::{NewWindow, WeekPattern};
use serde::Deserialize;
use tongxin_city::{Day, HouseholdId, ItemId, OrgId, Timestamp, WindowId};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// An item and how many pieces of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineBody {
    /// What.
    item: ItemId,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    pieces: i64,
}

/// An order. A household that asks means itself; whoever orders for another says on whose word: `code` is that
/// household's own code, `household` and `slip` name a door that the caller looks after and its paper slip.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderBody {
    /// The outlet.
    org: OrgId,
    /// The window in which it shall come.
    window: WindowId,
    /// What shall come.
    #[schema(min_items = 1, max_items = 40)]
    lines: Vec<LineBody>,
    /// What shall come instead of what is not there; nothing when left out.
    #[schema(inline)]
    substitutes: Option<Substitutes>,
    /// How to reach the household.
    #[schema(max_length = 60)]
    contact: Option<String>,
    /// What the outlet should know.
    #[schema(max_length = 300)]
    note: Option<String>,
    /// The neighbour's own code.
    #[schema(max_length = 20)]
    code: Option<String>,
    /// The household that wrote the slip.
    household: Option<HouseholdId>,
    /// The slip's number.
    #[schema(max_length = 20)]
    slip: Option<String>,
}

impl OrderBody {
    pub(super) fn read(self) -> Result<(AskedOrder, AskedFor), FieldFault> {
        let lines = self.lines.into_iter().map(|line| AskedLine {
            item: line.item,
            pieces: line.pieces,
        });
        let asked = AskedOrder {
            org: self.org,
            window: self.window,
            lines: lines.collect(),
            substitutes: self.substitutes.unwrap_or(Substitutes::None),
            contact: self.contact.unwrap_or_default(),
            note: self.note.unwrap_or_default(),
        };
        Ok((asked, AskedFor::read(self.household, self.slip, self.code)?))
    }
}

/// Why an order is called off.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelBody {
    /// Why; a household may leave it out, an outlet may not.
    #[schema(max_length = 300)]
    pub(super) reason: Option<String>,
}

/// A line of which something was missing or damaged.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceivedBody {
    /// The line's number.
    #[schema(minimum = 1)]
    line: i64,
    /// Pieces that came.
    #[schema(minimum = 0)]
    received: i64,
    /// Pieces of these that can't be used.
    #[serde(default)]
    #[schema(minimum = 0)]
    damaged: i64,
}

/// What came.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceiveBody {
    /// Lines of which something was missing or damaged; the others are as packed.
    #[serde(default)]
    #[schema(max_items = 80)]
    lines: Vec<ReceivedBody>,
}

impl ReceiveBody {
    pub(super) fn into_command(self) -> Command {
        let lines = self.lines.into_iter().map(|line| ReceivedLine {
            line: line.line,
            received: line.received,
            damaged: line.damaged,
        });
        Command::Receive {
            lines: lines.collect(),
            code: None,
        }
    }
}

/// A delivery window.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowBody {
    /// When delivery begins.
    from_at: Timestamp,
    /// When it ends.
    to_at: Timestamp,
    /// Until when it can be ordered for; until it begins when left out.
    closes_at: Option<Timestamp>,
    /// Orders it can take.
    #[schema(minimum = 1, maximum = 100_000)]
    orders_max: i64,
}

impl WindowBody {
    pub(super) fn read(&self, now: Timestamp) -> Result<NewWindow, SupplyError> {
        let read = NewWindow::read(self.from_at, self.to_at, self.closes_at, self.orders_max, now);
        Ok(read?)
    }
}

/// The same window on some days of each of some weeks.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WeekBody {
    /// The first day.
    first_day: Day,
    /// How many weeks from that day.
    #[schema(minimum = 1, maximum = 4)]
    weeks: i64,
    /// On which days after the first, 0 to 6.
    #[schema(min_items = 1, max_items = 7)]
    days: Vec<i64>,
    /// When delivery begins, on the city's clock.
    #[schema(example = "09:00", pattern = "^[0-2][0-9]:[0-5][0-9]$")]
    from: String,
    /// When it ends.
    #[schema(example = "12:00", pattern = "^[0-2][0-9]:[0-5][0-9]$")]
    to: String,
    /// How long before it begins ordering ends, in minutes.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 43_200)]
    closes_before_minutes: i64,
    /// Orders that each can take.
    #[schema(minimum = 1, maximum = 100_000)]
    orders_max: i64,
}

impl WeekBody {
    pub(super) fn read(&self) -> Result<WeekPattern, SupplyError> {
        let clock = |field, text: &str| {
            minutes(text).ok_or_else(|| SupplyError::from(FieldFault::new(field, "supply-window-clock")))
        };
        Ok(WeekPattern {
            first_day: self.first_day,
            weeks: self.weeks,
            days: self.days.clone(),
            from_minute: clock("from", &self.from)?,
            to_minute: clock("to", &self.to)?,
            closes_before_minutes: self.closes_before_minutes,
            orders_max: self.orders_max,
        })
    }
}

/// `09:30` as minutes after midnight; `24:00` is the day's end.
pub(crate) fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit());
    let (hours, minutes): (i64, i64) = (digits(hours) && digits(minutes))
        .then(|| Some((hours.parse().ok()?, minutes.parse().ok()?)))
        .flatten()?;
    let total = 60 * hours + minutes;
    (minutes < 60 && total <= 24 * 60).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn a_time_of_day_is_read_as_it_is_written_and_nothing_else() {
        assert_eq!(minutes("00:00"), Some(0));
        assert_eq!(minutes("09:30"), Some(570));
        assert_eq!(minutes("24:00"), Some(1_440));
        for wrong in ["", "9:30", "24:01", "12:60", "-1:00", "+1:00", "12", "noon"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
