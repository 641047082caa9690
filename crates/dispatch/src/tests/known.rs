//! Best known solutions cost exactly what their files state, and what is written is read again.

use std::path::{Path, PathBuf};

use crate::files::{json, lilim, sol, solomon, vrplib};
use crate::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/routes/instances")
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn instances(kind: &str, end: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder().join(kind))
        .expect("the instances are in the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == end))
        .collect();
    found.sort();
    found
}

#[test]
fn every_best_known_solution_costs_what_its_file_states() {
    let mut count = 0;
    for path in ["VRPTW", "MDVRPTW", "PCVRPTW", "HFVRP"]
        .iter()
        .flat_map(|kind| instances(kind, "vrp"))
    {
        let reading =
            vrplib::read(&text(&path), None).unwrap_or_else(|trouble| panic!("{}: {trouble}", path.display()));
        let stated =
            sol::read(&text(&path.with_extension("sol")), &reading.instance, &reading.form).expect("a solution");
        let bill =
            check(&reading.instance, &stated.plan).unwrap_or_else(|found| panic!("{}: {found:?}", path.display()));
        assert_eq!(Some(reading.form.cost(bill.total())), stated.cost, "{}", path.display());
        assert_eq!(bill.required_unserved, 0);
        count += 1;
    }
    assert_eq!(count, 19);
}

#[test]
fn a_solution_that_is_written_is_read_as_it_was() {
    let path = folder().join("HFVRP/X110-HD.vrp");
    let reading = vrplib::read(&text(&path), None).expect("an instance");
    let stated = sol::read(&text(&path.with_extension("sol")), &reading.instance, &reading.form).expect("a solution");
    let bill = check(&reading.instance, &stated.plan).expect("a plan that keeps the rules");
    let written = sol::write(&reading.instance, &reading.form, &stated.plan, &bill);
    assert_eq!(
        sol::read(&written, &reading.instance, &reading.form).expect("a solution"),
        stated
    );
}

#[test]
fn pairs_are_read_and_served() {
    let reading = lilim::read(&text(&folder().join("PDPTW/LC101.txt")), None).expect("an instance");
    assert_eq!(reading.instance.pairs().len(), reading.instance.stops().len() / 2);
    let limits = Limits {
        time: None,
        iterations: Some(300),
    };
    let plan = solve(
        &reading.instance,
        &Settings {
            limits,
            seed: 1,
            ..Settings::default()
        },
        &mut Control::default(),
    );
    let bill = check(&reading.instance, &plan).expect("a plan that keeps the rules");
    assert_eq!((bill.required_unserved, bill.vehicles), (0, 10));
}

#[test]
fn solomon_text_says_the_same_as_vrplib() {
    let path = folder().join("VRPTW/C1_10_3.vrp");
    let vrplib = vrplib::read(&text(&path), None).expect("an instance").instance;
    let mut solomon =
        String::from("C1_10_3\n\nVEHICLE\nNUMBER CAPACITY\n250 200\n\nCUSTOMER\nCUST NO. XCOORD. ...\n\n");
    for (node, point) in vrplib.draft().points.iter().enumerate() {
        let stop = node.checked_sub(1).map(|stop| &vrplib.stops()[stop]);
        let window = stop.map_or(vrplib.vehicles()[0].shift, |stop| stop.windows[0]);
        let demand = stop.map_or(0, |stop| stop.delivery[0]);
        let service = stop.map_or(0, |stop| stop.service.0);
        let [x, y] = point;
        solomon += &format!(
            "{node} {x} {y} {demand} {} {} {}\n",
            window.earliest.0 / 10,
            window.latest.0 / 10,
            service / 10
        );
    }
    let read = solomon::read(&solomon, None).expect("an instance").instance;
    assert_eq!(read.draft(), vrplib.draft());
}

#[test]
fn an_instance_is_written_as_json_and_read_as_it_was() {
    let draft = super::sample::draft(3, 12, super::sample::With::ALL);
    let instance = Instance::new(draft.clone()).expect("samples are instances");
    assert_eq!(
        json::read(&json::write_instance(&instance))
            .expect("an instance")
            .draft(),
        &draft
    );
}

#[test]
fn a_plan_is_written_for_maps_and_programs() {
    let instance = Instance::new(super::sample::draft(3, 12, super::sample::With::ALL)).expect("samples are instances");
    let plan = solve(&instance, &Settings::default(), &mut Control::default());
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    let said: serde_json::Value = serde_json::from_str(&json::write_plan(&instance, &plan, &bill)).expect("JSON");
    assert_eq!(said["routes"].as_array().map(Vec::len), Some(plan.routes.len()));
    let map: serde_json::Value = serde_json::from_str(&files::geojson::write(&instance, &plan)).expect("JSON");
    assert_eq!(map["type"], "FeatureCollection");
}
