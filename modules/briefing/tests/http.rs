//! The briefing through a real server, with accounts, rights and a ledger.
#![allow(clippy::unwrap_used)]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tongxin_account::{Accounts, Chosen, NewInvitation, Over, Role, ServerSecret, SessionKind, Viewer};
use tongxin_briefing::{Asked, Briefings, Counting, FigureKey, Words, briefing_text};
use tongxin_care::{Care, MemoryList, MemoryShelf, Trips, Vault};
use tongxin_city::{AccountId, HouseholdId, Lang, Timestamp, Zone};
use tongxin_clock::Clock;
use tongxin_dispatch::Dispatch;
use tongxin_i18n::Texts;
use tongxin_ledger::{
    Actor, Asker, Command, Key, Kind, Kinds, Ledger, Lifeline, NewNeed, RaisedFor, Scope, SealKey, Tier, Topic,
};
use tongxin_pass::{KeyShelf, PassError, Passes};
use tongxin_pass_format::{KeyId, SecretKey};
use tongxin_places::{CityFolder, Places};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations};
use tongxin_supply::Supply;
use tongxin_volunteer::Volunteers;
use tongxin_web::{Assets, CsrfKey, Shell, serve_with};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
    tongxin_dispatch::MIGRATIONS,
    tongxin_care::MIGRATIONS,
    tongxin_volunteer::MIGRATIONS,
];
const KINDS: &[Kind] = &[Kind {
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
}];
/// 24 Nov 2022, 12:00 in the city.
const NOON: Timestamp = Timestamp(1_669_262_400_000);
const CITY: &str = "50";
const COMMUNITY: &str = "500112002001";

/// The briefing signs nothing.
struct NoKeys;

impl KeyShelf for NoKeys {
    fn root(&self) -> Result<SecretKey, PassError> {
        Err(PassError::Keys("none".into()))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        Err(PassError::Keys(id.to_string()))
    }

    fn keep(&self, _key: &SecretKey) -> Result<(), PassError> {
        Err(PassError::Keys("none".into()))
    }
}

struct World {
    briefings: Briefings,
    ledger: Ledger,
    accounts: Accounts,
    admin: Viewer,
    clock: Clock,
    origin: String,
    _dir: tempfile::TempDir,
}

fn texts() -> Texts {
    Texts::new(&[
        tongxin_web::TEXTS,
        tongxin_ledger::TEXTS,
        tongxin_supply::TEXTS,
        tongxin_pass::TEXTS,
        tongxin_dispatch::TEXTS,
        tongxin_care::TEXTS,
        tongxin_volunteer::TEXTS,
        tongxin_briefing::TEXTS,
    ])
}

fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

fn command(key: &str) -> CommandKey {
    let digest = Digest::of("test", key.as_bytes());
    CommandKey {
        sender: "test".into(),
        key: key.into(),
        digest,
        at_ms: NOON.millis(),
    }
}

fn chosen(name: &str) -> Chosen {
    Chosen {
        name: name.into(),
        display_name: name.into(),
        password: "a long enough secret".into(),
    }
}

impl World {
    async fn start() -> World {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", dir.path().join("briefing.db").display()))
            .await
            .unwrap();
        db.migrate(MODULES).await.unwrap();
        let clock = Clock::manual(NOON);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/chongqing");
        let (folder, city) = CityFolder::read(&folder).unwrap();
        places.load_city(folder, city).await.unwrap();
        let widths = *places.tree().widths();
        let ledger = Ledger::new(
            db.clone(),
            Kinds::new(&[KINDS, tongxin_supply::KINDS]),
            widths,
            zone(),
            SealKey::from_bytes(&[7; 32]),
        );
        let accounts = Accounts::new(db.clone(), places.clone(), clock.clone(), ServerSecret::new([9; 32]));
        let link = accounts.first_administrator_link("http://test").await.unwrap().unwrap();
        let token = link.rsplit('/').next().unwrap();
        let (_, session) = accounts
            .accept(token, chosen("first"), SessionKind::Program)
            .await
            .unwrap();
        let admin = accounts.viewer_of(&session.token).await.unwrap();
        let supply = Supply::new(db.clone(), places.clone(), ledger.clone(), accounts.clone());
        let passes = Passes::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
            Arc::new(NoKeys),
        );
        let dispatch = Dispatch::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
        );
        let care = Care::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            Vault::new(Arc::new(MemoryShelf::default())),
            Arc::new(MemoryList::default()),
            Trips {
                dispatch: dispatch.clone(),
                passes: passes.clone(),
            },
        );
        let counting = Counting {
            volunteers: Volunteers::new(
                db.clone(),
                places.clone(),
                ledger.clone(),
                accounts.clone(),
                Arc::new(tongxin_volunteer::MemoryList::default()),
            ),
            passes: passes.clone(),
            supply,
            dispatch,
            care,
        };
        let briefings = Briefings::new(ledger.clone(), places, counting);
        let shell = Shell {
            texts: texts(),
            assets: Assets::new(),
            clock: clock.clone(),
            zone: zone(),
            city_name: ("重庆市".into(), "Chongqing".into()),
            emergency: vec![],
            csrf: CsrfKey::new([7; 32]),
            is_https: false,
            public_origin: String::new(),
        };
        let app = serve_with(
            briefings
                .routes()
                .merge(tongxin_pass::routes(passes))
                .guarded(accounts.clone(), vec![])
                .router,
            Arc::new(shell),
            None,
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
                .await
                .unwrap();
        });
        World {
            briefings,
            ledger,
            accounts,
            admin,
            clock,
            origin,
            _dir: dir,
        }
    }

    /// A need done and struck off, and one that stays open past its due time.
    async fn live_a_day(&self) {
        for (number, title) in [(1, "Rice"), (2, "胰岛素")] {
            let new = NewNeed {
                kind: "household_request".into(),
                topic: "food".into(),
                priority: None,
                place: COMMUNITY.parse().unwrap(),
                household: Some(HouseholdId::from_parts(NOON, number)),
                org: None,
                title: title.into(),
                body: String::new(),
                contact: None,
            };
            let key = Key::new(format!("raise-{number}"), "test", &number.to_be_bytes());
            let id = self
                .ledger
                .raise(worker(1), new, None, key, NOON)
                .await
                .unwrap()
                .value
                .id;
            if title == "Rice" {
                self.close(id).await;
            }
        }
        self.clock.advance_to(NOON.plus_hours(26));
        self.ledger.tick(self.clock.now()).await.unwrap();
    }

    async fn close(&self, id: tongxin_city::NeedId) {
        let steps = [
            (1, Command::Accept),
            (1, Command::Solve { note: None }),
            (2, Command::StrikeOff { reason: None }),
        ];
        for (number, (person, step)) in (0_u8..).zip(steps) {
            let key = Key::new(format!("close-{number}"), "test", &[number]);
            self.ledger.command(worker(person), id, step, key, NOON).await.unwrap();
        }
    }

    async fn token(&self, name: &str, role: Role, place: &str) -> String {
        let over = Over::Place(place.parse().unwrap());
        let account = self
            .accounts
            .enrol(&self.admin, chosen(name), role, over)
            .await
            .unwrap();
        self.accounts
            .create_token(command(name), account, "test", 1)
            .await
            .unwrap()
            .token
    }

    /// Gives an account a second role.
    async fn also(&self, name: &str, role: Role, place: &str) {
        let offered = NewInvitation {
            role,
            over: Over::Place(place.parse().unwrap()),
            until: None,
        };
        let key = command(&format!("also {name}"));
        let link = self.accounts.invite(key, &self.admin, offered).await.unwrap();
        let people = self
            .accounts
            .people(&tongxin_account::Scope::of_place(CITY.parse().unwrap()), None)
            .await
            .unwrap();
        let held = people.roles.iter().find(|held| held.name == name).unwrap();
        self.accounts.accept_as(&link.token, held.account).await.unwrap();
    }

    /// A gate of the community tells of forged passes.
    async fn count_forged(&self, count: u32) {
        let staff = self.token("staff", Role::CheckpointStaff, COMMUNITY).await;
        let row = serde_json::json!({
            "hour": "2022-11-24T02:00:00Z", "direction": "enter", "verdict": "forged", "count": count,
        });
        let request = reqwest::Client::new()
            .post(format!("{}/api/v1/passes/counts", self.origin))
            .bearer_auth(staff)
            .header("idempotency-key", "11111111-2222-4333-8444-555555555555")
            .json(&serde_json::json!({ "place": COMMUNITY, "counts": [row] }));
        assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
    }

    async fn get(&self, path: &str, token: &str) -> (u16, String) {
        let request = reqwest::Client::new()
            .get(format!("{}{path}", self.origin))
            .bearer_auth(token);
        let response = request.header("accept-language", "en").send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

fn worker(number: u32) -> Asker {
    let actor = Actor::Account(AccountId::from_parts(NOON, number));
    Asker {
        actor,
        acts_for: vec![],
        sees: Scope::whole(),
        may: Scope::whole(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_done_leads_and_fits_a_terminal_in_both_languages() {
    let world = World::start().await;
    world.live_a_day().await;
    let asked = Asked {
        place: CITY.parse().unwrap(),
        day: None,
        now: world.clock.now(),
        with_needs: true,
    };
    let briefing = world.briefings.make(&asked).await.unwrap();
    assert_eq!(briefing.number(FigureKey::Overdue), Some(1));
    let (texts, zone) = (texts(), zone());
    for lang in Lang::ALL {
        let text = briefing_text(
            &briefing,
            &Words {
                texts: &texts,
                lang,
                zone: &zone,
            },
        );
        println!("{text}");
        let (lead, figures) = (
            text.find("胰岛素").unwrap(),
            text.find(&texts.text(lang, "briefing-figures")).unwrap(),
        );
        assert!(lead < figures, "{text}");
        assert!(
            text.lines()
                .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80),
            "{text}"
        );
        assert!(
            ["briefing-", "ledger-", "pass-", "care-", "volunteer-"]
                .iter()
                .all(|key| !text.contains(key)),
            "a word is missing: {text}"
        );
    }
    assert!(texts.problems().is_empty(), "{:?}", texts.problems());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_day_keeps_what_happened_and_misses_what_was_open() {
    let world = World::start().await;
    world.live_a_day().await;
    let day = Some("2022-11-24".parse().unwrap());
    let asked = Asked {
        place: CITY.parse().unwrap(),
        day,
        now: world.clock.now(),
        with_needs: true,
    };
    let briefing = world.briefings.make(&asked).await.unwrap();
    assert_eq!(briefing.number(FigureKey::Raised), Some(2));
    assert_eq!(briefing.number(FigureKey::StruckOff), Some(1));
    assert_eq!(briefing.number(FigureKey::Open), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_opens_exactly_its_rows() {
    let world = World::start().await;
    world.live_a_day().await;
    let token = world.token("commander", Role::Commander, CITY).await;
    for (key, rows) in [("raised", 2), ("struck_off", 1), ("solved", 1), ("declined", 0)] {
        let (status, page) = world
            .get(&format!("/briefing/figure/{key}?date=2022-11-24&place=50"), &token)
            .await;
        assert_eq!(
            (status, page.matches("data-label=\"Where\"").count()),
            (200, rows),
            "{key}"
        );
    }
    for (kinds, rows) in [
        ("&kind=household_request", 2),
        ("&kind=supply_order&kind=supply_shortage", 0),
    ] {
        let address = format!("/briefing/figure/raised?date=2022-11-24&place=50{kinds}");
        let (status, page) = world.get(&address, &token).await;
        let found = page.matches("data-label=\"Where\"").count();
        assert_eq!((status, found), (200, rows), "{kinds}");
    }
    let (status, _) = world.get("/briefing/figure/raised?place=50&kind=unknown", &token).await;
    assert_eq!(status, 404, "no rows of a kind that does not exist");
    let (status, _) = world.get("/briefing/figure/overdue?place=50", &token).await;
    assert_eq!(status, 404, "the ledger's list has those rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reader_gets_the_briefing_of_the_own_places_only() {
    let world = World::start().await;
    world.live_a_day().await;
    let officer = world.token("officer", Role::Officer, "500112").await;
    let (status, body) = world.get("/api/v1/briefing", &officer).await;
    assert_eq!((status, body.contains("\"code\":\"500112\"")), (200, true), "{body}");
    assert!(body.contains("胰岛素"));
    assert_eq!(world.get("/api/v1/briefing?place=50", &officer).await.0, 404);
    assert_eq!(world.get("/briefing?place=500103", &officer).await.0, 404);
    assert_eq!(world.get("/briefing/figure/raised?place=50", &officer).await.0, 404);
    let administrator = world.token("administrator", Role::Administrator, CITY).await;
    let (status, page) = world.get("/briefing", &administrator).await;
    assert_eq!(
        (status, page.contains("胰岛素")),
        (200, false),
        "an administrator reads no need"
    );
    let steward = world.token("steward", Role::Steward, COMMUNITY).await;
    assert_eq!(world.get("/briefing", &steward).await.0, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_is_a_link_only_to_whom_its_rows_are_open() {
    let world = World::start().await;
    world.live_a_day().await;
    let links = |page: &str| page.matches("href=\"/needs").count() + page.matches("href=\"/briefing/figure").count();
    let officer = world.token("officer", Role::Officer, CITY).await;
    let (status, page) = world.get("/briefing", &officer).await;
    assert!(status == 200 && links(&page) > 0, "{page}");
    // Somebody whose briefing reaches further than the needs they may read.
    let (name, administrator) = ("administrator", Role::Administrator);
    let token = world.token(name, administrator, CITY).await;
    let (_, page) = world.get("/briefing", &token).await;
    assert_eq!(links(&page), 0, "{page}");
    assert_eq!(world.get("/briefing/figure/raised", &token).await.0, 403);
    world.also(name, Role::CommunityWorker, COMMUNITY).await;
    let (_, page) = world.get("/briefing", &token).await;
    assert_eq!(links(&page), 0, "{page}");
    assert_eq!(world.get("/briefing/figure/raised?place=50", &token).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_and_checks_are_counted_and_open_to_whom_passes_are_open() {
    let world = World::start().await;
    let commander = world.token("commander", Role::Commander, CITY).await;
    world.count_forged(3).await;
    let (_, body) = world.get("/api/v1/briefing", &commander).await;
    let briefing: serde_json::Value = serde_json::from_str(&body).unwrap();
    let keys: Vec<&str> = briefing["passes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| figure["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        keys,
        ["waiting", "agreeing", "late", "applied", "issued", "refused", "revoked"]
    );
    assert_eq!(briefing["checks"][0]["verdict"], "forged", "{briefing}");
    assert_eq!(briefing["checks"][0]["number"], 3);
    let (_, page) = world.get("/briefing", &commander).await;
    assert!(page.contains("href=\"/passes?place=50"), "{page}");
    assert!(page.contains("href=\"/passes/checks?place=50"), "{page}");
    let administrator = world.token("administrator", Role::Administrator, CITY).await;
    let (_, page) = world.get("/briefing", &administrator).await;
    assert!(
        page.contains("Checks at gates") && !page.contains("href=\"/passes"),
        "{page}"
    );
    let officer = world.token("officer", Role::Officer, "500103").await;
    let (_, elsewhere) = world.get("/api/v1/briefing", &officer).await;
    assert!(
        elsewhere.contains("\"checks\":[]"),
        "another district's gates are not counted: {elsewhere}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn care_and_volunteers_are_counted_and_open_to_whom_their_rows_are_open() {
    let world = World::start().await;
    let commander = world.token("commander", Role::Commander, CITY).await;
    let (_, body) = world.get("/api/v1/briefing", &commander).await;
    let briefing: serde_json::Value = serde_json::from_str(&body).unwrap();
    let number = |list: &str, key: &str| {
        let figures = briefing[list].as_array().unwrap();
        let figure = figures.iter().find(|figure| figure["key"] == key).unwrap();
        figure["number"].clone()
    };
    for (list, keys) in [
        (
            "appointments",
            &[
                "asked",
                "confirmed",
                "refused",
                "unconfirmed",
                "lapsed",
                "needs_raised",
                "ridden",
                "ride_missed",
            ][..],
        ),
        ("duty", &["no_steward", "vacant"]),
        (
            "volunteers",
            &[
                "applied", "verified", "shifts", "needed", "held", "short", "came", "missed", "hours",
            ],
        ),
    ] {
        for key in keys {
            assert_eq!(number(list, key), 0, "{list} {key}");
        }
    }
    let (_, page) = world.get("/briefing", &commander).await;
    let shown = |page: &str, address: &str| page.contains(&format!("href=\"{address}"));
    for address in [
        "/care/appointments/day?place=50",
        "/care/coverage?place=50",
        "/shifts?place=50",
    ] {
        assert!(shown(&page, address), "{address}: {page}");
    }
    assert!(!shown(&page, "/volunteers"), "a commander opens no list of volunteers");
    let officer = world.token("officer", Role::Officer, CITY).await;
    let (_, page) = world.get("/briefing", &officer).await;
    assert!(shown(&page, "/volunteers?place=50"), "{page}");
    let administrator = world.token("administrator", Role::Administrator, CITY).await;
    let (_, page) = world.get("/briefing", &administrator).await;
    for address in ["/care", "/shifts", "/volunteers"] {
        assert!(!shown(&page, address), "{address}");
    }
    let past = "/api/v1/briefing?date=2022-11-20";
    let (_, body) = world.get(past, &commander).await;
    let briefing: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert!(
        briefing["duty"][0]["number"].is_null(),
        "no past day keeps how posts stood"
    );
    assert!(briefing["volunteers"][1]["number"].is_null(), "{briefing}");
    assert_eq!(briefing["volunteers"][2]["number"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_needs_of_a_place_opens_the_rows_of_its_figures() {
    let world = World::start().await;
    world.live_a_day().await;
    let worker = world.token("worker", Role::CommunityWorker, COMMUNITY).await;
    let (status, page) = world.get("/briefing/figure/raised?date=2022-11-24", &worker).await;
    assert_eq!((status, page.contains("胰岛素")), (200, true), "{page}");
    assert!(
        !page.contains("href=\"/briefing?"),
        "no way back to a briefing that is closed to them: {page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_day_or_place_is_said_in_words() {
    let world = World::start().await;
    let token = world.token("commander", Role::Commander, CITY).await;
    for (query, status, word) in [
        ("date=tomorrow", 400, "write one such as 2022-11-24"),
        ("date=2022-12-01", 422, "Choose 2022-11-24 or earlier"),
        ("place=500112002001", 422, "subdistricts, districts and the city"),
        ("place=99", 404, "Nothing found"),
    ] {
        let (found, body) = world.get(&format!("/api/v1/briefing?{query}"), &token).await;
        assert_eq!((found, body.contains(word)), (status, true), "{query}: {body}");
    }
}
