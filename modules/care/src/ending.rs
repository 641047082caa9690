//! Ends of records by hand. Nobody's record ends as if all was well while nobody has seen them.

use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::registering::PersonDone;
use crate::rules::ending::{End, EndReason, Looking, looking_after};
use crate::store::people::{self, Person};
use serde::Deserialize;
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{PersonId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use utoipa::ToSchema;

/// How somebody ends a record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedEnd {
    /// Why.
    pub(crate) why: EndReason,
    /// Who said that they moved, died or were taken to a hospital; needed while nobody has seen them.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub(crate) said_by: String,
}

impl Care {
    /// Ends a person's record and erases it, once.
    ///
    /// # Errors
    /// `NotFound`; `Refused` or a fault while nobody has seen the person; or a storage failure.
    pub(crate) async fn end(
        &self,
        key: CommandKey,
        by: Doer,
        id: PersonId,
        asked: AskedEnd,
        now: Timestamp,
    ) -> Result<PersonDone, CareError> {
        // Whether the record is there is asked in the write: what is sent again after it was erased has its answer already.
        let person = people::get(self.db(), &by.may, id).await?.ok_or(CareError::NotFound)?;
        let end = End::by_hand(asked.why, &asked.said_by, by.actor)?;
        let work = Arc::new((self.clone(), end));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, end) = &*work;
                care.end_in(tx, id, end, now).await?;
                Ok::<_, CareError>(PersonDone {
                    id,
                    seq: person.seq + 1,
                })
            })
        });
        Ok(done.await?.value)
    }

    /// Ends one record as a part of a write, and remembers outside the database that it ended.
    ///
    /// # Errors
    /// `NotFound`; `Refused` or a fault while nobody has seen the person and nobody said where they are; that the list could
    /// not be written; or a storage failure.
    async fn end_in(&self, tx: &mut Tx, id: PersonId, end: &End, now: Timestamp) -> Result<(), CareError> {
        let person = people::get_in(tx, id).await?.filter(Person::is_looked_after);
        let person = person.ok_or(CareError::NotFound)?;
        // Decided before it is remembered: what the list has is erased at the next start, whatever the database says.
        self.looking_in(tx, &person, end).await?;
        self.erased().remember(&[Erased::Person(id)])?;
        self.erase_in(tx, id, end, now).await
    }

    /// What becomes of looking for somebody when their record ends; nothing when nobody has to be looked for.
    pub(crate) async fn looking_in(
        &self,
        tx: &mut Tx,
        person: &Person,
        end: &End,
    ) -> Result<Option<Looking>, CareError> {
        let Some(need) = person.need else {
            return Ok(None);
        };
        if !self.ledger().is_open_in(tx, need).await? {
            return Ok(None);
        }
        Ok(Some(looking_after(end)?))
    }

    /// A person who is looked after, if the scope covers them: their record is there, or nobody has seen them.
    pub(crate) async fn looked_after(&self, may: &Scope, id: PersonId) -> Result<Person, CareError> {
        let person = people::get(self.db(), may, id).await?;
        person.filter(Person::is_looked_after).ok_or(CareError::NotFound)
    }

    /// A person of whom something is still shown, if the scope covers them: also for a while who ended their record.
    pub(crate) async fn remembered(&self, may: &Scope, id: PersonId) -> Result<Person, CareError> {
        let person = people::get(self.db(), may, id).await?;
        let is_remembered = |person: &Person| person.is_looked_after() || person.ended_by.is_some();
        person.filter(is_remembered).ok_or(CareError::NotFound)
    }
}
