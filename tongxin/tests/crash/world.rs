//! What must be there before the first need: an administrator, a building, a household, all made through the API.

use crate::program::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A community of the small city, and what is added inside it.
const COMMUNITY: &str = "900010101";
const COMPOUND: &str = "90001010101";
const BUILDING: &str = "90001010101001";
/// The longest page of a list.
const PAGE: usize = 200;

/// The way to the server as a household.
#[derive(Debug, Clone)]
pub struct Way {
    /// Shared by all clients.
    pub http: reqwest::Client,
    /// The server's address in its present life.
    pub base: String,
    /// The household's token; it outlives the server.
    pub token: String,
}

impl Way {
    /// The same household on the server's next address.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let mut request = self.http.post(format!("{}{path}", self.base));
        if !self.token.is_empty() {
            let key = format!("first-day{}", path.replace('/', "-"));
            request = request.bearer_auth(&self.token).header("Idempotency-Key", key);
        }
        let response = request.json(&body).send().await.unwrap();
        let status = response.status();
        let answer: Value = response.json().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }
}

/// Makes a household that may raise needs, and signs it in.
pub async fn prepare(server: &Server) -> Way {
    let link = server
        .first_link
        .as_ref()
        .expect("the first start should print the administrator's link");
    let (_, invitation) = link.rsplit_once('/').unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let nobody = Way {
        http,
        base: server.base.clone(),
        token: String::new(),
    };

    let me = json!({ "name": "crash-admin", "display_name": "Crash test", "password": "a long enough password" });
    let accepted = nobody
        .post(&format!("/api/v1/invitations/{invitation}/accept"), me)
        .await;
    let administrator = Way {
        token: text(&accepted["session"]["token"]),
        ..nobody.clone()
    };
    let places = json!({ "rows": [
        { "parent": COMMUNITY, "code": COMPOUND, "name_zh": "甲院", "name_en": "Court A" },
        { "parent": COMPOUND, "code": BUILDING, "name_zh": "一号楼", "name_en": "Building 1" },
    ] });
    administrator.post("/api/v1/places", places).await;
    let door = json!({ "rows": [{ "building": BUILDING, "door": "1-1" }] });
    let households = administrator.post("/api/v1/households", door).await;
    let code = json!({ "code": households["households"][0]["code"] });
    let session = nobody.post("/api/v1/sessions/household", code).await;
    Way {
        token: text(&session["token"]),
        ..nobody
    }
}

/// Ids of all needs the household can list, by title.
pub async fn all_needs(way: &Way) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut after = None;
    loop {
        let mut request = way
            .http
            .get(format!("{}/api/v1/needs", way.base))
            .query(&[("limit", PAGE)]);
        if let Some(after) = &after {
            request = request.query(&[("cursor", after)]);
        }
        let page: Value = request
            .bearer_auth(&way.token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        for need in page["needs"].as_array().unwrap_or_else(|| panic!("no list: {page}")) {
            found.entry(text(&need["title"])).or_default().push(text(&need["id"]));
        }
        match page["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => return found,
        }
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("a text, not {value}"))
        .to_owned()
}
