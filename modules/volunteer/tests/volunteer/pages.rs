//! The pages, as a browser without scripts sees them.

use crate::browser::{Browser, Shown};
use crate::crew::{Crew, TODAY};
use crate::world::{COMMUNITY, Person, World};
use serde_json::json;

impl Person<'_> {
    /// A browser that has opened the volunteer's link, or is signed in.
    pub async fn opened(&self) -> Browser {
        let mut browser = Browser::new(&self.origin, self.token.as_deref(), "en");
        if let Some(key) = &self.key {
            browser.get(&format!("/v/{key}")).await;
        }
        browser
    }

    /// A volunteer's own page, opened by their link.
    pub async fn own_page(&self, path: &str) -> (u16, String) {
        let shown = self.opened().await.get(path).await;
        (shown.status, shown.html)
    }
}

fn between(shown: &Shown, start: &str, end: char) -> String {
    let rest = shown
        .html
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start}: {}", shown.html))
        .1;
    rest.split(end).next().unwrap().to_owned()
}

pub async fn from_sign_up_to_certificate_without_scripts(world: &World) {
    let crew = Crew::new(world).await;
    let mut phone = Browser::new(&world.origin, None, "en");
    let start = phone.get("/volunteer/join?q=starfish").await;
    assert!(
        start.says(&format!("/volunteer/join?home={COMMUNITY}")),
        "{}",
        start.html
    );
    let form = phone.get(&format!("/volunteer/join?home={COMMUNITY}")).await;
    let wrong = [("home", COMMUNITY), ("name", ""), ("phone", "1"), ("birth_year", "abc")];
    let refused = phone.post(&form, "/volunteer/join", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.says("7 to 15 digits") && refused.says("A year from 1922 to 2008"),
        "{}",
        refused.html
    );
    let fields = [
        ("home", COMMUNITY),
        ("name", "陈小明"),
        ("phone", "138 0000 0001"),
        ("birth_year", "1990"),
        ("slots", "weekday_morning"),
        ("reach", "district"),
        ("is_covered", "yes"),
    ];
    let joined = phone.post(&form, "/volunteer/join", &fields).await;
    assert_eq!(joined.location.as_deref(), Some("/volunteer/me"), "{}", joined.html);
    let me = phone.follow(&joined).await;
    assert!(me.says("Registered. Keep your link") && me.says("/v/"), "{}", me.html);
    // The community verifies and opens a shift.
    let mut desk = crew.worker.opened().await;
    let list = desk.get("/volunteers?state=applied").await;
    let person = between(&list, "<a href=\"/volunteers/", '"');
    let page = desk.get(&format!("/volunteers/{person}")).await;
    let done = desk
        .post(
            &page,
            &format!("/volunteers/{person}/verify"),
            &[("verdict", "verified")],
        )
        .await;
    assert_eq!(done.status, 303, "{}", done.html);
    let new = desk.get("/shifts/new").await;
    let start_at = "2022-11-25T09:00";
    let opened = [
        ("kind", "deliver"),
        ("place", COMMUNITY),
        ("meet", "东门"),
        ("start_at", start_at),
        ("end_at", "2022-11-25T12:00"),
        ("posts.0.needed", "1"),
        ("is_entering", "yes"),
    ];
    let opened = desk.post(&new, "/shifts", &opened).await;
    let shift = opened.location.clone().unwrap_or_else(|| panic!("{}", opened.html));
    let sheet = desk.get(&format!("{shift}/sheet")).await;
    let code = between(&sheet, "/volunteer/in/", '<');
    // The volunteer finds it with its reason, signs up, comes and goes.
    let me = phone.get("/volunteer/me").await;
    assert!(me.says("same community") && me.says("well rested"), "{}", me.html);
    let number = shift.rsplit('/').next().unwrap().to_owned();
    let step = [("shift", number.as_str()), ("post", "0"), ("step", "take")];
    let taken = phone.post(&me, "/volunteer/me/steps", &step).await;
    assert!(phone.follow(&taken).await.says("It is yours"));
    crew.clock(1, 9, 0).await;
    for (step, hour, said) in [("in", 9, "Checked in"), ("out", 12, "Checked out")] {
        crew.clock(1, hour, 0).await;
        let at_gate = phone.get(&format!("/volunteer/in/{code}")).await;
        let done = phone
            .post(&at_gate, &format!("/volunteer/in/{code}"), &[("step", step)])
            .await;
        assert!(phone.follow(&done).await.says(said), "{}", done.html);
    }
    let certificate = phone.get("/volunteer/me/certificate").await;
    assert!(
        certificate.says("3 hours and 0 minutes") && certificate.says("共 3 小时"),
        "{}",
        certificate.html
    );
    let text = between(&certificate, "<p class=\"said\"><code>", '<');
    let mut anybody = Browser::new(&world.origin, None, "en");
    let genuine = anybody.get(&format!("/volunteer/verify?c={text}")).await;
    assert!(genuine.says("Genuine") && genuine.says("陈小明"), "{}", genuine.html);
    let changed = anybody
        .get(&format!("/volunteer/verify?c={}", text.replacen('.', ".A", 1)))
        .await;
    assert!(changed.says("Not genuine"), "{}", changed.html);
    assert!(anybody.get("/volunteer/me").await.says("Whose page is it?"));
    assert_eq!(anybody.get("/v/nonsense").await.status, 422);
    assert!(
        anybody
            .get(&format!("/volunteer/in/{code}"))
            .await
            .says("Whose phone is it?")
    );
}

pub async fn the_desks_pages_open_and_say_what_is_missing(world: &World) {
    let crew = Crew::new(world).await;
    let mut desk = crew.worker.opened().await;
    for (path, words) in [
        ("/volunteers", "No volunteers here"),
        ("/volunteers/new", "Enter a volunteer"),
        ("/volunteers/import", "Empty table"),
        ("/volunteers/goods", "Nothing yet"),
        ("/teams", "No teams yet"),
        ("/shifts", "No shifts"),
        ("/shifts/new", "Whom it needs"),
    ] {
        let shown = desk.get(path).await;
        assert!(shown.status == 200 && shown.says(words), "{path}: {}", shown.html);
    }
    let (anna, id) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({})).await;
    let matching = desk.get(&format!("/shifts/{shift}/matching")).await;
    assert!(
        matching.says("same community") && matching.says("Anna"),
        "{}",
        matching.html
    );
    let asked = desk
        .post(&matching, &format!("/shifts/{shift}/matching"), &[("volunteer", &id)])
        .await;
    assert!(desk.follow(&asked).await.says("1 person asked"));
    assert!(
        anna.own_page("/volunteer/me").await.1.contains("Why you:"),
        "the reason stands beside it"
    );
    let new = desk.get("/shifts/new").await;
    let skipped = [
        ("kind", "hotline"),
        ("place", COMMUNITY),
        ("meet", "热线室"),
        ("start_at", "2023-03-26T00:30"),
        ("end_at", "nonsense"),
        ("posts.0.needed", "0"),
    ];
    let refused = desk.post(&new, "/shifts", &skipped).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.says("the clock is set forward") || refused.says("The clock is set forward"),
        "{}",
        refused.html
    );
    assert!(refused.says("such as 2022-11-24 19:00"), "{}", refused.html);
    for path in [
        format!("/volunteers/{id}"),
        format!("/shifts/{shift}"),
        format!("/shifts/{shift}/sheet"),
    ] {
        assert_eq!(desk.get(&path).await.status, 200, "{path}");
    }
    let page = desk.get(&format!("/volunteers/{id}")).await;
    let fields = [("minutes", "30"), ("hours_why", ""), ("direction", "more")];
    let refused = desk.post(&page, &format!("/volunteers/{id}/hours"), &fields).await;
    assert!(refused.status == 422 && refused.says("e-hours_why"), "{}", refused.html);
    let fields = [("minutes", "30"), ("hours_why", "忘了签退"), ("direction", "more")];
    let done = desk.post(&page, &format!("/volunteers/{id}/hours"), &fields).await;
    assert!(desk.follow(&done).await.says("忘了签退"));
    let teams = desk.get("/teams").await;
    let added = desk
        .post(&teams, "/teams", &[("place", COMMUNITY), ("name", "红岩队")])
        .await;
    let team = desk.follow(&added).await;
    let path = added.location.clone().unwrap();
    let lead = desk.post(&team, &path, &[("volunteer", &id), ("step", "lead")]).await;
    assert!(desk.follow(&lead).await.says("Leader"));
    let csv = crew.worker.get("/volunteers.csv").await;
    assert!(
        csv.1
            .as_str()
            .is_some_and(|text| text.contains("Anna") && !text.contains("138")),
        "{csv:?}"
    );
    let shifts = desk.get(&format!("/shifts?from={TODAY}&short=true")).await;
    assert!(shifts.says("0 of 1 there"), "{}", shifts.html);
}

pub async fn only_whoever_wants_stands_on_the_wall(world: &World) {
    let crew = Crew::new(world).await;
    let [(anna, anna_id), (_, ben_id)] = [crew.helper("Anna").await, crew.helper("Ben").await];
    for id in [&anna_id, &ben_id] {
        let correct = json!({"minutes": 90, "why": "x"});
        assert_eq!(
            crew.worker.post(&format!("/volunteers/{id}/hours"), correct).await.0,
            201
        );
    }
    let (_, wall) = world.nobody().get("/volunteer/thanks").await;
    assert_eq!(wall["thanked"].as_array().map(Vec::len), Some(0));
    let long = json!({"wall_name": "x".repeat(21)});
    assert_eq!(anna.put("/volunteer/me/thanks", long).await.0, 422);
    assert_eq!(
        anna.put("/volunteer/me/thanks", json!({"wall_name": "小安"})).await.0,
        200
    );
    let (_, wall) = world.nobody().get("/volunteer/thanks").await;
    assert_eq!(wall["thanked"][0]["name"], "小安", "{wall}");
    let mut anybody = Browser::new(&world.origin, None, "en");
    let shown = anybody.get("/volunteer/thanks").await;
    assert!(
        shown.says("小安") && !shown.says("Anna") && !shown.says("Ben"),
        "{}",
        shown.html
    );
    assert_eq!(anna.put("/volunteer/me/thanks", json!({"wall_name": ""})).await.0, 200);
    assert!(!anybody.get("/volunteer/thanks").await.says("小安"));
}

pub async fn a_calendar_reminds_and_names_no_door(world: &World) {
    let crew = Crew::new(world).await;
    let (anna, _) = crew.helper("Anna").await;
    let shift = crew.shift((1, 9), 3, json!({"about": "穿雨衣"})).await;
    anna.step("take", &shift).await;
    let (_, me) = anna.own_page("/volunteer/me").await;
    let feed = me.split_once("/shifts-calendar/").unwrap().1.split('"').next().unwrap();
    let mut phone = Browser::new(&world.origin, None, "en");
    let text = phone.get(&format!("/shifts-calendar/{feed}")).await.html;
    assert!(
        text.contains("BEGIN:VALARM") && text.contains("TRIGGER:-PT2H"),
        "{text}"
    );
    assert!(
        text.contains("DTSTART:20221125T100000Z") && text.contains("穿雨衣"),
        "{text}"
    );
    assert_eq!(
        crew.worker.post(&format!("/shifts/{shift}/cancel"), json!({})).await.0,
        200
    );
    let off = phone.get(&format!("/shifts-calendar/{feed}")).await.html;
    assert!(off.contains("STATUS:CANCELLED"), "{off}");
    assert_eq!(phone.get("/shifts-calendar/nobodys.ics").await.status, 404);
    let own = anna.key.as_deref().unwrap();
    assert_eq!(
        phone.get(&format!("/shifts-calendar/{own}")).await.status,
        404,
        "each link opens its own"
    );
}
