//! What a service answers, believed only after every number was looked at.

use super::blocks::Block;
use super::error::TravelError;
use super::limits::{LEG_MAX, MESSAGE_CHARS_MAX, ROAD_METRES_MAX};
use serde::Deserialize;
use tongxin_dispatch_solver::{NO_WAY, Table};

/// The answer of OSRM's table service, version 1 (<https://project-osrm.org/docs/v5.24.0/api/#table-service>).
#[derive(Debug, Deserialize)]
pub(super) struct TableAnswer {
    code: String,
    #[serde(default)]
    message: String,
    durations: Option<Vec<Vec<Option<f64>>>>,
    distances: Option<Vec<Vec<Option<f64>>>>,
    #[serde(default)]
    sources: Vec<Waypoint>,
    #[serde(default)]
    destinations: Vec<Waypoint>,
}

/// Where the service put a place on its roads.
#[derive(Debug, Deserialize)]
struct Waypoint {
    /// Metres from the place.
    #[serde(default)]
    distance: f64,
}

impl TableAnswer {
    /// Reads the bytes of an answer; a refusal is an error.
    pub(super) fn read(bytes: &[u8]) -> Result<TableAnswer, TravelError> {
        let answer: TableAnswer =
            serde_json::from_slice(bytes).map_err(|error| TravelError::Unreadable(error.to_string()))?;
        if answer.code == "Ok" {
            return Ok(answer);
        }
        let kept = |text: &str| text.chars().take(MESSAGE_CHARS_MAX).collect();
        Err(TravelError::Refused {
            code: kept(&answer.code),
            message: kept(&answer.message),
        })
    }

    /// Puts the block's ways into the table.
    pub(super) fn fill(&self, block: &Block, table: &mut Table) -> Result<(), TravelError> {
        self.check_roads(block)?;
        let durations = rows_of("durations", self.durations.as_deref(), block)?;
        let distances = rows_of("distances", self.distances.as_deref(), block)?;
        let Table {
            size,
            distances: metres,
            durations: seconds,
        } = table;
        for ((from, durations), distances) in block.from.clone().zip(durations).zip(distances) {
            for ((to, duration), distance) in block.to.clone().zip(durations).zip(distances) {
                let at = from * *size + to;
                let (duration, distance) = leg(*duration, *distance)?;
                let is_same = from == to;
                metres[at] = if is_same { 0 } else { distance };
                if let Some(seconds) = seconds {
                    seconds[at] = if is_same { 0 } else { duration };
                }
            }
        }
        Ok(())
    }

    fn check_roads(&self, block: &Block) -> Result<(), TravelError> {
        let from = block.from.clone().zip(&self.sources);
        let to = block.to.clone().zip(&self.destinations);
        for (place, waypoint) in from.chain(to) {
            // What is no number is no distance to be trusted either.
            if !(0.0..=ROAD_METRES_MAX).contains(&waypoint.distance) {
                let metres = waypoint.distance.max(0.0).round() as u64;
                return Err(TravelError::OffTheMap { place, metres });
            }
        }
        Ok(())
    }
}

/// The rows, if they are as many and as long as was asked for.
fn rows_of<'a>(
    what: &'static str,
    rows: Option<&'a [Vec<Option<f64>>]>,
    block: &Block,
) -> Result<&'a [Vec<Option<f64>>], TravelError> {
    let rows = rows.unwrap_or_default();
    let wrong = |found, expected| Err(TravelError::Shape { what, found, expected });
    if rows.len() != block.from.len() {
        return wrong(rows.len(), block.from.len());
    }
    match rows.iter().find(|row| row.len() != block.to.len()) {
        Some(row) => wrong(row.len(), block.to.len()),
        None => Ok(rows),
    }
}

/// Seconds and metres; no way where either is unknown.
fn leg(duration: Option<f64>, distance: Option<f64>) -> Result<(u32, u32), TravelError> {
    let (Some(duration), Some(distance)) = (duration, distance) else {
        return Ok((NO_WAY, NO_WAY));
    };
    let whole = |number: f64| {
        if (0.0..=f64::from(LEG_MAX)).contains(&number) {
            Ok(number.round() as u32)
        } else {
            Err(TravelError::Nonsense(number))
        }
    };
    Ok((whole(duration)?, whole(distance)?))
}
