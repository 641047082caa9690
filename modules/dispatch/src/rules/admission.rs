//! Where vehicles may go by their passes. Places that the same passes open are one area of the instance.
//!
//! A vehicle needs no pass inside the district that it starts from, as gates stand between districts; a pass opens the places
//! that it names and all inside them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use tongxin_city::PlaceCode;

/// By number plate, the places that a vehicle's passes name.
pub type Opened = BTreeMap<String, Vec<PlaceCode>>;

/// Areas by number are bits of a word in the solver: 0 is what is closed, so that these are left.
const FIRST_AREA: u8 = 1;
const LAST_AREA: u8 = 63;

/// Which places lie in which area, and which vehicle may enter which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admission {
    areas: HashMap<PlaceCode, u8>,
    opened: BTreeMap<String, Vec<u8>>,
}

impl Admission {
    /// Of the places of a plan, when vehicles start from `home`'s district, itself a place. Everybody may go everywhere when no
    /// vehicle of the firm has a pass: nobody asks for passes then.
    pub fn of(opened: &Opened, places: &[PlaceCode], home: &PlaceCode) -> Admission {
        if opened.is_empty() {
            return Admission::default();
        }
        let extents: BTreeSet<&Vec<PlaceCode>> = opened.values().collect();
        let opens = |extent: &Vec<PlaceCode>, place: &PlaceCode| extent.iter().any(|end| place.is_inside(end));
        let mut numbers: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
        let mut areas = HashMap::new();
        let abroad: BTreeSet<&PlaceCode> = places.iter().filter(|place| !place.is_inside(home)).collect();
        for place in abroad {
            let opening: Vec<bool> = extents.iter().map(|extent| opens(extent, place)).collect();
            // Beyond the last number no area of its own is left: what shares one is open to those whom all of it is open to.
            let next = FIRST_AREA
                + u8::try_from(numbers.len())
                    .unwrap_or(LAST_AREA)
                    .min(LAST_AREA - FIRST_AREA);
            areas.insert(*place, *numbers.entry(opening).or_insert(next));
        }
        let may_enter = |extent: &Vec<PlaceCode>| {
            let number = extents.iter().position(|other| *other == extent);
            let mut may = BTreeSet::new();
            let mut may_not = BTreeSet::new();
            for (opening, area) in &numbers {
                let is_open = number.is_some_and(|number| opening[number]);
                if is_open { &mut may } else { &mut may_not }.insert(*area);
            }
            may.difference(&may_not).copied().collect::<Vec<u8>>()
        };
        let opened = opened.iter().map(|(plate, extent)| (plate.clone(), may_enter(extent)));
        Admission {
            opened: opened.collect(),
            areas,
        }
    }

    /// The area that a place lies in; none for one that needs no pass.
    pub fn area(&self, place: &PlaceCode) -> Option<u8> {
        self.areas.get(place).copied()
    }

    /// Whether a vehicle may go to a place.
    pub fn admits(&self, plate: &str, place: &PlaceCode) -> bool {
        let is_open = |area| self.areas_of(plate).is_none_or(|areas| areas.contains(&area));
        self.area(place).is_none_or(is_open)
    }

    /// The areas that a vehicle may enter; `None` for all of them.
    pub fn areas_of(&self, plate: &str) -> Option<Vec<u8>> {
        (!self.areas.is_empty()).then(|| self.opened.get(plate).cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(code: &str) -> PlaceCode {
        code.parse().expect("a code")
    }

    fn opened(of: &[(&str, &[&str])]) -> Opened {
        let ends = |codes: &[&str]| codes.iter().map(|code| place(code)).collect();
        of.iter()
            .map(|(plate, codes)| ((*plate).to_owned(), ends(codes)))
            .collect()
    }

    #[test]
    fn without_any_pass_nobody_is_held_back() {
        let admission = Admission::of(&Opened::new(), &[place("500113001")], &place("500112"));
        assert_eq!(admission.areas_of("渝A00001"), None);
        assert_eq!(admission.area(&place("500113001")), None);
    }

    #[test]
    fn a_pass_opens_what_it_names_and_the_own_district_needs_none() {
        let passes = opened(&[("渝A00001", &["500112", "500113"]), ("渝A00002", &["500113002"])]);
        let places = ["500112001", "500113001", "500113002001", "500114001"].map(place);
        let admission = Admission::of(&passes, &places, &place("500112"));
        let of = |plate| places.each_ref().map(|at| admission.admits(plate, at));
        assert_eq!(of("渝A00001"), [true, true, true, false]);
        assert_eq!(of("渝A00002"), [true, false, true, false]);
        assert_eq!(of("渝A00003"), [true, false, false, false], "one without a pass");
    }

    proptest! {
        /// However many districts and passes there are, nobody is sent where no pass leads; as long as areas last, everybody
        /// may go where one does.
        #[test]
        fn areas_say_what_passes_say(
            ends in prop::collection::vec(prop::collection::btree_set(0u32..90, 1..40), 1..9),
            stops in prop::collection::btree_set(0u32..90, 1..80),
        ) {
            let district = |number: &u32| place(&format!("5001{number:02}"));
            let passes: Opened = (0..).zip(&ends)
                .map(|(number, ends)| (format!("渝A{number:05}"), ends.iter().map(district).collect()))
                .collect();
            let places: Vec<PlaceCode> = stops.iter().map(district).collect();
            let home = district(&0);
            let admission = Admission::of(&passes, &places, &home);
            let areas: BTreeSet<u8> = places.iter().filter_map(|at| admission.area(at)).collect();
            prop_assert!(areas.iter().all(|area| (FIRST_AREA..=LAST_AREA).contains(area)));
            for (plate, ends) in &passes {
                for at in &places {
                    let leads = *at == home || ends.contains(at);
                    let may = admission.admits(plate, at);
                    prop_assert!(leads || !may);
                    prop_assert!(may || !leads || areas.contains(&LAST_AREA));
                }
            }
        }
    }
}
