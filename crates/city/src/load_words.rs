//! What each fault in a city's files is called, and what would be right, in both languages.

use crate::{Lang, LoadErrorKind, PlaceCode, PlaceTree};

impl LoadErrorKind {
    /// What is wrong and what would be right.
    pub(crate) fn words(&self, lang: Lang) -> (String, String) {
        match lang {
            Lang::Zh => self.words_zh(),
            Lang::En => self.words_en(),
        }
    }

    fn words_zh(&self) -> (String, String) {
        use LoadErrorKind::*;
        let (wrong, right) = match self {
            Unreadable { detail } => (format!("文件无法读取（{detail}）"), "一个存在且可读的文件".into()),
            NotUtf8 => (
                "文字编码不是 UTF-8（可能是 GBK）".into(),
                "用 UTF-8 编码另存的文件（Excel：“CSV UTF-8”）".into(),
            ),
            NotToml { detail } => (
                format!("内容有误（{detail}）"),
                "与 data/README.md 中说明一致的 TOML".into(),
            ),
            LevelCount { level, found } => (format!("层级 {level} 出现 {found} 次"), "每个层级恰好一次".into()),
            WidthNotRising { found, above } => (format!("代码长度为 {found} 位"), format!("大于上一级的 {above} 位")),
            WidthTooLarge { found } => (
                format!("代码长度为 {found} 位"),
                format!("不超过 {} 位", PlaceCode::DIGITS_MAX),
            ),
            UnknownZone { found } => (format!("没有时区“{found}”"), "IANA 时区名，例如 Asia/Shanghai".into()),
            NotANumberToDial { found, min, max } => (
                format!("“{found}”不是电话号码"),
                format!("{min} 至 {max} 位数字，例如 120"),
            ),
            OutOfRange { found, min, max } => (format!("数值为 {found}"), format!("{min} 至 {max} 之间的数")),
            FileNotGiven { level } => (
                format!("层级 {level} 没有文件，而其下级有"),
                "每一级都给出文件，直到最后一级".into(),
            ),
            PopulationColumns { found } => (
                format!("{found} 个层级给出人口列"),
                "只由一个有文件的层级给出人口列".into(),
            ),
            NoHeader => ("文件是空的".into(), "第一行为列名".into()),
            ColumnMissing { expected } => ("缺少这一列".into(), format!("列名 {expected}")),
            ColumnUnknown { expected } => ("不认识的列".into(), format!("以下列名之一：{expected}")),
            ColumnTwice => ("这一列出现了两次".into(), "每列只出现一次".into()),
            FieldCount { found, expected } => (
                format!("这一行有 {found} 个字段"),
                format!("与列名行相同，{expected} 个字段"),
            ),
            NotACode { found, width } => (format!("“{found}”不是区划代码"), format!("{width} 位数字")),
            WrongWidth { found, digits, width } => (format!("代码 {found} 有 {digits} 位"), format!("{width} 位数字")),
            CodeTwice { found, first_line } => (
                format!("代码 {found} 已在第{first_line}行用过"),
                "一个未用过的代码".into(),
            ),
            ParentMissing {
                found,
                parent,
                parent_file,
            } => (
                format!("代码 {found} 的上级 {parent} 不存在"),
                format!("以 {parent_file} 中某个代码开头的代码"),
            ),
            NameEmpty => (
                "名称是空的".into(),
                format!("1 至 {} 个字的名称", PlaceTree::NAME_CHARS_MAX),
            ),
            NameTooLong { found } => (
                format!("名称有 {found} 个字"),
                format!("不超过 {} 个字", PlaceTree::NAME_CHARS_MAX),
            ),
            NameUnprintable => ("名称中有换行或其他不可显示的字符".into(), "只含可显示文字的名称".into()),
            NotACount { found } => (format!("“{found}”不是人数"), "0 或以上的整数，例如 1564449".into()),
            NotJson { detail } => (format!("不是 JSON（{detail}）"), "GeoJSON 文件（RFC 7946）".into()),
            NotFeatureCollection => ("没有 features 列表".into(), "GeoJSON 的 FeatureCollection".into()),
            BoundaryOfUnknown { found } => (
                format!("边界的代码“{found}”不是本市的区县"),
                "区县文件中的一个代码".into(),
            ),
            BoundaryTwice { code } => (format!("{code} 有两个边界"), "每个区县一个边界".into()),
            BoundaryMissing { code } => (format!("{code} 没有边界"), "每个区县一个边界".into()),
            NotASeat => ("不是边界内的经纬度".into(), "[经度, 纬度]，单位为度".into()),
            NotAPolygon => (
                "不是多边形，或有坐标超出范围".into(),
                "Polygon 或 MultiPolygon，经纬度以度为单位".into(),
            ),
        };
        (wrong, right)
    }

    fn words_en(&self) -> (String, String) {
        use LoadErrorKind::*;
        let (wrong, right) = match self {
            Unreadable { detail } => (
                format!("the file can't be read ({detail})"),
                "a file that exists and may be read".into(),
            ),
            NotUtf8 => (
                "the text is not UTF-8 (perhaps GBK)".into(),
                "the file saved as UTF-8 (Excel: “CSV UTF-8”)".into(),
            ),
            NotToml { detail } => (
                format!("the content is faulty ({detail})"),
                "TOML as described in data/README.md".into(),
            ),
            LevelCount { level, found } => (
                format!("level {level} occurs {found} times"),
                "each level exactly once".into(),
            ),
            WidthNotRising { found, above } => (
                format!("the code width is {found}"),
                format!("more than the {above} of the level above"),
            ),
            WidthTooLarge { found } => (
                format!("the code width is {found}"),
                format!("at most {}", PlaceCode::DIGITS_MAX),
            ),
            UnknownZone { found } => (
                format!("there is no time zone “{found}”"),
                "an IANA name such as Asia/Shanghai".into(),
            ),
            NotANumberToDial { found, min, max } => (
                format!("“{found}” is no telephone number"),
                format!("{min} to {max} digits, such as 120"),
            ),
            OutOfRange { found, min, max } => (
                format!("the number is {found}"),
                format!("a number from {min} to {max}"),
            ),
            FileNotGiven { level } => (
                format!("level {level} has no file but one below it has"),
                "a file for each level down to the last one given".into(),
            ),
            PopulationColumns { found } => (
                format!("{found} levels name a population column"),
                "one level that has a file".into(),
            ),
            NoHeader => ("the file is empty".into(), "a first line with the column names".into()),
            ColumnMissing { expected } => ("the column is missing".into(), format!("a column named {expected}")),
            ColumnUnknown { expected } => (
                "the column is not known".into(),
                format!("one of these columns: {expected}"),
            ),
            ColumnTwice => ("the column occurs twice".into(), "each column once".into()),
            FieldCount { found, expected } => (
                format!("the row has {found} fields"),
                format!("{expected} fields, as in the header"),
            ),
            NotACode { found, width } => (format!("“{found}” is not a place code"), format!("{width} digits")),
            WrongWidth { found, digits, width } => {
                (format!("code {found} has {digits} digits"), format!("{width} digits"))
            }
            CodeTwice { found, first_line } => (
                format!("code {found} is already used in row {first_line}"),
                "a code not used yet".into(),
            ),
            ParentMissing {
                found,
                parent,
                parent_file,
            } => (
                format!("code {found} lies in {parent}, which does not exist"),
                format!("a code that starts with one from {parent_file}"),
            ),
            NameEmpty => (
                "the name is empty".into(),
                format!("a name of 1 to {} characters", PlaceTree::NAME_CHARS_MAX),
            ),
            NameTooLong { found } => (
                format!("the name has {found} characters"),
                format!("at most {}", PlaceTree::NAME_CHARS_MAX),
            ),
            NameUnprintable => (
                "the name holds a line break or another character that can't be shown".into(),
                "a name of printable text".into(),
            ),
            NotACount { found } => (
                format!("“{found}” is not a number of people"),
                "a whole number from 0 up, such as 1564449,".into(),
            ),
            NotJson { detail } => (
                format!("this is not JSON ({detail})"),
                "a GeoJSON file (RFC 7946)".into(),
            ),
            NotFeatureCollection => (
                "there is no list of features".into(),
                "a GeoJSON FeatureCollection".into(),
            ),
            BoundaryOfUnknown { found } => (
                format!("boundary code “{found}” is no district of the city"),
                "a code from the districts' file".into(),
            ),
            BoundaryTwice { code } => (
                format!("{code} has two boundaries"),
                "one boundary for each district".into(),
            ),
            BoundaryMissing { code } => (
                format!("{code} has no boundary"),
                "one boundary for each district".into(),
            ),
            NotASeat => (
                "this is no position inside the boundary".into(),
                "[longitude, latitude] in degrees".into(),
            ),
            NotAPolygon => (
                "this is no polygon, or a position is out of range".into(),
                "a Polygon or MultiPolygon in degrees".into(),
            ),
        };
        (wrong, right)
    }
}
