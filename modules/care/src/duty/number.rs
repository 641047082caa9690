//! The number under which a community is called: on the notices at all its doors.

use super::DutyDoer;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::DUTY_PHONE_CHARS_MAX;
use crate::store::notices as store;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_storage::CommandKey;
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A number that a community is to be called under.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedNumber {
    /// The community.
    pub(crate) place: PlaceCode,
    /// The number; none when left empty.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub(crate) phone: String,
}

/// The number that a community is called under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DutyNumber {
    /// The community.
    pub(crate) place: PlaceCode,
    /// The number, if there is one.
    pub(crate) phone: Option<String>,
}

impl Care {
    /// The number of a community that somebody sees.
    ///
    /// # Errors
    /// `NotFound` for a place that they do not see, `Faults` for one that is no community, or a storage failure.
    pub(crate) async fn duty_number(&self, by: &DutyDoer, place: PlaceCode) -> Result<DutyNumber, CareError> {
        if !by.sees.contains_place(&place) {
            return Err(CareError::NotFound);
        }
        self.check_community(&place)?;
        let phone = self.number_of(&place).await?;
        Ok(DutyNumber { place, phone })
    }

    /// The number of a community, if there is one.
    pub(crate) async fn number_of(&self, community: &PlaceCode) -> Result<Option<String>, CareError> {
        Ok(store::number_of(self.db(), community).await?)
    }

    /// Says under which number a community is called, once.
    ///
    /// # Errors
    /// `NotFound` where they put nobody on posts, `Faults` for what is wrong, or a storage failure.
    pub(crate) async fn set_duty_number(
        &self,
        key: CommandKey,
        by: &DutyDoer,
        asked: AskedNumber,
        now: Timestamp,
    ) -> Result<DutyNumber, CareError> {
        if !by.organises(&asked.place) {
            return Err(CareError::NotFound);
        }
        self.check_community(&asked.place)?;
        if let Err(fault) = FieldFault::in_line("phone", &asked.phone, DUTY_PHONE_CHARS_MAX) {
            return Err(fault.into());
        }
        let (place, phone) = (asked.place, asked.phone.trim().to_owned());
        let work = Arc::new((phone.clone(), by.actor.clone()));
        let write = self.db().write_once(key, move |tx| {
            let (phone, actor) = &*work;
            if phone.is_empty() {
                store::remove_number(tx, &place);
            } else {
                store::set_number(tx, &place, phone, actor, now);
            }
            tx.announce();
            // The number is no part of the answer that is kept: it may be taken out before that.
            Box::pin(async { Ok::<_, CareError>(true) })
        });
        write.await?;
        Ok(DutyNumber {
            place,
            phone: Some(phone).filter(|phone| !phone.is_empty()),
        })
    }

    fn check_community(&self, place: &PlaceCode) -> Result<(), CareError> {
        match self.places().get(place) {
            None => Err(CareError::NotFound),
            Some(place) if place.level == Level::Community => Ok(()),
            Some(_) => Err(FieldFault::new("place", "care-field-duty-community").into()),
        }
    }
}
