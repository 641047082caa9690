//! What volunteer platforms' exports and communities' own lists call the columns of the table of volunteers, beside its own headings
//! in both languages. Blanks, capitals, full-width signs, stars and remarks in brackets make no difference: `* 手机号码（必填）` is
//! `手机号码`. A column with free words for skills or times is rather left out than refused row by row.

use super::{BIRTH_YEAR, COMMUNITY, COVERED, GUARDIAN, NAME, PHONE};
use tongxin_import::OtherNames;

/// Each column with its other names, the likeliest first: of two that may be the same, the first is read.
pub(super) const OTHER_NAMES: &[OtherNames] = &[
    (
        NAME,
        &[
            "志愿者姓名",
            "真实姓名",
            "名字",
            "Full name",
            "Volunteer name",
            "Volunteer",
        ],
    ),
    (
        PHONE,
        &[
            "手机号码",
            "手机号",
            "手机",
            "移动电话",
            "联系手机",
            "电话号码",
            "联系电话",
            "联系方式",
            "Mobile number",
            "Mobile phone",
            "Mobile",
            "Cell phone",
            "Phone number",
            "Phone",
            "Tel",
            "Contact number",
        ],
    ),
    (
        BIRTH_YEAR,
        &[
            "出生年",
            "出生年月",
            "出生日期",
            "出生年月日",
            "生日",
            "Birth year",
            "Year born",
            "Date of birth",
            "Birth date",
            "Birthday",
            "DOB",
        ],
    ),
    (
        COMMUNITY,
        &[
            "所属社区",
            "所在社区",
            "居住社区",
            "常住社区",
            "社区名称",
            "村（社区）",
            "村居",
            "Home community",
            "Community name",
            "Neighbourhood",
            "Neighborhood",
        ],
    ),
    (
        COVERED,
        &["是否投保", "已投保", "是否有保险", "保险", "Insurance", "Has insurance"],
    ),
    (
        GUARDIAN,
        &[
            "监护人是否同意",
            "监护人知情同意",
            "Guardian consent",
            "Parental consent",
        ],
    ),
];
