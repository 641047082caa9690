//! The whitelist's rows.

pub(crate) mod applications;
mod filter;
pub(crate) mod listings;
mod rows;
pub(crate) mod serving;
pub(crate) mod writing;

pub(crate) use filter::{Counts, WhitelistFilter};
pub(crate) use rows::{Application, Listing, ListingEvent};

use crate::store::columns;
use tongxin_city::{Day, OrgId};
use tongxin_storage::{StorageError, TextIndex, Tx, args};

const APPLICATION_TEXT: TextIndex = tongxin_storage::text_index!("application_text");
const LISTING_TEXT: TextIndex = tongxin_storage::text_index!("listing_text");

/// Whether a firm may serve today, as a write sees it.
pub(crate) async fn is_listed(tx: &mut Tx, org: OrgId, today: Day) -> Result<bool, StorageError> {
    let row = tx
        .optional(
            "SELECT valid_from, valid_until FROM listing WHERE org_id = $1 AND state = 'listed'",
            args![org.get()],
        )
        .await?;
    let Some(row) = row else { return Ok(false) };
    let days = columns::day(&row, "valid_from")?..=columns::day(&row, "valid_until")?;
    Ok(days.contains(&today))
}
