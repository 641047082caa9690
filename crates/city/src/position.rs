//! Where a place lies: as somebody said, or as its code lets one guess.
//!
//! A city's files have boundaries and seats of districts, no position of anything below. Plans of routes need one for
//! every building, so a guess is made from the code alone: the same for everybody, always inside the district, children
//! near their parents. It is a guess, says so ([`Position::is_estimated`]), and gives way to what is known.

use serde::{Deserialize, Serialize};

use crate::shape::{METRES_PER_DEGREE, Point, Shape, cosine};
use crate::{Boundaries, Boundary, Level, PlaceCode, Widths};

/// Where a place lies, in WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Longitude, east positive.
    pub lon: f64,
    /// Latitude, north positive.
    pub lat: f64,
    /// Whether it was guessed from the place's code rather than told by somebody.
    pub is_estimated: bool,
}

impl Position {
    /// The straight line to another position in metres, on a flat map true between the two; below 0.1 % wrong within
    /// a city.
    pub fn metres_to(&self, other: &Position) -> f64 {
        let east = (self.lon - other.lon) * cosine((self.lat + other.lat) / 2.0);
        east.hypot(self.lat - other.lat) * METRES_PER_DEGREE
    }
}

/// Subdistricts of an average district: Chongqing has 1,031 in 38.
const SUBDISTRICTS_OF_DISTRICT: f64 = 27.0;
/// Communities of an average subdistrict: Chongqing has 11,270 in 1,031.
const COMMUNITIES_OF_SUBDISTRICT: f64 = 11.0;
/// Communities lie at most this far from their subdistrict's point, in metres. Assumption: the smallest part in which
/// a subdistrict's people live, even where it holds mountains.
const COMMUNITY_METRES_MAX: f64 = 3_000.0;
/// Compounds lie at most this far from their community's point, in metres. Assumption: a community is walked across
/// in ten minutes.
const COMPOUND_METRES_MAX: f64 = 400.0;
/// Buildings lie at most this far from their compound's point, in metres. Assumption: a large compound of towers takes
/// 7 hectares.
const BUILDING_METRES_MAX: f64 = 150.0;
/// Points tried inside a district before its inner point is taken; a district fills a third of its box or more, so
/// that all fail once in 10¹¹ times.
const DISTRICT_TRIES: u64 = 64;
/// Turns and halvings tried near a parent.
const NEAR_TRIES: u32 = 64;
/// The golden angle in radians: neighbouring numbers lie far apart (Vogel 1979).
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

impl Boundaries {
    /// A guess where a place lies, made from its code alone; nothing for a city without boundaries, a district without
    /// one, or a code of no level.
    ///
    /// The city lies at the seat nearest to the middle of its box, a district at its seat (at an inner point, should the
    /// seat lie outside the boundary), a subdistrict anywhere inside its district, everything below within some metres of
    /// what it belongs to: a community at most 3 km, less in districts so small that 27 subdistricts lie closer; a compound
    /// at most 400 m; a building at most 150 m. All of these are assumptions. Numbers below one parent never coincide.
    pub fn estimate(&self, widths: &Widths, code: &PlaceCode) -> Option<Position> {
        let level = widths.level_of(code)?;
        if level == Level::City {
            return self.middle_seat().map(guessed);
        }
        let boundary = self.get(&widths.ancestor(code, Level::District)?)?;
        let mut point = boundary.inner_seat();
        for below in Level::ALL
            .into_iter()
            .filter(|below| (Level::Subdistrict..=level).contains(below))
        {
            point = boundary.step_down(point, below, widths, code)?;
        }
        Some(guessed(point))
    }

    /// The same for a place inside one whose position is known: the way down begins there.
    ///
    /// Nothing when `known` does not hold the place. Above the subdistrict a known position says nothing of what lies
    /// below, so the guess is that of [`Boundaries::estimate`].
    pub fn estimate_below(
        &self,
        widths: &Widths,
        code: &PlaceCode,
        known: &PlaceCode,
        at: [f64; 2],
    ) -> Option<Position> {
        let (level, from) = (widths.level_of(code)?, widths.level_of(known)?);
        if !code.is_inside(known) {
            return None;
        }
        if from < Level::Subdistrict && level > from {
            return self.estimate(widths, code);
        }
        let district = widths.ancestor(code, Level::District)?;
        let mut point = at;
        for below in Level::ALL.into_iter().filter(|below| *below > from && *below <= level) {
            point = match self.get(&district) {
                Some(boundary) => boundary.step_down(point, below, widths, code)?,
                None => near(None, point, metres_max(below), own_number(widths, code, below)?),
            };
        }
        Some(guessed(point))
    }

    fn middle_seat(&self) -> Option<Point> {
        let [west, south, east, north] = self.bounding_box()?;
        let middle = [(west + east) / 2.0, (south + north) / 2.0];
        let seats = self.iter().map(Boundary::inner_seat);
        seats.min_by(|a, b| distance(*a, middle).total_cmp(&distance(*b, middle)))
    }
}

impl Boundary {
    /// The seat, or a point inside should it lie outside.
    fn inner_seat(&self) -> Point {
        if self.shape.contains(self.seat) {
            return self.seat;
        }
        self.shape.inner_point().unwrap_or(self.seat)
    }

    /// From the point of a place's ancestor to that of the ancestor (or place) one level lower.
    fn step_down(&self, from: Point, level: Level, widths: &Widths, code: &PlaceCode) -> Option<Point> {
        let step = widths.ancestor(code, level)?;
        if level == Level::Subdistrict {
            return Some(self.anywhere(&step));
        }
        let metres = metres_max(level).min(self.share_metres(level));
        // A known point outside the boundary, which is drawn for orientation only, is right all the same.
        let bounds = self.shape.contains(from).then_some(&self.shape);
        Some(near(bounds, from, metres, own_number(widths, code, level)?))
    }

    /// The radius of the circle that is an average subdistrict's (for communities) or community's share of the district.
    fn share_metres(&self, level: Level) -> f64 {
        let parts = match level {
            Level::Community => SUBDISTRICTS_OF_DISTRICT,
            _ => SUBDISTRICTS_OF_DISTRICT * COMMUNITIES_OF_SUBDISTRICT,
        };
        (self.shape.area_m2 / parts / std::f64::consts::PI).sqrt()
    }

    /// A point inside that follows from the code.
    fn anywhere(&self, code: &PlaceCode) -> Point {
        let [west, south, east, north] = self.bounding_box;
        let point = |attempt| {
            let (x, y) = (share(code, 2 * attempt), share(code, 2 * attempt + 1));
            [west + (east - west) * x, south + (north - south) * y]
        };
        let mut points = (0..DISTRICT_TRIES).map(point);
        points
            .find(|point| self.shape.contains(*point))
            .unwrap_or_else(|| self.inner_seat())
    }
}

fn guessed([lon, lat]: Point) -> Position {
    Position {
        lon,
        lat,
        is_estimated: true,
    }
}

fn metres_max(level: Level) -> f64 {
    match level {
        Level::Building => BUILDING_METRES_MAX,
        Level::Compound => COMPOUND_METRES_MAX,
        _ => COMMUNITY_METRES_MAX,
    }
}

/// The number of a code's ancestor at `level` among its siblings: the digits that the level adds. A level that adds more
/// digits than a number holds keeps their last ones.
fn own_number(widths: &Widths, code: &PlaceCode, level: Level) -> Option<u64> {
    let start = level.above().map_or(0, |above| widths.width(above));
    let digits = code.as_str().get(start..widths.width(level))?;
    let digit = |number: u64, digit: u8| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
    Some(digits.bytes().fold(0, digit))
}

/// The point of a number around `from`: radii by the van der Corput sequence, turned by the golden angle, so that few
/// numbers spread as well as many and no two coincide. Turned and drawn nearer until it lies inside the bounds.
fn near(bounds: Option<&Shape>, from: Point, metres: f64, number: u64) -> Point {
    let radius = metres
        * ((number.reverse_bits() as f64 + 1.0) / (u64::MAX as f64 + 1.0))
            .min(1.0)
            .sqrt();
    let angle = (number % 1_000_000) as f64 * GOLDEN_ANGLE;
    let point = |attempt: u32| {
        let radius = radius / f64::from(1_u32 << (attempt / 4).min(16));
        let angle = angle + f64::from(attempt % 4) * std::f64::consts::FRAC_PI_2;
        let (east, north) = (radius * angle.cos(), radius * angle.sin());
        [
            from[0] + east / METRES_PER_DEGREE / cosine(from[1]),
            from[1] + north / METRES_PER_DEGREE,
        ]
    };
    let mut points = (0..NEAR_TRIES).map(point);
    points
        .find(|point| bounds.is_none_or(|shape| shape.contains(*point)))
        .unwrap_or(from)
}

/// A number from 0 up to 1 that follows from a code (FNV-1a, then the mixing of SplitMix64: Steele et al. 2014).
fn share(code: &PlaceCode, salt: u64) -> f64 {
    let hash = code.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut mixed = hash.wrapping_add(salt.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

fn distance(a: Point, b: Point) -> f64 {
    guessed(a).metres_to(&guessed(b))
}
