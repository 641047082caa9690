//! Where the people of a city are, laid out in one line.
//!
//! All people stand in the order of their places' codes. A code starts with its parent's, so the people of any place
//! are one stretch of the line, and the stretches of disjoint places are disjoint. Whatever is shared out along the line
//! is therefore shared out exactly, at every level of the tree at once.

use tongxin_city::{Place, PlaceCode, PlaceTree};

/// A stretch of the line: people from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// People before it.
    pub start: i64,
    /// People up to its end.
    pub end: i64,
}

impl Span {
    /// How many people stand in it.
    pub const fn people(self) -> i64 {
        self.end - self.start
    }
}

/// Every place's stretch.
///
/// A place without a figure of its own (a compound that users added) has an empty one. Places inside a place never hold
/// more people than it does: what users typed beyond that is cut off.
#[derive(Debug, Clone, Default)]
pub struct PeopleLine {
    /// In code order.
    spans: Vec<(PlaceCode, Span)>,
}

/// A place whose insides are being laid out.
struct Open {
    code: PlaceCode,
    /// Where its next inner place starts.
    next: i64,
    end: i64,
}

impl PeopleLine {
    /// The line of a tree.
    pub fn of(tree: &PlaceTree) -> PeopleLine {
        let mut spans = Vec::with_capacity(tree.len());
        let mut path: Vec<Open> = Vec::new();
        for place in tree.iter() {
            while path.last().is_some_and(|open| !place.code.is_inside(&open.code)) {
                path.pop();
            }
            let span = span_in(path.last(), people_of(place));
            if let Some(parent) = path.last_mut() {
                parent.next = span.end;
            }
            path.push(Open {
                code: place.code,
                next: span.start,
                end: span.end,
            });
            spans.push((place.code, span));
        }
        PeopleLine { spans }
    }

    /// A place's stretch; an empty one when there is no such place.
    pub fn span(&self, code: &PlaceCode) -> Span {
        let found = self.spans.binary_search_by(|(other, _)| other.cmp(code));
        found.map_or(Span::default(), |index| self.spans[index].1)
    }

    /// Several places as disjoint stretches in order, so that nobody in nested places counts twice.
    pub fn area(&self, codes: &[PlaceCode]) -> Vec<Span> {
        let spans = codes.iter().map(|code| self.span(code));
        united(spans.filter(|span| span.people() > 0).collect())
    }
}

/// Stretches as disjoint ones in order.
pub(crate) fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut disjoint: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match disjoint.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => disjoint.push(span),
        }
    }
    disjoint
}

fn people_of(place: &Place) -> i64 {
    place.population.map_or(0, |population| i64::from(population.people))
}

fn span_in(parent: Option<&Open>, people: i64) -> Span {
    let (start, most) = parent.map_or((0, i64::MAX), |open| (open.next, open.end));
    Span {
        start,
        end: start.saturating_add(people).min(most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::{NewPlace, Population, Widths};

    fn code(text: &str) -> PlaceCode {
        text.parse().expect("a code")
    }

    fn tree(places: &[(&str, Option<u32>)]) -> PlaceTree {
        let mut tree = PlaceTree::new(Widths::CHINA);
        for (text, people) in places {
            let place = NewPlace {
                code: code(text),
                name_zh: format!("地{text}"),
                name_en: None,
                population: people.map(|people| Population {
                    people,
                    households: people / 2,
                    estimated: false,
                }),
            };
            tree.add(place).expect("added");
        }
        tree
    }

    #[test]
    fn places_inside_a_place_follow_each_other_within_it() {
        let line = PeopleLine::of(&tree(&[
            ("50", Some(100)),
            ("500112", Some(60)),
            ("500112001", Some(40)),
            ("500112002", Some(20)),
            ("500113", Some(40)),
        ]));
        assert_eq!(line.span(&code("500112")), Span { start: 0, end: 60 });
        assert_eq!(line.span(&code("500112002")), Span { start: 40, end: 60 });
        assert_eq!(line.span(&code("500113")), Span { start: 60, end: 100 });
        assert_eq!(line.span(&code("500114")).people(), 0);
    }

    #[test]
    fn a_compound_without_a_figure_is_empty_and_one_with_too_high_a_figure_is_cut() {
        let line = PeopleLine::of(&tree(&[
            ("50", Some(100)),
            ("500112", Some(100)),
            ("500112001", Some(100)),
            ("500112001001", Some(50)),
            ("500112001001001", None),
            ("500112001001002", Some(30)),
            ("500112001001003", Some(90)),
            ("500112001002", Some(50)),
        ]));
        assert_eq!(line.span(&code("500112001001001")).people(), 0);
        assert_eq!(line.span(&code("500112001001003")), Span { start: 30, end: 50 });
        assert_eq!(line.span(&code("500112001002")), Span { start: 50, end: 100 });
    }

    #[test]
    fn nested_and_neighbouring_places_of_an_area_become_one_stretch() {
        let line = PeopleLine::of(&tree(&[
            ("50", Some(100)),
            ("500112", Some(60)),
            ("500112001", Some(40)),
            ("500113", Some(40)),
        ]));
        let area = line.area(&[code("500113"), code("500112001"), code("500112")]);
        assert_eq!(area, [Span { start: 0, end: 100 }]);
        assert_eq!(line.area(&[code("500112001"), code("500113")]).len(), 2);
    }
}
