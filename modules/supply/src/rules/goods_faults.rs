//! What is wrong with a goods file: where, what, and what would be right, in both languages. Whoever starts the server
//! reads it, so that the words stand here and not among those of the pages.

use crate::limits::{CATEGORIES_MAX, CATEGORY_KEY_CHARS_MAX};
use std::fmt;
use tongxin_city::Lang;

/// One thing that is wrong with a goods file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsFault {
    /// The file.
    pub file: String,
    /// Where in it: `grain.norm.amount`, or empty for the whole.
    pub key: String,
    /// What is wrong.
    pub kind: GoodsFaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are the numbers and texts of the variant's message"
)]
pub enum GoodsFaultKind {
    /// The file can't be read: missing, or no permission.
    Unreadable { detail: String },
    /// Bytes that are not UTF-8, such as GBK.
    NotUtf8,
    /// Not TOML, or a key is missing, unknown or of the wrong type.
    NotToml { detail: String, line: usize },
    /// No category, or too many.
    Count { found: usize },
    /// A key that is not plain.
    Key { found: String },
    /// A key that another category has.
    KeyTwice { found: String },
    /// A text that is empty or too long.
    Text { max: usize },
    /// A number outside its range.
    OutOfRange { found: i64, min: i64, max: i64 },
    /// Cover would be failing before it is strained.
    ThresholdOrder { strained: i64, failing: i64 },
}

/// Everything that is wrong with a goods file; at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsFaults(Vec<GoodsFault>);

impl GoodsFaults {
    pub(crate) fn new(faults: Vec<GoodsFault>) -> GoodsFaults {
        GoodsFaults(faults)
    }

    /// What is wrong with the file as a whole.
    pub(crate) fn alone(file: &str, kind: GoodsFaultKind) -> GoodsFaults {
        GoodsFaults(vec![GoodsFault {
            file: file.to_owned(),
            key: String::new(),
            kind,
        }])
    }

    pub(crate) fn unreadable(file: &str, error: &std::io::Error) -> GoodsFaults {
        let detail = error.to_string();
        GoodsFaults::alone(file, GoodsFaultKind::Unreadable { detail })
    }

    /// The faults, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, GoodsFault> {
        self.0.iter()
    }

    /// One sentence a line, all of them.
    pub fn message(&self, lang: Lang) -> String {
        let lines: Vec<String> = self.iter().map(|fault| fault.message(lang)).collect();
        lines.join("\n")
    }
}

impl fmt::Display for GoodsFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for GoodsFaults {}

impl GoodsFault {
    /// The whole sentence: where, what is wrong, what would be right.
    pub fn message(&self, lang: Lang) -> String {
        let GoodsFault { file, key, .. } = self;
        let (wrong, right) = match lang {
            Lang::Zh => self.kind.words_zh(),
            Lang::En => self.kind.words_en(),
        };
        match (lang, key.as_str()) {
            (Lang::Zh, "") => format!("{file}：{wrong}；应为：{right}。"),
            (Lang::Zh, key) => format!("{file}，{key}：{wrong}；应为：{right}。"),
            (Lang::En, "") => format!("{file}: {wrong}; {right} would be right."),
            (Lang::En, key) => format!("{file}, {key}: {wrong}; {right} would be right."),
        }
    }
}

impl GoodsFaultKind {
    fn words_zh(&self) -> (String, String) {
        use GoodsFaultKind::*;
        match self {
            Unreadable { detail } => (format!("文件无法读取（{detail}）"), "一个存在且可读的文件".into()),
            NotUtf8 => ("文字编码不是 UTF-8".into(), "用 UTF-8 编码保存的文件".into()),
            NotToml { detail, line } => (
                format!("第{line}行有误（{detail}）"),
                "与内置 goods.toml 中说明一致的 TOML".into(),
            ),
            Count { found } => (format!("有 {found} 个类别"), format!("1 至 {CATEGORIES_MAX} 个类别")),
            Key { found } => (
                format!("类别键为“{found}”"),
                format!("不超过 {CATEGORY_KEY_CHARS_MAX} 个小写字母、数字或下划线，以字母开头"),
            ),
            KeyTwice { found } => (format!("类别键“{found}”出现了两次"), "每个类别键只用一次".into()),
            Text { max } => ("文字为空或过长".into(), format!("1 至 {max} 个字")),
            OutOfRange { found, min, max } => (format!("数值为 {found}"), format!("{min} 至 {max} 之间的整数")),
            ThresholdOrder { strained, failing } => (
                format!("紧张线 {strained} 天低于告急线 {failing} 天"),
                "紧张线不低于告急线".into(),
            ),
        }
    }

    fn words_en(&self) -> (String, String) {
        use GoodsFaultKind::*;
        match self {
            Unreadable { detail } => (
                format!("the file can't be read ({detail})"),
                "a file that exists and may be read".into(),
            ),
            NotUtf8 => ("the text is not UTF-8".into(), "a file saved as UTF-8".into()),
            NotToml { detail, line } => (
                format!("line {line} can't be read ({detail})"),
                "TOML as the built-in goods.toml explains it".into(),
            ),
            Count { found } => (
                format!("there are {found} categories"),
                format!("1 to {CATEGORIES_MAX} categories"),
            ),
            Key { found } => (
                format!("the key is {found:?}"),
                format!(
                    "at most {CATEGORY_KEY_CHARS_MAX} small letters, digits or underscores, beginning with a letter"
                ),
            ),
            KeyTwice { found } => (
                format!("the key {found:?} is there twice"),
                "each key for one category".into(),
            ),
            Text { max } => ("the text is empty or too long".into(), format!("1 to {max} characters")),
            OutOfRange { found, min, max } => (
                format!("the number is {found}"),
                format!("a whole number from {min} to {max}"),
            ),
            ThresholdOrder { strained, failing } => (
                format!("{strained} days are strained and {failing} failing"),
                "failing no later than strained".into(),
            ),
        }
    }
}
