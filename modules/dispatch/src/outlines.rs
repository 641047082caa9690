//! The map of a run: the boundaries of the districts around its stops, and nothing from anybody else's server.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use tongxin_city::PlaceCode;

/// How far around a run's stops its map reaches, in degrees: about 5 km.
const AROUND_DEGREES: f64 = 0.05;

impl Dispatch {
    /// The districts around the places of a run as GeoJSON.
    ///
    /// # Errors
    /// When no city is loaded.
    pub(crate) fn outlines(&self, places: &[PlaceCode]) -> Result<String, DispatchError> {
        let city = self.places().city()?;
        let points = places.iter().filter_map(|place| self.places().position(place));
        let around = points.map(|at| {
            [
                at.lon - AROUND_DEGREES,
                at.lat - AROUND_DEGREES,
                at.lon + AROUND_DEGREES,
                at.lat + AROUND_DEGREES,
            ]
        });
        let around = around.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        let near = city.boundaries.iter().filter(|boundary| {
            around.is_some_and(|[west, south, east, north]| {
                let [left, below, right, above] = boundary.bounding_box;
                left <= east && right >= west && below <= north && above >= south
            })
        });
        let features: Vec<&str> = near.map(|boundary| boundary.feature.as_str()).collect();
        let features = features.join(",");
        Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}"))
    }
}
