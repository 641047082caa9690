//! The layers every answer passes through, outermost first: limits, security headers, language and visit, problems
//! in words.

use crate::csrf::{VISIT_COOKIE, new_visit};
use crate::extract::cookie;
use crate::flash::FLASH_COOKIE;
use crate::{Asked, Flash, Page, Problem, RateLimit, Shell, html, redirect};
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tongxin_city::Lang;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// No answer may take longer to begin, counted from the request's first byte: a photo of 5 MiB over a weak signal
/// (350 kbit/s) takes two minutes.
const ANSWER_MAX: Duration = Duration::from_secs(150);
/// Cookie that remembers the chosen language.
const LANG_COOKIE: &str = "lang";
const YEAR_SECONDS: u32 = 31_536_000;
const SECURITY_HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
         img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; \
         object-src 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=(self)"),
    ("cross-origin-opener-policy", "same-origin"),
];

struct Outer {
    shell: Arc<Shell>,
    requests: Option<RateLimit<IpAddr>>,
}

/// Wraps the city's routes in the common layers and adds `/static/`. `requests_per_second` bounds one client address.
pub fn serve_with(routes: Router, shell: Arc<Shell>, requests_per_second: Option<u32>) -> Router {
    let requests = requests_per_second.map(|rate| RateLimit::new(rate.saturating_mul(2), Duration::from_secs(2)));
    let outer = Arc::new(Outer { shell, requests });
    routes
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method") })
        .layer(from_fn_with_state(Arc::clone(&outer), ask))
        .route(
            "/static/{*path}",
            axum::routing::get({
                let shell = Arc::clone(&outer.shell);
                |axum::extract::Path(path): axum::extract::Path<String>, request: Request| async move {
                    shell.assets.serve(&path, request.uri().query(), request.headers())
                }
            }),
        )
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            ANSWER_MAX,
        ))
        // Whoever reads a body names its bound, and says in words that it is too large.
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::map_response(add_security_headers))
}

async fn add_security_headers(mut response: Response) -> Response {
    for (name, value) in SECURITY_HEADERS {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Finds out language, visit and client; turns a problem into words on the way out.
async fn ask(State(outer): State<Arc<Outer>>, mut request: Request, next: Next) -> Response {
    let client = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
    let known_visit = cookie(request.headers(), VISIT_COOKIE).filter(|visit| visit.len() <= 64);
    let visit = known_visit.clone().unwrap_or_else(new_visit);
    let asked_lang = lang_in_query(request.uri().query());
    let asked = Asked {
        lang: asked_lang.unwrap_or_else(|| preferred_lang(request.headers())),
        csrf: outer.shell.csrf.sign("csrf", &visit),
        flash: cookie(request.headers(), FLASH_COOKIE).and_then(|value| Flash::from_cookie(&value, &outer.shell.csrf)),
        address: request
            .uri()
            .path_and_query()
            .map_or("/", |address| address.as_str())
            .to_owned(),
        client,
        shell: Arc::clone(&outer.shell),
    };
    if let Some(limit) = &outer.requests
        && let Err(seconds) = limit.take(&client)
    {
        return in_words(Problem::too_many(seconds), &asked, request.method());
    }
    let method = request.method().clone();
    if known_visit.is_none() {
        // The form in this very answer must find its visit when it comes back.
        if let Ok(value) = HeaderValue::from_str(&format!("{VISIT_COOKIE}={visit}")) {
            request.headers_mut().append(header::COOKIE, value);
        }
    }
    request.extensions_mut().insert(asked.clone());
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = in_words(problem, &asked, &method);
    }
    let is_api = asked.address.starts_with("/api/");
    if known_visit.is_none() && !is_api {
        add_cookie(
            &mut response,
            &asked,
            &format!("{VISIT_COOKIE}={visit}; Path=/; HttpOnly; SameSite=Lax"),
        );
    }
    if let Some(lang) = asked_lang {
        add_cookie(
            &mut response,
            &asked,
            &format!(
                "{LANG_COOKIE}={}; Path=/; Max-Age={YEAR_SECONDS}; SameSite=Lax",
                lang.as_tag()
            ),
        );
    }
    if asked.flash.is_some() && method == Method::GET && is_html(&response) {
        add_cookie(
            &mut response,
            &asked,
            &format!("{FLASH_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
        );
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if is_html(&response) || is_api {
        response
            .headers_mut()
            .insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(asked.lang.as_tag()));
    }
    response
}

fn add_cookie(response: &mut Response, asked: &Asked, cookie: &str) {
    let secure = if asked.shell.is_https { "; Secure" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{cookie}{secure}")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn is_html(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"))
}

fn lang_in_query(query: Option<&str>) -> Option<Lang> {
    query?
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
}

/// The cookie, then the browser's first language that we speak, then Chinese.
fn preferred_lang(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, LANG_COOKIE).and_then(|tag| tag.parse().ok()) {
        return lang;
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted
        .split(',')
        .find_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match tag.split('-').next() {
                Some("zh") => Some(Lang::Zh),
                Some("en") => Some(Lang::En),
                _ => None,
            }
        })
        .unwrap_or_default()
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    detail: String,
    fields: crate::FormErrors,
}

fn in_words(problem: Problem, asked: &Asked, method: &Method) -> Response {
    if asked.address.starts_with("/api/") {
        return problem.to_json_response(asked);
    }
    if problem.status == StatusCode::UNAUTHORIZED && method == Method::GET {
        let next: String = form_urlencoded::byte_serialize(asked.address.as_bytes()).collect();
        return redirect(&format!("/sign-in?next={next}"));
    }
    let body = problem.body(&asked.shell.texts, asked.lang);
    let fields = crate::FormErrors { list: body.errors };
    let page = ProblemPage {
        page: Page::new(asked, body.title),
        detail: body.detail.unwrap_or_default(),
        fields,
    };
    let mut response = html(&page).unwrap_or_else(|_| problem.status.into_response());
    *response.status_mut() = problem.status;
    problem.add_retry_after(&mut response);
    response
}
