//! What other modules ask of the whitelist: whether a firm serves, where, until when, and what it has listed.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::credit_code::CreditCode;
use crate::store::fleet::{staff, vehicles};
use crate::store::whitelist::listings;
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PlaceCode};

/// A firm as it stands on the whitelist, with what it has listed. The names serve one decision and are not to be kept.
#[derive(Debug, Clone)]
pub struct ListedFirm {
    /// The firm.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: PlaceCode,
    /// Its last day, if it may serve on the day that was asked for.
    pub listed_until: Option<Day>,
    /// Where it serves: everything inside these places.
    pub service_places: Vec<PlaceCode>,
    /// The names of its staff.
    pub staff: Vec<String>,
    /// The plates of its vehicles.
    pub plates: Vec<String>,
}

/// A firm with a vehicle kept for patients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientsFirm {
    /// The firm.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: PlaceCode,
}

impl Supply {
    /// The firms that may serve on a day and have a vehicle for patients with so many seats and places for wheelchairs, and
    /// with a medical crew where one is needed; first those that lie nearest to a place in the tree.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn firms_for_patients(
        &self,
        room: (i64, i64),
        needs_crew: bool,
        near: &PlaceCode,
        day: Day,
    ) -> Result<Vec<PatientsFirm>, SupplyError> {
        let orgs = vehicles::firms_for_patients(self.db(), room, needs_crew).await?;
        let mut firms = Vec::with_capacity(orgs.len());
        for listing in listings::of_many(self.db(), &orgs).await? {
            if listing.serves_on(day) {
                firms.push(PatientsFirm {
                    org: listing.org,
                    name: listing.name,
                    place: listing.place,
                });
            }
        }
        firms.sort_by_key(|firm| (std::cmp::Reverse(firm.place.shared_width(near)), firm.org));
        Ok(firms)
    }

    /// A firm that is or was on the whitelist, if the scope covers it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn listed_firm(&self, scope: &Scope, org: OrgId, day: Day) -> Result<Option<ListedFirm>, SupplyError> {
        let Some(listing) = listings::get(self.db(), scope, org).await? else {
            return Ok(None);
        };
        Ok(Some(ListedFirm {
            org,
            listed_until: listing.serves_on(day).then_some(listing.standing.valid.until),
            staff: staff::names_of(self.db(), org).await?,
            plates: vehicles::plates_of(self.db(), org).await?,
            name: listing.name,
            place: listing.place,
            service_places: listing.service_places,
        }))
    }

    /// The firms that left the whitelist: whose days are over, or that were taken off it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn firms_that_left(&self) -> Result<Vec<OrgId>, SupplyError> {
        Ok(listings::left(self.db()).await?)
    }

    /// The firms that were ever listed under these credit codes, as far as the scope covers them. A text that is no code
    /// finds nothing.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn firms_under(&self, scope: &Scope, codes: &[&str]) -> Result<HashMap<String, OrgId>, SupplyError> {
        let read: Vec<(&str, CreditCode)> = codes
            .iter()
            .filter_map(|text| Some((*text, text.parse().ok()?)))
            .collect();
        let asked: Vec<&CreditCode> = read.iter().map(|(_, code)| code).collect();
        let known = listings::by_codes(self.db(), &asked).await?;
        let found = read.iter().filter_map(|(text, code)| {
            let firm = known.get(code)?;
            let is_seen = scope.contains(&firm.place, Some(firm.org), None);
            is_seen.then(|| ((*text).to_owned(), firm.org))
        });
        Ok(found.collect())
    }
}
