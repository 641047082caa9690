//! May a holder pass this gate in this direction?
//!
//! A gate is that of a place; to enter it, the way must lead into the place from outside, and to leave it, out of it.
//! *Touching* is being inside, either way round: a pass to a compound opens the gates of the compound's buildings and
//! those of the community and district around it, as there is no other way to get there. Inside is a prefix test.

use crate::pass::{AreaCode, End, Scope, Ways};
use crate::situation::{Direction, Situation};

/// What the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceAnswer {
    Allowed,
    /// The other direction would be.
    OtherDirection,
    Elsewhere,
}

pub(crate) fn place_rule(scope: &Scope, gate: &Situation<'_>) -> PlaceAnswer {
    let is_on_corridor = scope.corridor.is_some() && scope.corridor.as_deref() == gate.corridor;
    if is_on_corridor || is_allowed(scope, gate, gate.direction) {
        PlaceAnswer::Allowed
    } else if is_allowed(scope, gate, gate.direction.back()) {
        PlaceAnswer::OtherDirection
    } else {
        PlaceAnswer::Elsewhere
    }
}

fn is_allowed(scope: &Scope, gate: &Situation<'_>, direction: Direction) -> bool {
    let Scope { from, to, .. } = scope;
    leads(from, to, gate, direction) || scope.ways == Ways::Both && leads(to, from, gate, direction)
}

/// Whether a way from some of `from` to some of `to` goes through the gate in that direction. No ends are anywhere.
fn leads(from: &[End], to: &[End], gate: &Situation<'_>, direction: Direction) -> bool {
    let (inner, outer) = match direction {
        Direction::Enter => (to, from),
        Direction::Leave => (from, to),
    };
    let touches = inner.is_empty() || inner.iter().any(|end| touches(end, gate));
    let has_outside = outer.is_empty() || outer.iter().any(|end| !is_inside(end, gate));
    touches && has_outside
}

fn touches(end: &End, gate: &Situation<'_>) -> bool {
    let is_around = match end {
        End::Place(place) => gate.place.is_inside(place),
        End::Area(area) => holds(gate.areas_around, area),
    };
    is_around || is_inside(end, gate)
}

/// Whether the end is the gate's place or lies wholly inside it.
fn is_inside(end: &End, gate: &Situation<'_>) -> bool {
    match end {
        End::Place(place) => place.is_inside(&gate.place),
        End::Area(area) => holds(gate.areas_within, area),
    }
}

fn holds(areas: &[AreaCode], area: &AreaCode) -> bool {
    areas.contains(area)
}
