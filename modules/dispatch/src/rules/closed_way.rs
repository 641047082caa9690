//! Ways that are closed: a bridge, a street.

use crate::limits::CLOSED_WAY_METRES;
use crate::travel::ClosedLine;
use serde::{Deserialize, Serialize};
use tongxin_city::{PlaceCode, Position};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A way that is closed. Nobody gets across the line between its two points; whoever has to goes round by one of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedWay {
    /// Where it begins.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
}

/// Where something is: where a place lies, or a point on the map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Spot {
    /// Where a place lies.
    Place {
        /// The place.
        place: PlaceCode,
    },
    /// A point.
    Point {
        /// Longitude, east positive, in WGS 84 degrees.
        lon: f64,
        /// Latitude, north positive, in WGS 84 degrees.
        lat: f64,
    },
}

impl ClosedWay {
    /// The line that nobody crosses; `position` knows where places lie.
    ///
    /// # Errors
    /// What is wrong with it, at the field `closed_ways`.
    pub fn line(&self, position: impl Fn(&PlaceCode) -> Option<Position>) -> Result<ClosedLine, FieldFault> {
        let [from, to] = [self.from.position(&position)?, self.to.position(&position)?];
        if CLOSED_WAY_METRES.contains(&from.metres_to(&to)) {
            return Ok([[from.lon, from.lat], [to.lon, to.lat]]);
        }
        let fault = FieldFault::new("closed_ways", "dispatch-plan-way-length");
        let fault = fault.arg("metres", CLOSED_WAY_METRES.start());
        Err(fault.arg("kilometres", CLOSED_WAY_METRES.end() / 1_000.0))
    }
}

impl Spot {
    fn position(&self, of: impl Fn(&PlaceCode) -> Option<Position>) -> Result<Position, FieldFault> {
        match *self {
            Spot::Place { place } => of(&place).ok_or_else(|| {
                let fault = FieldFault::new("closed_ways", "dispatch-plan-way-unknown");
                fault.arg("place", place)
            }),
            Spot::Point { lon, lat } if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Ok(Position {
                lon,
                lat,
                is_estimated: false,
            }),
            Spot::Point { .. } => Err(FieldFault::new("closed_ways", "dispatch-plan-way-point")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(text: &str) -> ClosedWay {
        serde_json::from_str(text).expect("a way")
    }

    fn position(place: &PlaceCode) -> Option<Position> {
        let near = Position {
            lon: 106.55,
            lat: 29.56,
            is_estimated: true,
        };
        (place.as_str() == "500112").then_some(near)
    }

    #[test]
    fn a_way_lies_between_places_and_points() {
        let mixed = way(r#"{"from": {"place": "500112"}, "to": {"lon": 106.56, "lat": 29.57}}"#);
        assert_eq!(mixed.line(position), Ok([[106.55, 29.56], [106.56, 29.57]]));
        let said = serde_json::to_string(&mixed).expect("JSON");
        assert_eq!(way(&said), mixed);
        assert!(serde_json::from_str::<ClosedWay>(r#"{"from": {"place": "500112"}}"#).is_err());
        assert!(serde_json::from_str::<Spot>(r#"{"lon": 1, "lat": 2, "height": 3}"#).is_err());
    }

    #[test]
    fn what_is_no_way_says_why() {
        let why = |from: &str, to: &str| {
            let way = way(&format!(r#"{{"from": {from}, "to": {to}}}"#));
            way.line(position).expect_err("wrong").key
        };
        let here = r#"{"place": "500112"}"#;
        assert_eq!(why(here, here), "dispatch-plan-way-length", "one point is no line");
        assert_eq!(why(here, r#"{"lon": 108, "lat": 29}"#), "dispatch-plan-way-length");
        assert_eq!(why(here, r#"{"lon": 29.5, "lat": 106.5}"#), "dispatch-plan-way-point");
        assert_eq!(why(r#"{"place": "500113"}"#, here), "dispatch-plan-way-unknown");
    }
}
