//! What is said to people and to programs.

use crate::declared::{PHONE, PLATE, VEHICLES, texts};
use crate::vehicles::{fixture, parsed, refusal};
use askama::Template;
use tongxin_city::Lang;
use tongxin_i18n::Texts;
use tongxin_import::{FaultReport, ImportError, OtherNames, TEXTS};
use tongxin_web::Problem;

const DOUBLED: &str = "车牌,类型,核定座位,电话,社区代码,起用日期,冷链\n\
                       渝A1,car,5,1,50,2022-11-23,是\n\
                       渝A1,van,2,1,50,2022/11/23,否\n\
                       渝A2,Van,2,1,50,2022年1月3日,no\n";

#[test]
fn both_languages_have_every_text() {
    assert_eq!(Texts::new(&[TEXTS]).problems(), [""; 0]);
}

#[test]
fn a_program_is_told_the_row_and_the_columns_key() {
    let texts = texts();
    let mut vehicles = parsed(&texts, DOUBLED.as_bytes());
    assert_eq!(vehicles.rows().len(), 3);
    vehicles.refuse(4, &PLATE, "vehicles-known", &[]);
    vehicles.refuse_doubles(&PLATE, |vehicle| vehicle.plate.clone());
    let body = Problem::from(vehicles.into_rows().unwrap_err()).body(&texts, Lang::En);
    let errors: Vec<(&str, &str)> = (body.errors.iter())
        .map(|error| (error.field.as_str(), error.message.as_str()))
        .collect();
    assert_eq!(
        errors,
        [
            ("rows[3].plate", "The same as row 2. Keep one of them"),
            ("rows[4].plate", "On the list already"),
        ]
    );
}

#[test]
fn all_that_is_wrong_with_a_file_is_said_at_the_file() {
    let texts = texts();
    let errors = Problem::from(refusal(&fixture("headings.xlsx"))).form_errors(&texts, Lang::En);
    let messages: Vec<&str> = errors.list.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "Headings missing in sheet 车辆: 电话 / 社区代码 / 起用日期 / 冷链",
            "Unknown headings in sheet 车辆: 备注. Delete these columns, or name them as the template does",
            "Headings more than once in sheet 车辆: Type. Keep each once",
        ]
    );
    assert!(errors.list.iter().all(|error| error.field == "file"));
}

#[test]
fn a_row_that_its_reader_refuses_without_a_reason_is_not_lost() {
    let texts = texts();
    let rows = VEHICLES.read(&texts, Lang::En, DOUBLED.as_bytes()).unwrap();
    let faults = rows
        .parse(|row| (row.number() != 3).then_some(()))
        .into_rows()
        .unwrap_err();
    assert_eq!(
        faults.report(&texts, Lang::En).lines[0].message,
        "This row can't be taken"
    );
}

#[derive(Template)]
#[template(
    source = "{% import \"import_faults.html\" as f %}{{ f::fault_table(page, report) }}",
    ext = "html"
)]
struct Report {
    page: Words,
    report: FaultReport,
}

struct Words(Texts);

impl Words {
    fn t(&self, key: &str) -> String {
        self.0.text(Lang::En, key)
    }
}

#[test]
fn a_page_shows_each_fault_as_a_row() {
    let texts = texts();
    let faults = parsed(&texts, DOUBLED.replace(",5,", ",<b>,").as_bytes())
        .into_rows()
        .unwrap_err();
    let report = faults.report(&texts, Lang::En);
    let page = Words(texts);
    let html = Report { page, report }.render().unwrap();
    assert!(html.contains("Nothing was loaded: one cell needs changing"), "{html}");
    assert!(
        html.contains("<th scope=\"row\">2</th><td>核定座位</td><td>&#60;b&#62;: a whole number"),
        "{html}"
    );
}

/// What another system made is read by other names too, the likeliest first, and what nobody asked for is left out and named.
#[test]
fn a_table_of_another_system_is_read_by_other_names_and_the_rest_is_named() {
    const OTHERS: &[OtherNames] = &[
        (PLATE, &["车牌号", "号牌"]),
        (PHONE, &["手机（本人）", "手机", "联系方式"]),
    ];
    let texts = texts();
    let file =
        "序号,联系方式,*号牌,手机（必填）,类型,核定座位,社区代码,起用日期,冷链\n1,x,渝A1,138,car,5,50,2022-11-23,是\n";
    assert!(matches!(
        VEHICLES.read(&texts, Lang::En, file.as_bytes()),
        Err(ImportError::Headings { .. })
    ));
    let rows = VEHICLES
        .read_foreign(OTHERS, (&texts, Lang::En), file.as_bytes())
        .unwrap();
    assert_eq!(rows.unread(), ["序号", "联系方式"]);
    let parsed = rows.parse(|row| Some((row.text(&PLATE, 12)?, row.text(&PHONE, 20)?)));
    let read = parsed.into_rows().unwrap();
    assert_eq!(read, [(2, ("渝A1".to_owned(), "138".to_owned()))]);
    let twice = file.replace("联系方式", "手机");
    let refused = VEHICLES.read_foreign(OTHERS, (&texts, Lang::En), twice.as_bytes());
    assert!(matches!(refused, Err(ImportError::Headings { doubled, .. }) if doubled == ["手机（必填）"]));
}
