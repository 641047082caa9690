//! The forms of pages: only from a page of ours, with clear refusals, and nothing typed becomes more than text.

use crate::site::Site;
use crate::world::*;
use http::header;

#[tokio::test]
async fn a_form_without_the_token_of_its_own_browser_does_nothing() {
    let site = Site::http().await;
    let first = site.world.administrator().await;
    let link = {
        let offered = offer(tongxin_account::Role::Steward, over(COMMUNITY));
        site.world
            .accounts
            .invite(site.world.command(), &first.viewer, offered)
            .await
            .unwrap()
    };
    let (mut mine, mut other) = (site.browser(), site.browser());
    mine.get("/sign-in").await;
    other.get("/sign-in").await;
    let password = password_of("first");
    let join = format!("/join/{}", link.token);
    let forms: [(&str, Vec<(&str, &str)>); 3] = [
        ("/sign-in", vec![("name", "first"), ("password", &password)]),
        ("/h", vec![("code", "7KQ4-M2XD-9PA")]),
        (
            &join,
            vec![("name", "joined"), ("display_name", "Joined"), ("password", &password)],
        ),
    ];
    let before = site.world.count("SELECT COUNT(*) AS n FROM session").await;
    for (path, fields) in &forms {
        for csrf in [None, Some(""), Some("x"), Some(&*other.csrf)] {
            let fields: Vec<_> = fields.iter().copied().chain(csrf.map(|csrf| ("csrf", csrf))).collect();
            let answer = mine.post_bare(path, &fields).await;
            assert_eq!(answer.status, 403, "{path} {csrf:?}");
            assert!(
                answer.body.contains("This page was open for too long"),
                "{}",
                answer.body
            );
        }
    }
    // A token without the cookie of its visit is worth nothing either.
    let mut stranger = site.browser();
    let (name, password) = (("name", "first"), ("password", &*password));
    let answer = stranger
        .post_bare("/sign-in", &[name, password, ("csrf", &mine.csrf)])
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM session").await, before);
    assert_eq!(site.world.count("SELECT COUNT(*) AS n FROM account").await, 1);
    assert_eq!(mine.post("/sign-in", &[name, password]).await.status, 303);
}

#[tokio::test]
async fn after_signing_in_one_stays_on_this_site() {
    let site = Site::http().await;
    site.world.administrator().await;
    for (next, to) in [
        ("", "/"),
        ("/needs?state=raised", "/needs?state=raised"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/\r\nset-cookie: a=b", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let mut browser = site.browser();
        browser.get("/sign-in").await;
        let password = password_of("first");
        let fields = [("name", "first"), ("password", &*password), ("next", next)];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header(header::LOCATION)), (303, to), "{next}");
    }
}

#[tokio::test]
async fn what_was_typed_comes_back_as_text_and_a_password_never() {
    let site = Site::http().await;
    let mut browser = site.browser();
    let answer = browser
        .sign_in("\"><script>alert(1)</script>", "secret-that-was-typed")
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("The name or the password is not right") || answer.body.contains("Check both"));
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("secret-that-was-typed"));
    let scanned = browser.get("/h/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert_eq!(scanned.status, 422);
    assert!(!scanned.body.contains("<script>alert"), "{}", scanned.body);
    let next = browser.get("/sign-in?next=%22%3E%3Cscript%3Ealert(1)").await;
    assert!(!next.body.contains("<script>alert"), "{}", next.body);
}

#[tokio::test]
async fn whoever_guesses_is_told_how_long_to_wait_in_their_language() {
    let site = Site::http().await;
    let first = site.world.administrator().await;
    site.world.build().await;
    let household = site.world.household(&first.viewer, BUILDING, "1-1").await;
    let mut browser = site.browser();
    for _ in 0..21 {
        assert_eq!(browser.get("/h/0000-0000-000").await.status, 422);
    }
    let page = browser.get(&format!("/h/{}", household.code)).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("Wait a second and try again"), "{}", page.body);
    assert!(page.cookie("tx_session").is_empty());
    let in_chinese = browser.get(&format!("/h/{}?lang=zh-CN", household.code)).await;
    assert!(
        in_chinese.body.contains("1 秒") || in_chinese.body.contains("1秒"),
        "{}",
        in_chinese.body
    );
    let request = http::Request::post("/api/v1/sessions/household")
        .header(header::CONTENT_TYPE, "application/json")
        .body(format!("{{\"code\":\"{}\"}}", household.code).into())
        .unwrap();
    let answer = crate::site::send(&site.router, request).await;
    assert_eq!((answer.status, answer.header(header::RETRY_AFTER)), (429, "1"));
}
