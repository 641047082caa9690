//! How a lifeline stands, and the sentence that says why: pure decisions from counts.
//!
//! The four words are those of FEMA's community lifelines (Community Lifelines Implementation Toolkit 2.1, 2023:
//! status by colour, grey for unknown). FEMA leaves the thresholds to those who answer for the place; the ones in
//! [`Thresholds::DEFAULT`] are this project's own choice and stand in the sentence beside each state.

use serde::Serialize;
use utoipa::ToSchema;

/// How a lifeline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nothing was ever reported, so nothing is known.
    Unknown,
    /// What is asked for is done in time.
    Stable,
    /// Part of it is late.
    Strained,
    /// Much of it is late, or somebody was left waiting.
    Failing,
}

impl Condition {
    /// The word in markup, and the end of its language key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Condition::Unknown => "unknown",
            Condition::Stable => "stable",
            Condition::Strained => "strained",
            Condition::Failing => "failing",
        }
    }
}

/// What is known of a lifeline in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// Whether anything was ever reported.
    pub is_known: bool,
    /// Open needs.
    pub open: u32,
    /// Open needs past their due time.
    pub overdue: u32,
    /// By how many whole hours the oldest of them is past its due time; none while that is not known.
    pub oldest_overdue_hours: Option<i64>,
}

impl Signs {
    /// Overdue needs among the open ones, in whole percent, rounded down; 0 when none is open.
    pub fn overdue_percent(&self) -> u32 {
        let percent = u64::from(self.overdue) * 100 / u64::from(self.open.max(1));
        u32::try_from(percent.min(100)).unwrap_or(100)
    }
}

/// From when on a lifeline is strained or failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Failing from this share of overdue needs on, in percent …
    pub failing_percent: u32,
    /// … if so many are overdue, so that a handful of needs in one building is no alarm by itself.
    pub failing_overdue_min: u32,
    /// Failing too when at least this share is overdue, in percent …
    pub neglected_percent: u32,
    /// … and the oldest by so many hours: few needs, but somebody was left alone with them.
    pub neglected_hours: i64,
    /// Strained from this share on, in percent …
    pub strained_percent: u32,
    /// … if so many are overdue.
    pub strained_overdue_min: u32,
    /// Strained too when one need is overdue by so many hours.
    pub strained_hours: i64,
}

impl Thresholds {
    /// This project's own choice.
    pub const DEFAULT: Thresholds = Thresholds {
        failing_percent: 20,
        failing_overdue_min: 5,
        neglected_percent: 50,
        neglected_hours: 24,
        strained_percent: 5,
        strained_overdue_min: 2,
        strained_hours: 12,
    };
}

/// The rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "rule")]
pub enum Reason {
    /// Nothing was ever reported.
    NeverReported,
    /// Nothing is open.
    NothingOpen,
    /// Nothing open is overdue.
    NothingOverdue,
    /// A need or so is overdue, and not for long.
    Few {
        /// How many.
        overdue: u32,
        /// The hours from which it would be strained.
        limit_hours: i64,
    },
    /// Something is overdue, but too small a share and not for long.
    BelowThreshold {
        /// The share that is overdue.
        percent: u32,
        /// The share from which it would be strained.
        limit_percent: u32,
    },
    /// The overdue share reached a threshold.
    Share {
        /// The share that is overdue.
        percent: u32,
        /// The threshold.
        limit_percent: u32,
    },
    /// One need is overdue for long.
    Oldest {
        /// By how many hours.
        hours: i64,
        /// The threshold.
        limit_hours: i64,
    },
    /// Most of it is overdue, and for long.
    Neglected {
        /// The share that is overdue.
        percent: u32,
        /// By how many hours the oldest.
        hours: i64,
    },
}

impl Reason {
    /// The language key of its sentence.
    pub const fn key(&self) -> &'static str {
        match self {
            Reason::NeverReported => "board-rule-never-reported",
            Reason::NothingOpen => "board-rule-nothing-open",
            Reason::NothingOverdue => "board-rule-nothing-overdue",
            Reason::Few { .. } => "board-rule-few",
            Reason::BelowThreshold { .. } => "board-rule-below",
            Reason::Share { .. } => "board-rule-share",
            Reason::Oldest { .. } => "board-rule-oldest",
            Reason::Neglected { .. } => "board-rule-neglected",
        }
    }

    /// The numbers of its sentence, by name.
    pub fn numbers(&self) -> Vec<(&'static str, String)> {
        match *self {
            Reason::NeverReported | Reason::NothingOpen | Reason::NothingOverdue => Vec::new(),
            Reason::Few { overdue, limit_hours } => {
                vec![("n", overdue.to_string()), ("limit", limit_hours.to_string())]
            }
            Reason::BelowThreshold { percent, limit_percent } | Reason::Share { percent, limit_percent } => {
                vec![("percent", percent.to_string()), ("limit", limit_percent.to_string())]
            }
            Reason::Oldest { hours, limit_hours } => {
                vec![("hours", hours.to_string()), ("limit", limit_hours.to_string())]
            }
            Reason::Neglected { percent, hours } => {
                vec![("percent", percent.to_string()), ("hours", hours.to_string())]
            }
        }
    }
}

/// How a lifeline stands and which rule made it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How it stands.
    pub condition: Condition,
    /// The rule.
    pub reason: Reason,
}

/// Judges a lifeline. The first rule that holds decides, worst first.
pub fn judge(signs: &Signs, limits: &Thresholds) -> Verdict {
    let verdict = |condition, reason| Verdict { condition, reason };
    if !signs.is_known {
        return verdict(Condition::Unknown, Reason::NeverReported);
    }
    if signs.open == 0 {
        return verdict(Condition::Stable, Reason::NothingOpen);
    }
    if signs.overdue == 0 {
        return verdict(Condition::Stable, Reason::NothingOverdue);
    }
    let percent = signs.overdue_percent();
    let hours = signs.oldest_overdue_hours.unwrap_or(0);
    if percent >= limits.failing_percent && signs.overdue >= limits.failing_overdue_min {
        return verdict(
            Condition::Failing,
            Reason::Share {
                percent,
                limit_percent: limits.failing_percent,
            },
        );
    }
    if percent >= limits.neglected_percent && hours >= limits.neglected_hours {
        return verdict(Condition::Failing, Reason::Neglected { percent, hours });
    }
    if percent >= limits.strained_percent && signs.overdue >= limits.strained_overdue_min {
        return verdict(
            Condition::Strained,
            Reason::Share {
                percent,
                limit_percent: limits.strained_percent,
            },
        );
    }
    if hours >= limits.strained_hours {
        return verdict(
            Condition::Strained,
            Reason::Oldest {
                hours,
                limit_hours: limits.strained_hours,
            },
        );
    }
    if signs.overdue < limits.strained_overdue_min {
        return verdict(
            Condition::Stable,
            Reason::Few {
                overdue: signs.overdue,
                limit_hours: limits.strained_hours,
            },
        );
    }
    verdict(
        Condition::Stable,
        Reason::BelowThreshold {
            percent,
            limit_percent: limits.strained_percent,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(open: u32, overdue: u32, hours: i64) -> Condition {
        let signs = Signs {
            is_known: true,
            open,
            overdue,
            oldest_overdue_hours: (overdue > 0).then_some(hours),
        };
        judge(&signs, &Thresholds::DEFAULT).condition
    }

    #[test]
    fn a_lifeline_nobody_ever_reported_on_is_unknown_not_stable() {
        let verdict = judge(&Signs::default(), &Thresholds::DEFAULT);
        assert_eq!(
            verdict,
            Verdict {
                condition: Condition::Unknown,
                reason: Reason::NeverReported
            }
        );
    }

    #[test]
    fn nothing_open_and_nothing_overdue_are_stable_for_different_reasons() {
        let signs = Signs {
            is_known: true,
            ..Signs::default()
        };
        assert_eq!(judge(&signs, &Thresholds::DEFAULT).reason, Reason::NothingOpen);
        let signs = Signs { open: 9, ..signs };
        assert_eq!(judge(&signs, &Thresholds::DEFAULT).reason, Reason::NothingOverdue);
    }

    #[test]
    fn each_threshold_holds_from_exactly_its_number_on() {
        assert_eq!(condition(25, 5, 1), Condition::Failing);
        assert_eq!(condition(26, 5, 1), Condition::Strained, "19 % is not 20 %");
        assert_eq!(condition(20, 4, 1), Condition::Strained, "four are not five");
        assert_eq!(condition(40, 2, 1), Condition::Strained);
        assert_eq!(condition(41, 2, 1), Condition::Stable, "4 % is not 5 %");
        assert_eq!(condition(1_000, 1, 12), Condition::Strained);
        assert_eq!(condition(1_000, 1, 11), Condition::Stable);
    }

    #[test]
    fn one_need_left_alone_for_a_day_makes_a_building_fail() {
        assert_eq!(condition(2, 1, 24), Condition::Failing);
        assert_eq!(condition(2, 1, 23), Condition::Strained);
        assert_eq!(condition(3, 1, 24), Condition::Strained, "a third is not half");
    }

    #[test]
    fn more_overdue_never_looks_better() {
        for open in 1..60 {
            for hours in [0, 11, 12, 23, 24, 100] {
                let mut before = Condition::Stable;
                for overdue in 0..=open {
                    let now = condition(open, overdue, hours);
                    assert!(
                        now >= before,
                        "{overdue} of {open} overdue, {hours} h: {now:?} after {before:?}"
                    );
                    before = now;
                }
            }
        }
    }
}
