//! The whitelist: which firms serve while the city is cut off. Firms apply, officers list them for a time, suspend,
//! renew and end them; the clock expires them.
//!
//! Other topics ask [`Supply::listing`], [`Supply::listed_serving`] and, inside a write,
//! [`crate::store::whitelist::is_listed`].

mod applying;
mod deciding;
mod stepping;

pub(crate) use applying::{Applicant, is_the_same};
pub(crate) use deciding::{BulkListed, ListedFirm, ListedOutcome};
pub(crate) use stepping::{AskedStep, Stepped};

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::SERVING_MAX;
use crate::rules::listing::{ApplicationState, ListingState};
use crate::store::whitelist::serving::{self, ServingFilter};
use crate::store::whitelist::{Application, Counts, Listing, ListingEvent, WhitelistFilter, applications, listings};
use tongxin_account::Scope;
use tongxin_city::{ApplicationId, Day, OrgId, PlaceCode, Timestamp};

/// Who decides, and on which rows a role lets them.
#[derive(Debug, Clone)]
pub(crate) struct Decider {
    /// The account.
    pub(crate) actor: String,
    /// Where they may.
    pub(crate) may: Scope,
}

/// A page of rows, and the key to go on after when there are more.
#[derive(Debug)]
pub(crate) struct Paged<T, K> {
    pub(crate) rows: Vec<T>,
    pub(crate) next: Option<K>,
}

impl<T, K> Paged<T, K> {
    /// A page of at most `limit` rows, of which one more was read to know whether there is another page.
    pub(crate) fn of(mut rows: Vec<T>, limit: u32, key: impl Fn(&T) -> K) -> Paged<T, K> {
        let limit = limit as usize;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| has_more).map(key);
        Paged { rows, next }
    }
}

impl Supply {
    /// The day it is in the city.
    pub(crate) fn today(&self, now: Timestamp) -> Result<Day, SupplyError> {
        Ok(self.places().city()?.file.zone.day_of(now))
    }

    /// A firm's listing, however it stands; for the system's own work.
    pub(crate) async fn listing(&self, org: OrgId) -> Result<Option<Listing>, SupplyError> {
        Ok(listings::of(self.db(), org).await?)
    }

    /// The firms that serve today at a place, around it or in a part of it, by name, at most [`SERVING_MAX`].
    pub(crate) async fn listed_serving(&self, place: &PlaceCode, today: Day) -> Result<Vec<Listing>, SupplyError> {
        let filter = ServingFilter {
            place: Some(*place),
            search: None,
        };
        Ok(self.public_page(&filter, today, None, SERVING_MAX).await?.rows)
    }

    /// A page of the firms that serve today, as everybody may see them.
    pub(crate) async fn public_page(
        &self,
        filter: &ServingFilter,
        today: Day,
        after: Option<OrgId>,
        limit: u32,
    ) -> Result<Paged<Listing, OrgId>, SupplyError> {
        let tree = self.places().tree();
        let rows = serving::page(self.db(), tree.widths(), filter, today, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |listing| listing.org))
    }

    /// A page of listings inside a scope.
    pub(crate) async fn listings_page(
        &self,
        scope: &Scope,
        filter: &WhitelistFilter<ListingState>,
        after: Option<OrgId>,
        limit: u32,
    ) -> Result<Paged<Listing, OrgId>, SupplyError> {
        let rows = listings::page(self.db(), scope, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |listing| listing.org))
    }

    /// How many listings inside a scope stand in each state, whatever state the filter names.
    pub(crate) async fn listing_counts(
        &self,
        scope: &Scope,
        filter: &WhitelistFilter<ListingState>,
    ) -> Result<Counts<ListingState>, SupplyError> {
        Ok(listings::counts(self.db(), scope, filter).await?)
    }

    /// A firm's listing with its history, oldest first.
    pub(crate) async fn listing_history(
        &self,
        scope: &Scope,
        org: OrgId,
    ) -> Result<(Listing, Vec<ListingEvent>), SupplyError> {
        let listing = listings::get(self.db(), scope, org)
            .await?
            .ok_or(SupplyError::NotFound)?;
        Ok((listing, listings::events(self.db(), org).await?))
    }

    /// A page of applications inside a scope.
    pub(crate) async fn applications_page(
        &self,
        scope: &Scope,
        filter: &WhitelistFilter<ApplicationState>,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Paged<Application, ApplicationId>, SupplyError> {
        let rows = applications::page(self.db(), scope, filter, after, limit + 1).await?;
        Ok(Paged::of(rows, limit, |application| application.id))
    }

    /// How many applications inside a scope stand in each state, whatever state the filter names.
    pub(crate) async fn application_counts(
        &self,
        scope: &Scope,
        filter: &WhitelistFilter<ApplicationState>,
    ) -> Result<Counts<ApplicationState>, SupplyError> {
        Ok(applications::counts(self.db(), scope, filter).await?)
    }

    /// An application.
    pub(crate) async fn application(&self, scope: &Scope, id: ApplicationId) -> Result<Application, SupplyError> {
        applications::get(self.db(), scope, id)
            .await?
            .ok_or(SupplyError::NotFound)
    }
}
