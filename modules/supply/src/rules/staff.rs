//! A firm's staff.

use crate::limits::PERSON_NAME_CHARS_MAX;
use crate::rules::fields::Fields;
use crate::rules::vehicle::read_pass;
use tongxin_city::words;
use tongxin_web::FieldFault;

words! {
    /// What somebody does at a firm.
    StaffRole, "role of staff" {
        /// Runs the place.
        Manager = "manager",
        /// Picks and packs orders.
        Picker = "picker",
        /// Drives a vehicle.
        Driver = "driver",
        /// Brings orders to doors.
        Courier = "courier",
        /// Loads and unloads.
        Loader = "loader",
        /// Dispenses medicine.
        Pharmacist = "pharmacist",
        /// Everything else, such as buying, guarding and cleaning.
        Other = "other",
    }
}

words! {
    /// When somebody works.
    Shift, "shift" {
        /// By day.
        Day = "day",
        /// By night.
        Night = "night",
        /// By turns.
        Rotating = "rotating",
    }
}

/// A member of the staff as it was filled in.
#[derive(Debug, Clone, Default)]
pub struct AskedStaff {
    /// The name.
    pub name: String,
    /// The telephone number, where known.
    pub phone: String,
    /// What they do.
    pub role: Option<StaffRole>,
    /// When they work.
    pub shift: Option<Shift>,
    /// The number of their pass, where they have one.
    pub pass_number: String,
}

/// A member of the staff that can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStaff {
    /// The name.
    pub name: String,
    /// The telephone number, where known.
    pub phone: Option<String>,
    /// What they do.
    pub role: StaffRole,
    /// When they work.
    pub shift: Shift,
    /// The number of their pass, where they have one.
    pub pass_number: Option<String>,
}

impl NewStaff {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(asked: AskedStaff) -> Result<NewStaff, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let name = fields.line("name", &asked.name, PERSON_NAME_CHARS_MAX);
        let has_phone = !asked.phone.trim().is_empty();
        let phone = has_phone.then(|| fields.phone("phone", &asked.phone));
        let role = fields.take(asked.role.ok_or_else(|| FieldFault::new("role", "field-required")));
        let shift = fields.take(asked.shift.ok_or_else(|| FieldFault::new("shift", "field-required")));
        let pass_number = read_pass(&mut fields, &asked.pass_number);
        let (Some(role), Some(shift)) = (role, shift) else {
            return Err(fields.into_faults());
        };
        fields.finish(NewStaff {
            name,
            phone,
            role,
            shift,
            pass_number,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_role_and_shift_are_asked_for_and_a_number_is_not() {
        let faults = NewStaff::read(AskedStaff::default()).expect_err("refused");
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name", "role", "shift"]);
        let asked = AskedStaff {
            name: "Li".into(),
            role: Some(StaffRole::Driver),
            shift: Some(Shift::Night),
            ..AskedStaff::default()
        };
        assert_eq!(NewStaff::read(asked).expect("right").phone, None);
    }
}
