//! What of a scenario can't be played: every fault at once.

use crate::scenario::{NeedKind, Needs, Scenario};
use crate::scenario_error::{Fault, Right};
use tongxin_city::Day;

impl Scenario {
    /// Every value that can't be played.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check_day(&mut faults);
        self.check_counts(&mut faults);
        self.check_shares(&mut faults);
        for (position, needs) in self.needs.iter().enumerate() {
            check_needs(&format!("needs[{position}]"), needs, &mut faults);
        }
        for kind in NeedKind::ALL {
            let found = self.needs.iter().filter(|needs| needs.kind == kind).count();
            if found != 1 {
                let key = format!("needs.kind = {}", kind.as_str());
                faults.push(Fault {
                    key,
                    found: found.to_string(),
                    right: Right::Once,
                });
            }
        }
        if let Some(supply) = &self.supply {
            supply.check(&mut faults);
        }
        self.check_passes(&mut faults);
        self.check_care(&mut faults);
        faults
    }

    fn check_day(&self, faults: &mut Vec<Fault>) {
        let day = &self.day;
        if day.date.parse::<Day>().is_err() {
            faults.push(Fault {
                key: "day.date".into(),
                found: day.date.clone(),
                right: Right::Date,
            });
        }
        between("day.eve_from_hour", f64::from(day.eve_from_hour), 12.0, 21.0, faults);
        between("day.opens_hour", f64::from(day.opens_hour), 0.0, 12.0, faults);
        between("day.closes_hour", f64::from(day.closes_hour), 13.0, 24.0, faults);
        between("day.tick_minutes", f64::from(day.tick_minutes), 1.0, 10.0, faults);
    }

    fn check_counts(&self, faults: &mut Vec<Fault>) {
        let (places, actors, orgs) = (&self.places, &self.actors, &self.orgs);
        for (key, value, max) in [
            (
                "places.compounds_per_community",
                u32::from(places.compounds_per_community),
                99,
            ),
            (
                "places.buildings_per_compound",
                u32::from(places.buildings_per_compound),
                99,
            ),
            ("places.households", places.households, 20_000_000),
            ("actors.community_workers", actors.community_workers, 100_000),
            ("actors.stewards", actors.stewards, 100_000),
            ("orgs.zones", orgs.zones, 1_000),
            ("orgs.plants", orgs.plants, 100_000),
            ("orgs.reporters", orgs.reporters, orgs.plants),
            ("orgs.projects", orgs.projects, 100_000),
            ("orgs.owners", orgs.owners, orgs.projects),
        ] {
            between(key, f64::from(value), 1.0, f64::from(max), faults);
        }
        between("orgs.hospitals", f64::from(orgs.hospitals), 0.0, 10_000.0, faults);
    }

    fn check_shares(&self, faults: &mut Vec<Fault>) {
        let (habits, lost) = (&self.habits, &self.faults);
        for (key, value) in [
            ("habits.by_telephone", habits.by_telephone),
            ("habits.assigned", habits.assigned),
            ("habits.commented", habits.commented),
            ("habits.photo", habits.photo),
            ("habits.reprioritised", habits.reprioritised),
            ("habits.escalated", habits.escalated),
            ("habits.undone", habits.undone),
            ("habits.self_confirmed", habits.self_confirmed),
            ("faults.sent_twice", lost.sent_twice),
            ("faults.answer_lost", lost.answer_lost),
        ] {
            between(key, value, 0.0, 1.0, faults);
        }
    }
}

/// Shares are written with few digits; so much may they miss 1.
const SHARES_TOLERANCE: f64 = 0.005;

fn check_needs(key: &str, needs: &Needs, faults: &mut Vec<Fault>) {
    between(
        &format!("{key}.count"),
        f64::from(needs.count),
        1.0,
        1_000_000.0,
        faults,
    );
    between(
        &format!("{key}.eve_count"),
        f64::from(needs.eve_count),
        0.0,
        1_000_000.0,
        faults,
    );
    hour_weights(key, &needs.by_hour, faults);
    make_one(&format!("{key}.endings"), needs.endings.values(), faults);
    let minutes = &needs.minutes;
    for (step, [shortest, longest]) in [
        ("answer", minutes.answer),
        ("solve", minutes.solve),
        ("confirm", minutes.confirm),
    ] {
        if shortest == 0 || longest < shortest || longest > 24 * 60 {
            let found = format!("[{shortest}, {longest}]");
            faults.push(Fault {
                key: format!("{key}.minutes.{step}"),
                found,
                right: Right::MinutesRange,
            });
        }
    }
    if needs.topics.is_empty() {
        faults.push(Fault {
            key: format!("{key}.topics"),
            found: "[]".into(),
            right: Right::NotEmpty,
        });
    } else {
        make_one(
            &format!("{key}.topics.share"),
            needs.topics.iter().map(|topic| &topic.share),
            faults,
        );
    }
    for topic in &needs.topics {
        make_one(
            &format!("{key}.topics.{}.priorities", topic.key),
            topic.priorities.iter(),
            faults,
        );
        if topic.titles.is_empty() {
            let key = format!("{key}.topics.{}.titles", topic.key);
            faults.push(Fault {
                key,
                found: "[]".into(),
                right: Right::NotEmpty,
            });
        }
    }
}

/// One weight for each hour of the day.
pub(crate) fn hour_weights(key: &str, weights: &[f64], faults: &mut Vec<Fault>) {
    if weights.len() != 24 || weights.iter().any(|weight| *weight < 0.0 || !weight.is_finite()) {
        faults.push(Fault {
            key: format!("{key}.by_hour"),
            found: format!("{weights:?}"),
            right: Right::HourWeights,
        });
    }
}

pub(crate) fn between(key: &str, value: f64, min: f64, max: f64, faults: &mut Vec<Fault>) {
    if !(min..=max).contains(&value) {
        faults.push(Fault {
            key: key.to_owned(),
            found: value.to_string(),
            right: Right::Between { min, max },
        });
    }
}

pub(crate) fn make_one<'a>(key: &str, shares: impl Iterator<Item = &'a f64> + Clone, faults: &mut Vec<Fault>) {
    let sum: f64 = shares.clone().sum();
    let is_each_a_share = shares.clone().all(|share| (0.0..=1.0).contains(share));
    if !is_each_a_share || (sum - 1.0).abs() > SHARES_TOLERANCE {
        faults.push(Fault {
            key: key.to_owned(),
            found: format!("{sum:.3}"),
            right: Right::SharesOfOne,
        });
    }
}
