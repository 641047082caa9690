//! Addresses: long ones, ones that name nothing, and parameters that can't be read.

use crate::town::{Town, refused};
use reqwest::Method;

pub async fn long_addresses_are_answered_in_words(town: &Town) {
    for length in [1_000, 30_000, 60_000] {
        let long = "x".repeat(length);
        for path in [format!("/{long}"), format!("/join/{long}"), format!("/h/{long}")] {
            let request = town.worker.request(Method::GET, &path);
            assert!(matches!(town.refuses("a page", request).await.status, 404 | 410 | 422));
        }
        for path in [
            format!("/api/v1/{long}"),
            format!("/api/v1/needs/{long}"),
            format!("/api/v1/places/9{long}"),
        ] {
            let request = town.officer.request(Method::GET, &path);
            assert_eq!(
                town.refuses("an address", request).await,
                refused(404, "not-found", &[])
            );
        }
        let request = town.officer.request(Method::GET, &format!("/api/v1/needs?q={long}"));
        assert_eq!(town.refuses("a search", request).await, refused(422, "invalid", &["q"]));
        let request = town.officer.request(Method::GET, &format!("/api/v1/board/9?{long}=1"));
        assert_eq!(
            town.refuses("a parameter", request).await,
            refused(404, "not-found", &[])
        );
    }
    // Longer ones are cut off before anybody reads them.
    assert_eq!(town.status_of_raw(&"x".repeat(70_000)).await, 414);
    let nested = format!("/{}", "a/".repeat(10_000));
    assert_eq!(
        town.refuses("a deep address", town.worker.request(Method::GET, &nested))
            .await
            .status,
        404
    );
}

pub async fn parameters_that_can_not_be_read_are_named(town: &Town) {
    for (query, field) in [
        ("state=lost", "state[0]"),
        ("tier=9", "tier"),
        ("priority=9", "priority"),
        ("lifeline=fun", "lifeline"),
        ("overdue=perhaps", "overdue"),
        ("place=5O", "place"),
        ("place=1234567890123456789012345", "place"),
        ("household=x", "household"),
        ("org=0000-0000-0000-00X", "org"),
        ("raised_before=yesterday", "raised_before"),
        ("raised_from=2022-11-24", "raised_from"),
        ("due_before=1e9", "due_before"),
        ("untouched_since=", "untouched_since"),
        ("sort=random", "sort"),
        ("q=", "q"),
    ] {
        let request = town.officer.request(Method::GET, &format!("/api/v1/needs?{query}"));
        assert_eq!(
            town.refuses(query, request).await,
            refused(400, "unreadable", &[field]),
            "{query}"
        );
    }
    for (address, field) in [
        ("/api/v1/places", "q"),
        ("/api/v1/places?q=a&limit=x", "limit"),
        ("/api/v1/places?q=a&within=x", "within"),
        ("/api/v1/households", "building"),
        ("/api/v1/households?building=x", "building"),
        ("/api/v1/orgs?kind=zoo", "kind"),
        ("/api/v1/orgs?after=x", "after"),
        ("/api/v1/people?before=x", "before"),
        ("/api/v1/briefing?format=pdf", "format"),
    ] {
        let request = town.administrator.request(Method::GET, address);
        let answer = town.refuses(address, request).await;
        assert_eq!((answer.status, &*answer.code), (400, "unreadable"), "{address}");
        assert!(
            answer.fields.iter().all(|named| named.is_empty() || named == field),
            "{address}: {answer:?}"
        );
    }
}

pub async fn what_does_not_exist_is_not_found_in_words(town: &Town) {
    for path in [
        "/nothing",
        "/api/v1/nothing",
        "/api/v1/needs/not-an-id",
        "/api/v1/needs/0AMN-S3QG-2PSZ-H9",
        "/api/v1/attachments/0AMN-S3QG-2PSZ-H9",
        "/api/v1/places/9O0",
        "/api/v1/places/",
        "/api/v1/orgs/0AMN-S3QG-2PSZ-H9",
        "/api/v1/board/x",
        "/api/v2/needs",
    ] {
        let request = town.officer.request(Method::GET, path);
        assert_eq!(town.refuses(path, request).await.status, 404, "{path}");
    }
    for (method, path) in [
        (Method::PUT, "/api/v1/needs"),
        (Method::PATCH, "/api/v1/places"),
        (Method::DELETE, "/api/v1/needs"),
        (Method::POST, "/api/v1/me"),
        (Method::POST, "/board"),
        (Method::DELETE, "/account"),
    ] {
        let request = town.officer.request(method, path);
        assert_eq!(town.refuses(path, request).await.status, 405, "{path}");
    }
}
