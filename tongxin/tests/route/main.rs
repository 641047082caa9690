//! `tongxin route` and `tongxin route check` as they are typed: what they write, what they say, how they end.
#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Two customers north and east of a depot: one van takes both, in either direction, in 30 + 40 + 50.
const FILE: &str = "NAME : small
TYPE : CVRP
DIMENSION : 3
VEHICLES : 2
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 30 0
3 0 40
DEMAND_SECTION
1 0
2 4
3 5
DEPOT_SECTION
1
-1
EOF
";

/// The same two stops, and one that is not worth its way.
const FORM: &str = r#"{
  "travel": [{ "straight": {
    "positions": [[0, 0], [30, 0], [0, 40], [0, 900]], "road_per_thousand": 1000, "time_per_thousand": 1000
  } }],
  "points": [[106.5, 29.5], [106.53, 29.5], [106.5, 29.54], [106.5, 30.4]],
  "stops": [
    { "id": "east", "location": 1, "delivery": [4] },
    { "id": "north", "location": 2, "delivery": [5] },
    { "id": "far", "location": 3, "penalty": 7 }
  ],
  "vehicles": [{ "id": "van", "start": 0, "end": 0, "capacity": [10] }]
}"#;

/// The first file's customers in Solomon's form.
const SOLOMON: &str = "small
VEHICLE
NUMBER CAPACITY
2 10
CUSTOMER
CUST NO. XCOORD. YCOORD. DEMAND READY DUE SERVICE
0 0 0 0 0 999 0
1 30 0 4 0 999 0
2 0 40 5 0 999 0
";

/// One goes to the other, in Li and Lim's form.
const LILIM: &str = "1 10 1
0 0 0 0 0 999 0 0 0
1 30 0 4 0 999 0 0 2
2 0 40 -4 0 999 0 1 0
";

/// A folder with the two files.
struct Desk {
    folder: TempDir,
}

/// How a command ended, and what it said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Said {
        Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk {
            folder: tempfile::tempdir().unwrap(),
        };
        desk.write("small.vrp", FILE);
        desk.write("small.json", FORM);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// `tongxin route …`, in the folder.
    fn route(&self, args: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tongxin"));
        Said::of(
            command
                .current_dir(&self.folder)
                .arg("route")
                .args(args)
                .output()
                .unwrap(),
        )
    }

    /// `tongxin route FILE --seconds 1 --out NAME`, which goes well.
    fn solve(&self, file: &str, out: &str) -> Said {
        let said = self.route(&[file, "--seconds", "1", "--out", out]);
        assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
        said
    }
}

#[test]
fn a_solution_is_written_and_judged_right() {
    let desk = Desk::new();
    let said = desk.solve("small.vrp", "small.sol");
    let report = "cost 120  vehicles 1  stops 2  left out 0 (of these required: 0)\n";
    assert_eq!(said.err, report);
    let solution = desk.read("small.sol");
    assert!(
        solution.starts_with("Route #1: 1 2\n") || solution.starts_with("Route #1: 2 1\n"),
        "{solution}"
    );
    assert!(solution.contains("Cost: 120"), "{solution}");
    let judged = desk.route(&["check", "small.vrp", "small.sol"]);
    assert_eq!(
        (judged.code, judged.out.as_str(), judged.err.as_str()),
        (Some(0), "", report)
    );
}

#[test]
fn a_text_file_is_solomon_s_or_li_and_lim_s_by_what_stands_in_it() {
    let desk = Desk::new();
    desk.write("solomon.txt", SOLOMON);
    let said = desk.solve("solomon.txt", "solomon.sol");
    assert!(
        said.err.starts_with("cost 120.0  vehicles 1  stops 2  left out 0"),
        "{}",
        said.err
    );
    assert_eq!(desk.route(&["check", "solomon.txt", "solomon.sol"]).code, Some(0));

    desk.write("lilim.txt", LILIM);
    let said = desk.solve("lilim.txt", "lilim.sol");
    assert!(said.err.contains("vehicles 1  stops 2  left out 0"), "{}", said.err);
    assert!(
        desk.read("lilim.sol").starts_with("Route #1: 1 2\n"),
        "the pick-up first"
    );
    assert_eq!(desk.route(&["check", "lilim.txt", "lilim.sol"]).code, Some(0));

    desk.write("broken.txt", &SOLOMON.replace("1 30 0 4", "1 30 0 -4"));
    let said = desk.route(&["broken.txt"]);
    let right = "line 8: node 1: delivery is -4; it must lie between 0 and";
    assert!(said.code == Some(1) && said.err.contains(right), "{}", said.err);
}

#[test]
fn a_seed_and_threads_repeat_their_answer() {
    let desk = Desk::new();
    let stops: String = (1..60)
        .map(|stop| format!("{stop} {} {} 1 0 9999 1\n", stop * 37 % 101, stop * 53 % 97))
        .collect();
    let many = SOLOMON.replace("\n2 10\n", "\n20 10\n");
    desk.write(
        "many.txt",
        &many.replace("1 30 0 4 0 999 0\n2 0 40 5 0 999 0\n", &stops),
    );
    let answer = |seed: &str, threads: &str| {
        let options = ["--iterations", "300", "--seed", seed, "--threads", threads];
        let said = desk.route(&[&["many.txt"], &options[..]].concat());
        assert_eq!(said.code, Some(0), "{}", said.err);
        said.out
    };
    for threads in ["1", "2"] {
        assert_eq!(answer("7", threads), answer("7", threads), "{threads}");
    }
    assert_ne!(answer("7", "1"), answer("8", "1"));
    let said = desk.route(&["many.txt", "--threads", "0"]);
    assert!(
        said.code == Some(2) && said.err.contains("threads from 1 to 256"),
        "{}",
        said.err
    );
}

#[test]
fn an_answer_with_any_ids_is_judged_in_either_form() {
    let desk = Desk::new();
    desk.write("odd.json", &FORM.replace("\"east\"", "\"east side\""));
    for answer in ["odd.sol", "plan.json"] {
        desk.solve("odd.json", answer);
        let judged = desk.route(&["check", "odd.json", answer]);
        assert_eq!((judged.code, judged.out.as_str()), (Some(0), ""), "{}", judged.err);
        assert!(
            judged.err.starts_with("cost 127  vehicles 1  stops 3  left out 1"),
            "{}",
            judged.err
        );
    }
    assert!(
        desk.read("odd.sol")
            .starts_with("# stops by number: 1 is the instance's first\nRoute #1: ")
    );
    desk.write("cheap.json", &desk.read("plan.json").replacen("127", "126", 1));
    let judged = desk.route(&["check", "odd.json", "cheap.json"]);
    let right = "the file says that it costs 126; it costs 127";
    assert!(judged.code == Some(1) && judged.err.contains(right), "{}", judged.err);
    desk.write(
        "other.json",
        &desk.read("plan.json").replacen("east side", "west side", 1),
    );
    let judged = desk.route(&["check", "odd.json", "other.json"]);
    assert!(
        judged.code == Some(1) && judged.err.contains("stop: \"west side\" is not known"),
        "{}",
        judged.err
    );
}

#[test]
fn without_a_file_the_solution_is_printed() {
    let said = Desk::new().route(&["small.vrp", "--iterations", "50", "--seconds", "1"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with("Route #1: "), "{}", said.out);
}

#[test]
fn json_says_who_is_where_when_and_what_is_left_out() {
    let desk = Desk::new();
    let said = desk.solve("small.json", "plan.json");
    assert_eq!(
        said.err,
        "cost 127  vehicles 1  stops 3  left out 1 (of these required: 0)\n       \
         1  leaving it out costs less than serving it\n"
    );
    let plan = desk.json("plan.json");
    assert_eq!((&plan["cost"], &plan["bill"]["penalties"]), (&127.into(), &7.into()));
    assert_eq!(plan["unserved"][0]["stop"], "far");
    assert_eq!(plan["unserved"][0]["why"], "not_worth_it");
    let visits = plan["routes"][0]["visits"].as_array().unwrap();
    let mut stops: Vec<&str> = visits.iter().map(|visit| visit["stop"].as_str().unwrap()).collect();
    stops.sort_unstable();
    assert_eq!(stops, ["east", "north"]);
    assert!(visits[0]["arrival"].as_i64().unwrap() >= 30);
}

#[test]
fn geojson_has_a_line_for_each_route_and_a_point_for_each_stop() {
    let desk = Desk::new();
    desk.solve("small.json", "plan.geojson");
    let map = desk.json("plan.geojson");
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap();
    let of = |kind: &str| {
        features
            .iter()
            .filter(|feature| feature["geometry"]["type"] == kind)
            .collect::<Vec<_>>()
    };
    let [line] = of("LineString")[..] else {
        panic!("one route, one line: {map}")
    };
    let way = line["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!(
        (way.len(), &way[0], &way[3]),
        (4, &serde_json::json!([106.5, 29.5]), &way[0])
    );
    assert_eq!(of("Point").len(), 3);
}

#[test]
fn a_broken_file_says_the_line_the_field_and_what_would_be_right() {
    let desk = Desk::new();
    desk.write("broken.vrp", &FILE.replace("2 30 0", "2 thirty 0"));
    let said = desk.route(&["broken.vrp", "--seconds", "1", "--out", "broken.sol"]);
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("broken.vrp"), "{}", said.err);
    assert!(
        said.err.contains("line 9: x: \"thirty\" is not a number"),
        "{}",
        said.err
    );
    assert!(!desk.path("broken.sol").exists());

    desk.write("broken.json", &FORM.replace("\"location\": 2", "\"location\": 9"));
    let said = desk.route(&["broken.json", "--seconds", "1"]);
    assert_eq!(said.code, Some(1));
    let right = "line 8: stop \"north\": location is 9; there are only 4, counted from 0";
    assert!(said.err.contains(right), "{}", said.err);

    let said = desk.route(&["nowhere.vrp"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("nowhere.vrp"), "{}", said.err);
}

#[test]
fn a_wrong_solution_is_refused_with_the_rule_that_it_breaks() {
    let desk = Desk::new();
    let wrong = [
        (
            "Route #1: 1\nCost 60\n",
            "the solution leaves out 1 of the required stops",
        ),
        ("Route #1: 1 2 1\nCost 120\n", "stop 0 is visited twice"),
        (
            "Route #1: 1 2\nCost 119\n",
            "the file says that it costs 119; it costs 120",
        ),
        ("Route #1: 1 7\n", "line 1: stop: \"7\" is not known"),
    ];
    for (solution, right) in wrong {
        desk.write("wrong.sol", solution);
        let said = desk.route(&["check", "small.vrp", "wrong.sol"]);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{solution}");
        assert!(said.err.contains(right), "{solution} {}", said.err);
    }
    desk.write("heavy.vrp", &FILE.replace("CAPACITY : 10", "CAPACITY : 8"));
    desk.write("heavy.sol", "Route #1: 1 2\nCost 120\n");
    let said = desk.route(&["check", "heavy.vrp", "heavy.sol"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("it carries 9 in dimension 0; it may carry 8"),
        "{}",
        said.err
    );
}

/// Whoever looks at a terminal sees how the search goes; `script` gives it one.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_told_how_the_search_goes() {
    let desk = Desk::new();
    let line = format!(
        "{} route small.vrp --seconds 1 --out small.sol",
        env!("CARGO_BIN_EXE_tongxin")
    );
    let mut script = Command::new("script");
    script
        .current_dir(&desk.folder)
        .args(["-qec", line.as_str(), "/dev/null"]);
    let said = Said::of(script.output().unwrap());
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    assert!(said.out.contains("\r   0."), "{}", said.out);
    assert!(
        said.out.contains(" s  cost 120  unserved 0  iterations "),
        "{}",
        said.out
    );
}
