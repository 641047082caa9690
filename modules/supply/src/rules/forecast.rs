//! When cover will fall below its threshold: by the norm, and by what the last days show; the earlier of both.

use crate::rules::cover::Days;
use tongxin_city::Day;

/// Days back that a trend is drawn from.
pub const TREND_DAYS: i64 = 14;
/// A trend needs so many days with figures; two points are always on a line.
pub const TREND_POINTS_MIN: usize = 3;
/// Nothing is said of days further ahead.
pub const FORECAST_DAYS_MAX: i64 = 60;

tongxin_city::words! {
    /// What a forecast follows from.
    ForecastBasis, "basis of a forecast" {
        /// Everybody uses what the norm says, and nothing arrives.
        Norm = "norm",
        /// Cover goes on falling as it did on the last days, with what was sold and what arrived.
        Trend = "trend",
    }
}

/// The first day on which cover is below its threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Forecast {
    /// The day; today when it is below already.
    #[schema(value_type = String, format = Date)]
    pub day: Day,
    /// What it follows from.
    pub basis: ForecastBasis,
}

/// Cover at a day's last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Day,
    /// Cover then.
    pub days: Days,
}

/// When cover, now at `now`, falls below `threshold`; none when not within [`FORECAST_DAYS_MAX`]. Points may come in any
/// order; days without one are gaps, not zeros.
pub fn forecast(today: Day, now: Days, threshold: Days, points: &[Point]) -> Option<Forecast> {
    let excess = now.0 - threshold.0;
    let on = |days: i64, basis| Forecast {
        day: today.plus_days(days),
        basis,
    };
    if excess < 0 {
        return Some(on(0, ForecastBasis::Norm));
    }
    // A day of cover goes each day.
    let by_norm = excess / Days::whole(1).0 + 1;
    let by_trend = fall(today, points).and_then(|(down, over)| days_until_below(excess, down, over));
    let earlier = by_trend.filter(|days| *days < by_norm);
    let found = earlier.map_or((by_norm, ForecastBasis::Norm), |days| (days, ForecastBasis::Trend));
    (found.0 <= FORECAST_DAYS_MAX).then(|| on(found.0, found.1))
}

/// The fall of the least-squares line, as `down / over` thousandths of a day a day; none when it does not fall.
fn fall(today: Day, points: &[Point]) -> Option<(i128, i128)> {
    let used: Vec<(i128, i128)> = points
        .iter()
        .map(|point| (point.day.days_since(today), point.days.0))
        .filter(|(ahead, _)| (-TREND_DAYS..=0).contains(ahead))
        .map(|(x, y)| (i128::from(x), i128::from(y)))
        .collect();
    if used.len() < TREND_POINTS_MIN {
        return None;
    }
    let count = used.len() as i128;
    let sum = |of: fn(&(i128, i128)) -> i128| used.iter().map(of).sum::<i128>();
    let (x, y) = (sum(|point| point.0), sum(|point| point.1));
    let (xx, xy) = (sum(|point| point.0 * point.0), sum(|point| point.0 * point.1));
    let down = x * y - count * xy;
    let over = count * xx - x * x;
    (down > 0 && over > 0).then_some((down, over))
}

/// The first whole day on which more than `excess` has gone, at `down / over` a day.
fn days_until_below(excess: i64, down: i128, over: i128) -> Option<i64> {
    i64::try_from(i128::from(excess) * over / down + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        Day::new(2022, 11, 24).expect("a day")
    }

    fn points(days_ago_and_cover: &[(i64, i64)]) -> Vec<Point> {
        let point = |(ago, milli): &(i64, i64)| Point {
            day: today().plus_days(-ago),
            days: Days(*milli),
        };
        days_ago_and_cover.iter().map(point).collect()
    }

    #[test]
    fn without_a_trend_the_norm_says_when() {
        let found = forecast(today(), Days(5_500), Days(3_000), &[]).expect("within sight");
        assert_eq!((found.day, found.basis), (today().plus_days(3), ForecastBasis::Norm));
        let at_the_edge = forecast(today(), Days(3_000), Days(3_000), &[]).expect("within sight");
        assert_eq!(at_the_edge.day, today().plus_days(1));
    }

    #[test]
    fn what_is_below_already_is_below_today() {
        let found = forecast(today(), Days(2_999), Days(3_000), &[]).expect("now");
        assert_eq!(found.day, today());
    }

    #[test]
    fn a_run_on_the_shops_is_seen_before_the_norm_would_say_so() {
        let rush = points(&[(3, 16_000), (2, 13_000), (1, 10_000)]);
        let found = forecast(today(), Days(7_000), Days(3_000), &rush).expect("within sight");
        assert_eq!((found.day, found.basis), (today().plus_days(2), ForecastBasis::Trend));
    }

    #[test]
    fn a_missing_day_is_a_gap_and_not_a_zero() {
        let with_gap = points(&[(4, 9_000), (3, 8_500), (1, 7_500)]);
        let found = forecast(today(), Days(7_000), Days(3_000), &with_gap).expect("within sight");
        assert_eq!((found.day, found.basis), (today().plus_days(5), ForecastBasis::Norm));
    }

    #[test]
    fn rising_cover_and_two_points_make_no_trend() {
        for few in [
            points(&[(2, 1_000), (1, 2_000), (0, 5_000)]),
            points(&[(2, 9_000), (1, 1_000)]),
        ] {
            let found = forecast(today(), Days(5_000), Days(3_000), &few).expect("within sight");
            assert_eq!(found.basis, ForecastBasis::Norm);
        }
    }

    #[test]
    fn what_is_further_than_two_months_is_not_said() {
        assert_eq!(forecast(today(), Days::whole(80), Days::whole(3), &[]), None);
    }

    proptest! {
        #[test]
        fn on_an_exact_line_the_trend_crosses_on_the_day_it_would(
            daily in 2_000i64..5_000, now in 20_000i64..40_000, missing in 0usize..5,
        ) {
            let mut line: Vec<(i64, i64)> = (0..7).map(|ago| (ago, now + ago * daily)).collect();
            line.remove(missing);
            let threshold = Days(3_000);
            let found = forecast(today(), Days(now), threshold, &points(&line)).expect("within sight");
            let ahead = found.day.days_since(today());
            prop_assert_eq!(found.basis, ForecastBasis::Trend);
            prop_assert!(now - ahead * daily < threshold.0);
            prop_assert!(now - (ahead - 1) * daily >= threshold.0);
        }
    }
}
