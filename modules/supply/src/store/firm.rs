//! A firm that somebody may see: whatever reads or changes a firm's goods takes one, and there is no way to one but
//! through a scope.

use tongxin_account::Scope;
use tongxin_city::OrgId;
use tongxin_places::{Org, OrgKind};

/// Kinds of organisations that keep stock.
pub(crate) const STOCK_KINDS: [OrgKind; 4] = [
    OrgKind::Outlet,
    OrgKind::Pharmacy,
    OrgKind::Warehouse,
    OrgKind::Wholesaler,
];

/// A firm that keeps stock and lies inside the asker's scope.
#[derive(Debug, Clone)]
pub(crate) struct Firm(Org);

impl Firm {
    /// The firm, if it keeps stock and the scope covers it.
    pub(crate) fn within(scope: &Scope, org: Org) -> Option<Firm> {
        let is_seen = scope.contains(&org.place, Some(org.id), None);
        (is_seen && STOCK_KINDS.contains(&org.kind)).then_some(Firm(org))
    }

    pub(crate) fn id(&self) -> OrgId {
        self.0.id
    }

    pub(crate) fn org(&self) -> &Org {
        &self.0
    }
}
