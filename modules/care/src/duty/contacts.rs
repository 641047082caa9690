//! Whom to call at a building: on the notice at its doors, the nearest first; and whether those that are up still say so.

use crate::care::Care;
use crate::error::CareError;
use crate::raising::said_with;
use crate::store::duty::{self as store, PostRow};
use crate::store::notices;
use std::collections::HashMap;
use tongxin_account::{DoorContact, DoorContacts};
use tongxin_city::{AccountId, Lang, Level, PlaceCode, Timestamp};
use tongxin_storage::{BoxFuture, CommandKey};
use tongxin_web::Problem;

/// What the key of digests of notices is for.
const DIGEST: &str = "door notice";

impl DoorContacts for Care {
    fn of(&self, building: PlaceCode) -> BoxFuture<'_, Result<Vec<DoorContact>, Problem>> {
        Box::pin(async move {
            Ok(self
                .contacts_at(&[building])
                .await?
                .remove(&building)
                .unwrap_or_default())
        })
    }
}

impl Care {
    /// Whom to call at buildings of one compound: the steward, the deputy, the cadre, the community; as far as somebody is there.
    async fn contacts_at(&self, buildings: &[PlaceCode]) -> Result<HashMap<PlaceCode, Vec<DoorContact>>, CareError> {
        let Some(first) = buildings.first() else {
            return Ok(HashMap::new());
        };
        let compound = self.places().tree().widths().ancestor(first, Level::Compound);
        let places: Vec<PlaceCode> = buildings.iter().copied().chain(compound).collect();
        let mut rows = store::of_places(self.db(), &places).await?;
        rows.sort_by_key(|row| row.post);
        let held = rows.iter().filter_map(PostRow::on_duty);
        let names = self.accounts().display_names(held.map(|held| held.account)).await?;
        let community = self.number_of(&self.around_post(first)).await?;
        let of_building = |building: &PlaceCode| {
            let near = rows
                .iter()
                .filter(|row| row.place == *building || Some(row.place) == compound);
            let near = near.filter_map(|row| contact(row, &names));
            (*building, near.chain(community.clone().map(of_community)).collect())
        };
        Ok(buildings.iter().map(of_building).collect())
    }

    /// Notes that the notices of the buildings at or in a place were printed anew and are up: they say how it stands. Once.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn put_up_notices(
        &self,
        key: CommandKey,
        place: &PlaceCode,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let stale = self.stale_notices(place).await?;
        let write = self.db().write_once(key, move |tx| {
            for (building, digest) in &stale {
                notices::put_up(tx, building, *digest, now);
            }
            Box::pin(async { Ok::<_, CareError>(true) })
        });
        write.await.map(drop)
    }

    /// Buildings at or in a building or compound with doors whose notices say something else than how it stands.
    pub(crate) async fn old_notices(&self, place: &PlaceCode) -> Result<Vec<PlaceCode>, CareError> {
        let stale = self.stale_notices(place).await?.into_iter();
        Ok(stale.map(|(building, _)| building).collect())
    }

    /// Those buildings, with what their notices would say now.
    async fn stale_notices(&self, place: &PlaceCode) -> Result<Vec<(PlaceCode, [u8; 32])>, CareError> {
        let tree = self.places().tree();
        if !matches!(tree.widths().level_of(place), Some(Level::Compound | Level::Building)) {
            return Ok(Vec::new());
        }
        let buildings = tree.at_level(*place, Level::Building).map(|building| building.code);
        let buildings: Vec<PlaceCode> = buildings.collect();
        let doors = self.places().doors_of_buildings(buildings.iter().copied()).await?;
        let contacts = self.contacts_at(&buildings).await?;
        let up = notices::are_up(self.db(), &buildings).await?;
        let stale = buildings.into_iter().filter_map(|building| {
            let contacts = contacts.get(&building).filter(|_| doors.contains_key(&building))?;
            let digest = self.digest_of(contacts);
            let is_stale = match up.get(&building) {
                Some(said) => *said != digest,
                None => !contacts.is_empty(),
            };
            is_stale.then_some((building, digest))
        });
        Ok(stale.collect())
    }

    fn digest_of(&self, contacts: &[DoorContact]) -> [u8; 32] {
        let lines = contacts
            .iter()
            .map(|contact| format!("{}\t{}\t{}\n", contact.number, contact.name.0, contact.name.1));
        let said: String = lines.collect();
        self.accounts().derived(DIGEST, said.as_bytes())
    }
}

/// Whoever is on duty on a post.
fn contact(row: &PostRow, names: &HashMap<AccountId, String>) -> Option<DoorContact> {
    let held = row.on_duty()?;
    let name = names.get(&held.account).cloned().unwrap_or_default();
    let said = |lang| {
        let post = said_with(lang, &format!("care-post-{}", row.post), &[]);
        format!("{post} {name}")
    };
    Some(DoorContact {
        number: held.phone.clone(),
        name: (said(Lang::Zh), said(Lang::En)),
    })
}

/// The community, under its number.
fn of_community(number: String) -> DoorContact {
    let said = |lang| said_with(lang, "care-duty-number", &[]);
    DoorContact {
        number,
        name: (said(Lang::Zh), said(Lang::En)),
    }
}
