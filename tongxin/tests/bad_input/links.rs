//! Links and codes that have ended.

use crate::system::client::send;
use crate::system::{command, place};
use crate::town::{COMMUNITY, Town, refused};
use reqwest::Method;
use serde_json::json;
use tongxin_account::{NewInvitation, Over, Role};

async fn invited(town: &Town, key: &str) -> tongxin_account::Invited {
    let new = NewInvitation {
        role: Role::Steward,
        over: Over::Place(place(COMMUNITY)),
        until: None,
    };
    town.system
        .app
        .accounts
        .invite(command(key), &town.first, new)
        .await
        .unwrap()
}

pub async fn a_link_that_has_ended_says_so(town: &Town) {
    let (expired, revoked, used) = (
        invited(town, "expired").await,
        invited(town, "revoked").await,
        invited(town, "used").await,
    );
    let accounts = &town.system.app.accounts;
    accounts.revoke_invitation(&town.first, revoked.id).await.unwrap();
    let me = |name: &str| json!({ "name": name, "display_name": "New", "password": "a long password" });
    let accept = |token: &str, name: &str| {
        let path = format!("/api/v1/invitations/{token}/accept");
        town.officer.request(Method::POST, &path).json(&me(name))
    };
    assert_eq!(send(accept(&used.token, "new")).await.status, 201);
    // A week later, by the city's clock; whoever is signed in with a token stays so.
    let later = crate::system::NOON.plus_hours(7 * 24);
    town.system.clock.advance_to(later);
    town.system.settle().await;
    assert_eq!(send(town.officer.request(Method::GET, "/api/v1/me")).await.status, 200);
    for (what, token) in [
        ("expired", &*expired.token),
        ("revoked", &revoked.token),
        ("used", &used.token),
        ("never made", "x"),
    ] {
        let answer = town.refuses(what, accept(token, "late")).await;
        assert_eq!(answer, refused(410, "link-dead", &[]), "{what}");
        let page = town.worker.request(Method::GET, &format!("/join/{token}"));
        assert_eq!(town.refuses(what, page).await.status, 410);
        let form = town.form(
            &format!("/join/{token}"),
            &[("name", "late"), ("password", "a long password")],
        );
        assert_eq!(town.refuses(what, form).await.status, 410);
    }
}

pub async fn a_code_that_was_replaced_opens_nothing(town: &Town) {
    let accounts = &town.system.app.accounts;
    let id = town.household.household.id;
    let issued = accounts
        .reissue_code(command("replace"), &town.first, id)
        .await
        .unwrap();
    let enter = |code: &str| {
        let request = town.officer.request(Method::POST, "/api/v1/sessions/household");
        request.json(&json!({ "code": code }))
    };
    let old = &*town.household.code;
    assert_eq!(
        town.refuses("the old code", enter(old)).await,
        refused(404, "wrong-code", &[])
    );
    let scanned = town.worker.request(Method::GET, &format!("/h/{old}"));
    let answer = town.refuses("the old notice", scanned).await;
    assert_eq!((answer.status, answer.fields), (422, vec!["code".to_owned()]));
    let ended = town.resident.request(Method::GET, "/api/v1/needs");
    assert_eq!(
        town.refuses("the old session", ended).await,
        refused(401, "unauthorized", &[])
    );
    let raise = town.post(&town.resident, "/api/v1/needs", &crate::town::food("Oil"));
    assert_eq!(
        town.refuses("the old session", raise).await,
        refused(401, "unauthorized", &[])
    );
    assert_eq!(send(enter(&issued.code)).await.status, 201);
}
