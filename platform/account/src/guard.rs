//! The middleware in front of every route: who asks, and may they? A route about which nothing was decided is closed.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};
use tongxin_web::{Asked, Problem};
use utoipa::openapi::OpenApi;

use crate::sessions::cookie_of;
use crate::{Accounts, Decided, NavEntry, Right, Routes, Viewer, Who};

/// The finished routes: ready to serve, with their description.
pub struct Guarded {
    /// Every route behind the guard.
    pub router: Router,
    /// The description of the JSON ones.
    pub openapi: OpenApi,
    /// What was decided about each.
    pub decided: Vec<Decided>,
}

impl std::fmt::Debug for Guarded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.decided).finish()
    }
}

struct Guard {
    accounts: Accounts,
    rights: HashMap<String, Vec<(Method, Right)>>,
    nav: Arc<[NavEntry]>,
}

impl Routes {
    /// Puts the guard in front of all routes. `nav` is what the navigation may hold; each viewer sees their part.
    pub fn guarded(self, accounts: Accounts, nav: Vec<NavEntry>) -> Guarded {
        let (router, openapi, decided) = self.into_parts();
        let mut rights: HashMap<String, Vec<(Method, Right)>> = HashMap::new();
        for route in &decided {
            rights
                .entry(route.path.clone())
                .or_default()
                .push((route.method.clone(), route.right));
        }
        let guard = Arc::new(Guard {
            accounts,
            rights,
            nav: nav.into(),
        });
        Guarded {
            router: router.route_layer(from_fn_with_state(guard, admit)),
            openapi,
            decided,
        }
    }
}

impl Guard {
    fn right_for(&self, request: &Request) -> Result<Right, Problem> {
        let path = request
            .extensions()
            .get::<MatchedPath>()
            .map_or("", MatchedPath::as_str);
        let Some(methods) = self.rights.get(path) else {
            tracing::error!(path, "no right was decided for this route, so it is closed");
            return Err(Problem::internal());
        };
        let asked = if request.method() == Method::HEAD {
            &Method::GET
        } else {
            request.method()
        };
        let found = methods.iter().find(|(method, _)| method == asked);
        found
            .map(|(_, right)| *right)
            .ok_or_else(|| Problem::new(http::StatusCode::METHOD_NOT_ALLOWED, "wrong-method"))
    }
}

async fn admit(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let right = match guard.right_for(&request) {
        Ok(right) => right,
        Err(problem) => return problem.into_response(),
    };
    let is_https = request
        .extensions()
        .get::<Asked>()
        .is_some_and(|asked| asked.shell.is_https);
    let viewer = match authenticate(&guard.accounts, request.headers(), is_https).await {
        Ok(viewer) => viewer,
        Err(problem) => return problem.into_response(),
    };
    if !right.is_of(&viewer) {
        let problem = if viewer.who == Who::Nobody {
            Problem::unauthorized()
        } else {
            Problem::forbidden()
        };
        return problem.into_response();
    }
    request.extensions_mut().insert(viewer);
    request.extensions_mut().insert(Arc::clone(&guard.nav));
    next.run(request).await
}

/// The viewer of a request: by its bearer token, else by its session cookie, else nobody. A bearer token that is not
/// valid is refused rather than taken for nobody, so that a program learns of it.
async fn authenticate(accounts: &Accounts, headers: &HeaderMap, is_https: bool) -> Result<Viewer, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value
            .to_str()
            .ok()
            .and_then(bearer_of)
            .ok_or_else(Problem::unauthorized)?;
        let viewer = accounts.viewer_of(token).await?;
        return if viewer.who == Who::Nobody {
            Err(Problem::unauthorized())
        } else {
            Ok(viewer)
        };
    }
    match cookie_of(headers, is_https) {
        Some(token) => Ok(accounts.viewer_of(&token).await?),
        None => Ok(Viewer::nobody()),
    }
}

fn bearer_of(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
