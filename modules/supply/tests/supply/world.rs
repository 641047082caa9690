//! The fictional Harbour City with a server, and people who sign in.

use crate::browser::Browser;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_account::{Accounts, Chosen, Over, Role, ServerSecret, SessionKind, Viewer};
use tongxin_city::{HouseholdId, OrgId, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_ledger::{Kind, Kinds, Ledger, LedgerState, Lifeline, RaisedFor, SealKey, Tier, Topic};
use tongxin_places::{CityFolder, NewHousehold, NewOrg, NewUserPlace, OrgKind, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations, Scratch};
use tongxin_supply::Supply;
use tongxin_web::{Assets, CsrfKey, Shell, serve_with};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
];
/// What households ask for elsewhere, as far as supply asks for it in their name.
const HOUSEHOLD_KINDS: &[Kind] = &[Kind {
    key: "household_request",
    name: "household_request",
    raised_for: RaisedFor::Household,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: &[Topic {
        key: "medicine",
        name: "medicine",
        lifeline: Lifeline::Health,
        due_hours: [2, 4, 12, 24],
    }],
}];
/// Noon in Chongqing on 24 November 2022.
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);
pub const DISTRICT: &str = "90001";
pub const OTHER_DISTRICT: &str = "90002";
pub const COMMUNITY: &str = "900010101";

pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub places: Places,
    pub accounts: Accounts,
    #[allow(dead_code, reason = "asked by tests of what supply raises")]
    pub ledger: Ledger,
    pub supply: Supply,
    /// A building of [`COMMUNITY`].
    pub building: PlaceCode,
    pub origin: String,
    admin: Viewer,
    keys: AtomicU32,
    scratch: Scratch,
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
        let clock = Clock::manual(NOON);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/harbour");
        let (folder, city) = CityFolder::read(&folder).unwrap();
        places.load_city(folder, city).await.unwrap();
        let Server {
            accounts,
            ledger,
            supply,
            origin,
        } = start(&db, &places, &clock).await;
        let admin = first_administrator(&accounts).await;
        let building = add_building(&places, COMMUNITY).await;
        World {
            db,
            clock,
            places,
            accounts,
            ledger,
            supply,
            building,
            origin,
            admin,
            keys: AtomicU32::new(0),
            scratch,
        }
    }

    /// Where another process can open the database.
    pub fn database(&self) -> &str {
        &self.scratch.url
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

    /// The manager of an organisation.
    pub async fn manager(&self, org: OrgId) -> Person<'_> {
        self.with_role(Role::OutletManager, Over::Org(org)).await
    }

    async fn with_role(&self, role: Role, over: Over) -> Person<'_> {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        let chosen = Chosen {
            name: format!("person{number}"),
            display_name: format!("Person {number}"),
            password: format!("long enough {number}"),
        };
        let account = self.accounts.enrol(&self.admin, chosen, role, over).await.unwrap();
        let token = self.accounts.create_token(self.command(), account, "test", 30).await;
        self.holding(Some(token.unwrap().token))
    }

    /// The household behind a new door of [`World::building`], signed in by its code.
    pub async fn resident(&self, door: &str) -> (HouseholdId, Person<'_>) {
        let (household, code) = self.coded_household(door).await;
        (household, self.signed_in_by(&code).await)
    }

    /// The household behind a new door of [`World::building`], and its code.
    pub async fn coded_household(&self, door: &str) -> (HouseholdId, String) {
        let row = NewHousehold {
            building: self.building,
            door: door.into(),
            people: Some(2),
        };
        let coded = self
            .accounts
            .add_households(self.command(), &self.admin, vec![row])
            .await;
        let coded = coded.unwrap().remove(0);
        (coded.household.id, coded.code)
    }

    /// The household of that code.
    pub async fn signed_in_by(&self, code: &str) -> Person<'_> {
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = self.accounts.sign_in_household(code, client, SessionKind::Program);
        self.holding(Some(session.await.unwrap().token))
    }

    /// The same person once more.
    pub fn again(&self, person: &Person<'_>) -> Person<'_> {
        self.holding(person.token.clone())
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
            at_ms: NOON.millis(),
        }
    }
}

impl<'w> Person<'w> {
    /// The browser they are signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.origin, self.token.as_deref(), self.lang)
    }

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

    /// Sends a page's form as a browser without scripts does, from the page of allotments, which everybody may see;
    /// answers the page it leads to.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.build().unwrap();
        let mut cookies = format!("tx_session={}", self.token.clone().unwrap_or_default());
        let send = |request: reqwest::RequestBuilder, cookies: &str| {
            let request = request.header("cookie", cookies).header("accept", "text/html");
            request.header("accept-language", self.lang).send()
        };
        let address = |path: &str| format!("{}{path}", self.origin);
        let before = send(client.get(address("/allotments")), &cookies).await.unwrap();
        add_cookies(&mut cookies, &before);
        let page = before.text().await.unwrap();
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap_or_default();
        let csrf = csrf.split('"').next().unwrap_or_default();
        let key = self.world.key();
        let given = fields.iter().copied().chain([("csrf", csrf), ("key", &key)]);
        let answer = send(client.post(address(path)).form(&given.collect::<Vec<_>>()), &cookies).await;
        let answer = answer.unwrap();
        add_cookies(&mut cookies, &answer);
        let Some(to) = answer.headers().get("location") else {
            return (answer.status().as_u16(), answer.text().await.unwrap());
        };
        let to = address(to.to_str().unwrap());
        let shown = send(client.get(to), &cookies).await.unwrap();
        (shown.status().as_u16(), shown.text().await.unwrap())
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

    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Answer {
        answer(self.request("POST", path).header("idempotency-key", key).json(&body)).await
    }
}

fn add_cookies(cookies: &mut String, response: &reqwest::Response) {
    for cookie in response.headers().get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
        cookies.push_str("; ");
        cookies.push_str(cookie);
    }
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Serves a database that another process set up; answers where.
pub async fn serve_again(database: &str) -> String {
    let (db, clock) = (Db::open(database).await.unwrap(), Clock::manual(NOON));
    let places = Places::open(db.clone(), clock.clone()).await.unwrap();
    start(&db, &places, &clock).await.origin
}

/// What serves a database.
struct Server {
    accounts: Accounts,
    ledger: Ledger,
    supply: Supply,
    origin: String,
}

async fn start(db: &Db, places: &Places, clock: &Clock) -> Server {
    let file = places.city().unwrap();
    let key = SealKey::from_bytes(&[7; 32]);
    let (widths, zone) = (file.file.widths, file.file.zone.clone());
    let ledger = Ledger::new(
        db.clone(),
        Kinds::new(&[tongxin_supply::KINDS, HOUSEHOLD_KINDS]),
        widths,
        zone,
        key,
    );
    let secret = ServerSecret::new([9; 32]);
    let accounts = Accounts::new(db.clone(), places.clone(), clock.clone(), secret);
    let supply = Supply::new(db.clone(), places.clone(), ledger.clone(), accounts.clone());
    let needs = LedgerState {
        ledger: ledger.clone(),
        places: places.clone(),
        accounts: accounts.clone(),
    };
    let routes = tongxin_account::routes(accounts.clone())
        .merge(tongxin_ledger::routes(needs))
        .merge(tongxin_supply::routes(supply.clone()));
    let origin = serve(routes, places, &accounts, clock.clone()).await;
    Server {
        accounts,
        ledger,
        supply,
        origin,
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
        let command = CommandKey {
            sender: "test".into(),
            key: key.into(),
            digest: Digest::of("test", key.as_bytes()),
            at_ms: NOON.millis(),
        };
        parent = places.add_places(command, "test", vec![row]).await.unwrap().value[0];
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

async fn serve(routes: tongxin_account::Routes, places: &Places, accounts: &Accounts, clock: Clock) -> String {
    let shell = Shell {
        texts: Texts::new(&[
            tongxin_web::TEXTS,
            tongxin_account::TEXTS,
            tongxin_ledger::TEXTS,
            tongxin_import::TEXTS,
            tongxin_supply::TEXTS,
        ]),
        assets: Assets::new(),
        clock,
        zone: places.city().unwrap().file.zone.clone(),
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
