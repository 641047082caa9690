//! A street of people with records, photos and appointments, all made and read through the API.

use crate::program::Server;
use image::{DynamicImage, ImageFormat, RgbImage};
use serde_json::{Value, json};
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

const COMMUNITY: &str = "900010101";
const COMPOUND: &str = "90001010101";
const BUILDING: &str = "90001010101001";
const MEDICINE: &str = "缬沙坦";

/// Everything that the vault has, opened.
#[derive(Debug, PartialEq, Eq)]
pub struct Opened {
    records: Vec<Value>,
    photos: Vec<Vec<u8>>,
    appointments: Vec<Value>,
}

/// Whoever looks after the street, and ends the emergency there.
pub struct Ward {
    http: reqwest::Client,
    worker: String,
    officer: String,
    hospital: String,
    keys: AtomicUsize,
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}

/// A small picture, larger than a record all the same.
fn photo() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(320, 240, |x, y| {
        image::Rgb([(x * y % 251) as u8, (x % 256) as u8, (y % 256) as u8])
    });
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

impl Ward {
    /// A street with so many people.
    pub async fn open(server: &Server, people: usize) -> Ward {
        let link = server.first_link.as_ref().expect("the first administrator's link");
        let mut ward = Ward {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            worker: String::new(),
            officer: String::new(),
            hospital: String::new(),
            keys: AtomicUsize::new(0),
        };
        let administrator = ward
            .join(server, link.rsplit('/').next().unwrap(), "administrator")
            .await;
        let places = json!({"rows": [
            {"parent": COMMUNITY, "code": COMPOUND, "name_zh": "甲院", "name_en": "Court A"},
            {"parent": COMPOUND, "code": BUILDING, "name_zh": "一号楼", "name_en": "Building 1"},
        ]});
        ward.post(server, &administrator, "/places", places).await;
        let org = json!({"rows": [{"kind": "hospital", "name": "海湾医院", "place": BUILDING}]});
        let orgs = ward.post(server, &administrator, "/orgs", org).await;
        ward.hospital = text(&orgs["ids"][0]);
        ward.worker = ward
            .invited(server, &administrator, "community_worker", COMMUNITY)
            .await;
        ward.officer = ward.invited(server, &administrator, "officer", "90001").await;
        for number in 0..people {
            ward.register(server, &(100 + number).to_string()).await;
        }
        ward
    }

    async fn invited(&self, server: &Server, by: &str, role: &str, place: &str) -> String {
        let offer = json!({"role": role, "place": place});
        let invited = self.post(server, by, "/invitations", offer).await;
        self.join(server, &text(&invited["token"]), &role.replace('_', "-"))
            .await
    }

    async fn join(&self, server: &Server, invitation: &str, name: &str) -> String {
        let me = json!({"name": name, "display_name": name, "password": "a long enough password"});
        let path = format!("/invitations/{invitation}/accept");
        text(&self.post(server, "", &path, me).await["session"]["token"])
    }

    fn request(&self, server: &Server, token: &str, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1{path}", server.base);
        let request = self.http.request(method.parse().unwrap(), url);
        if token.is_empty() {
            return request;
        }
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        request
            .bearer_auth(token)
            .header("Idempotency-Key", format!("vault-test-{key}"))
    }

    async fn post(&self, server: &Server, token: &str, path: &str, body: Value) -> Value {
        let response = self
            .request(server, token, "POST", path)
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = response.status();
        let answer: Value = response.json().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    async fn get(&self, server: &Server, path: &str) -> Value {
        let response = self.request(server, &self.worker, "GET", path).send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {}", response.status());
        response.json().await.unwrap()
    }

    /// Somebody behind a new door, with a medicine whose prescription was photographed, and with dialysis every week.
    pub async fn register(&self, server: &Server, door: &str) {
        let doors = json!({"rows": [{"building": BUILDING, "door": door}]});
        let households = self.post(server, &self.worker, "/households", doors).await;
        let household = &households["households"][0]["id"];
        let today = text(&self.get(server, "/care/visits").await["day"]);
        let person = json!({"household": household, "name": format!("陈婆婆 {door}"),
            "record": {"groups": ["dialysis"], "wants": format!("每周透析三次 {door}"),
                "medicines": [{"name": MEDICINE, "left": 10, "a_day": 2, "counted_on": today}]},
            "ground": {"basis": "consent", "by": "本人", "on": today, "purpose": "每日巡访"}});
        let id = text(&self.post(server, &self.worker, "/care/people", person).await["id"]);
        let add = format!("/care/people/{id}/prescriptions?medicine={MEDICINE}");
        let request = self.request(server, &self.worker, "POST", &add);
        let sent = request
            .header("content-type", "image/png")
            .body(photo())
            .send()
            .await
            .unwrap();
        assert_eq!(sent.status().as_u16(), 201, "{}", sent.text().await.unwrap());
        let day: tongxin_city::Day = today.parse().unwrap();
        let series = json!({"household": household, "hospital": self.hospital, "first_at": format!("{}T01:00:00Z", day.plus_days(2)),
            "minutes": 240, "repeat": "FREQ=WEEKLY;COUNT=3",
            "facts": {"treatment": "dialysis", "department": "肾内科", "patient": format!("陈婆婆 {door}")}});
        self.post(server, &self.worker, "/care/appointments", series).await;
    }

    /// Opens everything that there is.
    pub async fn read(&self, server: &Server) -> Opened {
        let mut opened = Opened {
            records: Vec::new(),
            photos: Vec::new(),
            appointments: Vec::new(),
        };
        let why = json!({"why": "核对"});
        let list = self.get(server, "/care/people").await;
        for person in list["people"].as_array().unwrap() {
            let id = text(&person["id"]);
            let record = self
                .post(server, &self.worker, &format!("/care/people/{id}/open"), why.clone())
                .await;
            assert!(text(&record["record"]["wants"]).starts_with("每周透析三次"), "{record}");
            let photo = text(&record["record"]["prescriptions"][0]["photo"]);
            let open = format!("/care/people/{id}/prescriptions/{photo}/open");
            let answer = self
                .request(server, &self.worker, "POST", &open)
                .json(&why)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status().as_u16(), 200);
            opened.photos.push(answer.bytes().await.unwrap().to_vec());
            opened.records.push(record);
        }
        let list = self.get(server, "/care/appointments").await;
        for appointment in list["appointments"].as_array().unwrap() {
            let open = format!("/care/appointments/{}/open", text(&appointment["id"]));
            opened
                .appointments
                .push(self.post(server, &self.worker, &open, why.clone()).await);
        }
        let people = opened.records.len();
        assert!(people > 0 && opened.appointments.len() >= 2 * people, "{opened:?}");
        opened
    }

    /// Nothing opens, and the answer says nothing of what is sealed.
    pub async fn assert_unreadable(&self, server: &Server) {
        let list = self.get(server, "/care/people").await;
        let id = text(&list["people"][0]["id"]);
        let open = format!("/care/people/{id}/open");
        let request = self
            .request(server, &self.worker, "POST", &open)
            .json(&json!({"why": "核对"}));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 500);
        assert!(!answer.text().await.unwrap().contains("透析"));
    }

    pub async fn end_emergency(&self, server: &Server) {
        let body = json!({"place": "90001"});
        let erased = self.post(server, &self.officer, "/care/end-of-emergency", body).await;
        assert_eq!(erased["erased"], 2);
    }

    /// Nobody and nothing is left.
    pub async fn assert_gone(&self, server: &Server) {
        assert_eq!(self.get(server, "/care/people").await["people"], json!([]));
        assert_eq!(
            self.get(server, "/care/appointments?from=2000-01-01").await["appointments"],
            json!([])
        );
    }
}
