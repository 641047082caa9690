//! What the clock asks for.

use crate::crew::{Crew, asked};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_storage::args;

impl Crew<'_> {
    /// Needs of shifts that lack people, as the community lists them: title and state.
    async fn needs(&self) -> Vec<(String, String)> {
        let (status, list) = self.worker.get("/needs?kind=volunteer_shortfall").await;
        assert_eq!(status, 200, "{list}");
        let needs = list["needs"].as_array().unwrap_or_else(|| panic!("{list}"));
        let said = |need: &Value, field: &str| need[field].as_str().unwrap().to_owned();
        needs
            .iter()
            .map(|need| (said(need, "title"), said(need, "state")))
            .collect()
    }

    async fn open_needs(&self) -> usize {
        self.needs()
            .await
            .iter()
            .filter(|(_, state)| state != "struck_off")
            .count()
    }
}

pub async fn a_shift_that_lacks_people_is_a_need_until_it_is_filled(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let shift = crew.shift((1, 9), 3, json!({"posts": [{"needed": 2}]})).await;
    anna.step("take", &shift).await;
    crew.clock(0, 20, 59).await;
    assert_eq!(crew.needs().await.len(), 0, "twelve hours before is not yet");
    crew.clock(0, 21, 0).await;
    crew.clock(0, 21, 1).await;
    let needs = crew.needs().await;
    assert_eq!(needs.len(), 1, "raised once: {needs:?}");
    assert!(
        needs[0].0.contains("管控楼栋送货") && needs[0].0.contains("Deliveries"),
        "{needs:?}"
    );
    assert_ne!(crew.listed(&shift).await["need"], Value::Null);
    let id = crew.listed(&shift).await["need"].as_str().unwrap().to_owned();
    let by_hand = crew
        .worker
        .post(&format!("/needs/{id}/solve"), json!({"note": "done"}))
        .await;
    assert_ne!(by_hand.0, 200, "nobody closes it by hand: {}", by_hand.1);
    assert_eq!(ben.step("take", &shift).await, "taken");
    assert_eq!(crew.open_needs().await, 0);
    assert_eq!(crew.listed(&shift).await["need"], Value::Null);
    // Somebody gives up: people are lacking again.
    assert_eq!(ben.step("leave", &shift).await, "left");
    crew.clock(0, 22, 0).await;
    assert_eq!(crew.open_needs().await, 1);
}

pub async fn a_need_ends_when_its_shift_is_over_or_called_off(world: &World) {
    let crew = Crew::new(world).await;
    let over = crew.shift((1, 9), 3, json!({})).await;
    let off = crew.shift((1, 10), 3, json!({})).await;
    crew.clock(0, 23, 0).await;
    assert_eq!(crew.open_needs().await, 2);
    assert_eq!(
        crew.worker.post(&format!("/shifts/{off}/cancel"), json!({})).await.0,
        200
    );
    assert_eq!(crew.open_needs().await, 1);
    crew.clock(1, 14, 1).await;
    assert_eq!(crew.open_needs().await, 0);
    assert_eq!(crew.listed(&over).await["state"], "settled");
}

pub async fn whoever_leaves_is_erased_and_their_places_go_to_others(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let shift = crew.shift((1, 9), 3, json!({})).await;
    anna.step("take", &shift).await;
    ben.step("take", &shift).await;
    let (status, done) = anna.post("/volunteer/me/leave", json!({})).await;
    assert_eq!((status, done["state"].as_str()), (200, Some("erased")), "{done}");
    let (_, own) = ben.get("/volunteer/me").await;
    assert_eq!(own["places"][0]["state"], "taken", "{own}");
    assert_eq!(anna.get("/volunteer/me").await.0, 401);
    assert_eq!(crew.worker.get(&format!("/volunteers/{anna_id}/hours")).await.0, 404);
    let rows = world
        .db
        .all(
            "SELECT name, phone, birth_year, skills FROM volunteer WHERE state = 'erased'",
            args![],
        )
        .await;
    let rows = rows.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].opt_text("name").unwrap(), rows[0].opt_text("phone").unwrap()),
        (None, None)
    );
    // A backup from before brings them back, until the server starts over it.
    let restored =
        "UPDATE volunteer SET name = 'Anna', phone = '13800000000', state = 'verified' WHERE state = 'erased'";
    let restore = world
        .db
        .write(move |tx| Box::pin(async move { tx.execute(restored, args![]).await }));
    restore.await.unwrap();
    assert_eq!(world.volunteers.erase_restored(world.clock.now()).await.unwrap(), 1);
    assert_eq!(world.volunteers.erase_restored(world.clock.now()).await.unwrap(), 0);
    assert_eq!(crew.worker.get(&format!("/volunteers/{anna_id}/hours")).await.0, 404);
    let again = world
        .nobody()
        .post("/volunteer/registrations", asked("Anna", json!({})))
        .await;
    assert_eq!(again.0, 201, "they can come back as somebody new");
}

pub async fn a_record_that_nobody_needs_is_erased_on_its_day(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    crew.clock(100, 8, 0).await;
    // The worker's key for programs has ended by now.
    let crew = Crew::new(world).await;
    let shift = crew.shift((101, 9), 3, json!({})).await;
    ben.step("take", &shift).await;
    crew.clock(179, 8, 0).await;
    assert_eq!(anna.get("/volunteer/me").await.0, 200);
    crew.clock(181, 8, 0).await;
    assert_eq!(
        anna.get("/volunteer/me").await.0,
        401,
        "half a year after the last thing"
    );
    assert_eq!(
        ben.get("/volunteer/me").await.0,
        200,
        "who did something is kept longer"
    );
}
