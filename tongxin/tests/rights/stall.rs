//! What an outlet does: it is listed, has a fleet and goods, opens windows, takes two orders of the home beside it and
//! puts one of them down, sends goods on, and one of its items is allotted.

use crate::forms::forms_in;
use crate::ground::{Builder, PHOTO, mark};
use crate::kinds::{Kind, Values};
use crate::system::client::{Answer, Visitor, send};
use crate::system::{NOON, place};
use crate::walk::posted;
use reqwest::Method;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use tongxin_account::{Over, Role, SessionKind};
use tongxin_city::{Level, OrgId, PlaceCode};
use tongxin_places::OrgKind;
use tongxin_supply::rules::credit_code::CreditCode;
use tongxin_supply::rules::gtin::Gtin;

/// Where goods are sent on to; far from all homes.
const HUB: &str = "900020201";

/// One of everything.
pub struct Stall {
    application: String,
    vehicle: String,
    staff: String,
    item: String,
    picture: String,
    report: String,
    window: String,
    /// On its way, and one that waits at its drop point with a photo of it.
    orders: [String; 2],
    run: String,
    transfer: String,
    /// One that waits, and one that is issued.
    passes: Vec<String>,
    pass_batch: String,
    /// One that people drive by, and one that nobody published.
    plans: Vec<String>,
    day_run: String,
    /// There and back.
    rides: Vec<String>,
    people: Vec<String>,
    /// Of a prescription of theirs.
    prescription: String,
    foot_run: String,
    allotment: String,
}

impl Stall {
    /// Opens one for an outlet at a community; whoever has the code orders there.
    pub async fn open(
        builder: &mut Builder<'_>,
        number: usize,
        (org, community): (OrgId, PlaceCode),
        code: &str,
    ) -> Stall {
        let hub = builder
            .org(OrgKind::Warehouse, format!("Hub {number}"), place(HUB))
            .await;
        list(builder, number, org, community).await;
        list(builder, number + 20, hub, place(HUB)).await;
        let name = mark("Applicant", number);
        let application = json!({
            "credit_code": credit_code(number + 40), "kind": "outlet", "name": name, "place": community,
            "service_places": [community], "orders_a_day": 10,
            "contact_name": mark("FirmHead", number), "contact_phone": "023-6789 1234",
        });
        let application = officer(builder, "/api/v1/supply/applications", application).await;
        let manager = manager(builder, number, org).await;
        let asked = Asked {
            builder,
            visitor: &manager,
        };
        asked
            .fill(number, (org, hub), (id_of(&application), community), code)
            .await
    }

    /// What the addresses of it name.
    pub fn values(&self, org: OrgId) -> Values {
        let one = |value: &String| vec![value.clone()];
        Values::from([
            (Kind::Firm, vec![org.to_string()]),
            (Kind::Shop, vec![org.to_string()]),
            (Kind::Application, one(&self.application)),
            (Kind::Vehicle, one(&self.vehicle)),
            (Kind::Staff, one(&self.staff)),
            (Kind::Item, one(&self.item)),
            (Kind::Picture, one(&self.picture)),
            (Kind::StockReport, one(&self.report)),
            (Kind::Window, one(&self.window)),
            (Kind::Order, self.orders.to_vec()),
            (Kind::Run, one(&self.run)),
            (Kind::Transfer, one(&self.transfer)),
            (Kind::Pass, self.passes.clone()),
            (Kind::PassBatch, one(&self.pass_batch)),
            (Kind::Plan, self.plans.clone()),
            (Kind::DayRun, one(&self.day_run)),
            (Kind::Ride, self.rides.clone()),
            (Kind::Person, self.people.clone()),
            (Kind::Prescription, one(&self.prescription)),
            (Kind::FootRun, one(&self.foot_run)),
            (Kind::Allotment, one(&self.allotment)),
        ])
    }
}

/// The outlet's manager at work.
struct Asked<'a, 's> {
    builder: &'a mut Builder<'s>,
    visitor: &'a Visitor,
}

impl Asked<'_, '_> {
    async fn fill(
        mut self,
        number: usize,
        (org, hub): (OrgId, OrgId),
        (application, community): (String, PlaceCode),
        code: &str,
    ) -> Stall {
        let outlet = format!("/api/v1/outlets/{org}");
        let vehicle = json!({ "org": org, "plate": format!("渝A1000{number}"), "kind": "van", "payload_kg": 1000 });
        let vehicle = self
            .builder
            .post_as(self.visitor, "/api/v1/supply/vehicles", vehicle)
            .await;
        let staff = json!({ "org": org, "name": mark("Staff", number), "role": "driver", "shift": "rotating" });
        let staff = self.builder.post_as(self.visitor, "/api/v1/supply/staff", staff).await;
        let item = json!({ "gtin": gtin(number), "name": format!("Rice {number}"), "unit": "bag", "contents": [{ "category": "grain", "amount": 5000 }] });
        let item = id_of(
            &self
                .builder
                .post_as(self.visitor, &format!("{outlet}/items"), item)
                .await,
        );
        let offer = json!({ "price": 3000, "household_max": 3, "is_open": true });
        let offer = self
            .visitor
            .request(Method::PUT, &format!("{outlet}/offers/{item}"))
            .json(&offer);
        done(send(offer.header("idempotency-key", self.builder.key())).await);
        let receipt = json!({ "rows": [{ "item": item, "pieces": 90 }] });
        let report = self
            .builder
            .post_as(self.visitor, &format!("{outlet}/receipts"), receipt)
            .await;
        let picture = self
            .visitor
            .request(Method::POST, &format!("{outlet}/items/{item}/picture"));
        let picture = picture.header("content-type", "image/png").body(PHOTO);
        let picture = done(send(picture.header("idempotency-key", self.builder.key())).await);
        let from = NOON.plus_hours(3);
        let window = json!({ "from_at": from.to_string(), "to_at": from.plus_hours(2).to_string(), "orders_max": 20 });
        let window = self
            .builder
            .post_as(self.visitor, &format!("{outlet}/windows"), window)
            .await;
        let window = window["ids"][0].as_str().unwrap().to_owned();
        let order = json!({ "org": org, "window": window, "lines": [{ "item": item, "pieces": 1 }], "note": mark("OrderNote", number) });
        let home = household(self.builder, code).await;
        let orders = [self.packed(&home, &order).await, self.packed(&home, &order).await];
        let run = json!({ "orders": orders });
        let run = self.builder.post_as(self.visitor, &format!("{outlet}/runs"), run).await;
        self.put_down(&orders[1]).await;
        let transfer = json!({ "from": org, "to": hub, "item": item, "pieces": 5 });
        let transfer = officer(self.builder, "/api/v1/supply/transfers", transfer).await;
        let within = json!({ "kind": "key_goods", "from": [community], "to": [community], "last_day": "2022-12-20" });
        let (mut stranger, mut truck) = (within.clone(), within);
        (stranger["surname"], stranger["id_end"]) = ("Zhao".into(), "4821".into());
        truck["plate"] = format!("渝A1000{number}").into();
        let rows = json!({ "org": org, "rows": [stranger, truck] });
        let applied = self.builder.post_as(self.visitor, "/api/v1/passes", rows).await;
        let passes = applied["rows"].as_array().unwrap().iter().map(id_of).collect();
        self.packed(&home, &order).await;
        let plans = vec![self.planned(&outlet).await, self.planned(&outlet).await];
        let publish = format!("/api/v1/plans/{}/publish", plans[0]);
        self.builder.post_as(self.visitor, &publish, json!({ "seq": 1 })).await;
        let day_runs = self.visitor.get(&format!("{outlet}/day-runs")).await.json();
        let rides = self.ridden(&home, number, org, community).await;
        let foot_run = self.given_out(number, community).await;
        let people = vec![self.registered(&home, number).await];
        let prescription = self.prescribed(&home, &people[0], number).await;
        let allotment = json!({
            "org": org, "item": item, "name": format!("Rice for all {number}"), "places": [community], "pieces": 10,
            "household_pieces": 1, "price_fen": 0,
            "opens_at": NOON.plus_hours(1).to_string(), "closes_at": NOON.plus_hours(6).to_string(),
        });
        let allotment = officer(self.builder, "/api/v1/allotments", allotment).await;
        Stall {
            application,
            vehicle: id_of(&vehicle),
            staff: id_of(&staff),
            item,
            picture: picture["picture"]
                .as_str()
                .or(picture["id"].as_str())
                .unwrap_or_else(|| panic!("{picture}"))
                .to_owned(),
            report: id_of(&report),
            window,
            orders,
            run: id_of(&run),
            transfer: id_of(&transfer),
            passes,
            pass_batch: applied["batch"].as_str().unwrap().to_owned(),
            plans,
            day_run: id_of(&day_runs["runs"][0]),
            rides,
            people,
            prescription,
            foot_run,
            allotment: id_of(&allotment),
        }
    }
}

impl Asked<'_, '_> {
    /// A plan of the day, ready to be published.
    async fn planned(&mut self, outlet: &str) -> String {
        let asked = json!({ "day": "2022-11-24", "seconds": 1 });
        let plans = format!("{outlet}/plans");
        let plan = id_of(&self.builder.post_as(self.visitor, &plans, asked).await);
        loop {
            let shown = self.visitor.get(&format!("/api/v1/plans/{plan}")).await.json();
            if shown["state"] == "ready" {
                return plan;
            }
            assert_eq!(shown["state"], "making", "{shown}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    /// A trip of a home to its community and back.
    async fn ridden(&mut self, home: &Visitor, number: usize, org: OrgId, community: PlaceCode) -> Vec<String> {
        let car = json!({ "org": org, "plate": format!("渝A2000{number}"), "kind": "car", "payload_kg": 400, "patient_seats": 3 });
        self.builder.post_as(self.visitor, "/api/v1/supply/vehicles", car).await;
        let trip = json!({
            "org": org, "to": community, "people": { "seats": 1 }, "contact": mark("RideContact", number),
            "note": mark("RideNote", number),
            "appointment_at": NOON.plus_hours(4).to_string(), "ready_at": NOON.plus_hours(6).to_string(),
        });
        let booked = self.builder.post_as(home, "/api/v1/rides", trip).await;
        ["there", "back"]
            .map(|way| booked[way].as_str().unwrap().to_owned())
            .into()
    }

    /// A run on foot with what lies at the gate of a home's compound, given out by whoever works for the community.
    async fn given_out(&mut self, number: usize, community: PlaceCode) -> String {
        let system = self.builder.system;
        let (name, over) = (format!("carrier{number}"), Over::Place(community));
        let person = system.person(&self.builder.first, &name, &name, Role::CommunityWorker, over);
        let worker = Visitor::browser(&system.address, Some(&person.await.cookie)).await;
        let tree = system.app.base.places.tree();
        for compound in tree.at_level(community, Level::Compound) {
            let shown = format!("/hand-out?place={}", compound.code);
            let before = worker.get(&shown).await.body;
            let Some(mut form) = forms_in(&before).into_iter().find(|form| form.action == "/hand-out") else {
                continue;
            };
            form.fields.retain(|(name, _)| name != "csrf");
            send(posted(
                worker.request(Method::POST, "/hand-out"),
                &form,
                Some(&worker.csrf),
            ))
            .await;
            let page = worker.get(&shown).await.body;
            // Neighbours of the compound have theirs on the same page.
            let given = forms_in(&page).into_iter().find_map(|form| {
                let run = form.action.strip_prefix("/hand-out/")?.strip_suffix("/link")?;
                (!before.contains(run)).then(|| run.to_owned())
            });
            return given.unwrap_or_else(|| panic!("{page}"));
        }
        panic!("nothing lies at a gate of {community}");
    }

    /// Somebody of a home in the register of people in difficulty.
    async fn registered(&mut self, home: &Visitor, number: usize) -> String {
        let person = json!({
            "name": mark("PersonName", number), "contact": mark("PersonContact", number), "at_door": mark("AtDoor", number),
            "record": { "groups": ["alone_old"], "wants": mark("Wants", number),
                "medicines": [{ "name": mark("Medicine", number), "left": 4, "a_day": 1, "counted_on": "2022-11-24" }] },
            "ground": { "basis": "consent", "by": mark("GroundBy", number), "on": "2022-11-24", "purpose": mark("Purpose", number) },
        });
        id_of(&self.builder.post_as(home, "/api/v1/care/people", person).await)
    }

    /// The photo of their medicine's prescription.
    async fn prescribed(&mut self, home: &Visitor, person: &str, number: usize) -> String {
        let path = format!(
            "/api/v1/care/people/{person}/prescriptions?medicine={}",
            mark("Medicine", number)
        );
        let photo = home
            .request(Method::POST, &path)
            .header("content-type", "image/png")
            .body(PHOTO);
        let answer = send(photo.header("idempotency-key", self.builder.key())).await;
        id_of(&answer.json())
    }

    /// One more order of a home, packed.
    async fn packed(&mut self, home: &Visitor, order: &Value) -> String {
        let order = id_of(&self.builder.post_as(home, "/api/v1/orders", order.clone()).await);
        let lines = json!({ "lines": [{ "line": 1, "picked": 1 }] });
        let path = format!("/api/v1/orders/{order}/pack");
        self.builder.post_as(self.visitor, &path, lines).await;
        order
    }

    /// Puts an order down, with a photo of where.
    async fn put_down(&mut self, order: &str) {
        let path = format!("/api/v1/orders/{order}");
        let point = json!({ "point": "gate" });
        self.builder.post_as(self.visitor, &format!("{path}/drop"), point).await;
        let photo = self.visitor.request(Method::PUT, &format!("{path}/photo"));
        let photo = photo.header("content-type", "image/png").body(PHOTO);
        done(send(photo.header("idempotency-key", self.builder.key())).await);
    }
}

/// Puts an organisation on the whitelist.
async fn list(builder: &mut Builder<'_>, number: usize, org: OrgId, place: PlaceCode) {
    let application = json!({
        "org": org, "credit_code": credit_code(number), "service_places": [place], "orders_a_day": 100,
        "contact_name": mark("FirmHead", number), "contact_phone": "023-6789 1234",
    });
    let applied = id_of(&officer(builder, "/api/v1/supply/applications", application).await);
    let path = format!("/api/v1/supply/applications/{applied}/list");
    officer(builder, &path, json!({ "valid_until": "2023-02-28" })).await;
}

/// What the officer of the whole city does.
pub async fn officer(builder: &mut Builder<'_>, path: &str, body: Value) -> Value {
    let key = builder.key();
    let request = builder
        .officer
        .request(Method::POST, path)
        .header("idempotency-key", key);
    done(send(request.json(&body)).await)
}

async fn manager(builder: &Builder<'_>, number: usize, org: OrgId) -> Visitor {
    let name = format!("manager{number}");
    let over = Over::Org(org);
    let person = builder
        .system
        .person(&builder.first, &name, &name, Role::OutletManager, over)
        .await;
    Visitor::program(&builder.system.address, Some(&person.token))
}

async fn household(builder: &Builder<'_>, code: &str) -> Visitor {
    let accounts = &builder.system.app.accounts;
    let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let session = accounts
        .sign_in_household(code, client, SessionKind::Program)
        .await
        .unwrap();
    Visitor::program(&builder.system.address, Some(&session.token))
}

impl Builder<'_> {
    pub async fn post_as(&mut self, visitor: &Visitor, path: &str, body: Value) -> Value {
        let key = self.key();
        let request = visitor.request(Method::POST, path).header("idempotency-key", key);
        done(send(request.json(&body)).await)
    }
}

fn done(answer: Answer) -> Value {
    assert!(answer.status < 300, "{}", answer.body);
    answer.json()
}

fn id_of(answer: &Value) -> String {
    answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// A unified social credit code.
fn credit_code(number: usize) -> String {
    completed::<CreditCode>(&format!("91500000M{number:08}"))
}

/// A trade item number.
fn gtin(number: usize) -> String {
    completed::<Gtin>(&format!("6901234{number:05}"))
}

/// The number with the check sign that is accepted at its end.
fn completed<T: FromStr>(body: &str) -> String {
    let ends = ('0'..='9').chain('A'..='Z').map(|sign| format!("{body}{sign}"));
    ends.into_iter().find(|number| number.parse::<T>().is_ok()).unwrap()
}
