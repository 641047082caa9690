//! What of a report is refused, and where.

use super::*;

const NOW: Timestamp = Timestamp(1_669_262_400_000);
const RICE: ItemId = ItemId::from_parts(NOW, 1);
const OIL: ItemId = ItemId::from_parts(NOW, 2);

fn row(item: ItemId, pieces: i64) -> AskedRow {
    AskedRow {
        item: Some(item),
        gtin: None,
        pieces,
    }
}

fn by_gtin(text: &str, pieces: i64) -> AskedRow {
    AskedRow {
        item: None,
        gtin: Some(text.into()),
        pieces,
    }
}

fn report(kind: ReportKind, rows: Vec<AskedRow>) -> AskedReport {
    AskedReport {
        kind,
        rows,
        counted_at: None,
        note: String::new(),
    }
}

fn read(asked: AskedReport) -> Result<NewReport, Vec<(String, &'static str)>> {
    let said = |fault: FieldFault| (fault.field, fault.key);
    let names = Names::read(&asked.rows).map_err(|fault| vec![said(fault)])?;
    let found = Found {
        items: [RICE, OIL].into(),
        gtins: [("6901234567892".parse().expect("right"), OIL)].into(),
    };
    NewReport::read(asked, names, &found, NOW).map_err(|faults| faults.into_iter().map(said).collect())
}

#[test]
fn rows_are_named_by_id_or_number_and_put_in_one_order() {
    let rows = vec![by_gtin("6901234567892", 4), row(RICE, 0)];
    let read = read(report(ReportKind::Count, rows)).expect("right");
    let rows: Vec<_> = read.rows.iter().map(|row| (row.number, row.item, row.pieces)).collect();
    assert_eq!((rows, read.at), (vec![(1, RICE, 0), (0, OIL, 4)], NOW));
}

#[test]
fn everything_that_is_wrong_is_named_at_its_row() {
    let neither = AskedRow {
        item: None,
        gtin: None,
        pieces: 1,
    };
    let rows = vec![
        row(RICE, -1),
        row(OIL, REPORT_PIECES_MAX + 1),
        by_gtin("6901234567891", 1),
        by_gtin("96385074", 1),
        row(ItemId::from_parts(NOW, 9), 1),
        neither,
        row(RICE, 1),
        row(RICE, 2),
    ];
    let mut found = read(report(ReportKind::Count, rows)).expect_err("refused");
    found.sort_unstable();
    let expected = [
        ("rows[0].pieces", "supply-stock-pieces"),
        ("rows[1].pieces", "supply-stock-pieces"),
        ("rows[2].gtin", "supply-goods-gtin-check"),
        ("rows[3].gtin", "supply-stock-unknown-gtin"),
        ("rows[4].item", "supply-stock-unknown-item"),
        ("rows[5].item", "supply-stock-item-or-gtin"),
        ("rows[7].item", "supply-stock-item-twice"),
    ];
    assert_eq!(found, expected.map(|(field, key)| (field.to_owned(), key)));
}

#[test]
fn nothing_comes_and_nothing_is_lost_without_a_piece_and_waste_has_a_reason() {
    for kind in [ReportKind::Receipt, ReportKind::Waste] {
        let found = read(report(kind, vec![row(RICE, 0)])).expect_err("refused");
        assert_eq!(found[0].1, "supply-stock-pieces");
    }
    let found = read(report(ReportKind::Waste, vec![row(RICE, 1)])).expect_err("refused");
    assert_eq!(found, [("note".to_owned(), "field-required")]);
}

#[test]
fn a_count_lies_neither_ahead_nor_long_ago() {
    let counted = |at| AskedReport {
        counted_at: Some(at),
        ..report(ReportKind::Count, vec![row(RICE, 1)])
    };
    let early = NOW.plus_minutes(-30);
    assert_eq!(read(counted(early)).expect("right").at, early);
    assert_eq!(
        read(counted(NOW.plus_minutes(1))).expect_err("ahead")[0].1,
        "supply-stock-counted-later"
    );
    let old = NOW.plus_millis(-(COUNT_AGE_DAYS_MAX * Timestamp::DAY_MS + 1));
    assert_eq!(
        read(counted(old)).expect_err("old")[0].1,
        "supply-stock-counted-long-ago"
    );
}

#[test]
fn an_empty_report_and_an_endless_one_are_refused() {
    assert_eq!(
        read(report(ReportKind::Count, vec![])).expect_err("empty")[0].1,
        "supply-stock-no-rows"
    );
    let many = vec![row(RICE, 1); REPORT_ROWS_MAX + 1];
    assert_eq!(
        read(report(ReportKind::Count, many)).expect_err("long")[0].1,
        "supply-stock-many-rows"
    );
}

#[test]
fn a_report_is_taken_back_by_whoever_made_it_within_ten_minutes_and_once() {
    let late = NOW.plus_minutes(UNDO_MINUTES).plus_millis(1);
    assert_eq!(can_undo(true, false, NOW, NOW.plus_minutes(UNDO_MINUTES)), Ok(()));
    assert_eq!(can_undo(true, false, NOW, late), Err("report-too-old"));
    assert_eq!(can_undo(false, false, NOW, NOW), Err("report-not-own"));
    assert_eq!(can_undo(true, true, NOW, NOW), Err("report-undone"));
}
