#![allow(clippy::unwrap_used, missing_docs)]
//! Broken city files: every fault is named with its file, row and field, what is wrong and what would be right.

mod both_cities;

use std::io;

use both_cities::folder_of;
use tongxin_city::load_error::Row;
use tongxin_city::{City, Lang, LoadErrorKind as Kind, LoadErrors};

/// The harbour with one file changed.
fn with(file: &str, change: impl Fn(String) -> Vec<u8>) -> Result<City, LoadErrors> {
    City::read(|name| {
        let text = std::fs::read_to_string(folder_of("harbour").join(name))?;
        Ok(if name == file { change(text) } else { text.into_bytes() })
    })
}

fn replaced(file: &str, from: &str, to: &str) -> LoadErrors {
    with(file, |text| {
        assert!(text.contains(from), "{from:?} is in {file}");
        text.replacen(from, to, 1).into_bytes()
    })
    .unwrap_err()
}

/// File, row, field and kind of the first error.
fn first(errors: &LoadErrors) -> (&str, Row, &str, &Kind) {
    let error = errors.iter().next().unwrap();
    (
        &error.file,
        error.row,
        error.field.as_deref().unwrap_or(""),
        &error.kind,
    )
}

#[test]
fn each_fault_in_a_csv_file_names_file_row_field_and_what_would_be_right() {
    let communities = "communities.csv";
    let second = "900010101,海星社区,Starfish Community";
    type Case<'a> = (&'a str, &'a str, &'a str, Row, &'a str, &'a str, &'a str);
    let cases: [Case; 14] = [
        (
            communities,
            second,
            "900010101,,Starfish Community",
            Row::Line(2),
            "name",
            "name is empty",
            "1 to 80",
        ),
        (
            communities,
            second,
            "900010101, \t ,Starfish",
            Row::Line(2),
            "name",
            "name is empty",
            "1 to 80",
        ),
        (
            communities,
            second,
            "90001010,海星社区,Starfish",
            Row::Line(2),
            "code",
            "8 digits",
            "9 digits",
        ),
        (
            communities,
            second,
            ",海星社区,Starfish",
            Row::Line(2),
            "code",
            "“” is not a place code",
            "9 digits",
        ),
        (
            communities,
            second,
            "90001O101,海星社区,Starfish",
            Row::Line(2),
            "code",
            "“90001O101”",
            "9 digits",
        ),
        (
            communities,
            second,
            "900990101,海星社区,Starfish",
            Row::Line(2),
            "code",
            "lies in 9009901",
            "subdistricts.csv",
        ),
        (
            communities,
            second,
            "900010102,海星社区,Starfish",
            Row::Line(3),
            "code",
            "already used in row 2",
            "not used yet",
        ),
        (
            communities,
            second,
            "900010101,海星社区",
            Row::Line(2),
            "",
            "2 fields",
            "3 fields",
        ),
        (
            communities,
            second,
            "900010101,海星社区,a,b",
            Row::Line(2),
            "",
            "4 fields",
            "3 fields",
        ),
        (
            communities,
            second,
            "900010101,\"海\n星\",a",
            Row::Line(2),
            "name",
            "line break",
            "printable",
        ),
        (
            "subdistricts.csv",
            "61240",
            "-61240",
            Row::Line(2),
            "population",
            "“-61240”",
            "whole number",
        ),
        (
            "subdistricts.csv",
            "61240",
            "6.1万",
            Row::Line(2),
            "population",
            "“6.1万”",
            "whole number",
        ),
        (
            "subdistricts.csv",
            "61240",
            "",
            Row::Line(2),
            "population",
            "“”",
            "whole number",
        ),
        (
            "subdistricts.csv",
            "61240",
            "99999999999",
            Row::Line(2),
            "population",
            "“99999999999”",
            "whole number",
        ),
    ];
    for (file, from, to, row, field, wrong, right) in cases {
        let errors = replaced(file, from, to);
        let error = errors.iter().next().unwrap();
        assert_eq!(
            (error.file.as_str(), error.row, error.field.as_deref().unwrap_or("")),
            (file, row, field),
            "{to}"
        );
        assert!(error.wrong(Lang::En).contains(wrong), "{to}: {error}");
        assert!(error.right(Lang::En).contains(right), "{to}: {error}");
        assert_eq!(errors.len(), 1, "{to}: one fault, one message:\n{errors}");
    }
}

#[test]
fn a_long_name_is_refused_with_its_length() {
    let errors = replaced("districts.csv", "潮汐区", &"潮".repeat(81));
    assert_eq!(
        first(&errors),
        ("districts.csv", Row::Line(2), "name", &Kind::NameTooLong { found: 81 })
    );
}

#[test]
fn a_name_of_eighty_characters_loads_though_its_pinyin_is_longer() {
    let city = with("districts.csv", |text| {
        text.replace("潮汐区,Tidewater District", &format!("{},", "潮".repeat(80)))
            .into()
    });
    let tree = city.unwrap().tree;
    assert_eq!(
        tree.get(&"90001".parse().unwrap()).unwrap().name(Lang::En),
        "潮".repeat(80)
    );
    assert_eq!(tree.len(), 57);
}

#[test]
fn a_missing_column_is_named_once_and_does_not_make_orphans_below() {
    let errors = replaced("districts.csv", "code,name,name_en", "code,title,name_en");
    let found: Vec<_> = errors
        .iter()
        .map(|e| (e.row, e.field.clone().unwrap(), e.kind.clone()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Row::Line(1),
                "title".into(),
                Kind::ColumnUnknown {
                    expected: "code, name, name_en".into()
                }
            ),
            (
                Row::Line(1),
                "name".into(),
                Kind::ColumnMissing {
                    expected: "name".into()
                }
            ),
        ]
    );
    let errors = replaced("subdistricts.csv", ",population", ",people");
    assert!(
        errors.iter().any(|e| e.kind
            == Kind::ColumnMissing {
                expected: "population".into()
            }),
        "{errors}"
    );
}

#[test]
fn a_column_that_occurs_twice_is_refused() {
    let errors = replaced("districts.csv", "code,name,name_en", "code,name,name");
    assert_eq!(
        first(&errors),
        ("districts.csv", Row::Line(1), "name", &Kind::ColumnTwice)
    );
}

#[test]
fn an_empty_file_and_a_missing_file_are_named() {
    let errors = with("communities.csv", |_| Vec::new()).unwrap_err();
    assert_eq!(first(&errors), ("communities.csv", Row::Line(1), "", &Kind::NoHeader));

    let errors = City::read(|name| match name {
        "subdistricts.csv" => Err(io::Error::new(io::ErrorKind::NotFound, "gone")),
        name => std::fs::read(folder_of("harbour").join(name)),
    })
    .unwrap_err();
    assert_eq!(
        errors.len(),
        1,
        "the communities are not called orphans for it: {errors}"
    );
    assert!(matches!(
        first(&errors),
        ("subdistricts.csv", Row::None, "", Kind::Unreadable { .. })
    ));

    let errors = City::load(&folder_of("atlantis")).unwrap_err();
    assert!(matches!(
        first(&errors),
        ("city.toml", Row::None, "", Kind::Unreadable { .. })
    ));
}

#[test]
fn rows_in_gbk_are_each_named_and_the_remedy_is_said() {
    // 海星社区 as GBK, the encoding in which Excel saves CSV files on a Chinese Windows.
    const GBK: &[u8] = b"\xba\xa3\xd0\xc7\xc9\xe7\xc7\xf8";
    let errors = with("communities.csv", |text| {
        let (before, after) = text.split_once("海星社区").unwrap();
        [before.as_bytes(), GBK, after.as_bytes()].concat()
    })
    .unwrap_err();
    assert_eq!(
        first(&errors),
        ("communities.csv", Row::Line(2), "name", &Kind::NotUtf8)
    );
    assert_eq!(errors.len(), 1);
    assert!(
        errors.message(Lang::Zh).contains("另存"),
        "{}",
        errors.message(Lang::Zh)
    );
    assert!(errors.message(Lang::En).contains("UTF-8"));

    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain("code,name".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let errors = with("communities.csv", |_| utf16.clone()).unwrap_err();
    assert_eq!(first(&errors), ("communities.csv", Row::Line(1), "", &Kind::NotUtf8));
    let errors = with("city.toml", |text| [text.as_bytes(), b"\n# \xba\xa3"].concat()).unwrap_err();
    assert!(
        matches!(first(&errors), ("city.toml", Row::Line(67..), "", Kind::NotUtf8)),
        "{errors}"
    );
}

#[test]
fn a_byte_order_mark_windows_line_ends_blank_lines_and_spaces_are_forgiven() {
    let city = with("communities.csv", |text| {
        format!("\u{feff}{}", text.replace('\n', "\r\n\r\n").replace(',', " , ")).into()
    });
    assert_eq!(city.unwrap().tree.len(), 57);
    let city = with("city.toml", |text| format!("\u{feff}{text}").into());
    assert_eq!(city.unwrap().tree.len(), 57);
}

#[test]
fn rows_are_counted_as_an_editor_counts_lines() {
    let errors = with("communities.csv", |text| {
        text.replacen('\n', "\n\n\n", 1)
            .replace("900010102,", "9000101,")
            .into()
    });
    assert_eq!(first(&errors.unwrap_err()).1, Row::Line(5));
}

#[test]
fn all_faults_of_all_files_come_at_once_and_in_order() {
    let errors = City::read(|name| {
        let text = std::fs::read_to_string(folder_of("harbour").join(name))?;
        let text = match name {
            "districts.csv" => text.replace("珊瑚区", ""),
            "subdistricts.csv" => text.replace("48815", "many").replace("9000401", "9009901"),
            "communities.csv" => text.replace("900010102", "900010101").replace("900010103,", "12,"),
            "districts.geojson" => text.replace("\"code\": \"90003\"", "\"code\": \"90033\""),
            _ => text,
        };
        Ok(text.into_bytes())
    })
    .unwrap_err();
    let found: Vec<(&str, Row, &str)> = errors
        .iter()
        .map(|e| (e.file.as_str(), e.row, e.field.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(
        found,
        [
            ("districts.csv", Row::Line(3), "name"),
            ("subdistricts.csv", Row::Line(3), "population"),
            ("subdistricts.csv", Row::Line(11), "code"),
            ("communities.csv", Row::Line(3), "code"),
            ("communities.csv", Row::Line(4), "code"),
            ("communities.csv", Row::Line(34), "code"),
            ("communities.csv", Row::Line(35), "code"),
            ("districts.geojson", Row::Feature(3), "code"),
            ("districts.geojson", Row::None, "code"),
        ],
        "{errors}"
    );
}

#[test]
fn each_fault_in_the_citys_own_file_is_named() {
    let cases: [(&str, &str, &str, &str); 15] = [
        ("[city]", "[city", "", ""),
        (
            "time_zone = \"Atlantic/Azores\"",
            "time_zone = \"Atlantic/Atlantis\"",
            "time_zone",
            "Atlantic/Atlantis",
        ),
        ("time_zone =", "timezone =", "", "timezone"),
        ("code = \"900\"", "code = \"9\"", "code", "1 digits"),
        ("code = \"900\"", "code = \"9OO\"", "code", "9OO"),
        ("code = \"900\"", "code = 900", "", "string"),
        ("width = 7", "width = 5", "width", "5"),
        ("width = 14", "width = 25", "width", "25"),
        ("road_factor = 1.4", "road_factor = 0.5", "road_factor", "0.5"),
        (
            "persons_per_household = 2.2",
            "persons_per_household = nan",
            "persons_per_household",
            "NaN",
        ),
        (
            "fire = \"112\"",
            "fire = \"911 or 112\"",
            "emergency.fire",
            "911 or 112",
        ),
        ("police = \"112\"", "polise = \"112\"", "", "polise"),
        ("rural_weight = 1", "rural_weight = 0", "rural_weight", "0"),
        ("level = \"community\"", "level = \"subdistrict\"", "levels", "2 times"),
        (
            "file = \"subdistricts.csv\"\npopulation_column = \"population\"\n",
            "",
            "file",
            "subdistrict has no file",
        ),
    ];
    for (from, to, field, wrong) in cases {
        let errors = replaced("city.toml", from, to);
        let (file, _, found_field, _) = first(&errors);
        assert_eq!((file, found_field), ("city.toml", field), "{to}: {errors}");
        assert!(
            errors.iter().next().unwrap().wrong(Lang::En).contains(wrong),
            "{to}: {errors}"
        );
    }
    let errors = replaced("city.toml", "time_zone = \"Atlantic/Azores\"", "time_zone = \"Mars\"");
    assert_eq!(first(&errors).1, Row::Line(7), "{errors}");
    let errors = replaced(
        "city.toml",
        "file = \"districts.csv\"",
        "file = \"districts.csv\"\npopulation_column = \"p\"",
    );
    assert_eq!(first(&errors).3, &Kind::PopulationColumns { found: 2 });
}

#[test]
fn several_faults_of_the_citys_own_file_come_at_once() {
    let errors = with("city.toml", |text| {
        text.replace("Atlantic/Azores", "Nowhere")
            .replace("= 1.4", "= 9.0")
            .replace("width = 14", "width = 2")
            .into()
    })
    .unwrap_err();
    let fields: Vec<_> = errors.iter().filter_map(|e| e.field.as_deref()).collect();
    assert_eq!(fields, ["width", "time_zone", "road_factor"]);
}

#[test]
fn each_fault_in_the_boundaries_is_named() {
    let file = "districts.geojson";
    let errors = with(file, |text| text[..200].into()).unwrap_err();
    assert!(matches!(first(&errors), (_, Row::Line(_), "", Kind::NotJson { .. })));
    let errors = with(file, |_| b"{}".to_vec()).unwrap_err();
    assert_eq!(
        first(&errors),
        (file, Row::None, "features", &Kind::NotFeatureCollection)
    );
    let errors = replaced(file, "\"Polygon\"", "\"Point\"");
    assert_eq!(first(&errors), (file, Row::Feature(1), "geometry", &Kind::NotAPolygon));
    let errors = replaced(file, "\"seat\": [-", "\"seat\": [-1");
    assert_eq!(first(&errors), (file, Row::Feature(1), "seat", &Kind::NotASeat));
    let errors = replaced(file, "[[[-33.2, 34.4]", "[[[-33.2, 134.4]");
    assert_eq!(first(&errors), (file, Row::Feature(1), "geometry", &Kind::NotAPolygon));
    let errors = replaced(file, "\"code\": \"90002\"", "\"code\": \"90001\"");
    assert!(errors.iter().any(|e| matches!(e.kind, Kind::BoundaryTwice { .. })));
    assert!(errors.iter().any(|e| matches!(e.kind, Kind::BoundaryMissing { .. })));
}

#[test]
fn a_message_is_a_whole_sentence_in_both_languages() {
    let errors = replaced("communities.csv", "900010101,海星社区", "90001010,海星社区");
    assert_eq!(
        errors.message(Lang::En),
        "communities.csv, row 2, field code: code 90001010 has 8 digits; 9 digits would be right."
    );
    assert_eq!(
        errors.message(Lang::Zh),
        "communities.csv 第2行 字段 code：代码 90001010 有 8 位；应为：9 位数字。"
    );
}
