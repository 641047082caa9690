//! Staff from a table.

use crate::Supply;
use crate::error::SupplyError;
use crate::importing::firms::{FIRM, read_firm, refuse_too_many};
use crate::importing::{Checked, SentTable, or_refuse};
use crate::limits::{PASS_NUMBER_CHARS_MAX, PERSON_NAME_CHARS_MAX, PHONE_CHARS_MAX, STAFF_OF_FIRM_MAX};
use crate::rules::credit_code::CreditCode;
use crate::rules::staff::{AskedStaff, NewStaff, Shift, StaffRole};
use crate::store::fleet::staff;
use crate::whitelist::Decider;
use std::sync::Arc;
use tongxin_city::{OrgId, StaffId, Timestamp};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_storage::CommandKey;

const NAME: Column = Column::required("name", "supply-import-person");
const PHONE: Column = Column::optional("phone", "supply-import-phone");
const ROLE: Column = Column::required("role", "supply-import-role");
const SHIFT: Column = Column::required("shift", "supply-import-shift");
const PASS: Column = Column::optional("pass_number", "supply-import-pass");

/// The table of staff.
pub(crate) const STAFF: Sheet = Sheet {
    name: "supply-import-staff",
    columns: &[FIRM, NAME, PHONE, ROLE, SHIFT, PASS],
};

/// A row: at which firm, unless the whole table belongs to one, and who.
#[derive(Debug, Clone)]
struct StaffRow {
    firm: Option<CreditCode>,
    new: NewStaff,
}

impl Supply {
    /// Takes in staff of firms that the caller may change; `own` is the firm of rows that name none. Answers how many.
    /// Somebody of the same name and number at the same firm is the same person.
    pub(crate) async fn import_staff(
        &self,
        command: CommandKey,
        by: Decider,
        own: Option<OrgId>,
        table: SentTable,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let mut parsed = table.read(&STAFF, move |row| read(row, own.is_some())).await?;
        parsed.refuse_doubles(&NAME, |row| {
            (row.firm.clone(), row.new.name.clone(), row.new.phone.clone())
        });
        let rows = self.checked_staff(&by, own, parsed).await?;
        let (rows, actor): (Arc<Checked<_>>, Arc<str>) = (rows.into(), by.actor.into());
        let answer = self.db().write_once(command, move |tx| {
            let (rows, actor) = (Arc::clone(&rows), Arc::clone(&actor));
            Box::pin(async move {
                let rows = rows
                    .as_ref()
                    .as_ref()
                    .map_err(|faults| SupplyError::Rows(faults.clone()))?;
                let new: Vec<_> = rows
                    .iter()
                    .map(|(org, new)| (StaffId::generate(now), *org, new))
                    .collect();
                staff::insert(tx, &new, &actor, now).await?;
                Ok::<_, SupplyError>(new.len())
            })
        });
        Ok(answer.await?.value)
    }

    async fn checked_staff(
        &self,
        by: &Decider,
        own: Option<OrgId>,
        mut parsed: Parsed<StaffRow>,
    ) -> Result<Checked<(OrgId, NewStaff)>, SupplyError> {
        let firms = self.firms_of(by, &mut parsed, |row| row.firm.as_ref()).await?;
        let org = |row: &StaffRow| match &row.firm {
            Some(code) => firms.get(code).copied(),
            None => own,
        };
        let orgs: Vec<OrgId> = firms.values().copied().chain(own).collect();
        let known = staff::known(self.db(), &orgs).await?;
        let is_known = |row: &StaffRow| {
            org(row).is_some_and(|org| known.contains(&(org, row.new.name.clone(), row.new.phone.clone())))
        };
        let refused = parsed.rows().iter().filter(|(_, row)| is_known(row));
        let refused: Vec<u32> = refused.map(|(number, _)| *number).collect();
        for number in refused {
            parsed.refuse(number, &NAME, "supply-import-staff-known", &[]);
        }
        let running = staff::running_of(self.db(), &orgs).await?;
        refuse_too_many(&mut parsed, &running, STAFF_OF_FIRM_MAX, org);
        let with_firm = |(_, row): (u32, StaffRow)| Some((org(&row)?, row.new));
        Ok(parsed
            .into_rows()
            .map(|rows| rows.into_iter().filter_map(with_firm).collect()))
    }
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, has_own: bool) -> Option<StaffRow> {
    let firm = read_firm(row, has_own);
    let asked = AskedStaff {
        name: row.text(&NAME, PERSON_NAME_CHARS_MAX).unwrap_or_default(),
        phone: row.text(&PHONE, PHONE_CHARS_MAX).unwrap_or_default(),
        role: row.one_of(&ROLE, StaffRole::ALL, |role| (role.as_str(), role_name(role))),
        shift: row.one_of(&SHIFT, Shift::ALL, |shift| (shift.as_str(), shift_name(shift))),
        pass_number: row.text(&PASS, PASS_NUMBER_CHARS_MAX).unwrap_or_default(),
    };
    let new = or_refuse(row, STAFF.columns, NewStaff::read(asked));
    Some(StaffRow { firm: firm?, new: new? })
}

const fn role_name(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Manager => "supply-staff-manager",
        StaffRole::Picker => "supply-staff-picker",
        StaffRole::Driver => "supply-staff-driver",
        StaffRole::Courier => "supply-staff-courier",
        StaffRole::Loader => "supply-staff-loader",
        StaffRole::Pharmacist => "supply-staff-pharmacist",
        StaffRole::Other => "supply-staff-other",
    }
}

const fn shift_name(shift: Shift) -> &'static str {
    match shift {
        Shift::Day => "supply-shift-day",
        Shift::Night => "supply-shift-night",
        Shift::Rotating => "supply-shift-rotating",
    }
}
