//! Times for an order of visits.

use crate::model::{Instance, RestTaken, Route, Time, Visit};
use crate::timing::{Call, Timetable};

/// The route of a vehicle that goes to stops in this order (none for a reload): it ends as early as it can and starts as late
/// as it may for that. An order that can't be kept gets the times of a vehicle that hurries and is late, so that
/// [`check`](crate::check) can say where.
pub fn route_of(instance: &Instance, vehicle: usize, stops: &[Option<usize>]) -> Route {
    schedule(instance, vehicle, &first_windows(instance, vehicle, stops))
}

/// The route of a vehicle with the windows chosen.
pub(crate) fn schedule(instance: &Instance, vehicle: usize, calls: &[Call]) -> Route {
    let mut timetable = Timetable::default();
    let Some(timing) = timetable.time(instance, vehicle, calls) else {
        return hurried(instance, vehicle, calls);
    };
    let times = timetable.call_begins.iter().zip(&timetable.call_arrivals);
    let visit = |(call, (&begin, &arrival)): (&Call, (&i64, &i64))| Visit {
        stop: call.stop,
        arrival: Time(arrival),
        begin: Time(begin),
        departure: Time(begin + service(instance, vehicle, *call)),
    };
    Route {
        vehicle,
        number: 0,
        start: Time(timing.start),
        visits: calls.iter().zip(times).map(visit).collect(),
        rest: timing.rest.map(|(before, begin)| RestTaken {
            before: before.checked_sub(1),
            begin: Time(begin),
        }),
        end: Time(timing.end),
    }
}

fn service(instance: &Instance, vehicle: usize, call: Call) -> i64 {
    match call.stop {
        Some(stop) => instance.stops()[stop].service.0,
        None => instance.vehicles()[vehicle]
            .reload
            .map_or(0, |reload| reload.duration.0),
    }
}

fn location(instance: &Instance, vehicle: usize, call: Call) -> usize {
    let kind = &instance.vehicles()[vehicle];
    match call.stop {
        Some(stop) => instance.stops()[stop].location,
        None => kind.reload.map_or(kind.start, |reload| reload.location),
    }
}

/// Each stop in the first of its windows that is still open, if the vehicle hurries.
pub(crate) fn first_windows(instance: &Instance, vehicle: usize, stops: &[Option<usize>]) -> Vec<Call> {
    let kind = &instance.vehicles()[vehicle];
    let (mut at, mut now) = (kind.start, kind.shift.earliest.0);
    let mut calls = Vec::with_capacity(stops.len());
    for &stop in stops {
        let mut call = Call { stop, window: 0 };
        let location = location(instance, vehicle, call);
        now += instance.leg(vehicle, at, location).duration.0;
        if let Some(stop) = stop {
            let windows = &instance.stops()[stop].windows;
            let open = windows.iter().enumerate().filter(|(_, window)| window.latest.0 >= now);
            if let Some((window, open)) = open.min_by_key(|(_, window)| window.earliest) {
                call.window = window;
                now = now.max(open.earliest.0);
            }
        }
        now += service(instance, vehicle, call);
        at = location;
        calls.push(call);
    }
    calls
}

/// Nobody waits for a window to close, and nobody rests.
fn hurried(instance: &Instance, vehicle: usize, calls: &[Call]) -> Route {
    let kind = &instance.vehicles()[vehicle];
    let (mut at, mut now) = (kind.start, kind.shift.earliest);
    let mut visits = Vec::with_capacity(calls.len());
    for &call in calls {
        let next = location(instance, vehicle, call);
        let arrival = now + instance.leg(vehicle, at, next).duration;
        let window = call
            .stop
            .and_then(|stop| instance.stops()[stop].windows.get(call.window));
        let begin = arrival.max(window.map_or(arrival, |window| window.earliest));
        let departure = begin + Time(service(instance, vehicle, call));
        visits.push(Visit {
            stop: call.stop,
            arrival,
            begin,
            departure,
        });
        (at, now) = (next, departure);
    }
    let end = now
        + kind
            .end
            .map_or(Time::ZERO, |end| instance.leg(vehicle, at, end).duration);
    Route {
        vehicle,
        number: 0,
        start: kind.shift.earliest,
        visits,
        rest: None,
        end,
    }
}
