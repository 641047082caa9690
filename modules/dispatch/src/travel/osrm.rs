//! Asking a routing service that speaks as OSRM does.
//!
//! `GET /table/v1/driving/{lon,lat;…}?annotations=duration,distance&sources=…&destinations=…`, in blocks. The service is the
//! operator's: `osrm-routed`, or anything else that answers the same. Spoken over http only, for this program holds no TLS; no
//! redirect is followed and no proxy asked, so that what is asked goes where the operator said and nowhere else.

use super::answer::TableAnswer;
use super::blocks::{Block, blocks};
use super::error::{OsrmUrlError, TravelError};
use super::limits::{ANSWER_BYTES_MAX, COORDINATES_MAX, PLACES_MAX, REQUEST_TIME_MAX, TABLE_TIME_MAX};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use std::ops::Range;
use std::time::Duration;
use tongxin_dispatch_solver::{NO_WAY, Table};

/// A routing service; cheap to clone.
#[derive(Debug, Clone)]
pub struct Osrm {
    client: Client,
    base: Url,
    request_time_max: Duration,
    table_time_max: Duration,
}

impl Osrm {
    /// The service at an address such as `http://127.0.0.1:5000`; nothing is asked yet.
    ///
    /// # Errors
    /// [`OsrmUrlError`] for what is no plain http address.
    pub fn at(address: &str) -> Result<Osrm, OsrmUrlError> {
        let not_a_url = || OsrmUrlError::NotAUrl(address.to_owned());
        let base = Url::parse(address).map_err(|_| not_a_url())?;
        if base.scheme() != "http" {
            return Err(OsrmUrlError::NotHttp(format!("{}://", base.scheme())));
        }
        let is_plain = base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if !is_plain {
            return Err(OsrmUrlError::Extra);
        }
        base.host_str().filter(|host| !host.is_empty()).ok_or_else(not_a_url)?;
        let client = Client::builder().redirect(Policy::none()).no_proxy();
        Ok(Osrm {
            client: client.build().map_err(|_| not_a_url())?,
            base,
            request_time_max: REQUEST_TIME_MAX,
            table_time_max: TABLE_TIME_MAX,
        })
    }

    /// The same with other bounds of time, for tests and for services far away.
    #[must_use]
    pub fn within(self, request_time_max: Duration, table_time_max: Duration) -> Osrm {
        Osrm {
            request_time_max,
            table_time_max,
            ..self
        }
    }

    /// Metres and seconds from each place to each, [`NO_WAY`] where there is none. `points` are longitude and latitude in
    /// degrees.
    ///
    /// # Errors
    /// [`TravelError`]: all ways are had or none.
    pub async fn table(&self, points: &[[f64; 2]]) -> Result<Table, TravelError> {
        check(points)?;
        let asking = self.asked(points);
        tokio::time::timeout(self.table_time_max, asking)
            .await
            .unwrap_or(Err(TravelError::TooSlow))
    }

    async fn asked(&self, points: &[[f64; 2]]) -> Result<Table, TravelError> {
        let size = points.len();
        let mut table = Table {
            size,
            distances: vec![NO_WAY; size * size],
            durations: Some(vec![NO_WAY; size * size]),
        };
        for block in blocks(size, COORDINATES_MAX) {
            self.block(points, &block).await?.fill(&block, &mut table)?;
        }
        Ok(table)
    }

    async fn block(&self, points: &[[f64; 2]], block: &Block) -> Result<TableAnswer, TravelError> {
        let request = self
            .client
            .get(self.address(points, block))
            .timeout(self.request_time_max);
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let bytes = bounded(response).await?;
        match TableAnswer::read(&bytes) {
            // A refusal comes with a failing status and says more than it; anything else with such a status does not.
            Err(refused @ TravelError::Refused { .. }) => Err(refused),
            _ if !status.is_success() => Err(TravelError::Status(status.as_u16())),
            read => read,
        }
    }

    fn address(&self, points: &[[f64; 2]], block: &Block) -> Url {
        let places = block.places();
        let coordinate = |place: &usize| {
            let [lon, lat] = points[*place];
            format!("{lon:.6},{lat:.6}")
        };
        let coordinates: Vec<String> = places.iter().map(coordinate).collect();
        let mut address = self.base.clone();
        let path = self.base.path().trim_end_matches('/');
        address.set_path(&format!("{path}/table/v1/driving/{}", coordinates.join(";")));
        let (from, to) = block.indices();
        // Written as OSRM's own examples are: it need not decode anything.
        let query = format!(
            "annotations=duration,distance&sources={}&destinations={}",
            listed(from),
            listed(to)
        );
        address.set_query(Some(&query));
        address
    }
}

fn listed(indices: Range<usize>) -> String {
    let indices: Vec<String> = indices.map(|index| index.to_string()).collect();
    indices.join(";")
}

fn check(points: &[[f64; 2]]) -> Result<(), TravelError> {
    if points.len() > PLACES_MAX {
        return Err(TravelError::TooManyPlaces {
            found: points.len(),
            max: PLACES_MAX,
        });
    }
    let is_on_globe = |[lon, lat]: &[f64; 2]| (-180.0..=180.0).contains(lon) && (-90.0..=90.0).contains(lat);
    match points.iter().position(|point| !is_on_globe(point)) {
        Some(place) => Err(TravelError::NotAPosition(place)),
        None => Ok(()),
    }
}

/// The bytes of an answer, as many as may be.
async fn bounded(mut response: Response) -> Result<Vec<u8>, TravelError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if bytes.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(TravelError::TooLarge { max: ANSWER_BYTES_MAX });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreachable(error: reqwest::Error) -> TravelError {
    if error.is_timeout() {
        TravelError::TooSlow
    } else {
        // Without the address, which holds every position that was asked for.
        TravelError::Unreachable(error.without_url().to_string())
    }
}
