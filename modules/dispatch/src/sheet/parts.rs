//! What stands on a run's sheet, as the app and paper read it.

use crate::rules::cargo::{Cargo, RideNeeds, Seats};
use crate::rules::ride::RideWay;
use crate::rules::state::{CargoState, RunState};
use serde::Serialize;
use tongxin_city::{Day, PlaceCode, RunId, Timestamp};
use tongxin_supply::Load;
use utoipa::ToSchema;

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct BothNames {
    /// Chinese.
    pub(crate) zh: String,
    /// English.
    pub(crate) en: String,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct SheetPlace {
    /// Its code.
    pub(crate) code: PlaceCode,
    /// From its subdistrict down to itself.
    pub(crate) path: Vec<BothNames>,
    /// Longitude in degrees, WGS 84.
    pub(crate) lon: Option<f64>,
    /// Latitude.
    pub(crate) lat: Option<f64>,
    /// Whether nobody measured it: the point may be some hundred metres wrong.
    pub(crate) is_estimated: bool,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetLine {
    /// Its number in the order.
    pub(crate) line: i64,
    /// What.
    pub(crate) name: String,
    /// How it is sold.
    pub(crate) unit: String,
    /// Pieces to hand over.
    pub(crate) pieces: i64,
}

/// Who gets an order; left out when the sheet tells no doors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetDoor {
    /// As on the door.
    pub(crate) door: String,
    /// How to reach them.
    pub(crate) contact: Option<String>,
    /// What they want to be known.
    pub(crate) note: Option<String>,
    /// PBKDF2-HMAC-SHA256 of what they will say, in hex; nothing for what is not open any more.
    pub(crate) code_hash: Option<String>,
}

/// An order that is brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetOrder {
    /// Who gets it.
    pub(crate) door: Option<SheetDoor>,
    /// What is in it.
    pub(crate) lines: Vec<SheetLine>,
    /// What is to be paid at the door, in fen; 0 when nothing is.
    pub(crate) to_pay_fen: i64,
    /// Whether some of it has to stay cold.
    pub(crate) is_cold: bool,
}

/// Goods for another firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetTransfer {
    /// What.
    pub(crate) name: String,
    /// How many.
    pub(crate) pieces: i64,
    /// Who gets it.
    pub(crate) to: String,
    /// Whether it has to stay cold.
    pub(crate) is_cold: bool,
}

/// A patient's ride. Why they go there nobody knows here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetRide {
    /// Who is fetched.
    pub(crate) door: Option<SheetDoor>,
    /// Which way.
    pub(crate) way: RideWay,
    /// Who ride.
    pub(crate) people: Seats,
    /// What the ride needs beside room; left out when the sheet tells no doors.
    pub(crate) needs: Option<RideNeeds>,
    /// When they have to be there.
    pub(crate) appointment_at: Timestamp,
    /// Where they get out.
    pub(crate) to: SheetNames,
}

/// A place by its names alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetNames {
    /// From its subdistrict down to itself.
    pub(crate) path: Vec<BothNames>,
}

/// Something to hand over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetCargo {
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) cargo: Cargo,
    /// What became of it.
    pub(crate) state: CargoState,
    /// When.
    pub(crate) done_at: Option<Timestamp>,
    /// What it is, for an order.
    pub(crate) order: Option<SheetOrder>,
    /// What it is, for another firm's goods.
    pub(crate) transfer: Option<SheetTransfer>,
    /// What it is, for a patient's ride.
    pub(crate) ride: Option<SheetRide>,
}

/// On a run on foot: how a door is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetCall {
    /// On which trip from the drop point, from 1.
    pub(crate) trip: i64,
    /// How many bags go there.
    pub(crate) bags: i64,
    /// Whether one goes up by lift.
    pub(crate) is_by_lift: bool,
}

/// A run on foot as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetFoot {
    /// Which of those who carry there that day.
    pub(crate) number: i64,
    /// How many bags it carries.
    pub(crate) bags: i64,
    /// Floors by stairs, upwards.
    pub(crate) floors: i64,
}

/// A stop.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct SheetStop {
    /// Its number within the run, which it keeps.
    pub(crate) stop: i64,
    /// Where.
    pub(crate) place: SheetPlace,
    /// Something is taken on here: a patient, or goods from a vehicle that broke down.
    pub(crate) is_pickup: bool,
    /// Not before.
    pub(crate) from_at: Timestamp,
    /// Later is late.
    pub(crate) due_at: Timestamp,
    /// As planned.
    pub(crate) arrive_at: Timestamp,
    /// As planned.
    pub(crate) leave_at: Timestamp,
    /// Minutes that whoever drives rests here before handing over.
    pub(crate) rest_minutes: i64,
    /// From the stop before.
    pub(crate) metres: i64,
    /// What it weighs and the room it takes, about.
    #[serde(flatten)]
    #[schema(inline)]
    pub(crate) load: Load,
    /// When everything there had an end.
    pub(crate) done_at: Option<Timestamp>,
    /// What is handed over, or taken on.
    pub(crate) cargo: Vec<SheetCargo>,
    /// On foot: how the door is reached.
    pub(crate) call: Option<SheetCall>,
}

/// A pass of the vehicle that counts on the run's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetPass {
    /// From when it counts that day.
    pub(crate) from_at: Timestamp,
    /// Until when.
    pub(crate) until_at: Timestamp,
    /// The road whose gates let it through, as the pass names it; at others it may be turned back.
    pub(crate) corridor: Option<String>,
}

/// What a code is hashed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SheetCodes {
    /// In hex; the order's number follows it, as it is written.
    pub(crate) salt: String,
    /// Rounds.
    pub(crate) iterations: u32,
}

/// All that whoever drives a run must know.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct RunSheet {
    /// The run.
    pub(crate) run: RunId,
    /// How it stands.
    pub(crate) state: RunState,
    /// Changes with everything that happens on the run.
    pub(crate) seq: i64,
    /// Whose run it is.
    pub(crate) firm: String,
    /// With which vehicle.
    pub(crate) plate: String,
    /// Its passes that count that day, each span of hours by itself.
    pub(crate) passes: Vec<SheetPass>,
    /// Of which day.
    pub(crate) day: Day,
    /// Where it loads.
    pub(crate) from: SheetPlace,
    /// As planned.
    pub(crate) start_at: Timestamp,
    /// As planned.
    pub(crate) end_at: Timestamp,
    /// How far it goes.
    pub(crate) metres: i64,
    /// When it left.
    pub(crate) departed_at: Option<Timestamp>,
    /// When it was over.
    pub(crate) ended_at: Option<Timestamp>,
    /// Minutes that it is behind its plan.
    pub(crate) delay_minutes: i64,
    /// From then on it names doors: the run's day begins.
    pub(crate) doors_from: Timestamp,
    /// Until then, and longer only while the run is on the road with something open.
    pub(crate) doors_until: Timestamp,
    /// Whether this sheet names doors, contacts, notes and buildings: on the run's day while it is open. Otherwise places are
    /// compounds.
    pub(crate) tells_doors: bool,
    /// From then on the link opens nothing, and nothing of the run may be kept.
    pub(crate) closes_at: Timestamp,
    /// What codes are hashed with.
    pub(crate) codes: SheetCodes,
    /// In order.
    pub(crate) stops: Vec<SheetStop>,
    /// What is known of a run on foot; it has no firm and no plate.
    pub(crate) foot: Option<SheetFoot>,
}
