//! The photo of where an order was put down: one, added by its outlet while the order waits there.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::order::check_photo;
use crate::store::orders::list::Reader;
use crate::store::orders::{photos, write};
use crate::store::pictures::Picture;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{OrderId, OrgId};
use tongxin_storage::CommandKey;
use utoipa::ToSchema;

/// A photo that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PhotoDone {
    /// The order.
    pub(crate) id: OrderId,
    /// The SHA-256 of the file that is kept, in hex.
    pub(crate) photo: String,
}

impl Supply {
    /// Gives an order the photo of its drop point, once, without what the telephone put beside the picture. A later
    /// photo takes the place of one that is there.
    ///
    /// # Errors
    /// `NotFound` for an order that the scope does not cover; a file that can't be kept; `Refused` when the order does
    /// not wait at its drop point; or a storage failure.
    pub(crate) async fn set_drop_photo(
        &self,
        key: CommandKey,
        may: Scope,
        id: OrderId,
        bytes: Vec<u8>,
    ) -> Result<PhotoDone, SupplyError> {
        // Seen before the decoder works for somebody who may not know the order.
        self.order(&Reader::at_work(&may), id).await?;
        let work = Arc::new((may, self.ledger().keep_photo(bytes).await?));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (may, photo) = &*work;
                let known = write::get_in(tx, may, None, id).await?;
                let (order, _) = known.ok_or(SupplyError::NotFound)?;
                check_photo(order.state)?;
                if photos::replace(tx, id, photo).await? {
                    let photo = photo.digest.clone();
                    Ok(PhotoDone { id, photo })
                } else {
                    Err(SupplyError::Refused("order-closed"))
                }
            })
        });
        Ok(done.await?.value)
    }

    /// The same for whoever carries orders of a firm; answers the SHA-256 of the file that is kept, in hex.
    ///
    /// # Errors
    /// `NotFound` for an order that is not the firm's; else as when the outlet shows it.
    pub async fn keep_drop_photo(
        &self,
        key: CommandKey,
        org: OrgId,
        order: OrderId,
        bytes: Vec<u8>,
    ) -> Result<String, SupplyError> {
        Ok(self.set_drop_photo(key, Scope::of_org(org), order, bytes).await?.photo)
    }

    /// The photo of an order's drop point, for whoever may open the order.
    ///
    /// # Errors
    /// `NotFound` when there is none, or the reader may not see the order; or a storage failure.
    pub(crate) async fn drop_photo(&self, reader: &Reader, id: OrderId) -> Result<Picture, SupplyError> {
        let found = photos::file(self.db(), reader, id).await?;
        found.ok_or(SupplyError::NotFound)
    }
}
