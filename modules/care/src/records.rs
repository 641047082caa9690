//! Records, and the facts of appointments, as they are sealed and opened.

use crate::care::Care;
use crate::error::CareError;
use crate::rules::person::Record;
use crate::rules::series::Facts;
use crate::store::people::Person;
use crate::store::series::Series;
use crate::vault::Sealed;
use tongxin_city::{PersonId, SeriesId, Timestamp};
use tongxin_storage::Tx;

impl Care {
    pub(crate) async fn seal_record(
        &self,
        tx: &mut Tx,
        id: PersonId,
        record: &Record,
        now: Timestamp,
    ) -> Result<Sealed, CareError> {
        Ok(self.vault().seal(tx, id.get(), &plain_record(record)?, now).await?)
    }

    /// What is sealed of a person, as a write sees it; an empty record once it was erased.
    pub(crate) async fn record_in(&self, tx: &mut Tx, person: &Person) -> Result<Record, CareError> {
        match &person.sealed {
            None => Ok(Record::default()),
            Some(sealed) => {
                let plain = self.vault().open_in(tx, person.id.get(), sealed).await?;
                serde_json::from_slice(&plain).map_err(unreadable)
            }
        }
    }

    pub(crate) async fn seal_facts(
        &self,
        tx: &mut Tx,
        id: SeriesId,
        facts: &Facts,
        now: Timestamp,
    ) -> Result<Sealed, CareError> {
        let plain = serde_json::to_vec(facts).map_err(unreadable)?;
        Ok(self.vault().seal(tx, id.get(), &plain, now).await?)
    }

    /// What is sealed of a series of appointments, as a write sees it; nothing once it was erased.
    pub(crate) async fn facts_in(&self, tx: &mut Tx, series: &Series) -> Result<Option<Facts>, CareError> {
        let Some(sealed) = &series.sealed else {
            return Ok(None);
        };
        let plain = self.vault().open_in(tx, series.id.get(), sealed).await?;
        serde_json::from_slice(&plain).map(Some).map_err(unreadable)
    }
}

/// What serde says of a record could hold parts of it, so that only the kind of fault is told.
/// A record as it is sealed.
pub(crate) fn plain_record(record: &Record) -> Result<Vec<u8>, CareError> {
    serde_json::to_vec(record).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> CareError {
    CareError::Unreadable(format!("{:?}", error.classify()))
}
