//! Volunteers from a platform's export.

use crate::crew::{Crew, asked};
use crate::world::{Answer, Person, World, answer};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;

const HEADINGS: &str = "姓名,电话,出生年份,社区,技能,有空的时间,愿意去多远,有保险,监护人同意";

impl Person<'_> {
    async fn send_table(&self, world: &World, rows: &str) -> Answer {
        let bytes = format!("{HEADINGS}\n{rows}").into();
        self.send_file(world, "text/csv", bytes).await
    }

    async fn send_file(&self, world: &World, media_type: &str, bytes: Vec<u8>) -> Answer {
        let request = self.request("POST", "/volunteer/import");
        let request = request.header("idempotency-key", world.key());
        answer(request.header("content-type", media_type).body(bytes)).await
    }

    async fn volunteers(&self) -> usize {
        let (status, list) = self.get("/volunteers").await;
        assert_eq!(status, 200, "{list}");
        list["volunteers"].as_array().unwrap().len()
    }
}

pub async fn a_platforms_export_is_registered_whole_and_whom_it_knew_is_named(world: &World) {
    let crew = Crew::new(world).await;
    crew.helper("陈小明").await;
    let phone = asked("陈小明", json!({}))["phone"].as_str().unwrap().to_owned();
    let rows = format!(
        "陈小明,{phone},1990,海星社区,,,,是,\n\
         刘芳,{phone},1988,海星社区,外语、教学,工作日上午,全市都可以,是,\n\
         小吴,139 0000 0003,2006,900010101,,,,否,是\n"
    );
    let (status, done) = crew.worker.send_table(world, &rows).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!(
        done,
        json!({"registered": 2, "before": [2], "alike": [3], "unread": []})
    );
    let (_, list) = crew.worker.get("/volunteers?skill=teaching").await;
    let known = &list["volunteers"][0];
    assert_eq!(
        (known["name"].as_str(), known["state"].as_str()),
        (Some("刘芳"), Some("verified")),
        "{list}"
    );
    assert_eq!(known["reach"], "city");
    // The same once more registers nobody.
    let (status, done) = crew.worker.send_table(world, &rows).await;
    assert_eq!((status, done["registered"].as_u64()), (201, Some(0)), "{done}");
    assert_eq!(crew.worker.volunteers().await, 3);
}

/// A workbook as a platform exports it: a title above its own headings, more columns than are needed, numbers and days as the
/// program's own.
fn export(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "志愿者名单").unwrap();
    let headings = [
        "序号",
        "*志愿者姓名",
        "联系电话",
        "手机号码（必填）",
        "身份证号",
        "出生日期",
        "所属社区",
        "是否投保",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(1, column, heading).unwrap();
    }
    let born = ExcelDateTime::from_ymd(1990, 5, 1).unwrap();
    let as_day = Format::new().set_num_format("yyyy/m/d");
    for (row, (name, landline, phone)) in (2..).zip(rows) {
        sheet.write(row, 0, row - 1).unwrap();
        for (column, text) in [
            (1, *name),
            (2, *landline),
            (4, "900001199005010000"),
            (6, "海星社区"),
            (7, "是"),
        ] {
            sheet.write(row, column, text).unwrap();
        }
        match phone.parse::<f64>() {
            Ok(number) => sheet.write(row, 3, number).unwrap(),
            Err(_) => sheet.write(row, 3, *phone).unwrap(),
        };
        sheet.write_with_format(row, 5, &born, &as_day).unwrap();
    }
    book.save_to_buffer().unwrap()
}

pub async fn a_workbook_with_other_headings_is_registered_and_what_was_not_read_is_named(world: &World) {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let crew = Crew::new(world).await;
    let known = crew.verified("陈小明", json!({"phone": "+86-138 0000 0001"})).await;
    let rows = [
        ("陈小明", "67891234", "13800000001"),
        ("刘芳", "", "0086 139 0000 0002"),
    ];
    let (status, done) = crew.worker.send_file(world, XLSX, export(&rows)).await;
    assert_eq!(status, 201, "{done}");
    let unread = json!(["序号", "联系电话", "身份证号"]);
    assert_eq!(
        done,
        json!({"registered": 1, "before": [3], "alike": [], "unread": unread})
    );
    let (_, list) = crew.worker.get("/volunteers").await;
    let found = list["volunteers"].as_array().unwrap().iter();
    let found: Vec<_> = found
        .filter(|one| one["id"] != known.1.as_str())
        .map(|one| {
            (
                one["phone"].as_str(),
                one["birth_year"].as_i64(),
                one["is_covered"].as_bool(),
            )
        })
        .collect();
    assert_eq!(found, [(Some("13900000002"), Some(1990), Some(true))]);
    // However a number is written, it is one person's.
    let twice = [("小吴", "", "138-0000-0009"), ("小吴", "", "+86 138 0000 0009")];
    let (status, refused) = crew.worker.send_file(world, XLSX, export(&twice)).await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("rows[4].phone")),
        "{refused}"
    );
    // English headings in a CSV file do as well.
    let csv = "Full Name,Mobile,Date of birth,Neighbourhood,Notes\nZhou Lan,138 0000 0011,1988-02-03,900010101,x\n";
    let (status, done) = crew.worker.send_file(world, "text/csv", csv.into()).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!((&done["registered"], &done["unread"]), (&json!(1), &json!(["Notes"])));
}

pub async fn each_bad_row_is_told_and_nobody_is_registered(world: &World) {
    let crew = Crew::new(world).await;
    let rows = "刘芳,139 0000 0001,1988,海星社区,外语,,,是,\n\
                刘芳,13900000001,1988,海星社区,,,,,\n\
                小吴,139 0000 0003,2035,贝壳社区,飞行,,,也许,\n\
                小郑,电话,2005,海星社区,,,,,\n";
    let (status, refused) = crew.worker.send_table(world, rows).await;
    assert_eq!(status, 422, "{refused}");
    let faults: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    for expected in [
        "rows[3].phone",
        "rows[4].birth_year",
        "rows[4].community",
        "rows[4].skills",
        "rows[4].is_covered",
        "rows[5].phone",
        "rows[5].guardian_agrees",
    ] {
        assert!(faults.contains(&expected), "{expected} in {faults:?}");
    }
    assert_eq!(crew.worker.volunteers().await, 0);
}
