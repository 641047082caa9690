//! What benches that go through the system's own code have in common: the whole system in this process, and who sets it up.

use crate::app::{App, Base, Outside};
use anyhow::{Context as _, Result};
use std::net::SocketAddr;
use std::path::Path;
use tongxin_account::{Accounts, Chosen, SessionKind, Viewer};
use tongxin_city::{Lang, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_places::NewUserPlace;
use tongxin_storage::{CommandKey, Digest};

/// Where links would lead.
const ORIGIN: &str = "http://bench";

/// Every module over a new database, at an address of this process.
pub struct Host {
    pub app: App,
    pub administrator: Viewer,
    base_url: String,
    http: reqwest::Client,
}

impl Host {
    /// Over a database, with its keys in a folder of their own.
    pub async fn open((url, keys): (&str, &Path), city: &Path, clock: Clock) -> Result<Host> {
        let base = Base::open(url, Some(keys), clock).await?;
        base.ensure_city(city, Lang::En).await?;
        let outside = Outside {
            origin: ORIGIN.to_owned(),
            requests_per_second: None,
        };
        let app = App::assemble(base, &outside)?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let service = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Ok(Host {
            administrator: administrator(&app.accounts).await?,
            app,
            base_url,
            http: reqwest::Client::builder().no_proxy().build()?,
        })
    }

    /// A command to the API, by a token, under a key.
    pub fn post(&self, path: &str, token: &str, key: &str) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}/api/v1{path}", self.base_url));
        request.bearer_auth(token).header("Idempotency-Key", key)
    }
}

/// The first administrator of a new database.
pub async fn administrator(accounts: &Accounts) -> Result<Viewer> {
    let link = accounts.first_administrator_link(ORIGIN).await?;
    let link = link.context("the database is in use: a bench needs an empty one")?;
    let token = link.rsplit('/').next().unwrap_or_default();
    let (_, session) = accounts.accept(token, chosen("bench"), SessionKind::Program).await?;
    Ok(accounts.viewer_of(&session.token).await?)
}

/// What somebody of that name signs in with.
pub fn chosen(name: &str) -> Chosen {
    Chosen {
        name: name.to_owned(),
        display_name: name.to_owned(),
        password: "a database for figures".into(),
    }
}

/// The key of a command that a bench gives.
pub fn command(key: &str, at: Timestamp) -> CommandKey {
    CommandKey {
        sender: "bench".into(),
        digest: Digest::of("bench", key.as_bytes()),
        key: key.to_owned(),
        at_ms: at.millis(),
    }
}

/// A place that is added inside another.
pub fn place(parent: PlaceCode, name: &str) -> NewUserPlace {
    NewUserPlace {
        parent,
        code: None,
        name_zh: name.to_owned(),
        name_en: None,
        people: None,
        households: None,
    }
}
