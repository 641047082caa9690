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
    assert!(said("NAME : small", "hello").contains("KEY : value"));
}

#[test]
fn what_makes_a_vrplib_file_no_instance_is_said_with_its_line_and_node() {
    assert_eq!(
        said("3 10 80", "3 90 80"),
        "line 19: node 3: windows has a window from 900 to 800; its latest must not be before its earliest"
    );
    assert_eq!(
        said("1 0 100", "1 0 -1"),
        "line 17: node 1: shift.latest is -10; it must lie between 0 and 1099511627775"
    );
    assert!(said("2 4\n", "2 -4\n").starts_with("line 14: node 2: delivery is -4; it must lie between 0 and"));
    assert!(said("SERVICE_TIME : 5", "SERVICE_TIME : -5").starts_with("line 6: node 2: service is -50;"));
    let services = "SERVICE_TIME_SECTION\n3 7\n2 -1\n1 0\nDEPOT_SECTION";
    assert!(said("DEPOT_SECTION", services).starts_with("line 22: node 2: service is -10;"));
    assert!(said("CAPACITY : 10", "CAPACITY : -10").starts_with("line 5: vehicle 1: capacity is -10;"));
    let capacities = "CAPACITY_SECTION\n2 -7\n1 5\nDEPOT_SECTION";
    let two = GOOD.replace("CAPACITY : 10\n", "").replace("DEPOT_SECTION", capacities);
    let trouble = vrplib::read(&two, None).expect_err("a broken file").to_string();
    assert!(trouble.starts_with("line 20: vehicle 2: capacity is -7;"), "{trouble}");
    assert_eq!(
        said("2 3 4", "2 3e30 4"),
        "line 10: the distance from node 1 to node 2: 9223372036854775807 must be from 0 to 4294967294 after rounding"
    );
    let most = said("VEHICLES : 2", "VEHICLES : 1048576");
    assert!(most.starts_with("line 4: the time of a plan could reach"), "{most}");
}

#[test]
fn what_is_wrong_with_a_matrix_or_a_depot_is_said_with_its_line() {
    let matrix = GOOD.replace("EUC_2D", "EXPLICIT").replace(
        "DEMAND_SECTION",
        "EDGE_WEIGHT_SECTION\n0 1 2\n1 0 -2\n2 1 0\nDEMAND_SECTION",
    );
    assert_eq!(
        vrplib::read(&matrix, None).expect_err("a broken file").to_string(),
        "line 14: the distance from node 2 to node 3: -20 must be from 0 to 4294967294 after rounding"
    );
    let homes = "VEHICLES_DEPOT_SECTION\n1 1\n2 3\nDEPOT_SECTION";
    assert_eq!(
        said("DEPOT_SECTION", homes),
        "line 22: VEHICLES_DEPOT_SECTION: 3 must be a node of DEPOT_SECTION"
    );
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

#[test]
fn what_makes_other_forms_no_instance_is_said_with_its_line_and_node() {
    let solomon = |from: &str, to: &str| {
        let good = "n\nVEHICLE\nNUMBER CAPACITY\n2 10\nCUSTOMER\n\n0 0 0 0 0 99 0\n1 1 1 5 0 99 1\n2 2 2 5 0 99 1\n";
        assert!(solomon::read(good, None).is_ok() && good.contains(from));
        solomon::read(&good.replacen(from, to, 1), None)
            .expect_err("a broken file")
            .to_string()
    };
    assert!(solomon("1 1 1 5 0", "1 1 1 -5 0").starts_with("line 8: node 1: delivery is -5; it must lie between"));
    assert!(solomon("1 1 1 5 0 99", "1 1 1 5 9 8").starts_with("line 8: node 1: windows has a window from 90 to 80;"));
    assert!(solomon("0 0 0 0 0 99", "0 0 0 0 9 8").starts_with("line 7: node 0: shift has a window from 90 to 80;"));
    assert!(solomon("2 10", "2 -10").starts_with("line 4: vehicles: capacity is -10; it must lie between"));
    assert_eq!(
        solomon("2 2 2", "2 2e30 2"),
        "line 9: the distance from another line's point: 9223372036854775807 must be from 0 to 4294967294 after rounding"
    );
    let lilim = |from: &str, to: &str| {
        let good = "2 10 1\n0 0 0 0 0 99 0 0 0\n1 1 1 5 0 99 1 0 2\n2 2 2 -5 0 99 1 1 0\n";
        assert!(lilim::read(good, None).is_ok() && good.contains(from));
        lilim::read(&good.replacen(from, to, 1), None)
            .expect_err("a broken file")
            .to_string()
    };
    assert!(lilim("1 1 1 5 0 99 1", "1 1 1 5 0 99 -1").starts_with("line 3: task 1: service is -10000; it must lie"));
    assert!(lilim("2 2 2 -5 0 99", "2 2 2 -5 100 99").starts_with("line 4: task 2: windows has a window from"));
    assert!(lilim("0 0 0 0 0 99", "0 0 0 0 0 -99").starts_with("line 2: task 0: shift.latest is -990000;"));
    assert!(lilim("2 10 1", "2 -10 1").starts_with("line 1: vehicles: capacity is -10;"));
    let chain = "2 10 1\n0 0 0 0 0 99 0 0 0\n1 1 1 0 0 99 1 0 2\n2 2 2 0 0 99 1 1 3\n3 3 3 0 0 99 1 2 0\n";
    let trouble = lilim::read(chain, None).expect_err("a task in two pairs").to_string();
    assert!(
        trouble.starts_with("line 4: task 2: pickup names stop \"2\" a second time;"),
        "{trouble}"
    );
}

/// Two stops, a pair and a van, a line for each field that is broken below.
const FORM: &str = r#"{
  "travel": [{ "straight": {
    "positions": [[0, 0], [10, 0], [20, 0]], "road_per_thousand": 1000, "time_per_thousand": 1000
  } }],
  "stops": [
    { "id": "a", "location": 1,
      "service": 5,
      "windows": [{ "earliest": 0, "latest": 90 }] },
    { "id": "b",
      "location": 2 },
    { "id": "in", "location": 1, "pickup": [1] },
    { "id": "out", "location": 2 }
  ],
  "pairs": [
    { "pickup": 2,
      "delivery": 3 }
  ],
  "vehicles": [
    { "id": "van", "start": 0,
      "shift": {
        "earliest": 0,
        "latest": 99
      },
      "skills": [3]
    }
  ]
}"#;

/// What is said of the good JSON with one thing replaced.
fn told(from: &str, to: &str) -> String {
    assert!(FORM.contains(from), "{from:?} is in the file");
    json::read(&FORM.replacen(from, to, 1))
        .expect_err("a broken file")
        .to_string()
}

#[test]
fn broken_json_says_the_line_the_field_and_what_would_be_right() {
    json::read(FORM).expect("an instance");
    assert_eq!(
        told("\"service\": 5", "\"service\": -5"),
        "line 7: stop \"a\": service is -5; it must lie between 0 and 1099511627775"
    );
    assert_eq!(
        told("\"earliest\": 0, \"latest\": 90", "\"earliest\": 91, \"latest\": 90"),
        "line 8: stop \"a\": windows has a window from 91 to 90; its latest must not be before its earliest"
    );
    assert_eq!(
        told("\"id\": \"b\"", "\"id\": \"a\""),
        "line 9: stop \"a\": its id is there twice; an id belongs to one only"
    );
    assert_eq!(
        told("\"location\": 2", "\"location\": 7"),
        "line 10: stop \"b\": location is 7; there are only 3, counted from 0"
    );
    assert_eq!(
        told(
            "\"location\": 2 }",
            "\"location\": 2, \"delivery\": [1], \"published\":\n{ \"vehicle\": 1, \"price_of_change\": 0 } }"
        ),
        "line 11: stop \"b\": published.vehicle is 1; there are only 1, counted from 0"
    );
    assert_eq!(
        told(
            "\"id\": \"out\", \"location\": 2",
            "\"id\": \"out\", \"location\": 2, \"penalty\": 9"
        ),
        "line 12: stop \"out\": it is in a pair or group and has a penalty; that belongs to the pair or group"
    );
    assert_eq!(
        told("\"delivery\": 3", "\"delivery\": 3 }, { \"pickup\": 0, \"delivery\": 3"),
        "line 16: pair 1: delivery names stop \"out\" a second time; a stop is in one pair or group at most, and there once"
    );
    assert_eq!(
        told("\"latest\": 99", "\"latest\": -99"),
        "line 22: vehicle \"van\": shift.latest is -99; it must lie between 0 and 1099511627775"
    );
    assert_eq!(
        told("\"skills\": [3]", "\"skills\": [64]"),
        "line 24: vehicle \"van\": skills is 64; there are only 64, counted from 0"
    );
    assert!(
        told(
            "[{ \"straight\": {",
            "[{ \"table\": { \"size\": 2, \"distances\": [1] } }, { \"straight\": {"
        )
        .starts_with("line 2: travel profile 0: distances has 1 entries; 2 locations need 4")
    );
    assert_eq!(
        told("\"service\": 5", "\"service\": \"5\""),
        "line 7: stops[0].service: invalid type: string \"5\", expected i64 at line 7 column 20"
    );
    let priority = "line 7: stops[0].priority: a priority of 6; it must lie between 1 and 5";
    assert!(told("\"service\": 5", "\"priority\": 6").starts_with(priority));
    let optional =
        "line 7: stop \"a\": it has a penalty and a priority; a priority is for what is required, which has no penalty";
    assert_eq!(told("\"service\": 5", "\"penalty\": 5, \"priority\": 2"), optional);
    assert!(
        told("\"service\": 5", "\"serivce\": 5")
            .starts_with("line 7: stops[0].serivce: unknown field `serivce`, expected one of `id`")
    );
    assert!(told("\"pickup\": 2,", "").starts_with("line 16: pairs[0]: missing field `pickup`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_makes_a_reader_fall_over(at in 0usize..GOOD.len(), length in 0usize..40, put in "[-0-9a-zA-Z :.#\n]{0,20}") {
        let mut text = GOOD.to_owned();
        text.replace_range(at..(at + length).min(GOOD.len()), &put);
        let lines = 1..=text.lines().count().max(1);
        let troubles = [
            vrplib::read(&text, None).err(),
            solomon::read(&text, None).err(),
            lilim::read(&text, None).err(),
            json::read(&text).err(),
        ];
        prop_assert!(troubles.iter().flatten().all(|trouble| lines.contains(&trouble.line)));
        let mut text = FORM.to_owned();
        let at = at.min(FORM.len());
        text.replace_range(at..(at + length).min(FORM.len()), &put);
        let trouble = json::read(&text).err();
        prop_assert!(trouble.is_none_or(|trouble| (1..=text.lines().count().max(1)).contains(&trouble.line)));
    }
}
