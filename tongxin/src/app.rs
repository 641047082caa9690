//! Which modules there are, and how they stand on the platform.

use crate::keys::Keys;
use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::routing::get;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinSet;
use tongxin_account::{Accounts, Action, Decided, NavEntry, Right, ServerSecret};
use tongxin_basemap::Basemap;
use tongxin_board::Board;
use tongxin_briefing::{Briefings, Counting};
use tongxin_care::{Care, Trips, Vault};
use tongxin_city::{EmergencyNumbers, Lang, Timestamp};
use tongxin_clock::Clock;
use tongxin_dispatch::Dispatch;
use tongxin_dispatch::travel::{MatrixFile, Osrm, TravelSource};
use tongxin_i18n::{TextPart, Texts};
use tongxin_ledger::{Kinds, Ledger, LedgerState, SealKey};
use tongxin_pass::Passes;
use tongxin_places::{CityFolder, Places, PlacesError};
use tongxin_sms::{HttpGateway, Sms};
use tongxin_storage::{Db, Dialect, ModuleMigrations, StorageError};
use tongxin_supply::{Goods, Supply};
use tongxin_volunteer::Volunteers;
use tongxin_web::{Asked, Assets, CsrfKey, EmergencyLine, Shell, openapi_page, serve_with};

/// Every module's tables, in the order in which they stand on each other.
pub const MIGRATIONS: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_sms::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
    tongxin_dispatch::MIGRATIONS,
    tongxin_care::MIGRATIONS,
    tongxin_volunteer::MIGRATIONS,
];

/// Every module's words.
pub const TEXTS: &[TextPart] = &[
    tongxin_web::TEXTS,
    tongxin_import::TEXTS,
    crate::TEXTS,
    tongxin_account::TEXTS,
    tongxin_ledger::TEXTS,
    tongxin_sms::TEXTS,
    tongxin_supply::TEXTS,
    tongxin_pass::TEXTS,
    tongxin_dispatch::TEXTS,
    tongxin_care::TEXTS,
    tongxin_volunteer::TEXTS,
    tongxin_industry::TEXTS,
    tongxin_project::TEXTS,
    tongxin_board::TEXTS,
    tongxin_briefing::TEXTS,
];

/// What entries of the navigation stand under where there is no room for all.
const WORK: &str = "nav-group-work";
const CARE: &str = "nav-group-care";
const GOODS: &str = "nav-group-goods";
const CITY: &str = "nav-group-city";

/// The navigation, the most used first; each viewer sees the part they have the right to.
const NAV: &[NavEntry] = &[
    nav("nav-home", "/home", "house", Action::OwnHousehold),
    nav("nav-buildings", "/buildings", "building", Action::OwnBuildings),
    nav("nav-outlet", "/outlet", "outlet", Action::OwnOutlet),
    nav("nav-plant", "/plant", "industry", Action::OwnPlant),
    nav("nav-project", "/project", "project", Action::OwnProject),
    nav("nav-board", "/board", "board", Action::BoardRead),
    nav("nav-queue", "/queue", "inbox", Action::OwnQueue),
    nav("nav-needs", "/needs", "ledger", Action::NeedRead),
    nav("nav-briefing", "/briefing", "briefing", Action::BriefingRead),
    nav("nav-calls", "/calls", "phone", Action::CallTake),
    nav("nav-hospital", "/hospital", "care", Action::AppointmentAnswer).under(CARE),
    nav("nav-care", "/care", "care", Action::VisitRead).under(CARE),
    nav("nav-arrivals", "/arrivals", "transport", Action::ArrivalRead).under(GOODS),
    nav("nav-medicines", "/care/medicines", "medicine", Action::VisitRead).under(CARE),
    nav("nav-volunteers", "/shifts", "list-checks", Action::ShiftRead).under(CARE),
    nav("nav-duty", "/care/coverage", "users", Action::DutyRead).under(CARE),
    nav("nav-shop", "/shop", "basket", Action::OrderPlace).under(GOODS),
    nav("nav-supply", "/supply", "supply", Action::StockRead).under(GOODS),
    nav("nav-passes", "/passes", "qr-code", Action::PassDecide).under(GOODS),
    nav("nav-passes", "/outlet/passes", "qr-code", Action::OwnOutlet).under(GOODS),
    // A firm plans its own runs; whoever has a queue of needs watches over those of the firms of their place.
    nav("nav-plans", "/outlet/plans", "transport", Action::PlanWork).under(GOODS),
    nav("nav-dispatch", "/dispatch", "transport", Action::OwnQueue).under(GOODS),
    nav("nav-scan", "/scan", "qr-code", Action::PassCheck).under(GOODS),
    nav("nav-places", "/places", "map-pin", Action::PlaceRead).under(CITY),
    nav("nav-people", "/people", "users", Action::AccountInvite).under(CITY),
];

const fn nav(key: &'static str, href: &'static str, icon: &'static str, action: Action) -> NavEntry {
    NavEntry {
        key,
        href,
        icon,
        right: Right::May(action),
        group: WORK,
    }
}

/// Time between two looks at what the clock asks of the ledger, in milliseconds.
const TICK_EVERY_MS: i64 = Timestamp::MINUTE_MS;

/// The kinds of needs that the modules declare.
pub fn kinds() -> Kinds {
    Kinds::new(&[
        tongxin_care::KINDS,
        tongxin_volunteer::KINDS,
        tongxin_supply::KINDS,
        tongxin_pass::KINDS,
        tongxin_dispatch::KINDS,
        tongxin_industry::KINDS,
        tongxin_project::KINDS,
    ])
}

/// A database, up to date, with its places and its ledger: all that a command needs that serves nobody.
pub struct Base {
    /// The database.
    pub db: Db,
    /// The present moment.
    pub clock: Clock,
    /// The city.
    pub places: Places,
    /// The keys beside the database.
    pub keys: Keys,
    /// What goods are counted in.
    pub goods: Goods,
    /// Where the ways of dispatch come from.
    pub travel: TravelSource,
    /// What lies beneath the maps.
    pub map: Option<Basemap>,
    /// What carries texts to telephones.
    pub sms: Option<Sms>,
}

impl Base {
    /// Opens a database. SQLite is migrated; PostgreSQL must have been.
    ///
    /// # Errors
    /// When it can't be opened or lacks migrations.
    pub async fn open(db: &str, keys: Option<&Path>, clock: Clock) -> Result<Self> {
        let keys = Keys::open(&keys.map_or_else(|| Keys::folder_of(db), Path::to_path_buf))?;
        let db = Db::open(db)
            .await
            .with_context(|| format!("opening the database {db}"))?;
        match db.dialect() {
            Dialect::Sqlite => drop(db.migrate(MIGRATIONS).await.context("migrating the database")?),
            Dialect::Postgres => {
                let count = db.pending(MIGRATIONS).await?.len();
                if count > 0 {
                    return Err(StorageError::MigrationsPending { count }.into());
                }
            }
        }
        let places = Places::open(db.clone(), clock.clone()).await?;
        Ok(Self {
            db,
            clock,
            places,
            keys,
            goods: Goods::built_in(),
            travel: TravelSource::Straight,
            map: None,
            sms: None,
        })
    }

    /// The same with the categories of goods of a city's own file, if there is one.
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the language.
    pub fn with_goods(self, file: Option<&Path>, lang: Lang) -> Result<Self> {
        let Some(file) = file else { return Ok(self) };
        match Goods::load(file) {
            Ok(goods) => Ok(Self { goods, ..self }),
            Err(faults) => bail!("{}", faults.message(lang)),
        }
    }

    /// The same with ways from a routing service, or from a file, instead of straight lines.
    ///
    /// # Errors
    /// When the address is none of a service that can be asked, or the file can't be read; in its own words.
    pub fn with_travel(self, osrm: Option<&str>, file: Option<&Path>) -> Result<Self> {
        let travel = match (osrm, file) {
            (Some(address), _) => TravelSource::Service(Osrm::at(address).context("--osrm")?),
            (None, Some(file)) => {
                let read = MatrixFile::read(file).with_context(|| format!("--ways {}", file.display()))?;
                TravelSource::File(read.into())
            }
            (None, None) => return Ok(self),
        };
        Ok(Self { travel, ..self })
    }

    /// The same with a map of streets beneath the maps, if there is a file of one.
    ///
    /// # Errors
    /// When the file is none that can be shown; in its own words.
    pub fn with_map(self, file: Option<&Path>) -> Result<Self> {
        let Some(file) = file else { return Ok(self) };
        let map = Basemap::open(file).with_context(|| format!("--map {}", file.display()))?;
        Ok(Self { map: Some(map), ..self })
    }

    /// The same with a gateway that carries texts, if there is one; its token and the secret that it brings replies with are keys
    /// beside the database.
    ///
    /// # Errors
    /// When the address is none of a gateway, or a key is missing; in its own words.
    pub fn with_sms(self, gateway: Option<&str>) -> Result<Self> {
        let Some(address) = gateway else { return Ok(self) };
        let gateway = HttpGateway::at(address, self.keys.sms_token()?).context("--sms")?;
        let sms = Sms::new(self.db.clone(), Arc::new(gateway), self.keys.sms_inward()?);
        Ok(Self { sms: Some(sms), ..self })
    }

    /// Loads the city of a folder if the database has none.
    ///
    /// # Errors
    /// Every bad row of the folder, in the language.
    pub async fn ensure_city(&self, folder: &Path, lang: Lang) -> Result<()> {
        match self.places.city() {
            Ok(_) => Ok(()),
            Err(_) => self.load_city(folder, lang).await,
        }
    }

    /// Loads the city of a folder.
    ///
    /// # Errors
    /// Every bad row of the folder, in the language; nothing is changed then.
    pub async fn load_city(&self, folder: &Path, lang: Lang) -> Result<()> {
        let (files, city) = match CityFolder::read(folder) {
            Ok(read) => read,
            Err(PlacesError::Folder(errors)) => bail!("{}", errors.message(lang)),
            Err(error) => return Err(error.into()),
        };
        self.places.load_city(files, city).await?;
        Ok(())
    }

    /// The ledger of the loaded city.
    ///
    /// # Errors
    /// When no city is loaded.
    pub fn ledger(&self) -> Result<Ledger> {
        let city = self
            .places
            .city()
            .context("no city is loaded; run `tongxin city load DIR`")?;
        let key = SealKey::from_bytes(&self.keys.seal);
        Ok(Ledger::new(
            self.db.clone(),
            kinds(),
            city.file.widths,
            city.file.zone.clone(),
            key,
        ))
    }
}

impl Base {
    /// Accounts and sessions.
    pub fn accounts(&self) -> Accounts {
        let secret = ServerSecret::new(self.keys.server);
        Accounts::new(self.db.clone(), self.places.clone(), self.clock.clone(), secret)
    }

    /// Supply over the ledger.
    pub fn supply(&self, ledger: &Ledger, accounts: &Accounts) -> Supply {
        let (db, places, goods) = (self.db.clone(), self.places.clone(), self.goods.clone());
        Supply::with_goods(db, places, ledger.clone(), accounts.clone(), goods)
    }
}

impl Base {
    /// The desk for passes over the whitelist and the ledger.
    pub fn passes(&self, ledger: &Ledger, accounts: &Accounts, supply: &Supply) -> Passes {
        Passes::new(
            self.db.clone(),
            self.places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
            Arc::new(self.keys.of_passes()),
        )
    }
}

impl Base {
    /// Dispatch over supply and the ledger.
    pub fn dispatch(&self, ledger: &Ledger, accounts: &Accounts, supply: &Supply, passes: &Passes) -> Dispatch {
        let (db, places) = (self.db.clone(), self.places.clone());
        let dispatch = Dispatch::new(db, places, ledger.clone(), accounts.clone(), supply.clone());
        dispatch.travelling(self.travel.clone()).with_passes(passes.clone())
    }
}

impl Base {
    /// Care over the ledger, with those who take patients to their appointments.
    pub fn care(&self, ledger: &Ledger, accounts: &Accounts, trips: Trips) -> Care {
        Care::new(
            self.db.clone(),
            self.places.clone(),
            ledger.clone(),
            accounts.clone(),
            Vault::new(Arc::new(self.keys.of_care())),
            Arc::new(self.keys.of_erased()),
            trips,
        )
    }
}

impl Base {
    /// Volunteers over the ledger.
    pub fn volunteers(&self, ledger: &Ledger, accounts: &Accounts) -> Volunteers {
        let (db, places) = (self.db.clone(), self.places.clone());
        let left = Arc::new(self.keys.of_left());
        Volunteers::new(db, places, ledger.clone(), accounts.clone(), left)
    }
}

/// The whole system, ready to serve.
pub struct App {
    /// What it stands on.
    pub base: Base,
    /// Accounts and sessions.
    pub accounts: Accounts,
    /// The ledger.
    pub ledger: Ledger,
    /// Supply.
    pub supply: Supply,
    /// The desk for passes.
    pub passes: Passes,
    /// Dispatch.
    pub dispatch: Dispatch,
    /// Care.
    pub care: Care,
    /// Volunteers.
    pub volunteers: Volunteers,
    /// The board.
    pub board: Board,
    /// Every route in its layers.
    pub router: Router,
    /// What was decided about each route.
    pub decided: Vec<Decided>,
}

/// How the system meets the outside.
#[derive(Debug, Clone)]
pub struct Outside {
    /// The origin that links point to.
    pub origin: String,
    /// Requests a second that one client may send.
    pub requests_per_second: Option<u32>,
}

impl App {
    /// Puts the modules together over a database with a city.
    ///
    /// # Errors
    /// When no city is loaded.
    pub fn assemble(base: Base, outside: &Outside) -> Result<Self> {
        let ledger = base.ledger()?;
        let accounts = base.accounts();
        let board = Board::new(ledger.clone(), base.places.clone(), base.clock.clone());
        let needs = LedgerState {
            ledger: ledger.clone(),
            places: base.places.clone(),
            accounts: accounts.clone(),
        };
        let supply = base.supply(&ledger, &accounts);
        let passes = base.passes(&ledger, &accounts, &supply);
        let dispatch = base.dispatch(&ledger, &accounts, &supply, &passes);
        let trips = Trips {
            dispatch: dispatch.clone(),
            passes: passes.clone(),
        };
        let care = base.care(&ledger, &accounts, trips);
        accounts.set_door_contacts(Arc::new(care.clone()));
        let volunteers = base.volunteers(&ledger, &accounts);
        if let Some(sms) = &base.sms {
            care.remind_by(sms);
            volunteers.remind_by(sms);
        }
        let routes = tongxin_account::routes(accounts.clone())
            .merge(tongxin_ledger::routes(needs.clone()))
            .merge(tongxin_supply::routes(supply.clone()))
            .merge(tongxin_pass::routes(passes.clone()))
            .merge(tongxin_dispatch::routes(dispatch.clone()))
            .merge(tongxin_care::routes(care.clone()))
            .merge(tongxin_volunteer::routes(volunteers.clone()))
            .merge(tongxin_industry::routes(needs.clone()))
            .merge(tongxin_project::routes(needs))
            .merge(board.routes())
            .merge(
                Briefings::new(
                    ledger.clone(),
                    base.places.clone(),
                    Counting {
                        supply: supply.clone(),
                        passes: passes.clone(),
                        dispatch: dispatch.clone(),
                        care: care.clone(),
                        volunteers: volunteers.clone(),
                    },
                )
                .routes(),
            )
            .merge(tongxin_basemap::routes(base.map.clone()))
            .merge(tongxin_sms::routes(base.sms.clone()))
            .merge(crate::field::routes())
            .merge(crate::start::routes());
        let guarded = routes.guarded(accounts.clone(), NAV.to_vec());
        let shell = Arc::new(shell(&base, outside)?);
        let router = serve_with(
            guarded.router.merge(described(guarded.openapi)),
            shell,
            outside.requests_per_second,
        );
        Ok(Self {
            base,
            accounts,
            ledger,
            supply,
            passes,
            dispatch,
            care,
            volunteers,
            board,
            router,
            decided: guarded.decided,
        })
    }

    /// Keeps time until the task is dropped: the ledger's escalations, seals and erasure, supply's expiries, late orders
    /// and draws, the issue of passes and their signed files, runs that will be late, visits of the day and those that were missed, shifts that
    /// lack people or are over, old sessions.
    pub fn keep_time(&self) -> tokio::task::JoinHandle<()> {
        let (ledger, supply, passes) = (self.ledger.clone(), self.supply.clone(), self.passes.clone());
        let (dispatch, care, volunteers) = (self.dispatch.clone(), self.care.clone(), self.volunteers.clone());
        let (accounts, clock, sms) = (self.accounts.clone(), self.base.clock.clone(), self.base.sms.clone());
        tokio::spawn(async move {
            // Ends with this task.
            let mut sending = JoinSet::new();
            if let Some(sms) = sms {
                sending.spawn(sms.keep_sending(clock.clone()));
            }
            loop {
                let now = clock.now();
                if let Err(error) = ledger.tick(now).await {
                    tracing::error!(%error, "the ledger's tick failed; it is tried again");
                }
                if let Err(error) = supply.tick(now).await {
                    tracing::error!(%error, "supply's tick failed; it is tried again");
                }
                if let Err(error) = passes.tick(now).await {
                    tracing::error!(%error, "the desk's tick failed; it is tried again");
                }
                if let Err(error) = dispatch.tick(now).await {
                    tracing::error!(%error, "dispatch's tick failed; it is tried again");
                }
                if let Err(error) = care.tick(now).await {
                    tracing::error!(%error, "care's tick failed; it is tried again");
                }
                if let Err(error) = volunteers.tick(now).await {
                    tracing::error!(%error, "the volunteers' tick failed; it is tried again");
                }
                if let Err(error) = accounts.forget_ended_sessions().await {
                    tracing::error!(%error, "ended sessions could not be forgotten");
                }
                clock.reached(now.plus_millis(TICK_EVERY_MS)).await;
            }
        })
    }
}

fn shell(base: &Base, outside: &Outside) -> Result<Shell> {
    let city = base.places.city()?;
    let texts = Texts::new(TEXTS);
    for problem in texts.problems() {
        tracing::warn!(problem, "language files");
    }
    let EmergencyNumbers {
        ambulance,
        fire,
        police,
    } = &city.file.emergency;
    let emergency = [("ambulance", ambulance), ("fire", fire), ("police", police)].map(|(name, number)| {
        let key = format!("shell-{name}");
        EmergencyLine {
            name,
            word: (texts.text(Lang::Zh, &key), texts.text(Lang::En, &key)),
            number: number.clone(),
        }
    });
    Ok(Shell {
        texts,
        assets: Assets::new(),
        clock: base.clock.clone(),
        zone: city.file.zone.clone(),
        city_name: (city.file.name(Lang::Zh).to_owned(), city.file.name(Lang::En).to_owned()),
        emergency: emergency.into(),
        csrf: CsrfKey::new(base.keys.server),
        is_https: outside.origin.starts_with("https://"),
        public_origin: outside.origin.clone(),
    })
}

/// The API's description, for machines and for people.
fn described(mut openapi: utoipa::openapi::OpenApi) -> Router {
    openapi.info.title = "Tongxin".to_owned();
    openapi.info.version = env!("CARGO_PKG_VERSION").to_owned();
    openapi.info.description = Some(
        "Errors are problem+json (RFC 9457) with a stable `code`, in the language asked for by Accept-Language. Every \
         write carries an Idempotency-Key; a repeat gets the first answer."
            .to_owned(),
    );
    let mut document = serde_json::to_value(&openapi).unwrap_or_default();
    describe_dead_tokens(&mut document);
    let document = Arc::new(document);
    let page = Arc::clone(&document);
    Router::new()
        .route(
            "/api/v1/openapi.json",
            get(move || async move { axum::Json((*document).clone()) }),
        )
        .route(
            "/api/v1/docs",
            get(move |asked: Asked| async move { openapi_page(&asked, &page) }),
        )
}

/// Every operation, public ones too, refuses a bearer token that is not valid, so that a program learns of it.
fn describe_dead_tokens(document: &mut serde_json::Value) {
    let paths = document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut());
    let operations = paths
        .filter_map(|path| path.as_object_mut())
        .flat_map(|methods| methods.values_mut());
    for operation in operations {
        let Some(responses) = operation["responses"].as_object_mut() else {
            continue;
        };
        if !responses.contains_key("401") && !responses.contains_key("4XX") {
            let schema = serde_json::json!({ "schema": { "$ref": "#/components/schemas/ProblemBody" } });
            responses.insert(
                "401".to_owned(),
                serde_json::json!({
                    "description": "The bearer token is not valid",
                    "content": { "application/problem+json": schema },
                }),
            );
        }
    }
}
