//! What is sealed of an appointment, opened: each time written down for the household to see.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::CONSENT_FOR_CHARS_MAX;
use crate::rules::series::Facts;
use crate::store::appointments;
use crate::store::openings::Opening;
use crate::store::series;
use serde::Serialize;
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{AppointmentId, Timestamp};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What is sealed of an appointment, opened, with how to reach the patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct OpenedFacts {
    /// Which appointment.
    pub(crate) id: AppointmentId,
    /// How to reach them.
    pub(crate) contact: String,
    /// What it is for, and for whom.
    pub(crate) facts: Facts,
}

impl Care {
    /// Opens what is sealed of an appointment, and writes down who did, when and for what.
    ///
    /// # Errors
    /// `NotFound` outside the scope or once it was erased; `Faults` without a reason; what can't be opened; a storage failure.
    pub(crate) async fn open_facts(
        &self,
        by: Doer,
        id: AppointmentId,
        why: String,
        now: Timestamp,
    ) -> Result<OpenedFacts, CareError> {
        let why = checked_reason(&why)?;
        let known = appointments::get(self.db(), &by.may, id).await?;
        let known = known.ok_or(CareError::NotFound)?;
        let work = Arc::new((self.clone(), by.actor, why, known));
        let open = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, why, known) = &*work;
                let series = series::get_in(tx, known.series).await?.ok_or(CareError::NotFound)?;
                let facts = care.facts_in(tx, &series).await?.ok_or(CareError::NotFound)?;
                let opening = Opening {
                    at: now,
                    actor: actor.clone(),
                    why: why.clone(),
                };
                care.note_opening(tx, series.id.get(), &opening).await?;
                Ok::<_, CareError>(OpenedFacts {
                    id,
                    contact: series.contact.unwrap_or_default(),
                    facts,
                })
            })
        });
        open.await
    }
}

/// For what something is opened, in the words that the household reads.
pub(crate) fn checked_reason(why: &str) -> Result<String, CareError> {
    if why.trim().is_empty() {
        return Err(FieldFault::new("why", "field-required").into());
    }
    FieldFault::in_line("why", why, CONSENT_FOR_CHARS_MAX)?;
    Ok(why.trim().to_owned())
}
