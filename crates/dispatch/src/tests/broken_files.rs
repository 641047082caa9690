//! Broken files say the line, the field and what would be right; no text makes a reader fall over.

use proptest::prelude::*;

use crate::files::{json, lilim, sol, solomon, vrplib};

const GOOD: &str = "NAME : small
TYPE : VRPTW
DIMENSION : 3
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
DEMAND_SECTION
1 0
2 4
3 5
TIME_WINDOW_SECTION
1 0 100
2 0 90
3 10 80
DEPOT_SECTION
1
-1
EOF
";

/// What is said of the good file with one thing replaced.
fn said(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from:?} is in the file");
    vrplib::read(&GOOD.replacen(from, to, 1), None)
        .expect_err("a broken file")
        .to_string()
}

#[test]
fn a_good_file_is_read() {
    let reading = vrplib::read(GOOD, None).expect("an instance");
    assert_eq!(reading.instance.stops().len(), 2);
    assert_eq!(reading.instance.leg(0, 0, 1).distance.0, 50);
}

#[test]
fn a_broken_vrplib_file_says_where() {
    assert_eq!(said("2 3 4", "2 3 x"), "line 10: y: \"x\" is not a number");
    assert_eq!(
        said("2 3 4", "2 3"),
        "line 10: y is missing; a line here reads: node, x and y"
    );
    assert_eq!(
        said("3 6 8\n", ""),
        "line 10: NODE_COORD_SECTION has 2 entries; it needs 3"
    );
    assert_eq!(
        said("3 6 8", "2 6 8"),
        "line 11: NODE_COORD_SECTION: 2 must be a number from 1 to 3, each once"
    );
    assert_eq!(
        said("DIMENSION : 3", "DIMENSION : three"),
        "line 3: DIMENSION: \"three\" is not a whole number from 0 up"
    );
    assert_eq!(
        said("DIMENSION : 3\n", ""),
        "line 22: there is no DIMENSION; the file needs it"
    );
    assert!(said("TYPE : VRPTW", "TYPE : TSP").starts_with("line 2: TYPE: \"TSP\" is not known; expected CVRP"));
    assert!(said("EUC_2D", "GEO").contains("expected EUC_2D or EXPLICIT"));
    assert!(said("CAPACITY", "CAPACITIES").starts_with("line 5: key: \"CAPACITIES\" is not known"));
    assert!(said("DEMAND_SECTION", "COLOUR_SECTION").starts_with("line 12: section: \"COLOUR_SECTION\""));
    assert_eq!(
        said("1\n-1", "4\n-1"),
        "line 21: DEPOT_SECTION: 4 must be a node from 1 to 3, each once, or -1 at the end"
    );
    assert!(said("3 10 80", "3 90 80").contains("a window from 900 to 800 ends before it begins"));
    assert!(said("2 3 4", "2 3e30 4").contains("distance"));
    assert!(said("NAME : small", "hello").contains("KEY : value"));
}

#[test]
fn a_broken_solution_says_where() {
    let reading = vrplib::read(GOOD, None).expect("an instance");
    let said = |text: &str| {
        sol::read(text, &reading.instance, &reading.form)
            .expect_err("a broken file")
            .to_string()
    };
    assert!(said("Route #1: 1 9\n").starts_with("line 1: stop: \"9\" is not known"));
    assert!(said("Route #1: 1\nTour 2\n").starts_with("line 2: line: \"Tour 2\" is not known; expected Route #n"));
    assert!(said("Route #1: 1\nRoute #2: 2\nRoute #3: 1").contains("at most 2 routes"));
}

#[test]
fn broken_text_of_other_forms_says_where() {
    assert_eq!(lilim::read("", None).expect_err("empty").line, 1);
    let half = "2 10 1\n0 0 0 0 0 99 0 0 0\n1 1 1 5 0 99 1 0 2\n2 2 2 -4 0 99 1 1 0\n";
    let trouble = lilim::read(half, None).expect_err("demands differ").to_string();
    assert_eq!(
        trouble,
        "line 3: delivery: 2 must be a task that names 1 as its other half, with the opposite demand"
    );
    assert!(
        solomon::read("name\nCUSTOMER\n", None)
            .expect_err("no vehicles")
            .to_string()
            .contains("VEHICLE")
    );
    let gap = "n\nVEHICLE\nNUMBER CAPACITY\n2 10\nCUSTOMER\n0 0 0 0 0 99 0\n2 1 1 5 0 99 1\n";
    assert!(
        solomon::read(gap, None)
            .expect_err("a number missing")
            .to_string()
            .starts_with("line 7: number: 2 must be 1")
    );
    assert_eq!(json::read("{\n\"stops\": 3\n}").expect_err("no list").line, 2);
    assert!(
        json::read("{\"travel\":[],\"stops\":[],\"vehicles\":[]}")
            .expect_err("no travel")
            .to_string()
            .contains("travel profile")
    );
    assert!(
        json::read("{\"colour\":1}")
            .expect_err("an unknown field")
            .to_string()
            .contains("colour")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_a_reader_fall_over(at in 0usize..GOOD.len(), length in 0usize..40, put in "[-0-9a-zA-Z :.#\n]{0,20}") {
        let mut text = GOOD.to_owned();
        text.replace_range(at..(at + length).min(GOOD.len()), &put);
        let _ = (vrplib::read(&text, None).is_ok(), solomon::read(&text, None).is_ok(), lilim::read(&text, None).is_ok());
        let _ = json::read(&text).is_ok();
    }
}
