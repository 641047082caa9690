//! What the clock does. A tick may be called at any time, by several processes at once, and again after a crash: each
//! topic looks for what is due and does it in writes of its own.

use crate::Supply;
use crate::error::SupplyError;
use tongxin_city::Timestamp;

impl Supply {
    /// Does what the clock asks for at `now`; answers how many things that were.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done, and the next tick does the rest.
    pub async fn tick(&self, now: Timestamp) -> Result<u64, SupplyError> {
        let orders = self.tick_orders(now).await?;
        Ok(self.tick_whitelist(now).await? + orders.late + orders.presumed + orders.erased)
    }
}
