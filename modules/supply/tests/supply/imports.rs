//! Tables of applications, vehicles and staff over HTTP.

use crate::whitelist::{CODE, fields, listed};
use crate::world::{Answer, COMMUNITY, DISTRICT, Person, World, answer};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::fmt::Write as _;
use tongxin_account::Role;
use tongxin_supply::rules::credit_code::CreditCode;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FIRMS: &str = "Credit code,Kind,Name,Place code,Serves,Orders a day,Contact,Contact's telephone\n";
const VEHICLES: &str = "Firm,Plate,Vehicle,Payload in kg,Cold chain,Pass number\n";
const STAFF: &str = "Firm,Person,Telephone,Work,Shift\n";
/// The scale of the reference drill.
const FIRM_COUNT: usize = 320;
const VEHICLE_COUNT: usize = 2_100;
const STAFF_COUNT: usize = 3_200;

/// A table as a form sends it.
fn sent(table: Vec<u8>) -> (&'static str, &'static str, Vec<u8>) {
    ("file", "file", table)
}

/// A credit code whose check character fits.
fn code(number: usize) -> String {
    let body = format!("91500112MA{number:07}");
    let with_check = |check: char| format!("{body}{check}");
    let fits = |code: &String| code.parse::<CreditCode>().is_ok();
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .map(with_check)
        .find(fits)
        .unwrap()
}

fn firms(count: usize) -> String {
    let mut table = FIRMS.to_owned();
    for number in 0..count {
        let code = code(number);
        writeln!(
            table,
            "{code},保供门店,超市{number},{COMMUNITY},{COMMUNITY}、900010102,300,Chen,023-6789 1234"
        )
        .unwrap();
    }
    table
}

async fn send(person: &Person<'_>, key: &str, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
    let request = person.request("POST", path).header("idempotency-key", key);
    answer(request.header("content-type", media_type).body(bytes)).await
}

async fn send_csv(world: &World, person: &Person<'_>, path: &str, table: &str) -> Answer {
    send(person, &world.key(), path, "text/csv", table.as_bytes().to_vec()).await
}

async fn send_xlsx(world: &World, person: &Person<'_>, path: &str, table: &str) -> Answer {
    send(person, &world.key(), path, XLSX, workbook(table)).await
}

/// The same table as a workbook.
fn workbook(csv: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0_u32..).zip(csv.lines()) {
        for (column, cell) in (0_u16..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

async fn list_all(officer: &Person<'_>) -> usize {
    let mut listed = 0;
    loop {
        let (_, page) = officer.get("/supply/applications?state=open&limit=200").await;
        let ids: Vec<&Value> = page["applications"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["id"])
            .collect();
        if ids.is_empty() {
            return listed;
        }
        let (status, done) = officer
            .post(
                "/supply/applications/list",
                json!({ "ids": ids, "valid_until": "2022-12-31" }),
            )
            .await;
        assert_eq!(status, 200, "{done}");
        listed += done["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["done"].is_object())
            .count();
    }
}

pub async fn three_hundred_firms_with_their_fleets_come_in_as_tables(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let table = workbook(&firms(FIRM_COUNT));
    let path = "/supply/applications/import";
    let taken = send(&officer, "the-firms", path, XLSX, table.clone()).await;
    assert_eq!(taken, (201, json!({ "added": FIRM_COUNT })));
    assert_eq!(
        send(&officer, "the-firms", path, XLSX, table).await,
        taken,
        "a resent table is taken in once"
    );
    assert_eq!(list_all(&officer).await, FIRM_COUNT);

    let mut vehicles = VEHICLES.to_owned();
    for number in 0..VEHICLE_COUNT {
        let firm = code(number % FIRM_COUNT);
        writeln!(vehicles, "{firm},渝A{number:05},厢式货车,1200,是,").unwrap();
    }
    let taken = send_xlsx(world, &officer, "/supply/vehicles/import", &vehicles).await;
    assert_eq!(taken, (201, json!({ "added": VEHICLE_COUNT })));

    let mut staff = STAFF.to_owned();
    for number in 0..STAFF_COUNT {
        writeln!(staff, "{},Person {number},,Driver,By turns", code(number % FIRM_COUNT)).unwrap();
    }
    let taken = send_xlsx(world, &officer, "/supply/staff/import", &staff).await;
    assert_eq!(taken, (201, json!({ "added": STAFF_COUNT })));

    let counts = [
        ("listings?state=listed&limit=1", "/counts/listed"),
        ("vehicles?limit=1", "/count"),
        ("staff?limit=1", "/count"),
    ];
    let mut found = Vec::new();
    for (path, pointer) in counts {
        found.push(
            officer
                .get(&format!("/supply/{path}"))
                .await
                .1
                .pointer(pointer)
                .cloned()
                .unwrap(),
        );
    }
    assert_eq!(found, [json!(FIRM_COUNT), json!(VEHICLE_COUNT), json!(STAFF_COUNT)]);
}

pub async fn every_bad_row_of_a_table_is_named_and_none_is_taken_in(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let good = format!("{CODE},Shop,海星超市,{COMMUNITY},{COMMUNITY},300,Chen,023-6789\n");
    let table = [
        FIRMS,
        &good,
        &good,
        &format!("91350100M000100Y44,Kiosk,,{COMMUNITY},{COMMUNITY},-3,Chen,none\n"),
        &format!("{},Shop,海马超市,900020101,900020101,300,Chen,023-6789\n", code(1)),
        &format!("{},Shop,海马超市,{COMMUNITY},900020101,300,Chen,023-6789\n", code(2)),
    ];
    let answer = send_csv(world, &officer, "/supply/applications/import", &table.concat()).await;
    assert_eq!(answer.0, 422, "{answer:?}");
    let expected = [
        "rows[3].credit_code",
        "rows[4].kind",
        "rows[4].name",
        "rows[4].orders_a_day",
        "rows[4].credit_code",
        "rows[4].contact_phone",
        "rows[5].place",
        "rows[6].service_places",
    ];
    let mut found = fields(&answer);
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{answer:?}");
    assert_eq!(officer.get("/supply/applications").await.1["counts"], json!({}));

    let org = listed(&officer, CODE, "海星超市").await;
    let table = [
        VEHICLES,
        &format!("{CODE},渝A12345,Van,1200,yes,\n"),
        &format!("{CODE},渝A12345,Van,1200,yes,\n"),
        &format!("{CODE},A123456,Bus,90000,perhaps,\n"),
        &format!("{},渝A54321,Van,1200,,\n", code(7)),
        ",渝A54322,Van,1200,,\n",
    ];
    let answer = send_csv(world, &officer, "/supply/vehicles/import", &table.concat()).await;
    let mut found = fields(&answer);
    found.sort_unstable();
    let expected = [
        "rows[3].plate",
        "rows[4].has_cold_chain",
        "rows[4].kind",
        "rows[4].payload_kg",
        "rows[4].plate",
        "rows[5].firm",
        "rows[6].firm",
    ];
    assert_eq!(found, expected, "{answer:?}");
    assert_eq!(officer.get(&format!("/supply/vehicles?org={org}")).await.1["count"], 0);
}

pub async fn rows_that_are_there_already_are_named(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    listed(&officer, CODE, "海星超市").await;
    let row = |name: &str| format!("{CODE},Shop,{name},{COMMUNITY},{COMMUNITY},300,Chen,023-6789\n");
    let path = "/supply/applications/import";
    let answer = send_csv(world, &officer, path, &format!("{FIRMS}{}", row("别的超市"))).await;
    assert_eq!(fields(&answer), ["rows[2].credit_code"], "another firm's code");
    let again = format!("{FIRMS}{}", row("海星超市"));
    assert_eq!(
        send_csv(world, &officer, path, &again).await.0,
        201,
        "the firm itself asks for renewal"
    );
    let answer = send_csv(world, &officer, path, &again).await;
    assert_eq!(fields(&answer), ["rows[2].credit_code"], "one waits already");

    let vehicles = format!("{VEHICLES}{CODE},渝A12345,Van,1200,yes,P-7\n");
    assert_eq!(
        send_csv(world, &officer, "/supply/vehicles/import", &vehicles).await.0,
        201
    );
    let answer = send_csv(world, &officer, "/supply/vehicles/import", &vehicles).await;
    assert_eq!(fields(&answer), ["rows[2].plate"]);
    assert!(answer.1.to_string().contains("渝A12345"), "{answer:?}");

    let staff = format!("{STAFF}{CODE},Li,,Driver,By day\n");
    assert_eq!(send_csv(world, &officer, "/supply/staff/import", &staff).await.0, 201);
    let answer = send_csv(world, &officer, "/supply/staff/import", &staff).await;
    assert_eq!(fields(&answer), ["rows[2].name"]);
    let ended = format!(
        "/supply/listings/{}/end",
        officer.get("/supply/listings").await.1["listings"][0]["org"]
            .as_str()
            .unwrap()
    );
    assert_eq!(officer.post(&ended, json!({ "reason": "Closed" })).await.0, 200);
    let answer = send_csv(world, &officer, "/supply/staff/import", &staff.replace("Li", "Wu")).await;
    assert_eq!(fields(&answer), ["rows[2].firm"], "the firm left the whitelist");
}

pub async fn a_manager_sends_a_table_of_the_own_firm_alone(world: &World) {
    let officer = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&officer, CODE, "海星超市").await;
    let other = listed(&officer, &code(1), "贝壳超市").await;
    let manager = world.manager(org).await;
    let table = "Plate,Vehicle,Payload in kg\n渝A12345,Van,1200\n";
    let path = format!("/supply/vehicles/import?org={org}");
    assert_eq!(send_csv(world, &manager, &path, table).await.0, 201);
    let foreign = format!("/supply/vehicles/import?org={other}");
    assert_eq!(
        send_csv(world, &manager, &foreign, &table.replace('5', "6")).await.0,
        404
    );
    let named = format!("{VEHICLES}{},渝A12346,Van,1200,,\n", code(1));
    let answer = send_csv(world, &manager, "/supply/vehicles/import", &named).await;
    assert_eq!(fields(&answer), ["rows[2].firm"]);
    let firms = send_csv(world, &manager, "/supply/applications/import", &firms(1)).await;
    assert_eq!(fields(&firms), ["rows[2].place"], "a manager applies for no other firm");
    let (_, resident) = world.resident("1-101").await;
    assert_eq!(
        send_csv(world, &resident, "/supply/vehicles/import", table).await.0,
        403
    );
}

pub async fn a_table_is_sent_by_a_page_and_its_bad_rows_are_shown(world: &World) {
    let person = world.person(Role::Officer, DISTRICT).await;
    let org = listed(&person, CODE, "海星超市").await;
    let mut officer = person.browser();
    let path = "/supply/import/vehicles";
    let page = officer.get(&format!("{path}?org={org}")).await;
    assert!(
        page.says("海星超市") && page.says("/api/v1/supply/vehicles/template"),
        "{}",
        page.html
    );
    let org = org.to_string();
    let own = [("org", org.as_str())];
    let bad = "车牌号,车型,载重（千克）\nA123456,厢式货车,many\n";
    let shown = officer
        .post_file(&page, path, &own, sent(bad.as_bytes().to_vec()))
        .await;
    assert_eq!(shown.status, 422);
    assert!(
        shown.says("Nothing was loaded: 2 cells need changing") && shown.says("A plate begins with"),
        "{}",
        shown.html
    );
    for (file, words) in [
        (Vec::new(), "Fill this in"),
        (b"%PDF-1.4 no table".to_vec(), "This is no table"),
        (b"Name,Age\nLi,7\n".to_vec(), "No sheet has the headings"),
        (workbook("Plate,Vehicle,Payload in kg"), "no rows below them"),
    ] {
        let shown = officer.post_file(&page, path, &own, sent(file)).await;
        assert!(shown.status == 422 && shown.says(words), "{words}: {}", shown.html);
    }
    let huge = officer
        .post_file(&page, path, &own, sent(vec![b'x'; 9 * 1024 * 1024]))
        .await;
    assert!(huge.status == 413 && huge.says("At most 8192 KiB"), "{}", huge.html);
    let good = workbook("Plate,Vehicle,Payload in kg\n渝A12345,Van,1200");
    let done = officer.post_file(&page, path, &own, sent(good)).await;
    let list = officer.follow(&done).await;
    assert!(
        list.says("1 rows are taken in") && list.says("渝A12345"),
        "{}",
        list.html
    );
    for kind in ["applications", "vehicles", "staff"] {
        assert!(
            officer
                .get(&format!("/supply/import/{kind}"))
                .await
                .says("Table to fill in")
        );
        let template = person
            .request("GET", &format!("/supply/{kind}/template"))
            .send()
            .await
            .unwrap();
        assert_eq!(template.headers()["content-type"], XLSX, "{kind}");
        assert!(template.bytes().await.unwrap().starts_with(b"PK"));
    }
}
