//! The drill's own record of passes: how each row of an application is decided, and how it stands from then on. It follows
//! the desk's rules as the documents state them.

use super::words::PassState;
use crate::plan_pass::{PassPlan, PlannedHolder, PlannedPass};
use crate::plan_supply::SupplyPlan;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use tongxin_city::{Day, Level, PlaceCode, Timestamp, Widths};

/// Every district on a way has so long to agree.
const AGREEMENT_HOURS: i64 = 12;

/// One pass in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookPass {
    /// How it stands.
    pub state: PassState,
    /// The rule that decided, or says why none could.
    pub rule: &'static str,
    /// The districts that must agree, and whether each has.
    pub districts: BTreeMap<PlaceCode, bool>,
    /// Until when they have to.
    pub agree_by: Option<Timestamp>,
    /// Whether a need was raised because they did not.
    pub has_need: bool,
}

/// What of a firm the rules look at.
#[derive(Debug, Clone, Default)]
struct BookFirm {
    staff: Vec<String>,
    plates: HashSet<String>,
    serves: Vec<PlaceCode>,
    /// Holders of passes that count or may come to count.
    live: HashSet<PlannedHolder>,
}

impl BookFirm {
    fn called(&self, surname: &str) -> usize {
        self.staff.iter().filter(|name| name.starts_with(surname)).count()
    }

    fn live_called(&self, wanted: &str) -> usize {
        let is_one =
            |holder: &&PlannedHolder| matches!(holder, PlannedHolder::Person { surname, .. } if *surname == wanted);
        self.live.iter().filter(is_one).count()
    }

    fn live_people(&self) -> usize {
        let is_person = |holder: &&PlannedHolder| matches!(holder, PlannedHolder::Person { .. });
        self.live.iter().filter(is_person).count()
    }
}

/// All passes, and what decides about them.
#[derive(Debug, Clone)]
pub struct BookDesk {
    firms: Vec<BookFirm>,
    listed_until: Day,
    widths: Widths,
    passes: BTreeMap<usize, BookPass>,
}

impl BookDesk {
    /// The desk before anybody has applied.
    pub fn open(plan: &PassPlan, supply: &SupplyPlan) -> BookDesk {
        let mut firms = vec![BookFirm::default(); supply.firms.len()];
        for (firm, planned) in firms.iter_mut().zip(&supply.firms) {
            firm.serves.clone_from(&planned.serves);
        }
        for staff in supply.staff.iter().chain(&plan.staff) {
            firms[staff.firm].staff.push(staff.name.clone());
        }
        for vehicle in supply.vehicles.iter().chain(&plan.vehicles) {
            firms[vehicle.firm].plates.insert(vehicle.plate.clone());
        }
        BookDesk {
            firms,
            listed_until: plan.listed_until,
            widths: plan.widths,
            passes: BTreeMap::new(),
        }
    }

    /// A pass, if it was applied for.
    pub fn get(&self, pass: usize) -> Option<&BookPass> {
        self.passes.get(&pass)
    }

    /// Every pass, by its index in the plan.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &BookPass)> {
        self.passes.iter().map(|(index, pass)| (*index, pass))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.passes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.passes.is_empty()
    }

    /// Takes a row in and decides it.
    pub fn apply(&mut self, index: usize, row: &PlannedPass, now: Timestamp) -> &BookPass {
        let (state, rule, districts) = self.decided(row);
        if state.is_live() {
            self.firms[row.firm].live.insert(row.holder.clone());
        }
        let agree_by = (!districts.is_empty()).then(|| now.plus_hours(AGREEMENT_HOURS));
        let pass = BookPass {
            state,
            rule,
            districts: districts.into_iter().map(|district| (district, false)).collect(),
            agree_by,
            has_need: false,
        };
        self.passes.entry(index).or_insert(pass)
    }

    /// What is clearly no; then what only a person can judge; then who must agree; then yes.
    fn decided(&self, row: &PlannedPass) -> (PassState, &'static str, BTreeSet<PlaceCode>) {
        let firm = &self.firms[row.firm];
        let is_renewed = row.renews.is_some();
        let live_before = |count: usize| count - usize::from(is_renewed);
        let (taken, cap, is_in_fleet) = match &row.holder {
            PlannedHolder::Person { surname, .. } => {
                let is_in_fleet = live_before(firm.live_called(surname)) < firm.called(surname);
                (live_before(firm.live_people()), firm.staff.len(), is_in_fleet)
            }
            PlannedHolder::Vehicle(plate) => {
                let vehicles = firm.live.len() - firm.live_people();
                (live_before(vehicles), firm.plates.len(), firm.plates.contains(plate))
            }
        };
        let none = BTreeSet::new();
        if !is_renewed && firm.live.contains(&row.holder) {
            return (PassState::Refused, "holder_has_pass", none);
        }
        if taken >= cap {
            return (PassState::Refused, "over_cap", none);
        }
        let ends = || row.from.iter().chain(&row.to);
        let is_served = |place: &PlaceCode| firm.serves.iter().any(|area| place.is_inside(area));
        let unclear = if !is_in_fleet {
            Some("not_in_fleet")
        } else if !ends().all(is_served) {
            Some("outside_area")
        } else if row.last_day > self.listed_until {
            Some("beyond_listing")
        } else {
            None
        };
        let districts: BTreeSet<PlaceCode> = ends()
            .filter_map(|place| self.widths.ancestor(place, Level::District))
            .collect();
        if districts.len() > 1 {
            return (PassState::Agreeing, unclear.unwrap_or("cross_district"), districts);
        }
        match unclear {
            Some(rule) => (PassState::Waiting, rule, none),
            None => (PassState::Approved, "listed_fleet", none),
        }
    }

    /// Moves a pass on, if it stands in one of those states; answers how it stands.
    pub fn step(&mut self, index: usize, row: &PlannedPass, from: &[PassState], to: PassState) -> Option<PassState> {
        let pass = self.passes.get_mut(&index).filter(|pass| from.contains(&pass.state))?;
        pass.state = to;
        // Whoever takes another's place has the same holder.
        if !to.is_live() && to != PassState::Replaced {
            self.firms[row.firm].live.remove(&row.holder);
        }
        Some(to)
    }

    /// A district agrees; the last one's word approves. Answers how the pass stands.
    pub fn agree(&mut self, index: usize, own: &PlaceCode) -> Option<PassState> {
        let pass = self.passes.get_mut(&index)?;
        if pass.state != PassState::Agreeing {
            return None;
        }
        for (_, has_agreed) in pass
            .districts
            .iter_mut()
            .filter(|(district, _)| district.is_inside(own))
        {
            *has_agreed = true;
        }
        if pass.districts.values().all(|has_agreed| *has_agreed) {
            pass.state = PassState::Approved;
        }
        Some(pass.state)
    }

    /// What was approved is issued; answers how many, and ends what others took the place of.
    pub fn issue(&mut self, plan: &PassPlan) -> usize {
        let approved: Vec<usize> = (self.passes.iter())
            .filter(|(_, pass)| pass.state == PassState::Approved)
            .map(|(index, _)| *index)
            .collect();
        for index in &approved {
            let row = &plan.passes[*index];
            self.step(*index, row, &[PassState::Approved], PassState::Valid);
            if let Some(old) = row.renews {
                self.step(old, row, &[PassState::Valid], PassState::Replaced);
            }
        }
        approved.len()
    }

    /// Ends the passes whose last day lies before that one.
    pub fn expire(&mut self, plan: &PassPlan, today: Day) {
        let is_over = |(index, pass): &(&usize, &BookPass)| {
            pass.state == PassState::Valid && plan.passes[**index].last_day < today
        };
        let over: Vec<usize> = self.passes.iter().filter(is_over).map(|(index, _)| *index).collect();
        for index in over {
            self.step(index, &plan.passes[index], &[PassState::Valid], PassState::Expired);
        }
    }

    /// Passes to which not all districts agreed by then and of which no need tells, by firm.
    pub fn late(&self, plan: &PassPlan, now: Timestamp) -> BTreeMap<usize, Vec<usize>> {
        let mut late: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, pass) in &self.passes {
            let is_late = pass.agree_by.is_some_and(|agree_by| agree_by <= now);
            if pass.state == PassState::Agreeing && is_late && !pass.has_need {
                late.entry(plan.passes[*index].firm).or_default().push(*index);
            }
        }
        late
    }

    /// A need tells of a pass.
    pub fn note_need(&mut self, index: usize) {
        if let Some(pass) = self.passes.get_mut(&index) {
            pass.has_need = true;
        }
    }
}
