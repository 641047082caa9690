//! A community with somebody of each kind, and the one way to send something bad.

use crate::system::client::{Answer, Visitor, send};
use crate::system::contents::changed;
use crate::system::{System, command, place};
use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tongxin_account::{CodedHousehold, Over, Role, SessionKind, Viewer};
use tongxin_places::{NewHousehold, NewUserPlace};

pub const COMMUNITY: &str = "900010101";
pub const COMPOUND: &str = "90001010101";
pub const BUILDING: &str = "90001010101001";
/// Any small photo.
pub const PHOTO: &[u8] = include_bytes!("../../../platform/drill/src/parcel.png");

pub struct Town {
    pub system: System,
    pub first: Viewer,
    /// Officer of the subdistrict and administrator of the city, as a program.
    pub officer: Visitor,
    pub administrator: Visitor,
    /// The community's worker, in a browser.
    pub worker: Visitor,
    /// The household, as a program.
    pub resident: Visitor,
    pub household: CodedHousehold,
    /// The household's need.
    pub need: String,
    keys: AtomicU32,
}

/// A refusal: the same in both languages but for its words.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub status: u16,
    pub code: String,
    pub fields: Vec<String>,
}

/// What a test expects of a refusal.
pub fn refused(status: u16, code: &str, fields: &[&str]) -> Refused {
    Refused {
        status,
        code: code.to_owned(),
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
    }
}

impl Town {
    pub async fn of(system: System) -> Town {
        let first = system.administrator().await;
        build(&system).await;
        let over = |code: &str| Over::Place(place(code));
        let officer = system
            .person(&first, "officer", "Officer", Role::Officer, over("9000101"))
            .await;
        let administrator = system
            .person(&first, "admin", "Admin", Role::Administrator, over("900"))
            .await;
        let worker = system
            .person(&first, "worker", "Worker", Role::CommunityWorker, over(COMMUNITY))
            .await;
        let row = NewHousehold {
            building: place(BUILDING),
            door: "1-1".into(),
            people: None,
        };
        let accounts = &system.app.accounts;
        let household = accounts
            .add_households(command("door"), &first, vec![row])
            .await
            .unwrap()
            .remove(0);
        let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let session = accounts
            .sign_in_household(&household.code, client, SessionKind::Program)
            .await
            .unwrap();
        let resident = Visitor::program(&system.address, Some(&session.token));
        let mut town = Town {
            officer: Visitor::program(&system.address, Some(&officer.token)),
            administrator: Visitor::program(&system.address, Some(&administrator.token)),
            worker: Visitor::browser(&system.address, Some(&worker.cookie)).await,
            resident,
            household,
            need: String::new(),
            keys: AtomicU32::new(0),
            system,
            first,
        };
        let raised = send(town.post(&town.resident, "/api/v1/needs", &food("Rice"))).await;
        town.need = raised.json()["id"].as_str().unwrap().to_owned();
        town.system.settle().await;
        town
    }

    /// A key not used before.
    pub fn key(&self) -> String {
        format!("bad-input-{:04}", self.keys.fetch_add(1, Ordering::Relaxed))
    }

    /// A command with a key of its own.
    pub fn post(&self, who: &Visitor, path: &str, body: &Value) -> RequestBuilder {
        self.post_as(&self.key(), who, path, body)
    }

    pub fn post_as(&self, key: &str, who: &Visitor, path: &str, body: &Value) -> RequestBuilder {
        let request = who.request(Method::POST, path).header("idempotency-key", key);
        request.json(body)
    }

    /// A command whose body is just these bytes.
    pub fn post_bytes(&self, who: &Visitor, path: &str, media_type: &str, bytes: Vec<u8>) -> RequestBuilder {
        let request = who.request(Method::POST, path).header("idempotency-key", self.key());
        request.header("content-type", media_type).body(bytes)
    }

    /// A form of the worker's, with the token of a page of ours.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let key = self.key();
        let own = [("csrf", &*self.worker.csrf), ("key", &*key)];
        let fields: Vec<(&str, &str)> = fields.iter().copied().chain(own).collect();
        self.worker.request(Method::POST, path).form(&fields)
    }

    /// The status of an address that no client of ours would send.
    pub async fn status_of_raw(&self, path: &str) -> u16 {
        let host = self.system.address.trim_start_matches("http://");
        let mut connection = TcpStream::connect(host).await.unwrap();
        let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        connection.read_exact(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[9..]).parse().unwrap()
    }

    /// Sends something bad in both languages. It is refused in words, and nothing was written.
    pub async fn refuses(&self, what: &str, request: RequestBuilder) -> Refused {
        self.refuses_each(what, || request.try_clone().unwrap()).await
    }

    /// The same for a form in parts, which is made anew for each language.
    pub async fn refuses_each(&self, what: &str, request: impl Fn() -> RequestBuilder) -> Refused {
        let before = self.system.contents().await;
        let in_lang = |lang| request().header(ACCEPT_LANGUAGE, lang);
        let (zh, en) = (send(in_lang("zh-CN")).await, send(in_lang("en")).await);
        let tables = changed(&before, &self.system.contents().await);
        assert_eq!(tables, [] as [String; 0], "{what} was half written");
        let body: String = en.body.chars().take(300).collect();
        assert!((400..500).contains(&en.status), "{what}: {} {body}", en.status);
        assert_eq!(zh.status, en.status, "{what}");
        let (in_zh, in_en) = (words_of(&zh), words_of(&en));
        for words in &in_zh {
            assert!(words.contains(is_chinese), "{what}: {words}");
        }
        for words in &in_en {
            assert!(!words.contains(is_chinese) && !words.is_empty(), "{what}: {words}");
        }
        assert_eq!(in_zh.len(), in_en.len(), "{what}");
        assert!(!in_en.is_empty(), "{what} is refused without a word: {body}");
        Refused {
            status: en.status,
            code: en.code(),
            fields: fields_of(&en),
        }
    }
}

fn is_chinese(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

/// The words of a refusal, to a program or on a page.
fn words_of(answer: &Answer) -> Vec<String> {
    if answer.media_type == "application/problem+json" {
        let problem = answer.json();
        let messages = problem["errors"].as_array().into_iter().flatten();
        let messages = messages.map(|error| error["message"].as_str().unwrap().to_owned());
        let title = problem["title"].as_str().unwrap().to_owned();
        return messages.chain([title]).collect();
    }
    let between = |start: &str, end: &str| -> Vec<String> {
        let parts = answer.body.split(start).skip(1);
        parts.map(|rest| rest.split(end).next().unwrap().to_owned()).collect()
    };
    let summary = between("class=\"error-summary\"", "</div>").concat();
    let errors = summary
        .split("<li>")
        .skip(1)
        .map(|item| without_tags(item.split("</li>").next().unwrap()));
    errors.chain(between("<h1>", "</h1>")).collect()
}

fn without_tags(html: &str) -> String {
    let parts = html.split('<').map(|part| part.rsplit('>').next().unwrap());
    parts.collect()
}

fn fields_of(answer: &Answer) -> Vec<String> {
    if answer.media_type == "application/problem+json" {
        let problem = answer.json();
        let errors = problem["errors"].as_array().into_iter().flatten();
        return errors
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect();
    }
    let links = answer.body.split("href=\"#f-").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

pub fn food(title: &str) -> Value {
    json!({ "kind": "household_request", "topic": "food", "title": title })
}

async fn build(system: &System) {
    let places = system.app.accounts.places();
    for (parent, code) in [(COMMUNITY, COMPOUND), (COMPOUND, BUILDING)] {
        let row = NewUserPlace {
            parent: place(parent),
            code: Some(place(code)),
            name_zh: "一号".into(),
            name_en: Some("One".into()),
            people: None,
            households: None,
        };
        places.add_places(command(code), "test", vec![row]).await.unwrap();
    }
}
