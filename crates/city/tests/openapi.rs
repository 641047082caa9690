#![allow(clippy::unwrap_used, missing_docs)]
//! The described shapes of the value types, against the values themselves.

use serde_json::Value;
use tongxin_city::{Day, Lang, Level, NeedId, PlaceCode, Timestamp};
use utoipa::{PartialSchema, ToSchema};

fn schema<T: PartialSchema>() -> Value {
    serde_json::to_value(T::schema()).unwrap()
}

#[test]
fn every_value_type_is_described_as_a_string_with_a_name_of_its_own() {
    for described in [
        schema::<PlaceCode>(),
        schema::<Timestamp>(),
        schema::<Day>(),
        schema::<Level>(),
        schema::<Lang>(),
        schema::<NeedId>(),
    ] {
        assert_eq!(described["type"], "string", "{described}");
        assert!(described["description"].is_string());
    }
    assert_eq!(NeedId::name(), "NeedId");
    assert_eq!(PlaceCode::name(), "PlaceCode");
    assert_eq!(schema::<Timestamp>()["format"], "date-time");
    assert_eq!(schema::<Day>()["format"], "date");
}

#[test]
fn the_examples_are_values_that_the_types_read() {
    let example = |described: Value| described["examples"][0].clone();
    serde_json::from_value::<PlaceCode>(example(schema::<PlaceCode>())).unwrap();
    serde_json::from_value::<Timestamp>(example(schema::<Timestamp>())).unwrap();
    serde_json::from_value::<Day>(example(schema::<Day>())).unwrap();
    serde_json::from_value::<Level>(example(schema::<Level>())).unwrap();
    serde_json::from_value::<Lang>(example(schema::<Lang>())).unwrap();
    serde_json::from_value::<NeedId>(example(schema::<NeedId>())).unwrap();
}

#[test]
fn each_level_and_language_is_listed_as_it_is_written() {
    for level in Level::ALL {
        assert!(
            schema::<Level>()["enum"]
                .as_array()
                .unwrap()
                .contains(&serde_json::to_value(level).unwrap())
        );
    }
    for lang in Lang::ALL {
        assert!(
            schema::<Lang>()["enum"]
                .as_array()
                .unwrap()
                .contains(&serde_json::to_value(lang).unwrap())
        );
    }
}

#[test]
fn the_pattern_of_ids_fits_what_ids_look_like() {
    let pattern = schema::<NeedId>()["pattern"].as_str().unwrap().to_owned();
    let groups: Vec<&str> = pattern
        .trim_matches(['^', '$'])
        .split('-')
        .filter(|part| part.contains('{'))
        .collect();
    let sizes: Vec<usize> = groups
        .iter()
        .map(|group| group[group.find('{').unwrap() + 1..][..1].parse().unwrap())
        .collect();
    let id = NeedId::generate(Timestamp(1_669_287_600_000)).to_string();
    assert_eq!(sizes, id.split('-').map(str::len).collect::<Vec<_>>());
}
