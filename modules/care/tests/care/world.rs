//! The fictional Harbour City with a server, and people who sign in.

use serde_json::Value;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tongxin_account::{Accounts, Chosen, Over, Role, ServerSecret, SessionKind, Viewer};
use tongxin_care::{Care, MemoryList, MemoryShelf, Trips, Vault};
use tongxin_city::{OrgId, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_dispatch::Dispatch;
use tongxin_i18n::Texts;
use tongxin_ledger::{Kinds, Ledger, LedgerState, SealKey};
use tongxin_pass::{KeyShelf, PassError, Passes};
use tongxin_pass_format::{KeyId, SecretKey};
use tongxin_places::{CityFolder, NewHousehold, NewOrg, NewUserPlace, OrgKind, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations, Scratch};
use tongxin_supply::Supply;
use tongxin_web::{Assets, CsrfKey, Shell, serve_with};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
    tongxin_dispatch::MIGRATIONS,
    tongxin_care::MIGRATIONS,
];
const KINDS: &[&[tongxin_ledger::Kind]] = &[
    tongxin_care::KINDS,
    tongxin_supply::KINDS,
    tongxin_pass::KINDS,
    tongxin_dispatch::KINDS,
];
/// Eight in the morning in Harbour City on 24 November 2022.
pub const MORNING: Timestamp = Timestamp(1_669_280_400_000);
pub const DISTRICT: &str = "90001";
pub const COMMUNITY: &str = "900010101";

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub places: Places,
    pub accounts: Accounts,
    pub ledger: Ledger,
    pub care: Care,
    pub passes: Passes,
    pub erased: Arc<MemoryList>,
    pub origin: String,
    admin: Viewer,
    keys: AtomicU32,
    _scratch: Scratch,
}

/// Somebody signed in, or nobody; asks in English unless told otherwise.
#[derive(Clone)]
pub struct Person<'w> {
    world: &'w World,
    /// The server they ask.
    pub origin: String,
    pub token: Option<String>,
    pub lang: &'static str,
}

/// A status and a JSON body.
pub type Answer = (u16, Value);

impl World {
    pub async fn sqlite() -> World {
        World::over(Scratch::sqlite().await.unwrap()).await
    }

    pub async fn postgres() -> Option<World> {
        Some(World::over(Scratch::postgres().await.unwrap()?).await)
    }

    async fn over(scratch: Scratch) -> World {
        let db = scratch.db.clone();
        db.migrate(MODULES).await.unwrap();
        let clock = Clock::manual(MORNING);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/harbour");
        let (folder, city) = CityFolder::read(&folder).unwrap();
        places.load_city(folder, city).await.unwrap();
        let Server {
            accounts,
            ledger,
            care,
            passes,
            erased,
            origin,
        } = start(&db, &places, &clock).await;
        let admin = first_administrator(&accounts).await;
        World {
            db,
            clock,
            places,
            accounts,
            ledger,
            care,
            passes,
            erased,
            origin,
            admin,
            keys: AtomicU32::new(0),
            _scratch: scratch,
        }
    }

    pub fn nobody(&self) -> Person<'_> {
        self.holding(None)
    }

    fn holding(&self, token: Option<String>) -> Person<'_> {
        Person {
            world: self,
            origin: self.origin.clone(),
            token,
            lang: "en",
        }
    }

    /// Somebody with a role over a place.
    pub async fn person(&self, role: Role, place: &str) -> Person<'_> {
        self.with_role(role, Over::Place(place.parse().unwrap())).await
    }

    /// Somebody with a role over an organisation.
    pub async fn person_of(&self, role: Role, org: OrgId) -> Person<'_> {
        self.with_role(role, Over::Org(org)).await
    }

    /// A new organisation.
    pub async fn org(&self, kind: OrgKind, name: &str, place: PlaceCode) -> OrgId {
        let row = NewOrg {
            kind,
            name: name.into(),
            place,
        };
        let added = self.places.add_orgs(self.command(), "test", vec![row]).await;
        added.unwrap().value[0]
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

    /// The household behind a new door, signed in by its code.
    pub async fn resident(&self, building: PlaceCode, door: &str) -> Person<'_> {
        let row = NewHousehold {
            building,
            door: door.into(),
            people: Some(2),
        };
        let added = self
            .accounts
            .add_households(self.command(), &self.admin, vec![row])
            .await;
        let code = added.unwrap().remove(0).code;
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = self.accounts.sign_in_household(&code, client, SessionKind::Program);
        self.holding(Some(session.await.unwrap().token))
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
            at_ms: MORNING.millis(),
        }
    }
}

impl<'w> Person<'w> {
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1{path}", self.origin);
        self.with_token(reqwest::Client::new().request(method.parse().unwrap(), url))
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

    fn with_token(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let request = request.header("accept-language", self.lang);
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
        self.post_as(&self.world.key(), path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        let request = self.request("PUT", path).header("idempotency-key", self.world.key());
        answer(request.json(&body)).await
    }

    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Answer {
        answer(self.request("POST", path).header("idempotency-key", key).json(&body)).await
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// What serves a database.
struct Server {
    accounts: Accounts,
    ledger: Ledger,
    care: Care,
    passes: Passes,
    erased: Arc<MemoryList>,
    origin: String,
}

/// Secret keys of passes in memory.
#[derive(Default)]
struct Shelf(Mutex<HashMap<KeyId, SecretKey>>);

impl KeyShelf for Shelf {
    fn root(&self) -> Result<SecretKey, PassError> {
        Ok(SecretKey::from_random(&[3; 32]))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        let found = self.0.lock().unwrap().get(&id).cloned();
        found.ok_or_else(|| PassError::Keys(format!("no key {id}")))
    }

    fn keep(&self, key: &SecretKey) -> Result<(), PassError> {
        self.0.lock().unwrap().insert(key.id(), key.clone());
        Ok(())
    }
}

async fn start(db: &Db, places: &Places, clock: &Clock) -> Server {
    let file = places.city().unwrap();
    let key = SealKey::from_bytes(&[7; 32]);
    let (widths, zone) = (file.file.widths, file.file.zone.clone());
    let ledger = Ledger::new(db.clone(), Kinds::new(KINDS), widths, zone, key);
    let secret = ServerSecret::new([9; 32]);
    let accounts = Accounts::new(db.clone(), places.clone(), clock.clone(), secret);
    let supply = Supply::new(db.clone(), places.clone(), ledger.clone(), accounts.clone());
    let passes = Passes::new(
        db.clone(),
        places.clone(),
        ledger.clone(),
        accounts.clone(),
        supply.clone(),
        Arc::new(Shelf::default()),
    );
    let dispatch = Dispatch::new(
        db.clone(),
        places.clone(),
        ledger.clone(),
        accounts.clone(),
        supply.clone(),
    );
    let trips = Trips {
        dispatch: dispatch.clone(),
        passes: passes.clone(),
    };
    let erased = Arc::new(MemoryList::default());
    let care = Care::new(
        db.clone(),
        places.clone(),
        ledger.clone(),
        accounts.clone(),
        Vault::new(Arc::new(MemoryShelf::default())),
        erased.clone(),
        trips,
    );
    accounts.set_door_contacts(Arc::new(care.clone()));
    let needs = LedgerState {
        ledger: ledger.clone(),
        places: places.clone(),
        accounts: accounts.clone(),
    };
    let routes = tongxin_account::routes(accounts.clone())
        .merge(tongxin_ledger::routes(needs))
        .merge(tongxin_supply::routes(supply))
        .merge(tongxin_pass::routes(passes.clone()))
        .merge(tongxin_dispatch::routes(dispatch))
        .merge(tongxin_care::routes(care.clone()));
    let origin = serve(routes, places, &accounts, clock.clone()).await;
    Server {
        accounts,
        ledger,
        care,
        passes,
        erased,
        origin,
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

async fn serve(routes: tongxin_account::Routes, places: &Places, accounts: &Accounts, clock: Clock) -> String {
    let shell = Shell {
        texts: Texts::new(&[
            tongxin_web::TEXTS,
            tongxin_account::TEXTS,
            tongxin_ledger::TEXTS,
            tongxin_import::TEXTS,
            tongxin_supply::TEXTS,
            tongxin_pass::TEXTS,
            tongxin_dispatch::TEXTS,
            tongxin_care::TEXTS,
        ]),
        assets: Assets::new(),
        clock,
        zone: places.city().unwrap().file.zone.clone(),
        city_name: ("海湾市".into(), "Harbour City".into()),
        emergency: vec![(("急救".into(), "Ambulance".into()), "120".into())],
        csrf: CsrfKey::new([7; 32]),
        is_https: false,
        public_origin: "https://city.example".to_owned(),
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
