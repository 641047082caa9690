//! Passes: checks a second from a QR code's text to the verdict beside bare Ed25519 verification of the same bytes, in
//! alternating rounds of one run; checks in batches; how long it takes to issue a city's passes; how long their texts are.
//!
//! The limit is the strict verification that the check itself uses, on the bytes that were signed, with nothing to
//! decode. Both run on one thread.

use super::median;
use anyhow::{Context as _, Result, ensure};
use std::num::NonZero;
use std::time::{Duration, Instant};
use tongxin_city::{Timestamp, Zone};
use tongxin_pass_format::pass::{Days, End, Holder, Hours, Kind, PassNumber, Scope, Ways};
use tongxin_pass_format::{
    About, Direction, IssueNumber, IssuerKey, KeySet, KeyStatus, Pass, Scan, SecretKey, Situation, StatusList,
    Statuses, check, check_batch, issue, message_of, qr_size, signed_part_of,
};

const ROUNDS: usize = 31;
/// Passes that are checked in a round.
const CHECKED: usize = 1_000;
const GOAL_RATIO: f64 = 0.9;
const GOAL_ISSUING_SECONDS: f64 = 10.0;
/// Thursday 24 November 2022, 10:00 in Chongqing.
const NOW: Timestamp = Timestamp(1_669_255_200_000);
const ISSUER: &str = "重庆";
/// A certificate with a person's name and one vaccination, in the EU's form.
const DCC: &str = include_str!("../../../crates/pass/vectors/dcc-form.txt");

/// Prints the figures.
pub fn run(passes: u32) -> Result<()> {
    let held = Held::new(passes)?;
    let made: Vec<Pass> = (0..passes)
        .map(pass)
        .collect::<Option<_>>()
        .context("a pass of each number")?;
    let texts = issuing(&made, &held.key)?;
    checking(&texts[..texts.len().min(CHECKED)], &held)?;
    for pass in &made[..made.len().min(Kind::NAMED.len())] {
        let text = &texts[pass.number.get() as usize];
        println!("         {}", size(pass.kind.key(), text)?);
    }
    println!("         limit: {}", size("an EU certificate", DCC.trim_end())?);
    Ok(())
}

/// What a gate holds, and the key that signs.
struct Held {
    key: SecretKey,
    keys: KeySet,
    list: StatusList,
    zone: Zone,
}

impl Held {
    fn new(passes: u32) -> Result<Self> {
        let key = SecretKey::from_random(&[7; 32]);
        let (from, until) = (NOW.plus_days(-10), NOW.plus_days(10));
        let issuer_key = IssuerKey {
            public: key.public(),
            issuer: ISSUER.to_owned(),
            from,
            until,
            status: KeyStatus::Active,
        };
        let about = About {
            issuer: ISSUER.to_owned(),
            uri: "https://pass.example/statuses".to_owned(),
            issue: IssueNumber(1),
            issued_at: from,
            good_until: until,
        };
        Ok(Self {
            keys: KeySet::new("同心", IssueNumber(1), from, until, vec![issuer_key])?,
            list: StatusList::new(about, Statuses::covering(passes))?,
            zone: Zone::named("Asia/Shanghai")?,
            key,
        })
    }

    /// At the gate of a district that every pass leads into.
    fn gate(&self) -> Result<Situation<'_>> {
        Ok(Situation {
            place: "500112".parse()?,
            areas_around: &[],
            areas_within: &[],
            corridor: None,
            direction: Direction::Enter,
            at: NOW,
            clock_uncertainty: Duration::from_secs(30),
            zone: &self.zone,
        })
    }
}

/// The kinds one after the other, as a city would give them.
fn pass(number: u32) -> Option<Pass> {
    let kind = Kind::NAMED[number as usize % Kind::NAMED.len()];
    let is_vehicle = matches!(kind, Kind::KeyGoods | Kind::TruckDriver);
    let place = |code: String| code.parse().ok().map(End::Place);
    let home = place(format!("500107{:03}{:03}", number % 17 + 1, number % 23 + 1))?;
    let goal = place(format!("500112{:03}", number % 29 + 1))?;
    let id_end = format!("{:04}", number % 10_000);
    Some(Pass {
        issuer: ISSUER.to_owned(),
        number: PassNumber::new(number)?,
        kind,
        holder: if is_vehicle {
            Holder::Vehicle {
                plate: format!("渝A{number:05}"),
            }
        } else {
            Holder::Person {
                surname: ["王", "李", "欧阳", "Zhang"][number as usize % 4].to_owned(),
                id_end,
            }
        },
        org: ["永辉渝北店", "重庆粮食集团", "同心志愿队"][number as usize % 3].to_owned(),
        scope: Scope {
            from: vec![home],
            to: vec![goal],
            ways: Ways::Both,
            corridor: is_vehicle.then(|| "G75".to_owned()),
        },
        days: Days::ALL,
        hours: if is_vehicle {
            Hours::ALL
        } else {
            Hours::new(6 * 60, 22 * 60).ok()?
        },
        not_before: NOW.plus_days(-1),
        expires: NOW.plus_days(3),
    })
}

fn issuing(passes: &[Pass], key: &SecretKey) -> Result<Vec<String>> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let start = Instant::now();
    let texts = std::thread::scope(|scope| {
        let parts = passes.chunks(passes.len().div_ceil(threads).max(1));
        let issue_all = |part: &[Pass]| part.iter().map(|pass| issue(pass, key)).collect::<Result<Vec<_>, _>>();
        let running: Vec<_> = parts.map(|part| scope.spawn(move || issue_all(part))).collect();
        running
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .map_err(|_| anyhow::anyhow!("a thread ended"))?
                    .map_err(Into::into)
            })
            .collect::<Result<Vec<_>>>()
    })?;
    let took = start.elapsed().as_secs_f64();
    println!(
        "pass     {} passes are issued in {took:.2} s by {threads} threads (goal {GOAL_ISSUING_SECONDS} s)",
        passes.len()
    );
    Ok(texts.concat())
}

fn checking(texts: &[String], held: &Held) -> Result<()> {
    let gate = held.gate()?;
    let scans: Vec<Scan<'_>> = texts.iter().map(|text| Scan { text, gate }).collect();
    let bare = texts
        .iter()
        .map(|text| signed_part_of(text))
        .collect::<Result<Vec<_>, _>>()?;
    let key = held.key.public();
    let a_second = |start: Instant| texts.len() as f64 / start.elapsed().as_secs_f64();
    let (mut checks, mut limits, mut ratios, mut batches) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let valid = texts
            .iter()
            .filter(|text| check(text, &held.keys, &held.list, &gate).is_valid())
            .count();
        let check = a_second(start);
        ensure!(valid == texts.len(), "a pass is not valid");
        let start = Instant::now();
        let signed = bare
            .iter()
            .filter(|(bytes, signature)| key.verifying_key().verify_strict(bytes, signature).is_ok());
        ensure!(signed.count() == texts.len(), "a signature is not good");
        let limit = a_second(start);
        let start = Instant::now();
        let verdicts = check_batch(&scans, &held.keys, &held.list);
        batches.push(a_second(start));
        ensure!(
            verdicts.iter().all(tongxin_pass_format::Verdict::is_valid),
            "a pass of a batch is not valid"
        );
        checks.push(check);
        limits.push(limit);
        ratios.push(check / limit);
    }
    println!(
        "         {:.0} checks/s from text to verdict on one thread (median of {ROUNDS}); in batches {:.0}/s",
        median(checks),
        median(batches)
    );
    println!(
        "         limit: bare Ed25519 verifies {:.0}/s of the same bytes; ratio {:.3} (goal {GOAL_RATIO})",
        median(limits),
        median(ratios)
    );
    Ok(())
}

fn size(name: &str, text: &str) -> Result<String> {
    let qr = qr_size(text)?;
    let bytes = message_of(text).map_or_else(|_| String::new(), |message| format!("{} bytes signed, ", message.len()));
    Ok(format!(
        "{name}: {bytes}{} characters, QR version {} ({} modules a side)",
        text.len(),
        qr.version,
        qr.modules
    ))
}
