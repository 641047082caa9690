//! What happens to the rows, step by step: applied for, decided, agreed to, revoked, renewed.

use super::{Fate, Known, Setting};
use crate::plan::{By, Plan};
use crate::plan_pass::{PassAct, PassDeed, PassPlan, PlannedApplication, SentAs};
use crate::scenario_pass::{DistrictsWord, OfficersWord};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::{Level, PlaceCode, Timestamp};

/// Rows that a form of the API takes; a firm with more sends a table.
const ROWS_MAX: usize = 500;
/// Passes that one command decides.
const DECIDED_AT_ONCE: usize = 200;
/// Every so manieth firm whose manager takes part applies by the API, the others by a table.
const BY_API: usize = 2;
/// Firms apply within so many minutes.
const APPLYING_MINUTES: usize = 140;
/// Between the first district's word and the second's, in minutes.
const SECOND_DISTRICT_MINUTES: i64 = 20;

pub(super) fn draw(setting: &Setting<'_>, known: &[Known], plan: &Plan, drawn: &mut PassPlan) {
    let mut steps = Steps {
        setting,
        known,
        acts: Vec::new(),
    };
    steps.apply(drawn);
    steps.officers(drawn);
    steps.districts(drawn);
    steps.revoke(drawn);
    steps.acts.retain(|act| act.at < plan.ends_at);
    // Acts of one moment stay in the order in which they were thought of.
    steps.acts.sort_by_key(|act| act.at);
    drawn.acts = steps.acts;
}

struct Steps<'a> {
    setting: &'a Setting<'a>,
    known: &'a [Known],
    acts: Vec<PassAct>,
}

impl Steps<'_> {
    fn push(&mut self, at: Timestamp, by: usize, deed: PassDeed) {
        let by = By::Person(by);
        self.acts.push(PassAct { at, by, deed });
    }

    /// The officer of the district around a firm.
    fn officer(&self, firm: usize) -> usize {
        let place = self.setting.supply.firms[firm].place;
        self.setting.crew.officer_of(&place, Level::District)
    }

    /// Who speaks for a firm: its manager, or that officer.
    fn speaker(&self, firm: usize) -> usize {
        let manager = self.setting.supply.firms[firm].manager;
        manager.unwrap_or_else(|| self.officer(firm))
    }

    fn apply(&mut self, drawn: &mut PassPlan) {
        let mut firms: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let rows = drawn.passes.iter().enumerate();
        for (index, pass) in rows.filter(|(_, pass)| pass.renews.is_none()) {
            firms.entry(pass.firm).or_default().push(index);
        }
        let (mut table, mut managed) = (Vec::new(), 0);
        for (firm, rows) in firms {
            let planned = &self.setting.supply.firms[firm];
            if planned.manager.is_none() {
                table.extend(rows);
                if table.len() >= self.setting.pass.table_rows as usize {
                    send(drawn, SentAs::FirmsTable, std::mem::take(&mut table));
                }
                continue;
            }
            managed += 1;
            let is_by_api = managed % BY_API == 0 && rows.len() <= ROWS_MAX;
            let sent_as = if is_by_api {
                SentAs::Rows(firm)
            } else {
                SentAs::OwnTable(firm)
            };
            send(drawn, sent_as, rows);
        }
        if !table.is_empty() {
            send(drawn, SentAs::FirmsTable, table);
        }
        let total = drawn.applications.len();
        for (number, application) in drawn.applications.iter().enumerate() {
            let minutes = (number * APPLYING_MINUTES / total.max(1)) as i64;
            let by = match application.sent_as {
                SentAs::FirmsTable => self.setting.crew.city_officer,
                SentAs::OwnTable(firm) | SentAs::Rows(firm) => self.speaker(firm),
            };
            let at = self.setting.times.applied.plus_minutes(minutes);
            self.push(at, by, PassDeed::Apply(number));
        }
    }

    /// The rows with a fate, by whoever deals with them, so many at once.
    fn dealt(&self, fate: Fate, drawn: &PassPlan, who: impl Fn(&Self, usize) -> usize) -> Vec<(usize, Vec<usize>)> {
        let mut by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, _) in self.known.iter().enumerate().filter(|(_, row)| row.fate == fate) {
            by.entry(who(self, index)).or_default().push(index);
        }
        debug_assert!(by.values().flatten().all(|index| *index < drawn.passes.len()));
        let chunks = |(person, rows): (usize, Vec<usize>)| {
            let chunks = rows.chunks(DECIDED_AT_ONCE).map(<[usize]>::to_vec);
            chunks.map(|rows| (person, rows)).collect::<Vec<_>>()
        };
        by.into_iter().flat_map(chunks).collect()
    }

    fn officers(&mut self, drawn: &PassPlan) {
        let at = self.setting.times.decided;
        let officer = |steps: &Self, index: usize| steps.officer(drawn.passes[index].firm);
        let speaker = |steps: &Self, index: usize| steps.speaker(drawn.passes[index].firm);
        for (by, rows) in self.dealt(Fate::Officers(OfficersWord::Approved), drawn, officer) {
            self.push(at, by, PassDeed::Approve(rows));
        }
        for (by, rows) in self.dealt(Fate::Officers(OfficersWord::Refused), drawn, officer) {
            self.push(at, by, PassDeed::Refuse(rows));
        }
        for (by, rows) in self.dealt(Fate::Officers(OfficersWord::Withdrawn), drawn, speaker) {
            self.push(at, by, PassDeed::Withdraw(rows));
        }
    }

    fn districts(&mut self, drawn: &PassPlan) {
        let times = self.setting.times;
        let second_at = times.agreed.plus_minutes(SECOND_DISTRICT_MINUTES);
        let first = |steps: &Self, index: usize| steps.officer(drawn.passes[index].firm);
        let second = |steps: &Self, index: usize| steps.district_officer(steps.known[index].other_district);
        for word in [
            DistrictsWord::Agreed,
            DistrictsWord::Late,
            DistrictsWord::Waiting,
            DistrictsWord::Refused,
        ] {
            let fate = Fate::Districts(word);
            for (by, rows) in self.dealt(fate, drawn, first) {
                self.push(times.agreed, by, PassDeed::Agree(rows));
            }
            for (by, rows) in self.dealt(fate, drawn, second) {
                match word {
                    DistrictsWord::Agreed => self.push(second_at, by, PassDeed::Agree(rows)),
                    DistrictsWord::Late => self.push(times.agreed_late, by, PassDeed::Agree(rows)),
                    DistrictsWord::Refused => self.push(second_at, by, PassDeed::Refuse(rows)),
                    DistrictsWord::Waiting => {}
                }
            }
        }
    }

    fn district_officer(&self, district: Option<PlaceCode>) -> usize {
        let crew = self.setting.crew;
        district.map_or(crew.city_officer, |place| crew.officer_of(&place, Level::District))
    }

    fn revoke(&mut self, drawn: &PassPlan) {
        let times = self.setting.times;
        let mut firms = BTreeSet::new();
        for (index, row) in self.known.iter().enumerate() {
            let firm = drawn.passes[index].firm;
            match row.fate {
                Fate::Revoked => self.push(times.revoked, self.officer(firm), PassDeed::Revoke(index)),
                Fate::FirmRevoked => _ = firms.insert(firm),
                _ => {}
            }
        }
        for firm in firms {
            self.push(times.revoked, self.officer(firm), PassDeed::RevokeFirm(firm));
        }
        let renewing = drawn.passes.iter().enumerate();
        for (index, pass) in renewing.filter(|(_, pass)| pass.renews.is_some()) {
            self.push(times.renewed, self.speaker(pass.firm), PassDeed::Renew(index));
        }
    }
}

fn send(drawn: &mut PassPlan, sent_as: SentAs, rows: Vec<usize>) {
    drawn.applications.push(PlannedApplication { sent_as, rows });
}
