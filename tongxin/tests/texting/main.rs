//! `tongxin serve --sms`: the real program reminds somebody of tomorrow by a gateway that fails first, and does what is replied.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[allow(dead_code)]
#[path = "../system/client.rs"]
mod client;
mod evening;
#[allow(dead_code)]
#[path = "../../../platform/sms/tests/sms/gateway.rs"]
mod gateway;
#[allow(dead_code)]
#[path = "../system/program.rs"]
mod program;

use evening::{Evening, Helper};
use gateway::{Carrier, Mood};
use std::time::Duration;

/// How long a text may take: two looks of the clock and the wait after a failure, on a busy machine.
const TEXT_MAX: Duration = Duration::from_secs(120);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A helper's number as the gateway writes it.
const NUMBER: &str = "+8613800000001";

/// What went out to telephones, once it is so many.
async fn arrived(carrier: &Carrier, count: usize) -> Vec<String> {
    let arriving = async {
        while carrier.delivered().len() < count {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let in_time = tokio::time::timeout(TEXT_MAX, arriving).await;
    let delivered = carrier.delivered();
    in_time.unwrap_or_else(|_| {
        panic!(
            "{count} texts should have come: {delivered:?}, asked {:?}",
            carrier.requests()
        )
    });
    assert!(delivered.iter().all(|text| text["to"] == NUMBER), "{delivered:?}");
    delivered
        .iter()
        .map(|text| text["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_served_city_reminds_of_tomorrow_once_and_two_words_give_the_place_back() {
    let evening = Evening::new();
    let server = evening.start(&[]);
    let helper = Helper::of_tomorrow(&server).await;
    server.kill();
    // The next start looks at the clock at once.
    let carrier = Carrier::start().await;
    carrier.will([Mood::Status(500)]);
    evening.give_token(gateway::TOKEN);
    let server = evening.start(&["--sms", &carrier.address]);
    let said = arrived(&carrier, 1).await.remove(0);
    let asked = carrier.requests();
    assert_eq!(asked.len(), 2, "refused once, taken once: {asked:?}");
    assert_eq!(asked[0]["id"], asked[1]["id"], "under one id");
    let (_, after) = said.split_once("来 ").expect("it says what to reply");
    let reply = format!("不来 {}", &after[..4]);
    assert_eq!(
        evening.bring(&server, "another secret", NUMBER, &reply).await.status,
        401
    );
    assert_eq!(helper.state(&server).await, "taken");
    let secret = evening.secret();
    let brought = evening.bring(&server, &secret, NUMBER, &reply).await;
    assert_eq!((brought.status, &brought.json()["outcome"]), (200, &"taken".into()));
    assert_eq!(helper.state(&server).await, "left");
    server.kill();
    // A text is sent once, whatever happens to the server: after the next start comes the answer to the reply, and nothing twice.
    let server = evening.start(&["--sms", &carrier.address]);
    let all = arrived(&carrier, 2).await;
    assert!(all[0] == said && all[1].contains("名额已经交还"), "{all:?}");
    assert_eq!(carrier.requests().len(), 3);
    server.kill();
}
