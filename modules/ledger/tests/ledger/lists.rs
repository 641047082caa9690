//! Lists, search and counts.

use crate::world::*;
use tongxin_city::Level;
use tongxin_ledger::{Assignee, Command, Filter, NewNeed, Page, Priority, Scope, Sort, State, Tier};

pub async fn a_list_is_bounded_by_its_scope(world: &World) {
    let here = world.raised("缺米").await;
    let there = world
        .raised_with(
            NewNeed {
                household: Some(household(2)),
                ..food(OTHER_BUILDING)
            },
            NOON,
        )
        .await;
    let all = Filter::default();
    let seen = async |scope: &Scope| world.ids(scope, &all).await;
    assert_eq!(seen(&Scope::default()).await, []);
    assert_eq!(seen(&resident(2).sees).await, [there]);
    for code in ["500112", "500112001", "500112001002", "500112001002003", BUILDING] {
        assert_eq!(seen(&worker_in(1, code).sees).await, [here], "{code}");
    }
    assert_eq!(seen(&worker_in(1, "50").sees).await.len(), 2);
    let two = Scope {
        places: vec![place("500112001"), place("500103002002")],
        ..Scope::default()
    };
    assert_eq!(seen(&two).await.len(), 2);
    // A wished place outside the scope shows nothing; a wider one shows no more than the scope.
    let wished = |code| Filter {
        place: Some(place(code)),
        ..Filter::default()
    };
    assert_eq!(world.ids(&worker_in(1, "500112").sees, &wished("500103")).await, []);
    assert_eq!(world.ids(&worker_in(1, "500112").sees, &wished("50")).await, [here]);
    assert_eq!(world.ids(&resident(2).sees, &wished("500112")).await, []);
    assert_eq!(world.ids(&Scope::whole(), &wished("500103002")).await, [there]);
}

pub async fn paging_by_key_shows_each_need_once(world: &World) {
    let mut all = Vec::new();
    for number in 0..23 {
        all.push(world.raised_with(food(BUILDING), minutes(number / 5)).await);
    }
    for (sort, scope) in [
        (Sort::Due, Scope::whole()),
        (Sort::Due, worker_in(1, "500112").sees),
        (Sort::Newest, worker_in(1, "500112001").sees),
        (Sort::Untouched, worker_in(1, BUILDING).sees),
    ] {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = Page { sort, after, limit: 5 };
            let needs = world.ledger.list(&scope, &Filter::default(), &page).await.unwrap();
            seen.extend(needs.needs.iter().map(|need| need.state.id));
            after = needs.next.map(|cursor| cursor.to_string().parse().unwrap());
            if after.is_none() {
                break;
            }
        }
        if sort == Sort::Newest {
            seen.reverse();
        }
        assert_eq!(seen, all, "{sort:?}");
    }
    assert_eq!(
        world
            .ledger
            .count(&Scope::whole(), &Filter::default(), 10)
            .await
            .unwrap(),
        10
    );
    assert_eq!(
        world
            .ledger
            .count(&Scope::whole(), &Filter::default(), 100)
            .await
            .unwrap(),
        23
    );
}

pub async fn filters_narrow_a_list(world: &World) {
    let food_need = world.raised("缺米").await;
    let urgent = NewNeed {
        topic: "medicine".into(),
        priority: Some(Priority::Urgent),
        ..food(BUILDING)
    };
    let medicine = world.raised_with(urgent, minutes(5)).await;
    world.done(worker(1), medicine, Command::Accept, minutes(6)).await;
    world.done(worker(1), medicine, solve(), minutes(7)).await;
    let scope = Scope::whole();
    let only = async |filter: Filter| world.ids(&scope, &filter).await;
    let none = Filter::default;
    assert_eq!(
        only(Filter {
            topic: Some("medicine".into()),
            ..none()
        })
        .await,
        [medicine]
    );
    assert_eq!(
        only(Filter {
            states: vec![State::Raised],
            ..none()
        })
        .await,
        [food_need]
    );
    assert_eq!(
        only(Filter {
            priority: Some(Priority::Urgent),
            ..none()
        })
        .await,
        [medicine]
    );
    assert_eq!(
        only(Filter {
            lifeline: Some(tongxin_ledger::Lifeline::Food),
            ..none()
        })
        .await,
        [food_need]
    );
    assert_eq!(
        only(Filter {
            tier_from: Some(Tier::District),
            ..none()
        })
        .await,
        []
    );
    assert_eq!(
        only(Filter {
            raised_before: Some(minutes(5)),
            ..none()
        })
        .await,
        [food_need]
    );
    assert_eq!(
        only(Filter {
            raised_from: Some(minutes(5)),
            ..none()
        })
        .await,
        [medicine]
    );
    assert_eq!(
        only(Filter {
            untouched_since: Some(minutes(1)),
            ..none()
        })
        .await,
        [food_need]
    );
    assert_eq!(
        only(Filter {
            is_overdue: Some(true),
            ..none()
        })
        .await,
        []
    );
    assert_eq!(
        only(Filter {
            household: Some(household(1)),
            ..none()
        })
        .await
        .len(),
        2
    );
    world.done(resident(1), food_need, strike_off(), minutes(8)).await;
    assert_eq!(only(none()).await, [medicine]);
    assert_eq!(
        only(Filter {
            with_closed: true,
            ..none()
        })
        .await
        .len(),
        2
    );
    assert_eq!(
        only(Filter {
            states: vec![State::StruckOff],
            ..none()
        })
        .await,
        [food_need]
    );
}

pub async fn search_finds_chinese_and_english(world: &World) {
    let rice = world.raised("三楼缺大米和食用油").await;
    let insulin = NewNeed {
        title: "Insulin pens".into(),
        body: "胰岛素用完了".into(),
        ..food(BUILDING)
    };
    let insulin = world.raised_with(insulin, minutes(1)).await;
    let find = async |search: &str| {
        world
            .ids(
                &Scope::whole(),
                &Filter {
                    search: Some(search.into()),
                    ..Filter::default()
                },
            )
            .await
    };
    assert_eq!(find("大米").await, [rice]);
    assert_eq!(find("油").await, [rice]);
    assert_eq!(find("米 食用").await, [rice]);
    assert_eq!(find("insulin").await, [insulin]);
    assert_eq!(find("胰岛素 PENS").await, [insulin]);
    assert_eq!(find("大油").await, []);
    assert_eq!(find("\" OR 1 --").await, []);
    assert_eq!(find("'*&|").await, []);
}

pub async fn what_was_given_to_the_caller_is_listed_wherever_it_is(world: &World) {
    let id = world.raised("缺米").await;
    world
        .done(
            worker(1),
            id,
            Command::Assign(Assignee::Account(account(5))),
            minutes(1),
        )
        .await;
    let from_elsewhere = worker_in(5, "500103");
    let mine = Filter {
        assigned_account: Some(account(5)),
        ..Filter::default()
    };
    assert_eq!(world.ids(&from_elsewhere.sees, &mine).await, [id]);
    // Somebody else's list stays closed to those who may not see the place.
    assert_eq!(world.ids(&worker_in(6, "500103").sees, &mine).await, []);
    assert_eq!(
        world.done(from_elsewhere, id, solve(), minutes(2)).await.state,
        State::Solved
    );
}

pub async fn counts_follow_the_needs(world: &World) {
    let first = world.raised("缺米").await;
    world.raised("缺油").await;
    world.raised_with(food(OTHER_BUILDING), NOON).await;
    world.done(worker(1), first, Command::Accept, minutes(1)).await;
    world.ledger.tick(hours(30)).await.unwrap();
    let by_district = world
        .ledger
        .standing_counts(&place("50"), Some(Level::District))
        .await
        .unwrap();
    let count = |code: &str, state: &str| {
        let counts = by_district
            .iter()
            .filter(|c| c.place == Some(place(code)) && c.state == state);
        counts.map(|c| c.count).sum::<i64>()
    };
    assert_eq!(
        (
            count("500112", "raised"),
            count("500112", "accepted"),
            count("500112", "overdue")
        ),
        (1, 1, 2)
    );
    assert_eq!((count("500103", "raised"), count("500103", "overdue")), (1, 1));
    let below = world
        .ledger
        .open_counts_below(&place("500112001"), Level::Community)
        .await
        .unwrap();
    let sum = |state: &str| below.iter().filter(|c| c.state == state).map(|c| c.count).sum::<i64>();
    assert_eq!((sum("raised"), sum("accepted"), sum("overdue")), (1, 1, 2));
    assert_eq!(below[0].place, Some(place("500112001002")));
    let tiers = world.ledger.tier_counts(&place("500112")).await.unwrap();
    assert_eq!(
        tiers.iter().map(|c| (c.tier, c.count)).collect::<Vec<_>>(),
        [(Tier::Subdistrict, 2)]
    );
    let today = tongxin_city::Zone::named("Asia/Shanghai").unwrap().day_of(NOON);
    let days = world
        .ledger
        .day_counts(&place("50"), today, today.plus_days(1))
        .await
        .unwrap();
    let event = |day, event: &str| {
        days.iter()
            .filter(|c| c.day == day && c.event == event)
            .map(|c| c.count)
            .sum::<i64>()
    };
    assert_eq!((event(today, "raised"), event(today, "accepted")), (3, 1));
    assert_eq!(
        (event(today.next(), "overdue"), event(today.next(), "escalated")),
        (3, 3)
    );
}
