//! What every page's frame shows, and the words and times inside it.

use crate::csrf::fill_random;
use crate::{Asked, EmergencyLine, Flash, Problem};
use axum::response::{Html, IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use http::StatusCode;
use tongxin_city::relative::{duration_in_words, from_now_in_words};
use tongxin_city::{Lang, Timestamp};

/// Words in the navigation; with more entries than that, the last of them is "more".
const NAV_WORDS_MAX: usize = 6;

/// A place in the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// Its word.
    pub label: String,
    /// Its icon in the sprite.
    pub icon: &'static str,
    /// What it stands under behind "more".
    pub group: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// Entries that stand together behind "more".
#[derive(Debug)]
pub struct NavGroup<'p> {
    /// What they have in common.
    pub label: &'p str,
    /// In the navigation's order.
    pub items: Vec<&'p NavItem>,
}

/// A step of the path from the city down to the place shown.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// That place's page.
    pub href: String,
    /// Its name.
    pub label: String,
}

/// A choice in a select or among radios.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line below it, or empty.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The frame around a page's own content; `layout.html` reads it.
#[derive(Debug)]
pub struct Page {
    /// The reader's language.
    pub lang: Lang,
    /// The page's title, without the brand.
    pub title: String,
    /// All that the reader may open, the most used first.
    pub nav: Vec<NavItem>,
    /// From the city to the place shown; empty when the page is about no place.
    pub place_path: Vec<Crumb>,
    /// Who is signed in, by the name they chose.
    pub person: Option<String>,
    /// Their own page, if they have one.
    pub person_href: Option<&'static str>,
    /// The token forms carry.
    pub csrf: String,
    /// This page in the other language.
    pub lang_switch_href: String,
    /// What just happened.
    pub flash: Option<Flash>,
    /// Script modules to load, by name.
    pub modules: Vec<&'static str>,
    /// The line at the foot of a printed page.
    pub print_title: String,
    /// Emergency numbers: what for, number.
    pub emergency: Vec<(String, String)>,
    /// The present moment, RFC 3339.
    pub now: String,
    asked: Asked,
}

impl Page {
    /// A page with this title (already in the reader's language), without navigation or person.
    pub fn new(asked: &Asked, title: String) -> Self {
        let shell = asked.shell();
        let lang = asked.lang;
        let now = asked.now();
        let city = lang.pick(&shell.city_name.0, &shell.city_name.1);
        let printed_at = shell.zone.format_with_year(now, lang);
        let print_title = shell
            .texts
            .text_with(lang, "layout-printed", &[("city", city), ("time", &printed_at)]);
        let mut flash = asked.flash.clone();
        if let Some(flash) = &mut flash {
            let args: Vec<(&str, &str)> = flash.args.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            flash.text = shell.texts.text_with(lang, &flash.key, &args);
        }
        Self {
            lang,
            title,
            nav: Vec::new(),
            place_path: Vec::new(),
            person: None,
            person_href: None,
            csrf: asked.csrf.clone(),
            lang_switch_href: with_lang(&asked.address, lang.other()),
            flash,
            modules: vec!["forms", "relative-time"],
            print_title,
            emergency: shell
                .emergency
                .iter()
                .map(
                    |EmergencyLine {
                         word: (zh, en), number, ..
                     }| (lang.pick(zh, en).clone(), number.clone()),
                )
                .collect(),
            now: now.to_string(),
            asked: asked.clone(),
        }
    }

    /// The entries that are always in sight: all of them, or the first ones before "more".
    pub fn nav_words(&self) -> &[NavItem] {
        if self.nav.len() <= NAV_WORDS_MAX {
            &self.nav
        } else {
            &self.nav[..NAV_WORDS_MAX - 1]
        }
    }

    /// Those behind "more", by what they have in common.
    pub fn nav_groups(&self) -> Vec<NavGroup<'_>> {
        let mut groups: Vec<NavGroup<'_>> = Vec::new();
        for item in &self.nav[self.nav_words().len()..] {
            match groups.iter_mut().find(|group| group.label == item.group) {
                Some(group) => group.items.push(item),
                None => groups.push(NavGroup {
                    label: &item.group,
                    items: vec![item],
                }),
            }
        }
        groups
    }

    /// Whether this page belongs to an entry behind "more".
    pub fn is_nav_behind_more(&self) -> bool {
        self.nav[self.nav_words().len()..].iter().any(|item| item.current)
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.asked.shell.texts.text(self.lang, key)
    }

    /// The text of a key with one variable.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.ta(key, &[(name, &value.to_string())])
    }

    /// The text of a key with variables.
    pub fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.asked.shell.texts.text_with(self.lang, key, args)
    }

    /// The city's time zone, by its IANA name, so that scripts write times as the server does.
    pub fn zone_name(&self) -> &str {
        self.asked.shell.zone.name()
    }

    /// The address of a file under `/static/`, which changes when the file does.
    pub fn asset(&self, path: &str) -> String {
        self.asked.shell.assets.address(path)
    }

    /// Day and time on the city's clock.
    pub fn when(&self, at: &Timestamp) -> String {
        self.asked.shell.zone.format(*at, self.lang)
    }

    /// How far from now, in words: `3小时前`, `in 2 d`.
    pub fn ago(&self, at: &Timestamp) -> String {
        from_now_in_words(*at, self.asked.now(), self.lang)
    }

    /// How long since, in words: `26 h`.
    pub fn since(&self, at: &Timestamp) -> String {
        duration_in_words(self.asked.now().millis_since(*at), self.lang)
    }

    /// A key for one command, for a form's hidden `key` field.
    pub fn key(&self) -> String {
        fresh_key()
    }

    /// Loads more script modules.
    #[must_use]
    pub fn with_modules(mut self, modules: &[&'static str]) -> Self {
        self.modules.extend(modules);
        self
    }
}

/// A fresh idempotency key: 128 random bits.
pub fn fresh_key() -> String {
    let mut bytes = [0; 16];
    fill_random(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

/// The same address in another language.
fn with_lang(address: &str, lang: Lang) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("lang="))
        .collect();
    let chosen = format!("lang={}", lang.as_tag());
    parts.push(&chosen);
    format!("{path}?{}", parts.join("&"))
}

/// Renders a template as the answer.
///
/// # Errors
/// `Problem::internal` if the template fails, which is logged.
pub fn html(template: &impl askama::Template) -> Result<Response, Problem> {
    html_with(StatusCode::OK, template)
}

/// Renders a form's page again, with what is wrong on it. 422.
///
/// # Errors
/// As [`html`].
pub fn refused(template: &impl askama::Template) -> Result<Response, Problem> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// Renders a template as an answer of that status.
///
/// # Errors
/// As [`html`].
pub fn html_with(status: StatusCode, template: &impl askama::Template) -> Result<Response, Problem> {
    match template.render() {
        Ok(text) => Ok((status, Html(text)).into_response()),
        Err(error) => {
            tracing::error!(%error, "template failed");
            Err(Problem::internal())
        }
    }
}
