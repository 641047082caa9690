//! Each list is served by the index made for it, on a database that was never analysed and on one that was.
#![allow(clippy::unwrap_used)]

use crate::rules::need::{Lifeline, Priority, State, Tier};
use crate::store::list::{Filter, Page, Search, Sort, push_list};
use crate::store::{MIGRATIONS, Scope};
use tongxin_city::{AccountId, HouseholdId, OrgId, PlaceCode, Timestamp, Widths};
use tongxin_storage::{Db, ModuleMigrations, Sql, args};

const MODULES: &[ModuleMigrations] = &[MIGRATIONS];

async fn plan(db: &Db, scope: &Scope, filter: &Filter, sort: Sort) -> String {
    let mut sql = Sql::new("EXPLAIN QUERY PLAN SELECT id FROM need WHERE 1 = 1");
    push_list(
        &mut sql,
        db,
        &Widths::CHINA,
        scope,
        filter,
        &search_of(filter),
        &Page {
            sort,
            after: None,
            limit: 50,
        },
    );
    let rows = db.select(sql).await.unwrap();
    rows.iter()
        .map(|row| row.text("detail").unwrap())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Two words that stand for a common one and a rare one.
fn search_of(filter: &Filter) -> Search<'_> {
    match filter.search.as_deref() {
        None => Search::None,
        Some("common") => Search::Common("common"),
        Some(words) => Search::Rare(words),
    }
}

fn of_place(code: &str) -> Scope {
    Scope {
        places: vec![code.parse::<PlaceCode>().unwrap()],
        ..Scope::default()
    }
}

/// Rows whose spread over places is a city's, so that the analysis sees what it would see there.
async fn fill(db: &Db) {
    db.write(|tx| {
        Box::pin(async move {
            tx.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                 INSERT INTO need (id, kind, topic, lifeline, priority, state, tier, place_code, subdistrict_code,
                     district_code, household_id, title, body, is_open, is_overdue, raised_at, due_at, touched_at,
                     escalate_at, seq, head_hash, is_sealed)
                 SELECT i, 'household_request', 'food', 'food', 2, 'raised', i % 4,
                     printf('50%04d%03d%03d001001', i % 38, i % 27, i % 11),
                     printf('50%04d%03d', i % 38, i % 27), printf('50%04d', i % 38), i, 't', 'b', i % 10 < 9, 0, i, i, i,
                     i, 1, x'00', i % 100 < 99 FROM n",
                vec![],
            )
            .await?;
            tx.execute("ANALYZE", vec![]).await
        })
    })
    .await
    .unwrap();
    let rows = db.all("SELECT COUNT(*) AS count FROM need", args![]).await.unwrap();
    assert_eq!(rows[0].int("count").unwrap(), 20_000);
}

async fn assert_plans(db: &Db) {
    let none = Filter::default;
    let at = Timestamp(0);
    let household = HouseholdId::from_parts(at, 1);
    let mine = Filter {
        assigned_account: Some(AccountId::from_parts(at, 1)),
        ..none()
    };
    let ours = Filter {
        assigned_org: Some(OrgId::from_parts(at, 1)),
        ..none()
    };
    let closed = Filter {
        with_closed: true,
        ..none()
    };
    let late_food = Filter {
        lifeline: Some(Lifeline::Food),
        states: vec![State::Raised, State::Reopened],
        is_overdue: Some(true),
        priority: Some(Priority::Urgent),
        kind: Some("household_request".into()),
        topic: Some("food".into()),
        tier: Some(Tier::Base),
        ..none()
    };
    let searching = |words: &str| Filter {
        search: Some(words.into()),
        ..none()
    };
    let in_district = Filter {
        place: Some("500012".parse().unwrap()),
        ..none()
    };
    let cases = [
        (Scope::whole(), none(), Sort::Due, "need_due", true),
        (of_place("50"), none(), Sort::Due, "need_due", true),
        (of_place("500012"), none(), Sort::Due, "need_district", true),
        (
            Scope::whole(),
            late_food.clone(),
            Sort::Due,
            "COVERING INDEX need_due",
            true,
        ),
        (
            of_place("500012"),
            late_food.clone(),
            Sort::Due,
            "COVERING INDEX need_district",
            true,
        ),
        (
            of_place("500012"),
            late_food.clone(),
            Sort::Untouched,
            "COVERING INDEX need_district",
            false,
        ),
        (
            of_place("500012003004"),
            late_food.clone(),
            Sort::Untouched,
            "COVERING INDEX need_place",
            false,
        ),
        (
            Scope::whole(),
            late_food,
            Sort::Untouched,
            "COVERING INDEX need_touched",
            true,
        ),
        (Scope::whole(), searching("common"), Sort::Due, "need_due", true),
        (
            of_place("500012"),
            searching("common"),
            Sort::Due,
            "need_district",
            true,
        ),
        (
            Scope::whole(),
            searching("rare"),
            Sort::Due,
            "INTEGER PRIMARY KEY",
            false,
        ),
        (of_place("50"), in_district, Sort::Due, "need_district", true),
        (
            of_place("500012003"),
            none(),
            Sort::Due,
            "COVERING INDEX need_place",
            false,
        ),
        (of_place("500012003004"), none(), Sort::Due, "need_place", false),
        (
            of_place("500012003004001001"),
            closed.clone(),
            Sort::Newest,
            "need_place",
            false,
        ),
        (
            Scope::whole(),
            Filter {
                tier: Some(Tier::City),
                ..none()
            },
            Sort::Due,
            "need_tier",
            true,
        ),
        (Scope::whole(), none(), Sort::Untouched, "need_touched", true),
        (Scope::whole(), closed, Sort::Newest, "SCAN need", true),
        (
            Scope::household(household),
            none(),
            Sort::Newest,
            "need_household",
            false,
        ),
        (Scope::whole(), mine, Sort::Due, "need_assigned_account", false),
        (Scope::whole(), ours, Sort::Due, "need_assigned_org", false),
    ];
    for (scope, filter, sort, index, is_ordered) in cases {
        let plan = plan(db, &scope, &filter, sort).await;
        assert!(
            plan.contains(index),
            "{index} expected for {scope:?} {filter:?} {sort:?}: {plan}"
        );
        assert!(!is_ordered || !plan.contains("TEMP B-TREE"), "sorted: {plan}");
    }
}

#[tokio::test]
async fn each_list_has_its_index() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", dir.path().join("plans.db").display()))
        .await
        .unwrap();
    db.migrate(MODULES).await.unwrap();
    assert_plans(&db).await;
    fill(&db).await;
    db.close().await;
    let db = Db::open(&format!("sqlite:{}", dir.path().join("plans.db").display()))
        .await
        .unwrap();
    assert_plans(&db).await;
}
