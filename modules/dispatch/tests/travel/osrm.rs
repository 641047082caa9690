//! The client against a service that really computes, and against services that fail.

use crate::service::{Failing, service, way};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tongxin_city::PlaceCode;
use tongxin_dispatch::travel::limits::PLACES_MAX;
use tongxin_dispatch::travel::{Osrm, OsrmUrlError, TravelBasis, TravelError, TravelSource};
use tongxin_dispatch_solver::{NO_WAY, Straight, Travel};

/// Points of a city on both banks of a river.
fn points(count: usize) -> Vec<[f64; 2]> {
    let point = |number: usize| {
        let (a, b) = (number as f64 * 0.618_034 % 1.0, number as f64 * 0.414_214 % 1.0);
        [106.4 + (a * 2e5).round() / 1e6, 29.9 + (b * 2e5).round() / 1e6]
    };
    (0..count).map(point).collect()
}

fn straight(points: &[[f64; 2]]) -> Travel {
    Travel::Straight(Straight {
        positions: Straight::metres_from_degrees(points),
        road_per_thousand: 1_350,
        time_per_thousand: 144,
    })
}

fn codes(count: usize) -> Vec<PlaceCode> {
    (0..count)
        .map(|number| format!("500112{number:06}").parse().unwrap())
        .collect()
}

#[tokio::test]
async fn a_table_is_what_the_service_computes_whatever_the_number_of_blocks() {
    for (count, requests) in [(1, 1), (2, 1), (100, 1), (101, 9), (130, 9)] {
        let service = service(Failing::Never).await;
        let points = points(count);
        let table = Osrm::at(&service.address).unwrap().table(&points).await.unwrap();
        assert_eq!(service.requests.load(Ordering::Relaxed), requests, "{count}");
        let durations = table.durations.unwrap();
        for from in 0..count {
            for to in 0..count {
                let expected = match way(points[from], points[to]) {
                    _ if from == to => [0, 0],
                    Some((metres, seconds)) => [metres.round() as u32, seconds.round() as u32],
                    None => [NO_WAY, NO_WAY],
                };
                let at = from * count + to;
                assert_eq!(
                    [table.distances[at], durations[at]],
                    expected,
                    "{from} to {to} of {count}"
                );
            }
        }
    }
}

#[tokio::test]
async fn no_way_stays_no_way_for_the_solver() {
    let service = service(Failing::Never).await;
    let banks = [[106.5, 29.95], [106.5, 30.05]];
    let table = Osrm::at(&service.address).unwrap().table(&banks).await.unwrap();
    assert!(!Travel::Table(table).leg(0, 1).is_passable());
}

#[tokio::test]
async fn a_service_behind_a_path_is_asked_there() {
    let service = service(Failing::Never).await;
    for path in ["/behind/a/proxy", "/behind/a/proxy/"] {
        let osrm = Osrm::at(&format!("{}{path}", service.address)).unwrap();
        assert_eq!(osrm.table(&points(3)).await.unwrap().size, 3);
    }
}

#[tokio::test]
async fn every_failure_has_its_name_and_straight_lines_take_over() {
    for failing in [
        Failing::Status500,
        Failing::Slow,
        Failing::NoJson,
        Failing::TooLarge,
        Failing::ShortRows,
        Failing::NoDistances,
        Failing::Negative,
        Failing::OffTheMap,
        Failing::Refusing,
        Failing::Redirecting,
        Failing::Later,
    ] {
        let service = service(failing).await;
        let (second, points) = (Duration::from_millis(500), points(110));
        let osrm = Osrm::at(&service.address).unwrap().within(second, 20 * second);
        let error = osrm.table(&points).await.unwrap_err();
        let is_right = match failing {
            Failing::Status500 => error == TravelError::Status(500),
            Failing::Later => error == TravelError::Status(502),
            Failing::Redirecting => error == TravelError::Status(307),
            Failing::Slow => error == TravelError::TooSlow,
            Failing::NoJson => matches!(error, TravelError::Unreadable(_)),
            Failing::TooLarge => matches!(error, TravelError::TooLarge { .. }),
            Failing::ShortRows | Failing::NoDistances => matches!(error, TravelError::Shape { .. }),
            Failing::Negative => error == TravelError::Nonsense(-5.0),
            Failing::OffTheMap => {
                error
                    == TravelError::OffTheMap {
                        place: 0,
                        metres: 812_000,
                    }
            }
            Failing::Refusing => matches!(&error, TravelError::Refused { code, .. } if code == "InvalidQuery"),
            Failing::Never => false,
        };
        assert!(is_right, "{failing:?}: {error}");
        let codes = codes(points.len());
        let ways = TravelSource::Service(osrm)
            .ways(&codes, &points, straight(&points))
            .await;
        assert_eq!(
            (ways.basis, ways.travel),
            (TravelBasis::ServiceFailed, straight(&points))
        );
    }
}

#[tokio::test]
async fn all_blocks_together_have_a_bound_of_time() {
    let service = service(Failing::Slow).await;
    let osrm = Osrm::at(&service.address).unwrap();
    let osrm = osrm.within(Duration::from_secs(20), Duration::from_millis(300));
    let began = Instant::now();
    assert_eq!(osrm.table(&points(3)).await.unwrap_err(), TravelError::TooSlow);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_service_that_is_not_there_is_said_without_the_positions_that_were_asked_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Osrm::at(&address).unwrap().table(&points(3)).await.unwrap_err();
    assert!(
        matches!(error, TravelError::Unreachable(_)) && !error.to_string().contains("106."),
        "{error}"
    );
}

#[tokio::test]
async fn places_that_cannot_be_asked_for_are_not_asked_for() {
    let service = service(Failing::Never).await;
    let osrm = Osrm::at(&service.address).unwrap();
    for wrong in [[f64::NAN, 29.5], [106.5, 90.1], [f64::INFINITY, 0.0]] {
        assert_eq!(
            osrm.table(&[[106.5, 29.5], wrong]).await.unwrap_err(),
            TravelError::NotAPosition(1)
        );
    }
    let many = vec![[106.5, 29.5]; PLACES_MAX + 1];
    assert!(matches!(
        osrm.table(&many).await.unwrap_err(),
        TravelError::TooManyPlaces { .. }
    ));
    assert_eq!(osrm.table(&[]).await.unwrap().size, 0);
    assert_eq!(service.requests.load(Ordering::Relaxed), 0);
}

#[test]
fn only_plain_http_addresses_are_services() {
    for right in [
        "http://127.0.0.1:5000",
        "http://osrm.local/",
        "http://[::1]:5000/routed",
    ] {
        Osrm::at(right).unwrap();
    }
    for wrong in [
        "https://osrm.local",
        "file:///etc/passwd",
        "ftp://osrm.local",
        "unix:/run/osrm",
    ] {
        assert!(
            matches!(Osrm::at(wrong).unwrap_err(), OsrmUrlError::NotHttp(_)),
            "{wrong}"
        );
    }
    for wrong in ["", "127.0.0.1", "http://", "osrm"] {
        assert!(
            matches!(Osrm::at(wrong).unwrap_err(), OsrmUrlError::NotAUrl(_)),
            "{wrong}"
        );
    }
    for wrong in [
        "http://a:b@osrm.local",
        "http://a@osrm.local",
        "http://osrm.local/?x=1",
        "http://osrm.local/#x",
    ] {
        assert_eq!(Osrm::at(wrong).unwrap_err(), OsrmUrlError::Extra, "{wrong}");
    }
}
