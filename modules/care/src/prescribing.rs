//! Photos of prescriptions: kept without what a telephone put beside the picture, sealed as the record is, and opened as it is.

use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::opening::checked_reason;
use crate::rules::medicine::refill_on;
use crate::rules::person::{Prescription, Record};
use crate::store::openings::Opening;
use crate::store::people::{self, Person, Resealed};
use crate::store::prescriptions;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{AttachmentId, PersonId, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What stands between a sealed photo's media type and its bytes.
const AFTER_TYPE: u8 = b'\n';

/// A photo that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PrescriptionDone {
    /// The photo.
    pub(crate) id: AttachmentId,
}

/// A photo, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenedPhoto {
    /// `image/jpeg` or `image/png`.
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

impl Care {
    /// Keeps the photo of the prescription of a medicine in somebody's record, once; a later one takes its place.
    ///
    /// # Errors
    /// `NotFound` for somebody whom they do not look after; a file that can't be kept; `Faults` for a medicine that is not in
    /// the record; or a storage failure.
    pub(crate) async fn add_prescription(
        &self,
        key: CommandKey,
        by: Doer,
        (of, medicine): (PersonId, String),
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<PrescriptionDone, CareError> {
        // Seen before the decoder works for somebody who may not know the person.
        self.person_of(&by.may, of).await?;
        let photo = self.ledger().keep_photo(bytes).await?;
        let plain = [photo.media_type.as_bytes(), &[AFTER_TYPE], &photo.bytes].concat();
        let work = Arc::new((self.clone(), by.actor, medicine, plain));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, medicine, plain) = &*work;
                let (person, mut record) = care.person_and_record_in(tx, of).await?;
                if !record.medicines.iter().any(|known| known.name == *medicine) {
                    return Err(FieldFault::new("medicine", "care-field-medicine-gone").into());
                }
                let id = AttachmentId::generate(now);
                let sealed = care.vault().seal(tx, id.get(), plain, now).await?;
                prescriptions::insert(tx, id, of, &sealed, actor, now);
                let (before, mut kept): (Vec<_>, Vec<_>) = std::mem::take(&mut record.prescriptions)
                    .into_iter()
                    .partition(|known| known.medicine == *medicine);
                let before: Vec<AttachmentId> = before.into_iter().map(|known| known.photo).collect();
                care.drop_photos_in(tx, &before)?;
                kept.push(Prescription {
                    medicine: medicine.clone(),
                    photo: id,
                });
                record.prescriptions = kept;
                care.reseal_in(tx, &person, &record, now).await?;
                Ok::<_, CareError>(PrescriptionDone { id })
            })
        });
        Ok(done.await?.value)
    }

    /// Removes a photo of a prescription, once.
    ///
    /// # Errors
    /// `NotFound`; or a storage failure.
    pub(crate) async fn remove_prescription(
        &self,
        key: CommandKey,
        by: Doer,
        (of, photo): (PersonId, AttachmentId),
        now: Timestamp,
    ) -> Result<PrescriptionDone, CareError> {
        self.person_of(&by.may, of).await?;
        let care = self.clone();
        let done = self.db().write_once(key, move |tx| {
            let care = care.clone();
            Box::pin(async move {
                let (person, mut record) = care.person_and_record_in(tx, of).await?;
                let before = record.prescriptions.len();
                record.prescriptions.retain(|known| known.photo != photo);
                if record.prescriptions.len() == before {
                    return Err(CareError::NotFound);
                }
                care.drop_photos_in(tx, &[photo])?;
                care.reseal_in(tx, &person, &record, now).await?;
                Ok(PrescriptionDone { id: photo })
            })
        });
        Ok(done.await?.value)
    }

    /// Opens a photo of a prescription, and writes down who did, when and for what.
    ///
    /// # Errors
    /// `NotFound`; `Faults` without a reason; one that can't be opened; or a storage failure.
    pub(crate) async fn open_prescription(
        &self,
        by: Doer,
        (of, photo): (PersonId, AttachmentId),
        why: String,
        now: Timestamp,
    ) -> Result<OpenedPhoto, CareError> {
        self.person_of(&by.may, of).await?;
        if !prescriptions::is_of(self.db(), photo, of).await? {
            return Err(CareError::NotFound);
        }
        let why = checked_reason(&why)?;
        let opening = Opening {
            at: now,
            actor: by.actor,
            why,
        };
        let work = Arc::new((self.clone(), opening));
        let open = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, opening) = &*work;
                let sealed = prescriptions::get_in(tx, photo, of).await?.ok_or(CareError::NotFound)?;
                let plain = care.vault().open_in(tx, photo.get(), &sealed).await?;
                care.note_opening(tx, of.get(), opening).await?;
                opened(plain)
            })
        });
        open.await
    }

    /// A person and what is sealed of them, as a write sees them.
    pub(crate) async fn person_and_record_in(&self, tx: &mut Tx, id: PersonId) -> Result<(Person, Record), CareError> {
        let person = people::get_in(tx, id).await?;
        let person = person
            .filter(|person| person.sealed.is_some())
            .ok_or(CareError::NotFound)?;
        let record = self.record_in(tx, &person).await?;
        Ok((person, record))
    }

    /// Removes photos; none of them comes back with an old copy of the database.
    pub(crate) fn drop_photos_in(&self, tx: &mut Tx, photos: &[AttachmentId]) -> Result<(), CareError> {
        if photos.is_empty() {
            return Ok(());
        }
        let gone: Vec<Erased> = photos.iter().copied().map(Erased::Photo).collect();
        self.erased().remember(&gone)?;
        photos.iter().for_each(|photo| prescriptions::remove(tx, *photo));
        Ok(())
    }

    /// Seals a record anew over the one that is there. Once nothing has to be fetched today, the need that says so is closed.
    pub(crate) async fn reseal_in(
        &self,
        tx: &mut Tx,
        person: &Person,
        record: &Record,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let sealed = self.seal_record(tx, person.id, record, now).await?;
        let today = self.day_of(now)?;
        let refill_on = refill_on(&record.medicines);
        let mut refill_need = person.refill_need;
        if refill_on.is_none_or(|day| day > today)
            && let Some(need) = refill_need.take()
        {
            self.ledger().close_in(tx, need, now).await?;
        }
        let new = Resealed {
            sealed,
            refill_on,
            refill_need,
        };
        people::set_record(tx, person, &new, now);
        tx.announce();
        Ok(())
    }
}

/// A photo as it was sealed.
fn opened(plain: Vec<u8>) -> Result<OpenedPhoto, CareError> {
    let after = plain.iter().position(|byte| *byte == AFTER_TYPE);
    let media_type = match after.map(|at| &plain[..at]) {
        Some(b"image/jpeg") => "image/jpeg",
        Some(b"image/png") => "image/png",
        _ => return Err(CareError::Unreadable("a photo of no known type".to_owned())),
    };
    let bytes = plain[media_type.len() + 1..].to_vec();
    Ok(OpenedPhoto { media_type, bytes })
}
