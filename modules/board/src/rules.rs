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
    /// Of these, needs that say that nobody knows how somebody is.
    pub unseen: u32,
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
    /// Strained at once when nobody knows how so many people are: a visit that was missed is not waited out.
    pub strained_unseen: u32,
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
        strained_unseen: 1,
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
    /// People were not seen, by a visit that nobody made or at a door that stayed closed.
    Unseen {
        /// How many.
        people: u32,
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
            Reason::Unseen { .. } => "board-rule-unseen",
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
            Reason::Unseen { people } => vec![("n", people.to_string())],
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
    if signs.unseen >= limits.strained_unseen {
        return verdict(Condition::Strained, Reason::Unseen { people: signs.unseen });
    }
    if signs.overdue == 0 {
        return verdict(Condition::Stable, Reason::NothingOverdue);
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
mod tests;
