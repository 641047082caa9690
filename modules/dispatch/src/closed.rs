//! Orders on the road that somebody else ended: their household confirmed them before the driver's word came, or their firm took them back by
//! hand. For their run they are over too, whether anything is said of them there or not.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::ARRIVALS_SHOWN_MAX;
use crate::rules::cargo::Cargo;
use crate::rules::state::CargoState;
use crate::rules::working::Span;
use crate::store::runs::{self, Arrival, RunRecord};
use tongxin_account::Scope;
use tongxin_city::OrderId;
use tongxin_storage::Tx;

impl Dispatch {
    /// The same runs as they stand with orders that ended elsewhere.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn standing(&self, mut runs: Vec<RunRecord>) -> Result<Vec<RunRecord>, DispatchError> {
        let carried: Vec<OrderId> = runs.iter().flat_map(RunRecord::orders_out).collect();
        if carried.is_empty() {
            return Ok(runs);
        }
        let closed = self.supply().closed(&carried).await?;
        for run in &mut runs {
            run.note_closed(&closed);
        }
        Ok(runs)
    }

    /// The same of one run.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn standing_of(&self, run: RunRecord) -> Result<RunRecord, DispatchError> {
        let mut runs = self.standing(vec![run]).await?;
        runs.pop().ok_or(DispatchError::NotFound)
    }

    /// What arrives in the places of a scope between two moments, as it stands with orders that ended elsewhere; first things first.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn arrivals(&self, scope: &Scope, (from, until): Span) -> Result<Vec<Arrival>, DispatchError> {
        let mut found = runs::arrivals(self.db(), scope, from, until, ARRIVALS_SHOWN_MAX).await?;
        let carried: Vec<OrderId> = found.iter().flat_map(Arrival::orders_out).collect();
        if !carried.is_empty() {
            let closed = self.supply().closed(&carried).await?;
            found.iter_mut().for_each(|arrival| arrival.note_closed(&closed));
        }
        Ok(found)
    }

    /// Writes down what ended elsewhere of a run, but for what is being said of just now.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn note_closed_in(
        &self,
        tx: &mut Tx,
        run: &mut RunRecord,
        said: Option<Cargo>,
    ) -> Result<(), DispatchError> {
        let others = run.orders_out().filter(|order| said != Some(Cargo::Order(*order)));
        let others: Vec<OrderId> = others.collect();
        if others.is_empty() {
            return Ok(());
        }
        let closed = self.supply().closed_in(tx, &others).await?;
        for (order, at) in &closed {
            runs::set_cargo(tx, run.id, Cargo::Order(*order), CargoState::Cancelled, Some(*at));
        }
        for (stop, at) in run.note_closed(&closed) {
            runs::finish_stop(tx, run.id, stop, at);
        }
        Ok(())
    }
}
