//! Whom to call at a building, for the notice at its doors. Who that is, another module knows; it is given at assembly.

use crate::Accounts;
use std::sync::Arc;
use tongxin_city::PlaceCode;
use tongxin_storage::BoxFuture;
use tongxin_web::Problem;

/// Somebody to be called, under what they are called in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorContact {
    /// The telephone number.
    pub number: String,
    /// Who answers: in Chinese, in English.
    pub name: (String, String),
}

/// Knows whom to call at a building.
pub trait DoorContacts: Send + Sync {
    /// The nearest first; nobody where nobody is responsible.
    ///
    /// # Errors
    /// When it can't be read.
    fn of(&self, building: PlaceCode) -> BoxFuture<'_, Result<Vec<DoorContact>, Problem>>;
}

impl Accounts {
    /// Says who knows whom to call; of several the first counts.
    pub fn set_door_contacts(&self, contacts: Arc<dyn DoorContacts>) {
        let _ = self.inner.contacts.set(contacts);
    }

    /// Whom to call at a building; nobody as long as nobody knows.
    pub(crate) async fn door_contacts(&self, building: PlaceCode) -> Result<Vec<DoorContact>, Problem> {
        match self.inner.contacts.get() {
            Some(contacts) => contacts.of(building).await,
            None => Ok(Vec::new()),
        }
    }
}
