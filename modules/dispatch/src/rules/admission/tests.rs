use super::*;
use proptest::prelude::*;

const SHIFT: PassSpan = (hour(6), hour(22));

const fn hour(number: i64) -> Timestamp {
    Timestamp(number * 60 * Timestamp::MINUTE_MS)
}

fn place(code: &str) -> PlaceCode {
    code.parse().expect("a code")
}

fn pass(codes: &[&str], spans: &[(i64, i64)]) -> VehiclePass {
    VehiclePass {
        ends: codes.iter().map(|code| place(code)).collect(),
        spans: spans.iter().map(|(from, until)| (hour(*from), hour(*until))).collect(),
        corridor: None,
    }
}

fn opened(of: &[(&str, &[VehiclePass])]) -> Opened {
    of.iter()
        .map(|(plate, held)| ((*plate).to_owned(), held.to_vec()))
        .collect()
}

#[test]
fn without_any_pass_nobody_is_held_back() {
    let admission = Admission::of(Opened::new(), &[place("500113001")], &place("500112"), SHIFT);
    assert_eq!(admission.areas_of("渝A00001"), None);
    assert_eq!(admission.entries(&place("500113001")), None);
    assert!(admission.admits_at("渝A00001", &place("500113001"), (hour(1), hour(2))));
}

#[test]
fn a_pass_opens_what_it_names_and_the_own_district_needs_none() {
    let day = [(0, 24)];
    let passes = opened(&[
        ("渝A00001", &[pass(&["500112", "500113"], &day)]),
        ("渝A00002", &[pass(&["500113002"], &day)]),
    ]);
    let places = ["500112001", "500113001", "500113002001", "500114001"].map(place);
    let admission = Admission::of(passes, &places, &place("500112"), SHIFT);
    let of = |plate| places.each_ref().map(|at| admission.admits(plate, at));
    assert_eq!(of("渝A00001"), [true, true, true, false]);
    assert_eq!(of("渝A00002"), [true, false, true, false]);
    assert_eq!(of("渝A00003"), [true, false, false, false], "one without a pass");
}

#[test]
fn two_vehicles_whose_passes_count_at_different_hours_are_two_ways_in() {
    let there = place("500113001");
    let passes = opened(&[
        ("渝A00001", &[pass(&["500113"], &[(0, 9)])]),
        (
            "渝A00002",
            &[pass(&["500113"], &[(12, 15)]), pass(&["500113001"], &[(15, 18)])],
        ),
        ("渝A00003", &[pass(&["500113"], &[])]),
    ]);
    let admission = Admission::of(passes, &[there], &place("500112"), SHIFT);
    let entries = admission.entries(&there).expect("a pass is needed");
    let spans: Vec<&[PassSpan]> = entries.iter().map(|entry| &entry.spans[..]).collect();
    assert_eq!(
        spans,
        [[(hour(6), hour(9))], [(hour(12), hour(18))]],
        "what follows on is one"
    );
    assert_eq!(admission.areas_of("渝A00001"), Some(vec![entries[0].area]));
    assert_eq!(admission.areas_of("渝A00002"), Some(vec![entries[1].area]));
    assert_eq!(
        admission.areas_of("渝A00003"),
        Some(Vec::new()),
        "at no hour of the day"
    );
    assert!(admission.admits("渝A00003", &there) && admission.is_named(&there));
    assert!(admission.admits_at("渝A00002", &there, (hour(14), hour(16))));
    assert!(!admission.admits_at("渝A00001", &there, (hour(8), hour(10))));
}

proptest! {
    /// However many districts and passes there are, nobody is sent where and when no pass leads; as long as areas last, everybody
    /// may go where and when one does.
    #[test]
    fn areas_say_what_passes_say(
        held in prop::collection::vec((prop::collection::btree_set(0u32..90, 1..40), 0i64..3), 1..9),
        stops in prop::collection::btree_set(0u32..90, 1..80),
    ) {
        // The whole day, until two, or from ten.
        let hours = [(0, 24), (0, 14), (10, 24)];
        let district = |number: &u32| place(&format!("5001{number:02}"));
        let passes: Opened = (0..).zip(&held)
            .map(|(number, (ends, when))| {
                let (from, until) = hours[*when as usize];
                let pass = VehiclePass {
                    ends: ends.iter().map(district).collect(),
                    spans: vec![(hour(from), hour(until))],
                    corridor: None,
                };
                (format!("渝A{number:05}"), vec![pass])
            })
            .collect();
        let places: Vec<PlaceCode> = stops.iter().map(district).collect();
        let home = district(&0);
        let admission = Admission::of(passes.clone(), &places, &home, SHIFT);
        for (plate, held) in &passes {
            let areas = admission.areas_of(plate);
            for at in &places {
                let Some(entries) = admission.entries(at) else {
                    prop_assert!(*at == home);
                    continue;
                };
                let leads = held[0].ends.contains(at);
                prop_assert_eq!(admission.admits(plate, at), leads);
                let areas = areas.as_ref().expect("somebody needs a pass");
                let mut may_now = Vec::new();
                for entry in entries {
                    prop_assert!((FIRST_AREA..=LAST_AREA).contains(&entry.area));
                    if areas.contains(&entry.area) {
                        prop_assert!(leads);
                        prop_assert_eq!(&entry.spans, &within(&held[0].spans, SHIFT));
                        may_now.push(entry.area);
                    }
                }
                let is_shared = entries.iter().any(|entry| entry.area == LAST_AREA);
                prop_assert!(!leads || !may_now.is_empty() || is_shared);
            }
        }
    }
}
