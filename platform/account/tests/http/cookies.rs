//! What browsers keep for us, and from whom they keep it.

use crate::site::Site;
use crate::world::*;
use http::header;

/// Walks through everything that sets a cookie; answers all that were set.
async fn all_cookies(site: &Site) -> Vec<String> {
    let first = site.world.administrator().await;
    site.world.build().await;
    let household = site.world.household(&first.viewer, BUILDING, "1-1").await;
    let mut set = Vec::new();
    let mut browser = site.browser();
    set.extend(browser.get("/").await.cookies());
    set.extend(browser.sign_in("first", &password_of("first")).await.cookies());
    set.extend(browser.get("/account?lang=zh-CN").await.cookies());
    let passwords = [
        ("old_password", &*password_of("first")),
        ("new_password", "another long password"),
    ];
    let changed = browser.post("/account/password", &passwords).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    set.extend(changed.cookies());
    set.extend(browser.get("/account").await.cookies());
    set.extend(browser.post("/sign-out", &[]).await.cookies());
    set.extend(browser.get(&format!("/h/{}", household.code)).await.cookies());
    set
}

#[tokio::test]
async fn every_cookie_is_kept_from_scripts_and_from_other_sites() {
    for (site, is_https) in [(Site::http().await, false), (Site::https().await, true)] {
        let cookies = all_cookies(&site).await;
        for name in ["tx_visit", "tx_session", "tx_flash", "lang"] {
            assert!(
                cookies.iter().any(|cookie| cookie.contains(&format!("{name}="))),
                "{name}"
            );
        }
        for cookie in cookies {
            assert!(
                cookie.contains("; Path=/;") && cookie.contains("; SameSite=Lax"),
                "{cookie}"
            );
            assert!(cookie.starts_with("lang=") || cookie.contains("; HttpOnly"), "{cookie}");
            assert_eq!(cookie.contains("; Secure"), is_https, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
            let is_session = cookie.contains("tx_session=");
            assert!(!is_session || cookie.starts_with("__Host-") == is_https, "{cookie}");
        }
    }
}

#[tokio::test]
async fn a_persons_session_lasts_as_long_as_the_browser_and_a_households_a_week() {
    let site = Site::http().await;
    let first = site.world.administrator().await;
    site.world.build().await;
    let household = site.world.household(&first.viewer, BUILDING, "1-1").await;
    let mut browser = site.browser();
    let opened = browser
        .sign_in("first", &password_of("first"))
        .await
        .cookie("tx_session");
    assert!(!opened.contains("Max-Age"), "{opened}");
    browser.get("/account").await;
    let ended = browser.post("/sign-out", &[]).await;
    assert!(ended.cookie("tx_session").contains("Max-Age=0"));
    assert_eq!(ended.header(header::LOCATION), "/sign-in");
    let token = opened.split(['=', ';']).nth(1).unwrap();
    assert!(
        !site.world.is_open(token).await,
        "the session has ended, not only its cookie"
    );
    let entered = browser.get(&format!("/h/{}", household.code)).await;
    assert_eq!(entered.header(header::LOCATION), "/home");
    assert!(entered.cookie("tx_session").contains("Max-Age=604800"));
}

#[tokio::test]
async fn on_https_a_cookie_that_another_host_could_set_opens_nothing() {
    for (site, right, wrong) in [
        (Site::http().await, "tx_session", "__Host-tx_session"),
        (Site::https().await, "__Host-tx_session", "tx_session"),
    ] {
        let first = site.world.administrator().await;
        for (name, status) in [(right, 200), (wrong, 303)] {
            let mut browser = site.browser();
            browser.cookies.insert(name.to_owned(), first.token.clone());
            assert_eq!(browser.get("/account").await.status, status, "{name}");
        }
    }
}

#[tokio::test]
async fn nothing_that_is_signed_in_is_kept_by_a_cache() {
    let site = Site::http().await;
    site.world.administrator().await;
    let mut browser = site.browser();
    browser.sign_in("first", &password_of("first")).await;
    for path in ["/account", "/people", "/api/v1/me", "/api/v1/tokens", "/places"] {
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.status, answer.header(header::CACHE_CONTROL)),
            (200, "no-store"),
            "{path}"
        );
    }
}
