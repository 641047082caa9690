//! Where and when a firm's vehicles may go on a day, for whoever plans it.

use crate::desk::Passes;
use crate::error::PassError;
use crate::rules::hours::spans_on;
use crate::store::reading;
use std::collections::BTreeMap;
use tongxin_city::{Day, OrgId, PlaceCode};
use tongxin_pass_format::pass::Holder;

pub use crate::rules::hours::PassSpan;

/// What a vehicle's pass opens on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VehiclePass {
    /// The places between which it counts, both ends; everything inside them.
    pub ends: Vec<PlaceCode>,
    /// When it counts on that day, in order; never, where its days and hours leave nothing of it.
    pub spans: Vec<PassSpan>,
    /// The road whose gates let it through, as the pass names it.
    pub corridor: Option<String>,
}

impl Passes {
    /// By number plate, the passes of a firm's vehicles that are good on a day, also at no hour of it. A vehicle without one is
    /// missing.
    ///
    /// # Errors
    /// When no city is loaded, or a storage failure.
    pub async fn of_vehicles(&self, org: OrgId, day: Day) -> Result<BTreeMap<String, Vec<VehiclePass>>, PassError> {
        let zone = self.places().city()?.file.zone.clone();
        let mut held: BTreeMap<String, Vec<VehiclePass>> = BTreeMap::new();
        for pass in reading::of_vehicles(self.db(), org, day).await? {
            let (Some(Holder::Vehicle { plate }), Some(issued)) = (pass.holder, pass.issued) else {
                continue;
            };
            let spans = spans_on(
                (pass.days, pass.hours),
                (issued.not_before, issued.expires),
                (day, &zone),
            );
            let mut ends: Vec<PlaceCode> = pass.from.into_iter().chain(pass.to).collect();
            ends.sort_unstable();
            ends.dedup();
            held.entry(plate).or_default().push(VehiclePass {
                ends,
                spans,
                corridor: pass.corridor,
            });
        }
        Ok(held)
    }
}
