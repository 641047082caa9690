//! Who came, the hours that follow, and the certificate.

use crate::crew::{Crew, said, text};
use crate::world::World;
use serde_json::json;
use tongxin_city::Timestamp;

pub async fn a_shift_is_checked_in_and_out_of_and_its_hours_are_written_down(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (ben, _), (carl, _)] = [
        crew.helper("Anna").await,
        crew.helper("Ben").await,
        crew.helper("Carl").await,
    ];
    let shift = crew.shift((1, 9), 4, json!({"posts": [{"needed": 3}]})).await;
    for person in [&anna, &ben, &carl] {
        assert_eq!(person.step("take", &shift).await, "taken");
    }
    let code = crew.code(&shift).await;
    world.clock.advance_to(crew.at(1, 9, 10));
    assert_eq!(anna.says("out", &code).await, "volunteer-not-checked-in");
    assert_eq!(anna.says("in", &code).await, "in");
    assert_eq!(ben.says("in", &code).await, "in");
    world.clock.advance_to(crew.at(1, 10, 0));
    let (status, again) = anna
        .post("/volunteer/me/presence", json!({"code": code, "step": "in"}))
        .await;
    assert_eq!((status, again["is_repeat"].as_bool()), (200, Some(true)), "{again}");
    assert_eq!(again["in_at"], json!(crew.at(1, 9, 10)), "the first counts");
    world.clock.advance_to(crew.at(1, 12, 0));
    assert_eq!(anna.says("out", &code).await, "came");
    assert_eq!(anna.minutes().await, 170);
    // Ben forgot to check out, Carl never came.
    crew.clock(1, 15, 1).await;
    assert_eq!(ben.minutes().await, 230);
    assert_eq!(carl.minutes().await, 0);
    let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
    let states: Vec<&str> = list["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "missed").count(),
        1,
        "{states:?}"
    );
    crew.clock(1, 16, 0).await;
    assert_eq!(ben.minutes().await, 230, "the clock looked again");
    let (_, hours) = crew.worker.get(&format!("/volunteers/{anna_id}/hours")).await;
    assert_eq!(
        (hours["minutes"].as_i64(), hours["entries"][0]["shift"].as_str()),
        (Some(170), Some(&*shift))
    );
    assert_eq!(world.volunteers.wrong_hours().await.unwrap(), []);
}

pub async fn a_wrong_clock_a_wrong_person_and_a_wrong_code_are_refused_in_words(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, _), (ben, _)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    let shift = crew.shift((1, 9), 4, json!({})).await;
    anna.step("take", &shift).await;
    ben.step("take", &shift).await;
    let code = crew.code(&shift).await;
    let said_at = |at: Timestamp| json!({"code": code, "step": "in", "said_at": at});
    assert_eq!(anna.says("in", &code).await, "Checking in begins at 08:00");
    world.clock.advance_to(crew.at(1, 9, 0));
    let ahead = anna.post("/volunteer/me/presence", said_at(crew.at(1, 10, 0))).await;
    assert_eq!(
        said(ahead, "state"),
        "The phone's clock is ahead of 09:00: set it right and try again"
    );
    assert_eq!(ben.says("in", &code).await, "volunteer-waits-only");
    let (carl, _) = crew.helper("Carl").await;
    assert_eq!(carl.says("in", &code).await, "volunteer-not-on-shift");
    let other = code.replace('.', ".x");
    assert_eq!(anna.says("in", &other).await, "volunteer-no-code");
    assert_eq!(world.nobody().says("in", &code).await, "volunteer-no-link");
    assert_eq!(
        anna.says("in", &code).await,
        "in",
        "nothing of it was counted against her"
    );
}

pub async fn a_phone_without_a_signal_says_it_later_and_nothing_is_lost(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 4, json!({})).await;
    anna.step("take", &shift).await;
    let code = crew.code(&shift).await;
    crew.clock(1, 16, 0).await;
    let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
    assert_eq!(list["places"][0]["state"], "missed", "{list}");
    let late = json!({"code": code, "step": "in", "said_at": crew.at(1, 9, 30)});
    let key = world.key();
    let (status, done) = anna.post_as(&key, "/volunteer/me/presence", late.clone()).await;
    assert_eq!((status, done["state"].as_str()), (200, Some("came")), "{done}");
    assert_eq!(anna.minutes().await, 210);
    assert_eq!(
        anna.post_as(&key, "/volunteer/me/presence", late.clone()).await,
        (200, done),
        "the same answer"
    );
    assert_eq!(anna.minutes().await, 210, "once");
    // So is what she said at eleven when she went.
    let went = json!({"code": code, "step": "out", "said_at": crew.at(1, 11, 0)});
    let (status, done) = anna.post("/volunteer/me/presence", went.clone()).await;
    assert_eq!((status, done["is_repeat"].as_bool()), (200, Some(false)), "{done}");
    assert_eq!(anna.minutes().await, 90);
    let (_, again) = anna.post("/volunteer/me/presence", went).await;
    assert_eq!(again["is_repeat"], true, "{again}");
    assert_eq!(anna.minutes().await, 90, "once");
    world.clock.advance_to(crew.at(5, 9, 0));
    let (ben, _) = crew.helper("Ben").await;
    assert_eq!(
        said(ben.post("/volunteer/me/presence", late).await, "state"),
        "volunteer-not-on-shift"
    );
}

pub async fn a_list_on_paper_is_keyed_in_after_the_shift_and_who_did_stands_beside_the_hours(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (ben, ben_id), (carl, carl_id)] = [
        crew.helper("Anna").await,
        crew.helper("Ben").await,
        crew.helper("Carl").await,
    ];
    let shift = crew.shift((1, 9), 4, json!({"posts": [{"needed": 3}]})).await;
    for person in [&anna, &ben, &carl] {
        assert_eq!(person.step("take", &shift).await, "taken");
    }
    let code = crew.code(&shift).await;
    let path = format!("/shifts/{shift}/presence");
    let keyed = async |body| said(crew.worker.post(&path, body).await, "state");
    // Before the hours are written down, as well as in the evening when they did not come as far as anybody knew.
    crew.clock(1, 13, 30).await;
    assert_eq!(keyed(json!({"volunteer": ben_id, "step": "in"})).await, "in");
    crew.clock(1, 19, 0).await;
    assert_eq!(ben.minutes().await, 240, "not from when it was keyed in");
    assert_eq!(keyed(json!({"volunteer": anna_id, "step": "in"})).await, "came");
    assert_eq!(keyed(json!({"volunteer": anna_id, "step": "in"})).await, "came");
    assert_eq!(anna.minutes().await, 240, "once");
    let (_, hours) = crew.worker.get(&format!("/volunteers/{anna_id}/hours")).await;
    let entry = &hours["entries"][0];
    assert!(text(&entry["by"]).starts_with("Person"), "{hours}");
    assert!(text(&entry["why"]).contains("Entered after the shift"), "{hours}");
    // What the list says of the time counts, and so does a phone that gets its signal later.
    let at_ten = json!({"volunteer": carl_id, "step": "in", "said_at": crew.at(1, 10, 0)});
    assert_eq!(keyed(at_ten).await, "came");
    assert_eq!(carl.minutes().await, 180);
    for (step, at) in [("in", crew.at(1, 9, 30)), ("out", crew.at(1, 12, 0))] {
        let late = json!({"code": code, "step": step, "said_at": at});
        for _ in 0..2 {
            let answer = anna.post("/volunteer/me/presence", late.clone()).await;
            assert_eq!(said(answer, "state"), "came");
        }
    }
    assert_eq!(anna.minutes().await, 150);
    assert_eq!(world.volunteers.wrong_hours().await.unwrap(), []);
    // For three days; the desk's page offers it as long.
    let desk = async || crew.worker.opened().await.get(&format!("/shifts/{shift}")).await;
    let (dora, dora_id) = crew.helper("Dora").await;
    let later = crew.shift((2, 9), 4, json!({})).await;
    assert_eq!(dora.step("take", &later).await, "taken");
    let path = format!("/shifts/{later}/presence");
    let keyed = json!({"volunteer": dora_id, "step": "in"});
    crew.clock(5, 13, 1).await;
    assert!(!desk().await.says("name=\"step\""), "nothing is left to be said");
    let refused = crew.worker.post(&path, keyed).await;
    assert!(said(refused, "state").starts_with("More than 3 days"));
    assert_eq!(dora.minutes().await, 0);
}

pub async fn a_shift_across_midnight_and_the_clock_change_counts_its_real_hours(world: &World) {
    // On 26 March 2023 the clock goes from midnight to one.
    let zone = world.places.city().unwrap().file.zone.clone();
    let evening = zone.at("2023-03-25".parse().unwrap(), 20, 0).unwrap();
    let morning = zone.at("2023-03-26".parse().unwrap(), 4, 0).unwrap();
    world.clock.advance_to(evening.plus_days(-3));
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew
        .shift(
            (0, 9),
            1,
            json!({"kind": "hotline", "start_at": evening, "end_at": morning}),
        )
        .await;
    assert_eq!(anna.step("take", &shift).await, "taken");
    let (_, list) = crew.worker.get(&format!("/shifts/{shift}/places")).await;
    let code = text(&list["code"]);
    world.clock.advance_to(evening);
    assert_eq!(anna.says("in", &code).await, "in");
    world.clock.advance_to(morning);
    assert_eq!(anna.says("out", &code).await, "came");
    assert_eq!(anna.minutes().await, 7 * 60, "not the eight that the wall shows");
    let (status, own) = anna.get("/volunteer/me").await;
    assert_eq!(status, 200, "{own}");
}

pub async fn hours_are_corrected_only_with_a_reason_that_stays(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, id) = crew.helper("Anna").await;
    let path = format!("/volunteers/{id}/hours");
    let correct = |minutes: i64, why: &str| json!({"minutes": minutes, "why": why});
    let (status, refused) = crew.worker.post(&path, correct(60, " ")).await;
    assert_eq!(
        (status, refused["errors"][0]["field"].as_str()),
        (422, Some("why")),
        "{refused}"
    );
    assert_eq!(crew.worker.post(&path, correct(0, "x")).await.0, 422);
    assert_eq!(
        crew.worker.post(&path, correct(-30, "多记了")).await.0,
        422,
        "less than nothing"
    );
    assert_eq!(crew.worker.post(&path, correct(90, "忘了签到，队长作证")).await.0, 201);
    assert_eq!(crew.worker.post(&path, correct(-30, "多记了")).await.0, 201);
    assert_eq!(anna.minutes().await, 60);
    let (_, hours) = crew.worker.get(&path).await;
    let whys: Vec<&str> = hours["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["why"].as_str().unwrap())
        .collect();
    assert_eq!(whys, ["多记了", "忘了签到，队长作证"], "both entries stay");
    assert!(text(&hours["entries"][0]["by"]).starts_with("Person"), "{hours}");
    assert_eq!(world.volunteers.wrong_hours().await.unwrap(), []);
}

pub async fn a_certificate_is_checked_by_anybody_and_a_changed_one_is_not_good(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, id) = crew.helper("Anna").await;
    assert_eq!(
        said(anna.get("/volunteer/me/certificate").await, "payload"),
        "volunteer-no-hours"
    );
    let correct = json!({"minutes": 150, "why": "x"});
    assert_eq!(
        crew.worker.post(&format!("/volunteers/{id}/hours"), correct).await.0,
        201
    );
    let (status, certificate) = anna.get("/volunteer/me/certificate").await;
    assert_eq!(status, 200, "{certificate}");
    let verify = "/volunteer/certificates/verify";
    let checked = |text: String| json!({"certificate": text});
    let (_, verdict) = world.nobody().post(verify, checked(certificate.to_string())).await;
    assert_eq!(
        (verdict["is_good"].as_bool(), verdict["claims"]["minutes"].as_i64()),
        (Some(true), Some(150))
    );
    assert_eq!(verdict["claims"]["name"], "Anna");
    let forged = certificate
        .to_string()
        .replace(&text(&certificate["payload"])[..8], "AAAAAAAA");
    let (_, verdict) = world.nobody().post(verify, checked(forged)).await;
    assert_eq!(
        (verdict["is_good"].as_bool(), verdict["why"].as_str()),
        (Some(false), Some("bad_signature"))
    );
    let (_, keys) = world.nobody().get("/volunteer/keys").await;
    assert_eq!(
        (keys["keys"][0]["kty"].as_str(), keys["keys"][0]["crv"].as_str()),
        (Some("OKP"), Some("Ed25519"))
    );
}
