//! The best routes as a plan with times.

use crate::model::{Cost, Plan, Route, Unserved};
use crate::schedule::schedule;
use crate::timing::Call;
use crate::unserved::why;

use super::best::Best;
use super::problem::{Problem, Task};

impl Problem<'_> {
    /// What the best routes cost without the weight of required jobs left out, and how many those are.
    pub(crate) fn outcome(&self, best: &Best) -> (Cost, usize) {
        let left_out = self.left_out(best).filter(|&job| self.jobs[job].is_required);
        let (count, weight) = left_out.fold((0, 0), |(count, weight), job| {
            (count + 1, weight + self.jobs[job].penalty)
        });
        (Cost(best.cost - weight), count)
    }

    fn left_out(&self, best: &Best) -> impl Iterator<Item = usize> + use<'_> {
        let mut is_served = vec![false; self.jobs.len()];
        let nodes = best.routes.iter().flat_map(|(order, _)| order);
        for &stop in nodes.filter(|&&node| (node as usize) < self.stops.len()) {
            is_served[self.stops[stop as usize].job as usize] = true;
        }
        (0..self.jobs.len()).filter(move |&job| !is_served[job])
    }

    /// The plan of the best routes.
    pub(crate) fn plan(&self, best: &Best) -> Plan {
        let mut plan = Plan::default();
        let mut numbers = vec![0; self.types.len()];
        for (route, (order, windows)) in best
            .routes
            .iter()
            .enumerate()
            .filter(|(_, (order, _))| !order.is_empty())
        {
            let vehicle = self.vehicles[route] as usize;
            let call = |(&node, &window): (&u32, &u32)| {
                let stop = ((node as usize) < self.stops.len()).then_some(node as usize);
                Call {
                    stop,
                    window: window as usize,
                }
            };
            let calls: Vec<Call> = order.iter().zip(windows).map(call).collect();
            plan.routes.push(Route {
                number: numbers[vehicle],
                ..schedule(self.instance, vehicle, &calls)
            });
            numbers[vehicle] += 1;
        }
        for job in self.left_out(best) {
            for stop in self.jobs[job].stops().map(|stop| stop as usize) {
                plan.unserved.push(Unserved {
                    stop,
                    why: why(self.instance, &self.together(job), self.jobs[job].is_required),
                });
            }
        }
        plan.unserved.sort_by_key(|unserved| unserved.stop);
        plan
    }

    /// The orders in which a job could be served alone.
    fn together(&self, job: usize) -> Vec<Vec<usize>> {
        match &self.jobs[job].what {
            Task::Stop(stop) => vec![vec![*stop as usize]],
            Task::Pair(from, to) => vec![vec![*from as usize, *to as usize]],
            Task::Any(stops) => stops.iter().map(|&stop| vec![stop as usize]).collect(),
        }
    }
}
