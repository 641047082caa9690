//! Whoever wants no more reminders gets none, for as long as a record has their number.

use crate::replying::asked;
use crate::{NOON, Station, number, stations, text};
use tongxin_sms::Taken;
use tongxin_sms::limits::NUMBERS_KEPT_DAYS;
use tongxin_storage::args;

impl Station {
    /// A reminder for a number, which goes out if it may.
    async fn remind(&self, cause: &str, to: u32) {
        self.queue(text(cause, &number(to))).await;
    }

    /// How many numbers get no reminders.
    async fn stopped(&self) -> usize {
        let sql = "SELECT number FROM sms_number WHERE stopped_at IS NOT NULL";
        self.db.all(sql, args![]).await.unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_stop_gets_no_more_reminders_until_they_ask_again() {
    for station in stations().await {
        asked(&station).await;
        station.remind("shift:2", 1).await;
        assert_eq!(station.reply("r-1", 1, "退订").await, Taken::Taken);
        station.remind("shift:3", 1).await;
        station.remind("shift:4", 2).await;
        let said = station.said_back().await;
        assert_eq!(
            said.len(),
            2,
            "what waited is taken back, what comes is not queued: {said:?}"
        );
        assert!(said.iter().any(|one| one.contains("不再给这个号码发提醒")), "{said:?}");
        assert!(
            said.iter().any(|one| one.contains("shift:4")),
            "others get theirs: {said:?}"
        );
        assert_eq!(
            station.reply("r-2", 1, "不来 3F7K").await,
            Taken::Taken,
            "what was asked is answered"
        );
        assert_eq!(station.reply("r-3", 1, "START").await, Taken::Taken);
        assert_eq!(
            station.reply("r-1", 1, "退订").await,
            Taken::Taken,
            "brought again, it says nothing new"
        );
        station.remind("shift:5", 1).await;
        let said = station.said_back().await;
        assert_eq!(said.len(), 5, "{said:?}");
        for part in ["记下了", "Reminders go to this number again", "shift:5"] {
            assert!(said.iter().any(|one| one.contains(part)), "{part}: {said:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_is_kept_while_a_record_has_the_number_and_forgotten_with_it() {
    for station in stations().await {
        let desk = asked(&station).await;
        *desk.contacts.lock().unwrap() = vec!["敲门", "138 0000 0001，女儿"];
        for (id, from) in [("r-1", 1), ("r-2", 2)] {
            assert_eq!(station.reply(id, from, "stop").await, Taken::Taken);
        }
        let mut now = NOON;
        for (has_number, kept) in [(true, 1), (true, 1), (false, 0)] {
            assert_ne!(station.stopped().await, 0);
            if !has_number {
                desk.contacts.lock().unwrap().clear();
            }
            now = now.plus_days(NUMBERS_KEPT_DAYS).plus_millis(1);
            station.sms.tick(now).await.unwrap();
            station.sms.tick(now).await.unwrap();
            assert_eq!(station.stopped().await, kept);
        }
        let rows = station.db.all("SELECT number FROM sms_number", args![]).await.unwrap();
        assert!(rows.is_empty(), "nothing of the number is left");
    }
}
