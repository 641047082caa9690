//! A plan: runs with their stops, and what is left out.

use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, Seats, TakenOn};
use crate::travel::TravelBasis;
use serde::{Deserialize, Serialize};
use tongxin_city::{PlaceCode, RunId, StaffId, Timestamp, VehicleId, words};
use tongxin_dispatch_solver::Why;
use tongxin_supply::Load;
use utoipa::ToSchema;

/// A plan of a firm's day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlanBody {
    /// Runs by vehicle and time.
    pub runs: Vec<PlannedRun>,
    /// What no run carries, and why.
    pub unserved: Vec<LeftOut>,
    /// Whether places lie only about where the plan takes them to lie, so that its times are rough.
    pub is_estimated: bool,
    /// What distances and times rest on: roads as a service or a file knows them, or straight lines.
    #[serde(default)]
    pub travel: TravelBasis,
}

/// One vehicle's way from loading until it is back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlannedRun {
    /// Its number, which it keeps when the day is planned anew.
    pub id: RunId,
    /// With what.
    pub vehicle: VehicleId,
    /// Its plate.
    pub plate: String,
    /// What the vehicle takes of goods.
    #[serde(flatten)]
    #[schema(inline)]
    pub capacity: Capacity,
    /// Whom it has room for; one with any is kept for patients.
    #[serde(default, skip_serializing_if = "Seats::is_none")]
    pub room: Seats,
    /// Who drives.
    pub driver: Option<StaffId>,
    /// Where it loads and comes back to.
    pub from: PlaceCode,
    /// When it leaves, loaded.
    pub start_at: Timestamp,
    /// When it is back.
    pub end_at: Timestamp,
    /// How far it goes.
    pub metres: i64,
    /// Whether it has left: then what is done and what is on board stays as it is.
    pub has_left: bool,
    /// Whether it has left and what it has yet to do was planned anew, so that whoever drives has to be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_anew: bool,
    /// Where it goes, in order.
    pub stops: Vec<PlannedStop>,
}

/// Where a run stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlannedStop {
    /// Its number within the run, which it keeps.
    pub stop: i64,
    /// The building, or the firm's place.
    pub place: PlaceCode,
    /// Nothing is handed over before.
    pub from_at: Timestamp,
    /// Later is late.
    pub due_at: Timestamp,
    /// When the run gets there.
    pub arrive_at: Timestamp,
    /// When it leaves.
    pub leave_at: Timestamp,
    /// From the stop before.
    pub metres: i64,
    /// What is handed over, together.
    #[serde(flatten)]
    #[schema(inline)]
    pub load: Load,
    /// Who get in or out.
    #[serde(default, skip_serializing_if = "Seats::is_none")]
    pub people: Seats,
    /// Whether some of it has to stay cold.
    pub is_cold: bool,
    /// Whether it stays with its vehicle when the day is planned anew.
    pub is_pinned: bool,
    /// Whether it is over: everything had an end there.
    pub is_done: bool,
    /// Whether something is taken on here rather than handed over: a patient, or goods from a vehicle that broke down.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_pickup: bool,
    /// Minutes that whoever drives rests here first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rest_minutes: i64,
    /// What is handed over.
    pub cargo: Vec<Cargo>,
}

fn is_zero(minutes: &i64) -> bool {
    *minutes == 0
}

/// When handing over begins at a stop: once whoever drives is there and has rested, and not before its window opens.
pub fn begins_at(arrive_at: Timestamp, rest_minutes: i64, from_at: Timestamp) -> Timestamp {
    arrive_at.plus_minutes(rest_minutes).max(from_at)
}

impl PlannedStop {
    /// When handing over begins.
    pub fn begin_at(&self) -> Timestamp {
        begins_at(self.arrive_at, self.rest_minutes, self.from_at)
    }

    /// From when to when whoever drives rests here; none if they don't.
    pub fn rest(&self) -> Option<(Timestamp, Timestamp)> {
        let until = self.arrive_at.plus_minutes(self.rest_minutes);
        (self.rest_minutes > 0).then_some((self.arrive_at, until))
    }

    /// Whether goods are taken on here, which nobody was told to wait for; patients are fetched.
    pub fn takes_goods_on(&self) -> bool {
        self.is_pickup && self.people.is_none()
    }

    /// Whether it begins after it is due.
    pub fn is_late(&self) -> bool {
        self.begin_at() > self.due_at
    }
}

impl PlannedRun {
    /// Whether publishing it says anything to whoever drives: it has not left, or its open stops were planned anew.
    pub fn is_told(&self) -> bool {
        !self.has_left || self.is_anew
    }

    /// What it carries when it leaves.
    pub fn load(&self) -> Load {
        let handed_over = self.stops.iter().filter(|stop| !stop.is_pickup);
        handed_over.fold(Load::NONE, |all, stop| all.and(stop.load))
    }

    /// The most people that it has on board at once.
    pub fn most_people(&self) -> Seats {
        let (mut on_board, mut most) = (Seats::NONE, Seats::NONE);
        for stop in &self.stops {
            if stop.is_pickup {
                on_board = on_board.and(stop.people);
                most = Seats {
                    seats: most.seats.max(on_board.seats),
                    wheelchairs: most.wheelchairs.max(on_board.wheelchairs),
                };
            } else {
                on_board = on_board.without(stop.people);
            }
        }
        most
    }

    /// The load that fills its vehicle; nothing for one that is kept for patients.
    pub fn full(&self) -> Load {
        if self.room.is_none() {
            self.capacity.full()
        } else {
            Load::NONE
        }
    }

    /// Whether it carries more than its vehicle takes by any measure, or more people than it has room for.
    pub fn is_overloaded(&self) -> bool {
        !self.capacity.holds(self.load()) || !self.room.holds(self.most_people())
    }
}

/// Something that no run carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftOut {
    /// What.
    pub cargo: Cargo,
    /// Where to.
    pub place: PlaceCode,
    /// Not before.
    pub from_at: Timestamp,
    /// When it is due.
    pub due_at: Timestamp,
    /// What it weighs and the room it takes.
    #[serde(flatten)]
    #[schema(inline)]
    pub load: Load,
    /// Who ride.
    #[serde(default, skip_serializing_if = "Seats::is_none")]
    pub people: Seats,
    /// Where it is taken on, when that is not where its firm loads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_on: Option<TakenOn>,
    /// Whether it has to stay cold.
    pub is_cold: bool,
    /// What rules it out.
    pub why: LeftOutWhy,
}

words! {
    /// What rules cargo out.
    LeftOutWhy, "reason for leaving out" {
        /// The firm has no vehicle, or nobody who drives one.
        NoVehicle = "no_vehicle",
        /// Nobody who drives works then, or for long enough.
        NoDriver = "no_driver",
        /// Nobody can get into the place.
        PlaceClosed = "place_closed",
        /// No vehicle of the firm has a pass that leads there.
        NoPass = "no_pass",
        /// No pass that leads there counts at that hour.
        PassHours = "pass_hours",
        /// It has to stay cold, and no vehicle has a cold chain.
        NoColdChain = "no_cold_chain",
        /// It is too heavy for every vehicle.
        TooHeavy = "too_heavy",
        /// It takes more room than every vehicle has.
        TooBulky = "too_bulky",
        /// More of it has to stay cold than fits into the cold boxes of every vehicle.
        NoColdBoxes = "no_cold_boxes",
        /// No vehicle kept for patients has a medical crew.
        NoCrew = "no_crew",
        /// No vehicle kept for patients has as many seats and places for wheelchairs.
        NoSeats = "no_seats",
        /// No vehicle has a way there and back.
        NoWay = "no_way",
        /// No vehicle gets there in time, even if it does nothing else.
        TooFar = "too_far",
        /// Whoever gets in at their hour would sit in the vehicle for too long.
        RideTooLong = "ride_too_long",
        /// It would fit alone, but no vehicle had room or time left.
        NoRoom = "no_room",
        /// Somebody took it out by hand.
        TakenOut = "taken_out",
    }
}

impl From<Why> for LeftOutWhy {
    fn from(why: Why) -> Self {
        match why {
            Why::NoVehicle => LeftOutWhy::NoVehicle,
            Why::AreaClosed => LeftOutWhy::PlaceClosed,
            Why::AreaNotAllowed => LeftOutWhy::NoPass,
            Why::NoSkill | Why::NoSkillInArea => LeftOutWhy::NoColdChain,
            Why::TooHeavy => LeftOutWhy::TooHeavy,
            Why::NoWay => LeftOutWhy::NoWay,
            // A firm's vehicles have no longest way.
            Why::TooFar | Why::NoWindowReachable => LeftOutWhy::TooFar,
            // What is too long for whoever drives.
            Why::TooLong => LeftOutWhy::NoDriver,
            Why::RideTooLong => LeftOutWhy::RideTooLong,
            Why::FirstStopsTooLate | Why::NotWorthIt | Why::DidNotFit => LeftOutWhy::NoRoom,
        }
    }
}
