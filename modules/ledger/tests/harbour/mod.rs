//! The fictional Harbour City over a real database and a real server, and people who sign in. For the tests of every module.
#![allow(dead_code, reason = "not every module's tests ask for all of it")]

use crate::browser::Browser;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_account::{Accounts, Chosen, Over, Role, Routes, ServerSecret, SessionKind, Viewer};
use tongxin_city::{HouseholdId, OrgId, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_i18n::{TextPart, Texts};
use tongxin_ledger::{Kind, Kinds, Ledger, LedgerState, SealKey};
use tongxin_places::{CityFolder, NewHousehold, NewOrg, NewUserPlace, OrgKind, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations, Scratch};
use tongxin_web::{Assets, CsrfKey, EmergencyLine, Shell, serve_with};

/// Noon in Chongqing on 24 November 2022.
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);
pub const DISTRICT: &str = "90001";
pub const OTHER_DISTRICT: &str = "90002";
pub const COMMUNITY: &str = "900010101";
/// What links begin with.
pub const ORIGIN: &str = "https://city.example";

/// The city in a database, before anything is served.
pub struct Ground {
    pub db: Db,
    pub clock: Clock,
    pub places: Places,
    pub accounts: Accounts,
    scratch: Option<Scratch>,
}

impl Ground {
    /// A new database with the tables of these modules, at a moment.
    pub async fn new(scratch: Scratch, modules: &'static [ModuleMigrations], at: Timestamp) -> Ground {
        scratch.db.migrate(modules).await.unwrap();
        let mut ground = Ground::over(scratch.db.clone(), at).await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/harbour");
        let (folder, city) = CityFolder::read(&folder).unwrap();
        ground.places.load_city(folder, city).await.unwrap();
        ground.scratch = Some(scratch);
        ground
    }

    /// A database that another server has set up.
    pub async fn again(database: &str, at: Timestamp) -> Ground {
        Ground::over(Db::open(database).await.unwrap(), at).await
    }

    async fn over(db: Db, at: Timestamp) -> Ground {
        let clock = Clock::manual(at);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let secret = ServerSecret::new([9; 32]);
        Ground {
            accounts: Accounts::new(db.clone(), places.clone(), clock.clone(), secret),
            db,
            clock,
            places,
            scratch: None,
        }
    }

    /// The ledger of needs of these kinds.
    pub fn ledger(&self, kinds: &[&'static [Kind]]) -> Ledger {
        let file = &self.places.city().unwrap().file;
        let (widths, zone) = (file.widths, file.zone.clone());
        Ledger::new(
            self.db.clone(),
            Kinds::new(kinds),
            widths,
            zone,
            SealKey::from_bytes(&[7; 32]),
        )
    }

    /// The routes of accounts and of needs.
    pub fn routes(&self, ledger: &Ledger) -> Routes {
        let needs = LedgerState {
            ledger: ledger.clone(),
            places: self.places.clone(),
            accounts: self.accounts.clone(),
        };
        tongxin_account::routes(self.accounts.clone()).merge(tongxin_ledger::routes(needs))
    }

    /// Serves these routes with the words of these modules, beside those of the platform and the ledger; answers where.
    pub async fn serve(&self, routes: Routes, texts: &[TextPart]) -> String {
        let own = [tongxin_web::TEXTS, tongxin_account::TEXTS, tongxin_ledger::TEXTS];
        let shell = Shell {
            texts: Texts::new(&[&own, texts].concat()),
            assets: Assets::new(),
            clock: self.clock.clone(),
            zone: self.places.city().unwrap().file.zone.clone(),
            city_name: ("海湾市".into(), "Harbour City".into()),
            emergency: vec![EmergencyLine {
                name: "ambulance",
                word: ("急救".into(), "Ambulance".into()),
                number: "120".into(),
            }],
            csrf: CsrfKey::new([7; 32]),
            is_https: false,
            public_origin: ORIGIN.to_owned(),
        };
        let guarded = routes.guarded(self.accounts.clone(), vec![]);
        let app = serve_with(guarded.router, Arc::new(shell), None);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
                .await
                .unwrap();
        });
        format!("http://{address}")
    }

    /// The city, served there.
    pub async fn at(self, origin: String) -> Harbour {
        let admin = first_administrator(&self.accounts).await;
        Harbour {
            db: self.db,
            clock: self.clock,
            places: self.places,
            accounts: self.accounts,
            origin,
            admin,
            keys: AtomicU32::new(0),
            scratch: self.scratch,
        }
    }
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

/// The city with its server.
pub struct Harbour {
    pub db: Db,
    pub clock: Clock,
    pub places: Places,
    pub accounts: Accounts,
    pub origin: String,
    admin: Viewer,
    keys: AtomicU32,
    scratch: Option<Scratch>,
}

/// Somebody signed in, or nobody; asks in English unless told otherwise.
#[derive(Clone)]
pub struct Person<'h> {
    harbour: &'h Harbour,
    /// The server they ask.
    pub origin: String,
    pub token: Option<String>,
    /// What a volunteer's link holds, of whoever has one.
    pub key: Option<String>,
    pub lang: &'static str,
}

/// A status and a JSON body.
pub type Answer = (u16, Value);

impl Harbour {
    /// Where another process can open the database.
    pub fn database(&self) -> &str {
        self.scratch.as_ref().map_or("", |scratch| &scratch.url)
    }

    pub fn nobody(&self) -> Person<'_> {
        self.holding(None)
    }

    fn holding(&self, token: Option<String>) -> Person<'_> {
        Person {
            harbour: self,
            origin: self.origin.clone(),
            token,
            key: None,
            lang: "en",
        }
    }

    /// Whoever administers the whole city.
    pub fn admin(&self) -> &Viewer {
        &self.admin
    }

    /// Somebody with a role over a place.
    pub async fn person(&self, role: Role, place: &str) -> Person<'_> {
        self.with_role(role, Over::Place(place.parse().unwrap())).await
    }

    /// Somebody with a role over an organisation.
    pub async fn person_of(&self, role: Role, org: OrgId) -> Person<'_> {
        self.with_role(role, Over::Org(org)).await
    }

    /// The manager of an outlet.
    pub async fn manager(&self, org: OrgId) -> Person<'_> {
        self.person_of(Role::OutletManager, org).await
    }

    async fn with_role(&self, role: Role, over: Over) -> Person<'_> {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        let chosen = Chosen {
            name: format!("person{number}"),
            display_name: format!("Person {number}"),
            password: format!("long enough {number}"),
        };
        let account = self.accounts.enrol(&self.admin, chosen, role, over).await.unwrap();
        let token = self.accounts.create_token(self.command(), account, "test", 90).await;
        self.holding(Some(token.unwrap().token))
    }

    /// A new building inside a new compound of a community.
    pub async fn building(&self, community: &str, compound: &str, building: &str) -> PlaceCode {
        let mut parent: PlaceCode = community.parse().unwrap();
        for name in [compound, building] {
            let row = NewUserPlace {
                parent,
                code: None,
                name_zh: name.into(),
                name_en: None,
                people: None,
                households: None,
            };
            let added = self.places.add_places(self.command(), "test", vec![row]).await;
            parent = added.unwrap().value[0];
        }
        parent
    }

    /// An organisation at a place.
    pub async fn org(&self, kind: OrgKind, name: &str, place: &str) -> OrgId {
        let row = NewOrg {
            kind,
            name: name.into(),
            place: place.parse().unwrap(),
        };
        let added = self.places.add_orgs(self.command(), "test", vec![row]).await;
        added.unwrap().value[0]
    }

    /// The household behind a new door, and its code.
    pub async fn coded_household(&self, building: PlaceCode, door: &str) -> (HouseholdId, String) {
        let row = NewHousehold {
            building,
            door: door.into(),
            people: Some(2),
        };
        let added = self.accounts.add_households(self.command(), &self.admin, vec![row]);
        let coded = added.await.unwrap().remove(0);
        (coded.household.id, coded.code)
    }

    /// The household of that code.
    pub async fn signed_in_by(&self, code: &str) -> Person<'_> {
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = self.accounts.sign_in_household(code, client, SessionKind::Program);
        self.holding(Some(session.await.unwrap().token))
    }

    /// The household behind a new door, signed in by its code.
    pub async fn resident(&self, building: PlaceCode, door: &str) -> Person<'_> {
        let (_, code) = self.coded_household(building, door).await;
        self.signed_in_by(&code).await
    }

    /// The same person once more.
    pub fn again(&self, person: &Person<'_>) -> Person<'_> {
        self.holding(person.token.clone())
    }

    /// A key not used before.
    pub fn key(&self) -> String {
        format!("key-{:08}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// A command of the test's own, under a key not used before.
    pub fn command(&self) -> CommandKey {
        let key = self.key();
        CommandKey {
            sender: "test".into(),
            digest: Digest::of("test", key.as_bytes()),
            key,
            at_ms: self.clock.now().millis(),
        }
    }
}

impl Person<'_> {
    /// The number of their account.
    pub async fn account(&self) -> String {
        let token = self.token.as_deref().unwrap();
        let viewer = self.harbour.accounts.viewer_of(token).await.unwrap();
        viewer.account().unwrap().to_string()
    }

    /// The browser they are signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.origin, self.token.as_deref(), self.lang)
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1{path}", self.origin);
        let request = reqwest::Client::new().request(method.parse().unwrap(), url);
        let request = request.header("accept-language", self.lang);
        match (&self.token, &self.key) {
            (Some(token), _) => request.bearer_auth(token),
            (None, Some(key)) => request.header("tongxin-volunteer", key),
            (None, None) => request,
        }
    }

    /// A page, as a browser asks for it.
    pub async fn page(&self, path: &str) -> (u16, String) {
        let mut request = reqwest::Client::new()
            .get(format!("{}{path}", self.origin))
            .header("accept", "text/html")
            .header("accept-language", self.lang);
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("tx_session={token}"));
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Sends a page's form as a browser without scripts does, from the public whitelist, which everybody may see; answers the
    /// page it leads to.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let mut browser = self.browser();
        let from = browser.get("/supply/whitelist").await;
        let key = self.harbour.key();
        let fields = [fields, &[("key", &*key)]].concat();
        let answer = browser.post_plain(&from, path, &fields).await;
        let shown = if answer.location.is_some() {
            browser.follow(&answer).await
        } else {
            answer
        };
        (shown.status, shown.html)
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.request("GET", path)).await
    }

    /// Posts under a key not used before.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.post_as(&self.harbour.key(), path, body).await
    }

    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Answer {
        answer(self.request("POST", path).header("idempotency-key", key).json(&body)).await
    }

    /// Puts under a key not used before.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        let request = self.request("PUT", path);
        answer(request.header("idempotency-key", self.harbour.key()).json(&body)).await
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
