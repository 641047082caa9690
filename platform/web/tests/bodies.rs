//! Bodies through real HTTP: forms with photos, and what is too large or not what it says it is.
#![allow(clippy::unwrap_used, missing_docs)]

use axum::Router;
use axum::routing::{get, post};
use reqwest::multipart::{Form as Parts, Part};
use reqwest::{Client, header};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use tongxin_city::{Timestamp, Zone};
use tongxin_clock::Clock;
use tongxin_i18n::Texts;
use tongxin_web::{
    Asked, Assets, CsrfKey, Form, MultipartForm, Query, Shell, TEXTS, TableForm, UploadedImage, UploadedTable,
    serve_with,
};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

#[derive(Deserialize)]
struct Said {
    what: String,
}

fn routes() -> Router {
    Router::new()
        .route("/token", get(|asked: Asked| async move { asked.csrf }))
        .route("/said", post(|Form(said): Form<Said>| async move { said.what }))
        .route("/asked", get(|Query(said): Query<Said>| async move { said.what }))
        .route(
            "/parts",
            post(|form: MultipartForm| async move {
                let sizes: Vec<String> = form
                    .files
                    .iter()
                    .map(|(name, bytes)| format!("{name}={}", bytes.len()))
                    .collect();
                format!("{} {}", form.text("what"), sizes.join(" "))
            }),
        )
        .route(
            "/table",
            post(|form: TableForm| async move { form.file("file").map_or(0, |bytes| bytes.len()).to_string() }),
        )
        .route(
            "/api/v1/table",
            post(|UploadedTable(bytes): UploadedTable| async move { bytes.len().to_string() }),
        )
        .route(
            "/api/v1/photo",
            post(|UploadedImage(bytes): UploadedImage| async move { bytes.len().to_string() }),
        )
}

/// A browser with the token of its visit, and the address.
async fn visit() -> (Client, String, String) {
    let shell = Shell {
        texts: Texts::new(&[TEXTS]),
        assets: Assets::new(),
        clock: Clock::manual(Timestamp(1_669_190_400_000)),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        city_name: ("重庆".into(), "Chongqing".into()),
        emergency: vec![],
        csrf: CsrfKey::new([7; 32]),
        is_https: false,
        public_origin: String::new(),
    };
    let app = serve_with(routes(), Arc::new(shell), None);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    let browser = Client::builder().cookie_store(true).no_proxy().build().unwrap();
    let token = browser
        .get(format!("{base}/token"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    (browser, base, token)
}

async fn answered(request: reqwest::RequestBuilder) -> (u16, String) {
    let answer = request.header(header::ACCEPT_LANGUAGE, "en").send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn photo(bytes: usize) -> Part {
    Part::bytes(vec![1; bytes]).file_name("photo.jpg")
}

#[tokio::test]
async fn a_photo_comes_with_a_form_up_to_its_bound() {
    let (browser, base, token) = visit().await;
    for bytes in [1, 3 * MIB, 5 * MIB] {
        let form = Parts::new()
            .text("csrf", token.clone())
            .text("what", "门")
            .part("photo", photo(bytes));
        let answer = answered(browser.post(format!("{base}/parts")).multipart(form)).await;
        assert_eq!(answer, (200, format!("门 photo={bytes}")));
    }
    let without = Parts::new().text("csrf", token).part("photo", photo(0));
    assert_eq!(
        answered(browser.post(format!("{base}/parts")).multipart(without))
            .await
            .1,
        " "
    );
}

#[tokio::test]
async fn whoever_sends_too_much_hears_why_while_still_sending() {
    let (browser, base, token) = visit().await;
    for bytes in [5 * MIB + 1, 12 * MIB, 24 * MIB] {
        let form = Parts::new().text("csrf", token.clone()).part("photo", photo(bytes));
        let (status, page) = answered(browser.post(format!("{base}/parts")).multipart(form)).await;
        assert_eq!(status, 413);
        assert!(page.contains("At most 5120 KiB"), "{page}");
        let request = browser
            .post(format!("{base}/api/v1/photo"))
            .header(header::CONTENT_TYPE, "image/jpeg");
        let (status, problem) = answered(request.body(vec![1; bytes])).await;
        assert_eq!(status, 413);
        assert!(problem.contains("At most 5120 KiB"), "{problem}");
        let request = browser.post(format!("{base}/said"));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, page) = answered(request.body(vec![b'x'; bytes])).await;
        assert_eq!(status, 413);
        assert!(page.contains("At most 64 KiB"), "{page}");
    }
}

#[tokio::test]
async fn a_table_may_be_larger_than_a_photo() {
    let (browser, base, token) = visit().await;
    let table = |bytes: usize| Part::bytes(vec![b','; bytes]).file_name("table.csv");
    for (bytes, status, words) in [
        (8 * MIB, 200, "8388608"),
        (8 * MIB + 1, 413, "At most 8192 KiB"),
        (100 * MIB, 413, "At most 8192 KiB"),
    ] {
        let form = Parts::new().text("csrf", token.clone()).part("file", table(bytes));
        let (answered_status, page) = answered(browser.post(format!("{base}/table")).multipart(form)).await;
        assert_eq!(answered_status, status, "{bytes}");
        assert!(page.contains(words), "{page}");
        let request = browser.post(format!("{base}/api/v1/table"));
        let request = request.header(header::CONTENT_TYPE, "text/csv; charset=gb18030");
        let (answered_status, answer) = answered(request.body(vec![b','; bytes])).await;
        assert_eq!(answered_status, status, "{bytes}");
        assert!(answer.contains(words), "{answer}");
    }
    let old = browser
        .post(format!("{base}/api/v1/table"))
        .header(header::CONTENT_TYPE, "application/vnd.ms-excel");
    let (status, problem) = answered(old.body("x")).await;
    assert_eq!(status, 415);
    assert!(
        problem.contains("text/csv, application/vnd.openxmlformats"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_form_in_parts_that_can_not_be_read_is_refused_in_words() {
    let (browser, base, token) = visit().await;
    let send = |form: Parts| answered(browser.post(format!("{base}/parts")).multipart(form));
    let with_token = || Parts::new().text("csrf", token.clone());
    let another = with_token().part("what", Part::bytes(b"\xc3\xd7".to_vec()));
    let many = (0..24).fold(with_token(), |form, number| form.text(format!("field{number}"), "x"));
    for (form, status, words) in [
        (Parts::new().text("what", "x"), 403, "This page was open for too long"),
        (Parts::new().text("csrf", "x"), 403, "This page was open for too long"),
        (another, 400, "The text has another encoding"),
        (many, 400, "What was sent can&#39;t be read"),
    ] {
        let (answered, page) = send(form).await;
        assert_eq!(answered, status, "{words}");
        assert!(page.contains(words), "{page}");
    }
    for (media_type, body, status) in [
        ("multipart/form-data", "x", 400),
        ("multipart/form-data; boundary=x", "", 400),
        ("multipart/form-data; boundary=x", "no part", 400),
        (
            "multipart/form-data; boundary=x",
            "--x\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\ncut off",
            400,
        ),
        ("application/x-www-form-urlencoded", "csrf=x", 415),
    ] {
        let request = browser
            .post(format!("{base}/parts"))
            .header(header::CONTENT_TYPE, media_type);
        let (answered, page) = answered(request.body(body)).await;
        assert_eq!(answered, status, "{media_type} {body}");
        assert!(page.contains("<h1>"), "{page}");
    }
}

#[tokio::test]
async fn what_is_escaped_must_be_utf8_too() {
    let (browser, base, token) = visit().await;
    let say = |what: &str| {
        let request = browser.post(format!("{base}/said"));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        answered(request.body(format!("csrf={token}&what={what}")))
    };
    for (what, read) in [
        ("%E7%B1%B3", "米"),
        ("米", "米"),
        ("a+b%2Bc", "a b+c"),
        ("100%", "100%"),
        ("%zz%4", "%zz%4"),
    ] {
        assert_eq!(say(what).await, (200, read.to_owned()));
        let asked = browser.get(format!("{base}/asked?what={what}"));
        assert_eq!(answered(asked).await, (200, read.to_owned()));
    }
    let (status, page) = answered(browser.get(format!("{base}/asked?what=a%00b"))).await;
    assert_eq!(status, 400);
    assert!(
        page.contains("a sign that can&#39;t be shown") || page.contains("can't be shown"),
        "{page}"
    );
    for what in ["%C3%D7", "%E7%B1", "%FF", "a%80"] {
        let (status, page) = say(what).await;
        assert_eq!(status, 400, "{what}");
        assert!(page.contains("The text has another encoding"), "{page}");
        let (status, _) = answered(browser.get(format!("{base}/asked?what={what}"))).await;
        assert_eq!(status, 400, "{what}");
    }
}
