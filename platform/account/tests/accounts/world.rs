//! Accounts over a fresh database with the fictional Harbour City, and people with roles.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_account::{
    AccountError, Accounts, Chosen, CodedHousehold, FieldFault, MIGRATIONS, NewInvitation, OpenedSession, Over, Role,
    ServerSecret, SessionKind, Viewer,
};
use tongxin_city::{AccountId, OrgId, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_places::{CityFolder, NewHousehold, NewOrg, NewUserPlace, OrgKind, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations, Scratch};

const MODULES: &[ModuleMigrations] = &[tongxin_places::MIGRATIONS, MIGRATIONS];
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);
pub const CITY: &str = "900";
pub const DISTRICT: &str = "90001";
pub const SUBDISTRICT: &str = "9000101";
pub const COMMUNITY: &str = "900010101";
pub const OTHER_COMMUNITY: &str = "900010102";
pub const OTHER_DISTRICT: &str = "90002";
pub const BUILDING: &str = "90001010101001";
/// In the other community.
pub const OTHER_BUILDING: &str = "90001010201001";

pub struct World {
    pub accounts: Accounts,
    pub db: Db,
    pub clock: Clock,
    pub places: Places,
    /// What the first administrator is invited by.
    pub first_token: String,
    keys: AtomicU32,
    /// Kept so that the file lives as long as the test.
    _scratch: Scratch,
}

/// A person with an account.
pub struct Person {
    pub account: AccountId,
    pub name: String,
    /// Who they are by the session that was opened when they joined.
    pub viewer: Viewer,
    pub token: String,
}

pub fn place(code: &str) -> PlaceCode {
    code.parse().unwrap()
}

pub fn over(code: &str) -> Over {
    Over::Place(place(code))
}

/// A client's address; each number another one.
pub fn client(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(0x0A00_0000 + number))
}

pub fn password_of(name: &str) -> String {
    format!("the long password of {name}")
}

pub fn chosen(name: &str) -> Chosen {
    Chosen {
        name: name.to_owned(),
        display_name: format!("{name} shown"),
        password: password_of(name),
    }
}

pub fn offer(role: Role, over: Over) -> NewInvitation {
    let until = None;
    NewInvitation { role, over, until }
}

/// The fields of a refusal, in order.
pub fn faulty_fields<T: std::fmt::Debug>(result: Result<T, AccountError>) -> Vec<&'static str> {
    match result.unwrap_err() {
        AccountError::Faults(faults) => faults.iter().map(|FieldFault { field, .. }| *field).collect(),
        other => panic!("{other:?} names no field"),
    }
}

/// How long to wait before the next try.
pub fn seconds_to_wait<T: std::fmt::Debug>(result: Result<T, AccountError>) -> u64 {
    match result.unwrap_err() {
        AccountError::Throttled { seconds } => seconds,
        other => panic!("{other:?} is no wait"),
    }
}

macro_rules! assert_refused {
    ($result:expr, $refusal:pat) => {{
        let result = $result;
        assert!(matches!(result, Err($refusal)), "{result:?}");
    }};
}
pub(crate) use assert_refused;

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
        let (files, city) = CityFolder::read(&folder).unwrap();
        places.load_city(files, city).await.unwrap();
        let accounts = Accounts::new(db.clone(), places.clone(), clock.clone(), ServerSecret::new([7; 32]));
        let link = accounts.first_administrator_link("http://city").await.unwrap().unwrap();
        World {
            first_token: link.rsplit('/').next().unwrap().to_owned(),
            accounts,
            db,
            clock,
            places,
            keys: AtomicU32::new(0),
            _scratch: scratch,
        }
    }

    /// A command not sent before.
    pub fn command(&self) -> CommandKey {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        command(&format!("key-{number}"), b"")
    }

    pub fn after_hours(&self, hours: i64) {
        self.clock.advance_to(self.clock.now().plus_hours(hours));
    }

    pub fn after_seconds(&self, seconds: i64) {
        self.clock.advance_to(self.clock.now().plus_seconds(seconds));
    }

    /// The first administrator.
    pub async fn administrator(&self) -> Person {
        self.joined(&self.first_token, "first").await
    }

    /// Somebody with a role, invited by `by`.
    pub async fn person(&self, by: &Viewer, name: &str, role: Role, over: Over) -> Person {
        let invited = self.accounts.invite(self.command(), by, offer(role, over)).await;
        self.joined(&invited.unwrap().token, name).await
    }

    pub async fn joined(&self, token: &str, name: &str) -> Person {
        let joined = self.accounts.accept(token, chosen(name), SessionKind::Browser).await;
        let (account, session) = joined.unwrap();
        Person {
            account,
            name: name.to_owned(),
            viewer: self.viewer(&session.token).await,
            token: session.token,
        }
    }

    pub async fn viewer(&self, token: &str) -> Viewer {
        self.accounts.viewer_of(token).await.unwrap()
    }

    /// Whether a token opens anything.
    pub async fn is_open(&self, token: &str) -> bool {
        self.viewer(token).await.session.is_some()
    }

    pub async fn sign_in(&self, name: &str, password: &str, from: u32) -> Result<OpenedSession, AccountError> {
        self.accounts
            .sign_in(name, password, client(from), SessionKind::Program)
            .await
    }

    pub async fn enter(&self, code: &str, from: u32) -> Result<OpenedSession, AccountError> {
        self.accounts
            .sign_in_household(code, client(from), SessionKind::Browser)
            .await
    }

    /// Both buildings.
    pub async fn build(&self) {
        let new = |parent: &str, code: &str| NewUserPlace {
            parent: place(parent),
            code: Some(place(code)),
            name_zh: format!("{code}栋"),
            name_en: None,
            people: None,
            households: None,
        };
        for building in [BUILDING, OTHER_BUILDING] {
            for row in [new(&building[..9], &building[..11]), new(&building[..11], building)] {
                self.places.add_places(self.command(), "test", vec![row]).await.unwrap();
            }
        }
    }

    /// A household with its code, added by `by`.
    pub async fn household(&self, by: &Viewer, building: &str, door: &str) -> CodedHousehold {
        let added = self
            .accounts
            .add_households(self.command(), by, vec![new_door(building, door)])
            .await;
        added.unwrap().remove(0)
    }

    pub async fn plant(&self, at: &str, name: &str) -> OrgId {
        let row = NewOrg {
            kind: OrgKind::Plant,
            name: name.to_owned(),
            place: place(at),
        };
        self.places
            .add_orgs(self.command(), "test", vec![row])
            .await
            .unwrap()
            .value[0]
    }

    /// How many rows a table has.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.db.one(sql, vec![]).await.unwrap().int("n").unwrap()
    }
}

pub fn command(key: &str, content: &[u8]) -> CommandKey {
    CommandKey {
        sender: "test".into(),
        key: key.into(),
        digest: Digest::of("test", content),
        at_ms: NOON.millis(),
    }
}

pub fn new_door(building: &str, door: &str) -> NewHousehold {
    NewHousehold {
        building: place(building),
        door: door.to_owned(),
        people: Some(2),
    }
}
