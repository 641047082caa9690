//! What somebody may see or act on, and the conditions that bound a query to it.

use crate::rules::need::NeedState;
use tongxin_city::{AccountId, HouseholdId, Level, OrgId, PlaceCode, Widths};
use tongxin_storage::Sql;

/// The needs somebody may see or act on: those in some places, of some organisations or households, or given to them.
/// The default is none at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The whole city.
    pub is_whole: bool,
    /// Needs in these places.
    pub places: Vec<PlaceCode>,
    /// Needs of these organisations, or given to them.
    pub orgs: Vec<OrgId>,
    /// Needs of these households.
    pub households: Vec<HouseholdId>,
    /// Needs given to this account, or raised by it.
    pub account: Option<AccountId>,
}

impl Scope {
    /// Everything.
    pub fn whole() -> Self {
        Scope {
            is_whole: true,
            ..Scope::default()
        }
    }

    /// One household.
    pub fn household(id: HouseholdId) -> Self {
        Scope {
            households: vec![id],
            ..Scope::default()
        }
    }

    /// Whether a need lies in it.
    pub fn covers(&self, need: &NeedState) -> bool {
        let (facts, standing) = (&need.facts, &need.standing);
        let is_ours = |org: Option<OrgId>| org.is_some_and(|org| self.orgs.contains(&org));
        self.is_whole
            || self.places.iter().any(|place| facts.place.is_inside(place))
            || is_ours(facts.org)
            || is_ours(standing.assigned_org)
            || facts.household.is_some_and(|id| self.households.contains(&id))
            || self
                .account
                .is_some_and(|id| standing.assigned_account == Some(id) || facts.raised_by == Some(id))
    }

    /// Whether a new need for that subject lies in it.
    pub fn covers_subject(&self, place: &PlaceCode, household: Option<HouseholdId>, org: Option<OrgId>) -> bool {
        self.is_whole
            || self.places.iter().any(|outer| place.is_inside(outer))
            || household.is_some_and(|id| self.households.contains(&id))
            || org.is_some_and(|id| self.orgs.contains(&id))
    }

    /// Whether a place lies in it.
    pub fn covers_place(&self, place: &PlaceCode) -> bool {
        self.is_whole || self.places.iter().any(|outer| place.is_inside(outer))
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        *self == Scope::default()
    }
}

/// Which index should drive a list, so that the first page comes without reading the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everything or many places: walk the sort order and filter.
    Wide,
    /// One district: its own due order exists.
    District,
    /// A subdistrict or less: little enough to gather and sort.
    Narrow,
}

/// How a scope and a wished place bound a list together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bounds<'a> {
    scope: &'a Scope,
    /// The places left after both; none means any place, the scope's other parts still count.
    places: Option<Vec<PlaceCode>>,
    is_by_place_only: bool,
    widths: &'a Widths,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(scope: &'a Scope, inside: Option<&PlaceCode>, widths: &'a Widths) -> Self {
        let has_others = !(scope.orgs.is_empty() && scope.households.is_empty());
        let is_city = |place: &PlaceCode| widths.level_of(place) == Some(Level::City);
        // One database holds one city, so its own code bounds nothing.
        let is_whole = scope.is_whole || scope.places.iter().any(is_city);
        let inside = inside.filter(|place| !is_city(place));
        let is_by_place_only = is_whole || (!has_others && !scope.places.is_empty());
        let places = match inside {
            None if is_whole => None,
            None => Some(scope.places.clone()),
            Some(wished) if is_whole => Some(vec![*wished]),
            Some(wished) if is_by_place_only => Some(common(&scope.places, wished)),
            Some(wished) => Some(vec![*wished]),
        };
        Bounds {
            scope,
            places,
            is_by_place_only,
            widths,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        if !self.is_by_place_only {
            return Reach::Narrow;
        }
        let Some(places) = &self.places else { return Reach::Wide };
        let levels: Vec<_> = places.iter().map(|place| self.widths.level_of(place)).collect();
        match levels[..] {
            [Some(Level::District)] => Reach::District,
            _ if levels.iter().all(|level| *level >= Some(Level::Subdistrict)) => Reach::Narrow,
            _ => Reach::Wide,
        }
    }

    /// Adds ` AND (…)`. A list by place leaves out what was given to the caller from elsewhere (the list "given to me"
    /// has it), because one place lets an index give the order.
    pub(crate) fn push(&self, sql: &mut Sql) {
        if self.is_by_place_only {
            if let Some(places) = &self.places {
                self.push_places(sql.push(" AND "), places);
            }
            return;
        }
        let scope = self.scope;
        let mut either = Either::new(sql.push(" AND "));
        if !scope.places.is_empty() {
            self.push_places(either.next(), &scope.places);
        }
        if !scope.orgs.is_empty() {
            either
                .next()
                .push("org_id IN ")
                .bind_list(scope.orgs.iter().map(|id| id.get()));
            either
                .next()
                .push("assigned_org IN ")
                .bind_list(scope.orgs.iter().map(|id| id.get()));
        }
        if !scope.households.is_empty() {
            either
                .next()
                .push("household_id IN ")
                .bind_list(scope.households.iter().map(|id| id.get()));
        }
        if let Some(account) = scope.account {
            either.next().push("assigned_account = ").bind(account.get());
        }
        either.end();
        // The wished place narrows what the other parts allow.
        if let Some(places) = self.places.as_ref().filter(|places| **places != scope.places) {
            self.push_places(sql.push(" AND "), places);
        }
    }

    fn push_places(&self, sql: &mut Sql, places: &[PlaceCode]) {
        let mut either = Either::new(sql);
        for place in places {
            let sql = either.next();
            match self.widths.level_of(place) {
                Some(Level::District) => sql.push("district_code = ").bind(place.as_str()),
                _ => {
                    let (low, high) = place.range();
                    sql.push("(place_code >= ")
                        .bind(low)
                        .push(" AND place_code < ")
                        .bind(high)
                        .push(")")
                }
            };
        }
        either.end();
    }
}

/// Conditions of which one must hold: `(a OR b)`. One alone stands alone, so that an index serves it; none never holds.
struct Either<'s> {
    sql: &'s mut Sql,
    is_first: bool,
}

impl<'s> Either<'s> {
    fn new(sql: &'s mut Sql) -> Self {
        Either { sql, is_first: true }
    }

    /// Where the next condition goes.
    fn next(&mut self) -> &mut Sql {
        let joiner = if std::mem::take(&mut self.is_first) {
            "("
        } else {
            " OR "
        };
        self.sql.push(joiner)
    }

    fn end(self) {
        self.sql.push(if self.is_first { "(1 = 0)" } else { ")" });
    }
}

/// The parts of `wished` that lie in `places`.
fn common(places: &[PlaceCode], wished: &PlaceCode) -> Vec<PlaceCode> {
    if places.iter().any(|place| wished.is_inside(place)) {
        return vec![*wished];
    }
    places.iter().filter(|place| place.is_inside(wished)).copied().collect()
}
