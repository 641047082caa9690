//! A city in which it is evening now, and a volunteer who works tomorrow, all made through the API.

use crate::client::{Answer, Visitor, send};
use crate::program::Server;
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tongxin_city::{Timestamp, Zone};
use tongxin_clock::Clock;

const COMMUNITY: &str = "900010101";
/// The hour that it is there: after that of the reminders, and long before midnight.
const HOUR: i64 = 19;

/// The database, the keys and the city's files.
pub struct Evening {
    folder: TempDir,
}

/// The time zone in which it is evening now. Zones by offset have their signs turned round.
fn zone_now() -> String {
    let hour_utc = Clock::system()
        .now()
        .millis()
        .div_euclid(Timestamp::HOUR_MS)
        .rem_euclid(24);
    match (HOUR - hour_utc).rem_euclid(24) {
        east @ 0..=14 => format!("Etc/GMT-{east}"),
        east => format!("Etc/GMT+{}", 24 - east),
    }
}

impl Evening {
    /// The fictional Harbour City, moved to where it is evening.
    pub fn new() -> Evening {
        let folder = tempfile::tempdir().unwrap();
        let city = folder.path().join("city");
        fs::create_dir(&city).unwrap();
        let harbour = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/harbour");
        for file in fs::read_dir(harbour).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), city.join(file.file_name())).unwrap();
        }
        let facts = fs::read_to_string(city.join("city.toml")).unwrap();
        let moved = facts.replace("Atlantic/Azores", &zone_now());
        assert_ne!(moved, facts, "the city names its zone");
        fs::write(city.join("city.toml"), moved).unwrap();
        Evening { folder }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("city.db")
    }

    /// A file in the folder of keys.
    fn key(&self, name: &str) -> PathBuf {
        self.folder.path().join("city.db.keys").join(name)
    }

    /// Starts the server with words of the test's own.
    pub fn start(&self, words: &[&str]) -> Server {
        let city = self.folder.path().join("city");
        let words = [&["--city", city.to_str().unwrap()], words].concat();
        Server::start_with(&words, &self.database(), None)
    }

    /// What the gateway knows the program by.
    pub fn give_token(&self, token: &str) {
        fs::write(self.key("sms.key"), token).unwrap();
    }

    /// What the gateway brings replies with, as the program has made it.
    pub fn secret(&self) -> String {
        fs::read_to_string(self.key("sms-in.key")).unwrap().trim().to_owned()
    }

    /// A reply, brought as the gateway brings it.
    pub async fn bring(&self, server: &Server, secret: &str, from: &str, said: &str) -> Answer {
        let gateway = Visitor::program(&server.base, None);
        let request = gateway.request(Method::POST, "/api/v1/sms/in");
        let reply = json!({"id": "in-1", "from": from, "text": said});
        send(request.header("tongxin-sms-secret", secret).json(&reply)).await
    }
}

/// A volunteer with a place in a shift of tomorrow.
pub struct Helper {
    key: String,
    shift: String,
}

impl Helper {
    /// Registers one, and has the community verify them and open a shift, which they take.
    pub async fn of_tomorrow(server: &Server) -> Helper {
        let nobody = Visitor::program(&server.base, None);
        let link = server.first_link.as_ref().expect("the first administrator's link");
        let administrator = join(server, link.rsplit('/').next().unwrap(), "administrator").await;
        let offer = json!({"role": "community_worker", "place": COMMUNITY});
        let offer = post(&administrator, "/invitations", offer).await;
        let worker = join(server, &text(&offer["token"]), "worker").await;
        let asked = json!({"name": "Anna", "phone": "138 0000 0001", "birth_year": 1990, "home": COMMUNITY,
            "slots": ["weekday_morning"], "is_covered": true});
        let registered = post(&nobody, "/volunteer/registrations", asked).await;
        let path = format!("/volunteers/{}/verify", text(&registered["volunteer"]["id"]));
        post(&worker, &path, json!({"is_verified": true})).await;
        let start = tomorrow_at_nine();
        let shift = json!({"kind": "deliver", "place": COMMUNITY, "meet": "东门", "start_at": start.to_string(),
            "end_at": start.plus_hours(3).to_string(), "posts": [{"needed": 1}]});
        let shift = text(&post(&worker, "/shifts", shift).await["id"]);
        let helper = Helper {
            key: text(&registered["key"]),
            shift,
        };
        let take = json!({"shift": helper.shift, "step": "take"});
        let request = nobody.request(Method::POST, "/api/v1/volunteer/me/steps");
        let taken = request
            .header("tongxin-volunteer", &helper.key)
            .header("idempotency-key", "take-the-place");
        let taken = send(taken.json(&take)).await;
        assert_eq!(
            (taken.status, &taken.json()["state"]),
            (200, &"taken".into()),
            "{}",
            taken.body
        );
        helper
    }

    /// How their place stands.
    pub async fn state(&self, server: &Server) -> String {
        let nobody = Visitor::program(&server.base, None);
        let request = nobody.request(Method::GET, "/api/v1/volunteer/me");
        let own = send(request.header("tongxin-volunteer", &self.key)).await.json();
        let mut places = own["places"].as_array().unwrap().iter();
        text(&places.find(|place| place["shift"] == self.shift).unwrap()["state"])
    }
}

fn tomorrow_at_nine() -> Timestamp {
    let zone = Zone::named(&zone_now()).unwrap();
    zone.at(zone.day_of(Clock::system().now()).next(), 9, 0).unwrap()
}

/// Takes an invitation up; answers whoever it is now.
async fn join(server: &Server, invitation: &str, name: &str) -> Visitor {
    let me = json!({"name": name, "display_name": name, "password": "a long enough password"});
    let nobody = Visitor::program(&server.base, None);
    let joined = post(&nobody, &format!("/invitations/{invitation}/accept"), me).await;
    Visitor::program(&server.base, Some(&text(&joined["session"]["token"])))
}

/// A command that is done once: its key is what it does.
async fn post(by: &Visitor, path: &str, body: Value) -> Value {
    let request = by.request(Method::POST, &format!("/api/v1{path}"));
    let key = format!("texting{}", path.replace('/', "-"));
    let done = send(request.header("idempotency-key", key).json(&body)).await;
    assert!(
        matches!(done.status, 200 | 201),
        "{path}: {} {}",
        done.status,
        done.body
    );
    done.json()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
