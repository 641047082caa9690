//! What this crate's errors say to a person, in both languages. English is each error's `Display`.

use crate::calendar::CalendarError;
use crate::code::PlaceCodeError;
use crate::ids::IdError;
use crate::{AddError, AreaError, Lang, NumberingError, PlaceCode, PlaceTree};

macro_rules! messages {
    ($($error:ty),+) => {$(
        impl $error {
            /// What is wrong and what would be right, in that language.
            pub fn message(&self, lang: Lang) -> String {
                match lang {
                    Lang::Zh => self.message_zh(),
                    Lang::En => self.to_string(),
                }
            }
        }
    )+};
}

messages!(
    PlaceCodeError,
    AddError,
    NumberingError,
    AreaError,
    CalendarError,
    IdError
);

impl PlaceCodeError {
    fn message_zh(&self) -> String {
        let digits = PlaceCode::DIGITS_MAX;
        match self {
            PlaceCodeError::Empty => format!("区划代码是空的：应为 1 至 {digits} 位数字"),
            PlaceCodeError::TooLong { found } => format!("区划代码有 {found} 位：应为不超过 {digits} 位数字"),
            PlaceCodeError::NotADigit { found } => format!("区划代码中有“{found}”：应只含数字 0 至 9"),
        }
    }
}

impl AddError {
    fn message_zh(&self) -> String {
        let chars = PlaceTree::NAME_CHARS_MAX;
        match self {
            AddError::WrongWidth { code, found, expected } => {
                format!("区划代码 {code} 有 {found} 位：应为以下位数之一：{expected}")
            }
            AddError::ParentMissing { code, parent } => format!("地点 {code} 的上级 {parent} 不存在：应先添加上级"),
            AddError::CodeTaken { code, name } => format!("区划代码 {code} 已属于“{name}”：应为未用过的代码"),
            AddError::SecondCity { code, city } => format!("本系统的城市是 {city}：不能再添加城市 {code}"),
            AddError::NameEmpty => format!("地点名称是空的：应为 1 至 {chars} 个字"),
            AddError::NameTooLong { found } => format!("地点名称有 {found} 个字：应为不超过 {chars} 个字"),
            AddError::NameUnprintable => "地点名称中有换行或其他不可显示的字符：应只含可显示的文字".into(),
        }
    }
}

impl NumberingError {
    fn message_zh(&self) -> String {
        match self {
            NumberingError::ParentMissing(code) => format!("地点 {code} 不存在"),
            NumberingError::NothingBelow(code) => format!("{code} 是楼栋：下面不能再有地点"),
            NumberingError::Full(code) => format!("地点 {code} 下的编号已用完"),
        }
    }
}

impl AreaError {
    fn message_zh(&self) -> String {
        match self {
            AreaError::NameEmpty => "片区没有名称".into(),
            AreaError::NoPlaces { name } => format!("片区“{name}”没有地点：应至少有一个区划代码"),
            AreaError::UnknownPlace { name, code } => format!("片区“{name}”中的地点 {code} 在本市不存在"),
        }
    }
}

impl CalendarError {
    fn message_zh(&self) -> String {
        match self {
            CalendarError::NotATimestamp(text) => {
                format!("“{text}”不是时刻：应为日期加时间，例如 2022-11-24T19:00:00Z")
            }
            CalendarError::NotADay(text) => format!("“{text}”不是日期：应为例如 2022-11-24"),
            CalendarError::NotALocalTime(text) => format!("“{text}”不是日期和时间：应为例如 2022-11-24T19:00"),
            CalendarError::UnknownZone(text) => format!("“{text}”不是时区：应为 IANA 时区名，例如 Asia/Shanghai"),
        }
    }
}

impl IdError {
    fn message_zh(&self) -> String {
        match self {
            IdError::WrongLength { found, symbols } => {
                format!("编号“{found}”有 {symbols} 个字符：应为 14 个，例如 0AMN-S3QG-2PSZ-H9")
            }
            IdError::WrongSymbol { found } => format!("编号中有“{found}”：应只含数字和 U 以外的字母"),
            IdError::WrongCheck { found } => format!("编号“{found}”有误：末位校验不符，请核对"),
            IdError::OutOfRange => "编号应为 0 至 2^63 - 1 之间的数".into(),
        }
    }
}
