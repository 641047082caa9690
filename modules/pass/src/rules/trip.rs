//! The passes of a patient's trip: for the patient and whoever comes along, from home to the hospital and back, on one day.
//!
//! No firm applies for them and no officer decides: the hospital confirmed the appointment and the ride is booked
//! ([`PassRule::PatientTrip`](crate::rules::PassRule::PatientTrip)).

use crate::rules::kind::PassKind;
use crate::rules::row::{PassRow, read_person};
use tongxin_city::{Day, OrgId, PlaceCode, Timestamp, Zone};
use tongxin_pass_format::pass::{Days, Holder, Hours, Ways};
use tongxin_web::FieldFault;

/// Somebody who goes on a trip, as a gate compares them with the card that they show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripHolder(Holder);

impl TripHolder {
    /// Reads a surname and the last four characters of an id that the person chose to show.
    ///
    /// # Errors
    /// What is wrong, at the fields `surname` and `id_end`.
    pub fn read(surname: &str, id_end: &str) -> Result<TripHolder, Vec<FieldFault>> {
        read_person(surname.trim(), id_end.trim()).map(TripHolder)
    }
}

/// A trip that passes are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Where the appointment is.
    pub hospital: OrgId,
    /// What the pass calls it.
    pub hospital_name: String,
    /// Where the patient lives.
    pub home: PlaceCode,
    /// Where the hospital is.
    pub to: PlaceCode,
    /// From when somebody may be under way.
    pub from_at: Timestamp,
    /// Until when they are back home.
    pub until_at: Timestamp,
    /// The patient, and whoever comes along.
    pub holders: Vec<TripHolder>,
}

impl Trip {
    /// One row for each of those who go.
    pub fn rows(&self, zone: &Zone) -> Vec<PassRow> {
        let day = zone.day_of(self.from_at);
        let row = |TripHolder(holder): &TripHolder| PassRow {
            kind: PassKind::Patient,
            holder: holder.clone(),
            from: vec![self.home],
            to: vec![self.to],
            ways: Ways::Both,
            corridor: None,
            days: Days::ALL,
            hours: self.hours(day, zone),
            first_day: day,
            last_day: day,
        };
        self.holders.iter().map(row).collect()
    }

    /// The hours of the trip. One that ends after midnight counts to the day's end: a pass is for one day.
    fn hours(&self, day: Day, zone: &Zone) -> Hours {
        let from = zone.minute_of_day(self.from_at);
        let until = if zone.day_of(self.until_at) == day {
            zone.minute_of_day(self.until_at)
        } else {
            Hours::DAY_MINUTES
        };
        Hours::new(from, until).unwrap_or(Hours::ALL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trip(from: &str, until: &str) -> (Trip, Zone) {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let at = |text: &str| zone.parse_local_input(text).expect("a moment");
        let trip = Trip {
            hospital: OrgId::from_parts(Timestamp(0), 1),
            hospital_name: "海湾医院".to_owned(),
            home: "900010102001001".parse().expect("a code"),
            to: "900010201".parse().expect("a code"),
            from_at: at(from),
            until_at: at(until),
            holders: vec![
                TripHolder::read(" 陈 ", "120x").expect("a person"),
                TripHolder::read("李", "0042").expect("a person"),
            ],
        };
        (trip, zone)
    }

    #[test]
    fn a_trip_has_a_row_for_each_who_goes_on_its_day_and_hours_alone() {
        let (trip, zone) = trip("2022-11-25T06:30", "2022-11-25T15:10");
        let rows = trip.rows(&zone);
        assert_eq!(rows.len(), 2);
        for row in rows {
            assert_eq!(row.first_day, row.last_day);
            assert_eq!((row.hours.from_minute(), row.hours.until_minute()), (390, 910));
            assert_eq!((row.ways, row.kind), (Ways::Both, PassKind::Patient));
        }
    }

    #[test]
    fn a_trip_that_ends_after_midnight_counts_to_the_days_end() {
        let (trip, zone) = trip("2022-11-25T16:30", "2022-11-26T00:40");
        assert_eq!(trip.rows(&zone)[0].hours.until_minute(), Hours::DAY_MINUTES);
    }

    #[test]
    fn a_holder_without_what_a_gate_compares_is_told() {
        let fields = |found: Vec<FieldFault>| found.into_iter().map(|fault| fault.field).collect::<Vec<_>>();
        assert_eq!(
            fields(TripHolder::read("", "12").expect_err("both")),
            ["surname", "id_end"]
        );
    }
}
