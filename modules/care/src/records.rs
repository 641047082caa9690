//! Records, and the facts of appointments, as they are sealed and opened.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::OPENINGS_SHOWN_MAX;
use crate::rules::person::Record;
use crate::rules::series::Facts;
use crate::store::openings::{self, Opening};
use crate::store::people::Person;
use crate::store::sealed_words;
use crate::store::series::Series;
use crate::vault::Sealed;
use std::collections::HashMap;
use tongxin_city::{Id63, PersonId, SeriesId, Timestamp};
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

    /// Seals words about somebody, or about a series of appointments; answers their number.
    pub(crate) async fn seal_words(
        &self,
        tx: &mut Tx,
        about: i64,
        words: &str,
        now: Timestamp,
    ) -> Result<i64, CareError> {
        let id = Id63::generate(now).get();
        let sealed = self.vault().seal(tx, id, words.as_bytes(), now).await?;
        sealed_words::insert(tx, id, about, &sealed);
        Ok(id)
    }

    /// What these words say. Those that can't be opened are left out, for nothing waits for them.
    pub(crate) async fn words_of(&self, ids: impl Iterator<Item = i64>) -> Result<HashMap<i64, String>, CareError> {
        let ids: Vec<i64> = ids.collect();
        let mut words = HashMap::with_capacity(ids.len());
        for (id, sealed) in sealed_words::of(self.db(), &ids).await? {
            match self.vault().open(self.db(), id, &sealed).await {
                Ok(plain) => drop(words.insert(id, String::from_utf8_lossy(&plain).into_owned())),
                Err(error) => tracing::error!(%error, id, "words that could not be opened"),
            }
        }
        Ok(words)
    }

    /// Writes down that something was opened, when, by whom and for what.
    pub(crate) async fn note_opening(&self, tx: &mut Tx, about: i64, opening: &Opening) -> Result<(), CareError> {
        let word = self.seal_words(tx, about, &opening.why, opening.at).await?;
        openings::add(tx, about, (&opening.actor, opening.at), word).await?;
        Ok(())
    }

    /// The latest openings of what is sealed under a number.
    pub(crate) async fn openings_of(&self, about: i64) -> Result<Vec<Opening>, CareError> {
        let found = openings::of(self.db(), about, OPENINGS_SHOWN_MAX).await?;
        let mut words = self.words_of(found.iter().filter_map(|(_, word)| *word)).await?;
        let opened = |(opening, word): (Opening, Option<i64>)| Opening {
            why: word.and_then(|word| words.remove(&word)).unwrap_or(opening.why),
            ..opening
        };
        Ok(found.into_iter().map(opened).collect())
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
