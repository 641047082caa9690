//! For whom somebody orders, and on whose word: a household for itself, for a neighbour who gave its code, and whoever
//! looks after a building for a household there that wrote a paper slip.

use crate::Supply;
use crate::error::SupplyError;
use crate::limits::SLIP_NUMBER_CHARS_MAX;
use crate::ordering::Customer;
use crate::rules::fields::Fields;
use crate::store::orders::Consent;
use std::net::IpAddr;
use tongxin_account::{AccountError, Action, Viewer};
use tongxin_city::{HouseholdId, PlaceCode};
use tongxin_places::Household;
use tongxin_web::FieldFault;

/// For whom an order is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AskedFor {
    /// The household that asks.
    Own,
    /// The household whose code was typed in.
    Neighbour {
        /// As it was typed.
        code: String,
    },
    /// A household of a building that the asker looks after.
    Slip {
        /// Which.
        household: HouseholdId,
        /// The number of its paper slip.
        number: String,
    },
}

impl AskedFor {
    /// What a request's fields mean.
    ///
    /// # Errors
    /// The field that does not go with the others.
    pub(crate) fn read(
        household: Option<HouseholdId>,
        slip: Option<String>,
        code: Option<String>,
    ) -> Result<AskedFor, FieldFault> {
        match (household, slip, code) {
            (None, None, None) => Ok(AskedFor::Own),
            (None, None, Some(code)) => Ok(AskedFor::Neighbour { code }),
            (Some(household), Some(number), None) => Ok(AskedFor::Slip { household, number }),
            (Some(_), None, None) => Err(FieldFault::new("slip", "field-required")),
            (None, Some(_), None) => Err(FieldFault::new("household", "field-required")),
            (_, _, Some(_)) => Err(FieldFault::new("code", "supply-shop-one-consent")),
        }
    }
}

impl Supply {
    /// The household that an order is for.
    ///
    /// # Errors
    /// `Faults` at the field that names nobody known, or nobody the viewer may order for; `Account` after too many wrong
    /// codes from this client; or a storage failure.
    pub(crate) async fn customer(
        &self,
        viewer: &Viewer,
        client: IpAddr,
        asked: AskedFor,
    ) -> Result<Customer, SupplyError> {
        let actor = viewer.actor();
        let (household, consent) = match asked {
            AskedFor::Own => {
                let own = viewer.household();
                let own = own.ok_or_else(|| FieldFault::new("household", "field-required"))?;
                (self.known_household(own).await?, None)
            }
            AskedFor::Neighbour { code } => (self.household_of(&code, client).await?, Some(Consent::Code)),
            AskedFor::Slip { household, number } => {
                let mut fields = Fields::default();
                let number = fields.line("slip", &number, SLIP_NUMBER_CHARS_MAX);
                fields.finish(())?;
                let household = self.looked_after(viewer, household).await?;
                (household, Some(Consent::Slip(number)))
            }
        };
        Ok(Customer {
            household,
            consent,
            actor,
        })
    }

    /// A door of a building that the viewer looks after. Any other is said to be none, as one that does not exist.
    async fn looked_after(&self, viewer: &Viewer, id: HouseholdId) -> Result<Household, SupplyError> {
        let nobody = || SupplyError::from(FieldFault::new("household", "supply-shop-no-household"));
        let scope = viewer.scope(Action::OrderPlace).map_err(|_| nobody())?;
        let found = self.places().household(id).await?;
        found
            .filter(|household| scope.contains_place(&household.building))
            .ok_or_else(nobody)
    }

    async fn household_of(&self, code: &str, client: IpAddr) -> Result<Household, SupplyError> {
        match self.accounts().household_by_code(code, client).await {
            Ok(id) => self.known_household(id).await,
            Err(AccountError::WrongCode) => Err(FieldFault::new("code", "supply-shop-wrong-code").into()),
            Err(error) => Err(error.into()),
        }
    }

    async fn known_household(&self, id: HouseholdId) -> Result<Household, SupplyError> {
        self.places().household(id).await?.ok_or(SupplyError::NotFound)
    }

    /// The building whose shop a viewer may open: the own one, or one that they look after.
    ///
    /// # Errors
    /// `NotFound` for a building that is none of these; `Faults` when somebody who looks after several names none.
    pub(crate) fn shop_door(&self, viewer: &Viewer, building: Option<PlaceCode>) -> Result<PlaceCode, SupplyError> {
        if let tongxin_account::Who::Household { place, .. } = viewer.who {
            return Ok(place);
        }
        let building = building.ok_or_else(|| FieldFault::new("building", "field-required"))?;
        let scope = viewer.scope(Action::OrderPlace).map_err(|_| SupplyError::NotFound)?;
        let is_known = self.places().get(&building).is_some() && scope.contains_place(&building);
        if is_known {
            Ok(building)
        } else {
            Err(SupplyError::NotFound)
        }
    }
}
