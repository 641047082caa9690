//! `tongxin drill`: a scenario's day through the real API against a real database, then the evening's briefing.

use crate::app::{App, Base, Outside};
use crate::briefing;
use crate::cli::{DrillOptions, PlayOptions};
use crate::serve::{Server, interrupted};
use anyhow::{Context as _, Result, bail};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tongxin_city::{City, Lang, Timestamp};
use tongxin_clock::Clock;
use tongxin_drill::book::{OrderState, PassState, VisitState};
use tongxin_drill::{
    CareCounts, FleetCounts, Outcome, Pace, PassCounts, Plan, Progress, Scenario, Show, SupplyCounts, Target,
    VolunteerCounts, play,
};
use tongxin_i18n::Texts;

/// Where scenarios lie.
const DRILLS: &str = "drills";
/// Where cities lie.
const CITIES: &str = "data";
/// How often the clock of a kept drill moves.
const CLOCK_BEAT: Duration = Duration::from_secs(1);

/// A scenario with its city.
pub struct Script {
    scenario: Scenario,
    folder: PathBuf,
    city: City,
}

impl Script {
    /// Reads a scenario by name or path, and the city it plays in.
    ///
    /// # Errors
    /// What is wrong with either, and what would be right.
    pub fn read(name: &str) -> Result<Self> {
        let path = if name.ends_with(".toml") {
            PathBuf::from(name)
        } else {
            Path::new(DRILLS).join(format!("{name}.toml"))
        };
        let scenario = Scenario::load(&path).with_context(|| format!("the scenario {}", path.display()))?;
        let folder = Path::new(CITIES).join(&scenario.city);
        let city = City::load(&folder).map_err(|errors| anyhow::anyhow!("{}", errors.message(Lang::Zh)))?;
        Ok(Self { scenario, folder, city })
    }

    /// The folder of the city.
    pub fn city_folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// When the clock starts: the midnight before the evening the day's needs are carried over from.
    pub fn starts_at(&self) -> Timestamp {
        let zone = &self.city.file.zone;
        zone.start_of(self.scenario.date().previous())
    }
}

/// Plays, prints the briefing, and fails if the system and the book differ.
pub async fn run(options: DrillOptions) -> Result<()> {
    let script = Script::read(&options.name)?;
    let folder = tempfile::Builder::new()
        .prefix("tongxin-drill-")
        .tempdir()
        .context("a folder for the database")?;
    let (db, keys) = match &options.db {
        Some(db) => (db.clone(), None),
        None => (
            format!("sqlite:{}", folder.path().join("drill.db").display()),
            Some(folder.path().join("keys")),
        ),
    };
    let base = Base::open(&db, keys.as_deref(), Clock::manual(script.starts_at())).await?;
    let base = base.with_map(options.map.map.as_deref())?;
    base.ensure_city(&script.folder, options.lang).await?;
    let listener = TcpListener::bind(options.addr)
        .await
        .with_context(|| format!("listening on {}", options.addr))?;
    let origin = format!("http://{}", listener.local_addr()?);
    let app = App::assemble(
        base,
        &Outside {
            origin: origin.clone(),
            requests_per_second: None,
        },
    )?;
    let Some(link) = app.accounts.first_administrator_link(&origin).await? else {
        bail!("{db} has accounts already; a drill starts with an empty database");
    };
    let server = Server::start(listener, app.router.clone(), &app);
    let played = play_on(&script, &app, &origin, &link, &options.play, options.lang).await;
    let briefed = match &played {
        Ok(_) => briefing::of_drill(&app, script.scenario.date(), options.lang, options.out.as_deref()).await,
        Err(_) => Ok(()),
    };
    if options.keep && played.is_ok() {
        println!("\n{origin}");
        tokio::select! {
            () = interrupted() => {}
            () = go_on(&app.base.clock) => {}
        }
    }
    server.stop(&app).await;
    briefed?;
    let outcome = played?;
    if !outcome.is_good() {
        bail!(
            "{} differences between the system and what was done",
            outcome.mismatches.len()
        );
    }
    Ok(())
}

/// Lets the clock go on with the machine's from where the drill left it, so that whoever looks around meets a city that
/// lives: what opens tomorrow opens, what is due falls due. Never ends.
async fn go_on(clock: &Clock) {
    let (left_at, since) = (clock.now(), Instant::now());
    let mut beat = tokio::time::interval(CLOCK_BEAT);
    loop {
        beat.tick().await;
        let passed_ms = i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX);
        clock.advance_to(left_at.plus_millis(passed_ms));
    }
}

/// Plays a script against a running app and says what came of it.
pub async fn play_on(
    script: &Script,
    app: &App,
    origin: &str,
    first_link: &str,
    options: &PlayOptions,
    lang: Lang,
) -> Result<Outcome> {
    let plan = Plan::draw(&script.scenario, &script.city, options.scale, options.seed).context("drawing the plan")?;
    app.base.clock.advance_to(plan.starts_at);
    let token = first_link.rsplit('/').next().unwrap_or_default().to_owned();
    let target = Target {
        base_url: origin.to_owned(),
        first_admin_token: token,
        pass_root: app.passes.root_key().context("the root key of passes")?,
    };
    let show = if std::io::stderr().is_terminal() {
        Show::Terminal
    } else {
        Show::Lines
    };
    let mut progress = Progress::new(show, lang, script.city.file.zone.clone());
    let outcome = play(
        &plan,
        &target,
        &app.base.clock,
        &mut progress,
        Pace { speed: options.speed },
    )
    .await
    .context("playing the drill")?;
    tell(&outcome, lang);
    if let Some(path) = &options.links {
        write_links(path, origin, &outcome)?;
    }
    for user in &outcome.links {
        println!(
            "{:<20} {:<20} {}",
            user.kind.as_str(),
            user.place.to_string(),
            user.link
        );
    }
    Ok(outcome)
}

fn tell(outcome: &Outcome, lang: Lang) {
    let texts = Texts::new(&[crate::TEXTS]);
    let (counts, took) = (&outcome.counts, &outcome.took);
    let mut lines = vec![
        (
            "drill-built",
            vec![
                ("places", counts.places as u64),
                ("households", counts.households as u64),
                ("orgs", counts.orgs as u64),
                ("people", counts.people as u64),
                ("seconds", took.setup.as_secs()),
            ],
        ),
        (
            "drill-played",
            vec![
                ("needs", counts.needs as u64),
                ("acts", counts.acts as u64),
                ("resent", counts.resent as u64),
                ("refused", counts.refused as u64),
                ("clock", counts.clock_acts as u64),
                ("seconds", took.play.as_secs()),
            ],
        ),
        (
            "drill-checked",
            vec![
                ("needs", counts.checked as u64),
                ("orders", counts.supply.orders_checked as u64),
                ("shelves", counts.supply.shelves_checked as u64),
                ("passes", counts.pass.checked as u64),
                ("counts", counts.counts_checked as u64),
                ("differences", outcome.mismatches.len() as u64),
                ("seconds", took.check.as_secs()),
            ],
        ),
    ];
    if counts.supply.firms > 0 {
        lines.insert(2, ("drill-supplied", supplied(&counts.supply)));
    }
    if counts.pass.applied > 0 {
        let checked = lines.len() - 1;
        let mut passed = passed(&counts.pass);
        passed.push(("seconds", took.pass.as_secs()));
        lines.insert(checked, ("drill-passed", passed));
    }
    if counts.fleet.plans > 0 {
        lines.insert(lines.len() - 1, ("drill-driven", driven(&counts.fleet)));
    }
    if counts.care.registered > 0 {
        lines.insert(lines.len() - 1, ("drill-cared", cared(&counts.care)));
    }
    if counts.volunteer.registered > 0 {
        lines.insert(lines.len() - 1, ("drill-helped", helped(&counts.volunteer)));
    }
    for (key, args) in lines {
        let args: Vec<(&str, String)> = args
            .into_iter()
            .map(|(name, value)| (name, value.to_string()))
            .collect();
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        eprintln!("{}", texts.text_with(lang, key, &args));
    }
    for mismatch in &outcome.mismatches {
        eprintln!("{}", mismatch.message(lang));
    }
}

/// What was done of supply, as the arguments of its line.
fn supplied(counts: &SupplyCounts) -> Vec<(&'static str, u64)> {
    let in_state = |state: OrderState| counts.by_state.get(&state).copied().unwrap_or_default();
    let under_way = [OrderState::Placed, OrderState::Packed, OrderState::Sent].map(in_state);
    [
        ("firms", counts.firms),
        ("vehicles", counts.vehicles),
        ("staff", counts.staff),
        ("orders", counts.orders),
        ("received", in_state(OrderState::Received)),
        ("dropped", in_state(OrderState::Dropped)),
        ("open", under_way.iter().sum()),
        ("cancelled", in_state(OrderState::Cancelled)),
        ("returned", in_state(OrderState::Returned)),
        ("drawn", counts.drawn),
        ("transfers", counts.transfers),
        ("raised", counts.raised),
    ]
    .map(|(name, count)| (name, count as u64))
    .to_vec()
}

/// What was done of dispatch, as the arguments of its line.
fn driven(counts: &FleetCounts) -> Vec<(&'static str, u64)> {
    [
        ("plans", counts.plans),
        ("runs", counts.runs),
        ("kilometres", counts.kilometres),
        ("stops", counts.stops),
        ("intime", counts.on_time),
        ("behind", counts.behind),
        ("returned", counts.came_back),
        ("unserved", counts.unserved),
        ("broken", counts.broken),
        ("rides", counts.rides as i64),
        ("ridden", counts.ridden as i64),
        ("raised", counts.rides_raised as i64),
    ]
    .map(|(name, count)| (name, u64::try_from(count).unwrap_or_default()))
    .to_vec()
}

/// What was done of care, as the arguments of its line.
fn cared(counts: &CareCounts) -> Vec<(&'static str, u64)> {
    let in_state = |state: VisitState| counts.by_state.get(&state).copied().unwrap_or_default();
    [
        ("registered", counts.registered),
        ("visits", counts.visits),
        ("knocks", counts.knocks),
        ("unanswered", in_state(VisitState::Unanswered)),
        ("missed", in_state(VisitState::Missed)),
        ("seen", counts.seen),
        ("lookedfor", counts.looked_for),
        ("ended", counts.ended),
        ("posts", counts.posts),
        ("vacant", counts.vacant),
        ("appointments", counts.appointments),
        ("kept", counts.kept),
        ("unserved", counts.without_vehicle),
        ("raised", counts.raised),
    ]
    .map(|(name, count)| (name, count as u64))
    .to_vec()
}

/// What was done of volunteers, as the arguments of its line.
fn helped(counts: &VolunteerCounts) -> Vec<(&'static str, u64)> {
    [
        ("registered", counts.registered),
        ("teams", counts.teams),
        ("shifts", counts.shifts),
        ("needed", counts.needed),
        ("came", counts.came),
        ("missed", counts.missed),
        ("repeats", counts.repeats),
        ("clashes", counts.clashes),
        ("raised", counts.raised),
        ("hours", usize::try_from(counts.hours).unwrap_or_default()),
    ]
    .map(|(name, count)| (name, count as u64))
    .to_vec()
}

/// What was done of passes, as the arguments of its line.
fn passed(counts: &PassCounts) -> Vec<(&'static str, u64)> {
    let in_state = |state: PassState| counts.by_state.get(&state).copied().unwrap_or_default();
    [
        ("applied", counts.applied),
        ("issued", counts.issued),
        ("refused", counts.refused),
        ("revoked", counts.revoked),
        ("waiting", in_state(PassState::Waiting)),
        ("agreeing", in_state(PassState::Agreeing)),
        ("raised", counts.raised),
        ("checks", counts.checks),
        ("gates", counts.gates),
        ("turned", counts.refused_at_gates),
    ]
    .map(|(name, count)| (name, count as u64))
    .to_vec()
}

fn write_links(path: &Path, origin: &str, outcome: &Outcome) -> Result<()> {
    let users: Vec<serde_json::Value> = outcome
        .links
        .iter()
        .map(|user| {
            serde_json::json!({
                "role": user.kind.as_str(),
                "place": user.place.to_string(), "link": user.link, "token": user.token,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&serde_json::json!({ "base": origin, "users": users }))?;
    std::fs::write(path, text).with_context(|| path.display().to_string())
}
