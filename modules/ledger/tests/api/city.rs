//! The fictional Harbour City with a server, and people who sign in.

use crate::browser::Browser;
use image::{ImageFormat, RgbImage};
use serde_json::{Value, json};
use std::io::Cursor;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_account::{Accounts, Chosen, Over, Role, ServerSecret, SessionKind, Viewer};
use tongxin_city::{AccountId, PlaceCode, Timestamp, Widths, Zone};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_ledger::{Kind, Kinds, Ledger, LedgerState, Lifeline, RaisedFor, SealKey, Tier, Topic};
use tongxin_places::{CityFolder, NewHousehold, NewOrg, NewUserPlace, OrgKind, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations};
use tongxin_web::{Assets, CsrfKey, Shell, serve_with};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
];
const KINDS: &[Kind] = &[
    Kind {
        key: "household_request",
        name: "ledger-sheet",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[Topic {
            key: "food",
            name: "ledger-lifeline-food",
            lifeline: Lifeline::Food,
            due_hours: [2, 8, 24, 72],
        }],
    },
    Kind {
        key: "plant_blockage",
        name: "ledger-lifeline-industry",
        raised_for: RaisedFor::Org(&["plant"]),
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[Topic {
            key: "staff",
            name: "ledger-lifeline-care",
            lifeline: Lifeline::Industry,
            due_hours: [2, 8, 24, 72],
        }],
    },
];
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);
pub const COMMUNITY: &str = "900010101";
pub const OTHER_COMMUNITY: &str = "900010102";

pub struct City {
    pub origin: String,
    pub ledger: Ledger,
    pub building: PlaceCode,
    pub accounts: Accounts,
    admin: Viewer,
    keys: AtomicU32,
    _dir: tempfile::TempDir,
}

/// Somebody signed in, who asks in English unless told otherwise.
pub struct Person<'c> {
    city: &'c City,
    token: Option<String>,
    lang: &'static str,
}

/// A status and a JSON body.
pub type Answer = (u16, Value);

impl City {
    pub async fn start() -> City {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", dir.path().join("city.db").display()))
            .await
            .unwrap();
        db.migrate(MODULES).await.unwrap();
        let clock = Clock::manual(NOON);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/harbour");
        let (folder, city) = CityFolder::read(&folder).unwrap();
        places.load_city(folder, city).await.unwrap();
        let building = add_building(&places, COMMUNITY).await;
        let widths: Widths = *places.tree().widths();
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let ledger = Ledger::new(
            db.clone(),
            Kinds::new(&[KINDS]),
            widths,
            zone.clone(),
            SealKey::from_bytes(&[7; 32]),
        );
        let accounts = Accounts::new(db, places.clone(), clock.clone(), ServerSecret::new([9; 32]));
        let admin = first_administrator(&accounts).await;
        let state = LedgerState {
            ledger: ledger.clone(),
            places,
            accounts: accounts.clone(),
        };
        let origin = serve(tongxin_ledger::routes(state), &accounts, clock, zone).await;
        City {
            origin,
            ledger,
            building,
            accounts,
            admin,
            keys: AtomicU32::new(0),
            _dir: dir,
        }
    }

    pub fn nobody(&self) -> Person<'_> {
        Person {
            city: self,
            token: None,
            lang: "en",
        }
    }

    /// Somebody with a role over a place.
    pub async fn person(&self, role: Role, place: &str) -> Person<'_> {
        self.with_role(role, Over::Place(place.parse().unwrap())).await
    }

    /// An account with a role over a place.
    pub async fn account(&self, role: Role, place: &str) -> AccountId {
        self.enrolled(role, Over::Place(place.parse().unwrap())).await.0
    }

    async fn enrolled(&self, role: Role, over: Over) -> (AccountId, u32) {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        let chosen = Chosen {
            name: format!("person{number}"),
            display_name: format!("Person {number}"),
            password: format!("long enough {number}"),
        };
        let account = self.accounts.enrol(&self.admin, chosen, role, over).await.unwrap();
        (account, number)
    }

    pub async fn with_role(&self, role: Role, over: Over) -> Person<'_> {
        let (account, number) = self.enrolled(role, over).await;
        let token = self
            .accounts
            .create_token(command(&format!("token-{number}")), account, "test", 1)
            .await
            .unwrap();
        Person {
            city: self,
            token: Some(token.token),
            lang: "en",
        }
    }

    /// The household behind a new door of the building, by its code.
    pub async fn resident(&self, door: &str) -> Person<'_> {
        let row = NewHousehold {
            building: self.building,
            door: door.into(),
            people: Some(2),
        };
        let key = command(&format!("household-{door}"));
        let coded = self.accounts.add_households(key, &self.admin, vec![row]).await.unwrap();
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = self
            .accounts
            .sign_in_household(&coded[0].code, client, SessionKind::Program)
            .await
            .unwrap();
        Person {
            city: self,
            token: Some(session.token),
            lang: "en",
        }
    }

    pub async fn plant(&self) -> tongxin_city::OrgId {
        let row = NewOrg {
            kind: OrgKind::Plant,
            name: "Synthetic Plant".into(),
            place: COMMUNITY.parse().unwrap(),
        };
        self.accounts
            .places()
            .add_orgs(command("plant"), "test", vec![row])
            .await
            .unwrap()
            .value[0]
    }

    /// A key not used before.
    pub fn key(&self) -> String {
        format!("key-{:08}", self.keys.fetch_add(1, Ordering::Relaxed))
    }
}

impl Person<'_> {
    /// The browser they are signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.city.origin, self.token.as_deref(), self.lang)
    }

    pub fn in_chinese(mut self) -> Self {
        self.lang = "zh-CN";
        self
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1{path}", self.city.origin);
        let request = reqwest::Client::new()
            .request(method.parse().unwrap(), url)
            .header("accept-language", self.lang);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request("GET", path)).await
    }

    /// Posts under a key not used before.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_as(&self.city.key(), path, body).await
    }

    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Answer {
        answer(self.request("POST", path).header("idempotency-key", key).json(&body)).await
    }

    /// Raises a need for food; answers its id.
    pub async fn raise(&self, title: &str) -> String {
        let (status, done) = self.post("/needs", food(title)).await;
        assert_eq!(status, 201, "{done}");
        done["id"].as_str().unwrap().to_owned()
    }
}

pub fn food(title: &str) -> Value {
    json!({ "kind": "household_request", "topic": "food", "title": title })
}

/// A small photo.
pub fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    RgbImage::new(4, 4)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    bytes
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

fn command(key: &str) -> CommandKey {
    CommandKey {
        sender: "test".into(),
        key: key.into(),
        digest: Digest::of("test", key.as_bytes()),
        at_ms: NOON.millis(),
    }
}

async fn add_building(places: &Places, community: &str) -> PlaceCode {
    let mut parent: PlaceCode = community.parse().unwrap();
    for (key, name) in [("compound", "一号小区"), ("building", "1栋")] {
        let row = NewUserPlace {
            parent,
            code: None,
            name_zh: name.into(),
            name_en: None,
            people: None,
            households: None,
        };
        parent = places.add_places(command(key), "test", vec![row]).await.unwrap().value[0];
    }
    parent
}

async fn first_administrator(accounts: &Accounts) -> Viewer {
    let link = accounts.first_administrator_link("http://test").await.unwrap().unwrap();
    let token = link.rsplit('/').next().unwrap();
    let chosen = Chosen {
        name: "first".into(),
        display_name: "First".into(),
        password: "a long password".into(),
    };
    let (_, session) = accounts.accept(token, chosen, SessionKind::Program).await.unwrap();
    accounts.viewer_of(&session.token).await.unwrap()
}

async fn serve(routes: tongxin_account::Routes, accounts: &Accounts, clock: Clock, zone: Zone) -> String {
    let shell = Shell {
        texts: Texts::new(&[tongxin_web::TEXTS, tongxin_account::TEXTS, tongxin_ledger::TEXTS]),
        assets: Assets::new(),
        clock,
        zone,
        city_name: ("海湾市".into(), "Harbour City".into()),
        emergency: vec![],
        csrf: CsrfKey::new([7; 32]),
        is_https: false,
        public_origin: String::new(),
    };
    let app = serve_with(routes.guarded(accounts.clone(), vec![]).router, Arc::new(shell), None);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .await
            .unwrap();
    });
    format!("http://{address}")
}
