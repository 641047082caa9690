//! A gateway over HTTP: `POST` of a JSON body with a bearer token, as most of them understand or a few lines beside them make them
//! understand.
//!
//! `{"id": "0AMN-…", "to": "+8613800000001", "text": "…", "segments": 1}` with `Idempotency-Key` of the same id. 2xx takes the text,
//! and 409 says that it was taken before; 408, 425, 429, 401, 403 and 5xx are tried again; any other 4xx never. Spoken over http
//! only, for this program holds no TLS; no redirect is followed and no proxy asked, so that what is sent goes where the operator
//! said and nowhere else.

use crate::gateway::{Gateway, Outgoing, Sent};
use crate::limits::{ANSWER_BYTES_MAX, REQUEST_TIME_MAX};
use crate::segments::segments;
use crate::sms::Secret;
use http::StatusCode;
use http::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use serde_json::json;
use std::time::Duration;
use tongxin_storage::BoxFuture;

/// Why an address is none of a gateway.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayUrlError {
    /// No address at all.
    #[error("{0:?} is no address: http://127.0.0.1:8025/send would be right")]
    NotAUrl(String),
    /// Another scheme. This program holds no TLS.
    #[error("{0}: only http:// would be right; put a local proxy before a gateway that speaks https")]
    NotHttp(String),
    /// A name, password, query or fragment in it.
    #[error("the address of a gateway has no name, password, query or fragment; its token lies in the file sms.key")]
    Extra,
}

/// A gateway over HTTP.
#[derive(Debug)]
pub struct HttpGateway {
    client: Client,
    address: Url,
    token: Secret,
    request_time_max: Duration,
}

impl HttpGateway {
    /// The gateway at an address such as `http://127.0.0.1:8025/send`; nothing is asked yet.
    ///
    /// # Errors
    /// [`GatewayUrlError`] for what is no plain http address.
    pub fn at(address: &str, token: Secret) -> Result<HttpGateway, GatewayUrlError> {
        let not_a_url = || GatewayUrlError::NotAUrl(address.to_owned());
        let url = Url::parse(address).map_err(|_| not_a_url())?;
        if url.scheme() != "http" {
            return Err(GatewayUrlError::NotHttp(format!("{}://", url.scheme())));
        }
        let is_plain =
            url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
        if !is_plain {
            return Err(GatewayUrlError::Extra);
        }
        url.host_str().filter(|host| !host.is_empty()).ok_or_else(not_a_url)?;
        let client = Client::builder().redirect(Policy::none()).no_proxy();
        Ok(HttpGateway {
            client: client.build().map_err(|_| not_a_url())?,
            address: url,
            token,
            request_time_max: REQUEST_TIME_MAX,
        })
    }

    /// The same with another bound of time, for tests and for gateways far away.
    #[must_use]
    pub fn within(self, request_time_max: Duration) -> HttpGateway {
        HttpGateway {
            request_time_max,
            ..self
        }
    }

    async fn asked(&self, text: &Outgoing) -> Sent {
        let id = text.id.to_string();
        let body = json!({
            "id": id,
            "to": text.to.as_str(),
            "text": text.body,
            "segments": segments(&text.body),
        });
        let request = self
            .client
            .post(self.address.clone())
            .bearer_auth(self.token.as_str())
            .header("idempotency-key", &id)
            .timeout(self.request_time_max)
            .json(&body);
        match request.send().await {
            Ok(response) => answer(response).await,
            Err(error) => unreachable(&error),
        }
    }
}

impl Gateway for HttpGateway {
    fn send<'g>(&'g self, text: &'g Outgoing) -> BoxFuture<'g, Sent> {
        Box::pin(self.asked(text))
    }
}

/// What an answer means. What it says is read to its end, so that the connection serves again, and is not kept: it may hold the
/// number.
async fn answer(mut response: Response) -> Sent {
    let status = response.status();
    let after_ms = retry_after_ms(&response);
    let mut bytes = 0;
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes += chunk.len(),
            Ok(None) => break,
            // The status has come; only an accepted text's answer must arrive whole.
            Err(error) if status.is_success() => return unreachable(&error),
            Err(_) => break,
        }
        if bytes > ANSWER_BYTES_MAX {
            break;
        }
    }
    let why = status.as_u16().to_string();
    let is_for_later = status.is_server_error()
        || matches!(
            status,
            StatusCode::REQUEST_TIMEOUT
                | StatusCode::TOO_EARLY
                | StatusCode::TOO_MANY_REQUESTS
                | StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
        );
    if status.is_success() || status == StatusCode::CONFLICT {
        Sent::Accepted
    } else if is_for_later {
        Sent::TryLater { why, after_ms }
    } else {
        Sent::Failed(why)
    }
}

fn retry_after_ms(response: &Response) -> Option<i64> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    value.trim().parse::<i64>().ok()?.checked_mul(1_000)
}

fn unreachable(error: &reqwest::Error) -> Sent {
    let why = if error.is_timeout() { "timeout" } else { "unreachable" };
    Sent::TryLater {
        why: why.to_owned(),
        after_ms: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_http_address_is_a_gateways() {
        let at = |address: &str| HttpGateway::at(address, Secret::new("token")).map(|_| ());
        assert_eq!(at("http://127.0.0.1:8025/send"), Ok(()));
        assert_eq!(
            at("https://sms.example/send"),
            Err(GatewayUrlError::NotHttp("https://".to_owned()))
        );
        assert_eq!(at("http://me:secret@127.0.0.1/"), Err(GatewayUrlError::Extra));
        assert_eq!(at("http://127.0.0.1/?key=secret"), Err(GatewayUrlError::Extra));
        assert!(matches!(at("sms"), Err(GatewayUrlError::NotAUrl(_))));
    }
}
