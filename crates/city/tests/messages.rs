#![allow(clippy::unwrap_used, missing_docs)]
//! Every error is said in both languages, with the value that was wrong.

use tongxin_city::{AddError, Area, Day, Lang, NeedId, NewPlace, PlaceCode, PlaceTree, Timestamp, Widths, Zone};

#[test]
fn each_error_names_the_wrong_value_in_both_languages() {
    let tree = PlaceTree::new(Widths::CHINA);
    let code: PlaceCode = "500112".parse().unwrap();
    let area = Area::new("新区", [code], &tree).unwrap_err();
    let messages = [
        (
            "O",
            Lang::ALL.map(|lang| "5O".parse::<PlaceCode>().unwrap_err().message(lang)),
        ),
        (
            "昨天",
            Lang::ALL.map(|lang| "昨天".parse::<Timestamp>().unwrap_err().message(lang)),
        ),
        (
            "2022-02-30",
            Lang::ALL.map(|lang| "2022-02-30".parse::<Day>().unwrap_err().message(lang)),
        ),
        (
            "Mars",
            Lang::ALL.map(|lang| Zone::named("Mars").unwrap_err().message(lang)),
        ),
        (
            "0000",
            Lang::ALL.map(|lang| "0000".parse::<NeedId>().unwrap_err().message(lang)),
        ),
        ("500112", Lang::ALL.map(|lang| area.message(lang))),
        (
            "500112",
            Lang::ALL.map(|lang| tree.next_child_code(&code).unwrap_err().message(lang)),
        ),
    ];
    for (value, [zh, en]) in messages {
        assert!(zh.contains(value) && en.contains(value), "{zh} / {en}");
        assert!(!zh.is_ascii(), "{zh}");
        assert_ne!(zh, en);
    }
}

#[test]
fn a_refused_place_is_told_why_in_both_languages() {
    let mut tree = PlaceTree::new(Widths::CHINA);
    let new = |code: &str, name: &str| NewPlace {
        code: code.parse().unwrap(),
        name_zh: name.into(),
        name_en: None,
        population: None,
    };
    let error: AddError = tree.add(new("500112", "渝北区")).unwrap_err();
    assert_eq!(error.message(Lang::Zh), "地点 500112 的上级 50 不存在：应先添加上级");
    assert_eq!(
        error.message(Lang::En),
        "place 500112 would lie in 50, which does not exist"
    );
    tree.add(new("50", "重庆市")).unwrap();
    assert_eq!(
        tree.add(new("50", "x")).unwrap_err().message(Lang::Zh),
        "区划代码 50 已属于“重庆市”：应为未用过的代码"
    );
}
