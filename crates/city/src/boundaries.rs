//! Boundaries of districts, for orientation on a map, not for law.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::PlaceCode;
use crate::csv_rows::Lines;
use crate::load_error::{LoadError, LoadErrorKind, Row};
use crate::shape::Shape;

/// The boundary of one place, in WGS 84 degrees, longitude before latitude (GeoJSON, RFC 7946).
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// The place.
    pub code: PlaceCode,
    /// The GeoJSON feature, for the map page.
    pub feature: String,
    /// West, south, east, north.
    pub bounding_box: [f64; 4],
    /// Where to put the label: longitude, latitude.
    pub seat: [f64; 2],
    /// What lies inside.
    pub(crate) shape: Shape,
}

/// The boundaries of a city's districts.
#[derive(Clone, Default, PartialEq)]
pub struct Boundaries {
    by_code: BTreeMap<PlaceCode, Boundary>,
    collection: String,
}

impl fmt::Debug for Boundaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Boundaries({} places)", self.by_code.len())
    }
}

impl Boundaries {
    /// The boundary of that place.
    pub fn get(&self, code: &PlaceCode) -> Option<&Boundary> {
        self.by_code.get(code)
    }

    /// All boundaries in code order.
    pub fn iter(&self) -> impl Iterator<Item = &Boundary> {
        self.by_code.values()
    }

    /// The whole GeoJSON feature collection as it lies in the city's folder; empty when the city has none.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// West, south, east and north of all boundaries together; nothing without boundaries.
    pub fn bounding_box(&self) -> Option<[f64; 4]> {
        self.iter()
            .map(|boundary| boundary.bounding_box)
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }

    /// Reads a feature collection with one feature for each of `districts` (when those are known); adds what is
    /// wrong to `errors`.
    ///
    /// A feature has properties `code` and `seat` ([longitude, latitude]) and a Polygon or MultiPolygon.
    pub(crate) fn read(file: &str, bytes: &[u8], districts: Option<&Lines>, errors: &mut Vec<LoadError>) -> Boundaries {
        let mut fault = |row, field: &str, kind| errors.push(LoadError::new(file, row, field, kind));
        let Ok(text) = std::str::from_utf8(bytes) else {
            fault(Row::None, "", LoadErrorKind::NotUtf8);
            return Boundaries::default();
        };
        let document: Value = match serde_json::from_str(text) {
            Ok(document) => document,
            Err(error) => {
                fault(
                    Row::Line(error.line() as u64),
                    "",
                    LoadErrorKind::NotJson {
                        detail: error.to_string(),
                    },
                );
                return Boundaries::default();
            }
        };
        let Some(features) = document.get("features").and_then(Value::as_array) else {
            fault(Row::None, "features", LoadErrorKind::NotFeatureCollection);
            return Boundaries::default();
        };

        let mut by_code = BTreeMap::new();
        for (row, feature) in (1..).map(Row::Feature).zip(features) {
            match boundary_of(feature, districts) {
                Ok(boundary) if by_code.contains_key(&boundary.code) => {
                    fault(row, "code", LoadErrorKind::BoundaryTwice { code: boundary.code });
                }
                Ok(boundary) => {
                    by_code.insert(boundary.code, boundary);
                }
                Err((field, kind)) => fault(row, field, kind),
            }
        }
        for code in districts
            .into_iter()
            .flat_map(Lines::keys)
            .filter(|code| !by_code.contains_key(*code))
        {
            fault(Row::None, "code", LoadErrorKind::BoundaryMissing { code: *code });
        }
        Boundaries {
            by_code,
            collection: text.to_owned(),
        }
    }
}

/// West, south, east and north of everything, in degrees.
const WORLD: [f64; 4] = [-180.0, -90.0, 180.0, 90.0];

type Fault = (&'static str, LoadErrorKind);

fn boundary_of(feature: &Value, districts: Option<&Lines>) -> Result<Boundary, Fault> {
    let property = |name: &str| &feature["properties"][name];
    let code = property("code").as_str().unwrap_or_default();
    let code = code
        .parse()
        .ok()
        .filter(|code| districts.is_none_or(|districts| districts.contains_key(code)))
        .ok_or_else(|| ("code", LoadErrorKind::BoundaryOfUnknown { found: code.to_owned() }))?;
    let shape = Shape::read(&feature["geometry"], position).ok_or(("geometry", LoadErrorKind::NotAPolygon))?;
    let bounding_box = shape.bounding_box;
    let seat = position(property("seat"))
        .filter(|seat| is_within(bounding_box, *seat))
        .ok_or(("seat", LoadErrorKind::NotASeat))?;
    Ok(Boundary {
        code,
        feature: feature.to_string(),
        bounding_box,
        seat,
        shape,
    })
}

fn is_within([west, south, east, north]: [f64; 4], [lon, lat]: [f64; 2]) -> bool {
    (west..=east).contains(&lon) && (south..=north).contains(&lat)
}

fn position(value: &Value) -> Option<[f64; 2]> {
    let [lon, lat] = value.as_array()?.as_slice() else {
        return None;
    };
    let (lon, lat) = (lon.as_f64()?, lat.as_f64()?);
    is_within(WORLD, [lon, lat]).then_some([lon, lat])
}
