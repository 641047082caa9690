//! When a vehicle that goes somewhere in a given order is where, exactly: windows, rides, rests and the longest duration.
//!
//! All of it is a system of differences: `begin[j] - begin[i] >= length`. The earliest times are its least solution, found by
//! going forward along the route and lifting what a longest ride or duration demands, again and again until nothing moves;
//! each such demand can move things once, so that many rounds are enough or there is no solution. Ending as early as
//! possible and then starting as late as possible gives the least duration, for the minimum of two solutions is one.

use crate::model::{Instance, Reload, Rest, VehicleType};

/// Where a vehicle goes next: a stop in one of its windows, or a reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) stop: Option<usize>,
    pub(crate) window: usize,
}

/// A moment of the route. The first is its start, the last its end.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// From the step before.
    leg: i64,
    open: i64,
    close: i64,
    service: i64,
}

/// When a route starts and ends, and its rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timing {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Before which call, counted from 1 (0: at the start), and when it begins.
    pub(crate) rest: Option<(usize, i64)>,
}

/// From one step to another no longer than this, from the end of the first's service.
#[derive(Clone, Copy, Debug)]
struct Ride {
    from: usize,
    to: usize,
    longest: i64,
}

/// Which bounds on the time between two moments of a route are kept, beside windows, shift and rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// None of them.
    Neither,
    /// The longest rides.
    Rides,
    /// The longest rides and the longest duration.
    RidesAndDuration,
}

/// Space to compute in, and which stop is in which pair.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timetable {
    steps: Vec<Step>,
    rides: Vec<Ride>,
    begins: Vec<i64>,
    latest: Vec<i64>,
    /// The begin of each call in the last timing that was found.
    pub(crate) call_begins: Vec<i64>,
    /// When each call was reached.
    pub(crate) call_arrivals: Vec<i64>,
}

impl Timetable {
    /// The timing of least duration among those that end earliest, or none if the order can't be kept.
    pub(crate) fn time(&mut self, instance: &Instance, vehicle: usize, calls: &[Call]) -> Option<Timing> {
        self.time_within(instance, vehicle, calls, Bounds::RidesAndDuration)
    }

    /// The same where some bounds need not be kept.
    pub(crate) fn time_within(
        &mut self,
        instance: &Instance,
        vehicle: usize,
        calls: &[Call],
        bounds: Bounds,
    ) -> Option<Timing> {
        let kind = &instance.vehicles()[vehicle];
        self.steps_of(instance, vehicle, calls);
        self.rides.clear();
        if bounds != Bounds::Neither {
            self.rides_of(instance, calls);
        }
        let longest = kind.longest_duration.filter(|_| bounds == Bounds::RidesAndDuration);
        let longest = longest.map_or(i64::MAX, |longest| longest.0);
        let plain = self.settle(longest)?;
        match kind.rest {
            Some(rest) if plain.end > rest.window.latest.0 => self.time_with_rest(rest, longest),
            _ => {
                self.note_calls(None);
                Some(plain)
            }
        }
    }

    fn steps_of(&mut self, instance: &Instance, vehicle: usize, calls: &[Call]) {
        let kind = &instance.vehicles()[vehicle];
        let (open, close) = (kind.shift.earliest.0, kind.shift.latest.0);
        self.steps.clear();
        self.steps.push(Step {
            leg: 0,
            open,
            close,
            service: 0,
        });
        let mut at = kind.start;
        for call in calls {
            let (location, open, close, service) = place_of(instance, kind, *call);
            self.steps.push(Step {
                leg: instance.leg(vehicle, at, location).duration.0,
                open,
                close,
                service,
            });
            at = location;
        }
        let leg = kind.end.map_or(0, |end| instance.leg(vehicle, at, end).duration.0);
        self.steps.push(Step {
            leg,
            open,
            close,
            service: 0,
        });
    }

    fn rides_of(&mut self, instance: &Instance, calls: &[Call]) {
        if instance.pairs().iter().all(|pair| pair.longest_ride.is_none()) {
            return;
        }
        for (index, call) in calls.iter().enumerate() {
            let Some(pair) = call.stop.and_then(|stop| instance.pair_from(stop)) else {
                continue;
            };
            let Some(longest) = pair.longest_ride else { continue };
            let to = calls.iter().position(|call| call.stop == Some(pair.delivery));
            self.rides.extend(to.map(|to| Ride {
                from: index + 1,
                to: to + 1,
                longest: longest.0,
            }));
        }
    }

    /// Tries the rest at the start and before every call.
    fn time_with_rest(&mut self, rest: Rest, longest: i64) -> Option<Timing> {
        let steps = self.steps.clone();
        let rides = self.rides.clone();
        let mut best: Option<(i64, i64, usize)> = None;
        for before in 0..steps.len() - 1 {
            if let Some(timing) = self.settle_with_rest(&steps, &rides, rest, before, longest) {
                let rank = (timing.end - timing.start, timing.end, before);
                best = Some(best.map_or(rank, |best| best.min(rank)));
            }
        }
        let (.., before) = best?;
        let timing = self.settle_with_rest(&steps, &rides, rest, before, longest)?;
        self.note_calls(Some(before));
        let at = before.max(1);
        Some(Timing {
            rest: Some((before, self.begins[at])),
            ..timing
        })
    }

    fn settle_with_rest(
        &mut self,
        steps: &[Step],
        rides: &[Ride],
        rest: Rest,
        before: usize,
        longest: i64,
    ) -> Option<Timing> {
        let at = before.max(1);
        self.steps.clear();
        self.steps.extend_from_slice(steps);
        let leg = if before == 0 {
            0
        } else {
            std::mem::take(&mut self.steps[at].leg)
        };
        let (open, close) = (rest.window.earliest.0, rest.window.latest.0);
        self.steps.insert(
            at,
            Step {
                leg,
                open,
                close,
                service: rest.duration.0,
            },
        );
        self.rides.clear();
        let moved = |step: usize| step + usize::from(step >= at);
        self.rides.extend(rides.iter().map(|ride| Ride {
            from: moved(ride.from),
            to: moved(ride.to),
            ..*ride
        }));
        self.settle(longest)
    }

    /// Finds the times of the present steps.
    fn settle(&mut self, longest_duration: i64) -> Option<Timing> {
        self.begins.clear();
        self.begins.extend(self.steps.iter().map(|step| step.open));
        self.lift(longest_duration)?;
        let last = self.steps.len() - 1;
        let end = self.begins[last];
        self.begins[0] = self.latest_start(end);
        self.lift(longest_duration)?;
        Some(Timing {
            start: self.begins[0],
            end: self.begins[last],
            rest: None,
        })
    }

    /// Raises the begins to the least solution above what they are.
    fn lift(&mut self, longest_duration: i64) -> Option<()> {
        let last = self.steps.len() - 1;
        for _ in 0..self.rides.len() + 3 {
            for index in 1..=last {
                let ready = self.begins[index - 1] + self.steps[index - 1].service + self.steps[index].leg;
                self.begins[index] = self.begins[index].max(ready);
            }
            if self
                .begins
                .iter()
                .zip(&self.steps)
                .any(|(begin, step)| *begin > step.close)
            {
                return None;
            }
            let mut is_settled = true;
            for ride in &self.rides {
                let least = self.begins[ride.to] - ride.longest - self.steps[ride.from].service;
                is_settled &= least <= self.begins[ride.from];
                self.begins[ride.from] = self.begins[ride.from].max(least);
            }
            let least = self.begins[last] - longest_duration;
            is_settled &= least <= self.begins[0];
            self.begins[0] = self.begins[0].max(least);
            if is_settled {
                return Some(());
            }
        }
        None
    }

    /// The latest start from which the end is still reached at this time.
    fn latest_start(&mut self, end: i64) -> i64 {
        let last = self.steps.len() - 1;
        self.latest.clear();
        self.latest.extend(self.steps.iter().map(|step| step.close));
        self.latest[last] = end;
        for _ in 0..self.rides.len() + 2 {
            for index in (0..last).rev() {
                let latest = self.latest[index + 1] - self.steps[index + 1].leg - self.steps[index].service;
                self.latest[index] = self.latest[index].min(latest);
            }
            let mut is_settled = true;
            for ride in &self.rides {
                let most = self.latest[ride.from]
                    .saturating_add(self.steps[ride.from].service)
                    .saturating_add(ride.longest);
                is_settled &= most >= self.latest[ride.to];
                self.latest[ride.to] = self.latest[ride.to].min(most);
            }
            if is_settled {
                break;
            }
        }
        self.latest[0]
    }

    /// Keeps arrivals and begins of the calls; a rest before one counts as after its arrival.
    fn note_calls(&mut self, rest: Option<usize>) {
        self.call_begins.clear();
        self.call_arrivals.clear();
        let at = rest.map(|before| before.max(1));
        for index in 1..self.steps.len() - 1 {
            if at == Some(index) {
                continue;
            }
            let previous = if rest.is_some_and(|before| before > 0) && at == Some(index - 1) {
                index - 2
            } else {
                index - 1
            };
            let legs: i64 = self.steps[previous + 1..=index].iter().map(|step| step.leg).sum();
            self.call_arrivals
                .push(self.begins[previous] + self.steps[previous].service + legs);
            self.call_begins.push(self.begins[index]);
        }
    }
}

/// Where a call is, when it may begin and how long it takes.
fn place_of(instance: &Instance, kind: &VehicleType, call: Call) -> (usize, i64, i64, i64) {
    let shift = (kind.shift.earliest.0, kind.shift.latest.0);
    match call.stop {
        Some(stop) => {
            let stop = &instance.stops()[stop];
            let window = stop.windows.get(call.window);
            let (open, close) = window.map_or(shift, |window| (window.earliest.0, window.latest.0));
            (stop.location, open, close, stop.service.0)
        }
        None => {
            let reload = kind.reload.unwrap_or(Reload {
                location: kind.start,
                duration: crate::Time(0),
                times: 0,
            });
            (reload.location, shift.0, shift.1, reload.duration.0)
        }
    }
}
