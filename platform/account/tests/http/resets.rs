//! A forgotten password, from the list of people to signing in again.

use crate::site::Site;
use crate::world::*;
use http::header;
use tongxin_account::Role;

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_from_the_list_of_people() {
    let site = Site::http().await;
    let first = site.world.administrator().await;
    let steward = site
        .world
        .person(&first.viewer, "steward", Role::Steward, over(COMMUNITY))
        .await;
    let mut office = site.browser();
    office.sign_in("first", &password_of("first")).await;
    let action = format!("/people/{}/reset", steward.account);
    let list = office.get("/people").await.body;
    assert_eq!(list.matches(&*action).count(), 1, "{list}");
    assert!(
        !list.contains(&format!("/people/{}/reset", first.account)),
        "not the own"
    );
    let shown = office.post(&action, &[("key", "reset-the-steward")]).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let link = shown.body.split("http://city").nth(1).unwrap();
    let link = link.split('<').next().unwrap().to_owned();
    assert!(link.starts_with("/reset/"), "{link}");
    let mut phone = site.browser();
    let form = phone.get(&link).await;
    assert!(
        form.status == 200 && form.body.contains("<dd>steward</dd>"),
        "{}",
        form.body
    );
    let short = phone.post(&link, &[("password", "short")]).await;
    assert!(
        short.status == 422 && !short.body.contains("value=\"short\""),
        "{}",
        short.body
    );
    let done = phone.post(&link, &[("password", "a password nobody forgets")]).await;
    assert_eq!((done.status, done.header(header::LOCATION)), (303, "/sign-in"));
    let dead = phone.get(&link).await;
    assert_eq!(dead.status, 410);
    let opened = phone.sign_in("steward", "a password nobody forgets").await;
    assert_eq!(opened.status, 303);
    let own = phone.get("/account").await.body;
    assert!(own.contains("by a link from first shown"), "{own}");
}
