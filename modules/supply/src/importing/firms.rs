//! The firm that a row of vehicles or staff belongs to, named by its credit code.

use crate::Supply;
use crate::error::SupplyError;
use crate::rules::credit_code::CreditCode;
use crate::rules::listing::ListingState;
use crate::store::whitelist::listings;
use crate::whitelist::Decider;
use std::collections::HashMap;
use tongxin_city::OrgId;
use tongxin_import::{Column, Parsed, RowReader};

/// More than any credit code with its blanks, in characters.
pub(super) const CODE_CHARS_MAX: usize = 40;

/// The firm's column: may be left out where the whole table belongs to one firm.
pub(super) const FIRM: Column = Column::optional("firm", "supply-import-firm");

/// Reads the firm's cell: nothing for the firm that the whole table belongs to.
pub(super) fn read_firm(row: &mut RowReader<'_, '_>, has_own: bool) -> Option<Option<CreditCode>> {
    if row.is_empty(&FIRM) {
        if !has_own {
            row.refuse(&FIRM, "field-required", &[]);
        }
        return has_own.then_some(None);
    }
    let text = row.text(&FIRM, CODE_CHARS_MAX)?;
    let code = CreditCode::at(FIRM.key, &text).map_err(|fault| vec![fault]);
    super::or_refuse(row, &[FIRM], code).map(Some)
}

impl Supply {
    /// The firms that the rows name; a row is refused whose firm the caller may not change, or that left the whitelist.
    pub(super) async fn firms_of<T>(
        &self,
        by: &Decider,
        parsed: &mut Parsed<T>,
        code: impl Fn(&T) -> Option<&CreditCode>,
    ) -> Result<HashMap<CreditCode, OrgId>, SupplyError> {
        let codes: Vec<&CreditCode> = parsed.rows().iter().filter_map(|(_, row)| code(row)).collect();
        let known = listings::by_codes(self.db(), &codes).await?;
        let known = known
            .into_values()
            .filter(|firm| by.may.contains(&firm.place, Some(firm.org), None));
        let known: HashMap<CreditCode, (OrgId, bool)> = known
            .map(|firm| {
                let has_ended = firm.standing.state == ListingState::Ended;
                (firm.credit_code, (firm.org, has_ended))
            })
            .collect();
        let mut refused = Vec::new();
        for (number, row) in parsed.rows() {
            match code(row).map(|code| (code, known.get(code))) {
                Some((code, None)) => refused.push((*number, "supply-import-unknown-firm", code.to_string())),
                Some((code, Some((_, true)))) => refused.push((*number, "supply-import-ended-firm", code.to_string())),
                _ => {}
            }
        }
        for (number, key, code) in refused {
            parsed.refuse(number, &FIRM, key, &[("code", &code)]);
        }
        Ok(known.into_iter().map(|(code, (org, _))| (code, org)).collect())
    }
}

/// Refuses the first row of each firm that would have more than `max` with what it has already.
pub(super) fn refuse_too_many<T>(
    parsed: &mut Parsed<T>,
    running: &HashMap<OrgId, i64>,
    max: i64,
    org: impl Fn(&T) -> Option<OrgId>,
) {
    let mut counts = running.clone();
    let mut refused = Vec::new();
    for (number, row) in parsed.rows() {
        let Some(org) = org(row) else { continue };
        let count = counts.entry(org).or_insert(0);
        *count += 1;
        if *count == max + 1 {
            refused.push(*number);
        }
    }
    for number in refused {
        parsed.refuse(number, &FIRM, "supply-fleet-too-many", &[("max", &max.to_string())]);
    }
}
