//! A city on a manual clock, with needs raised and worked through the ledger's own commands.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tongxin_board::Board;
use tongxin_board::view::{BoardView, Measure, Wish, Words};
use tongxin_city::{AccountId, HouseholdId, Lang, NeedId, PlaceCode, Timestamp, Zone};
use tongxin_clock::Clock;
use tongxin_i18n::{TextPart, Texts};
use tongxin_ledger::{
    Actor, Asker, Command, Key, Kind, Kinds, Ledger, Lifeline, NewNeed, RaisedFor, Scope, SealKey, Tier, Topic,
};
use tongxin_places::{CityFolder, Places};
use tongxin_storage::{Db, ModuleMigrations};

const MODULES: &[ModuleMigrations] = &[tongxin_places::MIGRATIONS, tongxin_ledger::MIGRATIONS];
/// 24 Nov 2022, 12:00 in Chongqing.
pub const NOON: Timestamp = Timestamp(1_669_262_400_000);

const fn topic(key: &'static str, name: &'static str, lifeline: Lifeline) -> Topic {
    Topic {
        key,
        name,
        lifeline,
        due_hours: [2, 8, 24, 72],
    }
}

pub const KINDS: &[Kind] = &[
    Kind {
        key: "household_request",
        name: "kind-household-request",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[
            topic("food", "topic-food", Lifeline::Food),
            topic("medicine", "topic-medicine", Lifeline::Health),
            topic("care", "topic-care", Lifeline::Care),
            topic("repair", "topic-repair", Lifeline::Care),
        ],
    },
    Kind {
        key: "plant_blockage",
        name: "kind-plant-blockage",
        raised_for: RaisedFor::Org(&["plant"]),
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[
            topic("materials", "topic-materials", Lifeline::Industry),
            topic("transport", "topic-transport", Lifeline::Goods),
        ],
    },
    Kind {
        key: "project_need",
        name: "kind-project-need",
        raised_for: RaisedFor::Org(&["project"]),
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[topic("approval", "topic-approval", Lifeline::Projects)],
    },
];

/// Names of topics, which the modules that declare them have.
pub const NAMES: TextPart = TextPart {
    module: "names",
    zh: include_str!("names-zh.ftl"),
    en: include_str!("names-en.ftl"),
};

pub struct World {
    pub board: Board,
    pub ledger: Ledger,
    pub places: Places,
    pub clock: Clock,
    pub texts: Arc<Texts>,
    pub zone: Zone,
    keys: AtomicU32,
    _dir: tempfile::TempDir,
}

impl World {
    pub async fn of(city: &str) -> World {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", dir.path().join("board.db").display()))
            .await
            .unwrap();
        db.migrate(MODULES).await.unwrap();
        let clock = Clock::manual(NOON);
        let places = Places::open(db.clone(), clock.clone()).await.unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(city);
        let (folder, city) = CityFolder::read(&folder).unwrap();
        let (zone, widths) = (city.file.zone.clone(), city.file.widths);
        places.load_city(folder, city).await.unwrap();
        let ledger = Ledger::new(
            db,
            Kinds::new(&[KINDS]),
            widths,
            zone.clone(),
            SealKey::from_bytes(&[7; 32]),
        );
        let board = Board::new(ledger.clone(), places.clone(), clock.clone());
        let texts = Arc::new(Texts::new(&[
            tongxin_web::TEXTS,
            tongxin_board::TEXTS,
            tongxin_ledger::TEXTS,
            NAMES,
        ]));
        World {
            board,
            ledger,
            places,
            clock,
            texts,
            zone,
            keys: AtomicU32::new(0),
            _dir: dir,
        }
    }

    fn key(&self) -> Key {
        let number = self.keys.fetch_add(1, Ordering::Relaxed);
        Key::new(format!("key-{number}"), "test", &number.to_be_bytes())
    }

    pub async fn raise(&self, place: &str, topic: &str, title: &str, now: Timestamp) -> NeedId {
        let new = NewNeed {
            kind: "household_request".into(),
            topic: topic.into(),
            priority: None,
            place: code(place),
            household: Some(HouseholdId::from_parts(NOON, 1)),
            org: None,
            title: title.into(),
            body: String::new(),
            contact: None,
        };
        self.ledger
            .raise(worker(1), new, None, self.key(), now)
            .await
            .unwrap()
            .value
            .id
    }

    pub async fn solve_and_strike_off(&self, id: NeedId, now: Timestamp) {
        for (person, command) in [
            (1, Command::Accept),
            (1, Command::Solve { note: None }),
            (2, Command::StrikeOff { reason: None }),
        ] {
            self.ledger
                .command(worker(person), id, command, self.key(), now)
                .await
                .unwrap();
        }
    }

    pub async fn view(&self, place: &str) -> BoardView {
        self.view_in(place, Lang::En, true).await
    }

    pub async fn view_in(&self, place: &str, lang: Lang, may_read_needs: bool) -> BoardView {
        let words = Words {
            texts: &self.texts,
            lang,
            zone: &self.zone,
            now: self.clock.now(),
        };
        let place = self.places.tree().get(&code(place)).cloned().unwrap();
        self.board.catch_up(&place).await.unwrap();
        let wish = Wish {
            measure: Measure::Open,
            may_read_needs,
        };
        self.board.view(&place.code, wish, &words).await.unwrap().unwrap()
    }
}

pub fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
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
