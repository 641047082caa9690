//! Photos, and lists taken out as files.

use crate::city::*;
use serde_json::json;
use tongxin_account::Role;

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_sent_and_seen_by_those_who_may() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let id = resident.raise("The lock is broken").await;
    let send = |bytes: Vec<u8>, media_type: &str| {
        let request = resident.request("POST", &format!("/needs/{id}/attachments?name=lock.png"));
        answer(
            request
                .header("idempotency-key", city.key())
                .header("content-type", media_type)
                .body(bytes),
        )
    };
    assert_eq!(send(png(), "image/png").await.0, 201);
    assert_eq!(
        send(b"not a photo".to_vec(), "image/png").await.1["code"],
        "photo-wrong-type"
    );
    assert_eq!(send(png(), "image/gif").await.0, 415);
    assert_eq!(send(vec![0; 6 * 1024 * 1024], "image/png").await.0, 413);
    let (_, detail) = resident.get(&format!("/needs/{id}")).await;
    let photo = detail["attachments"][0]["id"].as_str().unwrap();
    assert_eq!(detail["attachments"].as_array().unwrap().len(), 1);
    let file = resident
        .request("GET", &format!("/attachments/{photo}"))
        .send()
        .await
        .unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    assert_eq!(
        image::load_from_memory(&file.bytes().await.unwrap()).unwrap().width(),
        4
    );
    assert_eq!(
        city.resident("1-2").await.get(&format!("/attachments/{photo}")).await.0,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_as_csv_that_spreadsheets_read() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    resident.raise("=1+1, \"rice\"").await;
    resident
        .post(
            "/needs",
            json!({ "kind": "household_request", "topic": "food", "title": "米", "contact": "13800000000" }),
        )
        .await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await.in_chinese();
    let file = worker.request("GET", "/needs.csv").send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "text/csv; charset=utf-8");
    let text = String::from_utf8(file.bytes().await.unwrap().to_vec()).unwrap();
    let lines: Vec<_> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}编号,状态,紧急程度"));
    assert_eq!(lines.len(), 4, "two needs, a header and the end");
    assert!(text.contains("\"'=1+1, \"\"rice\"\"\"") && !text.contains("13800000000"));
    let plain = worker
        .request("GET", "/needs.csv?bom=false&q=米")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(plain.starts_with("编号") && plain.contains("1栋") && !plain.contains("rice"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_as_a_spreadsheet() {
    let city = City::start().await;
    city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let file = worker.request("GET", "/needs.xlsx").send().await.unwrap();
    assert_eq!(file.status().as_u16(), 200);
    assert_eq!(
        file.headers()["content-disposition"],
        "attachment; filename=\"needs.xlsx\""
    );
    let bytes = file.bytes().await.unwrap();
    assert!(bytes.starts_with(b"PK") && bytes.len() > 3_000);
}
