//! What opens things without an account: a volunteer's own link, the address of their calendar, a shift's square code. What is
//! secret in each is worked out from the server's own secret, so that it can be shown again, and the database alone opens
//! nothing.

use crate::error::VolunteerError;
use crate::rules::certificate::CertificateKey;
use crate::rules::person::VolunteerState;
use crate::store::shifts::{self, Shift};
use crate::store::volunteers::{self, Volunteer};
use crate::volunteers::Volunteers;
use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq as _;
use tongxin_city::{ShiftId, VolunteerId};

/// Bytes of a link's secret: 128 bits can't be guessed.
const SECRET_BYTES: usize = 16;
/// A number, a dot and the secret are shorter.
pub(crate) const KEY_BYTES_MAX: usize = 64;
/// What each secret is for; one opens nothing of another's.
const OWN: &str = "volunteer's link";
const CALENDAR: &str = "volunteer's calendar";
const SHIFT: &str = "shift's code";
const CERTIFICATE: &str = "certificates of hours";

impl Volunteers {
    fn secret(&self, purpose: &str, number: i64, issue: i64) -> String {
        let content = [number.to_be_bytes(), issue.to_be_bytes()].concat();
        let bytes = self.accounts().derived(purpose, &content);
        BASE64URL_NOPAD.encode(&bytes[..SECRET_BYTES])
    }

    /// What a volunteer shows instead of an account.
    pub(crate) fn own_key(&self, volunteer: &Volunteer) -> String {
        self.key_of(volunteer.id, volunteer.link)
    }

    /// The same by the number of the link.
    pub(crate) fn key_of(&self, id: VolunteerId, link: i64) -> String {
        format!("{id}.{}", self.secret(OWN, id.get(), link))
    }

    /// The key of a volunteer's calendar: it shows shifts, and can do nothing.
    pub(crate) fn calendar_key(&self, volunteer: &Volunteer) -> String {
        let secret = self.secret(CALENDAR, volunteer.id.get(), volunteer.link);
        format!("{}.{secret}", volunteer.id)
    }

    /// What stands in a shift's square code: whoever has it is where the shift meets.
    pub(crate) fn shift_code(&self, shift: ShiftId) -> String {
        format!("{shift}.{}", self.secret(SHIFT, shift.get(), 1))
    }

    /// The key that signs certificates.
    pub(crate) fn certificate_key(&self) -> CertificateKey {
        CertificateKey::from_bytes(&self.accounts().derived(CERTIFICATE, &1_i64.to_be_bytes()))
    }

    /// Whose link that is.
    ///
    /// # Errors
    /// `NoLink` for one that opens nothing, or no longer; or a storage failure.
    pub(crate) async fn opened(&self, key: &str) -> Result<Volunteer, VolunteerError> {
        self.volunteer_of(key, OWN).await
    }

    /// Whose calendar that is.
    ///
    /// # Errors
    /// As [`Volunteers::opened`].
    pub(crate) async fn opened_calendar(&self, key: &str) -> Result<Volunteer, VolunteerError> {
        self.volunteer_of(key, CALENDAR).await
    }

    async fn volunteer_of(&self, key: &str, purpose: &str) -> Result<Volunteer, VolunteerError> {
        let (id, secret) = parted::<VolunteerId>(key).ok_or(VolunteerError::NoLink)?;
        let found = volunteers::by_link(self.db(), id).await?;
        let found = found.filter(|found| found.state != VolunteerState::Erased);
        let found = found.ok_or(VolunteerError::NoLink)?;
        let right = self.secret(purpose, id.get(), found.link);
        if right.as_bytes().ct_eq(secret.as_bytes()).into() {
            Ok(found)
        } else {
            Err(VolunteerError::NoLink)
        }
    }

    /// Which shift's square code that is.
    ///
    /// # Errors
    /// `Refused` for a code of no shift; or a storage failure.
    pub(crate) async fn shift_of_code(&self, code: &str) -> Result<Shift, VolunteerError> {
        let no_code = VolunteerError::Refused("volunteer-no-code");
        let Some((id, secret)) = parted::<ShiftId>(code) else {
            return Err(no_code);
        };
        let right = self.secret(SHIFT, id.get(), 1);
        if !bool::from(right.as_bytes().ct_eq(secret.as_bytes())) {
            return Err(no_code);
        }
        shifts::known(self.db(), id).await?.ok_or(no_code)
    }
}

/// The number and the secret of a key.
fn parted<T: std::str::FromStr>(key: &str) -> Option<(T, &str)> {
    let (id, secret) = Some(key).filter(|key| key.len() <= KEY_BYTES_MAX)?.split_once('.')?;
    Some((id.parse().ok()?, secret))
}
