//! Passes against the book: every pass, the numbers that were given, what gates counted, and the day's figures in the
//! briefing.

use super::Played;
use crate::book::PassState;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_pass::PassPlan;
use crate::play::Log;
use crate::play::pass::{Desk, PassEvent};
use crate::progress::Progress;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tongxin_city::{Level, PlaceCode};

/// Passes of one page.
const PASSES_AT_ONCE: usize = 200;

/// What passes are compared with.
#[derive(Clone, Copy)]
struct Compared<'a> {
    played: Played<'a>,
    pass: &'a PassPlan,
    desk: &'a Desk,
}

pub(super) async fn check(played: Played<'_>, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
    let (Some(pass), Some(desk)) = (&played.plan.pass, played.desk) else {
        return Ok(());
    };
    let compared = Compared { played, pass, desk };
    compared.passes(progress, log).await?;
    compared.gates(log).await?;
    compared.figures(log).await?;
    let of_day = |event| [true, false].map(|is_day| compared.tally(event, is_day)).iter().sum();
    let counts = &mut log.counts.pass;
    counts.applied = of_day("applied");
    counts.issued = of_day("issued");
    counts.refused = of_day("refused");
    counts.revoked = of_day("revoked");
    let needs = played.market.raised.iter().filter(|raised| raised.is_of_passes());
    counts.raised = needs.count();
    counts.gates = pass.gates.len();
    counts.checks = desk.checked.values().sum();
    counts.refused_at_gates = (desk.checked.iter())
        .filter(|((_, verdict), _)| *verdict != "valid")
        .map(|(_, count)| count)
        .sum();
    for (_, book) in desk.book.iter() {
        *counts.by_state.entry(book.state).or_default() += 1;
    }
    Ok(())
}

impl Compared<'_> {
    /// Compares the passes firm by firm, page by page.
    async fn passes(&self, progress: &mut Progress, log: &mut Log) -> Result<(), DrillError> {
        let mut expected: HashMap<&str, usize> = (self.desk.ids.iter())
            .map(|(index, id)| (id.as_str(), *index))
            .collect();
        let total = expected.len();
        let mut numbers = BTreeSet::new();
        let firms: BTreeSet<usize> = self.pass.passes.iter().map(|row| row.firm).collect();
        for firm in firms {
            let mut cursor = String::new();
            loop {
                let org = &self.played.world.market.firms[firm];
                let path = format!("/api/v1/passes?org={org}&limit={PASSES_AT_ONCE}{cursor}");
                let answer = self.played.client.get(&path, self.played.world.order_reader()).await?;
                for found in answer.body["passes"].as_array().into_iter().flatten() {
                    numbers.extend(found["number"].as_u64());
                    match expected.remove(found["id"].as_str().unwrap_or_default()) {
                        Some(index) => log.mismatches.extend(self.pass(index, found)),
                        None => log
                            .mismatches
                            .push(Mismatch::new("passes", "in the list", "none more", &found["id"])),
                    }
                }
                match answer.body["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            progress.done("drill-passes", total - expected.len(), total);
        }
        log.counts.pass.checked = total - expected.len();
        for index in expected.into_values() {
            let subject = self.desk.subject(self.pass, index);
            log.mismatches.push(Mismatch::new(subject, "in the list", "yes", "no"));
        }
        self.add_trips(&mut numbers).await?;
        self.numbers(&numbers, log);
        Ok(())
    }

    /// Passes of patients' trips: their hospitals stand for them.
    async fn add_trips(&self, numbers: &mut BTreeSet<u64>) -> Result<(), DrillError> {
        let care = self.played.plan.care.iter().flat_map(|care| &care.appointments);
        let trips = care.map(|planned| planned.trip).collect::<BTreeSet<usize>>();
        let dispatch = self
            .played
            .plan
            .supply
            .as_ref()
            .and_then(|supply| supply.dispatch.as_ref());
        let all = dispatch.map_or(&[][..], |dispatch| &dispatch.trips);
        let hospitals: BTreeSet<usize> = trips
            .iter()
            .filter_map(|trip| all.get(*trip))
            .map(|trip| trip.hospital)
            .collect();
        for hospital in hospitals {
            let org = &self.played.world.orgs[hospital];
            let mut cursor = String::new();
            loop {
                let path = format!("/api/v1/passes?org={org}&limit={PASSES_AT_ONCE}{cursor}");
                let answer = self.played.client.get(&path, self.played.world.order_reader()).await?;
                let found = answer.body["passes"].as_array().into_iter().flatten();
                numbers.extend(found.filter_map(|found| found["number"].as_u64()));
                match answer.body["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
        }
        Ok(())
    }

    fn pass(&self, index: usize, found: &Value) -> Vec<Mismatch> {
        let row = &self.pass.passes[index];
        let Some(book) = self.desk.book.get(index) else {
            return Vec::new();
        };
        let replaces = row.renews.and_then(|old| self.desk.ids.get(&old));
        let expected = [
            ("state", json!(book.state.as_str())),
            ("rule", json!(book.rule)),
            ("kind", json!(row.kind.as_str())),
            ("from", json!(row.from)),
            ("to", json!(row.to)),
            ("corridor", json!(row.corridor)),
            ("last_day", json!(row.last_day)),
            ("agree_by", json!(book.agree_by)),
            ("replaces", json!(replaces)),
        ];
        let mut differing: Vec<(&str, Value, Value)> = (expected.into_iter())
            .filter(|(field, expected)| found[*field] != *expected)
            .map(|(field, expected)| (field, expected, found[field].clone()))
            .collect();
        for (field, is_there) in [
            ("number", book.state.is_issued()),
            ("text", book.state.is_issued()),
            ("need", book.has_need),
        ] {
            if found[field].is_null() == is_there {
                differing.push((field, json!(is_there), found[field].clone()));
            }
        }
        let subject = self.desk.subject(self.pass, index);
        let mismatch = |(field, expected, found)| Mismatch::new(&*subject, field, expected, found);
        differing.into_iter().map(mismatch).collect()
    }

    /// Numbers are given in order, each once and without gaps.
    fn numbers(&self, found: &BTreeSet<u64>, log: &mut Log) {
        let of_firms = self.desk.book.iter().filter(|(_, book)| book.state.is_issued()).count();
        let issued = of_firms + self.desk.trips;
        let is_whole = found.len() == issued && found.last().is_none_or(|last| *last + 1 == issued as u64);
        if !is_whole {
            let found = format!("{} up to {:?}", found.len(), found.last());
            log.mismatches
                .push(Mismatch::new("passes", "numbers without gaps", issued, found));
        }
    }

    /// What the gates of the city and of each district counted on the day.
    async fn gates(&self, log: &mut Log) -> Result<(), DrillError> {
        let district = |place: &PlaceCode| self.pass.widths.ancestor(place, Level::District);
        let districts: BTreeSet<PlaceCode> = self
            .pass
            .gates
            .iter()
            .filter_map(|gate| district(&gate.place))
            .collect();
        for place in [self.played.plan.city].into_iter().chain(districts) {
            let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
            for ((gate, verdict), count) in &self.desk.checked {
                if self.pass.gates[*gate].place.is_inside(&place) {
                    *expected.entry(verdict).or_default() += count;
                }
            }
            let path = format!("/api/v1/passes/counts?place={place}&day={}", self.played.plan.date);
            let answer = self.played.client.get(&path, self.played.world.reader()).await?;
            let rows: Vec<Value> = (expected.iter())
                .map(|(verdict, count)| json!({ "verdict": verdict, "count": count }))
                .collect();
            log.counts.counts_checked += 1;
            if answer.body["counts"] != json!(rows) {
                let (expected, found) = (json!(rows), &answer.body["counts"]);
                log.mismatches
                    .push(Mismatch::new(format!("gates {place}"), "counts", expected, found));
            }
        }
        Ok(())
    }

    fn tally(&self, event: &'static str, is_day: bool) -> usize {
        let key = PassEvent { is_day, event };
        self.desk.tally.get(&key).copied().unwrap_or_default()
    }

    /// The briefing's figures of the day and of the day before.
    async fn figures(&self, log: &mut Log) -> Result<(), DrillError> {
        let answer = self
            .played
            .client
            .get("/api/v1/briefing", self.played.world.reader())
            .await?;
        let found = |list: &str, name: &str, key: &str, of: &str| {
            let figures = answer.body[list].as_array();
            let figure = figures.and_then(|figures| figures.iter().find(|figure| figure[name] == key));
            figure.map_or(Value::Null, |figure| figure[of].clone())
        };
        let states = |state: PassState| self.desk.book.iter().filter(|(_, book)| book.state == state).count();
        let is_late = |book: &crate::book::BookPass| book.state == PassState::Agreeing && book.has_need;
        let late = self.desk.book.iter().filter(|(_, book)| is_late(book)).count();
        let mut expected = vec![
            ("passes", "key", "waiting", "number", states(PassState::Waiting)),
            ("passes", "key", "agreeing", "number", states(PassState::Agreeing)),
            ("passes", "key", "late", "number", late),
        ];
        for event in ["applied", "issued", "refused", "revoked"] {
            expected.push(("passes", "key", event, "number", self.tally(event, true)));
            expected.push(("passes", "key", event, "day_before", self.tally(event, false)));
        }
        let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
        for ((_, verdict), count) in &self.desk.checked {
            *verdicts.entry(verdict).or_default() += count;
        }
        for (verdict, count) in verdicts {
            expected.push(("checks", "verdict", verdict, "number", count));
        }
        log.counts.counts_checked += expected.len();
        for (list, name, key, of, expected) in expected {
            let found = found(list, name, key, of);
            if found != json!(expected) {
                log.mismatches
                    .push(Mismatch::new(format!("briefing, {list} {key}"), of, expected, found));
            }
        }
        Ok(())
    }
}
