//! The whole system in the test's own process: every module on a free port, over the fictional Harbour City, with a
//! clock that stands at noon, and people who use it by cookie or by token.

pub mod client;
pub mod contents;

use std::path::Path;
use tempfile::TempDir;
use tongxin::app::{App, Base, MIGRATIONS, Outside};
use tongxin::serve::Server;
use tongxin_account::{Chosen, NewInvitation, Over, Role, SessionKind, Viewer};
use tongxin_city::{AccountId, Lang, PlaceCode, Timestamp, TokenId};
use tongxin_clock::Clock;
use tongxin_storage::{CommandKey, Digest, Scratch};

/// Thursday 24 November 2022, 12:00 in Chongqing; in the night of the Azores.
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);
/// The embedded database and the keys in a system's folder.
const DATABASE: &str = "city.db";
const KEYS: &str = "keys";
/// A base map that another program made.
const MAP: &str = "tests/map/city.mbtiles";
/// What links point to.
pub const ORIGIN: &str = "http://tongxin.test";

/// A running system; it ends with the test's runtime.
pub struct System {
    /// Where it listens.
    pub address: String,
    pub app: App,
    pub clock: Clock,
    /// Its database.
    url: String,
    /// Kept so that the database and its keys live as long as the test.
    folder: TempDir,
    _server: Server,
    /// Kept as long as the system, where that is on PostgreSQL.
    scratch: Option<Scratch>,
}

/// Somebody with an account, signed in twice.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: AccountId,
    /// What they sign in with; the password is [`password_of`] it.
    pub name: String,
    /// Of a named token, for programs.
    pub token: String,
    pub token_id: TokenId,
    /// Of a browser's session.
    pub cookie: String,
}

pub fn password_of(name: &str) -> String {
    format!("the long password of {name}")
}

pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A command of the test's own, which is never repeated by accident.
pub fn command(key: &str) -> CommandKey {
    CommandKey {
        sender: "test".into(),
        key: key.into(),
        digest: Digest::of("test", key.as_bytes()),
        at_ms: NOON.millis(),
    }
}

pub fn place(code: &str) -> PlaceCode {
    code.parse().unwrap()
}

impl System {
    /// A new one over the embedded database.
    pub async fn sqlite() -> System {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join(DATABASE).display());
        System::open(&url, folder).await
    }

    /// A new one over a new PostgreSQL database, when `TONGXIN_TEST_POSTGRES` names a server where one may be made.
    pub async fn postgres() -> Option<System> {
        let scratch = Scratch::postgres().await.unwrap()?;
        scratch.db.migrate(MIGRATIONS).await.unwrap();
        let system = System::open(&scratch.url, tempfile::tempdir().unwrap()).await;
        Some(System {
            scratch: Some(scratch),
            ..system
        })
    }

    /// A new one with that base map, or with none.
    pub async fn with_map(map: Option<&Path>) -> System {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join(DATABASE).display());
        System::open_with(&url, folder, map).await
    }

    /// One over that database, which is new or was this system's before; its keys lie in the folder.
    pub async fn open(url: &str, folder: TempDir) -> System {
        System::open_with(url, folder, Some(&repository().join(MAP))).await
    }

    async fn open_with(url: &str, folder: TempDir, map: Option<&Path>) -> System {
        let clock = Clock::manual(NOON);
        let keys = folder.path().join(KEYS);
        let base = Base::open(url, Some(&keys), clock.clone()).await.unwrap();
        let base = base.with_map(map).unwrap();
        base.ensure_city(&repository().join("data/harbour"), Lang::En)
            .await
            .unwrap();
        let outside = Outside {
            origin: ORIGIN.to_owned(),
            requests_per_second: None,
        };
        let app = App::assemble(base, &outside).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        System {
            address,
            _server: Server::start(listener, app.router.clone(), &app),
            app,
            clock,
            url: url.to_owned(),
            folder,
            scratch: None,
        }
    }

    /// Copies its embedded database and its keys into a folder.
    pub async fn copy_to(&self, folder: &Path) {
        let copy = folder.join(DATABASE).display().to_string();
        self.app.base.db.backup_to(&copy).await.unwrap();
        copy_files(&self.folder.path().join(KEYS), &folder.join(KEYS));
    }

    /// Another one with all that was copied.
    pub async fn of_copy(copy: &Path) -> System {
        let folder = tempfile::tempdir().unwrap();
        copy_files(copy, folder.path());
        let url = format!("sqlite:{}", folder.path().join(DATABASE).display());
        System::open(&url, folder).await
    }

    /// Does what the clock asks for until nothing is left; the system's own timekeeper may be at it as well.
    pub async fn settle(&self) {
        loop {
            let before = self.contents().await;
            let now = self.clock.now();
            let are_ticked = self.app.ledger.tick(now).await.is_ok()
                && self.app.passes.tick(now).await.is_ok()
                && self.app.care.tick(now).await.is_ok();
            if are_ticked && before == self.contents().await {
                return;
            }
        }
    }

    /// The first administrator, who holds the whole city.
    pub async fn administrator(&self) -> Viewer {
        let accounts = &self.app.accounts;
        let link = accounts.first_administrator_link(ORIGIN).await.unwrap().unwrap();
        let token = link.rsplit('/').next().unwrap();
        let chosen = chosen("first", "First");
        let (_, session) = accounts.accept(token, chosen, SessionKind::Program).await.unwrap();
        accounts.viewer_of(&session.token).await.unwrap()
    }

    /// Somebody with a role, invited by `by`.
    pub async fn person(&self, by: &Viewer, name: &str, shown: &str, role: Role, over: Over) -> Person {
        let accounts = &self.app.accounts;
        let until = None;
        let invitation = NewInvitation { role, over, until };
        let invited = accounts
            .invite(command(&format!("invite {name}")), by, invitation)
            .await
            .unwrap();
        let (account, session) = accounts
            .accept(&invited.token, chosen(name, shown), SessionKind::Browser)
            .await
            .unwrap();
        let token = accounts
            .create_token(command(&format!("token {name}")), account, "test", 30)
            .await
            .unwrap();
        Person {
            account,
            name: name.to_owned(),
            token: token.token,
            token_id: token.id,
            cookie: session.token,
        }
    }
}

/// Copies the files of a folder, not its folders.
fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let files = std::fs::read_dir(from).unwrap().map(Result::unwrap);
    for file in files {
        let copy = to.join(file.file_name());
        if file.path().is_dir() {
            copy_files(&file.path(), &copy);
        } else {
            std::fs::copy(file.path(), copy).unwrap();
        }
    }
}

fn chosen(name: &str, shown: &str) -> Chosen {
    Chosen {
        name: name.to_owned(),
        display_name: shown.to_owned(),
        password: password_of(name),
    }
}
