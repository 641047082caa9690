//! When a run's sheet says where households live: on the run's own day, and of a run that is still out at midnight until it
//! is over.

use crate::rules::state::RunState;
use crate::store::runs::RunRecord;
use std::ops::Range;
use tongxin_city::{Timestamp, Zone};

impl RunRecord {
    /// From when to when its sheet names doors: its day by the city's clock, and longer where its plan goes past midnight.
    pub(crate) fn doors_told(&self, zone: &Zone) -> Range<Timestamp> {
        let day = zone.span_of(self.day);
        day.start..day.end.max(self.end_at)
    }

    /// Whether its sheet names doors now.
    pub(crate) fn tells_doors(&self, zone: &Zone, now: Timestamp) -> bool {
        let told = self.doors_told(zone);
        let is_out = self.state == RunState::UnderWay && self.cargo().any(|held| !held.state.is_over());
        self.state.is_open() && told.start <= now && (now < told.end || is_out) && now <= self.closes_at()
    }
}
