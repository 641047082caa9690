//! What the board says of what the ledger holds.

use crate::world::{NOON, World};
use tongxin_city::Lang;

const COMMUNITY: &str = "500112002001";
const NEIGHBOUR: &str = "500103001003";

fn open(view: &tongxin_board::view::BoardView) -> Vec<(&str, &str)> {
    view.tiles
        .iter()
        .map(|tile| (tile.name.as_str(), tile.number.as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_counts_in_every_place_around_it_and_nowhere_else() {
    let world = World::of("chongqing").await;
    world.raise(COMMUNITY, "food", "Rice", NOON).await;
    for place in ["50", "500112", "500112002", COMMUNITY] {
        let view = world.view(place).await;
        assert_eq!(open(&view)[0], ("Food and daily goods", "1"), "{place}");
        assert_eq!(view.summary[0].text, "1 open", "{place}");
        assert_eq!(view.oldest.unwrap()[0].what, "Rice", "{place}");
    }
    let view = world.view("500103").await;
    assert_eq!(open(&view)[0], ("Food and daily goods", "—"));
    assert_eq!(view.tiles[0].rule, "nothing was ever reported");
    assert!(view.oldest.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_struck_off_leaves_the_open_ones_and_joins_the_days_work() {
    let world = World::of("chongqing").await;
    let id = world.raise(COMMUNITY, "food", "Rice", NOON).await;
    world.raise(NEIGHBOUR, "food", "Oil", NOON).await;
    assert_eq!(world.view("50").await.summary[0].text, "2 open");
    world.solve_and_strike_off(id, NOON.plus_hours(1)).await;
    let view = world.view("50").await;
    assert_eq!(view.summary[0].text, "1 open");
    assert_eq!(view.summary[3].text, "2 raised today");
    assert_eq!(view.summary[4].text, "1 struck off today");
    let today = view.trends.unwrap().flow.pop().unwrap();
    assert_eq!(
        (today.label.as_str(), &today.cells[..]),
        ("24 Nov", &["2".to_owned(), "1".to_owned()][..])
    );
    let district = world.view("500112").await;
    assert_eq!(
        (open(&district)[0].1, district.tiles[0].rule.as_str()),
        ("0", "nothing is open")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn needs_left_past_their_time_make_the_lifeline_strained_then_failing() {
    let world = World::of("chongqing").await;
    world.raise(COMMUNITY, "medicine", "Insulin", NOON).await;
    for hours in [25, 37, 49] {
        world.clock.advance_to(NOON.plus_hours(hours));
        world.ledger.tick(world.clock.now()).await.unwrap();
        let view = world.view("500112").await;
        let health = view
            .tiles
            .iter()
            .find(|tile| tile.name == "Medicine and treatment")
            .unwrap();
        let (state, rule) = match hours {
            25 => ("stable", "1 overdue, for less than 12 h"),
            37 => ("strained", "oldest overdue by 13 h; strained from 12 h"),
            _ => ("failing", "100 % overdue, the oldest by 25 h: failing"),
        };
        assert_eq!((health.state, health.rule.as_str()), (state, rule), "after {hours} h");
        assert_eq!(view.oldest.unwrap()[0].state, "failing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_count_leads_to_the_list_that_holds_its_rows() {
    let world = World::of("chongqing").await;
    world.raise(COMMUNITY, "food", "Rice", NOON).await;
    let view = world.view("500112").await;
    assert_eq!(view.summary[0].href, "/needs?place=500112");
    assert_eq!(view.summary[1].href, "/needs?place=500112&overdue=true");
    assert_eq!(view.tiles[0].href, "/needs?place=500112&lifeline=food");
    let row = &view.places.unwrap().rows[0];
    assert_eq!(row.href, "/board/500112002");
    assert_eq!(row.open.href, "/needs?place=500112002");
    assert_eq!(row.overdue.href, "", "nothing to open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_without_the_right_to_needs_gets_counts_and_no_way_to_the_rows() {
    let world = World::of("chongqing").await;
    world.raise(COMMUNITY, "food", "Rice", NOON).await;
    let view = world.view_in("50", Lang::Zh, false).await;
    assert_eq!(view.summary[0].text, "未了结 1 件");
    assert!(view.oldest.is_none());
    assert!(
        view.summary
            .iter()
            .chain(view.places.iter().flat_map(|p| p.rows.iter().map(|row| &row.open)))
            .all(|link| link.href.is_empty())
    );
    assert!(view.tiles.iter().all(|tile| tile.href.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_city_with_other_widths_has_its_board_too() {
    let world = World::of("harbour").await;
    let tree = world.places.tree();
    let community = tree
        .iter()
        .find(|place| place.level == tongxin_city::Level::Community)
        .unwrap()
        .code;
    world.raise(community.as_str(), "care", "A visit", NOON).await;
    let city = tree.city().unwrap().code;
    let view = world.view(city.as_str()).await;
    assert_eq!(view.summary[0].text, "1 open");
    assert_eq!(view.places.unwrap().rows.len(), tree.children(&city).count());
}
