//! The guard: closed is what nobody decided to open.

use crate::site::{Site, send, serve};
use crate::world::*;
use axum::body::Body;
use http::{Method, Request, header};
use tongxin_account::{Right, Routes, Visit};
use utoipa_axum::routes;

/// A described operation whose method the decisions do not know.
#[utoipa::path(options, path = "/api/v1/odd", responses((status = 200)))]
async fn odd() -> &'static str {
    "open"
}

#[tokio::test]
async fn a_route_about_which_nothing_was_decided_is_closed_to_everybody() {
    let world = World::sqlite().await;
    let first = world.administrator().await;
    let purge = Method::from_bytes(b"PURGE").unwrap();
    let routes = Routes::new()
        .api(routes!(odd), Right::Anyone)
        .page(purge, "/odd", Right::Anyone, || async { "open" });
    let router = serve(&world, routes, "http://city");
    for (method, path, status) in [
        (Method::OPTIONS, "/api/v1/odd", 500),
        (Method::GET, "/odd", 405),
        (Method::HEAD, "/odd", 405),
        (Method::from_bytes(b"PURGE").unwrap(), "/odd", 405),
    ] {
        for token in ["", &first.token] {
            let mut request = Request::builder().method(method.clone()).uri(path);
            if !token.is_empty() {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let answer = send(&router, request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert!(!answer.body.contains("open"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn without_the_guard_a_handler_lets_nobody_in() {
    let router = axum::Router::new().route(
        "/bare",
        axum::routing::get(|visit: Visit| async move { visit.viewer.actor() }),
    );
    let request = Request::get("/bare").body(Body::empty()).unwrap();
    let answer = send(&router, request).await;
    assert_eq!((answer.status, &*answer.body), (500, ""));
}

#[tokio::test]
async fn a_token_that_opens_nothing_is_refused_even_where_anybody_may_come() {
    let site = Site::http().await;
    let first = site.world.administrator().await;
    let with = async |path: &str, authorization: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, authorization);
        send(&site.router, request.body(Body::empty()).unwrap()).await
    };
    let good = format!("Bearer {}", first.token);
    assert_eq!(with("/api/v1/me", &good).await.status, 200);
    assert_eq!(with("/api/v1/me", &good.replace("Bearer", "bEARER")).await.status, 200);
    let in_another_way = good.replace("Bearer", "Basic");
    for wrong in ["", "Bearer", "Bearer ", "Bearer x", &first.token, &in_another_way] {
        for path in ["/api/v1/me", "/sign-in"] {
            let answer = with(path, wrong).await;
            let is_refused = answer.status == 401 || answer.header(header::LOCATION).starts_with("/sign-in?next=");
            assert!(is_refused, "{path} {wrong:?}: {}", answer.status);
        }
    }
    let refused = with("/api/v1/me", "Bearer x").await;
    assert_eq!(refused.header(header::WWW_AUTHENTICATE), "Bearer");
}
