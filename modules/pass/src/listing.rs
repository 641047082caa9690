//! Lists of passes, one pass with its history, and how far the issue of a batch has come.

use crate::rules::PassState;
use crate::store::reading::{self, Agreement, PassFilter};
use crate::store::{PassEvent, PassRecord};
use crate::{PassError, Passes};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{PassBatchId, PassId};

/// A page of passes, each with the districts that must agree to it.
#[derive(Debug)]
pub(crate) struct PassPage {
    pub(crate) rows: Vec<(PassRecord, Vec<Agreement>)>,
    /// The key to go on after when there are more.
    pub(crate) next: Option<PassId>,
}

/// How many passes stand in each state.
pub(crate) type StateCounts = Vec<(PassState, i64)>;

/// A pass as whoever prints it needs it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PassText {
    /// The pass.
    pub id: PassId,
    /// How it stands.
    pub state: PassState,
    /// Its number, once it is issued.
    pub number: Option<u32>,
    /// What its QR code holds; nothing before it is issued and once its holder is forgotten.
    pub text: Option<String>,
}

impl Passes {
    /// How a pass stands and what its QR code holds.
    ///
    /// # Errors
    /// `NotFound` for one that the scope does not cover, or a storage failure.
    pub async fn text(&self, scope: &Scope, id: PassId) -> Result<PassText, PassError> {
        let pass = reading::get(self.db(), scope, id).await?.ok_or(PassError::NotFound)?;
        let number = pass.issued.as_ref().map(|issued| issued.number.get());
        Ok(PassText {
            id,
            state: pass.state,
            number,
            text: pass.issued.and_then(|issued| issued.text),
        })
    }

    /// The pass of a number.
    ///
    /// # Errors
    /// `NotFound` for a number that no pass inside the scope has, or a storage failure.
    pub async fn of_number(&self, scope: &Scope, number: u32) -> Result<PassId, PassError> {
        let found = reading::of_number(self.db(), scope, number).await?;
        found.ok_or(PassError::NotFound)
    }

    /// A page of the passes inside a scope.
    pub(crate) async fn page(
        &self,
        scope: &Scope,
        filter: &PassFilter,
        after: Option<PassId>,
        limit: u32,
    ) -> Result<PassPage, PassError> {
        let mut rows = reading::page(self.db(), scope, filter, after, limit + 1).await?;
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more).map(|pass| pass.id);
        let ids: Vec<PassId> = rows.iter().map(|pass| pass.id).collect();
        let mut agreements: HashMap<PassId, Vec<Agreement>> = reading::agreements(self.db(), &ids).await?;
        let with = |pass: PassRecord| {
            let agreements = agreements.remove(&pass.id).unwrap_or_default();
            (pass, agreements)
        };
        Ok(PassPage {
            rows: rows.into_iter().map(with).collect(),
            next,
        })
    }

    /// How many passes inside a scope stand in each state, whatever state the filter names.
    pub(crate) async fn counts(&self, scope: &Scope, filter: &PassFilter) -> Result<StateCounts, PassError> {
        Ok(reading::counts(self.db(), scope, filter).await?)
    }

    /// A pass with its districts and its history, oldest first.
    pub(crate) async fn pass(
        &self,
        scope: &Scope,
        id: PassId,
    ) -> Result<(PassRecord, Vec<Agreement>, Vec<PassEvent>), PassError> {
        let pass = reading::get(self.db(), scope, id).await?.ok_or(PassError::NotFound)?;
        let agreements = reading::agreements(self.db(), &[id]).await?.remove(&id);
        let events = reading::events(self.db(), id).await?;
        Ok((pass, agreements.unwrap_or_default(), events))
    }

    /// How the passes of a batch stand, as far as the scope covers them.
    pub(crate) async fn batch(&self, scope: &Scope, batch: PassBatchId) -> Result<StateCounts, PassError> {
        let filter = PassFilter {
            batch: Some(batch),
            ..PassFilter::default()
        };
        let counts = self.counts(scope, &filter).await?;
        if counts.is_empty() {
            Err(PassError::NotFound)
        } else {
            Ok(counts)
        }
    }
}
