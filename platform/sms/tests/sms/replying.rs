//! Replies: understood, given to whoever answers, and answered once.

use crate::{NOON, Station, number, stations, text};
use std::sync::{Arc, Mutex};
use tongxin_city::Lang;
use tongxin_sms::{Answer, Answering, Replied, SmsError, Taken};
use tongxin_storage::BoxFuture;

/// Remembers what it was told, and fails as often as it should.
#[derive(Default)]
pub struct Desk {
    told: Mutex<Vec<Replied>>,
    failures: Mutex<u32>,
    /// How people are reached in its records.
    pub contacts: Mutex<Vec<&'static str>>,
}

impl Answering for Desk {
    fn answered(&self, replied: Replied) -> BoxFuture<'_, Result<String, String>> {
        Box::pin(async move {
            let mut failures = self.failures.lock().unwrap();
            if *failures > 0 {
                *failures -= 1;
                return Err("the desk is closed".to_owned());
            }
            self.told.lock().unwrap().push(replied);
            Ok("记下了".to_owned())
        })
    }

    fn contacts(&self, after: i64, limit: u32) -> BoxFuture<'_, Result<Vec<(i64, String)>, String>> {
        let all = self.contacts.lock().unwrap();
        let numbered = (1..).zip(all.iter().map(|contact| (*contact).to_owned()));
        let part = numbered
            .filter(|(number, _)| *number > after)
            .take(limit as usize)
            .collect();
        Box::pin(async move { Ok(part) })
    }
}

/// A station that has asked one number about a shift.
pub async fn asked(station: &Station) -> Arc<Desk> {
    let desk = Arc::new(Desk::default());
    station
        .sms
        .answer_with("shift", Arc::clone(&desk) as Arc<dyn Answering>);
    station.queue(text("shift:1", &number(1))).await;
    station.sms.tick(NOON).await.unwrap();
    desk
}

impl Station {
    pub async fn reply(&self, id: &str, from: u32, said: &str) -> Taken {
        self.sms.take_reply(id, number(from), said, NOON).await.unwrap()
    }

    /// What went out after the question.
    pub async fn said_back(&self) -> Vec<String> {
        self.sms.tick(NOON).await.unwrap();
        let delivered = self.carrier.delivered();
        delivered[1..]
            .iter()
            .map(|one| one["text"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_reaches_whoever_answers_and_is_answered_once() {
    for station in stations().await {
        let desk = asked(&station).await;
        assert_eq!(station.reply("r-1", 1, "不来 3f7k").await, Taken::Taken);
        assert_eq!(
            station.reply("r-1", 1, "不来 3f7k").await,
            Taken::Taken,
            "brought twice"
        );
        let told = desk.told.lock().unwrap().clone();
        assert_eq!(told[0].about, "about shift:1");
        assert!(told.iter().all(|one| one.answer == Answer::No && one.id == "r-1"));
        assert_eq!(station.said_back().await, ["记下了"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_answered_with_what_would_be_right() {
    for station in stations().await {
        let desk = asked(&station).await;
        assert_eq!(station.reply("r-1", 1, "你们是谁").await, Taken::Unknown);
        assert_eq!(station.reply("r-2", 1, "YES 9999").await, Taken::Unknown);
        assert_eq!(
            station.reply("r-3", 2, "来 3F7K").await,
            Taken::Unknown,
            "another number's code"
        );
        assert!(desk.told.lock().unwrap().is_empty());
        let said = station.said_back().await;
        let holds = |part: &str| said.iter().any(|one| one.contains(part));
        assert!(
            holds("例如：来 3F7K") && holds("9999 was sent to you") && holds("编号为 3F7K 的短信"),
            "{said:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_reply_changes_nothing_and_is_told_so() {
    for station in stations().await {
        let desk = asked(&station).await;
        let late = station
            .sms
            .take_reply("r-1", number(1), "来 3F7K", NOON.plus_days(1))
            .await
            .unwrap();
        assert_eq!(late, Taken::Late);
        assert!(desk.told.lock().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_failed_is_taken_in_when_it_is_brought_again() {
    for station in stations().await {
        let desk = asked(&station).await;
        *desk.failures.lock().unwrap() = 1;
        let failed = station.sms.take_reply("r-1", number(1), "来 3F7K", NOON).await;
        assert!(matches!(failed, Err(SmsError::Answering(_))));
        assert_eq!(station.reply("r-1", 1, "来 3F7K").await, Taken::Taken);
        assert_eq!(station.said_back().await, ["记下了"], "nothing was said back before");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_english_is_written_to_in_english() {
    for station in stations().await {
        asked(&station).await;
        assert_eq!(station.lang_of(&number(1)).await, Lang::Zh, "until something is known");
        station.reply("r-1", 1, "yes 3F7K").await;
        assert_eq!(station.lang_of(&number(1)).await, Lang::En);
        station.reply("r-2", 1, "hello?").await;
        let said = station.said_back().await;
        assert!(said.iter().any(|one| one.starts_with("Not understood")), "{said:?}");
    }
}
