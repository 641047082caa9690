//! Tables of applications over HTTP.

use crate::town::{CODES, PLATES, Town, fields, truck};
use crate::world::{Answer, COMMUNITY, DISTRICT, World, answer};
use serde_json::json;

const HEAD: &str = "Firm,Pass for,Surname,End of the id,Plate,From,To,There and back,Days,Hours,Last day\n";

async fn send(town: &Town<'_>, key: &str, query: &str, table: String) -> Answer {
    let request = town.manager.request("POST", &format!("/passes/import{query}"));
    let request = request
        .header("content-type", "text/csv")
        .header("idempotency-key", key);
    answer(request.body(table)).await
}

pub async fn a_table_of_thousands_comes_in_and_is_issued(world: &World) {
    let town = Town::open(world).await;
    let mut table = HEAD.to_owned();
    for number in 0..3_000 {
        let plate = PLATES
            .get(number)
            .map_or_else(|| format!("渝C{number:05}"), |plate| (*plate).to_owned());
        table.push_str(&format!(
            "{},Key goods,,,{plate},{DISTRICT},{COMMUNITY}、{DISTRICT},yes,1-7,06:00-22:00,2022-12-10\n",
            CODES[0]
        ));
    }
    let taken = send(&town, "one-table", "", table.clone()).await;
    assert_eq!(taken.0, 201, "{taken:?}");
    assert_eq!(taken.1["rows"].as_array().unwrap().len(), 3_000);
    assert_eq!(send(&town, "one-table", "", table).await, taken, "sent again");
    town.tick().await;
    let batch = taken.1["batch"].as_str().unwrap();
    let (_, progress) = town.manager.get(&format!("/passes/batches/{batch}")).await;
    assert_eq!(
        progress["counts"],
        json!([{"state": "refused", "count": 2_997}, {"state": "valid", "count": 3}])
    );
}

pub async fn rows_of_several_firms_are_answered_in_the_tables_order(world: &World) {
    let town = Town::open(world).await;
    town.other_firm("渝B00001").await;
    let mut table = HEAD.to_owned();
    let rows = [
        (CODES[1], "渝B00001"),
        (CODES[0], PLATES[0]),
        (CODES[1], "渝B00001"),
        (CODES[0], PLATES[1]),
    ];
    for (code, plate) in rows {
        table.push_str(&format!(
            "{code},Key goods,,,{plate},{DISTRICT},{COMMUNITY},,,,2022-12-10\n"
        ));
    }
    let request = town.officer.request("POST", "/passes/import");
    let request = request
        .header("content-type", "text/csv")
        .header("idempotency-key", "two-firms");
    let (status, taken) = answer(request.body(table)).await;
    assert_eq!(status, 201, "{taken}");
    let rules: Vec<&str> = taken["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["rule"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        ["listed_fleet", "listed_fleet", "holder_has_pass", "listed_fleet"]
    );
    for (row, (_, plate)) in taken["rows"].as_array().unwrap().iter().zip(rows) {
        let (_, pass) = town
            .officer
            .get(&format!("/passes/{}", row["id"].as_str().unwrap()))
            .await;
        assert_eq!(pass["plate"], plate, "{pass}");
    }
}

pub async fn every_bad_row_of_a_table_is_named_and_none_is_taken_in(world: &World) {
    let town = Town::open(world).await;
    let table = format!(
        "{HEAD},Key goods,,,{},{DISTRICT},{COMMUNITY},,,,2022-12-10\n\
         {},Key goods,,,渝A,{DISTRICT},90009,,8,,2022-12-10\n\
         {},rider,王,48,,{DISTRICT},{COMMUNITY},,,6,\n",
        PLATES[0], CODES[0], CODES[1]
    );
    let refused = send(&town, "bad-table", "", table.clone()).await;
    assert_eq!(refused.0, 422, "{refused:?}");
    let named = fields(&refused).len();
    assert!(named >= 7, "{refused:?}");
    let (_, page) = town.manager.get("/passes").await;
    assert_eq!(page["passes"], json!([]));
    let own = format!(
        "{HEAD},Key goods,,,{},{DISTRICT},{COMMUNITY},,,,2022-12-10\n",
        PLATES[0]
    );
    let taken = send(&town, "own-table", &format!("?org={}", town.org), own).await;
    assert_eq!(taken.1["rows"][0]["rule"], "listed_fleet", "{taken:?}");
    let template = town.manager.request("GET", "/passes/template").send().await.unwrap();
    assert_eq!(template.status().as_u16(), 200);
}

pub async fn the_list_is_filtered_paged_and_taken_out_as_a_file(world: &World) {
    let town = Town::open(world).await;
    for plate in [PLATES[0], PLATES[1], "渝A99999"] {
        town.one(truck(plate)).await;
    }
    let (_, first) = town.manager.get("/passes?limit=2").await;
    assert_eq!(first["passes"].as_array().unwrap().len(), 2);
    let (_, rest) = town
        .manager
        .get(&format!("/passes?limit=2&cursor={}", first["next"].as_str().unwrap()))
        .await;
    assert_eq!(
        (rest["passes"].as_array().unwrap().len(), &rest["next"]),
        (1, &json!(null))
    );
    let found = async |query: &str| {
        let (_, page) = town.officer.get(&format!("/passes?{query}")).await;
        page["passes"].as_array().unwrap_or_else(|| panic!("{page}")).len()
    };
    assert_eq!(found("state=waiting").await, 1);
    assert_eq!(found("q=%E6%B8%9Da00001").await, 1, "the plate in either case");
    assert_eq!(found("q=1").await, 1, "the number");
    assert_eq!(found("kind=rider").await, 0);
    assert_eq!(found("place=90002").await, 0);
    let csv = town
        .officer
        .request("GET", "/passes.csv?state=valid")
        .send()
        .await
        .unwrap();
    let csv = csv.text().await.unwrap();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(
        csv.contains("Valid") && !csv.contains("渝A00001"),
        "a file names no holder: {csv}"
    );
    let xlsx = town.manager.request("GET", "/passes.xlsx").send().await.unwrap();
    assert_eq!(xlsx.status().as_u16(), 200);
}
