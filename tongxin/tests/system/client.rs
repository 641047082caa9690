//! What reaches the system from outside: a browser with its cookies, a program with its token.

use reqwest::cookie::Jar;
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url, header, redirect};
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for what an endless answer says first.
const FIRST_WORDS_MAX: Duration = Duration::from_secs(5);

/// Whoever asks: signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor {
    http: Client,
    address: String,
    token: Option<String>,
    /// The form token of the browser's visit; empty for a program.
    pub csrf: String,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub media_type: String,
    /// Where it leads on.
    pub location: String,
    pub cookies: Vec<String>,
    /// What else it said about itself.
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Visitor {
    /// A browser with that session.
    pub async fn browser(address: &str, session: Option<&str>) -> Visitor {
        let jar = Jar::default();
        let url: Url = address.parse().unwrap();
        if let Some(session) = session {
            jar.add_cookie_str(&format!("tx_session={session}; Path=/; HttpOnly"), &url);
        }
        let mut browser = Visitor {
            http: client(Some(jar)),
            address: address.to_owned(),
            token: None,
            csrf: String::new(),
        };
        let form = send(browser.request(Method::GET, "/sign-in")).await.body;
        browser.csrf = csrf_in(&form).expect("the page of a form carries its token");
        browser
    }

    /// A program with that token.
    pub fn program(address: &str, token: Option<&str>) -> Visitor {
        Visitor {
            http: client(None),
            address: address.to_owned(),
            token: token.map(str::to_owned),
            csrf: String::new(),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }
}

fn client(jar: Option<Jar>) -> Client {
    let builder = Client::builder().no_proxy().redirect(redirect::Policy::none());
    match jar {
        Some(jar) => builder.cookie_provider(Arc::new(jar)),
        None => builder,
    }
    .build()
    .unwrap()
}

/// The form token that a page carries.
pub fn csrf_in(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("name=\"csrf\" value=\"")?;
    Some(rest.split('"').next()?.to_owned())
}

/// Sends a request and reads the answer; of an endless one its first words.
pub async fn send(request: RequestBuilder) -> Answer {
    let mut response = request.send().await.unwrap();
    let headers = response.headers().clone();
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .unwrap_or_default()
    };
    let media_type = text(header::CONTENT_TYPE);
    let is_endless = media_type.starts_with("text/event-stream");
    let status = response.status();
    let bytes = if is_endless && status == StatusCode::OK {
        let first = tokio::time::timeout(FIRST_WORDS_MAX, response.chunk()).await;
        first.map(Result::unwrap).unwrap_or_default().unwrap_or_default()
    } else {
        response.bytes().await.unwrap()
    };
    Answer {
        status: status.as_u16(),
        location: text(header::LOCATION),
        cookies: headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|cookie| cookie.to_str().unwrap().to_owned())
            .collect(),
        media_type,
        headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

impl Answer {
    /// The body, when it is JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Whether it gives the browser another session, or none.
    pub fn opens_session(&self) -> bool {
        let signs_in = |cookie: &String| cookie.contains("tx_session=") || cookie.contains("tx_volunteer=");
        self.cookies.iter().any(signs_in)
    }

    /// The stable code of a refusal to a program.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}
