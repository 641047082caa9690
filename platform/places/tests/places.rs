//! Places in the database: the same sentences on SQLite and, where `TONGXIN_TEST_POSTGRES` names a server, PostgreSQL.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};

use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_places::{
    CityFolder, Fault, MIGRATIONS, NewHousehold, NewOrg, NewPosition, NewUserPlace, OrgFilter, OrgKind,
    POSITION_ROWS_MAX, Places, PlacesError, insert_households,
};
use tongxin_storage::{CommandKey, Db, Digest, ModuleMigrations, Scratch};

const MODULES: &[ModuleMigrations] = &[MIGRATIONS];
const NOON: Timestamp = Timestamp(1_669_262_400_000);

fn data(city: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(city)
}

fn command(key: &str) -> CommandKey {
    CommandKey {
        sender: "account:test".into(),
        key: key.into(),
        digest: Digest::of(key, b""),
        at_ms: NOON.0,
    }
}

fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
}

/// A fresh database of each kind that can be had.
async fn databases() -> Vec<Scratch> {
    let all = Scratch::each().await.unwrap();
    for scratch in &all {
        scratch.db.migrate(MODULES).await.unwrap();
    }
    all
}

async fn open(db: &Db) -> Places {
    Places::open(db.clone(), Clock::manual(NOON)).await.unwrap()
}

async fn with_harbour(db: &Db) -> Places {
    let places = open(db).await;
    let (folder, city) = CityFolder::read(&data("harbour")).unwrap();
    places.load_city(folder, city).await.unwrap();
    places
}

fn a_community(places: &Places) -> PlaceCode {
    let tree = places.tree();
    let city = tree.city().unwrap().code;
    tree.at_level(city, Level::Community).next().unwrap().code
}

fn new_place(parent: PlaceCode, name: &str) -> NewUserPlace {
    NewUserPlace {
        parent,
        code: None,
        name_zh: name.into(),
        name_en: None,
        people: Some(300),
        households: None,
    }
}

async fn a_building(places: &Places) -> PlaceCode {
    let compound = new_place(a_community(places), "测试小区");
    let compound = places
        .add_places(command("compound"), "t", vec![compound])
        .await
        .unwrap()
        .value[0];
    places
        .add_places(command("building"), "t", vec![new_place(compound, "1栋")])
        .await
        .unwrap()
        .value[0]
}

#[tokio::test]
async fn a_loaded_city_and_what_users_add_are_read_back_by_another_process() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let other = open(db).await;
        let building = a_building(&places).await;
        assert_eq!(places.tree().get(&building).unwrap().level, Level::Building);
        assert!(other.tree().get(&building).is_none());
        other.refresh().await.unwrap();
        assert_eq!(&*other.tree().get(&building).unwrap().name_zh, "1栋");
        assert_eq!(open(db).await.tree().len(), places.tree().len());
        assert!(places.city().unwrap().districts_geojson.contains("name_zh"));
    }
}

#[tokio::test]
async fn a_broken_city_is_refused_with_its_rows_and_the_loaded_one_stays() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let before = places.tree().len();
        let broken = CityFolder::read_with(|name| {
            let bytes = std::fs::read(data("harbour").join(name))?;
            Ok(if name == "communities.csv" {
                [bytes, b"12x,bad\n".to_vec()].concat()
            } else {
                bytes
            })
        });
        let Err(PlacesError::Folder(errors)) = broken else {
            panic!("accepted")
        };
        assert!(errors.iter().any(|error| error.file == "communities.csv"), "{errors}");
        assert_eq!(open(db).await.tree().len(), before);
    }
}

#[tokio::test]
async fn another_city_under_the_users_buildings_is_refused_with_the_list_of_them() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let building = a_building(&places).await;
        let (folder, city) = CityFolder::read(&data("chongqing")).unwrap();
        let Err(PlacesError::Orphans { listed, count }) = places.load_city(folder, city).await else {
            panic!("accepted")
        };
        assert_eq!(count, 2);
        assert!(listed.iter().any(|orphan| orphan.place == building));
        assert!(open(db).await.tree().get(&building).is_some(), "nothing was changed");
        let (folder, city) = CityFolder::read(&data("harbour")).unwrap();
        places.load_city(folder, city).await.unwrap();
        assert!(places.tree().get(&building).is_some(), "the same city again keeps them");
    }
}

#[tokio::test]
async fn one_bad_row_refuses_the_whole_call_and_every_bad_row_is_named() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let community = a_community(&places);
        let city = places.tree().city().unwrap().code;
        let rows = vec![
            new_place(community, "好"),
            new_place(city, "上级不对"),
            new_place(community, " "),
        ];
        let Err(PlacesError::Rows(faults)) = places.add_places(command("mixed"), "t", rows).await else {
            panic!("accepted")
        };
        assert_eq!(
            faults.iter().map(|fault| (fault.row, fault.field)).collect::<Vec<_>>(),
            [(1, "parent"), (2, "name_zh")]
        );
        assert_eq!(places.tree().children(&community).count(), 0);
        let again = places
            .add_places(command("mixed"), "t", vec![new_place(community, "好")])
            .await
            .unwrap();
        assert!(!again.is_repeat, "a refused command leaves its key free");
    }
}

#[tokio::test]
async fn a_resent_command_adds_nothing_and_calls_at_once_get_different_codes() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let community = a_community(&places);
        let add = |key: &'static str| places.add_places(command(key), "t", vec![new_place(community, "小区")]);
        let (a, b, c) = tokio::join!(add("a"), add("b"), add("c"));
        let codes = [a.unwrap().value[0], b.unwrap().value[0], c.unwrap().value[0]];
        assert!(
            codes[0] != codes[1] && codes[1] != codes[2] && codes[0] != codes[2],
            "{codes:?}"
        );
        let again = add("a").await.unwrap();
        assert!(again.is_repeat);
        assert_eq!(again.value[0], codes[0]);
        assert_eq!(places.tree().children(&community).count(), 3);
    }
}

#[tokio::test]
async fn a_door_exists_once_in_a_building() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let building = a_building(&places).await;
        let door = |door: &str| NewHousehold {
            building,
            door: door.into(),
            people: Some(3),
        };
        let insert = |rows: Vec<NewHousehold>| {
            let tree = places.tree();
            db.write::<_, PlacesError, _>(move |tx| {
                let (tree, rows) = (tree.clone(), rows.clone());
                Box::pin(async move { insert_households(tx, &tree, "t", NOON, &rows).await })
            })
        };
        insert(vec![door("1-1"), door("1-2")]).await.unwrap();
        let Err(PlacesError::Rows(faults)) = insert(vec![door("1-3"), door(" 1-2 ")]).await else {
            panic!("accepted")
        };
        assert_eq!(faults[0].fault, Fault::DoorTaken("1-2".into()));
        let wrong = NewHousehold {
            building: a_community(&places),
            door: "1".into(),
            people: Some(0),
        };
        let Err(PlacesError::Rows(faults)) = insert(vec![wrong]).await else {
            panic!("accepted")
        };
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert_eq!(places.households(&building).await.unwrap().len(), 2);
        assert_eq!(places.household_count(&a_community(&places)).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn organisations_and_areas_are_listed_only_inside_the_places_asked_for() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let community = a_community(&places);
        let row = NewOrg {
            kind: OrgKind::Plant,
            name: "虚构厂".into(),
            place: community,
        };
        let id = places
            .add_orgs(command("org"), "t", vec![row.clone()])
            .await
            .unwrap()
            .value[0];
        assert!(places.add_orgs(command("same"), "t", vec![row]).await.is_err());
        let listed = |within: Vec<PlaceCode>| OrgFilter {
            within: Some(within),
            ..OrgFilter::default()
        };
        assert_eq!(places.orgs(&listed(vec![community])).await.unwrap()[0].id, id);
        assert!(places.orgs(&listed(vec![code("1")])).await.unwrap().is_empty());
        assert!(places.orgs(&listed(vec![])).await.unwrap().is_empty());
        places
            .add_area(command("area"), "t", "新区", vec![community])
            .await
            .unwrap();
        assert!(places.areas().await.unwrap()[0].area.contains(&community));
        assert!(
            places
                .add_area(command("area2"), "t", "新区", vec![community])
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn an_exported_city_loads_again_as_it_was() {
    let Scratch { db, .. } = &databases().await[0];
    let places = with_harbour(db).await;
    let building = a_building(&places).await;
    let rows = vec![at(building, -33.05, 34.45)];
    places.set_positions(command("position"), "t", rows).await.unwrap();
    let out = tempfile::tempdir().unwrap();
    places.export_city(out.path()).await.unwrap();
    let (_, city) = CityFolder::read(out.path()).unwrap();
    assert_eq!(city.tree.len() + 2, places.tree().len());
    assert!(
        std::fs::read_to_string(out.path().join("added_places.csv"))
            .unwrap()
            .contains("测试小区")
    );
    let positions = std::fs::read_to_string(out.path().join("positions.csv")).unwrap();
    assert_eq!(positions, format!("code,lon,lat\n{building},-33.05,34.45\n"));
}

fn at(code: PlaceCode, lon: f64, lat: f64) -> NewPosition {
    NewPosition { code, lon, lat }
}

#[tokio::test]
async fn a_position_that_was_set_is_told_as_it_is_by_every_process_and_moves_what_lies_below() {
    for Scratch { db, .. } in &databases().await {
        let places = with_harbour(db).await;
        let building = a_building(&places).await;
        let compound = places.tree().widths().parent(&building).unwrap();
        let guessed = places.position(&building).unwrap();
        assert!(guessed.is_estimated);
        let other = open(db).await;
        let rows = vec![at(compound, -33.05, 34.45)];
        assert_eq!(
            places
                .set_positions(command("position"), "t", rows.clone())
                .await
                .unwrap()
                .value,
            1
        );
        other.refresh().await.unwrap();
        for places in [&places, &other, &open(db).await] {
            let known = places.position(&compound).unwrap();
            assert_eq!((known.lon, known.lat, known.is_estimated), (-33.05, 34.45, false));
            let near = places.position(&building).unwrap();
            assert!(near.is_estimated && near.metres_to(&known) < 151.0, "{near:?}");
        }
        let again = places.set_positions(command("position"), "t", rows).await.unwrap();
        assert!(again.is_repeat);
        let corrected = vec![at(compound, -33.06, 34.46), at(building, -33.061, 34.461)];
        places
            .set_positions(command("corrected"), "t", corrected.clone())
            .await
            .unwrap();
        assert_eq!(places.known_positions(&compound), corrected);
        assert!(!places.position(&building).unwrap().is_estimated);
        let (folder, city) = CityFolder::read(&data("harbour")).unwrap();
        places.load_city(folder, city).await.unwrap();
        assert_eq!(
            places.known_positions(&compound),
            corrected,
            "a city loaded again keeps them"
        );
        let unknown = code("999999");
        assert_eq!(places.position(&unknown), None);
    }
}

#[tokio::test]
async fn positions_far_from_the_city_or_of_unknown_places_are_refused_all_at_once() {
    for Scratch { db, .. } in &databases().await {
        let nothing = open(db).await.set_positions(command("early"), "t", vec![]).await;
        assert!(matches!(nothing, Err(PlacesError::NoCity)));
        let places = with_harbour(db).await;
        let community = a_community(&places);
        let rows = vec![
            at(community, -33.1, 34.4),
            at(community, 106.5, 34.4),
            at(code("999999"), -33.1, f64::NAN),
            at(community, f64::INFINITY, 91.0),
        ];
        let Err(PlacesError::Rows(faults)) = places.set_positions(command("far"), "t", rows).await else {
            panic!("accepted")
        };
        let named: Vec<_> = faults.iter().map(|fault| (fault.row, fault.field)).collect();
        assert_eq!(named, [(1, "lon"), (2, "code"), (2, "lat"), (3, "lon"), (3, "lat")]);
        assert!(places.position(&community).unwrap().is_estimated, "nothing was set");
        for count in [0, POSITION_ROWS_MAX + 1] {
            let rows = vec![at(community, -33.1, 34.4); count];
            let Err(PlacesError::Rows(faults)) = places.set_positions(command("many"), "t", rows).await else {
                panic!("accepted")
            };
            assert!(matches!(faults[0].fault, Fault::RowCount { .. }));
        }
        let most = vec![at(community, -33.1, 34.4); POSITION_ROWS_MAX];
        assert_eq!(
            places.set_positions(command("most"), "t", most).await.unwrap().value,
            POSITION_ROWS_MAX
        );
    }
}
