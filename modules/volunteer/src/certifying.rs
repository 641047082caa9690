//! Certificates of hours: made when they are asked for, from the hours' ledger as it is then. None is kept.

use crate::error::VolunteerError;
use crate::rules::certificate::{Certificate, CertificateError, Claims};
use crate::store::hours;
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use tongxin_city::Timestamp;

impl Volunteers {
    /// A certificate of somebody's hours so far.
    ///
    /// # Errors
    /// `Refused` when there are none yet; or a storage failure.
    pub(crate) async fn certificate(
        &self,
        volunteer: &Volunteer,
        now: Timestamp,
    ) -> Result<(Claims, Certificate), VolunteerError> {
        let sum = hours::sum(self.db(), volunteer.id)
            .await?
            .filter(|(minutes, ..)| *minutes > 0);
        let (minutes, shifts, first_day, last_day) = sum.ok_or(VolunteerError::Refused("volunteer-no-hours"))?;
        let claims = Claims {
            city: self.city_name()?,
            name: volunteer.shown_name(),
            community: self.place_name(&self.community_of(&volunteer.home)),
            minutes,
            shifts,
            first_day,
            last_day,
            issued_at: now,
        };
        let signed = self.certificate_key().sign(&claims);
        let signed = signed.map_err(|error| VolunteerError::Failed(error.to_string()))?;
        Ok((claims, signed))
    }

    /// What a certificate says, if this city signed it.
    ///
    /// # Errors
    /// Why it is not good.
    pub(crate) fn verify_certificate(&self, text: &str) -> Result<Claims, CertificateError> {
        Certificate::read(text)?.verified(&self.certificate_key())
    }
}
