//! Ways from a file.

use tongxin_city::PlaceCode;
use tongxin_dispatch::travel::{MatrixError, MatrixFile, TravelBasis, TravelSource};
use tongxin_dispatch_solver::{NO_WAY, Straight, Travel};

fn code(text: &str) -> PlaceCode {
    text.parse().unwrap()
}

fn read(text: &str) -> Result<MatrixFile, MatrixError> {
    MatrixFile::read_from(text.as_bytes())
}

#[tokio::test]
async fn a_file_says_metres_seconds_and_where_there_is_no_way() {
    let text = "\u{feff}from,to,metres,seconds\r\n500112001,500112002,1200,300\r\n500112002, 500112001 ,1500,360\n\n";
    let places = [code("500112001"), code("500112002")];
    let points = [[106.5, 29.5], [106.6, 29.5]];
    let otherwise = || {
        Travel::Straight(Straight {
            positions: Straight::metres_from_degrees(&points),
            road_per_thousand: 1_000,
            time_per_thousand: 100,
        })
    };
    let source = |text: &str| TravelSource::File(read(text).unwrap().into());
    let whole = source(text).ways(&places, &points, otherwise()).await;
    assert_eq!(whole.basis, TravelBasis::File);
    let Travel::Table(table) = whole.travel else {
        panic!("a table")
    };
    assert_eq!(table.distances, [0, 1200, 1500, 0]);
    assert_eq!(table.durations.unwrap(), [0, 300, 360, 0]);
    let gaps = source("from,to,metres,seconds\n500112001,500112002,,\n")
        .ways(&places, &points, otherwise())
        .await;
    assert_eq!(gaps.basis, TravelBasis::FileWithGaps);
    let Travel::Table(table) = gaps.travel else {
        panic!("a table")
    };
    assert_eq!(table.distances[1], NO_WAY);
    assert!((9_600..9_750).contains(&table.distances[2]), "{}", table.distances[2]);
}

#[test]
fn a_bad_row_is_named_by_line_and_column() {
    for (row, column) in [
        ("x,500112002,1,1", "from"),
        ("500112001,,1,1", "to"),
        ("500112001,500112002,-1,1", "metres"),
        ("500112001,500112002,1.5,1", "metres"),
        ("500112001,500112002,1,10000001", "seconds"),
        ("500112001,500112002,1", "seconds"),
        ("500112001", "to"),
    ] {
        let wrong = read(&format!("from,to,metres,seconds\n500112001,500112002,1,1\n{row}\n"));
        let Err(MatrixError::Row {
            line, column: named, ..
        }) = wrong
        else {
            panic!("{row}: accepted")
        };
        assert_eq!((line, named), (3, column), "{row}");
    }
    for headings in ["", "a,b", "from,to,seconds,metres", "500112001,500112002,1,1"] {
        assert!(
            matches!(read(headings), Err(MatrixError::Headings { .. })),
            "{headings}"
        );
    }
    assert!(matches!(
        MatrixFile::read_from(&b"from,to,metres,seconds\n\xff\xfe"[..]),
        Err(MatrixError::File(_))
    ));
    assert!(read("from,to,metres,seconds\n").unwrap().is_empty());
}
