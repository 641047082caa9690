//! Which ways a plan goes by.

use super::{MatrixFile, Osrm};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::PlaceCode;
use tongxin_dispatch_solver::Travel;
use utoipa::ToSchema;

/// Where the operator has ways come from; cheap to clone.
#[derive(Debug, Clone, Default)]
pub enum TravelSource {
    /// Straight lines times the city's road factor.
    #[default]
    Straight,
    /// A routing service.
    Service(Osrm),
    /// A file.
    File(Arc<MatrixFile>),
}

/// What the distances and times of a plan rest on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TravelBasis {
    /// Straight lines times the city's road factor, as nothing else was given.
    #[default]
    Straight,
    /// Roads, as a routing service knows them.
    Service,
    /// Straight lines, for the routing service failed.
    ServiceFailed,
    /// A file of ways.
    File,
    /// A file of ways, and straight lines for pairs that it does not know.
    FileWithGaps,
}

impl TravelBasis {
    /// The key of what a page says of it.
    pub fn words(self) -> &'static str {
        match self {
            TravelBasis::Straight => "dispatch-travel-straight",
            TravelBasis::Service => "dispatch-travel-service",
            TravelBasis::ServiceFailed => "dispatch-travel-service-failed",
            TravelBasis::File => "dispatch-travel-file",
            TravelBasis::FileWithGaps => "dispatch-travel-file-with-gaps",
        }
    }
}

/// Ways, and what they rest on.
#[derive(Debug, Clone)]
pub struct Travelled {
    /// The ways, by the places' order.
    pub travel: Travel,
    /// What they rest on.
    pub basis: TravelBasis,
}

impl TravelSource {
    /// The ways between places that lie at `points` (longitude and latitude in degrees, in the places' order). `straight` are
    /// the straight lines between the same points; they stand in for whatever can't be had, and the basis says so.
    pub async fn ways(&self, places: &[PlaceCode], points: &[[f64; 2]], straight: Travel) -> Travelled {
        let (travel, basis) = match self {
            TravelSource::Straight => (straight, TravelBasis::Straight),
            TravelSource::Service(service) => match service.table(points).await {
                Ok(table) => (Travel::Table(table), TravelBasis::Service),
                Err(error) => {
                    tracing::warn!(%error, "straight lines are used instead of the routing service");
                    (straight, TravelBasis::ServiceFailed)
                }
            },
            TravelSource::File(file) => match file.table(places, &straight) {
                (table, 0) => (Travel::Table(table), TravelBasis::File),
                (table, unknown) => {
                    tracing::info!(
                        unknown,
                        "pairs that the file of ways does not know go by straight lines"
                    );
                    (Travel::Table(table), TravelBasis::FileWithGaps)
                }
            },
        };
        Travelled { travel, basis }
    }
}
