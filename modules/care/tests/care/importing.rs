//! The register from a community's own list.

use crate::street::{Street, text};
use crate::world::{Answer, Person, World, answer};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

const HEADINGS: &str =
    "小区,楼栋,门牌,称呼,怎么联系,原因,出生年份,不能断的药,还剩几次,每天几次,登记依据,谁同意或决定,哪一天,用来做什么";

/// The media type of a workbook (ECMA-376).
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Person<'_> {
    async fn send_table(&self, world: &World, rows: &str) -> Answer {
        self.send_file(world, "text/csv", format!("{HEADINGS}\n{rows}").into())
            .await
    }

    async fn send_file(&self, world: &World, media_type: &str, bytes: Vec<u8>) -> Answer {
        let request = self.request("POST", "/care/people/import");
        let request = request.header("idempotency-key", world.key());
        answer(request.header("content-type", media_type).body(bytes)).await
    }

    /// How many people they see in the register.
    async fn people(&self) -> usize {
        let (status, list) = self.get("/care/people").await;
        assert_eq!(status, 200, "{list}");
        list["people"].as_array().unwrap().len()
    }
}

pub async fn whoever_stands_at_two_doors_of_a_table_is_named_however_the_number_is_typed(world: &World) {
    let street = Street::new(world).await;
    let known = street.person("801", &["alone_old"]).await;
    street.door("802").await;
    street.door("803").await;
    street.door("804").await;
    let row = |door: &str, name: &str, contact: &str| {
        format!("梅园,1栋,{door},{name},{contact},独居老人,1941,,,,consent,本人,2022-11-20,每日巡访\n")
    };
    let rows = [
        row("802", "王爷爷", "13800000001"),
        row("803", "赵奶奶", "139 0000 0009"),
        row("804", "赵 奶奶", "+86 139-0000-0009"),
    ];
    let (status, done) = street.worker.send_table(world, &rows.concat()).await;
    assert_eq!((status, &done["registered"]), (201, &json!(3)), "{done}");
    let alike = done["alike"].as_array().unwrap();
    assert_eq!(alike.len(), 2, "{done}");
    assert_eq!(alike[0], json!({"row": 2, "person": known}));
    assert_eq!(alike[1]["row"], 4, "the row before is the other one: {done}");
}

pub async fn every_column_says_who_sees_it(world: &World) {
    let street = Street::new(world).await;
    for (lang, sealed, columns) in [("zh-CN", "加密保存", 20), ("en", "sealed, and each opening", 20)] {
        let mut worker = world.again(&street.worker);
        worker.lang = lang;
        let (status, page) = worker.page("/care/people/import").await;
        assert_eq!(status, 200, "{page}");
        let about = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        let rows: Vec<&str> = about.split("<tr>").skip(1).collect();
        assert_eq!(rows.len(), columns, "{about}");
        assert!(rows.iter().all(|row| !row.contains("<td></td></tr>")), "{about}");
        assert_eq!(rows.iter().filter(|row| row.contains(sealed)).count(), 7, "{about}");
    }
}

pub async fn a_communitys_list_is_registered_whole_and_whom_it_knew_is_named(world: &World) {
    let street = Street::new(world).await;
    let known = street.person("801", &["alone_old"]).await;
    street.door("802").await;
    street.door("803").await;
    let rows = "梅园,1栋,801,陈 婆婆,,独居老人,1941,,,,consent,本人,2022-11-20,每日巡访\n\
                ,1栋,802,刘爷爷,138 0000 0001,独居老人、长期服药,1938,缬沙坦,28,2,本人或家人同意,女儿,2022-11-20,每日巡访\n\
                梅园,1栋,803,小吴,,居家吸氧,,,,,为保护生命,社区值班,2022-11-23,每日巡访\n";
    let (status, done) = street.worker.send_table(world, rows).await;
    assert_eq!(status, 201, "{done}");
    let row_of = |row: u32| json!({"row": row, "person": known});
    let expected = json!({"registered": 2, "before": [row_of(2)], "alike": [row_of(3)], "full": []});
    assert_eq!(
        done, expected,
        "whoever is reached at another door is reached in the same way"
    );
    let (_, list) = street.worker.get("/care/people").await;
    let people = list["people"].as_array().unwrap();
    let rhythm = |name: &str| {
        people
            .iter()
            .find(|one| one["name"] == name)
            .map(|one| one["rhythm"].clone())
    };
    assert_eq!(rhythm("小吴"), Some(json!("twice_a_day")));
    assert_eq!(rhythm("刘爷爷"), Some(json!({"every_days": 1})));
    // The same list once more registers nobody.
    let (status, done) = street.worker.send_table(world, rows).await;
    assert_eq!((status, done["registered"].as_u64()), (201, Some(0)), "{done}");
    assert_eq!(done["before"].as_array().map(Vec::len), Some(3));
    assert_eq!(street.worker.people().await, 3);
    let id = people.iter().find(|one| one["name"] == "刘爷爷").unwrap();
    let open = format!("/care/people/{}/open", text(&id["id"]));
    let (_, record) = street.worker.post(&open, json!({"why": "核对"})).await;
    assert_eq!(record["record"]["medicines"][0]["name"], "缬沙坦", "{record}");
    assert_eq!(record["record"]["groups"], json!(["alone_old", "chronic_medicine"]));
}

/// A workbook as a community keeps it: a title above the headings, days and numbers as the program's own, notes on another sheet.
fn workbook(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "梅园小区特殊人员名单").unwrap();
    let headings = [
        "小区",
        "楼栋",
        "门牌",
        "称呼",
        "原因",
        "出生年份",
        "登记依据",
        "谁同意或决定",
        "哪一天",
        "用来做什么",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(2, column, heading).unwrap();
    }
    let day = ExcelDateTime::from_ymd(2022, 11, 20).unwrap();
    let as_day = Format::new().set_num_format("yyyy/m/d");
    for (row, [building, door, name, reason]) in (3..).zip(rows) {
        for (column, text) in [
            (0, "梅园"),
            (1, building),
            (3, name),
            (4, reason),
            (6, "本人或家人同意"),
            (7, "本人"),
            (9, "每日巡访"),
        ] {
            sheet.write(row, column, text).unwrap();
        }
        sheet.write(row, 2, door.parse::<f64>().unwrap()).unwrap();
        sheet.write(row, 5, 1941).unwrap();
        sheet.write_with_format(row, 8, &day, &as_day).unwrap();
    }
    book.add_worksheet().write(0, 0, "备注").unwrap();
    book.save_to_buffer().unwrap()
}

pub async fn a_communitys_workbook_is_taken_in_and_duplicates_are_named(world: &World) {
    let street = Street::new(world).await;
    let known = street.person("801", &["alone_old"]).await;
    street.door("802").await;
    let rows = [["1栋", "801", "陈婆婆", "独居老人"], ["1栋", "802", "刘爷爷", "残障"]];
    let (status, done) = street.worker.send_file(world, XLSX, workbook(&rows)).await;
    assert_eq!(status, 201, "{done}");
    assert_eq!(done["registered"], 1);
    assert_eq!(done["before"], json!([{"row": 4, "person": known}]));
    let (_, found) = street.worker.get("/care/people?q=%E5%88%98").await;
    assert_eq!(found["people"][0]["name"], "刘爷爷", "{found}");
    // A person who stands in the table twice is told of, and nobody is taken in.
    let rows = [["1栋", "802", "赵叔", "残障"], ["1栋", "802", "赵 叔", "残障"]];
    let (status, refused) = street.worker.send_file(world, XLSX, workbook(&rows)).await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "rows[5].name"),
        "{refused}"
    );
    assert_eq!(street.worker.people().await, 2);
}

pub async fn each_bad_row_is_told_and_nobody_is_registered(world: &World) {
    let street = Street::new(world).await;
    street.door("801").await;
    let rows = "梅园,1栋,801,陈婆婆,,独居老人,1990,,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,1栋,999,刘爷爷,,独居老人,,,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,7栋,801,吴阿姨,,残障,,,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,1栋,801,李阿姨,,高血压,,,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,1栋,801,周阿姨,,残障,,,,,,,2022-12-20,每日巡访\n\
                梅园,1栋,801,王叔,,残障,,二甲双胍,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,1栋,801,赵叔,,残障,,,,,consent,本人,2022-11-20,每日巡访\n\
                梅园,1栋,801,赵 叔,,残障,,,,,consent,本人,2022-11-20,每日巡访\n";
    let (status, refused) = street.worker.send_table(world, rows).await;
    assert_eq!(status, 422, "{refused}");
    let faults = refused["errors"].as_array().unwrap_or_else(|| panic!("{refused}"));
    let told: Vec<&str> = faults.iter().map(|fault| text(&fault["field"])).collect();
    for field in [
        "rows[2].birth_year",
        "rows[3].door",
        "rows[4].building",
        "rows[5].groups",
        "rows[6].basis",
        "rows[6].basis_by",
        "rows[6].basis_on",
        "rows[7].doses_left",
        "rows[7].doses_a_day",
        "rows[9].name",
    ] {
        assert!(told.contains(&field), "{field}: {told:?}");
    }
    assert_eq!(street.worker.people().await, 0);
}

pub async fn nobody_registers_people_elsewhere_from_a_table(world: &World) {
    let street = Street::new(world).await;
    let (resident, _) = street.door("801").await;
    let rows = format!(
        "梅园,{},801,陈婆婆,,残障,,,,,consent,本人,2022-11-20,每日巡访\n",
        street.building
    );
    let elsewhere = world.person(tongxin_account::Role::CommunityWorker, "900010102").await;
    for person in [&elsewhere, &resident] {
        let (status, refused) = person.send_table(world, &rows).await;
        assert_eq!(status, 422, "{refused}");
    }
    assert_eq!(street.worker.people().await, 0);
    // Their own building by its code, without the compound's name.
    let rows = format!(
        ",{},801,陈婆婆,,残障,,,,,consent,本人,2022-11-20,每日巡访\n",
        street.building
    );
    let (status, done): (u16, Value) = street.worker.send_table(world, &rows).await;
    assert_eq!((status, done["registered"].as_u64()), (201, Some(1)), "{done}");
}
