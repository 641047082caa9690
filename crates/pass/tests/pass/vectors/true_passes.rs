//! True passes of each kind, in situations for each verdict that a true pass can have.

use tongxin_pass_format::Pass;
use tongxin_pass_format::pass::{AreaCode, Days, End, Hours};

use super::Held;
use super::cases::{case, gate_at, usual};
use super::form::{Case, Gate};
use crate::world::*;

pub fn true_passes(held: &Held) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: &str, pass: &Pass, gate: Gate, right: &str| {
        cases.push(case(held, name, "signer", issued(pass), gate, right));
    };
    for pass in one_of_each() {
        let place = match pass.kind.key() {
            "rider" => "500112003",
            "medical" | "key_goods" | "truck_driver" => "500112",
            "project_worker" => "500112003",
            _ => "500112001005003",
        };
        let direction = if place.len() == 15 { "leave" } else { "enter" };
        let gate = gate_at(place, direction, "2022-11-24T10:00:00+08:00");
        add(&format!("kind {}", pass.kind.key()), &pass, gate, "valid");
    }
    let elsewhere = |change: fn(&mut Gate)| {
        let mut gate = usual();
        change(&mut gate);
        gate
    };
    let day = Pass {
        days: Days::WORKDAYS,
        hours: Hours::new(22 * 60, 6 * 60).unwrap(),
        ..truck()
    };
    let area = Pass {
        scope: tongxin_pass_format::pass::Scope {
            to: vec![End::Area(AreaCode::new("两江新区").unwrap())],
            ..truck().scope
        },
        ..truck()
    };
    let revoked = Pass {
        number: number(REVOKED),
        ..truck()
    };
    let beyond = Pass {
        number: number(80_000),
        ..truck()
    };
    add(
        "the first second",
        &truck(),
        elsewhere(|gate| gate.at = "2022-11-24T00:00:00Z".to_owned()),
        "valid",
    );
    let early = gate_at("500112", "enter", "2022-11-23T23:57:59+08:00");
    add("two minutes and a second early", &truck(), early, "not_yet");
    let late = gate_at("500112", "enter", "2022-11-27T00:02:00+08:00");
    add("two minutes late", &truck(), late, "expired");
    add(
        "another district",
        &truck(),
        elsewhere(|gate| gate.place = "500106".to_owned()),
        "not_this_place",
    );
    add(
        "digits that begin alike",
        &truck(),
        elsewhere(|gate| gate.place = "5001".to_owned()),
        "not_this_place",
    );
    add(
        "on the corridor",
        &truck(),
        elsewhere(|gate| {
            gate.place = "500106".to_owned();
            gate.corridor = Some("G75".to_owned());
        }),
        "valid",
    );
    add(
        "the wrong way",
        &truck(),
        elsewhere(|gate| gate.direction = "leave".to_owned()),
        "not_this_direction",
    );
    add(
        "an area around the gate",
        &area,
        elsewhere(|gate| gate.areas_around = vec!["两江新区".to_owned()]),
        "valid",
    );
    add("an area elsewhere", &area, usual(), "not_this_place");
    add("outside the hours", &day, usual(), "not_this_hour");
    add(
        "past midnight",
        &day,
        gate_at("500112", "enter", "2022-11-25T03:00:00+08:00"),
        "valid",
    );
    let weekend = Pass {
        days: Days::from_bits(0b110_0000).unwrap(),
        ..truck()
    };
    add("another day", &weekend, usual(), "not_this_day");
    add("revoked", &revoked, usual(), "revoked");
    add("beyond the list", &beyond, usual(), "list_too_old");
    add(
        "an old list",
        &truck(),
        gate_at("500112", "enter", "2022-11-25T10:00:00+08:00"),
        "list_too_old",
    );
    add(
        "a slow clock",
        &truck(),
        gate_at("500112", "enter", "2022-11-24T07:00:00+08:00"),
        "clock_unsure",
    );
    add(
        "an uncertain clock",
        &day,
        elsewhere(|gate| {
            gate.at = "2022-11-24T14:00:00Z".to_owned();
            gate.clock_uncertainty_seconds = 3_600;
        }),
        "clock_unsure",
    );
    cases
}
