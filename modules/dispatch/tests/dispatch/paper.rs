//! A run on paper and as a table.

use crate::firm::{Firm, text};
use crate::world::{DISTRICT, World};
use tongxin_account::Role;

pub async fn a_run_is_printed_with_doors_and_the_code_that_opens_it(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    for lang in ["en", "zh-CN"] {
        let mut manager = world.again(&firm.manager);
        manager.lang = lang;
        let (status, page) = manager.page(&format!("/outlet/runs-sheet/{}", text(&run["id"]))).await;
        assert_eq!(status, 200, "{page}");
        for told in [
            "竹苑小区",
            "1202",
            "138 0000 0001",
            "放门口",
            "大米",
            "<svg role=\"img\"",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains(">dispatch-sheet"), "a key is shown: {page}");
        let secret = text(&run["link"])
            .split_once('.')
            .unwrap()
            .1
            .rsplit('.')
            .next()
            .unwrap();
        assert!(!page.contains(secret), "the link stands in the square code alone");
    }
}

pub async fn a_run_is_a_table_too(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let url = format!("{}/outlet/runs-sheet/{}/xlsx", firm.manager.origin, text(&run["id"]));
    let token = firm.manager.token.clone().unwrap();
    let asked = reqwest::Client::new()
        .get(url)
        .header("cookie", format!("tx_session={token}"));
    let file = asked.send().await.unwrap();
    assert_eq!(file.status(), 200);
    assert!(
        file.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .contains(".xlsx")
    );
    assert!(file.bytes().await.unwrap().starts_with(b"PK"));
}

pub async fn nobody_else_prints_a_firms_runs(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let path = format!("/outlet/runs-sheet/{}", text(&run["id"]));
    let officer = world.person(Role::Officer, DISTRICT).await;
    assert_eq!(officer.page(&path).await.0, 403);
    // Nobody is asked to sign in.
    assert!(!world.nobody().page(&path).await.1.contains(text(&run["plate"])));
}
