//! Passes of patients' trips, for whoever arranges appointments: approved as a part of that write, issued right after it or by
//! the clock, and ended with the appointment.

use crate::desk::cut;
use crate::rules::trip::Trip;
use crate::rules::{PassEventKind, PassRule, PassState, Step};
use crate::store::reading;
use crate::store::writing::{self, Applied, Happened, NewPass};
use crate::{PassError, Passes};
use tongxin_account::Scope;
use tongxin_city::{PassBatchId, PassId, Timestamp};
use tongxin_pass_format::limits::ORG_BYTES_MAX;
use tongxin_storage::Tx;

impl Passes {
    /// Approves the passes of a trip as a part of another module's write; answers them in the order of those who go. Each is
    /// issued by the next [`Passes::issue_approved`].
    ///
    /// # Errors
    /// When no city is loaded, or a storage failure.
    pub async fn approve_trip_in(
        &self,
        tx: &mut Tx,
        trip: &Trip,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<PassId>, PassError> {
        let rows = trip.rows(&self.places().city()?.file.zone);
        let new: Vec<NewPass<'_>> = rows
            .iter()
            .map(|row| NewPass {
                id: PassId::generate(now),
                row,
                state: PassState::Approved,
                rule: PassRule::PatientTrip,
                districts: Vec::new(),
                replaces: None,
                agree_by: None,
            })
            .collect();
        let applied = Applied {
            batch: PassBatchId::generate(now),
            org: trip.hospital,
            org_name: &cut(&trip.hospital_name, ORG_BYTES_MAX),
            place: &trip.to,
            actor,
            at: now,
        };
        if !new.is_empty() {
            writing::insert(tx, &new, &applied).await?;
        }
        Ok(new.iter().map(|pass| pass.id).collect())
    }

    /// Ends the passes of a trip that is called off, as a part of another module's write. One that ended already stays as it is.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn end_trip_in(
        &self,
        tx: &mut Tx,
        passes: &[PassId],
        actor: &str,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), PassError> {
        let everywhere = Scope::of_place(self.places().city()?.file.code);
        for id in passes {
            let Some(pass) = reading::get_in(tx, &everywhere, *id).await? else {
                continue;
            };
            let step = match pass.state {
                PassState::Valid => Step::Revoke,
                _ => Step::Withdraw,
            };
            let Ok(state) = pass.state.after(step) else { continue };
            let happened = Happened {
                kind: step.event(),
                actor,
                note: if step.event() == PassEventKind::Revoked {
                    reason
                } else {
                    ""
                },
                at: now,
            };
            writing::move_on(tx, &pass, state, &happened);
        }
        Ok(())
    }
}
