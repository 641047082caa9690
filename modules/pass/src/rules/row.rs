//! One pass that is applied for: as it was filled in, and as it can be decided.

use crate::limits::{
    CORRIDOR_CHARS_MAX, ENDS_MAX, FIRST_DAY_AHEAD_MAX, PASS_DAYS_MAX, PLATE_CHARS_MAX, SURNAME_CHARS_MAX,
};
use crate::rules::kind::PassKind;
use crate::rules::times::{read_days, read_hours};
use std::collections::BTreeSet;
use tongxin_city::{Day, Level, PlaceCode, PlaceTree, Widths};
use tongxin_pass_format::limits::{CORRIDOR_BYTES_MAX, ID_END_CHARS, SURNAME_BYTES_MAX};
use tongxin_pass_format::pass::{Days, Holder, Hours, Ways};
use tongxin_supply::rules::plate::Plate;
use tongxin_web::FieldFault;

/// A pass as it was filled in: for a person or for a vehicle.
#[derive(Debug, Clone, Default)]
pub struct AskedPass {
    /// What it is for.
    pub kind: Option<PassKind>,
    /// The holder's surname; empty for a vehicle.
    pub surname: String,
    /// The last four characters of an id that the holder chose to show; empty for a vehicle.
    pub id_end: String,
    /// The plate; empty for a person.
    pub plate: String,
    /// Where the way starts.
    pub from: Vec<PlaceCode>,
    /// Where it leads.
    pub to: Vec<PlaceCode>,
    /// Whether it counts on the way back too.
    pub both_ways: bool,
    /// The corridor whose gates let it through on the way; perhaps empty.
    pub corridor: String,
    /// Days of the week, as [`read_days`] takes them.
    pub days: String,
    /// Hours of the day, as [`read_hours`] takes them.
    pub hours: String,
    /// The first day; today when none is given.
    pub first_day: Option<Day>,
    /// The last day.
    pub last_day: Option<Day>,
}

/// A pass that can be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassRow {
    /// What it is for.
    pub kind: PassKind,
    /// Who or what may pass.
    pub holder: Holder,
    /// Where the way starts; at least one place.
    pub from: Vec<PlaceCode>,
    /// Where it leads; at least one place.
    pub to: Vec<PlaceCode>,
    /// One way or both.
    pub ways: Ways,
    /// The corridor, where there is one.
    pub corridor: Option<String>,
    /// Days of the week.
    pub days: Days,
    /// Hours of the day.
    pub hours: Hours,
    /// The first day.
    pub first_day: Day,
    /// The last day, which belongs to it.
    pub last_day: Day,
}

impl PassRow {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(asked: AskedPass, tree: &PlaceTree, today: Day) -> Result<PassRow, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut keep = |fault: FieldFault| faults.push(fault);
        match asked.kind {
            None => keep(FieldFault::new("kind", "field-required")),
            Some(PassKind::Patient) => keep(FieldFault::new("kind", "pass-field-patient")),
            Some(_) => {}
        }
        let holder = read_holder(&asked)
            .map_err(|found| found.into_iter().for_each(&mut keep))
            .ok();
        for (field, ends) in [("from", &asked.from), ("to", &asked.to)] {
            if let Some(fault) = wrong_ends(field, ends, tree) {
                keep(fault);
            }
        }
        let corridor = asked.corridor.trim();
        if !is_line(corridor, CORRIDOR_CHARS_MAX, CORRIDOR_BYTES_MAX) {
            keep(FieldFault::new("corridor", "pass-field-corridor"));
        }
        let days = read_days(&asked.days);
        if days.is_none() {
            keep(FieldFault::new("days", "pass-field-days"));
        }
        let hours = read_hours(&asked.hours);
        if hours.is_none() {
            keep(FieldFault::new("hours", "pass-field-hours"));
        }
        let first_day = asked.first_day.unwrap_or(today);
        let last_first = today.plus_days(FIRST_DAY_AHEAD_MAX);
        if !(today..=last_first).contains(&first_day) {
            keep(between("first_day", today, last_first));
        }
        let last_last = first_day.plus_days(PASS_DAYS_MAX - 1);
        match asked.last_day {
            None => keep(FieldFault::new("last_day", "field-required")),
            Some(last) if !(first_day..=last_last).contains(&last) => keep(between("last_day", first_day, last_last)),
            Some(_) => {}
        }
        match (asked.kind, holder, days, hours, asked.last_day) {
            (Some(kind), Some(holder), Some(days), Some(hours), Some(last_day)) if faults.is_empty() => Ok(PassRow {
                kind,
                holder,
                ways: if asked.both_ways { Ways::Both } else { Ways::One },
                corridor: (!corridor.is_empty()).then(|| corridor.to_owned()),
                from: asked.from,
                to: asked.to,
                days,
                hours,
                first_day,
                last_day,
            }),
            _ => Err(faults),
        }
    }

    /// The places at both ends.
    pub fn ends(&self) -> impl Iterator<Item = &PlaceCode> {
        self.from.iter().chain(&self.to)
    }

    /// The districts it begins and ends in.
    pub fn districts(&self, widths: &Widths) -> BTreeSet<PlaceCode> {
        self.ends()
            .filter_map(|place| widths.ancestor(place, Level::District))
            .collect()
    }

    /// Whether it is for a vehicle.
    pub fn is_of_vehicle(&self) -> bool {
        matches!(self.holder, Holder::Vehicle { .. })
    }
}

fn between(field: &str, first: Day, last: Day) -> FieldFault {
    FieldFault::new(field, "pass-field-day")
        .arg("first", first)
        .arg("last", last)
}

fn read_holder(asked: &AskedPass) -> Result<Holder, Vec<FieldFault>> {
    let [surname, id_end, plate] = [&asked.surname, &asked.id_end, &asked.plate].map(|text| text.trim());
    match (surname.is_empty() && id_end.is_empty(), plate.is_empty()) {
        (true, true) => Err(vec![FieldFault::new("plate", "pass-field-holder")]),
        (false, false) => Err(vec![FieldFault::new("plate", "pass-field-one-holder")]),
        (true, false) => read_plate(plate).map_err(|fault| vec![fault]),
        (false, true) => read_person(surname, id_end),
    }
}

fn read_plate(text: &str) -> Result<Holder, FieldFault> {
    if text.chars().count() > PLATE_CHARS_MAX {
        return Err(FieldFault::new("plate", "pass-field-plate"));
    }
    let plate: Plate = text.parse().map_err(|_| FieldFault::new("plate", "pass-field-plate"))?;
    Ok(Holder::Vehicle {
        plate: plate.to_string(),
    })
}

pub(super) fn read_person(surname: &str, id_end: &str) -> Result<Holder, Vec<FieldFault>> {
    let id_end = id_end.to_ascii_uppercase();
    let mut faults = Vec::new();
    if surname.is_empty() {
        faults.push(FieldFault::new("surname", "field-required"));
    } else if !is_line(surname, SURNAME_CHARS_MAX, SURNAME_BYTES_MAX) {
        faults.push(FieldFault::new("surname", "pass-field-surname"));
    }
    if id_end.len() != ID_END_CHARS
        || !id_end
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    {
        faults.push(FieldFault::new("id_end", "pass-field-id-end"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Holder::Person {
        surname: surname.to_owned(),
        id_end,
    })
}

/// Whether a text fits where it goes on a pass: not too long, and nothing in it that can't be seen.
fn is_line(text: &str, chars_max: usize, bytes_max: usize) -> bool {
    // Letters and marks of any script, and what is printed between them; no control or format characters.
    let is_seen = |sign: char| sign == ' ' || sign.is_alphanumeric() || "·-—()（）/.、'’&+".contains(sign);
    text.chars().count() <= chars_max && text.len() <= bytes_max && text.chars().all(is_seen)
}

fn wrong_ends(field: &str, ends: &[PlaceCode], tree: &PlaceTree) -> Option<FieldFault> {
    if ends.is_empty() {
        return Some(FieldFault::new(field, "field-required"));
    }
    if ends.len() > ENDS_MAX {
        return Some(FieldFault::new(field, "pass-field-ends").arg("max", ENDS_MAX));
    }
    let unknown = ends.iter().find(|place| tree.get(place).is_none())?;
    Some(FieldFault::new(field, "pass-field-place").arg("code", unknown))
}

#[cfg(test)]
mod tests;
