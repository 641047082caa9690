//! What happens to a household's order on a run. The order goes on by it, unless somebody else said first how it ended.

use super::{RunStep, carrier_step};
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::state::CargoState;
use crate::store::events::Moment;
use crate::store::runs::RunRecord;
use tongxin_city::{NeedId, OrderId};
use tongxin_storage::Tx;

impl Dispatch {
    /// Passes on what was said of an order; answers the need that was raised because nobody was there.
    pub(super) async fn say_of_order(
        &self,
        tx: &mut Tx,
        run: &RunRecord,
        (order, step, state): (OrderId, &RunStep, CargoState),
        moment: Moment<'_>,
    ) -> Result<Option<NeedId>, DispatchError> {
        let known = self.supply().state_of_in(tx, run.org, order).await?;
        // A phone without a signal says it late: the household may have confirmed by then, or somebody taken it on to its door.
        if !state.moves(known.ok_or(DispatchError::NotFound)?) {
            return Ok(None);
        }
        let by = (run.org, moment.actor);
        let said = carrier_step(step, &state);
        self.supply().carry_in(tx, by, order, said, moment.now).await?;
        match state {
            CargoState::Absent => self.raise_absent(tx, run.org, order, moment.now).await,
            _ => Ok(None),
        }
    }
}
