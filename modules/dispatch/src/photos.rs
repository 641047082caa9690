//! The photo of where whoever drives put an order down.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::store::runs::RunRecord;
use tongxin_city::OrderId;
use tongxin_storage::CommandKey;

impl Dispatch {
    /// Keeps the photo of where an order of a run was put down, once; answers the SHA-256 of what is kept, in hex.
    ///
    /// # Errors
    /// `NotFound` for an order that the run does not bring; supply's refusals; or a storage failure.
    pub(crate) async fn show_where(
        &self,
        key: CommandKey,
        run: &RunRecord,
        order: OrderId,
        bytes: Vec<u8>,
    ) -> Result<String, DispatchError> {
        if !run.cargo().any(|held| held.cargo.order() == Some(order)) {
            return Err(DispatchError::NotFound);
        }
        Ok(self.supply().keep_drop_photo(key, run.org, order, bytes).await?)
    }
}
