//! What is wrong with a scenario file, and what would be right, in both languages.

use std::fmt;
use tongxin_city::Lang;

/// Why a scenario can't be played.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// The file can't be read.
    #[error("{}", self.message(Lang::En))]
    Unreadable {
        /// The file.
        file: String,
        /// The system's words.
        detail: String,
    },
    /// It is no TOML, or a key is missing, unknown or of the wrong type.
    #[error("{}", self.message(Lang::En))]
    NotAScenario {
        /// The file.
        file: String,
        /// Where and what.
        detail: String,
    },
    /// Values that can't be played.
    #[error("{}", self.message(Lang::En))]
    Faults {
        /// The file.
        file: String,
        /// All of them.
        faults: Vec<Fault>,
    },
}

impl ScenarioError {
    /// What is wrong and what would be right, one fault a line.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            ScenarioError::Unreadable { file, detail } => lang.pick(
                format!("剧本 {file} 无法读取：{detail}"),
                format!("scenario {file} cannot be read: {detail}"),
            ),
            ScenarioError::NotAScenario { file, detail } => lang.pick(
                format!("剧本 {file} 的内容有误：\n{detail}"),
                format!("scenario {file} is not right:\n{detail}"),
            ),
            ScenarioError::Faults { file, faults } => {
                let lines: Vec<String> = faults.iter().map(|fault| fault.message(lang)).collect();
                format!("{file}:\n{}", lines.join("\n"))
            }
        }
    }
}

/// A value that can't be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The key, such as `needs[0].minutes.solve`.
    pub key: String,
    /// What was found.
    pub found: String,
    /// What would be right.
    pub right: Right,
}

impl Fault {
    /// The fault in a line.
    pub fn message(&self, lang: Lang) -> String {
        let Fault { key, found, right } = self;
        let right = right.words(lang);
        lang.pick(
            format!("  {key} 为 {found}，应为{right}"),
            format!("  {key} is {found}: {right} would be right"),
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message(Lang::En).trim_start())
    }
}

/// What would be right in the place of a wrong value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Right {
    /// A number in that range.
    Between {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// Shares that make 1.
    SharesOfOne,
    /// 24 weights.
    HourWeights,
    /// The shortest and the longest, in minutes.
    MinutesRange,
    /// A date.
    Date,
    /// At least one value.
    NotEmpty,
    /// Exactly one such entry.
    Once,
}

impl Right {
    fn words(self, lang: Lang) -> String {
        match self {
            Right::Between { min, max } => lang.pick(
                format!(" {min} 至 {max} 之间的数"),
                format!("a number from {min} to {max}"),
            ),
            Right::SharesOfOne => lang.pick("合计为 1 的占比", "shares that make 1").to_owned(),
            Right::HourWeights => lang
                .pick(
                    " 24 个不小于 0 的权重，每小时一个",
                    "24 weights of 0 or more, one for each hour",
                )
                .to_owned(),
            Right::MinutesRange => lang
                .pick("[最短, 最长]，1 至 1440 分钟", "[shortest, longest], 1 to 1440 minutes")
                .to_owned(),
            Right::Date => lang
                .pick("形如 2022-11-23 的日期", "a date such as 2022-11-23")
                .to_owned(),
            Right::NotEmpty => lang.pick("至少一项", "at least one").to_owned(),
            Right::Once => lang.pick("恰好一次", "exactly once").to_owned(),
        }
    }
}
