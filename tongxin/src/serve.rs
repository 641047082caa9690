//! `tongxin serve`: the whole system until it is told to stop.

use crate::app::{App, Base, Outside};
use crate::cli::{PlayOptions, ServeOptions};
use crate::drill;
use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tongxin_city::Lang;
use tongxin_clock::Clock;

/// How long open requests may take to end once the server is told to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// How fast a drill is played under `serve`, so that a person can watch it.
const WATCH_SPEED: f64 = 120.0;

/// Serves until interrupted.
pub async fn run(options: ServeOptions) -> Result<()> {
    let drill = options.drill.as_deref().map(drill::Script::read).transpose()?;
    let (clock, city) = match &drill {
        Some(script) => (Clock::manual(script.starts_at()), script.city_folder()),
        None => (Clock::system(), options.city.clone()),
    };
    let base = Base::open(&options.database.db, options.database.keys.as_deref(), clock).await?;
    let base = base.with_goods(options.goods.goods.as_deref(), Lang::Zh)?;
    let base = base.with_travel(options.travel.osrm.as_deref(), options.travel.ways.as_deref())?;
    let base = base.with_map(options.map.map.as_deref())?;
    let base = base.with_sms(options.sms.sms.as_deref())?;
    base.ensure_city(&city, Lang::Zh).await?;
    let listener = TcpListener::bind(options.addr)
        .await
        .with_context(|| format!("listening on {}", options.addr))?;
    let local = format!("http://{}", listener.local_addr()?);
    let outside = Outside {
        origin: options.public.unwrap_or_else(|| local.clone()),
        requests_per_second: (options.rate_limit > 0 && drill.is_none()).then_some(options.rate_limit),
    };
    let app = App::assemble(base, &outside)?;
    // Before anybody is answered: what a backup brought back must not be seen.
    let now = app.base.clock.now();
    let erased = app.care.erase_restored(now).await;
    let left = app.volunteers.erase_restored(now).await;
    let again = "erasing again what a backup has brought back";
    if erased.context(again)? + left.context(again)? > 0 {
        tracing::warn!("a backup had brought back what was erased; it was erased again");
    }
    let first_link = app.accounts.first_administrator_link(&outside.origin).await?;
    if drill.is_some() && first_link.is_none() {
        bail!(
            "{} is in use: a drill is played on an empty database",
            options.database.db
        );
    }
    if let (Some(link), None) = (&first_link, &drill) {
        println!("first administrator, once, within 24 hours: {link}");
    }
    // Last, so that whoever waits for it has read everything before it.
    println!("listening on {local}");
    let router = if options.behind_proxy {
        app.router.clone().layer(axum::middleware::map_request(of_real_client))
    } else {
        app.router.clone()
    };
    let server = Server::start(listener, router, &app);
    let played = match (drill, first_link) {
        (Some(script), Some(link)) => {
            let play = PlayOptions {
                speed: options.play.speed.or(Some(WATCH_SPEED)),
                ..options.play
            };
            tokio::select! {
                played = drill::play_on(&script, &app, &local, &link, &play, Lang::Zh) => played.map(|_| ()),
                () = interrupted() => Ok(()),
            }
        }
        _ => Ok(()),
    };
    if played.is_ok() {
        interrupted().await;
    }
    server.stop(&app).await;
    played
}

/// A server at work.
pub struct Server {
    stop: watch::Sender<bool>,
    serving: tokio::task::JoinHandle<()>,
    time: tokio::task::JoinHandle<()>,
    changes: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Starts serving an app's router on a listener, and keeping the app's time.
    pub fn start(listener: TcpListener, router: Router, app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, router, stopped));
        Self {
            stop,
            serving,
            time: app.keep_time(),
            changes: app.base.places.follow_changes(),
        }
    }

    /// Lets open requests end, then closes the database.
    pub async fn stop(self, app: &App) {
        let _ = self.stop.send(true);
        app.board.close();
        if tokio::time::timeout(STOP_WITHIN, self.serving).await.is_err() {
            tracing::warn!("some requests did not end in time");
        }
        self.time.abort();
        self.changes.abort();
        app.base.db.close().await;
    }
}

async fn serve(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let until = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(until).await {
        tracing::error!(%error, "the server stopped");
    }
}

/// Waits for Ctrl-C or a termination signal.
pub async fn interrupted() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// Behind a proxy the client is whom the proxy names last in `X-Forwarded-For`; what stands before that the client may
/// have written itself.
async fn of_real_client(mut request: Request) -> Request {
    let named = request.headers().get_all("x-forwarded-for").iter().next_back();
    let last = named.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    if let Some(client) = last {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, 0)));
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn client_of(headers: &[&str]) -> Option<String> {
        let mut request = Request::new(Body::empty());
        for value in headers {
            let value = value.parse().expect("a header");
            request.headers_mut().append("x-forwarded-for", value);
        }
        let request = of_real_client(request).await;
        let client = request.extensions().get::<ConnectInfo<SocketAddr>>();
        client.map(|ConnectInfo(address)| address.ip().to_string())
    }

    #[tokio::test]
    async fn only_what_the_proxy_itself_wrote_counts() {
        assert_eq!(client_of(&["10.0.0.9, 192.0.2.7"]).await.as_deref(), Some("192.0.2.7"));
        assert_eq!(
            client_of(&["10.0.0.9", "2001:db8::1"]).await.as_deref(),
            Some("2001:db8::1")
        );
        assert_eq!(client_of(&["somebody"]).await, None);
        assert_eq!(client_of(&[]).await, None);
    }
}
