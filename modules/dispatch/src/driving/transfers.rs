//! What happens to another firm's goods on a run: they are brought, or come back. Whoever receives them still counts them.

use super::RunStep;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::state::CargoState;
use crate::store::events::Moment;
use crate::store::runs::RunRecord;
use tongxin_city::TransferId;
use tongxin_storage::Tx;
use tongxin_supply::TransferSaid;

impl Dispatch {
    /// Passes on what was said of a transfer; answers whether less of it was brought than left.
    pub(super) async fn say_of_transfer(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        (transfer, step): (TransferId, &RunStep),
        moment: Moment<'_>,
    ) -> Result<bool, DispatchError> {
        let said = match step {
            RunStep::HandOver { pieces, .. } => TransferSaid::Brought { pieces: *pieces },
            RunStep::Refuse { reason, .. } => TransferSaid::NotWanted { reason: reason.clone() },
            RunStep::Absent { .. } => TransferSaid::NobodyThere {
                reason: CargoState::Absent.as_str().to_owned(),
            },
            // Whoever receives it counts it: it is left with nobody.
            _ => return Err(DispatchError::Refused("dispatch-transfer-not-put-down")),
        };
        let by = (run.org, moment.actor);
        let supply = self.supply();
        Ok(supply.say_of_transfer_in(tx, by, transfer, &said, moment.now).await?)
    }
}
