//! How plans, runs and what they carry stand, and what may follow.

use tongxin_city::words;
use tongxin_supply::OrderState;

words! {
    /// How a plan stands.
    PlanState, "state of a plan" {
        /// The search looks for it.
        Making = "making",
        /// It can be changed by hand and published.
        Ready = "ready",
        /// People drive by it.
        Published = "published",
        /// A later plan of the same day took its place.
        Replaced = "replaced",
        /// Nobody wants it.
        Dropped = "dropped",
        /// The search ended without one.
        Failed = "failed",
    }
}

words! {
    /// How a run stands.
    RunState, "state of a run" {
        /// It has not left.
        Planned = "planned",
        /// It is on the road.
        UnderWay = "under_way",
        /// It came back, or nothing of it is open.
        Over = "over",
        /// Its vehicle can't go on; what it has on board has to be taken over.
        Broken = "broken",
        /// It was taken out of the plan before it left.
        Cancelled = "cancelled",
    }
}

impl RunState {
    /// Whether something of it is still to be done by whoever drives it.
    pub const fn is_open(self) -> bool {
        matches!(self, RunState::Planned | RunState::UnderWay)
    }

    /// Whether what it carries may still be on board.
    pub const fn is_out(self) -> bool {
        matches!(self, RunState::UnderWay | RunState::Broken)
    }
}

words! {
    /// What became of something that a run carries.
    CargoState, "state of cargo" {
        /// Not there yet.
        Open = "open",
        /// Handed over, all of it.
        HandedOver = "handed_over",
        /// Handed over, and some of it was missing or of no use.
        Short = "short",
        /// Put down at a drop point.
        Dropped = "dropped",
        /// Whoever it is for did not want it; it came back.
        Refused = "refused",
        /// Nobody was there and it could not be left; it came back.
        Absent = "absent",
        /// It was not packed when the run left, or lies at the drop point because who was to carry it on foot did not.
        Behind = "behind",
        /// Another run took it over.
        TakenOver = "taken_over",
        /// A patient who got in and has not arrived.
        OnBoard = "on_board",
        /// Nobody wants it any more.
        Cancelled = "cancelled",
    }
}

impl CargoState {
    /// Whether it reached whom it is for, or the drop point.
    pub const fn has_arrived(self) -> bool {
        matches!(self, CargoState::HandedOver | CargoState::Short | CargoState::Dropped)
    }

    /// Whether nothing more happens to it on this run.
    pub const fn is_over(self) -> bool {
        !matches!(self, CargoState::Open | CargoState::OnBoard)
    }

    /// Whether it came back with the run.
    pub const fn came_back(self) -> bool {
        matches!(self, CargoState::Refused | CargoState::Absent)
    }

    /// Whether an order goes on by what is said so of it. One that ended already, or was put down already, stays as it is, whoever said so
    /// first: then it is said of the goods on the run alone.
    pub const fn moves(self, order: OrderState) -> bool {
        match order {
            OrderState::Dropped => !matches!(self, CargoState::Dropped),
            order => order.is_open(),
        }
    }
}

words! {
    /// What happened on a run.
    RunEventKind, "event of a run" {
        /// People were told to drive it.
        Published = "published",
        /// A later plan changed it.
        Changed = "changed",
        /// It left.
        Departed = "departed",
        /// A patient got in.
        TakenOn = "taken_on",
        /// Something was handed over.
        HandedOver = "handed_over",
        /// Handed over short.
        Short = "short",
        /// Put down.
        Dropped = "dropped",
        /// Not wanted.
        Refused = "refused",
        /// Nobody was there.
        Absent = "absent",
        /// It came back.
        Ended = "ended",
        /// The vehicle can't go on.
        Broken = "broken",
        /// It was taken out of the plan.
        Cancelled = "cancelled",
        /// A ride on it is no longer wanted.
        CalledOff = "called_off",
        /// It got a new link; the old one opens nothing.
        Link = "link",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_somebody_ended_does_not_go_on() {
        use CargoState::{Absent, Dropped, HandedOver};
        let cases = [
            (HandedOver, OrderState::Sent, true),
            (Dropped, OrderState::Sent, true),
            (HandedOver, OrderState::Received, false),
            (Dropped, OrderState::Received, false),
            (Absent, OrderState::Returned, false),
            (HandedOver, OrderState::Cancelled, false),
            (Dropped, OrderState::Dropped, false),
            (HandedOver, OrderState::Dropped, true),
        ];
        for (said, order, expected) in cases {
            assert_eq!(said.moves(order), expected, "{said} {order:?}");
        }
    }
}
