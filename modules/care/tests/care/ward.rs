//! A hospital with its desk, and a firm with a car for patients, beside a street.

use crate::street::{Street, text};
use crate::world::{DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{OrgId, PlaceCode};
use tongxin_places::OrgKind;

/// A credit code whose check character fits.
const CREDIT_CODE: &str = "91350100M000100Y43";

pub struct Ward<'w> {
    pub street: Street<'w>,
    pub hospital: OrgId,
    pub at: PlaceCode,
    pub desk: Person<'w>,
    pub firm: OrgId,
    pub manager: Person<'w>,
    pub officer: Person<'w>,
}

impl<'w> Ward<'w> {
    /// With a car of three seats and a place for a wheelchair.
    pub async fn new(world: &'w World) -> Ward<'w> {
        let ward = Ward::without_cars(world).await;
        ward.add_car("渝A55555", 3).await;
        ward
    }

    pub async fn without_cars(world: &'w World) -> Ward<'w> {
        let street = Street::new(world).await;
        let at = world.building("900010201", "海湾医院", "门诊楼").await;
        let hospital = world.org(OrgKind::Hospital, "海湾医院", at.as_str()).await;
        let officer = world.person(Role::Officer, DISTRICT).await;
        let application = json!({
            "credit_code": CREDIT_CODE, "kind": "outlet", "name": "海星超市", "place": "900010101",
            "service_places": [DISTRICT], "orders_a_day": 300, "contact_name": "Chen", "contact_phone": "023-6789 1234",
        });
        let (status, applied) = officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", text(&applied["id"]));
        let (status, listed) = officer.post(&path, json!({ "valid_until": "2023-02-28" })).await;
        assert_eq!(status, 200, "{listed}");
        let firm: OrgId = text(&listed["org"]).parse().unwrap();
        world.passes.tick(world.clock.now()).await.unwrap();
        Ward {
            hospital,
            at,
            desk: world.person_of(Role::HospitalDesk, hospital).await,
            firm,
            manager: world.person_of(Role::OutletManager, firm).await,
            officer,
            street,
        }
    }

    pub async fn add_car(&self, plate: &str, seats: i64) {
        self.add_car_with(plate, seats, false).await;
    }

    /// The same, perhaps with a medical crew.
    pub async fn add_car_with(&self, plate: &str, seats: i64, has_crew: bool) {
        let car = json!({"org": self.firm, "plate": plate, "kind": "car", "payload_kg": 400,
            "patient_seats": seats, "wheelchair_places": 1, "has_medical_crew": has_crew});
        let (status, made) = self.manager.post("/supply/vehicles", car).await;
        assert_eq!(status, 201, "{made}");
    }

    /// A moment of the city's clock, as JSON has it.
    pub fn moment(&self, local: &str) -> String {
        let zone = self.street.world.places.city().unwrap().file.zone.clone();
        zone.parse_local_input(local).unwrap().to_string()
    }

    /// Dialysis tomorrow at nine for four hours, with a companion.
    pub fn asked(&self) -> Value {
        json!({"hospital": self.hospital, "first_at": self.moment("2022-11-25T09:00"), "minutes": 240,
            "ride": {"escort": true}, "contact": "138 0000 0001",
            "facts": {"treatment": "dialysis", "department": "肾内科", "patient": "陈婆婆",
                "card": {"surname": "陈", "id_end": "120X"}, "escort_card": {"surname": "李", "id_end": "0042"}}})
    }

    /// Asks for an appointment, and answers its number.
    pub async fn ask(&self, by: &Person<'_>, asked: Value) -> String {
        let (status, done) = by.post("/care/appointments", asked).await;
        assert_eq!(status, 201, "{done}");
        text(&done["appointments"][0]).to_owned()
    }

    /// An appointment as somebody sees it.
    pub async fn seen(&self, by: &Person<'_>, id: &str) -> Value {
        let (status, list) = by.get("/care/appointments?from=2022-11-01").await;
        assert_eq!(status, 200, "{list}");
        let found = list["appointments"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["id"] == id);
        found.unwrap_or_else(|| panic!("{id} is not in {list}")).clone()
    }

    /// Says something about an appointment as it stands.
    pub async fn say(&self, by: &Person<'_>, side: &str, id: &str, mut step: Value) -> (u16, Value) {
        step["seq"] = self.seen(by, id).await["seq"].clone();
        by.post(&format!("/care/appointments/{id}/{side}"), step).await
    }

    pub async fn confirm(&self, id: &str) -> (u16, Value) {
        self.say(&self.desk, "hospital", id, json!({"step": "confirm"})).await
    }

    /// The rides of the street's household, as those who look after it see them.
    pub async fn rides(&self) -> Vec<Value> {
        let (status, list) = self.street.worker.get("/rides").await;
        assert_eq!(status, 200, "{list}");
        list["rides"].as_array().unwrap().clone()
    }

    /// The open needs about appointments, as the district sees them.
    pub async fn needs(&self) -> Vec<Value> {
        let (status, list) = self.officer.get("/needs?kind=care_appointment").await;
        assert_eq!(status, 200, "{list}");
        list["needs"].as_array().unwrap().clone()
    }
}
