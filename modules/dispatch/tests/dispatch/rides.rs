//! Patients' rides: booked there and back, planned with vehicles that carry no goods, driven, and raised when they fail.

use crate::firm::{Driver, Firm, TODAY, code, state_of, text};
use crate::world::{Answer, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{HouseholdId, NeedId, PlaceCode, Timestamp};

/// A firm with a car for patients beside its vans, and somebody who has to go to a hospital.
struct Trip<'w> {
    world: &'w World,
    firm: Firm<'w>,
    patient: Person<'w>,
    home: PlaceCode,
    hospital: PlaceCode,
}

impl<'w> Trip<'w> {
    async fn new(world: &'w World) -> Trip<'w> {
        let firm = Firm::open(world).await;
        add_car(&firm, "渝A55555", "Wu").await;
        let home = world.building("900010102", "梅园", "5栋").await;
        let hospital = world.building("900010201", "海湾医院", "门诊楼").await;
        let patient = world.resident(home, "801").await;
        Trip {
            world,
            firm,
            patient,
            home,
            hospital,
        }
    }

    /// A trip three hours from now and back four hours later.
    fn asked(&self, people: Value) -> Value {
        let now = self.world.clock.now();
        json!({"to": self.hospital, "appointment_at": now.plus_hours(3).to_string(),
            "ready_at": now.plus_hours(7).to_string(), "people": people, "contact": "138 0000 0009", "note": "走东门"})
    }

    async fn book(&self, people: Value) -> Value {
        let (status, booked) = self.patient.post("/rides", self.asked(people)).await;
        assert_eq!(status, 201, "{booked}");
        booked
    }

    async fn state(&self, ride: &str) -> String {
        let (status, list) = self.patient.get("/rides").await;
        assert_eq!(status, 200, "{list}");
        let rides = list["rides"].as_array().unwrap();
        let found = rides.iter().find(|shown| shown["id"] == ride);
        text(&found.unwrap_or_else(|| panic!("{list}"))["state"]).to_owned()
    }

    /// The run that carries a ride, with whoever drives it.
    async fn run_with(&self, ride: &str) -> (Value, Driver<'w>) {
        let runs = self.firm.runs().await;
        let holds = |run: &&Value| run["stops"].as_array().unwrap().iter().any(|stop| holds(stop, ride));
        let run = runs
            .iter()
            .find(holds)
            .unwrap_or_else(|| panic!("{ride} is in none of {runs:?}"));
        (run.clone(), Driver::of(self.world, run))
    }
}

/// A car for patients, and somebody who drives it.
async fn add_car(firm: &Firm<'_>, plate: &str, driver: &str) {
    add_car_with(firm, plate, driver, false).await;
}

/// The same, perhaps with a medical crew.
async fn add_car_with(firm: &Firm<'_>, plate: &str, driver: &str, has_crew: bool) {
    let car = json!({"org": firm.org, "plate": plate, "kind": "car", "payload_kg": 400,
        "patient_seats": 3, "wheelchair_places": 1, "has_medical_crew": has_crew});
    let (status, made) = firm.manager.post("/supply/vehicles", car).await;
    assert_eq!(status, 201, "{made}");
    let driver = json!({"org": firm.org, "name": driver, "role": "driver", "shift": "rotating"});
    assert_eq!(firm.manager.post("/supply/staff", driver).await.0, 201);
}

fn holds(stop: &Value, ride: &str) -> bool {
    stop["cargo"].as_array().unwrap().iter().any(|held| held["id"] == ride)
}

async fn about(driver: &Driver<'_>, event: &str, ride: &str) -> Answer {
    driver
        .say(json!({"event": event, "cargo": {"kind": "ride", "id": ride}}))
        .await
}

pub async fn a_patient_is_taken_there_and_back_by_a_vehicle_that_carries_no_goods(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 2})).await;
    let (there, back) = (text(&booked["there"]), text(&booked["back"]));
    trip.firm.published().await;
    let (run, driver) = trip.run_with(there).await;
    assert_eq!(run["plate"], "渝A55555");
    for stop in run["stops"].as_array().unwrap() {
        let kinds = stop["cargo"]
            .as_array()
            .unwrap()
            .iter()
            .map(|held| held["kind"].clone());
        assert_eq!(kinds.collect::<Vec<_>>(), ["ride"], "goods ride with patients: {run}");
    }
    let (_, sheet) = driver.sheet().await;
    let stops: Vec<&Value> = sheet["stops"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|stop| holds(stop, there))
        .collect();
    assert_eq!((stops.len(), &stops[0]["is_pickup"]), (2, &json!(true)), "{sheet}");
    assert_eq!(stops[0]["place"]["code"], trip.home.as_str());
    assert_eq!(stops[1]["place"]["code"], trip.hospital.as_str());
    let ride = &stops[0]["cargo"][0]["ride"];
    assert_eq!(
        (&ride["door"]["door"], &ride["door"]["contact"]),
        (&json!("801"), &json!("138 0000 0009"))
    );

    driver.depart().await;
    assert_eq!(
        code(&about(&driver, "hand_over", there).await),
        (409, "dispatch-ride-not-on-board")
    );
    let (status, on) = about(&driver, "take_on", there).await;
    assert_eq!((status, &on["cargo"]), (200, &json!("on_board")), "{on}");
    assert_eq!(trip.state(there).await, "on_board");
    assert_eq!(
        code(&about(&driver, "absent", there).await),
        (409, "dispatch-ride-on-board")
    );
    let (status, over) = about(&driver, "hand_over", there).await;
    assert_eq!((status, &over["cargo"]), (200, &json!("handed_over")), "{over}");
    assert_eq!(
        (trip.state(there).await, trip.state(back).await),
        ("arrived".into(), "booked".into())
    );
    assert_eq!(
        code(&about(&driver, "take_on", there).await),
        (409, "dispatch-cargo-done")
    );
}

pub async fn nobody_is_there_and_somebody_has_to_find_out_why(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 0, "wheelchairs": 1})).await;
    let (there, back) = (text(&booked["there"]), text(&booked["back"]));
    trip.firm.published().await;
    let (_, driver) = trip.run_with(there).await;
    driver.depart().await;
    let order = trip.firm.orders[0].id.clone();
    let wrong = driver
        .say(json!({"event": "drop", "cargo": {"kind": "ride", "id": there}, "point": "门口"}))
        .await;
    assert_eq!(code(&wrong), (409, "dispatch-ride-not-put-down"), "{order}");
    let (status, done) = about(&driver, "absent", there).await;
    assert_eq!(status, 200, "{done}");
    let steward = trip.world.person(Role::Steward, trip.home.as_str()).await;
    let (_, need) = steward.get(&format!("/needs/{}", text(&done["need"]))).await;
    assert_eq!(
        (&need["need"]["topic"], &need["need"]["lifeline"]),
        (&json!("ride"), &json!("health")),
        "{need}"
    );
    assert_eq!(trip.state(there).await, "absent");
    assert_eq!(trip.state(back).await, "cancelled", "nobody comes back who did not go");
    let run = trip.firm.run(text(&done["run"])).await;
    assert_eq!(state_of(&run, there), "absent");
}

pub async fn who_is_not_there_is_a_need_also_once_the_late_ride_was_dealt_with(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let there = text(&booked["there"]);
    trip.firm.published().await;
    let (_, driver) = trip.run_with(there).await;
    let need = async || {
        let (_, list) = trip.patient.get("/rides").await;
        let mut rides = list["rides"].as_array().unwrap().iter();
        let need = rides.find(|ride| ride["id"] == there).unwrap()["need"].clone();
        need.as_str().map(|need| need.parse::<NeedId>().unwrap())
    };
    // The car is hours late, which somebody deals with.
    let at = world.clock.now().plus_hours(3);
    world.clock.advance_to(at);
    world.dispatch.tick(at).await.unwrap();
    let late = need().await.unwrap();
    driver.depart().await;
    let steward = world.person(Role::Steward, trip.home.as_str()).await;
    for (person, act, body) in [
        (&steward, "accept", Value::Null),
        (&steward, "solve", json!({"note": "另找了车"})),
        (&trip.patient, "strike-off", json!({})),
    ] {
        let (status, done) = person.post(&format!("/needs/{late}/{act}"), body).await;
        assert_eq!(status, 200, "{act}: {done}");
    }
    let (status, done) = about(&driver, "absent", there).await;
    assert_eq!(status, 200, "{done}");
    let absent: NeedId = text(&done["need"]).parse().unwrap();
    assert_ne!(absent, late);
    assert_eq!(need().await, Some(absent));
    let (_, shown) = steward.get(&format!("/needs/{absent}")).await;
    assert_eq!(shown["need"]["state"], "raised", "{shown}");
}

pub async fn a_ride_without_a_vehicle_is_a_need_when_the_plan_is_published(world: &World) {
    let trip = Trip::new(world).await;
    let first = trip.book(json!({"seats": 3})).await;
    let plan = trip.firm.planned().await;
    let moved = format!("/plans/{}/change", text(&plan["id"]));
    let run = plan["body"]["runs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|run| run["plate"] == "渝A55555")
        .unwrap();
    let there = text(&first["there"]);
    let stop = run["stops"]
        .as_array()
        .unwrap()
        .iter()
        .find(|stop| stop["cargo"].as_array().unwrap().iter().any(|held| held["id"] == there));
    let change = json!({"seq": plan["seq"],
        "change": {"kind": "take_out", "run": run["id"], "stop": stop.unwrap()["stop"]}});
    let (status, changed) = trip.firm.manager.post(&moved, change).await;
    assert_eq!(status, 200, "{changed}");
    let (_, shown) = trip.firm.manager.get(&format!("/plans/{}", text(&plan["id"]))).await;
    let left = shown["body"]["unserved"].as_array().unwrap();
    assert_eq!(left.len(), 1, "with where they get in goes where they get out: {shown}");
    assert_eq!(left[0]["taken_on"]["place"], trip.home.as_str());
    let van = shown["body"]["runs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|run| run["plate"] != "渝A55555")
        .unwrap();
    let lent = json!({"seq": changed["seq"], "change":
        {"kind": "put_in", "cargo": {"kind": "ride", "id": there}, "to": van["id"], "position": 0}});
    let refused = trip.firm.manager.post(&moved, lent).await;
    assert_eq!(code(&refused), (409, "dispatch-kept-for-patients"));
    let path = format!("/plans/{}/publish", text(&plan["id"]));
    let (status, done) = trip.firm.manager.post(&path, json!({"seq": changed["seq"]})).await;
    assert_eq!((status, &done["needs"]), (200, &json!(1)), "{done}");
    let (_, list) = trip.patient.get("/rides").await;
    let ride = list["rides"]
        .as_array()
        .unwrap()
        .iter()
        .find(|ride| ride["id"] == there)
        .unwrap();
    assert!(ride["need"].is_string() && ride["planned_at"].is_null(), "{ride}");
}

pub async fn nobody_is_sent_to_a_ride_that_was_called_off_before_the_plan_was_published(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let neighbour = world.resident(trip.home, "802").await;
    let (status, other) = neighbour.post("/rides", trip.asked(json!({"seats": 1}))).await;
    assert_eq!(status, 201, "{other}");
    let (there, back, kept) = (text(&booked["there"]), text(&booked["back"]), text(&other["there"]));
    let plan = trip.firm.planned().await;
    let (status, off) = trip.patient.post(&format!("/rides/{there}/call-off"), json!({})).await;
    assert_eq!(status, 200, "{off}");
    trip.firm.publish(&plan).await;
    let (run, driver) = trip.run_with(there).await;
    for ride in [there, back] {
        assert_eq!(state_of(&run, ride), "cancelled", "{run}");
        let mut stops = run["stops"].as_array().unwrap().iter().filter(|stop| holds(stop, ride));
        assert!(stops.all(|stop| stop["done_at"].is_string()), "{run}");
        assert_eq!(trip.state(ride).await, "cancelled");
    }
    assert_eq!(state_of(&run, kept), "open", "{run}");
    let called_off = |event: &&Value| event["kind"] == "called_off";
    assert_eq!(
        run["events"].as_array().unwrap().iter().filter(called_off).count(),
        2,
        "{run}"
    );
    driver.depart().await;
    let nobody = about(&driver, "take_on", there).await;
    assert_eq!(code(&nobody), (409, "dispatch-cargo-done"));
    assert_eq!(about(&driver, "take_on", kept).await.0, 200);
    let (_, list) = trip.patient.get("/rides").await;
    let rides = list["rides"].as_array().unwrap();
    assert!(
        rides
            .iter()
            .all(|ride| ride["need"].is_null() && ride["planned_at"].is_null()),
        "{list}"
    );
}

pub async fn who_sits_in_a_broken_vehicle_that_no_plan_fetches_is_a_need(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let there = text(&booked["there"]);
    trip.firm.published().await;
    let (_, driver) = trip.run_with(there).await;
    driver.depart().await;
    assert_eq!(about(&driver, "take_on", there).await.0, 200);
    let (status, broken) = driver.say(json!({"event": "break_down", "reason": "爆胎"})).await;
    assert_eq!((status, &broken["state"]), (200, &json!("broken")), "{broken}");
    // The firm has no other vehicle with seats.
    let plan = trip.firm.planned().await;
    let left = plan["body"]["unserved"].as_array().unwrap();
    assert!(left.iter().any(|left| left["cargo"]["id"] == there), "{plan}");
    let path = format!("/plans/{}/publish", text(&plan["id"]));
    let (status, done) = trip.firm.manager.post(&path, json!({"seq": plan["seq"]})).await;
    assert_eq!((status, &done["needs"]), (200, &json!(2)), "there and back: {done}");
    let (_, list) = trip.patient.get("/rides").await;
    let mut rides = list["rides"].as_array().unwrap().iter();
    let ride = rides.find(|ride| ride["id"] == there).unwrap();
    assert!(ride["state"] == "on_board" && ride["need"].is_string(), "{ride}");
}

pub async fn who_sits_in_a_broken_vehicle_is_a_need_when_nobody_plans(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let there = text(&booked["there"]);
    trip.firm.published().await;
    let (_, driver) = trip.run_with(there).await;
    driver.depart().await;
    assert_eq!(about(&driver, "take_on", there).await.0, 200);
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let broke_at = world.clock.now();
    let said = async |at| {
        world.dispatch.tick(at).await.unwrap();
        let (_, list) = trip.patient.get("/rides").await;
        let rides = list["rides"].as_array().unwrap().iter();
        rides.filter(|ride| ride["need"].is_string()).count()
    };
    assert_eq!(
        said(broke_at.plus_minutes(29)).await,
        0,
        "the firm has time to plan anew"
    );
    assert_eq!(
        said(broke_at.plus_minutes(30)).await,
        2,
        "there, and back on the same run"
    );
}

pub async fn a_patient_is_told_when_a_late_car_comes(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let (there, back) = (text(&booked["there"]), text(&booked["back"]));
    trip.firm.published().await;
    let (run, driver) = trip.run_with(there).await;
    let moment = |of: &Value, key: &str| -> Timestamp { text(&of[key]).parse().unwrap() };
    let begins = |ride: &str, behind_ms: i64| {
        let mut stops = run["stops"].as_array().unwrap().iter();
        let stop = stops.find(|stop| holds(stop, ride)).unwrap();
        assert_eq!(stop["is_pickup"], true, "{run}");
        moment(stop, "arrive_at")
            .plus_millis(behind_ms)
            .max(moment(stop, "from_at"))
    };
    let told = async |ride: &str| {
        let (_, list) = trip.patient.get("/rides").await;
        let mut rides = list["rides"].as_array().unwrap().iter();
        let planned = rides.find(|shown| shown["id"] == ride).unwrap()["planned_at"].clone();
        planned.as_str().map(|at| at.parse::<Timestamp>().unwrap())
    };
    assert_eq!(told(there).await, Some(begins(there, 0)));
    let late = 40 * 60_000;
    world.clock.advance_to(moment(&run, "start_at").plus_millis(late));
    driver.depart().await;
    assert_eq!(told(there).await, Some(begins(there, late)));
    assert!(begins(there, late) > begins(there, 0));
    let (_, page) = trip.patient.page("/rides").await;
    let shown = begins(there, late).plus_hours(-1).to_string();
    assert!(page.contains(&shown[11..16]), "{shown}: {page}");

    // So long before the door that the way back is later too.
    let stop = run["stops"].as_array().unwrap().iter().find(|stop| holds(stop, there));
    let later = late + 6 * 60 * 60_000;
    world
        .clock
        .advance_to(moment(stop.unwrap(), "leave_at").plus_millis(later));
    assert_eq!(about(&driver, "take_on", there).await.0, 200);
    assert_eq!(told(back).await, Some(begins(back, later)));
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    assert_eq!(told(back).await, None, "nobody knows when another car comes");
}

pub async fn a_late_car_loses_whom_another_can_fetch_and_keeps_who_is_on_board(world: &World) {
    let trip = Trip::new(world).await;
    let begins = world.clock.now();
    // The first goes to the next district; the second lives near where the firm loads, and goes near it.
    let far = world.building("900020101", "珊瑚医院", "门诊楼").await;
    let near = world.building("900010101", "海星医院", "门诊楼").await;
    let neighbour = world
        .resident(world.building("900010101", "榆苑", "2栋").await, "402")
        .await;
    let book = async |person: &Person<'_>, to: PlaceCode, hours: i64| {
        let asked = json!({"to": to, "appointment_at": begins.plus_hours(hours).to_string(),
            "ready_at": begins.plus_hours(10).to_string(), "people": {"seats": 1}});
        let (status, booked) = person.post("/rides", asked).await;
        assert_eq!(status, 201, "{booked}");
        text(&booked["there"]).to_owned()
    };
    let on_board = book(&trip.patient, far, 3).await;
    let waits = book(&neighbour, near, 6).await;
    trip.firm.published().await;
    let (run, driver) = trip.run_with(&waits).await;
    assert!(
        run["stops"]
            .as_array()
            .unwrap()
            .iter()
            .any(|stop| holds(stop, &on_board)),
        "{run}"
    );
    driver.depart().await;
    assert_eq!(about(&driver, "take_on", &on_board).await.0, 200);

    // The car has not been heard of since; three quarters of an hour before the second is due it must be far away.
    add_car(&trip.firm, "渝A66666", "Zhao").await;
    world.clock.advance_to(begins.plus_minutes(6 * 60 - 20 - 45));
    trip.firm.published().await;
    let (other, second) = trip.run_with(&waits).await;
    assert_eq!(
        (&run["plate"], &other["plate"]),
        (&json!("渝A55555"), &json!("渝A66666"))
    );
    let (_, sheet) = driver.sheet().await;
    let shown = sheet["stops"].as_array().unwrap();
    assert!(!shown.iter().any(|stop| holds(stop, &waits)), "{sheet}");
    assert_eq!(shown.iter().filter(|stop| holds(stop, &on_board)).count(), 2, "{sheet}");
    let runs = trip.firm.runs().await;
    let stops = || runs.iter().flat_map(|run| run["stops"].as_array().unwrap());
    for ride in [&on_board, &waits] {
        assert_eq!(
            stops().filter(|stop| holds(stop, ride)).count(),
            2,
            "{ride} is driven once: {runs:?}"
        );
    }

    assert_eq!(
        code(&about(&driver, "take_on", &waits).await),
        (409, "dispatch-ride-elsewhere")
    );
    assert_eq!(about(&driver, "hand_over", &on_board).await.0, 200);
    second.depart().await;
    assert_eq!(about(&second, "take_on", &waits).await.0, 200);
    assert_eq!(about(&second, "hand_over", &waits).await.0, 200);
    assert_eq!(trip.state(&on_board).await, "arrived");
}

pub async fn rides_are_seen_and_called_off_by_those_who_may(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    let (there, back) = (text(&booked["there"]), text(&booked["back"]));
    let steward = trip.world.person(Role::Steward, trip.home.as_str()).await;
    let neighbour = trip.world.resident(trip.home, "802").await;
    let elsewhere = trip.world.person(Role::Steward, trip.hospital.as_str()).await;
    let count = async |person: &Person<'_>| person.get("/rides").await.1["rides"].as_array().map_or(0, Vec::len);
    assert_eq!(count(&steward).await, 2);
    assert_eq!(count(&trip.firm.manager).await, 2, "whoever drives sees them");
    assert_eq!((count(&neighbour).await, count(&elsewhere).await), (0, 0));
    for person in [&neighbour, &elsewhere] {
        let refused = person.post(&format!("/rides/{there}/call-off"), json!({})).await;
        assert_eq!(refused.0, 404, "{refused:?}");
    }
    let officer = trip.world.person(Role::Officer, crate::world::DISTRICT).await;
    let (page, drives) = (officer.page("/rides").await.1, trip.firm.manager.page("/rides").await.1);
    assert!(
        page.contains("5栋") && !page.contains("801"),
        "an officer sees no door: {page}"
    );
    assert!(drives.contains("5栋 801"), "whoever drives does: {drives}");
    trip.firm.published().await;
    let (run, _) = trip.run_with(there).await;
    let (status, off) = steward.post(&format!("/rides/{there}/call-off"), json!({})).await;
    assert_eq!((status, &off["state"]), (200, &json!("cancelled")), "{off}");
    assert_eq!(
        (trip.state(there).await, trip.state(back).await),
        ("cancelled".into(), "cancelled".into())
    );
    assert_eq!(state_of(&trip.firm.run(text(&run["id"])).await, there), "cancelled");
    let again = steward.post(&format!("/rides/{back}/call-off"), json!({})).await;
    assert_eq!(code(&again), (409, "dispatch-ride-not-booked"));

    // Somebody who looks after the building books for a door of it, and for no other.
    let id = household(&trip.patient).await;
    let mut asked = trip.asked(json!({"seats": 1}));
    asked["household"] = json!(id);
    assert_eq!(elsewhere.post("/rides", asked.clone()).await.0, 404);
    let (status, made) = steward.post("/rides", asked).await;
    assert_eq!(status, 201, "{made}");
}

/// The household of somebody who signed in by its code, as its rides name it.
async fn household(patient: &Person<'_>) -> HouseholdId {
    let (_, list) = patient.get("/rides").await;
    text(&list["rides"][0]["household"]).parse().unwrap()
}

pub async fn a_trip_is_checked_before_it_is_booked(world: &World) {
    let trip = Trip::new(world).await;
    let mut late = trip.asked(json!({"seats": 1}));
    late["ready_at"] = late["appointment_at"].clone();
    assert_eq!(code(&trip.patient.post("/rides", late).await), (422, "invalid"));
    let mut home = trip.asked(json!({"seats": 1}));
    home["to"] = json!(trip.home);
    assert_eq!(code(&trip.patient.post("/rides", home).await), (422, "invalid"));
    let many = trip.patient.post("/rides", trip.asked(json!({"seats": 6}))).await;
    assert_eq!(code(&many), (409, "dispatch-no-patients-vehicle"));
    for _ in 0..2 {
        trip.book(json!({"seats": 1})).await;
    }
    let third = trip.patient.post("/rides", trip.asked(json!({"seats": 1}))).await;
    assert_eq!(code(&third), (409, "dispatch-rides-enough"));
    let (status, page) = trip.patient.page("/rides").await;
    assert_eq!(status, 200);
    assert!(
        page.contains("To the appointment at") && page.contains("海湾医院"),
        "{page}"
    );
    let asked = json!({"day": TODAY});
    assert_eq!(
        trip.patient
            .post(&format!("/outlets/{}/plans", trip.firm.org), asked)
            .await
            .0,
        403
    );
}

/// What only whoever drives had to know is forgotten the day after.
pub async fn contacts_are_forgotten_the_day_after(world: &World) {
    let trip = Trip::new(world).await;
    trip.book(json!({"seats": 1})).await;
    let kept = || async {
        let sql = "SELECT COUNT(*) AS count FROM dispatch_ride WHERE contact IS NOT NULL OR note IS NOT NULL";
        let rows = trip.world.db.all(sql, tongxin_storage::args![]).await.unwrap();
        rows[0].int("count").unwrap()
    };
    trip.world.dispatch.tick(trip.world.clock.now()).await.unwrap();
    assert_eq!(kept().await, 2);
    trip.world
        .dispatch
        .tick(trip.world.clock.now().plus_hours(36))
        .await
        .unwrap();
    assert_eq!(kept().await, 0);
}

impl Trip<'_> {
    /// The trip of somebody with these needs, there at the same hour as everybody.
    fn needing(&self, needs: Value) -> Value {
        let mut asked = self.asked(json!({"seats": 1}));
        asked["needs"] = needs;
        asked
    }
}

pub async fn who_needs_a_medical_crew_is_driven_with_one(world: &World) {
    let trip = Trip::new(world).await;
    let asked = || trip.needing(json!({"medical_crew": true}));
    assert_eq!(
        code(&trip.patient.post("/rides", asked()).await),
        (409, "dispatch-no-crew"),
        "nobody's car has one"
    );
    add_car_with(&trip.firm, "渝A66666", "Zhao", true).await;
    let (status, booked) = trip.patient.post("/rides", asked()).await;
    assert_eq!(status, 201, "{booked}");
    let there = text(&booked["there"]).to_owned();
    let plan = trip.firm.planned().await;
    let runs = plan["body"]["runs"].as_array().unwrap();
    let run_of = |ride: &str| {
        runs.iter()
            .find(|run| run["stops"].as_array().unwrap().iter().any(|stop| holds(stop, ride)))
    };
    assert_eq!(run_of(&there).unwrap()["plate"], "渝A66666", "{plan}");
    assert_eq!(plan["body"]["unserved"], json!([]), "{plan}");
    // Without the crew of that car they are left out, unless the day's plan gives another one a crew.
    trip.firm.end_vehicle("渝A66666").await;
    let plan = trip.firm.planned().await;
    let left = plan["body"]["unserved"].as_array().unwrap();
    assert!(
        left.len() == 2 && left.iter().all(|left| left["why"] == "no_crew"),
        "{plan}"
    );
    for (lang, said) in [("en", "No vehicle with a medical crew"), ("zh-CN", "没有医护随车的车")] {
        let mut manager = trip.world.again(&trip.firm.manager);
        manager.lang = lang;
        let (_, page) = manager.page(&format!("/plans/{}", text(&plan["id"]))).await;
        assert!(page.contains(said), "{page}");
    }
    let plan = trip.firm.planned_with_crew(&trip.firm.vehicle("渝A55555").await).await;
    assert_eq!(plan["body"]["unserved"], json!([]), "{plan}");
}

pub async fn who_rides_alone_shares_no_vehicle_and_only_those_who_drive_know(world: &World) {
    let trip = Trip::new(world).await;
    let neighbour = world.resident(trip.home, "802").await;
    let (status, booked) = trip.patient.post("/rides", trip.needing(json!({"alone": true}))).await;
    assert_eq!(status, 201, "{booked}");
    let (status, other) = neighbour.post("/rides", trip.asked(json!({"seats": 1}))).await;
    assert_eq!(status, 201, "{other}");
    let runs = trip.firm.published().await;
    let alone = [&booked["there"], &booked["back"]].map(text);
    let mut seen = 0;
    for run in &runs {
        let mut on_board: Vec<String> = Vec::new();
        for stop in run["stops"].as_array().unwrap() {
            let id = text(&stop["cargo"][0]["id"]).to_owned();
            if stop["is_pickup"] == true {
                on_board.push(id);
            } else {
                on_board.retain(|other| *other != id);
            }
            let is_here = on_board.iter().any(|id| alone.contains(&&**id));
            seen += usize::from(is_here);
            assert!(!is_here || on_board.len() == 1, "{run}");
        }
    }
    assert!(seen > 0, "{runs:?}");

    let officer = world.person(Role::Officer, crate::world::DISTRICT).await;
    let steward = world.person(Role::Steward, trip.home.as_str()).await;
    for (person, knows) in [
        (&trip.patient, true),
        (&trip.firm.manager, true),
        (&officer, false),
        (&steward, false),
    ] {
        let (_, list) = person.get("/rides").await;
        let rides = list["rides"].as_array().unwrap();
        let ride = rides.iter().find(|ride| ride["id"] == booked["there"]).unwrap();
        let expected = if knows {
            json!({"medical_crew": false, "alone": true})
        } else {
            Value::Null
        };
        assert_eq!(ride["needs"], expected, "{ride}");
    }
    let (_, page) = officer.page("/rides").await;
    assert!(!page.contains("rides alone"), "{page}");
    let (_, driver) = trip.run_with(alone[0]).await;
    let (_, sheet) = driver.sheet().await;
    let stops = sheet["stops"].as_array().unwrap();
    let stop = stops.iter().find(|stop| holds(stop, alone[0])).unwrap();
    assert_eq!(stop["cargo"][0]["ride"]["needs"]["alone"], true, "{sheet}");

    world.dispatch.tick(world.clock.now().plus_hours(36)).await.unwrap();
    let sql = "SELECT COUNT(*) AS count FROM dispatch_ride WHERE rides_alone = 1";
    let rows = world.db.all(sql, tongxin_storage::args![]).await.unwrap();
    assert_eq!(rows[0].int("count").unwrap(), 0, "forgotten the day after");
}

pub async fn of_two_desks_that_promise_the_last_vehicle_one_does(world: &World) {
    let trip = Trip::new(world).await;
    // Two tours for three each; who rides alone takes a whole one.
    let (status, first) = trip.patient.post("/rides", trip.needing(json!({"alone": true}))).await;
    assert_eq!(status, 201, "{first}");
    let mut desks = Vec::new();
    for door in ["901", "902", "903"] {
        desks.push(world.resident(trip.home, door).await);
    }
    let asked = |desk: usize| desks[desk].post("/rides", trip.needing(json!({"alone": true})));
    let (one, two, three) = tokio::join!(asked(0), asked(1), asked(2));
    let answers = [one, two, three];
    let booked = answers.iter().filter(|(status, _)| *status == 201).count();
    assert_eq!(booked, 1, "{answers:?}");
    for answer in answers.iter().filter(|(status, _)| *status != 201) {
        assert_eq!(code(answer), (409, "dispatch-patients-full"), "{answer:?}");
    }
}

pub async fn a_vehicle_that_broke_down_is_promised_to_nobody(world: &World) {
    let trip = Trip::new(world).await;
    let booked = trip.book(json!({"seats": 1})).await;
    trip.firm.published().await;
    let (_, driver) = trip.run_with(text(&booked["there"])).await;
    driver.depart().await;
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let refused = world
        .resident(trip.home, "905")
        .await
        .post("/rides", trip.asked(json!({"seats": 1})))
        .await;
    assert_eq!(code(&refused), (409, "dispatch-patients-full"), "{refused:?}");
    add_car(&trip.firm, "渝A66666", "Zhao").await;
    let (status, other) = world
        .resident(trip.home, "906")
        .await
        .post("/rides", trip.asked(json!({"seats": 1})))
        .await;
    assert_eq!(status, 201, "{other}");
}
