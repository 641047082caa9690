//! Firms as their managers and officers reach them.

use crate::Supply;
use crate::error::SupplyError;
use crate::store::firm::Firm;
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
}
