//! One appointment from being asked for to its end: who may say what about it, and what follows.
//!
//! The household asks for a time; the hospital confirms it, proposes another, or says no. A confirmed appointment has a ride there
//! and a ride back, a pass for whoever goes, and a time at which the door must open; it loses them when it is called off or moved.

use crate::limits::CONFIRMED_BY_HOUR;
use tongxin_city::{Day, Timestamp, Zone, words};

words! {
    /// How an appointment stands.
    AppointmentState, "state of an appointment" {
        /// The hospital has not answered yet.
        Asked = "asked",
        /// The hospital proposed another time, which the household has not taken yet.
        Proposed = "proposed",
        /// It is kept, with rides and passes.
        Confirmed = "confirmed",
        /// The hospital can't keep it.
        Refused = "refused",
        /// It was called off.
        Cancelled = "cancelled",
        /// Its time went by and nobody had confirmed it.
        Lapsed = "lapsed",
        /// It was confirmed, and its time is over.
        Over = "over",
    }
}

words! {
    /// What somebody does about an appointment.
    Step, "step of an appointment" {
        /// The hospital keeps the time that was asked for.
        Confirm = "confirm",
        /// The hospital proposes another time.
        Propose = "propose",
        /// The hospital can't keep it.
        Refuse = "refuse",
        /// The household takes the time that was proposed.
        Accept = "accept",
        /// The household asks for another time.
        Ask = "ask",
        /// The household calls it off.
        Cancel = "cancel",
        /// The clock: its time is over.
        Pass = "pass",
        /// The clock: a ride of it was called off, and without it nobody gets there and back.
        LoseRide = "lose_ride",
    }
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The household, or whoever looks after it.
    Home,
    /// The hospital's desk.
    Desk,
    /// The clock.
    Clock,
}

impl AppointmentState {
    /// Whether it is still to come, or somebody still has to see to it.
    pub const fn is_open(self) -> bool {
        !matches!(self, AppointmentState::Cancelled | AppointmentState::Over)
    }

    /// Whether somebody waits for it and it is not sure.
    pub const fn is_unsure(self) -> bool {
        matches!(
            self,
            AppointmentState::Asked | AppointmentState::Proposed | AppointmentState::Refused
        )
    }

    /// How it stands after a step.
    ///
    /// # Errors
    /// The code of the problem that says why the step is not taken.
    pub const fn after(self, step: Step, party: Party) -> Result<AppointmentState, &'static str> {
        use AppointmentState::{Asked, Cancelled, Confirmed, Lapsed, Over, Proposed, Refused};
        match (party, step, self) {
            (Party::Desk, Step::Confirm, Asked) => Ok(Confirmed),
            (Party::Desk, Step::Propose, Asked | Proposed | Confirmed | Refused) => Ok(Proposed),
            (Party::Desk, Step::Refuse, Asked | Proposed | Confirmed) => Ok(Refused),
            (Party::Home, Step::Accept, Proposed) => Ok(Confirmed),
            (Party::Home, Step::Ask, Asked | Proposed | Refused | Lapsed | Confirmed) => Ok(Asked),
            (Party::Home, Step::Cancel, Asked | Proposed | Refused | Lapsed | Confirmed) => Ok(Cancelled),
            (Party::Clock, Step::Pass, Asked | Proposed | Refused) => Ok(Lapsed),
            (Party::Clock, Step::Pass, Confirmed) => Ok(Over),
            (Party::Clock, Step::LoseRide, Confirmed) => Ok(Asked),
            (_, Step::Confirm, Proposed) => Err("care-appointment-proposed"),
            (_, _, Over) => Err("care-appointment-over"),
            (_, _, Cancelled) => Err("care-appointment-cancelled"),
            _ => Err("care-appointment-other-state"),
        }
    }

    /// The steps that a party could take, in the order in which a page offers them.
    pub fn offered(self, party: Party) -> Vec<Step> {
        let steps = Step::ALL.iter().copied();
        steps.filter(|step| self.after(*step, party).is_ok()).collect()
    }
}

/// What a step changes besides the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effects {
    /// Rides there and back are booked, and passes approved.
    pub books: bool,
    /// Rides are called off and passes end.
    pub frees: bool,
    /// The need that it is not sure is closed.
    pub closes_need: bool,
    /// The district hears at once that there is no appointment.
    pub raises: bool,
}

/// What follows when an appointment goes from one state to another.
pub const fn effects(from: AppointmentState, to: AppointmentState) -> Effects {
    use AppointmentState::{Asked, Cancelled, Confirmed, Over, Refused};
    let was_confirmed = matches!(from, Confirmed);
    Effects {
        books: matches!(to, Confirmed) && !was_confirmed,
        frees: was_confirmed && !matches!(to, Confirmed | Over),
        closes_need: matches!(to, Confirmed | Cancelled | Asked),
        raises: matches!(to, Refused),
    }
}

/// When an appointment has to be confirmed: the evening before its day.
pub fn confirmed_by(day: Day, zone: &Zone) -> Timestamp {
    let before = day.previous();
    let evening = zone.at(before, CONFIRMED_BY_HOUR, 0);
    evening.unwrap_or_else(|| zone.start_of(day))
}

#[cfg(test)]
mod tests;
