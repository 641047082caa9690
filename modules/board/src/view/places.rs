//! The places inside, as the table behind the map; where there are no boundaries the table stands alone.

use crate::links::{self, Counted};
use crate::numbers::{grouped, rate};
use crate::snapshot::Standing;
use crate::view::{Link, Sight, Wish};
use serde::Deserialize;
use std::collections::BTreeMap;
use tongxin_city::{Level, Place, PlaceCode};

/// Open needs are compared for so many people.
pub(crate) const PER_PEOPLE: u32 = 100_000;

/// What the map is coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Open needs for each 100,000 people.
    #[default]
    Open,
    /// Overdue needs among the open ones, in percent.
    Overdue,
}

impl Measure {
    /// The word in addresses and the end of language keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Measure::Open => "open",
            Measure::Overdue => "overdue",
        }
    }
}

/// A place inside.
#[derive(Debug, Clone)]
pub struct PlaceRow {
    /// Its code.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Its board.
    pub href: String,
    /// What it is coloured by; empty when not known.
    pub value: String,
    /// The same as read.
    pub said: String,
    /// Open needs.
    pub open: Link,
    /// Overdue needs.
    pub overdue: Link,
}

/// The places inside a place.
#[derive(Debug, Clone)]
pub struct PlacesTable {
    /// The question it answers.
    pub question: String,
    /// Unit and moment.
    pub note: String,
    /// The unit of the coloured value.
    pub unit: String,
    /// What the level inside is called.
    pub level: String,
    /// The heading of the coloured value.
    pub heading: String,
    /// Whether there are boundaries to draw.
    pub has_map: bool,
    /// In order of the coloured value, highest first.
    pub rows: Vec<PlaceRow>,
    /// The other measure's board: word, address, whether it is the present one.
    pub measures: Vec<(String, String, bool)>,
    /// Why there are no rows.
    pub empty: String,
}

/// The table, unless the place is a building.
pub(crate) fn table(sight: &Sight<'_>, wish: Wish) -> Option<PlacesTable> {
    let words = sight.words;
    let level = sight.place.level.below()?;
    let level_name = words.t(&format!("board-level-{}", level.key()));
    let measure = |key: &str| words.t(&format!("board-{key}-{}", wish.measure.as_str()));
    let counts = counts_inside(sight);
    let mut rows: Vec<(f64, PlaceRow)> = sight
        .tree
        .children(&sight.place.code)
        .map(|child| row(sight, child, counts.get(&child.code).copied().unwrap_or_default(), wish))
        .collect();
    rows.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.code.cmp(&right.code)));
    let board = links::board(&sight.place.code);
    let chip = |measure: Measure| {
        let word = words.t(&format!("board-measure-{}", measure.as_str()));
        (
            word,
            format!("{board}?measure={}", measure.as_str()),
            measure == wish.measure,
        )
    };
    Some(PlacesTable {
        question: words.ta(
            &format!("board-map-{}", wish.measure.as_str()),
            &[("level", &level_name)],
        ),
        note: format!("{} · {}", measure("map-note"), words.zone.format(words.now, words.lang)),
        unit: measure("map-unit"),
        heading: measure("measure"),
        has_map: sight.place.level == Level::City,
        level: level_name.clone(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        measures: vec![chip(Measure::Open), chip(Measure::Overdue)],
        empty: words.ta("board-places-none", &[("level", &level_name)]),
    })
}

/// Needs of each place inside.
pub(crate) fn counts_inside(sight: &Sight<'_>) -> BTreeMap<PlaceCode, Standing> {
    if sight.place.level >= Level::Subdistrict {
        return sight.standing_inside(None);
    }
    let children = sight.tree.children(&sight.place.code);
    children
        .map(|child| (child.code, sight.snapshot.standing_of_all(&child.code)))
        .collect()
}

fn row(sight: &Sight<'_>, child: &Place, standing: Standing, wish: Wish) -> (f64, PlaceRow) {
    let words = sight.words;
    let is_tallied = child.level <= Level::Subdistrict;
    // Below a subdistrict nothing says whether anybody ever reported, so no count means none open.
    let is_known = !is_tallied || standing.ever() > 0;
    let people = child.population.map_or(0, |population| population.people);
    let value = match wish.measure {
        _ if !is_known => None,
        Measure::Open => rate(standing.open(), people, PER_PEOPLE),
        Measure::Overdue => rate(standing.overdue(), standing.open(), 100),
    };
    let link = |number: u32, counted: &Counted| Link {
        text: grouped(number),
        href: if wish.may_read_needs && number > 0 {
            links::needs(&child.code, counted)
        } else {
            String::new()
        },
    };
    let row = PlaceRow {
        code: child.code,
        name: child.name(words.lang).to_owned(),
        href: links::board(&child.code),
        value: value.map(|value| value.to_string()).unwrap_or_default(),
        said: match value {
            Some(value) => words.ta(
                &format!("board-map-said-{}", wish.measure.as_str()),
                &[("n", &value.to_string())],
            ),
            None if is_known => "—".to_owned(),
            None => words.t("condition-unknown"),
        },
        open: link(standing.open(), &Counted::default()),
        overdue: link(
            standing.overdue(),
            &Counted {
                is_overdue: true,
                ..Counted::default()
            },
        ),
    };
    // Without people to compare with, the plain count orders.
    let order = value.unwrap_or(if is_known {
        f64::from(standing.open()) / 1e9
    } else {
        -1.0
    });
    (order, row)
}
