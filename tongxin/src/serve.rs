//! `tongxin serve`: the whole system until it is told to stop.

use crate::app::{App, Base, Outside};
use crate::cli::{PlayOptions, ServeOptions};
use crate::drill;
use anyhow::{Context as _, Result};
use axum::Router;
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
    let first_link = app.accounts.first_administrator_link(&outside.origin).await?;
    if let (Some(link), None) = (&first_link, &drill) {
        println!("first administrator, once, within 24 hours: {link}");
    }
    // Last, so that whoever waits for it has read everything before it.
    println!("listening on {local}");
    let server = Server::start(listener, &app);
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
    /// Starts serving an app on a listener, and keeping its time.
    pub fn start(listener: TcpListener, app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, app.router.clone(), stopped));
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
