//! Nothing is served about which nothing was decided, and no way into a route but the ones decided.

use crate::World;
use crate::kinds::parts_of;
use crate::report::{Fault, fail_on};
use crate::rights::said;
use crate::system::System;
use crate::system::client::{Visitor, send};
use crate::walk::is_api;
use http::Method;
use std::collections::BTreeSet;
use tongxin_account::Decided;

/// What is served outside the guard, to anybody: the API's description and the files of pages.
const OUTSIDE: [&str; 3] = ["/api/v1/openapi.json", "/api/v1/docs", "/static/{*path}"];

/// How axum names its own way to "nothing here".
const FALLBACK: &str = "__private__axum_fallback";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_of_the_router_was_decided() {
    let system = System::sqlite().await;
    let decided: BTreeSet<&str> = system.app.decided.iter().map(|route| &*route.path).collect();
    let served = paths_of(&format!("{:?}", system.app.router));
    let unknown: Vec<&String> = served
        .iter()
        .filter(|path| !decided.contains(&***path) && !OUTSIDE.contains(&&***path))
        .collect();
    assert_eq!(unknown, [] as [&String; 0], "served, but nobody decided to whom");
    // Else the paths were not read at all.
    let unseen: Vec<&&str> = decided.iter().filter(|path| !served.contains(**path)).collect();
    assert_eq!(unseen, [] as [&&str; 0], "decided, but not found in the router");
}

/// The paths in a router's debug output; it gives them in no other way.
fn paths_of(shown: &str) -> BTreeSet<String> {
    let paths = shown.split("paths: {").skip(1);
    let listed = paths.filter_map(|rest| rest.split_once("}, ").or_else(|| rest.split_once("} ")));
    listed
        .flat_map(|(list, _)| list.split('"').skip(1).step_by(2))
        .filter(|path| !path.contains(FALLBACK))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_part_of_every_address_is_known() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let routes = runtime.block_on(async { System::sqlite().await.app.decided.clone() });
    let unknown: BTreeSet<String> = routes.iter().filter_map(|route| parts_of(&route.path).err()).collect();
    assert_eq!(unknown, BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_method_that_was_not_decided_is_refused_to_everybody() {
    let world = World::build().await;
    let system = world.ground.copy().await;
    let methods = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
    ];
    let paths: BTreeSet<&str> = world.routes.iter().map(|route| &*route.path).collect();
    let mut faults = Vec::new();
    for walker in &world.walkers {
        let program = Visitor::program(&system.address, walker.token.as_deref());
        for path in &paths {
            let decided: Vec<&Method> = methods_of(&world.routes, path);
            for method in methods.iter().filter(|method| !decided.contains(method)) {
                let address = path.replace(['{', '}'], "");
                let answer = send(program.request(method.clone(), &address)).await;
                if answer.status != 405 {
                    faults.push(Fault {
                        holder: walker.name(),
                        request: format!("{method} {path}"),
                        should: "405".into(),
                        was: said(&answer),
                    });
                }
            }
        }
    }
    fail_on(faults);
}

fn methods_of<'w>(routes: &'w [Decided], path: &str) -> Vec<&'w Method> {
    routes
        .iter()
        .filter(|route| route.path == path)
        .map(|route| &route.method)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_for_programs_is_described_and_every_described_one_decided() {
    let system = System::sqlite().await;
    let document = Visitor::program(&system.address, None)
        .get("/api/v1/openapi.json")
        .await
        .json();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys();
        described.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let decided: BTreeSet<String> = system
        .app
        .decided
        .iter()
        .filter(|route| is_api(route))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(described, decided);
}
