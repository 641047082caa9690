//! All stock of the listed firms at one moment, and the cover it gives them and the places they serve.

use crate::rules::cover::{CoverState, Days, Demand, Division, EVERYBODY, Served, share};
use crate::rules::goods::{Category, Goods};
use crate::rules::people::{PeopleLine, Span};
use std::collections::BTreeMap;
use tongxin_city::{OrgId, PlaceCode, Timestamp};

/// What a firm has of a category, in the category's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contents {
    /// All that is there.
    pub on_hand: i64,
    /// What of it is promised to nobody.
    pub free: i64,
}

/// A listed firm with what it has.
#[derive(Debug, Clone)]
pub struct StockedFirm {
    /// Which.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// The key of the kind of organisation it is.
    pub kind: &'static str,
    /// Where it is.
    pub place: PlaceCode,
    /// Whether it serves outlets rather than doors.
    pub is_reserve: bool,
    /// Where it serves.
    pub service_places: Vec<PlaceCode>,
    /// What it has of each category it carries.
    pub contents: BTreeMap<String, Contents>,
    /// When the item that was counted longest ago was counted.
    pub counted_at: Option<Timestamp>,
}

/// A firm in the book: what it answers for in each category it carries.
#[derive(Debug)]
pub struct BookedFirm {
    /// The firm.
    pub firm: StockedFirm,
    area: Vec<Span>,
    served: BTreeMap<String, Served>,
}

/// A firm's cover in one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirmCover {
    /// What it has.
    pub contents: Contents,
    /// Whom it answers for.
    pub served: Served,
    /// How long it lasts; none where nobody is known to be served, or the category is not counted in days.
    pub days: Option<Days>,
    /// How that stands.
    pub state: CoverState,
}

/// A place's cover in one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceCover {
    /// The place's shares of all firms.
    pub amount: i64,
    /// Its people.
    pub people: i64,
    /// How many of them a firm that carries the category serves.
    pub reached: i64,
    /// How long it lasts; none where nothing was reported, nobody lives, or the category is not counted in days.
    pub days: Option<Days>,
    /// How that stands.
    pub state: CoverState,
}

/// How one category is shared out.
#[derive(Debug, Default)]
struct Sharing {
    doors: Division,
    reserves: Division,
    /// Everybody whom somebody serves, as disjoint stretches.
    reached: Vec<Span>,
}

/// The book.
#[derive(Debug)]
pub struct Book {
    line: PeopleLine,
    firms: Vec<BookedFirm>,
    sharing: BTreeMap<String, Sharing>,
    demands: BTreeMap<String, Demand>,
}

impl Demand {
    /// What a category asks for, if it is counted in days.
    pub fn of(category: &Category) -> Option<Demand> {
        let norm = category.norm.as_ref()?;
        let norm_milli = norm.amount.get().saturating_mul(norm.share_per_mille);
        (norm_milli > 0).then(|| Demand {
            norm_milli,
            strained: Days::whole(category.threshold.strained_days),
            failing: Days::whole(category.threshold.failing_days),
        })
    }
}

impl Book {
    /// Opens the book of these firms.
    pub fn new(line: PeopleLine, firms: Vec<StockedFirm>, goods: &Goods) -> Book {
        let demands = goods.categories().iter();
        let demands = demands.filter_map(|category| Some((category.key.clone(), Demand::of(category)?)));
        let mut firms: Vec<BookedFirm> = firms.into_iter().map(|firm| BookedFirm::at(&line, firm)).collect();
        let keys = goods.categories().iter().map(|category| category.key.clone());
        let sharing: BTreeMap<String, Sharing> = keys.map(|key| (key.clone(), Sharing::of(&key, &firms))).collect();
        for booked in &mut firms {
            booked.answer(&sharing);
        }
        Book {
            line,
            firms,
            sharing,
            demands: demands.collect(),
        }
    }

    /// The firms, in the order they were given.
    pub fn firms(&self) -> &[BookedFirm] {
        &self.firms
    }

    /// The firm of that id.
    pub fn firm(&self, org: OrgId) -> Option<&BookedFirm> {
        self.firms.iter().find(|booked| booked.firm.org == org)
    }

    /// What a category asks for, if it is counted in days.
    pub fn demand(&self, category: &str) -> Option<&Demand> {
        self.demands.get(category)
    }

    /// The firms that serve anybody of a place, or lie inside it.
    pub fn firms_of<'b>(&'b self, place: &'b PlaceCode) -> impl Iterator<Item = &'b BookedFirm> {
        let within = self.line.span(place);
        self.firms
            .iter()
            .filter(move |booked| booked.firm.place.is_inside(place) || booked.reaches(within))
    }

    /// A firm's cover; none for a category it does not carry.
    pub fn firm_cover(&self, booked: &BookedFirm, category: &str) -> Option<FirmCover> {
        let contents = *booked.firm.contents.get(category)?;
        let served = booked.served.get(category).copied().unwrap_or_default();
        let days = self.days_of(category, contents.on_hand, served);
        Some(FirmCover {
            contents,
            served,
            days,
            state: self.state(category, days),
        })
    }

    /// A place's cover now.
    pub fn place_cover(&self, place: &PlaceCode, category: &str) -> PlaceCover {
        self.place_cover_of(place, category, |booked| {
            booked.firm.contents.get(category).map(|contents| contents.on_hand)
        })
    }

    /// A place's cover if each firm had what `amount` says; firms for which it says nothing count for nothing.
    pub fn place_cover_of(
        &self,
        place: &PlaceCode,
        category: &str,
        amount: impl Fn(&BookedFirm) -> Option<i64>,
    ) -> PlaceCover {
        let within = self.line.span(place);
        let held = self
            .firms
            .iter()
            .filter(|booked| booked.reaches(within))
            .filter_map(|booked| {
                let amount = amount(booked)?;
                Some(self.share_of(booked, category, amount, within))
            });
        let held: Vec<i64> = held.collect();
        let people = within.people();
        let amount = held.iter().fold(0_i64, |sum, share| sum.saturating_add(*share));
        let is_known = !held.is_empty();
        let days = self
            .days_of(category, amount, Served::people(people))
            .filter(|_| is_known);
        let reached = self.sharing.get(category).map_or(0, |sharing| {
            crate::rules::cover::people_reached(&sharing.reached, within)
        });
        PlaceCover {
            amount,
            people,
            reached,
            days,
            state: self.state(category, days),
        }
    }

    /// How long an amount of a category lasts somebody.
    pub fn days_of(&self, category: &str, amount: i64, served: Served) -> Option<Days> {
        self.demand(category)?.days(amount, served)
    }

    fn state(&self, category: &str, days: Option<Days>) -> CoverState {
        self.demand(category)
            .map_or(CoverState::Unreported, |demand| demand.state(days))
    }

    fn share_of(&self, booked: &BookedFirm, category: &str, amount: i64, within: Span) -> i64 {
        let (Some(sharing), Some(served)) = (self.sharing.get(category), booked.served.get(category)) else {
            return 0;
        };
        share(amount, sharing.division(&booked.firm), &booked.area, *served, within)
    }
}

impl BookedFirm {
    fn at(line: &PeopleLine, firm: StockedFirm) -> BookedFirm {
        BookedFirm {
            area: line.area(&firm.service_places),
            served: BTreeMap::new(),
            firm,
        }
    }

    fn answer(&mut self, sharing: &BTreeMap<String, Sharing>) {
        let carried = self.firm.contents.keys();
        let served = carried.filter_map(|category| {
            let division = sharing.get(category)?.division(&self.firm);
            Some((category.clone(), division.served(&self.area, EVERYBODY)))
        });
        self.served = served.collect();
    }

    fn reaches(&self, within: Span) -> bool {
        self.area
            .iter()
            .any(|span| span.start < within.end && within.start < span.end)
    }
}

impl Sharing {
    fn of(category: &str, firms: &[BookedFirm]) -> Sharing {
        let areas = |is_reserve: bool| {
            let carrying = move |booked: &&BookedFirm| {
                booked.firm.is_reserve == is_reserve && booked.firm.contents.contains_key(category)
            };
            firms.iter().filter(carrying).map(|booked| booked.area.as_slice())
        };
        let all: Vec<Span> = areas(false).chain(areas(true)).flatten().copied().collect();
        Sharing {
            doors: Division::among(areas(false)),
            reserves: Division::among(areas(true)),
            reached: crate::rules::people::united(all),
        }
    }

    fn division(&self, firm: &StockedFirm) -> &Division {
        if firm.is_reserve { &self.reserves } else { &self.doors }
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
