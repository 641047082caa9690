//! Where places lie, on pages and for programs: guessed, corrected, taken in from a table, and what is refused.

use crate::site::{Browser, Site, send};
use crate::world::*;
use axum::body::Body;
use http::{Method, Request, header};
use serde_json::Value;
use tongxin_account::Role;

/// An officer of the first district, signed in.
async fn officer(site: &Site) -> Browser<'_> {
    let first = site.world.administrator().await;
    let place = over(DISTRICT);
    site.world.person(&first.viewer, "officer", Role::Officer, place).await;
    let mut browser = site.browser();
    browser.sign_in("officer", &password_of("officer")).await;
    browser
}

fn position_of(code: &str) -> String {
    format!("/api/v1/places/{code}/position")
}

async fn told(browser: &mut Browser<'_>, code: &str) -> Value {
    let answer = browser.get(&position_of(code)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn a_place_page_shows_a_guess_until_somebody_corrects_it() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let page = browser.get(&format!("/places/{COMMUNITY}")).await.body;
    assert!(page.contains("estimated from the code"), "{page}");
    let guess = told(&mut browser, COMMUNITY).await;
    assert_eq!(guess["is_estimated"], true);
    let action = format!("/places/{COMMUNITY}/position");
    let typed = [("key", "a-first-position"), ("lon", " -33.25 "), ("lat", "34.475")];
    let saved = browser.post(&action, &typed).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = browser.get(&format!("/places/{COMMUNITY}")).await.body;
    assert!(
        page.contains("-33.25000, 34.47500") && !page.contains("estimated from the code"),
        "{page}"
    );
    let known = told(&mut browser, COMMUNITY).await;
    assert_eq!(
        known,
        serde_json::json!({ "lon": -33.25, "lat": 34.475, "is_estimated": false })
    );
    let chinese = browser.get(&format!("/places/{COMMUNITY}?lang=zh-CN")).await.body;
    assert!(
        chinese.contains("经度、纬度") && chinese.contains("更正位置"),
        "{chinese}"
    );
}

#[tokio::test]
async fn a_position_that_cannot_be_is_refused_at_its_field_in_both_languages() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let action = format!("/places/{COMMUNITY}/position");
    for (lon, lat, field, english, chinese) in [
        ("", "34.475", "lon", "Fill this in", "请填写"),
        ("east", "34.475", "lon", "A number of degrees", "应为以度为单位的数字"),
        ("NaN", "34.475", "lon", "A number of degrees", "应为以度为单位的数字"),
        ("1e999", "34.475", "lon", "A number of degrees", "应为以度为单位的数字"),
        ("106.55", "34.475", "lon", "degrees would be right", "本市范围及周边"),
        ("-33.25", "29.56", "lat", "degrees would be right", "本市范围及周边"),
    ] {
        let typed = [("key", "a-wrong-position"), ("lon", lon), ("lat", lat)];
        for (lang, said) in [("en", english), ("zh-CN", chinese)] {
            let refused = browser.post(&format!("{action}?lang={lang}"), &typed).await;
            assert_eq!(refused.status, 422, "{lon} {lat}: {}", refused.body);
            let at_field = format!("id=\"e-{field}\"");
            assert!(
                refused.body.contains(&at_field) && refused.body.contains(said),
                "{said}: {}",
                refused.body
            );
        }
    }
    assert_eq!(told(&mut browser, COMMUNITY).await["is_estimated"], true);
    let typed = [("key", "a-far-position"), ("lon", "-33.25"), ("lat", "34.475")];
    let outside = browser
        .post(&format!("/places/{OTHER_DISTRICT}/position"), &typed)
        .await;
    assert_eq!(outside.status, 404, "a place outside is none");
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM place_position").await, 0);
}

/// Sends a table as a browser would.
async fn sent(browser: &mut Browser<'_>, key: &str, table: &str) -> crate::site::Answer {
    browser.get("/places/positions").await;
    let csrf = browser.csrf.clone();
    let mut body = String::new();
    for (name, value) in [("csrf", &*csrf), ("key", key)] {
        body += &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"positions.csv\"\r\n\r\n{table}\r\n--b--\r\n"
    );
    let cookies: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let request = Request::builder()
        .method(Method::POST)
        .uri("/places/positions")
        .header(header::COOKIE, cookies.join("; "))
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    send(browser.router(), request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_table_of_positions_is_taken_in_whole_or_every_bad_row_is_named() {
    let site = Site::http().await;
    let mut browser = officer(&site).await;
    let good = format!("code,lon,lat\n{COMMUNITY},-33.25,34.475\n{OTHER_COMMUNITY},-33.26,34.476\n");
    let bad = format!(
        "区划代码,经度,纬度\n{COMMUNITY},-33.25,34.475\n{OTHER_DISTRICT},-33.25,34.475\n{COMMUNITY},-33.2,34.4\n999999,x,95\n"
    );
    let refused = sent(&mut browser, "a-bad-table", &bad).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for said in [
        "outside your places",
        "<th scope=\"row\">4</th>",
        "<th scope=\"row\">5</th>",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM place_position").await, 0);
    let taken = sent(&mut browser, "a-good-table", &good).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let again = sent(&mut browser, "a-good-table", &good).await;
    assert_eq!(again.status, 303, "a repeat is done once");
    let file = browser.get(&format!("/api/v1/positions.csv?within={DISTRICT}")).await;
    assert_eq!(file.body, good);
    let elsewhere = browser
        .get(&format!("/api/v1/positions.csv?within={OTHER_DISTRICT}"))
        .await;
    assert_eq!(elsewhere.body, "code,lon,lat\n");
    let nothing = sent(&mut browser, "no-headings", "a,b\n1,2\n").await;
    assert_eq!(nothing.status, 422, "{}", nothing.body);
    let template = browser.get("/api/v1/positions/template").await;
    assert!(template.status == 200 && template.header(header::CONTENT_TYPE).contains("sheet"));
}
