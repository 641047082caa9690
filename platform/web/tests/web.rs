//! The common layers through real HTTP: language, forms, problems, limits, headers.
#![allow(clippy::unwrap_used, missing_docs)]

use axum::Router;
use axum::routing::{get, post};
use http::StatusCode;
use reqwest::header;
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use tongxin_city::{Timestamp, Zone};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_web::{
    Asked, Assets, CsrfKey, EmergencyLine, Flash, Form, IdempotencyKey, Json, Problem, Shell, TEXTS, installed_page,
    redirect_with, serve_with,
};

#[derive(Deserialize, serde::Serialize)]
struct Order {
    bags: u32,
    note: Option<String>,
}

fn routes() -> Router {
    Router::new()
        .route(
            "/api/v1/orders",
            post(|_: IdempotencyKey, Json(order): Json<Order>| async move { Json(order) }),
        )
        .route(
            "/orders",
            post(|asked: Asked, Form(order): Form<Order>| async move {
                redirect_with(&asked, "/said", &Flash::done("pager-next").arg("n", order.bags))
            }),
        )
        .route(
            "/said",
            get(|asked: Asked| async move {
                format!(
                    "{}|{}",
                    asked.csrf,
                    asked.flash.map(|flash| flash.key).unwrap_or_default()
                )
            }),
        )
        .route(
            "/run",
            get(|asked: Asked| async move { installed_page(&asked, "run.html", &[]) }),
        )
        .route("/closed", get(|| async { Problem::unauthorized() }))
        .route("/forbidden", get(|| async { Problem::forbidden() }))
        .route("/api/v1/forbidden", get(|| async { Problem::forbidden() }))
        .route(
            "/api/v1/panics",
            get(|| async {
                if true {
                    panic!("on purpose")
                }
            }),
        )
}

async fn start(requests_per_second: Option<u32>) -> String {
    let shell = Shell {
        texts: Texts::new(&[TEXTS]),
        assets: Assets::new(),
        clock: Clock::manual(Timestamp(1_669_190_400_000)),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        city_name: ("重庆".into(), "Chongqing".into()),
        emergency: vec![EmergencyLine {
            name: "ambulance",
            word: ("急救".into(), "Ambulance".into()),
            number: "120".into(),
        }],
        csrf: CsrfKey::new([7; 32]),
        is_https: false,
        public_origin: String::new(),
    };
    let app = serve_with(routes(), Arc::new(shell), requests_per_second);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
            .await
            .unwrap();
    });
    format!("http://{address}")
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

async fn order(
    base: &str,
    lang: &str,
    kind: &str,
    key: &str,
    body: impl Into<reqwest::Body>,
) -> (StatusCode, serde_json::Value) {
    let answer = reqwest::Client::new()
        .post(format!("{base}/api/v1/orders"))
        .header(header::ACCEPT_LANGUAGE, lang)
        .header(header::CONTENT_TYPE, kind)
        .header("idempotency-key", key)
        .body(body)
        .send()
        .await
        .unwrap();
    (answer.status(), answer.json().await.unwrap())
}

#[tokio::test]
async fn what_can_not_be_read_names_its_field_in_the_readers_language() {
    let base = start(None).await;
    let (status, said) = order(&base, "en", "application/json", "12345678", r#"{"bags":"two"}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        (said["code"].as_str(), said["errors"][0]["field"].as_str()),
        (Some("unreadable"), Some("bags"))
    );
    assert_eq!(said["title"], "What was sent can't be read");
    let (_, said) = order(
        &base,
        "zh-CN,en;q=0.5",
        "application/json",
        "12345678",
        r#"{"bags":-1}"#,
    )
    .await;
    assert_eq!(said["title"], "读不懂提交的内容");
}

#[tokio::test]
async fn wrong_types_encodings_sizes_and_keys_are_each_said() {
    let base = start(None).await;
    let good = r#"{"bags":2}"#;
    for (kind, key, body, status, code) in [
        ("text/plain", "12345678", good.as_bytes().to_vec(), 415, "wrong-type"),
        (
            "application/json",
            "short",
            good.as_bytes().to_vec(),
            400,
            "key-missing",
        ),
        (
            "application/json",
            "12345678",
            b"{\"bags\":2,\"note\":\"\xc3\xd7\"}".to_vec(),
            400,
            "not-utf8",
        ),
        (
            "application/json",
            "12345678",
            format!("{{\"bags\":2,\"note\":\"{}\"}}", "a".repeat(600_000)).into_bytes(),
            413,
            "too-large",
        ),
        (
            "application/json",
            "12345678",
            "[".repeat(5_000).into_bytes(),
            400,
            "unreadable",
        ),
        (
            "application/json",
            "12345678",
            b"{\"bags\":2} trailing".to_vec(),
            400,
            "unreadable",
        ),
    ] {
        let (answered, said) = order(&base, "en", kind, key, body).await;
        assert_eq!((answered.as_u16(), said["code"].as_str()), (status, Some(code)));
    }
    let (status, _) = order(&base, "en", "application/json; charset=utf-8", "12345678", good).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_browser() {
    let base = start(None).await;
    let (mine, other) = (browser(), browser());
    let token_of = async |client: &reqwest::Client| {
        let said = client
            .get(format!("{base}/said"))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        said.split('|').next().unwrap().to_owned()
    };
    let (my_token, other_token) = (token_of(&mine).await, token_of(&other).await);
    let send = |token: String| {
        mine.post(format!("{base}/orders"))
            .form(&[("csrf", token), ("bags", "3".into())])
            .send()
    };
    assert_eq!(send(other_token).await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(send(String::new()).await.unwrap().status(), StatusCode::FORBIDDEN);
    let done = send(my_token).await.unwrap();
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    let said = mine
        .get(format!("{base}/said"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        said.ends_with("|pager-next"),
        "the next page says what happened: {said}"
    );
}

#[tokio::test]
async fn an_installed_page_calls_the_citys_own_numbers() {
    let base = start(None).await;
    let page = reqwest::get(format!("{base}/run")).await.unwrap().text().await.unwrap();
    assert!(page.contains("href=\"tel:120\"") && page.contains(">120<"), "{page}");
    assert!(!page.contains("ambulance"), "{page}");
}

#[tokio::test]
async fn a_flash_that_we_did_not_sign_is_ignored() {
    let base = start(None).await;
    let forged = data_encoding::BASE64URL_NOPAD.encode(br#"{"kind":"done","key":"forged","args":[],"undo":null}"#);
    let said = reqwest::Client::new()
        .get(format!("{base}/said"))
        .header(header::COOKIE, format!("tx_flash={forged}.{}", "A".repeat(27)))
        .send()
        .await
        .unwrap();
    assert!(said.text().await.unwrap().ends_with('|'));
}

#[tokio::test]
async fn people_get_pages_and_programs_get_problem_json() {
    let base = start(None).await;
    let page = browser().get(format!("{base}/forbidden?lang=en")).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    let text = page.text().await.unwrap();
    assert!(text.contains("<html lang=\"en\"") && text.contains("tel:120"), "{text}");
    let json = browser().get(format!("{base}/api/v1/forbidden")).send().await.unwrap();
    assert_eq!(json.headers()[header::CONTENT_TYPE], "application/problem+json");
    let sign_in = browser().get(format!("{base}/closed?a=1")).send().await.unwrap();
    assert_eq!(sign_in.headers()[header::LOCATION], "/sign-in?next=%2Fclosed%3Fa%3D1");
    assert_eq!(
        browser().get(format!("{base}/nothing")).send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        browser().put(format!("{base}/said")).send().await.unwrap().status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn a_panic_answers_500_and_the_server_lives_on() {
    let base = start(None).await;
    assert_eq!(
        browser()
            .get(format!("{base}/api/v1/panics"))
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(
        browser().get(format!("{base}/said")).send().await.unwrap().status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let base = start(None).await;
    for path in ["/said", "/nothing", "/static/styles/tokens.css"] {
        let answer = browser().get(format!("{base}{path}")).send().await.unwrap();
        assert!(
            answer.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
    }
}

#[tokio::test]
async fn a_static_file_is_kept_by_its_hash_and_known_by_its_tag() {
    let base = start(None).await;
    let address = Assets::new().address("styles/tokens.css");
    let first = browser().get(format!("{base}{address}")).send().await.unwrap();
    assert!(
        first.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let tag = first.headers()[header::ETAG].clone();
    let again = browser()
        .get(format!("{base}/static/styles/tokens.css"))
        .header(header::IF_NONE_MATCH, tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    for outside in [
        "/static/../Cargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/nothing.css",
    ] {
        assert_eq!(
            browser().get(format!("{base}{outside}")).send().await.unwrap().status(),
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    let base = start(Some(3)).await;
    let client = browser();
    let mut last = client.get(format!("{base}/api/v1/forbidden")).send().await.unwrap();
    for _ in 0..20 {
        last = client.get(format!("{base}/api/v1/forbidden")).send().await.unwrap();
    }
    assert_eq!(last.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(
        last.headers()[header::RETRY_AFTER]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            >= 1
    );
}

#[test]
fn both_languages_have_every_text() {
    assert_eq!(Texts::new(&[TEXTS]).problems(), Vec::<String>::new());
}
