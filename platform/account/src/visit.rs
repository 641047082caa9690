//! What a handler needs to know of who asks.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use tongxin_city::{Lang, Place, PlaceCode, PlaceTree, Timestamp};
use tongxin_storage::{CommandKey, Digest};
use tongxin_web::{Asked, Crumb, FieldMessage, FormErrors, IdempotencyKey, NavItem, Page, Problem};

use crate::limits::NAV_MAX;
use crate::{Action, Right, Scope, Viewer, Who};

/// A place in the navigation, as the binary lists them; a viewer sees those whose right they have.
#[derive(Debug, Clone, Copy)]
pub struct NavEntry {
    /// The key of its word.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon in the sprite.
    pub icon: &'static str,
    /// Who sees it.
    pub right: Right,
    /// The key of what it stands under, where it has no room of its own.
    pub group: &'static str,
}

impl NavEntry {
    /// The same under another group.
    #[must_use]
    pub const fn under(self, group: &'static str) -> NavEntry {
        NavEntry { group, ..self }
    }
}

/// One request: who asks, in which language, of which page.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub viewer: Viewer,
    /// What is known of the request itself.
    pub asked: Asked,
    nav: Arc<[NavEntry]>,
}

/// Who does something, and where a role lets them.
#[derive(Debug, Clone)]
pub struct Doer {
    /// As histories remember them.
    pub actor: String,
    /// Where they may.
    pub may: Scope,
}

impl Visit {
    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.asked.lang
    }

    /// The present moment on the city's clock.
    pub fn now(&self) -> Timestamp {
        self.asked.now()
    }

    /// A text in the reader's language.
    pub fn t(&self, key: &str) -> String {
        self.asked.t(key)
    }

    /// On which rows the viewer may do that; see [`Viewer::scope`].
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when none of their roles may.
    pub fn scope(&self, action: Action) -> Result<Scope, Problem> {
        self.viewer.scope(action)
    }

    /// The place asked for, if the viewer may do that there, or the widest where they may.
    ///
    /// # Errors
    /// As [`Viewer::require_place`]; 404 when there is no place where they may.
    pub fn place_or_widest(&self, action: Action, asked: Option<PlaceCode>) -> Result<PlaceCode, Problem> {
        match asked {
            Some(place) => self.viewer.require_place(action, &place).map(|_| place),
            None => self.scope(action)?.widest_place().ok_or_else(Problem::not_found),
        }
    }

    /// A page whose title is the text of `title_key`, with the viewer's navigation and name.
    pub fn page(&self, title_key: &str) -> Page {
        self.page_titled(self.t(title_key))
    }

    /// A page with this title, with the viewer's navigation and name.
    pub fn page_titled(&self, title: String) -> Page {
        let mut page = Page::new(&self.asked, title);
        page.nav = self.nav_items();
        if self.viewer.who != Who::Nobody {
            page.person = Some(self.viewer.name.to_string());
            page.person_href = matches!(self.viewer.who, Who::Account(_)).then_some("/account");
        }
        page
    }

    /// The path down to a place, from the widest place where the viewer may do that; each step leads to its `href`.
    pub fn place_path(
        &self,
        tree: &PlaceTree,
        code: &PlaceCode,
        action: Action,
        href: impl Fn(&PlaceCode) -> String,
    ) -> Vec<Crumb> {
        let path = tree.path(code).into_iter();
        let reached = path.filter(|place| self.viewer.require_place(action, &place.code).is_ok());
        let crumb = |place: &Place| Crumb {
            href: href(&place.code),
            label: place.name(self.lang()).to_owned(),
        };
        reached.map(crumb).collect()
    }

    fn nav_items(&self) -> Vec<NavItem> {
        if self.viewer.who == Who::Nobody {
            return Vec::new();
        }
        let seen: Vec<&NavEntry> = self
            .nav
            .iter()
            .filter(|entry| entry.right.is_of(&self.viewer))
            .take(NAV_MAX)
            .collect();
        let path = self.asked.address.split('?').next().unwrap_or_default();
        let fits = |href: &str| {
            path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
        };
        let current = seen
            .iter()
            .filter(|entry| fits(entry.href))
            .max_by_key(|entry| entry.href.len())
            .map(|entry| entry.href);
        seen.into_iter()
            .map(|entry| NavItem {
                href: entry.href.to_owned(),
                label: self.t(entry.key),
                icon: entry.icon,
                group: self.t(entry.group),
                current: Some(entry.href) == current,
            })
            .collect()
    }

    /// Whoever visits, as far as a role lets them do that.
    ///
    /// # Errors
    /// 401 when nobody is signed in, 403 when none of their roles may.
    pub fn doer(&self, action: Action) -> Result<Doer, Problem> {
        Ok(Doer {
            actor: self.viewer.actor(),
            may: self.scope(action)?,
        })
    }

    /// What is wrong, as a form shows it: what stands at each field, or the refusal with what can be done about it.
    ///
    /// # Errors
    /// What no change of the form could mend stays a problem.
    pub fn form_errors(&self, error: impl Into<Problem>) -> Result<FormErrors, Problem> {
        let problem = error.into();
        if !matches!(problem.status.as_u16(), 409 | 422) {
            return Err(problem);
        }
        let (texts, lang) = (&self.asked.shell.texts, self.lang());
        if problem.has_fields() {
            return Ok(problem.form_errors(texts, lang));
        }
        let body = problem.body(texts, lang);
        let said: Vec<String> = std::iter::once(body.title).chain(body.detail).collect();
        let message = FieldMessage {
            field: String::new(),
            message: said.join(lang.pick("。", ". ")),
        };
        Ok(FormErrors { list: vec![message] })
    }

    /// The key of a command sent by this viewer: `name` and `content` say what it is, so that the same key with another
    /// content is refused.
    pub fn command(&self, key: IdempotencyKey, name: &str, content: &[u8]) -> CommandKey {
        CommandKey {
            sender: self.viewer.actor(),
            key: key.0,
            digest: Digest::of(name, content),
            at_ms: self.now().0,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let asked = <Asked as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let viewer = <Viewer as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let nav = parts
            .extensions
            .get::<Arc<[NavEntry]>>()
            .cloned()
            .unwrap_or_else(|| Arc::new([]));
        Ok(Visit { viewer, asked, nav })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Infallible> {
        Ok(<Visit as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .ok())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    /// The viewer that the guard found. Without a guard nobody is let in.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Viewer>().cloned().ok_or_else(Problem::internal)
    }
}
