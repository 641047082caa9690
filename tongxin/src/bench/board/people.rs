//! Who asks: a commander of the city, an officer of its largest district, a worker of one community in it. They are
//! invited when the database is new, and sign in again when it is kept.

use super::server::Server;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tongxin_city::{City, Level, Place, PlaceCode};

/// Their password, in databases that only this program makes and measures.
const PASSWORD: &str = "a database for figures";

/// Who asks, by session token, and where they work.
pub struct People {
    /// Sees the whole city.
    pub commander: String,
    /// Sees a district.
    pub officer: String,
    /// The officer's district.
    pub district: PlaceCode,
    /// Sees a community of that district.
    pub worker: String,
    /// The worker's community.
    pub community: PlaceCode,
}

impl People {
    /// Signs everybody in.
    pub async fn sign_in(http: &reqwest::Client, server: &Server, city: &City) -> Result<Self> {
        let district = largest(city, city.file.code, Level::District)?;
        let community = largest(city, district, Level::Community)?;
        let door = Door { http, server };
        let mut administrator = None;
        if let Some(invitation) = &server.first_invitation {
            administrator = Some(door.join(invitation, "bench-administrator").await?);
        }
        let administrator = administrator.as_deref();
        Ok(Self {
            commander: door.person("commander", city.file.code, administrator).await?,
            officer: door.person("officer", district, administrator).await?,
            district,
            worker: door.person("community_worker", community, administrator).await?,
            community,
        })
    }
}

fn largest(city: &City, inside: PlaceCode, level: Level) -> Result<PlaceCode> {
    let people = |place: &&Place| place.population.map_or(0, |population| population.people);
    let place = city.tree.at_level(inside, level).max_by_key(people);
    Ok(place.with_context(|| format!("a place inside {inside}"))?.code)
}

struct Door<'a> {
    http: &'a reqwest::Client,
    server: &'a Server,
}

impl Door<'_> {
    /// Invites somebody when there is an administrator who can, else signs them in.
    async fn person(&self, role: &str, place: PlaceCode, administrator: Option<&str>) -> Result<String> {
        let name = format!("bench-{}", role.replace('_', "-"));
        let Some(administrator) = administrator else {
            let me = json!({ "name": name, "password": PASSWORD });
            return text(&self.post("/api/v1/sessions", "", me).await?, "/token");
        };
        let offer = json!({ "role": role, "place": place });
        let invited = self.post("/api/v1/invitations", administrator, offer).await?;
        self.join(&text(&invited, "/token")?, &name).await
    }

    async fn join(&self, invitation: &str, name: &str) -> Result<String> {
        let me = json!({ "name": name, "display_name": name, "password": PASSWORD });
        let path = format!("/api/v1/invitations/{invitation}/accept");
        text(&self.post(&path, "", me).await?, "/session/token")
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Result<Value> {
        let mut request = self.http.post(format!("{}{path}", self.server.base)).json(&body);
        if !token.is_empty() {
            request = request.bearer_auth(token).header("Idempotency-Key", body.to_string());
        }
        let response = request.send().await?;
        let status = response.status();
        let answer: Value = response.json().await.unwrap_or_default();
        ensure!(status.is_success(), "POST {path}: {status} {answer}");
        Ok(answer)
    }
}

fn text(answer: &Value, pointer: &str) -> Result<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    Ok(found.with_context(|| format!("{pointer} in {answer}"))?.to_owned())
}
