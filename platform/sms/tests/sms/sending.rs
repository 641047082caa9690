//! Each text goes out once, whatever the gateway does.

use crate::gateway::Mood;
use crate::{NOON, Station, number, process, stations, text};
use serde_json::json;
use tongxin_sms::limits::{TEXTS_KEPT_DAYS, TRIES_MAX, WAIT_MAX_MS};
use tongxin_storage::args;

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_sent_as_it_was_written_and_only_once_for_each_cause() {
    for station in stations().await {
        let to = number(1);
        station.queue(text("shift:1", &to)).await;
        station.queue(text("shift:1", &to)).await;
        station.queue(text("shift:2", &to)).await;
        station.sms.tick(NOON).await.unwrap();
        station.sms.tick(NOON.plus_minutes(10)).await.unwrap();
        let delivered = station.carrier.delivered();
        assert_eq!(delivered.len(), 2, "{delivered:?}");
        let first = delivered
            .iter()
            .find(|one| one["text"] == "明天有班次 shift:1")
            .unwrap();
        assert_eq!(
            (&first["to"], &first["segments"]),
            (&json!("+8613800000001"), &json!(1))
        );
        assert_eq!(station.carrier.requests().len(), 2, "nothing is asked twice");
        assert_eq!(station.standing().await, vec![("sent".into(), 1, None); 2]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_gateway_can_t_take_now_is_tried_again_with_longer_waits() {
    for station in stations().await {
        station
            .carrier
            .will([Mood::Status(503), Mood::Busy(120), Mood::Status(401)]);
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON).await.unwrap();
        assert_eq!(station.standing().await, [("waiting".into(), 1, Some("503".into()))]);
        station.sms.tick(NOON.plus_seconds(29)).await.unwrap();
        assert_eq!(station.carrier.requests().len(), 1, "not before its time");
        station.sms.tick(NOON.plus_seconds(30)).await.unwrap();
        assert_eq!(station.standing().await, [("waiting".into(), 2, Some("429".into()))]);
        station.sms.tick(NOON.plus_seconds(30 + 119)).await.unwrap();
        assert_eq!(station.carrier.requests().len(), 2, "as long as the gateway asked for");
        station.sms.tick(NOON.plus_seconds(30 + 120)).await.unwrap();
        station.sms.tick(NOON.plus_minutes(10)).await.unwrap();
        assert_eq!(station.standing().await, [("sent".into(), 4, None)]);
        assert_eq!(station.carrier.delivered().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_does_not_double_the_text() {
    for station in stations().await {
        station.carrier.will([Mood::TakesAndSleeps]);
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON).await.unwrap();
        assert_eq!(
            station.standing().await,
            [("waiting".into(), 1, Some("timeout".into()))]
        );
        station.sms.tick(NOON.plus_minutes(1)).await.unwrap();
        assert_eq!(
            station.standing().await,
            [("sent".into(), 2, None)],
            "409 says that it is there"
        );
        let ids: Vec<_> = station.carrier.requests().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(ids[0], ids[1], "under one id");
        assert_eq!(station.carrier.delivered().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_text_is_not_tried_again_and_no_redirect_is_followed() {
    for station in stations().await {
        station.carrier.will([Mood::Status(422)]);
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON).await.unwrap();
        station.carrier.will([Mood::Elsewhere]);
        station.queue(text("shift:2", &number(2))).await;
        station.sms.tick(NOON).await.unwrap();
        station.sms.tick(NOON.plus_hours(5)).await.unwrap();
        let failed = |why: &str| ("failed".to_owned(), 1, Some(why.to_owned()));
        assert_eq!(station.standing().await, [failed("422"), failed("307")]);
        assert_eq!((station.carrier.requests().len(), station.carrier.strangers()), (2, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_never_there_is_given_up() {
    for station in stations().await {
        station.carrier.will(vec![Mood::Status(500); 20]);
        station.queue(text("shift:1", &number(1))).await;
        for hour in 0..20 {
            station.sms.tick(NOON.plus_millis(hour * WAIT_MAX_MS)).await.unwrap();
        }
        assert_eq!(
            station.standing().await,
            [("failed".into(), TRIES_MAX, Some("500".into()))]
        );
        assert_eq!(station.carrier.requests().len() as i64, TRIES_MAX);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_answer_is_not_read_to_its_end() {
    for station in stations().await {
        station.carrier.will([Mood::TakesAndTalks]);
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON).await.unwrap();
        assert_eq!(station.standing().await, [("sent".into(), 1, None)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_too_late_is_not_sent() {
    for station in stations().await {
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON.plus_days(1)).await.unwrap();
        assert_eq!(station.standing().await, [("late".into(), 1, None)]);
        assert!(station.carrier.requests().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_the_outbox() {
    for station in stations().await {
        for at in 0..100 {
            station.queue(text(&format!("shift:{at}"), &number(at))).await;
        }
        let other = process(&station.db, &station.carrier);
        let (one, two) = tokio::join!(station.sms.tick(NOON), other.tick(NOON));
        one.unwrap();
        two.unwrap();
        assert_eq!(station.carrier.delivered().len(), 100);
        assert_eq!(station.carrier.requests().len(), 100, "none was sent by both");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_taking_up_sends_it_again_under_the_same_id() {
    for station in stations().await {
        station.queue(text("shift:1", &number(1))).await;
        // As a process leaves it that was killed while it asked the gateway.
        let killed = station.db.write(|tx| {
            Box::pin(async move {
                let sql = "UPDATE sms_out SET tries = 1, next_at = next_at + 120000";
                tx.execute(sql, args![]).await
            })
        });
        assert_eq!(killed.await.unwrap(), 1);
        station.sms.tick(NOON.plus_seconds(119)).await.unwrap();
        assert!(
            station.carrier.requests().is_empty(),
            "whoever took it up may still be at it"
        );
        station.sms.tick(NOON.plus_seconds(120)).await.unwrap();
        assert_eq!(station.standing().await, [("sent".into(), 2, None)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_and_numbers_are_erased_after_their_days() {
    for station in stations().await {
        station.queue(text("shift:1", &number(1))).await;
        station.sms.tick(NOON).await.unwrap();
        station.sms.tick(NOON.plus_days(TEXTS_KEPT_DAYS)).await.unwrap();
        assert_eq!(station.standing().await.len(), 1, "kept until then");
        station
            .sms
            .tick(NOON.plus_days(TEXTS_KEPT_DAYS).plus_millis(1))
            .await
            .unwrap();
        assert!(station.standing().await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_done_once_it_was_said_to_be() {
    for Station { sms, db, .. } in stations().await {
        let day = tongxin_city::Day::from_number(19_320);
        assert!(!sms.is_round_done("shift", day).await.unwrap());
        let ending = sms.clone();
        let end = db.write(move |tx| {
            let sms = ending.clone();
            Box::pin(async move {
                sms.end_round_in(tx, "shift", day);
                Ok::<_, tongxin_sms::SmsError>(())
            })
        });
        end.await.unwrap();
        assert!(sms.is_round_done("shift", day).await.unwrap());
        assert!(!sms.is_round_done("appointment", day).await.unwrap());
    }
}
