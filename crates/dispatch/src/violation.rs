//! What can be wrong with a plan.

use thiserror::Error;

use crate::model::{Distance, Time};

/// A rule that a plan breaks. Routes and stops count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(
    missing_docs,
    reason = "the messages say what each is, and the fields are named as in them"
)]
pub enum Violation {
    #[error("route {route}: there is no vehicle type {vehicle}")]
    NoSuchVehicle { route: usize, vehicle: usize },
    #[error("route {route}: vehicle type {vehicle} has no vehicle number {number}")]
    NoSuchNumber {
        route: usize,
        vehicle: usize,
        number: usize,
    },
    #[error("route {route}: its vehicle already has another route")]
    VehicleTwice { route: usize },
    #[error("route {route}: there is no stop {stop}")]
    NoSuchStop { route: usize, stop: usize },
    #[error("stop {stop} is visited twice")]
    StopTwice { stop: usize },
    #[error("stop {stop} is neither visited nor listed as unserved")]
    StopForgotten { stop: usize },
    #[error("stop {stop} is listed as unserved, but is served, or stands in for by another of its group")]
    ServedAndListed { stop: usize },
    #[error("route {route}: stop {stop} needs a skill, or lies in an area, that the vehicle has not")]
    MayNotVisit { route: usize, stop: usize },
    #[error("route {route}: it starts at {start}, before its shift at {shift}")]
    StartsEarly { route: usize, start: Time, shift: Time },
    #[error("route {route}: it ends at {end}, after its shift at {shift}")]
    EndsLate { route: usize, end: Time, shift: Time },
    #[error("route {route}: there is no way to visit {visit}")]
    NoWay { route: usize, visit: usize },
    #[error("route {route}: visit {visit} is reached at {stated}; that is possible at {possible} at the earliest")]
    TooFast {
        route: usize,
        visit: usize,
        stated: Time,
        possible: Time,
    },
    #[error("route {route}: visit {visit} begins at {begin}, before the vehicle is there or has rested")]
    BeginsEarly { route: usize, visit: usize, begin: Time },
    #[error("route {route}: visit {visit} begins at {begin}, outside of every window of the stop")]
    OutsideWindows { route: usize, visit: usize, begin: Time },
    #[error("route {route}: visit {visit} is left at {departure}, before its service is done")]
    LeavesEarly {
        route: usize,
        visit: usize,
        departure: Time,
    },
    #[error(
        "route {route}: leaving for visit {visit} it carries {load} in dimension {dimension}; it may carry {capacity}"
    )]
    TooHeavy {
        route: usize,
        visit: usize,
        dimension: usize,
        load: i64,
        capacity: i64,
    },
    #[error("route {route}: it takes {duration}; it may take {longest}")]
    TooLong {
        route: usize,
        duration: Time,
        longest: Time,
    },
    #[error("route {route}: it goes {distance}; it may go {longest}")]
    TooFar {
        route: usize,
        distance: Distance,
        longest: Distance,
    },
    #[error("route {route}: it reloads {times} times; it may {most} times")]
    TooManyReloads { route: usize, times: usize, most: usize },
    #[error("route {route}: it needs a rest and takes none, or takes one outside of its window")]
    NoRest { route: usize },
    #[error("pair {pair}: both stops or none are on one route, the pick-up first")]
    PairBroken { pair: usize },
    #[error("pair {pair}: the ride takes {ride}; it may take {longest}")]
    RideTooLong { pair: usize, ride: Time, longest: Time },
    #[error("group {group}: more than one of its stops is visited")]
    GroupTwice { group: usize },
    #[error("vehicle type {vehicle} does not begin with the stops it is on its way to")]
    FirstStopsMoved { vehicle: usize },
}
