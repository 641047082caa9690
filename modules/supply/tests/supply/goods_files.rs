//! Counts and goods from tables.

use crate::goods::{item, messages, outlet};
use crate::world::{Answer, Person, World, answer};
use serde_json::{Value, json};

const COUNTS: &str = "GTIN,Item,Pieces,Counted at\n";
const GOODS: &str = "GTIN,Item,Sold by,One piece holds,Price in yuan,Limit a day,Can be ordered\n";

async fn send(world: &World, person: &Person<'_>, path: &str, table: &str) -> Answer {
    let request = person.request("POST", path).header("idempotency-key", world.key());
    answer(request.header("content-type", "text/csv").body(table.to_owned())).await
}

async fn on_hand(person: &Person<'_>, org: tongxin_city::OrgId) -> Vec<(String, i64)> {
    let (_, page) = person.get(&format!("/outlets/{org}/stock")).await;
    let lines = page["lines"].as_array().unwrap().iter();
    let line = |line: &Value| {
        let name = line["item"]["name"].as_str().unwrap().to_owned();
        (name, line["on_hand"].as_i64().unwrap())
    };
    lines.map(line).collect()
}

pub async fn goods_and_a_count_come_in_as_tables(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let table = format!(
        "{GOODS}6901234567892,Rice,bag,\"Grain 5000\",39.90,2,yes\n,Home pack,portion,\"粮食 500、Eggs 10\",,,\n96385074,Milk,box,,0,1,no\n"
    );
    let path = format!("/outlets/{org}/goods/import");
    let (status, done) = send(world, &manager, &path, &table).await;
    assert_eq!((status, &done["added"]), (201, &json!(3)), "{done}");
    let (_, offers) = manager.get(&format!("/outlets/{org}/offers")).await;
    assert_eq!(offers["offers"].as_array().unwrap().len(), 1, "the others are not open");
    assert_eq!(offers["offers"][0]["terms"]["price"], 3990);
    assert_eq!(
        send(world, &manager, &path, &table).await.0,
        201,
        "what is there is carried again"
    );

    let counts = format!("{COUNTS}6901234567892,,40,\n,Home pack,7,2022-11-24 03:00\n");
    let path = format!("/outlets/{org}/counts/import");
    let (status, done) = send(world, &manager, &path, &counts).await;
    assert_eq!((status, &done["rows"]), (201, &json!(2)), "{done}");
    let found = on_hand(&manager, org).await;
    assert_eq!(
        found,
        [("Home pack".into(), 7), ("Milk".into(), 0), ("Rice".into(), 40)]
    );
}

pub async fn a_volume_comes_with_the_table_and_the_page_says_whether_it_is_estimated(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let path = format!("/outlets/{org}/goods/import");
    let table = |volume: &str| {
        format!(
            "GTIN,Item,Sold by,One piece holds,Volume of a piece in ml\n,Tissues,pack,,{volume}\n,Rice,bag,Grain 5000,\n"
        )
    };
    let (status, refused) = send(world, &manager, &path, &table("0")).await;
    assert_eq!(status, 422, "{refused}");
    assert!(refused.to_string().contains("rows[2].volume_ml"), "{refused}");
    assert_eq!(send(world, &manager, &path, &table("24000")).await.0, 201);
    let (_, list) = manager.get(&format!("/outlets/{org}/stock")).await;
    let lines = list["lines"].as_array().unwrap();
    let item = |name: &str| &lines.iter().find(|line| line["item"]["name"] == name).unwrap()["item"];
    assert_eq!(
        (&item("Tissues")["volume_ml"], &item("Rice")["volume_ml"]),
        (&json!(24_000), &Value::Null)
    );
    for (name, said) in [("Tissues", "24 l"), ("Rice", "about 15.015 l, by its weight")] {
        let (_, page) = manager
            .page(&format!(
                "/outlet/goods/{}?org={org}",
                item(name)["id"].as_str().unwrap()
            ))
            .await;
        assert!(page.contains(said), "{said}: {page}");
    }
}

pub async fn every_bad_row_of_a_count_is_named_and_none_is_entered(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    item(&manager, org, "Rice").await;
    item(&manager, org, "Oil").await;
    let path = format!("/outlets/{org}/counts/import");
    send(world, &manager, &path, &format!("{COUNTS},Oil,5,2022-11-24 03:00\n")).await;
    let table = format!(
        "{COUNTS},Rice,40,\n6901234567891,,1,\n6901234567892,,1,\n,Salt,1,\n,Rice,-4,\n,,3,\n,Oil,6,2022-11-24 02:00\n,Rice,41,\n,Oil,many,soon\n"
    );
    let (status, refused) = send(world, &manager, &path, &table).await;
    assert_eq!(status, 422, "{refused}");
    let fields: Vec<String> = messages(&refused).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields.len(), 9, "{refused}");
    assert_eq!(on_hand(&manager, org).await, [("Oil".into(), 5), ("Rice".into(), 0)]);
}

pub async fn every_bad_row_of_goods_is_named_and_none_is_taken_in(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    let table = format!(
        "{GOODS},Rice,bag,Grain 5000,39.90,2,yes\n6901234567891,Oil,bottle,,,,\n,Salt,bag,Gold 5,,,\n,Tea,bag,,-1,2,\n,Egg,box,,1,,\n,,bag,,,,\n,Rice,bag,,,,\n"
    );
    let (status, refused) = send(world, &manager, &format!("/outlets/{org}/goods/import"), &table).await;
    assert_eq!(status, 422, "{refused}");
    assert_eq!(messages(&refused).len(), 6, "{refused}");
    assert_eq!(on_hand(&manager, org).await, []);
    let (_, other) = outlet(world, "灯塔超市").await;
    assert_eq!(
        send(world, &other, &format!("/outlets/{org}/goods/import"), &table)
            .await
            .0,
        404
    );
}

pub async fn tables_are_sent_by_pages_and_templates_downloaded(world: &World) {
    let (org, manager) = outlet(world, "海鸥超市").await;
    item(&manager, org, "Rice").await;
    for file in ["counts", "goods"] {
        let path = format!("/supply/{file}/template");
        let template = manager.request("GET", &path).send().await.unwrap();
        assert!(template.bytes().await.unwrap().starts_with(b"PK"));
    }
    let mut browser = manager.browser();
    let page = browser.get(&format!("/outlet/import/counts?org={org}")).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let org = org.to_string();
    let table = format!("{COUNTS},Rice,-1,\n");
    let path = "/outlet/import/counts";
    let refused = browser
        .post_file(&page, path, &[("org", &org)], ("file", "file", table.into_bytes()))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("-1"), "{}", refused.html);
    let table = format!("{COUNTS},Rice,12,\n");
    let taken = browser
        .post_file(&refused, path, &[("org", &org)], ("file", "file", table.into_bytes()))
        .await;
    assert!(browser.follow(&taken).await.says("The count of one item is entered"));
    assert_eq!(
        browser.get(&format!("/outlet/import/goods?org={org}")).await.status,
        200
    );
}
