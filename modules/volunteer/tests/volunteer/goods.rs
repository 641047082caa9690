//! Protective goods.

use crate::crew::Crew;
use crate::world::{COMMUNITY, World};
use serde_json::json;

pub async fn goods_are_counted_and_none_is_given_out_that_is_not_there(world: &World) {
    let crew = Crew::new(world).await;
    let (_, anna) = crew.helper("Anna").await;
    let say = |step: &str, pieces: i64, who: Option<&str>| json!({"place": COMMUNITY, "item": "respirator", "step": step, "pieces": pieces, "volunteer": who});
    let post = async |body| crew.worker.post("/volunteer/goods", body).await;
    let (status, refused) = post(say("issued", 5, Some(&anna))).await;
    assert_eq!(
        (status, refused["errors"][0]["message"].as_str()),
        (422, Some("Only 0 are there")),
        "{refused}"
    );
    assert_eq!(post(say("received", 100, None)).await.1["there"], 100);
    assert_eq!(post(say("issued", 5, Some(&anna))).await.1["there"], 95);
    assert_eq!(post(say("issued", 5, None)).await.0, 422, "to whom?");
    assert_eq!(post(say("returned", 6, Some(&anna))).await.0, 422, "more than she has");
    assert_eq!(post(say("returned", 2, Some(&anna))).await.1["there"], 97);
    assert_eq!(post(say("lost", 7, None)).await.1["there"], 90);
    let (_, list) = crew.worker.get("/volunteer/goods").await;
    assert_eq!(
        list["counts"],
        json!([{"place": COMMUNITY, "item": "respirator", "there": 90}]),
        "{list}"
    );
    assert_eq!(list["steps"].as_array().map(Vec::len), Some(4));
    let elsewhere = json!({"place": "900010102", "item": "mask", "step": "received", "pieces": 1});
    assert_eq!(crew.worker.post("/volunteer/goods", elsewhere).await.0, 404);
}
