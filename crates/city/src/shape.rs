//! The area inside a boundary: rings of a Polygon or MultiPolygon, and what can be asked of them.

use serde_json::Value;

/// Metres in a degree of latitude: the Earth's mean meridian, 40,008 km / 360.
pub(crate) const METRES_PER_DEGREE: f64 = 111_133.0;
/// Near a pole a degree of longitude has no length; nothing is divided by less than this share of one.
const COSINE_MIN: f64 = 0.01;
/// Lines of latitude along which a shape is measured.
const SCAN_LINES: usize = 64;

/// Longitude and latitude in degrees (WGS 84).
pub(crate) type Point = [f64; 2];

/// Rings of all polygons; a point is inside when a ray from it crosses them an odd number of times, so that holes
/// are outside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    rings: Vec<Vec<Point>>,
    /// West, south, east, north.
    pub(crate) bounding_box: [f64; 4],
    /// What it covers, in square metres.
    pub(crate) area_m2: f64,
}

/// A part of a line of latitude.
struct Stretch {
    degrees: f64,
    middle: Point,
}

impl Shape {
    /// Reads a GeoJSON Polygon or MultiPolygon; nothing when it is neither, or `position` refuses one of its points.
    pub(crate) fn read(geometry: &Value, position: impl Fn(&Value) -> Option<Point>) -> Option<Shape> {
        let coordinates = geometry["coordinates"].as_array()?;
        let rings: Vec<&Value> = match geometry["type"].as_str()? {
            "Polygon" => coordinates.iter().collect(),
            "MultiPolygon" => coordinates.iter().filter_map(Value::as_array).flatten().collect(),
            _ => return None,
        };
        let rings: Vec<Vec<Point>> = rings
            .into_iter()
            .filter_map(Value::as_array)
            .map(|ring| ring.iter().map(&position).collect())
            .collect::<Option<_>>()?;
        let bounding_box = bounding_box(&rings)?;
        let mut shape = Shape {
            rings,
            bounding_box,
            area_m2: 0.0,
        };
        shape.area_m2 = shape.scanned_area_m2();
        Some(shape)
    }

    /// Whether the point lies inside.
    pub(crate) fn contains(&self, [lon, lat]: Point) -> bool {
        let crossings = self
            .edges()
            .filter(|(a, b)| (a[1] > lat) != (b[1] > lat) && lon < a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0]));
        crossings.count() % 2 == 1
    }

    /// A point inside: the middle of the widest stretch of a line of latitude. Nothing when the shape has no area.
    pub(crate) fn inner_point(&self) -> Option<Point> {
        let (stretches, _) = self.stretches();
        let widest = stretches.into_iter().max_by(|a, b| a.degrees.total_cmp(&b.degrees))?;
        Some(widest.middle).filter(|point| self.contains(*point))
    }

    /// The area in square metres, summed over stretches of lines of latitude: right to a few per cent, whichever way the
    /// rings turn.
    fn scanned_area_m2(&self) -> f64 {
        let (stretches, height) = self.stretches();
        let strip = |stretch: &Stretch| stretch.degrees * cosine(stretch.middle[1]) * height;
        stretches.iter().map(strip).sum::<f64>() * METRES_PER_DEGREE * METRES_PER_DEGREE
    }

    /// What of evenly spaced lines of latitude lies inside, and how many degrees apart the lines are.
    fn stretches(&self) -> (Vec<Stretch>, f64) {
        let [_, south, _, north] = self.bounding_box;
        let height = (north - south) / SCAN_LINES as f64;
        let lines = (0..SCAN_LINES).map(|number| south + height * (number as f64 + 0.5));
        (lines.flat_map(|lat| self.stretches_at(lat)).collect(), height)
    }

    fn stretches_at(&self, lat: f64) -> Vec<Stretch> {
        let mut crossings: Vec<f64> = self
            .edges()
            .filter(|(a, b)| (a[1] > lat) != (b[1] > lat))
            .map(|(a, b)| a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
            .collect();
        crossings.sort_by(f64::total_cmp);
        let stretch = |pair: &[f64]| Stretch {
            degrees: pair[1] - pair[0],
            middle: [f64::midpoint(pair[0], pair[1]), lat],
        };
        crossings.chunks_exact(2).map(stretch).collect()
    }

    fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        let closed = |ring: &Vec<Point>| ring.first().copied();
        self.rings.iter().flat_map(move |ring| {
            let ends = ring.iter().copied().skip(1).chain(closed(ring));
            ring.iter().copied().zip(ends)
        })
    }
}

/// What a degree of longitude measures at that latitude, as a share of a degree of latitude.
pub(crate) fn cosine(lat: f64) -> f64 {
    lat.to_radians().cos().max(COSINE_MIN)
}

fn bounding_box(rings: &[Vec<Point>]) -> Option<[f64; 4]> {
    let boxes = rings.iter().flatten().map(|[lon, lat]| [*lon, *lat, *lon, *lat]);
    boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}
