//! What is asked: the mix of boards and lists that the people of a city's boards and queues look at.

use super::load::{Method, Question};
use super::people::People;
use anyhow::Result;
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tongxin_city::{City, Level, PlaceCode};

/// How, by whom (a token), and what path.
type Asked = (Method, String, String);

/// A kind of question with its share in a hundred.
struct Kind {
    name: &'static str,
    share: u32,
    ask: fn(&mut Traffic) -> Asked,
}

/// Each list asks for one page of fifty.
const KINDS: &[Kind] = &[
    kind("board page, city", 4, |t| t.board(Level::City, "")),
    kind("board page, district", 7, |t| t.board(Level::District, "")),
    kind("board page, subdistrict", 7, |t| t.board(Level::Subdistrict, "")),
    kind("board live part, city", 4, |t| t.board(Level::City, "/live")),
    kind("board live part, district", 5, |t| t.board(Level::District, "/live")),
    kind("board live part, subdistrict", 5, |t| {
        t.board(Level::Subdistrict, "/live")
    }),
    kind("board API, any of the three", 8, Traffic::board_api),
    kind("list by due, city", 6, |t| t.list(Level::City, "")),
    kind("list by due, district", 8, |t| t.list(Level::District, "")),
    kind("list by due, subdistrict", 8, |t| t.list(Level::Subdistrict, "")),
    kind("list by due, worker's community", 6, Traffic::worker_list),
    kind("list, newest", 4, |t| t.any_list("&sort=newest")),
    kind("list, longest untouched", 4, |t| t.any_list("&sort=untouched")),
    kind("list, overdue", 4, |t| t.any_list("&overdue=true")),
    kind("list, not overdue", 2, |t| t.any_list("&overdue=false")),
    kind("list, one lifeline", 4, Traffic::lifeline_list),
    kind("list, one lifeline, overdue", 3, |t| {
        let (method, token, path) = t.lifeline_list();
        (method, token, path + "&overdue=true")
    }),
    kind("list, urgent at the district's tier", 2, |t| {
        t.any_list("&priority=urgent&tier=district")
    }),
    kind("list, assigned", 2, |t| t.any_list("&state=assigned")),
    kind("list, officer's own", 2, Traffic::officer_list),
    kind("search, common words", 2, |t| {
        t.search(&["米", "奶粉", "电梯", "water"])
    }),
    kind("search, rare words", 3, |t| {
        t.search(&["蒸汽压力", "23号楼1507室", "许可未批"])
    }),
];
/// The pages of lists, with the same parameters as the API; asked for when there are such pages.
const LIST_PAGES: &[Kind] = &[
    kind("list page by due", 10, |t| t.list_page("")),
    kind("list page, overdue", 5, |t| t.list_page("&overdue=true")),
];
/// Not among the pages and lists, and not counted with them.
const RAISING: Kind = kind("(a need is raised)", 0, Traffic::raise);

const LIFELINES: [&str; 6] = ["food", "health", "care", "goods", "industry", "projects"];

const fn kind(name: &'static str, share: u32, ask: fn(&mut Traffic) -> Asked) -> Kind {
    Kind { name, share, ask }
}

/// Draws questions, always the same ones.
pub struct Traffic {
    people: People,
    city: PlaceCode,
    districts: Vec<PlaceCode>,
    subdistricts: Vec<PlaceCode>,
    communities: Vec<PlaceCode>,
    kinds: Vec<&'static Kind>,
    rng: ChaCha8Rng,
    raised: u32,
    run: u64,
}

impl Traffic {
    /// `run` tells the commands of one run from those of another on the same database.
    pub fn new(city: &City, people: People, has_list_pages: bool, run: u64, rng: ChaCha8Rng) -> Self {
        let codes = |level| {
            city.tree
                .at_level(city.file.code, level)
                .map(|place| place.code)
                .collect()
        };
        let pages = if has_list_pages { LIST_PAGES } else { &[] };
        Self {
            people,
            city: city.file.code,
            districts: codes(Level::District),
            subdistricts: codes(Level::Subdistrict),
            communities: codes(Level::Community),
            kinds: KINDS.iter().chain(pages).chain([&RAISING]).collect(),
            rng,
            raised: 0,
            run,
        }
    }

    /// Names of the kinds, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.iter().map(|kind| kind.name)
    }

    /// Whether a kind is a page or a list.
    pub fn is_asked(&self, kind: usize) -> bool {
        self.kinds.get(kind).is_some_and(|kind| kind.share > 0)
    }

    /// So many pages and lists, and among them so many new needs.
    pub fn draw(&mut self, asked: usize, raised: usize) -> Result<Vec<Question>> {
        let kinds: Vec<usize> = (0..self.kinds.len()).collect();
        let mut questions = Vec::with_capacity(asked + raised);
        for _ in 0..asked {
            let kind = *kinds.choose_weighted(&mut self.rng, |kind| self.kinds[*kind].share)?;
            questions.push(self.question(kind));
        }
        let raising = self.kinds.len() - 1;
        for number in 0..raised {
            let question = self.question(raising);
            questions.insert(number * questions.len() / raised, question);
        }
        Ok(questions)
    }

    fn question(&mut self, kind: usize) -> Question {
        let (method, token, path) = (self.kinds[kind].ask)(self);
        Question {
            kind,
            method,
            path,
            token,
        }
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.random_range(0..all.len())]
    }

    fn place(&mut self, level: Level) -> PlaceCode {
        match level {
            Level::City => self.city,
            Level::District => self.districts[self.rng.random_range(0..self.districts.len())],
            Level::Subdistrict => self.subdistricts[self.rng.random_range(0..self.subdistricts.len())],
            _ => self.communities[self.rng.random_range(0..self.communities.len())],
        }
    }

    fn any_level(&mut self) -> Level {
        self.one_of(&[Level::City, Level::District, Level::Subdistrict])
    }

    fn by_commander(&self, method: Method, path: String) -> Asked {
        (method, self.people.commander.clone(), path)
    }

    fn board(&mut self, level: Level, part: &str) -> Asked {
        let place = self.place(level);
        self.by_commander(Method::Page, format!("/board/{place}{part}"))
    }

    fn board_api(&mut self) -> Asked {
        let level = self.any_level();
        let place = self.place(level);
        self.by_commander(Method::Api, format!("/api/v1/board/{place}"))
    }

    fn list(&mut self, level: Level, rest: &str) -> Asked {
        let place = self.place(level);
        self.by_commander(Method::Api, format!("/api/v1/needs?place={place}&limit=50{rest}"))
    }

    fn any_list(&mut self, rest: &str) -> Asked {
        let level = self.any_level();
        self.list(level, rest)
    }

    fn lifeline_list(&mut self) -> Asked {
        let lifeline = self.one_of(&LIFELINES);
        self.any_list(&format!("&lifeline={lifeline}"))
    }

    fn search(&mut self, words: &[&str]) -> Asked {
        let words = self.one_of(words);
        self.any_list(&format!("&q={words}"))
    }

    fn list_page(&mut self, rest: &str) -> Asked {
        let level = self.any_level();
        let place = self.place(level);
        self.by_commander(Method::Page, format!("/needs?place={place}{rest}"))
    }

    fn worker_list(&mut self) -> Asked {
        let path = format!("/api/v1/needs?place={}&limit=50", self.people.community);
        (Method::Api, self.people.worker.clone(), path)
    }

    fn officer_list(&mut self) -> Asked {
        let path = format!("/api/v1/needs?place={}&limit=50&tier=subdistrict", self.people.district);
        (Method::Api, self.people.officer.clone(), path)
    }

    fn raise(&mut self) -> Asked {
        self.raised += 1;
        let place = self.place(Level::Community);
        let body = json!({
            "kind": "household_request", "topic": "food", "place": place,
            "title": format!("{}号楼：缺米面油", self.raised),
        });
        let key = format!("bench-traffic-{}-{}", self.run, self.raised);
        self.by_commander(Method::Command { key, body }, "/api/v1/needs".to_owned())
    }
}
