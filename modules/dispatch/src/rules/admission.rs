//! Where vehicles may go by their passes, and when. Places that the same passes open at the same hours are one area of the
//! instance.
//!
//! A vehicle needs no pass inside the district that it starts from, as gates stand between districts; a pass opens the places
//! that it names and all inside them, at its hours. It is taken to be asked for where a stop is made: when the vehicle comes
//! through a gate, and by which road, nobody knows without a network of streets.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use tongxin_city::{PlaceCode, Timestamp};
use tongxin_pass::{PassSpan, VehiclePass};

/// By number plate, the passes of a vehicle that are good on a day.
pub type Opened = BTreeMap<String, Vec<VehiclePass>>;

/// Areas by number are bits of a word in the solver: 0 is what is closed, so that these are left.
const FIRST_AREA: u8 = 1;
const LAST_AREA: u8 = 63;

/// When those vehicles may be at a place that may enter an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The area.
    pub area: u8,
    /// When, within the shift, in order; nothing for a place where no pass leads.
    pub spans: Vec<PassSpan>,
}

/// Which places lie in which areas, and which vehicle may enter which, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admission {
    passes: Opened,
    /// Of places that nobody enters without a pass.
    entries: HashMap<PlaceCode, Vec<Entry>>,
    opened: BTreeMap<String, Vec<u8>>,
}

/// What a vehicle's passes open, whichever they are: places, and when.
type Extent = Vec<(Vec<PlaceCode>, Vec<PassSpan>)>;

impl Admission {
    /// Of the places of a plan with a shift, when vehicles start from `home`'s district, itself a place. Everybody may go
    /// everywhere when no vehicle of the firm has a pass: nobody asks for passes then.
    pub fn of(passes: Opened, places: &[PlaceCode], home: &PlaceCode, shift: PassSpan) -> Admission {
        if passes.is_empty() {
            return Admission::default();
        }
        let of_plate: BTreeMap<&String, Extent> = passes.iter().map(|(plate, held)| (plate, extent(held))).collect();
        let extents: Vec<&Extent> = of_plate.values().collect::<BTreeSet<_>>().into_iter().collect();
        let mut numbers: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
        let mut entries = HashMap::new();
        let abroad: BTreeSet<&PlaceCode> = places.iter().filter(|place| !place.is_inside(home)).collect();
        for place in abroad {
            // By when it is open: to which of the extents.
            let mut openings: BTreeMap<Vec<PassSpan>, Vec<bool>> = BTreeMap::new();
            for (number, extent) in extents.iter().enumerate() {
                let spans = within(&times_at(extent, place), shift);
                let whom = openings.entry(spans).or_insert_with(|| vec![false; extents.len()]);
                whom[number] = true;
            }
            openings.remove(&Vec::new());
            if openings.is_empty() {
                openings.insert(Vec::new(), vec![false; extents.len()]);
            }
            let mut entry = |(spans, opening): (Vec<PassSpan>, Vec<bool>)| {
                // Beyond the last number no area of its own is left: what shares one is open to those whom all of it is open to.
                let next = FIRST_AREA
                    + u8::try_from(numbers.len())
                        .unwrap_or(LAST_AREA)
                        .min(LAST_AREA - FIRST_AREA);
                Entry {
                    area: *numbers.entry(opening).or_insert(next),
                    spans,
                }
            };
            let of_place: Vec<Entry> = openings.into_iter().map(&mut entry).collect();
            entries.insert(*place, of_place);
        }
        let may_enter = |extent: &Extent| {
            let number = extents.iter().position(|other| *other == extent);
            let mut may = BTreeSet::new();
            let mut may_not = BTreeSet::new();
            for (opening, area) in &numbers {
                let is_open = number.is_some_and(|number| opening[number]);
                if is_open { &mut may } else { &mut may_not }.insert(*area);
            }
            may.difference(&may_not).copied().collect::<Vec<u8>>()
        };
        let opened = of_plate
            .iter()
            .map(|(plate, extent)| ((*plate).clone(), may_enter(extent)));
        Admission {
            opened: opened.collect(),
            entries,
            passes,
        }
    }

    /// The areas that a place lies in, each with when it may be entered; none for a place that needs no pass.
    pub fn entries(&self, place: &PlaceCode) -> Option<&[Entry]> {
        self.entries.get(place).map(Vec::as_slice)
    }

    /// Whether some vehicle's pass names a place, at whatever hour.
    pub fn is_named(&self, place: &PlaceCode) -> bool {
        self.passes.keys().any(|plate| self.names(plate, place))
    }

    /// Whether a vehicle may go to a place, at whatever hour.
    pub fn admits(&self, plate: &str, place: &PlaceCode) -> bool {
        !self.entries.contains_key(place) || self.names(plate, place)
    }

    /// Whether a vehicle may be at a place from one moment to another.
    pub fn admits_at(&self, plate: &str, place: &PlaceCode, (from, until): PassSpan) -> bool {
        let holds = |span: &PassSpan| span.0 <= from && until <= span.1;
        !self.entries.contains_key(place) || self.times(plate, place).iter().any(holds)
    }

    /// The areas that a vehicle may enter; `None` for all of them.
    pub fn areas_of(&self, plate: &str) -> Option<Vec<u8>> {
        (!self.entries.is_empty()).then(|| self.opened.get(plate).cloned().unwrap_or_default())
    }

    fn names(&self, plate: &str, place: &PlaceCode) -> bool {
        let mut held = self.passes.get(plate).into_iter().flatten();
        held.any(|pass| opens(&pass.ends, place))
    }

    /// When a vehicle's passes let it be at a place outside its own district.
    fn times(&self, plate: &str, place: &PlaceCode) -> Vec<PassSpan> {
        self.passes
            .get(plate)
            .map_or_else(Vec::new, |held| times_at(&extent(held), place))
    }
}

fn extent(held: &[VehiclePass]) -> Extent {
    held.iter()
        .map(|pass| (pass.ends.clone(), pass.spans.clone()))
        .collect()
}

fn opens(ends: &[PlaceCode], place: &PlaceCode) -> bool {
    ends.iter().any(|end| place.is_inside(end))
}

/// When a place is open by these passes: spans in order that do not touch.
fn times_at(extent: &Extent, place: &PlaceCode) -> Vec<PassSpan> {
    let of_place = extent.iter().filter(|(ends, _)| opens(ends, place));
    let mut spans: Vec<PassSpan> = of_place.flat_map(|(_, spans)| spans).copied().collect();
    spans.sort_unstable();
    let mut joined: Vec<PassSpan> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => joined.push(span),
        }
    }
    joined
}

/// The parts of spans inside another.
fn within(spans: &[PassSpan], (from, until): PassSpan) -> Vec<PassSpan> {
    let parts = spans.iter().map(|span| (span.0.max(from), span.1.min(until)));
    parts
        .filter(|(from, until): &(Timestamp, Timestamp)| from < until)
        .collect()
}

#[cfg(test)]
mod tests;
