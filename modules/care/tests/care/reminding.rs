//! Reminders of appointments by text, and what comes back.

use crate::gateway::{Carrier, TOKEN};
use crate::street::text;
use crate::ward::Ward;
use crate::world::World;
use serde_json::json;
use std::sync::Arc;
use tongxin_city::Timestamp;
use tongxin_sms::{HttpGateway, Number, Secret, Sms, Taken, segments};
use tongxin_storage::args;

/// The gateway of the city, from now on.
async fn gateway(world: &World) -> (Sms, Carrier) {
    let carrier = Carrier::start().await;
    let gateway = HttpGateway::at(&carrier.address, Secret::new(TOKEN)).unwrap();
    let sms = Sms::new(world.db.clone(), Arc::new(gateway), Secret::new("inward"));
    world.care.remind_by(&sms);
    (sms, carrier)
}

/// Lets the clock look at that local time, and sends what is due.
async fn at(world: &World, ward: &Ward<'_>, sms: &Sms, local: &str) -> Timestamp {
    let now: Timestamp = ward.moment(local).parse().unwrap();
    world.clock.advance_to(now);
    world.care.tick(now).await.unwrap();
    sms.tick(now).await.unwrap();
    now
}

/// What arrived, in order.
fn arrived(carrier: &Carrier) -> Vec<String> {
    carrier
        .delivered()
        .iter()
        .map(|one| text(&one["text"]).to_owned())
        .collect()
}

fn code(said: &str) -> String {
    let after = said.split_once("去 ").or_else(|| said.split_once("YES ")).unwrap().1;
    after.chars().take(4).collect()
}

fn caller() -> Number {
    Number::find("138 0000 0001").unwrap()
}

pub async fn a_household_is_reminded_with_the_cars_time_and_no_word_about_health(world: &World) {
    let ward = Ward::new(world).await;
    let (sms, carrier) = gateway(world).await;
    let (mut resident, _) = ward.street.door("801").await;
    resident.lang = "zh-CN";
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    at(world, &ward, &sms, "2022-11-24T17:59").await;
    assert!(arrived(&carrier).is_empty(), "not before six");
    at(world, &ward, &sms, "2022-11-24T18:00").await;
    at(world, &ward, &sms, "2022-11-24T18:30").await;
    let said = arrived(&carrier);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("09:00") && said[0].contains("到楼下"), "{said:?}");
    for hidden in ["海湾医院", "肾", "dialysis", "陈", "透析", "801"] {
        assert!(!said[0].contains(hidden), "{hidden}: {said:?}");
    }
    assert!(segments(&said[0]) <= 2, "{said:?}");
    assert_eq!(carrier.delivered()[0]["to"], caller().as_str());
    let kept = sms
        .take_reply("in-1", caller(), &format!("去 {}", code(&said[0])), world.clock.now())
        .await;
    assert_eq!(kept.unwrap(), Taken::Taken);
    assert_eq!(ward.seen(&resident, &id).await["state"], "confirmed");
}

pub async fn what_is_confirmed_after_the_evenings_round_is_reminded_of_at_once_and_once(world: &World) {
    let ward = Ward::new(world).await;
    let (sms, carrier) = gateway(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    at(world, &ward, &sms, "2022-11-24T18:00").await;
    assert!(arrived(&carrier).is_empty(), "nobody has confirmed it");
    at(world, &ward, &sms, "2022-11-24T20:10").await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    for local in ["2022-11-24T20:11", "2022-11-24T20:12", "2022-11-25T06:00"] {
        at(world, &ward, &sms, local).await;
        let said = arrived(&carrier);
        assert!(said.len() == 1 && said[0].contains("09:00"), "{local}: {said:?}");
    }
}

pub async fn a_no_calls_the_appointment_off_with_its_rides_once(world: &World) {
    let ward = Ward::new(world).await;
    let (sms, carrier) = gateway(world).await;
    let (resident, _) = ward.street.door("801").await;
    let id = ward.ask(&resident, ward.asked()).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    let now = at(world, &ward, &sms, "2022-11-24T18:00").await;
    let code = code(&arrived(&carrier)[0]);
    for _ in 0..2 {
        let taken = sms.take_reply("in-1", caller(), &format!("NO {code}"), now).await;
        assert_eq!(taken.unwrap(), Taken::Taken);
    }
    assert_eq!(ward.seen(&resident, &id).await["state"], "cancelled");
    let rides = ward.rides().await;
    assert!(rides.iter().all(|ride| ride["state"] == "cancelled"), "{rides:?}");
    sms.tick(now).await.unwrap();
    let said = arrived(&carrier);
    assert!(said.len() == 2 && said[1].contains("called off"), "{said:?}");
    // A second thought is too late for a text.
    sms.take_reply("in-2", caller(), &format!("YES {code}"), now)
        .await
        .unwrap();
    sms.tick(now).await.unwrap();
    assert!(arrived(&carrier)[2].contains("did nothing"));
}

pub async fn whoever_is_not_sure_or_left_no_mobile_number_is_not_reminded(world: &World) {
    let ward = Ward::new(world).await;
    let (sms, carrier) = gateway(world).await;
    let (resident, _) = ward.street.door("801").await;
    ward.ask(&resident, ward.asked()).await;
    let mut landline = ward.asked();
    landline["contact"] = json!("023-6789 1234");
    landline["first_at"] = json!(ward.moment("2022-11-25T15:00"));
    let id = ward.ask(&resident, landline).await;
    assert_eq!(ward.confirm(&id).await.0, 200);
    at(world, &ward, &sms, "2022-11-24T18:00").await;
    assert!(arrived(&carrier).is_empty(), "{:?}", arrived(&carrier));
}

pub async fn whoever_said_stop_is_reminded_again_once_they_ask_and_forgotten_with_the_appointments(world: &World) {
    let ward = Ward::new(world).await;
    let (sms, carrier) = gateway(world).await;
    let (resident, _) = ward.street.door("801").await;
    for day in ["2022-11-25", "2022-11-26", "2022-11-27"] {
        let mut asked = ward.asked();
        asked["first_at"] = json!(ward.moment(&format!("{day}T09:00")));
        let id = ward.ask(&resident, asked).await;
        assert_eq!(ward.confirm(&id).await.0, 200);
    }
    let says = async |id: &str, said: &str, now: Timestamp| {
        assert_eq!(sms.take_reply(id, caller(), said, now).await.unwrap(), Taken::Taken);
        sms.tick(now).await.unwrap();
    };
    let now = at(world, &ward, &sms, "2022-11-24T18:00").await;
    says("in-1", "STOP", now).await;
    let now = at(world, &ward, &sms, "2022-11-25T18:00").await;
    assert_eq!(arrived(&carrier).len(), 2, "one reminder, and the answer to the stop");
    says("in-2", "START", now).await;
    let now = at(world, &ward, &sms, "2022-11-26T18:00").await;
    assert_eq!(arrived(&carrier).len(), 4, "{:?}", arrived(&carrier));
    says("in-3", "退订", now).await;
    let noted = async || {
        let sql = "SELECT number FROM sms_number WHERE stopped_at IS NOT NULL";
        world.db.all(sql, args![]).await.unwrap().len()
    };
    sms.tick(now.plus_days(91)).await.unwrap();
    assert_eq!(noted().await, 1, "the appointments still have the number");
    for minute in [0, 1] {
        ward.street.at(40, 9, minute).await;
    }
    sms.tick(now.plus_days(182)).await.unwrap();
    assert_eq!(noted().await, 0);
}
