//! For how many days stock lasts those it serves.
//!
//! For one category of goods, with people laid out in a line ([`PeopleLine`](super::people::PeopleLine)):
//!
//! - A firm *carries* the category when it was ever counted to have some. Firms come in two groups: those that serve
//!   doors (outlets, pharmacies), and reserves (warehouses, wholesalers), which serve the former.
//! - A person inside the service areas of k firms of one group that carry the category is answered for by each of them
//!   as 1/k. The *people served* by a firm are the sum of that over its area; nested service places count once.
//! - Cover of a firm = its contents / (people served × daily norm).
//! - A firm's contents lie along the people it serves, evenly: before position x of the line lies
//!   `F(x) = floor(contents × served before x / people served)`. A place's share of the firm is `F(end) − F(start)`.
//! - Cover of a place = sum of its shares of all firms / (people × daily norm).
//!
//! So nothing is counted twice: the shares of disjoint places that hold a firm's whole area add up to its contents,
//! exactly. And both covers agree: that of a neighbourhood is the mean of those of the outlets that serve it, and of
//! its reserves; people served by nobody have none. Contents of a firm whose area has no known people lie nowhere.

use crate::rules::people::Span;

/// Thousandths: of a day, of a person served, of a unit of goods.
const MILLI: i64 = 1_000;

tongxin_city::words! {
    /// How cover stands against its thresholds.
    CoverState, "state of cover" {
        /// Nobody serving here ever reported the category, or nobody is known to be served.
        Unreported = "unreported",
        /// At or above both thresholds.
        Stable = "stable",
        /// Below the threshold under which something has to be done.
        Strained = "strained",
        /// Below the threshold under which people go without soon.
        Failing = "failing",
    }
}

impl CoverState {
    /// The state's word in markup, as the icons know it.
    pub const fn sign(self) -> &'static str {
        match self {
            CoverState::Unreported => "unknown",
            other => other.as_str(),
        }
    }
}

/// Days of cover, in thousandths of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64)]
pub struct Days(pub i64);

impl Days {
    /// Whole days.
    pub const fn whole(days: i64) -> Days {
        Days(days.saturating_mul(MILLI))
    }
}

impl std::fmt::Display for Days {
    /// With one decimal, rounded down: cover is never said to be more than it is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0 / MILLI, self.0 % MILLI / 100)
    }
}

/// What a category asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// What a person needs a day, in thousandths of the category's unit; more than 0.
    pub norm_milli: i64,
    /// Below so much cover something has to be done.
    pub strained: Days,
    /// Below so much people go without soon.
    pub failing: Days,
}

impl Demand {
    /// How long an amount lasts so many thousandths of people; none where there are none.
    pub fn days(&self, amount: i64, served: Served) -> Option<Days> {
        let need_a_day = i128::from(served.0) * i128::from(self.norm_milli);
        if need_a_day <= 0 {
            return None;
        }
        // The amount in thousandths, people and norm in thousandths, days in thousandths.
        let scaled = i128::from(amount) * i128::from(MILLI).pow(3);
        Some(Days(i64::try_from(scaled / need_a_day).unwrap_or(i64::MAX)))
    }

    /// The least amount that lasts so long, rounded up.
    pub fn amount_for(&self, days: Days, served: Served) -> i64 {
        let scaled = i128::from(days.0) * i128::from(served.0) * i128::from(self.norm_milli);
        let unit = i128::from(MILLI).pow(3);
        i64::try_from((scaled + unit - 1).div_euclid(unit)).unwrap_or(i64::MAX)
    }

    /// How cover stands.
    pub fn state(&self, days: Option<Days>) -> CoverState {
        match days {
            None => CoverState::Unreported,
            Some(days) if days < self.failing => CoverState::Failing,
            Some(days) if days < self.strained => CoverState::Strained,
            Some(_) => CoverState::Stable,
        }
    }
}

/// People served, in thousandths of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Served(pub i64);

impl Served {
    /// Whole people.
    pub const fn people(people: i64) -> Served {
        Served(people.saturating_mul(MILLI))
    }

    /// In whole people, rounded.
    pub const fn rounded(self) -> i64 {
        (self.0 + MILLI / 2) / MILLI
    }
}

/// How the people of a line are divided among the firms of one group: from each edge on, as many firms serve as stand
/// beside it.
#[derive(Debug, Clone, Default)]
pub struct Division {
    edges: Vec<Edge>,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    at: i64,
    /// People served up to here, each counted as 1/k.
    before: i64,
    firms: i64,
}

impl Division {
    /// The division among firms with these areas, each of disjoint stretches.
    pub fn among<'a>(areas: impl IntoIterator<Item = &'a [Span]>) -> Division {
        let mut steps: Vec<(i64, i64)> = areas
            .into_iter()
            .flatten()
            .flat_map(|span| [(span.start, 1), (span.end, -1)])
            .collect();
        steps.sort_unstable();
        let mut edges: Vec<Edge> = Vec::new();
        for (at, step) in steps {
            let last = edges.last().copied().unwrap_or(Edge {
                at,
                before: 0,
                firms: 0,
            });
            let edge = Edge {
                at,
                before: last.before_at(at),
                firms: last.firms + step,
            };
            match edges.last_mut() {
                Some(present) if present.at == at => *present = edge,
                _ => edges.push(edge),
            }
        }
        Division { edges }
    }

    /// How many people before a position are served, each counted as 1/k.
    fn before(&self, at: i64) -> i64 {
        let index = self.edges.partition_point(|edge| edge.at <= at);
        index.checked_sub(1).map_or(0, |index| self.edges[index].before_at(at))
    }

    /// What a firm of the group answers for in a stretch, by its area.
    pub fn served(&self, area: &[Span], within: Span) -> Served {
        let parts = area.iter().filter_map(|span| common(*span, within));
        Served(parts.map(|part| self.before(part.end) - self.before(part.start)).sum())
    }
}

impl Edge {
    fn before_at(self, at: i64) -> i64 {
        if self.firms == 0 {
            return self.before;
        }
        let people = i128::from(at - self.at) * i128::from(MILLI) / i128::from(self.firms);
        self.before.saturating_add(i64::try_from(people).unwrap_or(i64::MAX))
    }
}

fn common(a: Span, b: Span) -> Option<Span> {
    let both = Span {
        start: a.start.max(b.start),
        end: a.end.min(b.end),
    };
    (both.people() > 0).then_some(both)
}

/// The whole line.
pub const EVERYBODY: Span = Span {
    start: 0,
    end: i64::MAX,
};

/// The share of a firm's contents that lies in a stretch. `served` is all it answers for.
pub fn share(contents: i64, division: &Division, area: &[Span], served: Served, within: Span) -> i64 {
    let laid_before = |at: i64| {
        let before = division.served(area, Span { start: 0, end: at });
        i128::from(contents) * i128::from(before.0) / i128::from(served.0.max(1))
    };
    i64::try_from(laid_before(within.end) - laid_before(within.start)).unwrap_or(i64::MAX)
}

/// How many people of a stretch somebody serves.
pub fn people_reached(areas: &[Span], within: Span) -> i64 {
    areas
        .iter()
        .filter_map(|span| common(*span, within))
        .map(Span::people)
        .sum()
}

#[cfg(test)]
#[path = "cover_tests.rs"]
mod tests;
