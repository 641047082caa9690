//! A firm's vehicles.

use crate::limits::{
    COLD_BOXES_MAX, PASS_NUMBER_CHARS_MAX, PATIENT_SEATS_MAX, VEHICLE_LITRES_MAX, WHEELCHAIR_PLACES_MAX,
};
use crate::rules::fields::Fields;
use crate::rules::plate::Plate;
use std::ops::RangeInclusive;
use tongxin_city::words;
use tongxin_web::FieldFault;

words! {
    /// What a vehicle is; trucks by their total mass, as GA 802-2019 sorts them.
    VehicleKind, "kind of vehicle" {
        /// A car.
        Car = "car",
        /// A closed van.
        Van = "van",
        /// A truck below 4.5 t.
        LightTruck = "light_truck",
        /// A truck from 4.5 t to below 12 t.
        MediumTruck = "medium_truck",
        /// A truck of 12 t or more.
        HeavyTruck = "heavy_truck",
        /// A trailer.
        Trailer = "trailer",
    }
}

impl VehicleKind {
    /// More than any such vehicle carries, in kilograms: the total mass the kind ends at (GA 802-2019), and for the
    /// heaviest what GB 1589-2016 allows on a road at all.
    pub const fn payload_kg_max(self) -> i64 {
        match self {
            VehicleKind::Car => 1_000,
            VehicleKind::Van | VehicleKind::LightTruck => 4_500,
            VehicleKind::MediumTruck => 12_000,
            VehicleKind::HeavyTruck | VehicleKind::Trailer => 49_000,
        }
    }

    /// What such a vehicle holds whose firm did not say, in litres. Assumptions: a car with its back seats folded, a small van,
    /// closed trucks with the usual boxes of 4.2, 6.8 and 9.6 m, a trailer of 13 m, each filled to four fifths.
    pub const fn usual_litres(self) -> i64 {
        match self {
            VehicleKind::Car => 800,
            VehicleKind::Van => 5_000,
            VehicleKind::LightTruck => 13_000,
            VehicleKind::MediumTruck => 30_000,
            VehicleKind::HeavyTruck => 46_000,
            VehicleKind::Trailer => 60_000,
        }
    }

    /// How many cold boxes such a vehicle has whose firm did not say (an assumption: as many as one person loads and reaches).
    pub const fn usual_cold_boxes(self) -> i64 {
        match self {
            VehicleKind::Car => 2,
            VehicleKind::Van => 10,
            VehicleKind::LightTruck => 25,
            VehicleKind::MediumTruck => 50,
            VehicleKind::HeavyTruck | VehicleKind::Trailer => 80,
        }
    }
}

/// A vehicle as it was filled in.
#[derive(Debug, Clone, Default)]
pub struct AskedVehicle {
    /// Its number plate.
    pub plate: String,
    /// What it is.
    pub kind: Option<VehicleKind>,
    /// What it carries, in kilograms.
    pub payload_kg: i64,
    /// What it holds, in litres; as its kind does when left out.
    pub volume_litres: Option<i64>,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// How many cold boxes it has; as its kind has when left out.
    pub cold_boxes: Option<i64>,
    /// How many patients and companions sit in it.
    pub patient_seats: i64,
    /// How many wheelchairs ride in it besides.
    pub wheelchair_places: i64,
    /// Whether somebody medical always rides with it.
    pub has_medical_crew: bool,
    /// The number of its pass, where it has one.
    pub pass_number: String,
}

/// A vehicle that can be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVehicle {
    /// Its number plate.
    pub plate: Plate,
    /// What it is.
    pub kind: VehicleKind,
    /// What it carries, in kilograms.
    pub payload_kg: i64,
    /// What it holds, in litres, where the firm said so.
    pub volume_litres: Option<i64>,
    /// Whether it keeps goods cold.
    pub has_cold_chain: bool,
    /// How many cold boxes it has, where the firm said so.
    pub cold_boxes: Option<i64>,
    /// How many patients and companions sit in it. One with a seat or a place for a wheelchair is kept for patients: it
    /// carries no goods.
    pub patient_seats: i64,
    /// How many wheelchairs ride in it besides.
    pub wheelchair_places: i64,
    /// Whether somebody medical always rides with it.
    pub has_medical_crew: bool,
    /// The number of its pass, where it has one.
    pub pass_number: Option<String>,
}

impl NewVehicle {
    /// Reads what was filled in.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn read(asked: AskedVehicle) -> Result<NewVehicle, Vec<FieldFault>> {
        let mut fields = Fields::default();
        let plate = fields.take(Plate::at("plate", &asked.plate));
        let kind = fields.take(asked.kind.ok_or_else(|| FieldFault::new("kind", "field-required")));
        let payload_max = kind.unwrap_or(VehicleKind::HeavyTruck).payload_kg_max();
        let payload_kg = fields.number("payload_kg", asked.payload_kg, 1..=payload_max);
        let volume_litres = bounded(
            &mut fields,
            "volume_litres",
            asked.volume_litres,
            1..=VEHICLE_LITRES_MAX,
        );
        let cold_boxes = bounded(&mut fields, "cold_boxes", asked.cold_boxes, 0..=COLD_BOXES_MAX);
        let patient_seats = fields.number("patient_seats", asked.patient_seats, 0..=PATIENT_SEATS_MAX);
        let wheelchair_places = fields.number("wheelchair_places", asked.wheelchair_places, 0..=WHEELCHAIR_PLACES_MAX);
        if asked.has_medical_crew && patient_seats + wheelchair_places == 0 {
            fields.add(FieldFault::new("has_medical_crew", "supply-fleet-crew-without-seats"));
        }
        let pass_number = read_pass(&mut fields, &asked.pass_number);
        let (Some(plate), Some(kind)) = (plate, kind) else {
            return Err(fields.into_faults());
        };
        fields.finish(NewVehicle {
            plate,
            kind,
            payload_kg,
            volume_litres,
            has_cold_chain: asked.has_cold_chain,
            cold_boxes,
            patient_seats,
            wheelchair_places,
            has_medical_crew: asked.has_medical_crew,
            pass_number,
        })
    }
}

/// A number that may be left out.
fn bounded(fields: &mut Fields, field: &str, number: Option<i64>, bounds: RangeInclusive<i64>) -> Option<i64> {
    number.map(|number| fields.number(field, number, bounds))
}

/// The number of a pass; nothing while there is none.
pub(crate) fn read_pass(fields: &mut Fields, text: &str) -> Option<String> {
    let number = fields.optional_line("pass_number", text, PASS_NUMBER_CHARS_MAX);
    (!number.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> AskedVehicle {
        AskedVehicle {
            plate: "渝A·12345".into(),
            kind: Some(VehicleKind::LightTruck),
            payload_kg: 1_800,
            has_cold_chain: true,
            ..AskedVehicle::default()
        }
    }

    fn fields(asked: AskedVehicle) -> Vec<String> {
        let faults = NewVehicle::read(asked).expect_err("refused");
        faults.into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn what_it_holds_is_optional_and_bounded_and_a_crew_needs_somebody_to_look_after() {
        let asked = |volume, boxes| AskedVehicle {
            volume_litres: Some(volume),
            cold_boxes: Some(boxes),
            ..self::asked()
        };
        let right = NewVehicle::read(asked(9_000, 0)).expect("right");
        assert_eq!((right.volume_litres, right.cold_boxes), (Some(9_000), Some(0)));
        assert_eq!(fields(asked(0, -1)), ["volume_litres", "cold_boxes"]);
        assert_eq!(
            fields(asked(VEHICLE_LITRES_MAX + 1, COLD_BOXES_MAX + 1)),
            ["volume_litres", "cold_boxes"]
        );
        let crew = AskedVehicle {
            has_medical_crew: true,
            ..self::asked()
        };
        assert_eq!(fields(crew.clone()), ["has_medical_crew"]);
        let ambulance = AskedVehicle {
            patient_seats: 2,
            ..crew
        };
        assert!(NewVehicle::read(ambulance).expect("right").has_medical_crew);
    }

    #[test]
    fn every_kind_holds_something_by_default_within_bounds() {
        for kind in VehicleKind::ALL {
            assert!((1..=VEHICLE_LITRES_MAX).contains(&kind.usual_litres()), "{kind}");
            assert!((1..=COLD_BOXES_MAX).contains(&kind.usual_cold_boxes()), "{kind}");
        }
    }

    #[test]
    fn a_right_vehicle_is_read() {
        let vehicle = NewVehicle::read(AskedVehicle {
            pass_number: " ".into(),
            ..asked()
        })
        .expect("right");
        assert_eq!((vehicle.plate.as_str(), vehicle.pass_number), ("渝A12345", None));
    }

    #[test]
    fn a_vehicle_carries_what_its_kind_can() {
        for (kind, payload_kg) in [
            (VehicleKind::Car, 1_001),
            (VehicleKind::HeavyTruck, 49_001),
            (VehicleKind::Van, 0),
        ] {
            let faults = NewVehicle::read(AskedVehicle {
                kind: Some(kind),
                payload_kg,
                ..asked()
            });
            assert_eq!(faults.expect_err("refused")[0].field, "payload_kg", "{kind}");
        }
    }

    #[test]
    fn seats_are_counted_and_bounded() {
        for (seats, field) in [(-1, "patient_seats"), (PATIENT_SEATS_MAX + 1, "patient_seats")] {
            let faults = NewVehicle::read(AskedVehicle {
                patient_seats: seats,
                ..asked()
            });
            assert_eq!(faults.expect_err("refused")[0].field, field);
        }
        let faults = NewVehicle::read(AskedVehicle {
            wheelchair_places: WHEELCHAIR_PLACES_MAX + 1,
            ..asked()
        });
        assert_eq!(faults.expect_err("refused")[0].field, "wheelchair_places");
    }
}
