//! How far goods have to go between two firms, as far as it is known without a road network.

use tongxin_city::{CityFile, Level, PlaceCode, Widths};

/// Mean radius of the earth, in metres (IUGG).
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;

/// From near to far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// Within a subdistrict.
    SameSubdistrict,
    /// Within a district.
    SameDistrict,
    /// Between districts: kilometres by road, from the straight line between their seats.
    Kilometres(i64),
    /// Between districts whose seats are not known.
    Unknown,
}

/// The distance between two places. `seat` is where a district's seat is, in degrees: longitude, latitude.
pub fn distance(
    from: &PlaceCode,
    to: &PlaceCode,
    city: &CityFile,
    seat: impl Fn(&PlaceCode) -> Option<[f64; 2]>,
) -> Distance {
    let both_in = |level| common(&city.widths, level, from, to);
    if both_in(Level::Subdistrict) {
        return Distance::SameSubdistrict;
    }
    if both_in(Level::District) {
        return Distance::SameDistrict;
    }
    let seat_of = |place| {
        city.widths
            .ancestor(place, Level::District)
            .and_then(|code| seat(&code))
    };
    match (seat_of(from), seat_of(to)) {
        (Some(from), Some(to)) => Distance::Kilometres(kilometres(from, to, city.road_factor)),
        _ => Distance::Unknown,
    }
}

fn common(widths: &Widths, level: Level, a: &PlaceCode, b: &PlaceCode) -> bool {
    let (a, b) = (widths.ancestor(a, level), widths.ancestor(b, level));
    a.is_some() && a == b
}

/// The great circle (haversine formula) times the road factor, rounded to kilometres.
fn kilometres(from: [f64; 2], to: [f64; 2], road_factor: f64) -> i64 {
    let [from_lon, from_lat] = from.map(f64::to_radians);
    let [to_lon, to_lat] = to.map(f64::to_radians);
    let half_square = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half_square(to_lat - from_lat) + from_lat.cos() * to_lat.cos() * half_square(to_lon - from_lon);
    let metres = 2.0 * EARTH_RADIUS_METRES * chord.sqrt().min(1.0).asin();
    (metres * road_factor / 1_000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_a_hundred_and_eleven_kilometres_and_more_by_road() {
        assert_eq!(kilometres([106.0, 29.0], [106.0, 30.0], 1.0), 111);
        assert_eq!(kilometres([106.0, 29.0], [106.0, 30.0], 1.4), 156);
        assert_eq!(kilometres([106.0, 29.0], [106.0, 29.0], 1.4), 0);
    }

    #[test]
    fn near_comes_before_far_and_far_before_unknown() {
        let mut all = [
            Distance::Unknown,
            Distance::Kilometres(30),
            Distance::SameDistrict,
            Distance::Kilometres(4),
            Distance::SameSubdistrict,
        ];
        all.sort();
        assert_eq!(
            all,
            [
                Distance::SameSubdistrict,
                Distance::SameDistrict,
                Distance::Kilometres(4),
                Distance::Kilometres(30),
                Distance::Unknown
            ]
        );
    }
}
