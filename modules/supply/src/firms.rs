//! Firms as their managers and officers reach them.

use crate::Supply;
use crate::error::SupplyError;
use crate::store::firm::Firm;
use crate::store::open_orders;
use tongxin_account::Scope;
use tongxin_city::OrgId;
use tongxin_places::OrgFilter;

impl Supply {
    /// A firm that keeps stock, if the scope covers it.
    ///
    /// # Errors
    /// `NotFound` when there is none, or none that the scope covers; or a storage failure.
    pub(crate) async fn firm(&self, scope: &Scope, id: OrgId) -> Result<Firm, SupplyError> {
        let org = self.places().org(id).await?;
        org.and_then(|org| Firm::within(scope, org))
            .ok_or(SupplyError::NotFound)
    }

    /// The firms that keep stock among the organisations that a scope names, in the order in which they were added.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn own_firms(&self, scope: &Scope) -> Result<Vec<Firm>, SupplyError> {
        let filter = OrgFilter {
            ids: Some(scope.orgs.clone()),
            ..OrgFilter::default()
        };
        let orgs = self.places().orgs(&filter).await?.into_iter();
        Ok(orgs.filter_map(|org| Firm::within(scope, org)).collect())
    }

    /// How many orders a firm has open, by state, in the order in which they go through them.
    pub(crate) async fn open_orders(&self, firm: &Firm) -> Result<Vec<(&'static str, i64)>, SupplyError> {
        let counts = open_orders::by_state(self.db(), firm).await?;
        let of = |state: &str| {
            counts
                .iter()
                .find(|(known, _)| known == state)
                .map_or(0, |(_, count)| *count)
        };
        let states = ["placed", "packed", "sent", "dropped"];
        Ok(states.into_iter().map(|state| (state, of(state))).collect())
    }
}
