//! Reading plans and runs for somebody: a firm sees its own, whoever watches over a place those of its firms.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::plan::{PlanBody, PlannedRun};
use crate::rules::ways::Ways;
use crate::store::events::{self, RunEvent};
use crate::store::plans::{self, PlanRecord};
use crate::store::runs::{self, RunRecord};
use crate::travel::ClosedLine;
use serde_json::{Value, json};
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PlanId, RunId, Timestamp};

impl Dispatch {
    /// What a scope lets somebody see of a firm: all of it, or nothing.
    async fn of_firm(&self, scope: &Scope, org: OrgId) -> Result<Scope, DispatchError> {
        let own = Scope::of_org(org);
        if scope.orgs.contains(&org) {
            return Ok(own);
        }
        let firm = self.supply().listed_firm(scope, org, Day::from_number(0)).await?;
        firm.map(|_| own).ok_or(DispatchError::NotFound)
    }

    /// A plan of a firm in a scope.
    ///
    /// # Errors
    /// `NotFound` when there is none; or a storage failure.
    pub(crate) async fn plan(&self, scope: &Scope, id: PlanId) -> Result<PlanRecord, DispatchError> {
        let org = plans::firm_of(self.db(), id).await?.ok_or(DispatchError::NotFound)?;
        let scope = self.of_firm(scope, org).await?;
        plans::get(self.db(), &scope, id).await?.ok_or(DispatchError::NotFound)
    }

    /// A firm's plans of a day, newest first.
    ///
    /// # Errors
    /// `NotFound` for a firm outside the scope; or a storage failure.
    pub(crate) async fn plans_of(&self, scope: &Scope, org: OrgId, day: Day) -> Result<Vec<PlanRecord>, DispatchError> {
        self.of_firm(scope, org).await?;
        Ok(plans::of_day(self.db(), org, day).await?)
    }

    /// A firm's runs of a day.
    ///
    /// # Errors
    /// `NotFound` for a firm outside the scope; or a storage failure.
    pub(crate) async fn runs_of(&self, scope: &Scope, org: OrgId, day: Day) -> Result<Vec<RunRecord>, DispatchError> {
        self.of_firm(scope, org).await?;
        self.standing(runs::of_day(self.db(), org, day).await?).await
    }

    /// A run of a firm in a scope.
    ///
    /// # Errors
    /// `NotFound` when there is none; or a storage failure.
    pub(crate) async fn run(&self, scope: &Scope, id: RunId) -> Result<RunRecord, DispatchError> {
        let org = runs::firm_of(self.db(), id).await?.ok_or(DispatchError::NotFound)?;
        let scope = self.of_firm(scope, org).await?;
        let run = runs::get(self.db(), &scope, id).await?.ok_or(DispatchError::NotFound)?;
        self.standing_of(run).await
    }

    /// What happened on a run.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn events_of(&self, run: &RunRecord) -> Result<Vec<RunEvent>, DispatchError> {
        Ok(events::of(self.db(), run).await?)
    }

    /// A plan's routes as GeoJSON (RFC 7946).
    ///
    /// # Errors
    /// `NotFound` when its firm is not listed any more; or a storage failure.
    pub(crate) async fn map_of(&self, plan: &PlanRecord, now: Timestamp) -> Result<Value, DispatchError> {
        let nothing = PlanBody::default();
        let body = plan.body.as_ref().unwrap_or(&nothing);
        let ways = self.lines_of(self.depot(plan.org, now).await?, body)?;
        let closed = self.closed_lines(&plan.asked)?.into_iter().map(closed_feature);
        let features: Vec<Value> = body
            .runs
            .iter()
            .flat_map(|run| features(run, &ways))
            .chain(closed)
            .collect();
        Ok(json!({ "type": "FeatureCollection", "features": features }))
    }
}

fn closed_feature(line: ClosedLine) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "LineString", "coordinates": line },
        "properties": { "is_closed": true },
    })
}

fn features(run: &PlannedRun, ways: &Ways) -> Vec<Value> {
    let depot = ways.point(&run.from);
    let at = run.stops.iter().map(|stop| ways.point(&stop.place));
    let way: Vec<[f64; 2]> = std::iter::once(depot).chain(at).chain([depot]).flatten().collect();
    let line = json!({
        "type": "Feature",
        "geometry": { "type": "LineString", "coordinates": way },
        "properties": { "run": run.id, "plate": run.plate, "metres": run.metres },
    });
    let point = |(position, stop): (usize, &crate::rules::plan::PlannedStop)| {
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": ways.point(&stop.place) },
            "properties": {
                "run": run.id, "plate": run.plate, "position": position, "place": stop.place,
                "arrive_at": stop.arrive_at, "cargo": stop.cargo.len(), "is_late": stop.is_late(),
            },
        })
    };
    let points = (1..).zip(&run.stops).map(point);
    std::iter::once(line).chain(points).collect()
}
