//! The register from a community's own list.

use crate::street::{Street, text};
use crate::world::{Answer, Person, World, answer};
use serde_json::{Value, json};

const HEADINGS: &str =
    "小区,楼栋,门牌,称呼,怎么联系,原因,出生年份,不能断的药,还剩几次,每天几次,登记依据,谁同意或决定,哪一天,用来做什么";

impl Person<'_> {
    async fn send_table(&self, world: &World, rows: &str) -> Answer {
        let request = self.request("POST", "/care/people/import");
        let request = request.header("idempotency-key", world.key());
        answer(
            request
                .header("content-type", "text/csv")
                .body(format!("{HEADINGS}\n{rows}")),
        )
        .await
    }

    /// How many people they see in the register.
    async fn people(&self) -> usize {
        let (status, list) = self.get("/care/people").await;
        assert_eq!(status, 200, "{list}");
        list["people"].as_array().unwrap().len()
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
