//! Who left, remembered outside the database by their number alone: a backup that is put back forgets it again.

use crate::error::VolunteerError;
use parking_lot::Mutex;
use tongxin_city::VolunteerId;

/// Remembers outside the database who left.
pub trait LeftList: Send + Sync {
    /// Remembers one more, on disk when it returns.
    ///
    /// # Errors
    /// That it could not be written.
    fn remember(&self, left: VolunteerId) -> Result<(), VolunteerError>;

    /// All who left.
    ///
    /// # Errors
    /// That it could not be read.
    fn all(&self) -> Result<Vec<VolunteerId>, VolunteerError>;
}

/// A list that ends with the process, for tests.
#[derive(Debug, Default)]
pub struct MemoryList(Mutex<Vec<VolunteerId>>);

impl LeftList for MemoryList {
    fn remember(&self, left: VolunteerId) -> Result<(), VolunteerError> {
        self.0.lock().push(left);
        Ok(())
    }

    fn all(&self) -> Result<Vec<VolunteerId>, VolunteerError> {
        Ok(self.0.lock().clone())
    }
}
