//! What the board shows of a place, in words: counts and names in, texts and addresses out; no database, no HTTP.

mod oldest;
mod places;
mod tiles;
mod trends;

pub(crate) use places::counts_inside;
pub use places::{Measure, PlaceRow, PlacesTable};
pub use tiles::{Spark, Tile};
pub(crate) use tiles::{judged, lifelines};
pub use trends::{ChartRow, Trends};

use crate::links::{self, Counted};
use crate::near::{Inside, Near};
use crate::numbers::grouped;
use crate::snapshot::{Snapshot, Standing, counted};
use std::collections::BTreeMap;
use std::sync::Arc;
use tongxin_city::{Lang, Level, Place, PlaceCode, PlaceTree, Timestamp, Zone};
use tongxin_i18n::Texts;
use tongxin_ledger::{EntryKind, Kinds, Lifeline, NeedRow, State};

/// In which words and at which moment.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Every word.
    pub texts: &'a Texts,
    /// The reader's language.
    pub lang: Lang,
    /// The city's zone.
    pub zone: &'a Zone,
    /// The present moment.
    pub now: Timestamp,
}

impl Words<'_> {
    pub(crate) fn t(&self, key: &str) -> String {
        self.texts.text(self.lang, key)
    }

    pub(crate) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts.text_with(self.lang, key, args)
    }

    /// A lifeline's name.
    pub(crate) fn lifeline(&self, lifeline: Lifeline) -> String {
        self.t(&format!("ledger-lifeline-{lifeline}"))
    }
}

/// A place with its counts.
pub(crate) struct Seen {
    pub(crate) tree: Arc<PlaceTree>,
    pub(crate) kinds: Kinds,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) near: Arc<Near>,
    pub(crate) place: Place,
}

impl Seen {
    pub(crate) fn sight<'a>(&'a self, words: &'a Words<'a>) -> Sight<'a> {
        let Self {
            tree,
            kinds,
            snapshot,
            near,
            place,
        } = self;
        Sight {
            words,
            tree,
            kinds,
            snapshot,
            near,
            place,
            counted: counted(tree.widths(), place),
        }
    }
}

/// A place in sight of the board, and the words to say it in.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) words: &'a Words<'a>,
    pub(crate) tree: &'a Arc<PlaceTree>,
    pub(crate) kinds: &'a Kinds,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) near: &'a Near,
    pub(crate) place: &'a Place,
    /// The place whose tallies are the nearest: itself, or the subdistrict it lies in.
    pub(crate) counted: PlaceCode,
}

impl Sight<'_> {
    pub(crate) fn is_tallied(&self) -> bool {
        self.place.level <= Level::Subdistrict
    }

    /// Needs of a lifeline here, or of all. Below a subdistrict only open ones are known.
    pub(crate) fn standing(&self, lifeline: Option<Lifeline>) -> Standing {
        let code = &self.place.code;
        match (self.is_tallied(), lifeline) {
            (true, Some(lifeline)) => self.snapshot.standing(code, lifeline),
            (true, None) => self.snapshot.standing_of_all(code),
            (false, lifeline) => self
                .standing_inside(lifeline)
                .into_values()
                .fold(Standing::default(), |sum, more| sum.plus(&more)),
        }
    }

    /// How many people of a lifeline nobody has seen here.
    pub(crate) fn unseen(&self, lifeline: Lifeline) -> u32 {
        if self.is_tallied() {
            return self.snapshot.unseen(&self.place.code, lifeline);
        }
        let inside = self.near.inside.iter();
        let of_it = inside.filter(|inside| inside.lifeline == Some(lifeline));
        of_it.map(|inside| inside.unseen).sum()
    }

    /// Open needs by place inside, as counted below a subdistrict. What lies at the place itself is under its own code.
    pub(crate) fn standing_inside(&self, lifeline: Option<Lifeline>) -> BTreeMap<PlaceCode, Standing> {
        let mut by_place: BTreeMap<PlaceCode, Standing> = BTreeMap::new();
        let is_wanted = |inside: &&Inside| lifeline.is_none() || inside.lifeline == lifeline;
        for inside in self.near.inside.iter().filter(is_wanted) {
            let standing = by_place.entry(inside.place).or_default();
            *standing = standing.plus(&inside.standing);
        }
        by_place
    }
}

/// A count that opens its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// Where it leads; empty when the reader may not open rows.
    pub href: String,
}

/// The board of a place.
#[derive(Debug, Clone)]
pub struct BoardView {
    /// The place's board.
    pub href: String,
    /// The part that is fetched again when something changed.
    pub live_href: String,
    /// The stream that says that something changed.
    pub events_href: String,
    /// The question the page answers.
    pub title: String,
    /// "11月24日 周四 14:05".
    pub as_of: String,
    /// Totals, each opening its rows.
    pub summary: Vec<Link>,
    /// The lifelines.
    pub tiles: Vec<Tile>,
    /// The places inside, or none in a building.
    pub places: Option<PlacesTable>,
    /// The needs that wait longest; none when the reader may not read needs.
    pub oldest: Option<Vec<NeedRow>>,
    /// "全部 529 件".
    pub oldest_all: Link,
    /// Charts; none below a subdistrict, where days are not tallied.
    pub trends: Option<Trends>,
    /// Below a subdistrict: where the charts are.
    pub trends_elsewhere: Option<Link>,
}

/// What a reader wants to see and may see.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// What the map is coloured by.
    pub measure: Measure,
    /// Whether the reader may read the needs themselves.
    pub may_read_needs: bool,
}

impl BoardView {
    pub(crate) fn new(sight: &Sight<'_>, wish: Wish) -> Self {
        let (words, place) = (sight.words, sight.place);
        let all = sight.standing(None);
        let name = place.name(words.lang);
        let subdistrict = sight.tree.get(&sight.counted);
        let has_trends = sight.is_tallied();
        Self {
            href: links::board(&place.code),
            live_href: format!("{}/live?measure={}", links::board(&place.code), wish.measure.as_str()),
            events_href: links::events(&place.code),
            title: words.ta("board-title", &[("place", name)]),
            as_of: words.zone.format(words.now, words.lang),
            summary: summary(sight, &all, wish.may_read_needs),
            tiles: tiles::tiles(sight, wish.may_read_needs),
            places: places::table(sight, wish),
            oldest: wish.may_read_needs.then(|| oldest::rows(sight)),
            oldest_all: Link {
                text: words.ta("board-oldest-all", &[("n", &grouped(all.open()))]),
                href: links::needs(&place.code, &Counted::default()),
            },
            trends: has_trends.then(|| trends::trends(sight, name)),
            trends_elsewhere: subdistrict.filter(|_| !has_trends).map(|subdistrict| Link {
                text: words.ta("board-trends-elsewhere", &[("place", subdistrict.name(words.lang))]),
                href: links::board(&subdistrict.code),
            }),
        }
    }
}

fn summary(sight: &Sight<'_>, all: &Standing, may_read: bool) -> Vec<Link> {
    let words = sight.words;
    let link = |key: &str, number: u32, counted: Option<Counted>| Link {
        text: words.ta(key, &[("n", &grouped(number))]),
        href: match counted {
            Some(counted) if may_read => links::needs(&sight.place.code, &counted),
            _ => String::new(),
        },
    };
    let overdue = Counted {
        is_overdue: true,
        ..Counted::default()
    };
    let unanswered = Counted {
        states: vec![State::Raised],
        ..Counted::default()
    };
    let mut summary = vec![
        link("board-sum-open", all.open(), Some(Counted::default())),
        link("board-sum-overdue", all.overdue(), Some(overdue)),
        link("board-sum-unanswered", all.of(State::Raised), Some(unanswered)),
    ];
    if sight.is_tallied() {
        let days = sight.snapshot.happened(&sight.place.code, None);
        let today = days.last().and_then(|(_, happened)| *happened).unwrap_or_default();
        summary.push(link("board-sum-raised-today", today.of(EntryKind::Raised), None));
        summary.push(link("board-sum-struck-off-today", today.of(EntryKind::StruckOff), None));
    }
    summary
}
