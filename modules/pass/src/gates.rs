//! What the desk does for gates: it takes their counts, and finds a pass that nobody can show.

use crate::limits::{COUNTS_KEPT_DAYS, LOOKUP_MAX};
use crate::rules::gate::{GateCount, check};
use crate::store::gates;
use crate::{PassError, Passes};
use std::ops::Range;
use std::sync::Arc;
use tongxin_account::Scope;
use tongxin_city::{PlaceCode, Timestamp};

impl Passes {
    /// Takes a gate's batch of counts, once whoever sends it and however often.
    ///
    /// # Errors
    /// `NotFound` for a place that is not there or outside the scope; `Faults`; or a storage failure.
    pub(crate) async fn take_counts(
        &self,
        batch: String,
        scope: &Scope,
        place: PlaceCode,
        counts: Vec<GateCount>,
        now: Timestamp,
    ) -> Result<bool, PassError> {
        if self.places().tree().get(&place).is_none() || !scope.contains(&place, None, None) {
            return Err(PassError::NotFound);
        }
        let work = Arc::new((batch, check(counts, now).map_err(PassError::Faults)?));
        self.db()
            .write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move { Ok::<_, PassError>(gates::take(tx, &work.0, &place, &work.1, now).await?) })
            })
            .await
    }

    /// How often each verdict came in a place within a span. Whoever shows it bounds the reader to the place.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn counted_at_gates(
        &self,
        place: &PlaceCode,
        span: &Range<Timestamp>,
    ) -> Result<Vec<(String, i64)>, PassError> {
        Ok(gates::counted(self.db(), place, span).await?)
    }

    /// The texts of passes with that plate or number, for a gate to judge like any other.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn texts_for(&self, asked: &str) -> Result<Vec<String>, PassError> {
        Ok(gates::texts(self.db(), asked, LOOKUP_MAX).await?)
    }

    /// Forgets batches of counts that are too old to be taken again.
    pub(crate) async fn forget_batches(&self, now: Timestamp) -> Result<(), PassError> {
        let before = now.plus_days(-COUNTS_KEPT_DAYS);
        if !gates::has_batches(self.db(), before).await? {
            return Ok(());
        }
        self.db()
            .write(move |tx| Box::pin(async move { Ok::<_, PassError>(gates::forget_batches(tx, before).await?) }))
            .await?;
        Ok(())
    }
}
