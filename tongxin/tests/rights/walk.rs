//! Sending requests to every route, filled with the own things or with a neighbour's, and judging the answers.

use crate::described::{BodyAsked, Described};
use crate::forms::{PageForm, forms_in};
use crate::ground::{Ground, PHOTO};
use crate::kinds::{Kind, Values, parts_of};
use crate::system::System;
use crate::system::client::{Answer, Visitor, send};
use crate::walkers::Walker;
use http::Method;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use std::collections::BTreeMap;
use tongxin_account::Decided;

/// Whether programs ask it rather than people.
pub fn is_api(route: &Decided) -> bool {
    route.path.starts_with("/api/")
}

/// Whether a secret says what it is about: then it is about one thing only, whatever else is said.
fn is_behind_secret(route: &Decided) -> bool {
    parts_of(&route.path).is_ok_and(|parts| parts.iter().any(|(_, kind)| kind.is_secret()))
}

/// Whether it only reads.
pub fn is_reading(route: &Decided) -> bool {
    route.method == Method::GET
}

/// What the links between pages say they are about.
const PAGE_QUERIES: [(&str, Kind); 3] = [
    ("place", Kind::Place),
    ("household", Kind::Household),
    ("org", Kind::Org),
];

/// What is sent with a request.
#[derive(Debug, Clone)]
pub enum Body {
    Nothing,
    Json(Value),
    Photo,
    Table,
    Form(PageForm),
}

/// A request to a route.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    /// With its query.
    pub address: String,
    pub body: Body,
    /// Which field of the body names a neighbour's thing, and which thing; empty when none does.
    pub foreign: String,
}

impl Asked {
    /// The request in short, as it stands in a report.
    pub fn in_short(&self) -> String {
        format!("{} {} {}", self.method, self.address, self.foreign)
            .trim_end()
            .to_owned()
    }
}

/// One walker in one system.
pub struct Walk<'g> {
    pub ground: &'g Ground,
    pub walker: &'g Walker,
    pub described: &'g Described,
    pub system: System,
    pub browser: Visitor,
    pub program: Visitor,
    /// The forms of the pages seen so far, by where they are posted.
    forms: BTreeMap<String, PageForm>,
    keys: u32,
}

impl<'g> Walk<'g> {
    pub async fn begin(ground: &'g Ground, walker: &'g Walker, described: &'g Described) -> Walk<'g> {
        let system = ground.copy().await;
        Walk {
            browser: Visitor::browser(&system.address, walker.cookie.as_deref()).await,
            program: Visitor::program(&system.address, walker.token.as_deref()),
            ground,
            walker,
            described,
            system,
            forms: BTreeMap::new(),
            keys: 0,
        }
    }

    /// Everything as it was at the beginning; the forms seen are kept.
    pub async fn begin_again(&mut self) {
        let fresh = Walk::begin(self.ground, self.walker, self.described).await;
        let (forms, keys) = (std::mem::take(&mut self.forms), self.keys);
        *self = Walk { forms, keys, ..fresh };
    }

    /// The requests to a route about the own things; a page is also asked about one of them.
    pub fn own(&self, route: &Decided) -> Vec<Asked> {
        let query = self.described.required_query(route, &self.walker.filling());
        let mut queries = vec![query];
        if is_reading(route) && !is_api(route) && !is_behind_secret(route) {
            queries.extend(PAGE_QUERIES.map(|(name, kind)| vec![(name.to_owned(), self.walker.own[&kind][0].clone())]));
        }
        let paths = filled(&route.path, &self.walker.own, None);
        let addresses = paths
            .iter()
            .flat_map(|path| queries.iter().map(move |query| (path, query)));
        addresses.map(|(path, query)| self.asked(route, path, query)).collect()
    }

    /// The requests to a route whose address names the neighbour's.
    pub fn foreign_addresses(&self, route: &Decided) -> Vec<Asked> {
        let query = self.described.required_query(route, &self.walker.filling());
        let parts = parts_of(&route.path).unwrap_or_else(|why| panic!("{why}"));
        (0..parts.len())
            .flat_map(|foreign| filled(&route.path, &self.walker.own, Some((foreign, &self.walker.foreign))))
            .map(|path| self.asked(route, &path, &query))
            .collect()
    }

    /// The requests to a route about the own things whose query or body names the neighbour's.
    pub fn foreign_contents(&self, route: &Decided, naming_queries: &[(String, Kind)]) -> Vec<Asked> {
        let Some(own) = self.own(route).into_iter().next() else {
            return Vec::new();
        };
        let foreign = &self.walker.foreign;
        let with = |(foreign, body)| Asked {
            body,
            foreign,
            ..own.clone()
        };
        match &own.body {
            Body::Nothing if is_reading(route) => self.foreign_queries(route, &own, naming_queries),
            Body::Nothing | Body::Photo | Body::Table => Vec::new(),
            Body::Json(body) => {
                let bodies = self.described.bodies_with(route, body, foreign).into_iter();
                bodies.map(|(what, body)| with((what, Body::Json(body)))).collect()
            }
            Body::Form(form) => {
                let forms = forms_with(form, &self.walker.own, foreign).into_iter();
                forms.map(|(what, form)| with((what, Body::Form(form)))).collect()
            }
        }
    }

    fn foreign_queries(&self, route: &Decided, own: &Asked, naming: &[(String, Kind)]) -> Vec<Asked> {
        let mut asked = Vec::new();
        if is_behind_secret(route) {
            return asked;
        }
        for (name, kind) in naming {
            for value in &self.walker.foreign[kind] {
                let mut query = self.described.required_query(route, &self.walker.filling());
                query.retain(|(known, _)| known != name);
                query.push((name.clone(), value.clone()));
                let path = own.address.split('?').next().unwrap_or_default();
                asked.push(Asked {
                    address: address(path, &query),
                    ..own.clone()
                });
            }
        }
        asked
    }

    fn asked(&self, route: &Decided, path: &str, query: &[(String, String)]) -> Asked {
        let body = if is_api(route) {
            match self.described.body(route, &self.walker.filling()) {
                BodyAsked::Nothing => Body::Nothing,
                BodyAsked::Json(body) => Body::Json(body),
                BodyAsked::Photo => Body::Photo,
                BodyAsked::Table => Body::Table,
            }
        } else if is_reading(route) {
            Body::Nothing
        } else {
            Body::Form(self.form_of(route))
        };
        Asked {
            method: route.method.clone(),
            address: address(path, query),
            body,
            foreign: String::new(),
        }
    }

    /// What the page of a form would send there; the bare minimum when no page was seen that has it.
    fn form_of(&self, route: &Decided) -> PageForm {
        let seen = self.forms.iter().find(|(action, _)| fits(&route.path, action));
        let mut form = seen.map(|(_, form)| form.clone()).unwrap_or(PageForm {
            action: String::new(),
            fields: vec![("key".into(), "a-key-of-the-walk".into())],
            files: vec![],
        });
        form.fields.retain(|(name, _)| name != "csrf");
        form
    }

    /// Sends it, as a browser to pages and as a program to the rest.
    pub async fn ask(&mut self, asked: &Asked) -> Answer {
        let is_api = asked.address.starts_with("/api/");
        let visitor = if is_api { &self.program } else { &self.browser };
        let mut request = visitor.request(asked.method.clone(), &asked.address);
        if is_api && asked.method != Method::GET {
            self.keys += 1;
            request = request.header("idempotency-key", format!("walk-{:06}", self.keys));
        }
        let request = match &asked.body {
            Body::Nothing => request,
            Body::Json(body) => request.json(body),
            Body::Photo => request.header("content-type", "image/png").body(PHOTO),
            Body::Table => request.header("content-type", "text/csv").body("walked over\n1\n"),
            Body::Form(form) => posted(request, form, Some(&self.browser.csrf)),
        };
        let answer = send(request).await;
        if answer.status == 200 && answer.media_type.starts_with("text/html") {
            let forms = forms_in(&answer.body).into_iter();
            self.forms.extend(forms.map(|form| (form.action.clone(), form)));
        }
        answer
    }
}

/// A request with the form as its page would send it, under that token.
pub fn posted(request: RequestBuilder, form: &PageForm, csrf: Option<&str>) -> RequestBuilder {
    let mut fields = form.filled();
    fields.extend(csrf.map(|csrf| ("csrf".to_owned(), csrf.to_owned())));
    if form.files.is_empty() {
        return request.form(&fields);
    }
    let mut parts = Form::new();
    for (name, value) in fields {
        parts = parts.text(name, value);
    }
    for name in &form.files {
        parts = parts.part(name.clone(), Part::bytes(PHOTO).file_name("photo.png"));
    }
    request.multipart(parts)
}

fn address(path: &str, query: &[(String, String)]) -> String {
    if query.is_empty() {
        return path.to_owned();
    }
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{path}?{}", pairs.join("&").replace(' ', "+"))
}

/// The addresses of a path with every own value in its variable parts, but the neighbour's in one of them.
fn filled(path: &str, own: &Values, foreign: Option<(usize, &Values)>) -> Vec<String> {
    let parts = parts_of(path).unwrap_or_else(|why| panic!("{why}"));
    let mut addresses = vec![path.to_owned()];
    for (number, (part, kind)) in parts.into_iter().enumerate() {
        let values = match foreign {
            Some((at, values)) if at == number => &values[&kind],
            _ => &own[&kind],
        };
        addresses = addresses
            .iter()
            .flat_map(|address| values.iter().map(move |value| address.replacen(part, value, 1)))
            .collect();
    }
    addresses
}

/// Whether an address is one of the route's.
fn fits(path: &str, address: &str) -> bool {
    let (pattern, given): (Vec<_>, Vec<_>) = (path.split('/').collect(), address.split('/').collect());
    pattern.len() == given.len()
        && pattern
            .iter()
            .zip(&given)
            .all(|(part, given)| part == given || part.starts_with('{'))
}

/// The form again and again, each time with one own thing replaced by each of the neighbour's; and which.
fn forms_with(form: &PageForm, own: &Values, foreign: &Values) -> Vec<(String, PageForm)> {
    let mut forms = Vec::new();
    for (at, (name, value)) in form.fields.iter().enumerate() {
        let kinds = own.iter().filter(|(_, values)| values.contains(value));
        for replacement in kinds.flat_map(|(kind, _)| &foreign[kind]) {
            let mut form = form.clone();
            form.fields[at].1.clone_from(replacement);
            forms.push((format!("{name}={replacement}"), form));
        }
    }
    forms
}
