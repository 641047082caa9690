//! The command line: what may be said, and its words.

mod care;
mod pass;
mod route;

pub use care::CareCommand;
pub use pass::{GateDirection, IssueOptions, PassCommand, PassFormat, PassKeysCommand, RevokeOptions, VerifyOptions};
pub use route::{RouteCheck, RouteCommand, RouteOptions};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use tongxin_city::{Day, Lang, PlaceCode, Timestamp};

/// Tongxin (同心): keeps a cut-off city fed, cared for and working.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the whole system.
    Serve(ServeOptions),
    /// Play a scenario through the real API against a real database, print the evening's briefing.
    Drill(DrillOptions),
    /// Load or export a city's places.
    City {
        /// What to do with the city.
        #[command(subcommand)]
        command: CityCommand,
    },
    /// Print a day's briefing.
    Briefing(BriefingOptions),
    /// Check the ledger.
    Ledger {
        /// What to check.
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// Check allotments of scarce goods, and compare them with a rush.
    Allot {
        /// What to do.
        #[command(subcommand)]
        command: AllotCommand,
    },
    /// Issue, verify and revoke passes in pipes, and look after the keys they are signed with.
    Pass {
        /// What to do.
        #[command(subcommand)]
        command: PassCommand,
    },
    /// Look after the keys that health facts are sealed with.
    Care {
        /// What to do.
        #[command(subcommand)]
        command: CareCommand,
    },
    /// Solve a routing instance, or judge somebody's answer to one.
    Route(RouteCommand),
    /// Look after the database.
    Db {
        /// What to do with it.
        #[command(subcommand)]
        command: DbCommand,
    },
    /// Measure this machine and this build, each figure beside a peer or a limit in the same run.
    Bench(BenchOptions),
}

/// Which database, and the keys that belong to it.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// The database: sqlite:PATH or postgres://…
    #[arg(long, env = "TONGXIN_DB", default_value = "sqlite:tongxin.db")]
    pub db: String,
    /// The folder of secret keys (made at first start); by default beside the database file, else ./tongxin.keys.
    #[arg(long, env = "TONGXIN_KEYS")]
    pub keys: Option<PathBuf>,
}

/// What the city counts its goods in.
#[derive(Debug, Clone, Args)]
pub struct GoodsOptions {
    /// The city's own categories of goods with their norms (TOML); by default those that are built in.
    #[arg(long, env = "TONGXIN_GOODS", value_name = "FILE")]
    pub goods: Option<PathBuf>,
}

/// Where the distances and times of dispatch come from; straight lines when nothing is given.
#[derive(Debug, Clone, Args)]
pub struct TravelOptions {
    /// A routing service that answers as OSRM does, such as http://127.0.0.1:5000; plain http only.
    #[arg(long, value_name = "URL")]
    pub osrm: Option<String>,
    /// A CSV file of ways: from,to,metres,seconds, with codes of places.
    #[arg(long, value_name = "FILE", conflicts_with = "osrm")]
    pub ways: Option<PathBuf>,
}

/// What carries texts to telephones; without it reminders stand in calendars alone.
#[derive(Debug, Clone, Args)]
pub struct SmsOptions {
    /// A gateway that takes texts as JSON, such as http://127.0.0.1:8025/send; plain http only. Its token lies in the file sms.key
    /// beside the other keys.
    #[arg(long, env = "TONGXIN_SMS", value_name = "URL", conflicts_with = "drill")]
    pub sms: Option<String>,
}

/// What lies beneath the maps; nothing but boundaries when nothing is given.
#[derive(Debug, Clone, Args)]
pub struct MapOptions {
    /// An MBTiles file with a map of the city, pictures or vectors.
    #[arg(long, env = "TONGXIN_MAP", value_name = "FILE")]
    pub map: Option<PathBuf>,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct ServeOptions {
    /// The database and its keys.
    #[command(flatten)]
    pub database: Database,
    /// The categories of goods.
    #[command(flatten)]
    pub goods: GoodsOptions,
    /// The ways of dispatch.
    #[command(flatten)]
    pub travel: TravelOptions,
    /// The base map.
    #[command(flatten)]
    pub map: MapOptions,
    /// What carries texts.
    #[command(flatten)]
    pub sms: SmsOptions,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub addr: SocketAddr,
    /// The city's folder, loaded when the database is empty.
    #[arg(long, default_value = "data/chongqing")]
    pub city: PathBuf,
    /// The address people reach us by, for printed codes and links, such as https://tongxin.example.
    #[arg(long)]
    pub public: Option<String>,
    /// Requests a second that one client address may send; 0 for no limit.
    #[arg(long, default_value_t = 200)]
    pub rate_limit: u32,
    /// Take the client's address from the proxy's `X-Forwarded-For`; only when every request comes through a proxy.
    #[arg(long)]
    pub behind_proxy: bool,
    /// Play this scenario live while the server runs.
    #[arg(long)]
    pub drill: Option<String>,
    /// How it is played.
    #[command(flatten)]
    pub play: PlayOptions,
}

/// How a drill is played.
#[derive(Debug, Clone, Args)]
pub struct PlayOptions {
    /// The share of the city that plays, 0.001 to 1.
    #[arg(long, default_value_t = 1.0, value_parser = parse_scale)]
    pub scale: f64,
    /// How many times faster than life; by default as fast as possible, or 120 under `serve`.
    #[arg(long)]
    pub speed: Option<f64>,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 20_221_123)]
    pub seed: u64,
    /// Write the sign-in links of each kind of user to this file (JSON).
    #[arg(long)]
    pub links: Option<PathBuf>,
}

/// Options of `drill`.
#[derive(Debug, Args)]
pub struct DrillOptions {
    /// The scenario: a name under drills/, or a path.
    pub name: String,
    /// How it is played.
    #[command(flatten)]
    pub play: PlayOptions,
    /// Leave the server up afterwards, with links to sign in by.
    #[arg(long)]
    pub keep: bool,
    /// Keep the database here instead of in a folder that is removed at the end; or play on postgres://…
    #[arg(long)]
    pub db: Option<String>,
    /// Write the briefing into this folder, as text and as JSON.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// The language of what is printed.
    #[arg(long, default_value = "zh")]
    pub lang: Lang,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub addr: SocketAddr,
    /// The base map, for those who look around afterwards.
    #[command(flatten)]
    pub map: MapOptions,
}

/// What can be done with a city.
#[derive(Debug, Subcommand)]
pub enum CityCommand {
    /// Check a city's folder and load it; a single bad row changes nothing.
    Load {
        /// The folder with city.toml.
        dir: PathBuf,
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// The language of messages.
        #[arg(long, default_value = "zh")]
        lang: Lang,
    },
    /// Write the city's places, with those that users added, as CSV into a folder.
    Export {
        /// The folder to write.
        dir: PathBuf,
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
    },
}

/// Options of `briefing`.
#[derive(Debug, Args)]
pub struct BriefingOptions {
    /// The database and its keys.
    #[command(flatten)]
    pub database: Database,
    /// The categories of goods.
    #[command(flatten)]
    pub goods: GoodsOptions,
    /// The day, such as 2022-11-23; today by default.
    #[arg(long)]
    pub date: Option<Day>,
    /// The place's code; the whole city by default.
    #[arg(long)]
    pub place: Option<PlaceCode>,
    /// The language.
    #[arg(long, default_value = "zh")]
    pub lang: Lang,
    /// The form.
    #[arg(long, value_enum, default_value_t = BriefingFormat::Text)]
    pub format: BriefingFormat,
    /// The moment it is written at (RFC 3339), for a day that was played; now by default.
    #[arg(long)]
    pub at: Option<Timestamp>,
}

/// The forms a briefing is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BriefingFormat {
    /// For a terminal.
    Text,
    /// For programs.
    Json,
}

/// What can be checked.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Replay every entry and every seal; names the first row that anyone changed behind the ledger's back.
    Verify {
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
        /// A copy of a seal that was kept elsewhere (what /api/v1/ledger/seal answered): the chain must contain it.
        #[arg(long, value_name = "FILE")]
        seal: Vec<PathBuf>,
        /// The language of the answer.
        #[arg(long, default_value = "zh")]
        lang: Lang,
    },
}

/// What can be done with allotments.
#[derive(Debug, Subcommand)]
pub enum AllotCommand {
    /// Draw a published file again from what stands in it, and print the list; names the first row that differs.
    Verify {
        /// The file, as the allotment's page gives it out.
        file: PathBuf,
        /// The language of the answer.
        #[arg(long, default_value = "zh")]
        lang: Lang,
    },
    /// Share out among a scenario's households by a rush and by draws, and print who got how much.
    Compare(CompareOptions),
}

/// Options of `allot compare`.
#[derive(Debug, Args)]
pub struct CompareOptions {
    /// The scenario whose number of households is taken.
    #[arg(long, default_value = "drills/chongqing-2022.toml")]
    pub scenario: PathBuf,
    /// So many households instead.
    #[arg(long, value_parser = clap::value_parser!(u32).range(10..=10_000_000))]
    pub households: Option<u32>,
    /// How often goods are shared out.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub rounds: u32,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 20_221_123)]
    pub seed: u64,
    /// Write the picture (SVG) to this file.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// What can be done with the database.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Bring the database's tables up to date (SQLite does so by itself at start).
    Migrate {
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
    },
    /// Copy a SQLite database to a new file while the server runs.
    Backup {
        /// The file to write; must not exist.
        file: PathBuf,
        /// The database and its keys.
        #[command(flatten)]
        database: Database,
    },
}

/// Options of `bench`.
#[derive(Debug, Args)]
pub struct BenchOptions {
    /// What to measure.
    #[arg(value_enum, default_values_t = [Bench::City, Bench::Ledger])]
    pub what: Vec<Bench>,
    /// Seconds each load lasts.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// The city's folder.
    #[arg(long, default_value = "data/chongqing")]
    pub city: PathBuf,
    /// board: open needs in the database.
    #[arg(long, default_value_t = 1_000_000)]
    pub needs: u32,
    /// board: pages and lists asked for in a second.
    #[arg(long, default_value_t = 500)]
    pub rate: u32,
    /// allot: households that ask.
    #[arg(long, default_value_t = 1_000_000)]
    pub asks: u32,
    /// pass: passes that are issued.
    #[arg(long, default_value_t = 80_000)]
    pub passes: u32,
    /// rush: households that order.
    #[arg(long, default_value_t = 50_000)]
    pub households: u32,
    /// care: people in the register.
    #[arg(long, default_value_t = 1_000_000)]
    pub people: usize,
    /// sync: phones that come back at once, with fifty knocks each.
    #[arg(long, default_value_t = 5_000)]
    pub phones: usize,
    /// shifts: volunteers.
    #[arg(long, default_value_t = 600_000)]
    pub volunteers: usize,
    /// shifts: open places.
    #[arg(long, default_value_t = 100_000)]
    pub places: usize,
    /// care, shifts: an empty PostgreSQL database to measure as well.
    #[arg(long)]
    pub postgres: Option<String>,
    /// board: keep the filled database in this file, or use the one an earlier run kept there.
    #[arg(long)]
    pub db: Option<PathBuf>,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Bench {
    /// Loading and searching the city's places.
    City,
    /// A draw among a million households, against bare SHA-256 of as many blocks.
    Allot,
    /// Passes checked a second against bare Ed25519 verification; passes issued; lengths of texts.
    Pass,
    /// Acknowledged ledger writes a second against raw grouped inserts.
    Ledger,
    /// Acknowledged orders a second, of one item and of many, against raw grouped inserts.
    Orders,
    /// Households that order for one window within a minute, from another process.
    Rush,
    /// A million people in the register, and the city's rounds of a day, against bare copies of as many rows.
    Care,
    /// Phones without a signal that come back at once with fifty knocks each.
    Sync,
    /// The city's volunteers matched to a day's open places, read from and written to a database.
    Shifts,
    /// Boards and lists with a million open needs, asked for by another process.
    Board,
}

fn parse_scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if (0.001..=1.0).contains(&scale) => Ok(scale),
        _ => Err("a number from 0.001 to 1 would be right".to_owned()),
    }
}
