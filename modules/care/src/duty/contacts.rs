//! Whom to call at a building: on the notice at its doors, the nearest first.

use crate::care::Care;
use crate::error::CareError;
use crate::raising::said_with;
use crate::store::duty as store;
use tongxin_account::{DoorContact, DoorContacts};
use tongxin_city::{Lang, Level, PlaceCode};
use tongxin_storage::BoxFuture;
use tongxin_web::Problem;

impl DoorContacts for Care {
    fn of(&self, building: PlaceCode) -> BoxFuture<'_, Result<Vec<DoorContact>, Problem>> {
        Box::pin(async move { Ok(self.contacts_of(&building).await?) })
    }
}

impl Care {
    /// The steward, the deputy, and the cadre of the compound, as far as somebody is there.
    async fn contacts_of(&self, building: &PlaceCode) -> Result<Vec<DoorContact>, CareError> {
        let compound = self.places().tree().widths().ancestor(building, Level::Compound);
        let places: Vec<PlaceCode> = std::iter::once(*building).chain(compound).collect();
        let rows = store::of_places(self.db(), &places).await?;
        let held = rows
            .iter()
            .filter_map(|row| row.standing.held.as_ref().map(|held| (row.post, held)));
        let mut held: Vec<_> = held.collect();
        held.sort_by_key(|(post, _)| *post);
        let names = self
            .accounts()
            .display_names(held.iter().map(|(_, held)| held.account))
            .await?;
        let contact = |(post, held): &(crate::rules::duty::Post, &crate::rules::duty::Held)| {
            let name = names.get(&held.account).cloned().unwrap_or_default();
            let said = |lang| {
                let post = said_with(lang, &format!("care-post-{post}"), &[]);
                format!("{post} {name}")
            };
            DoorContact {
                number: held.phone.clone(),
                name: (said(Lang::Zh), said(Lang::En)),
            }
        };
        Ok(held.iter().map(contact).collect())
    }
}
