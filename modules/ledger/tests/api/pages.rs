//! The ledger's pages, as a browser without scripts uses them.

use crate::city::*;
use serde_json::json;
use tongxin_account::{Over, Role};

/// A photo as a form sends it.
fn photo(bytes: Vec<u8>) -> (&'static str, &'static str, Vec<u8>) {
    ("photo", "photo.png", bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_asks_with_a_photo_and_the_page_says_what_comes_next() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let mut browser = resident.browser();
    let form = browser.get("/needs/raise?topic=food").await;
    assert_eq!(form.status, 200);
    assert!(
        form.says("value=\"household_request.food\" id=\"f-topic\" checked"),
        "{}",
        form.html
    );
    let fields = [
        ("topic", "household_request.food"),
        ("title", "Rice for <two>"),
        ("priority", "high"),
        ("contact", "138 0000 0000"),
    ];
    let sent = browser.post_file(&form, "/needs/raise", &fields, photo(png())).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let need = browser.follow(&sent).await;
    assert!(need.says("has arrived"), "what happened is said");
    assert!(
        need.says("Rice for &#60;two&#62;"),
        "what was typed is text, never markup"
    );
    assert!(need.says("href=\"tel:13800000000\""));
    assert!(need.says("/api/v1/attachments/"), "the photo is there");
    assert!(need.says("It waits for somebody to accept it"));
    assert!(!need.says("/accept\""), "a household accepts nothing");
    let again = browser.post_file(&form, "/needs/raise", &fields, photo(png())).await;
    assert_eq!(again.location, sent.location, "the same form sent twice is one need");
    assert_eq!(resident.get("/needs").await.1["needs"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_lacks_something_keeps_what_was_typed_and_says_what_at_the_field() {
    let city = City::start().await;
    let resident = city.resident("1-1").await.in_chinese();
    let mut browser = resident.browser();
    let form = browser.get("/needs/raise").await;
    let refused = browser
        .post_file(
            &form,
            "/needs/raise",
            &[("body", "两位老人"), ("title", " ")],
            photo(vec![]),
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("href=\"#f-topic\"") && refused.says("href=\"#f-title\""));
    assert!(refused.says("请选择是哪方面的"));
    assert!(refused.says("两位老人"), "what was typed is still there");
    let long = "长".repeat(200);
    let fields = [("topic", "household_request.food"), ("title", long.as_str())];
    let refused = browser
        .post_file(&refused, "/needs/raise", &fields, photo(vec![]))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("id=\"e-title\""));
    assert_eq!(
        resident.get("/needs").await.1["needs"],
        json!([]),
        "nothing was half written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_is_none_leaves_the_need_and_says_so() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let mut browser = resident.browser();
    let form = browser.get("/needs/raise").await;
    let fields = [("topic", "household_request.food"), ("title", "Rice")];
    let sent = browser
        .post_file(&form, "/needs/raise", &fields, photo(b"no photo".to_vec()))
        .await;
    let need = browser.follow(&sent).await;
    assert!(need.says("but not its photo"), "{}", need.html);
    let path = sent.location.unwrap();
    let refused = browser
        .post_file(&need, &format!("{path}/attach"), &[], photo(b"no photo".to_vec()))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("id=\"e-photo\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_accepts_from_the_list_comes_back_to_it_and_takes_it_back() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let mut browser = worker.browser();
    let list = browser.get("/needs?lifeline=food&state=").await;
    assert!(
        list.says("Rice") && list.says("1-1"),
        "the door is told to those who look after it"
    );
    let accepted = browser
        .post(
            &list,
            &format!("/needs/{id}/accept"),
            &[("back", "/needs?lifeline=food")],
        )
        .await;
    assert_eq!(accepted.location.as_deref(), Some("/needs?lifeline=food"));
    let list = browser.follow(&accepted).await;
    assert!(list.says(&format!("{id}: accepted")) && list.says("/undo\""));
    let seq = list.value_of("seq");
    let undone = browser
        .post(&list, &format!("/needs/{id}/undo"), &[("seq", &seq)])
        .await;
    let need = browser.follow(&undone).await;
    assert!(
        need.says("taken back") && need.says("Nobody is on it yet"),
        "{}",
        need.html
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_comes_too_late_shows_how_the_need_stands_now() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let (first, second) = (
        city.person(Role::CommunityWorker, COMMUNITY).await,
        city.person(Role::CommunityWorker, COMMUNITY).await,
    );
    let mut browser = second.browser();
    let need = browser.get(&format!("/needs/{id}")).await;
    first.post(&format!("/needs/{id}/accept"), json!(null)).await;
    let late = browser.post(&need, &format!("/needs/{id}/accept"), &[]).await;
    assert_eq!(late.status, 409);
    assert!(
        late.says("see how it stands now") || late.says("this can&#39;t be done now"),
        "{}",
        late.html
    );
    assert!(late.says(&format!("/needs/{id}/solve")), "the next step is offered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_needs_a_reason_and_its_form_stays_open() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let mut browser = worker.browser();
    let need = browser.get(&format!("/needs/{id}")).await;
    let refused = browser
        .post(&need, &format!("/needs/{id}/decline"), &[("decline-reason", "  ")])
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.says("id=\"do-decline\" open") && refused.says("href=\"#f-decline-reason\""),
        "{}",
        refused.html
    );
    let refused = browser
        .post(&need, &format!("/needs/{id}/merge"), &[("merge-into", "none")])
        .await;
    assert!(refused.says("This is not a need&#39;s number"), "{}", refused.html);
    let person = refused
        .html
        .split("value=\"account:")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let to = format!("account:{person}");
    let given = browser
        .post(&need, &format!("/needs/{id}/assign"), &[("assign-to", &to)])
        .await;
    assert_eq!(given.status, 303, "{}", given.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_rows_are_done_in_one_go_and_taken_back_in_one_go() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let (rice, oil) = (resident.raise("Rice").await, resident.raise("Oil").await);
    worker.post(&format!("/needs/{oil}/accept"), json!(null)).await;
    let mut browser = worker.browser();
    let list = browser.get("/needs").await;
    let none = browser.post(&list, "/needs/bulk", &[("do", "accept")]).await;
    assert!(browser.follow(&none).await.says("No row was chosen"));
    let list = browser.get("/needs").await;
    let fields = [("do", "accept"), ("need", rice.as_str()), ("need", oil.as_str())];
    let done = browser.post(&list, "/needs/bulk", &fields).await;
    let after = browser.follow(&done).await;
    assert!(after.says("Done for 1. Not done for 1"), "{}", after.html);
    let items = after.value_of("items");
    let undone = browser.post(&after, "/needs/bulk/undo", &[("items", &items)]).await;
    assert!(browser.follow(&undone).await.says("Taken back for 1."));
    assert_eq!(worker.get(&format!("/needs/{rice}")).await.1["need"]["state"], "raised");
    let list = browser.get("/needs").await;
    let no_reason = browser
        .post(&list, "/needs/bulk", &[("do", "escalate"), ("need", &rice)])
        .await;
    assert!(browser.follow(&no_reason).await.says("Say why they go up a tier"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_lives_in_the_address_and_each_condition_can_be_taken_away() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    resident.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let mut browser = worker.browser();
    let link = format!("/needs?place={COMMUNITY}&state=raised&state=accepted&kind=household_request&topic=food");
    let list = browser.get(&link).await;
    assert!(list.says("Rice") && list.says("1 need"));
    assert!(list.says(&format!(
        "href=\"/needs?place={COMMUNITY}&#38;kind=household_request&#38;topic=food\""
    )));
    assert!(list.says("/api/v1/needs.xlsx?place="));
    let empty = browser.get("/needs?q=nothing").await;
    assert!(empty.says("No need fits this filter"));
    let wrong = browser.get("/needs?state=lost").await;
    assert_eq!(wrong.status, 400);
    assert!(
        browser.get("/needs?q=rice&lifeline=&overdue=").await.says("Rice"),
        "what a form left empty is no filter"
    );
    assert_eq!(browser.get("/needs?limit=0").await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_walked_by_key_and_lead_back_to_the_first() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    for number in 0..3 {
        resident.raise(&format!("Need {number}")).await;
    }
    let mut browser = resident.browser();
    let first = browser.get("/needs?limit=2&sort=newest").await;
    let next = first
        .html
        .split("rel=\"next\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let second = browser.get(&next.replace("&#38;", "&")).await;
    assert!(second.says("Need 0") && !second.says("Need 2"));
    assert!(second.says("rel=\"prev\" href=\"/needs?limit=2&#38;sort=newest\""));
    assert!(!second.says("id=\"bulk\""), "a household does nothing in bulk");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_holds_what_came_up_to_the_officers_tier() {
    let city = City::start().await;
    let resident = city.resident("1-1").await;
    let (rice, oil) = (resident.raise("Rice").await, resident.raise("Oil").await);
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    worker
        .post(&format!("/needs/{rice}/escalate"), json!({ "reason": "None left" }))
        .await;
    let officer = city.person(Role::Officer, "9000101").await;
    let mut browser = officer.browser();
    let queue = browser.get("/queue").await;
    assert!(queue.says(&rice) && !queue.says(&oil), "{}", queue.html);
    assert!(queue.says("Subdistrict tier"));
    assert!(!queue.says("1-1"), "an officer is not told the door");
    assert!(
        browser
            .get("/queue?show=confirm")
            .await
            .says("Nothing waits at your tier")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_and_strangers_are_shown_nothing() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let neighbour = city.resident("1-2").await;
    let elsewhere = city.person(Role::CommunityWorker, OTHER_COMMUNITY).await;
    for stranger in [&neighbour, &elsewhere] {
        let mut browser = stranger.browser();
        assert_eq!(browser.get(&format!("/needs/{id}")).await.status, 404);
        let list = browser.get("/needs?place=900").await;
        assert_eq!(list.status, 200);
        assert!(!list.says(&id));
        let form = browser.get("/needs/raise").await;
        let status = match form.status {
            200 if form.says("name=\"key\"") => {
                browser
                    .post(&form, &format!("/needs/{id}/comment"), &[("comment-text", "?")])
                    .await
                    .status
            }
            _ => 404,
        };
        assert_eq!(status, 404);
    }
    let mut browser = elsewhere.browser();
    assert_eq!(
        browser
            .get(&format!("/needs/raise?place={}", city.building))
            .await
            .status,
        404
    );
    assert_eq!(browser.get("/queue").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plant_speaks_for_itself_and_a_worker_first_says_where() {
    let city = City::start().await;
    let plant = city.plant().await;
    let reporter = city.with_role(Role::PlantReporter, Over::Org(plant)).await;
    let mut browser = reporter.browser();
    let form = browser.get("/needs/raise").await;
    assert!(form.says("Synthetic Plant") && form.says("value=\"plant_blockage.staff\""));
    let org = form.value_of("org");
    let fields = [
        ("topic", "plant_blockage.staff"),
        ("title", "40 people short"),
        ("org", org.as_str()),
    ];
    let sent = browser.post_file(&form, "/needs/raise", &fields, photo(vec![])).await;
    assert!(browser.follow(&sent).await.says("40 people short"));

    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    city.resident("1-1").await;
    let mut browser = worker.browser();
    let wher = browser.get("/needs/raise").await;
    assert!(wher.says(&format!("/needs/raise?place={}", city.building)));
    let form = browser.get(&format!("/needs/raise?place={}", city.building)).await;
    assert!(form.says("The building as a whole") && form.says(">1-1<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_form_does_nothing() {
    let city = City::start().await;
    let id = city.resident("1-1").await.raise("Rice").await;
    let worker = city.person(Role::CommunityWorker, COMMUNITY).await;
    let (mut mine, mut other) = (worker.browser(), worker.browser());
    let (own, foreign) = (mine.get("/needs").await, other.get("/needs").await);
    assert_eq!(
        mine.post(&foreign, &format!("/needs/{id}/accept"), &[]).await.status,
        403
    );
    assert_eq!(mine.get(&format!("/needs/{id}/accept")).await.status, 405);
    let back = mine
        .post(
            &own,
            &format!("/needs/{id}/accept"),
            &[("back", "https://elsewhere.test/")],
        )
        .await;
    assert_eq!(
        back.location.as_deref(),
        Some("/"),
        "a form never leads away from the site"
    );
}
