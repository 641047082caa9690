//! Volunteers from a platform's export.

use crate::crew::{Crew, asked};
use crate::world::{Answer, Person, World, answer};
use serde_json::json;

const HEADINGS: &str = "姓名,电话,出生年份,社区,技能,有空的时间,愿意去多远,有保险,监护人同意";

impl Person<'_> {
    async fn send_table(&self, world: &World, rows: &str) -> Answer {
        let request = self.request("POST", "/volunteer/import");
        let request = request.header("idempotency-key", world.key());
        answer(
            request
                .header("content-type", "text/csv")
                .body(format!("{HEADINGS}\n{rows}")),
        )
        .await
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
    assert_eq!(done, json!({"registered": 2, "before": [2], "alike": [3]}));
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
