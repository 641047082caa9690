//! Routes, each added together with the right it needs. There is no way to add one without.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use http::Method;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::{Action, Viewer, Who};

/// Who may use a route at all; on which rows, its handler asks the viewer's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in, by account or household.
    SignedIn,
    /// Whoever may do this.
    May(Action),
}

impl Right {
    /// Whether that viewer has it.
    pub fn is_of(self, viewer: &Viewer) -> bool {
        match self {
            Right::Anyone => true,
            Right::SignedIn => viewer.who != Who::Nobody,
            Right::May(action) => viewer.may(action),
        }
    }
}

/// What was decided about a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its method.
    pub method: Method,
    /// Its path as the router writes it: `/needs/{id}`.
    pub path: String,
    /// Who may.
    pub right: Right,
}

/// Routes with their rights; `S` is the state their handlers need.
pub struct Routes<S = ()> {
    router: OpenApiRouter<S>,
    decided: Vec<Decided>,
}

impl<S> std::fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.decided).finish()
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Routes::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    pub fn new() -> Routes<S> {
        Routes {
            router: OpenApiRouter::new(),
            decided: Vec::new(),
        }
    }

    /// Adds handlers described for OpenAPI: `routes!(list_needs, raise_need)`, all with the same right.
    #[must_use]
    pub fn api(mut self, handlers: UtoipaMethodRouter<S>, right: Right) -> Routes<S> {
        for (path, item) in &handlers.1.paths {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in methods {
                if operation.is_some() {
                    self.decided.push(Decided {
                        method,
                        path: path.clone(),
                        right,
                    });
                }
            }
        }
        self.router = self.router.routes(handlers);
        self
    }

    /// Adds a page, or what a page's form is posted to.
    #[must_use]
    pub fn page<H, T>(mut self, method: Method, path: &str, right: Right, handler: H) -> Routes<S>
    where
        H: Handler<T, S>,
        T: 'static,
    {
        // A method outside the common ones answers as GET would; the guard then knows no decision for it.
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        self.router = self.router.route(path, on(filter, handler));
        self.decided.push(Decided {
            method,
            path: path.to_owned(),
            right,
        });
        self
    }

    /// Adds another module's routes.
    #[must_use]
    pub fn merge(mut self, other: Routes<S>) -> Routes<S> {
        self.router = self.router.merge(other.router);
        self.decided.extend(other.decided);
        self
    }

    /// Gives the handlers their state.
    #[must_use]
    pub fn with_state<T: Clone + Send + Sync + 'static>(self, state: S) -> Routes<T> {
        Routes {
            router: self.router.with_state(state),
            decided: self.decided,
        }
    }

    /// What was decided about each route.
    pub fn decided(&self) -> &[Decided] {
        &self.decided
    }

    pub(crate) fn into_parts(self) -> (Router<S>, OpenApi, Vec<Decided>) {
        let (router, openapi) = self.router.split_for_parts();
        (router, openapi, self.decided)
    }
}
