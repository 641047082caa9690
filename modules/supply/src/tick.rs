//! What the clock asks of supply: each topic looks for what is due.

use crate::{Supply, SupplyError};
use tongxin_city::Timestamp;

impl Supply {
    /// One look. It may run twice, in two processes or after a crash: every step is guarded by what it read.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done, and the next tick does the rest.
    pub async fn tick(&self, now: Timestamp) -> Result<(), SupplyError> {
        self.tick_whitelist(now).await?;
        self.tick_orders(now).await?;
        self.tick_allotments(now).await?;
        self.tick_cover(now).await?;
        Ok(())
    }
}
