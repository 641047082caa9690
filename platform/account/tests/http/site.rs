//! The pages and the API of accounts as they are served, with a browser that keeps its cookies.

use crate::world::World;
use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Method, Request, header};
use std::collections::BTreeMap;
use std::sync::Arc;
use tongxin_account::{Routes, routes};
use tongxin_city::Zone;
use tongxin_i18n::Texts;
use tongxin_web::{Assets, CsrfKey, Shell, serve_with};
use tower::ServiceExt as _;

/// Bytes of an answer that a test reads.
const ANSWER_MAX: usize = 4 * 1024 * 1024;

pub struct Site {
    pub world: World,
    pub router: Router,
    is_https: bool,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Site {
    pub async fn http() -> Site {
        Site::at("http://city").await
    }

    pub async fn https() -> Site {
        Site::at("https://city").await
    }

    async fn at(origin: &str) -> Site {
        let world = World::sqlite().await;
        let served = routes(world.accounts.clone());
        Site {
            router: serve(&world, served, origin),
            world,
            is_https: origin.starts_with("https"),
        }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser {
            site: self,
            cookies: BTreeMap::new(),
            csrf: String::new(),
        }
    }
}

/// These routes behind the guard, in the common layers.
pub fn serve(world: &World, routes: Routes, origin: &str) -> Router {
    let shell = Shell {
        texts: Texts::new(&[tongxin_web::TEXTS, tongxin_import::TEXTS, tongxin_account::TEXTS]),
        assets: Assets::new(),
        clock: world.clock.clone(),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        city_name: ("海湾市".into(), "Harbour City".into()),
        emergency: vec![],
        csrf: CsrfKey::new([7; 32]),
        is_https: origin.starts_with("https"),
        public_origin: origin.to_owned(),
    };
    let guarded = routes.guarded(world.accounts.clone(), vec![]);
    serve_with(guarded.router, Arc::new(shell), None)
}

/// Sends one request.
pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, ANSWER_MAX).await.unwrap();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

impl Answer {
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies it sets, whole.
    pub fn cookies(&self) -> Vec<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies.map(|cookie| cookie.to_str().unwrap().to_owned()).collect()
    }

    /// The one it sets whose name ends so.
    pub fn cookie(&self, name: &str) -> String {
        let found = self.cookies().into_iter().find(|cookie| {
            let (given, _) = cookie.split_once('=').unwrap();
            given.ends_with(name)
        });
        found.unwrap_or_default()
    }
}

/// A browser: it keeps cookies and sends the token of the last form it saw.
pub struct Browser<'s> {
    site: &'s Site,
    pub cookies: BTreeMap<String, String>,
    pub csrf: String,
}

impl Browser<'_> {
    /// What answers, for requests that no form sends.
    pub fn router(&self) -> &Router {
        &self.site.router
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path);
        self.sent(request.body(Body::empty()).unwrap()).await
    }

    /// Posts a form with the token of the page before.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", &*csrf)]).collect();
        self.post_bare(path, &fields).await
    }

    /// Posts exactly these fields.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.sent(request.body(Body::from(encoded.join("&"))).unwrap()).await
    }

    /// Signs in by name.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        self.get("/sign-in").await;
        self.post("/sign-in", &[("name", name), ("password", password)]).await
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::ACCEPT_LANGUAGE, "en")
    }

    async fn sent(&mut self, request: Request<Body>) -> Answer {
        let answer = send(&self.site.router, request).await;
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            assert!(self.site.is_https || !cookie.contains("Secure"), "{cookie}");
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some((_, rest)) = answer.body.split_once("name=\"csrf\" value=\"") {
            self.csrf = rest.split('"').next().unwrap().to_owned();
        }
        answer
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
