//! What happens to each order after it is placed, step by step.

use super::{Setting, step_ms};
use crate::draw::shares::{happens, minutes};
use crate::plan::{By, Plan};
use crate::plan_supply::{Deed, Missing, PlanFor, PlannedEnding, PlannedOrder, SupplyAct, SupplyPlan};
use crate::scenario_supply::{OrderEnding, Orders};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use tongxin_city::Timestamp;

/// When an order is placed and how it ends.
pub(super) struct Course {
    pub at: Timestamp,
    pub ending: OrderEnding,
}

/// Orders are packed within so many minutes before their window, and leave within so many of its first.
const PACKING_MINUTES: i64 = 60;
const LEAVING_MINUTES: i64 = 20;
/// A household calls its order off within so many minutes.
const REGRET_MINUTES: [u32; 2] = [1, 25];

/// Writes the acts of all orders; `courses` are theirs, one by one.
pub(super) fn tell(
    setting: &Setting<'_>,
    courses: &[Course],
    plan: &Plan,
    drawn: &mut SupplyPlan,
    rng: &mut ChaCha8Rng,
) {
    let is_planned = drawn.dispatch.is_some();
    let runs = if is_planned {
        Vec::new()
    } else {
        runs(setting, courses, drawn, rng)
    };
    let mut left_at = vec![plan.ends_at; courses.len()];
    for (at, orders) in runs {
        for order in &orders {
            left_at[*order] = at;
        }
        let by = manager(drawn, orders[0]);
        push(drawn, plan, at, by, Deed::Send(orders));
    }
    if let Some(dispatch) = &mut drawn.dispatch {
        let none = PlannedEnding {
            ending: OrderEnding::Cancelled,
            at_door: None,
            confirm_minutes: 0,
            late_minutes: 0,
        };
        dispatch.endings = vec![none; courses.len()];
    }
    for (order, course) in courses.iter().enumerate() {
        let mut story = Story {
            order,
            planned: drawn.orders[order].clone(),
            manager: manager(drawn, order),
            left_at: left_at[order],
            step_ms: step_ms(plan),
            orders: &setting.supply.orders,
            plan,
            drawn,
        };
        story.tell(course, rng);
    }
}

fn manager(drawn: &SupplyPlan, order: usize) -> By {
    let firm = &drawn.firms[drawn.orders[order].firm];
    // Only firms whose manager takes part are ordered from.
    By::Person(firm.manager.unwrap_or_default())
}

/// Nothing more happens once the drill has ended.
fn push(drawn: &mut SupplyPlan, plan: &Plan, at: Timestamp, by: By, deed: Deed) {
    if at < plan.ends_at {
        drawn.acts.push(SupplyAct { at, by, deed });
    }
}

/// Orders of one firm and window leave together, a bounded number at a time.
fn runs(
    setting: &Setting<'_>,
    courses: &[Course],
    drawn: &SupplyPlan,
    rng: &mut ChaCha8Rng,
) -> Vec<(Timestamp, Vec<usize>)> {
    let mut together: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (order, course) in courses.iter().enumerate() {
        if course.ending != OrderEnding::Cancelled {
            let planned = &drawn.orders[order];
            together.entry((planned.firm, planned.window)).or_default().push(order);
        }
    }
    let mut runs = Vec::new();
    for ((_, window), orders) in together {
        for part in orders.chunks(setting.supply.orders.run_orders as usize) {
            let at = drawn.windows[window]
                .from_at
                .plus_minutes(rng.random_range(1..=LEAVING_MINUTES));
            runs.push((at, part.to_vec()));
        }
    }
    runs
}

struct Story<'a> {
    order: usize,
    planned: PlannedOrder,
    manager: By,
    left_at: Timestamp,
    step_ms: i64,
    orders: &'a Orders,
    plan: &'a Plan,
    drawn: &'a mut SupplyPlan,
}

impl Story<'_> {
    fn tell(&mut self, course: &Course, rng: &mut ChaCha8Rng) {
        let (order, customer) = (self.order, self.planned.by);
        self.act(course.at, customer, Deed::Place(order));
        let after = course.at.plus_millis(self.step_ms);
        if course.ending == OrderEnding::Cancelled {
            let at = after.plus_minutes(minutes(REGRET_MINUTES, rng));
            self.act(at, customer, Deed::Cancel(order));
            return;
        }
        let (at_packing, at_door) = self.missing(course.ending, rng);
        let window = self.drawn.windows[self.planned.window];
        let latest = window.from_at.plus_millis(-self.packed_before_ms());
        let packed_at = latest.plus_minutes(-rng.random_range(0..=PACKING_MINUTES)).max(after);
        self.act(packed_at, self.manager, Deed::Pack(order, at_packing));
        if self.drawn.dispatch.is_some() {
            return self.at_its_door(course.ending, at_door, rng);
        }
        let arrives_at = self.arrives_at(course.ending, window.to_at, rng);
        let confirmed_at = arrives_at
            .plus_millis(self.step_ms)
            .plus_minutes(minutes(self.orders.confirm, rng));
        match course.ending {
            OrderEnding::Cancelled => {}
            OrderEnding::HandedOver => self.act(arrives_at, self.manager, Deed::HandOver(order)),
            OrderEnding::Returned | OrderEnding::Refused => {
                self.act(arrives_at, self.manager, Deed::Return(order));
            }
            OrderEnding::Dropped => self.act(arrives_at, self.manager, Deed::Drop(order)),
            OrderEnding::Confirmed | OrderEnding::Short | OrderEnding::Late => {
                self.act(arrives_at, self.manager, Deed::Drop(order));
                self.act(confirmed_at, customer, Deed::Receive(order, at_door));
            }
        }
    }

    /// What leaves by a plan is packed when the plan is made.
    fn packed_before_ms(&self) -> i64 {
        let planned = self.drawn.dispatch.as_ref().and_then(|dispatch| {
            let mut plans = dispatch.plans.iter();
            plans.find(|(_, what)| *what == PlanFor::Window(self.planned.window))
        });
        let from_at = self.drawn.windows[self.planned.window].from_at;
        planned.map_or(0, |(at, _)| from_at.millis_since(*at)) + self.step_ms
    }

    fn at_its_door(&mut self, ending: OrderEnding, at_door: Option<Missing>, rng: &mut ChaCha8Rng) {
        let planned = PlannedEnding {
            ending,
            at_door,
            confirm_minutes: minutes(self.orders.confirm, rng),
            late_minutes: minutes(self.orders.late, rng),
        };
        if let Some(dispatch) = &mut self.drawn.dispatch {
            dispatch.endings[self.order] = planned;
        }
    }

    fn act(&mut self, at: Timestamp, by: By, deed: Deed) {
        push(self.drawn, self.plan, at, by, deed);
    }

    /// Within the window for all but late ones, each a turn of the clock away from its edges.
    fn arrives_at(&self, ending: OrderEnding, to_at: Timestamp, rng: &mut ChaCha8Rng) -> Timestamp {
        if ending == OrderEnding::Late {
            return to_at
                .plus_millis(self.step_ms)
                .plus_minutes(minutes(self.orders.late, rng));
        }
        let first = self.left_at.plus_millis(self.step_ms);
        let span_ms = to_at.plus_millis(-self.step_ms).millis_since(first).max(1);
        first.plus_millis(rng.random_range(0..span_ms))
    }

    /// What is missing of a short order: when it is packed, or when the household looks at it.
    fn missing(&self, ending: OrderEnding, rng: &mut ChaCha8Rng) -> (Option<Missing>, Option<Missing>) {
        if ending != OrderEnding::Short {
            return (None, None);
        }
        let line = rng.random_range(0..self.planned.lines.len());
        let missing = Some(Missing { line, pieces: 1 });
        let pieces: i64 = self.planned.lines.iter().map(|(_, pieces)| pieces).sum();
        // Something has to be packed at all.
        if pieces > 1 && happens(0.5, rng) {
            (missing, None)
        } else {
            (None, missing)
        }
    }
}
