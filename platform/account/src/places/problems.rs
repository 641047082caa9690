//! Refusals about places in words.

use http::StatusCode;
use tongxin_city::{AddError, NumberingError};
use tongxin_places::{Fault, PlacesError, RowFault};
use tongxin_web::Problem;

/// The refusal as the reader sees it. Rows are named as `rows[3].door`.
pub fn places_problem(error: PlacesError) -> Problem {
    match error {
        PlacesError::Rows(faults) => faults.iter().fold(Problem::invalid(), with_row),
        PlacesError::NoCity => Problem::new(StatusCode::CONFLICT, "no-city"),
        PlacesError::Storage(error) => error.into(),
        error @ (PlacesError::Folder(_) | PlacesError::Orphans { .. } | PlacesError::File { .. }) => {
            tracing::error!(%error, "places failed");
            Problem::internal()
        }
    }
}

fn with_row(problem: Problem, row: &RowFault) -> Problem {
    let field = if row.field.is_empty() {
        "rows".to_owned()
    } else {
        format!("rows[{}].{}", row.row, row.field)
    };
    let (key, args) = words(&row.fault);
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    problem.field(field, key, &args)
}

type Words = (&'static str, Vec<(&'static str, String)>);

pub(crate) fn words(fault: &Fault) -> Words {
    let code = |key, code: &dyn ToString| (key, vec![("code", code.to_string())]);
    match fault {
        Fault::RowCount { found, max } => (
            "places-field-row-count",
            vec![("found", found.to_string()), ("max", max.to_string())],
        ),
        Fault::Empty { .. } => ("field-required", vec![]),
        Fault::TooLong { found, max } => (
            "field-too-long",
            vec![("max", max.to_string()), ("length", found.to_string())],
        ),
        Fault::Unprintable => ("account-field-unprintable", vec![]),
        Fault::OutOfRange { min, max, .. } => (
            "account-field-range",
            vec![("min", min.to_string()), ("max", max.to_string())],
        ),
        Fault::OutsideCity { min, max, .. } => (
            "places-field-outside-city",
            vec![("min", min.clone()), ("max", max.clone())],
        ),
        Fault::UnknownPlace(place) => code("account-field-unknown-place", place),
        Fault::NotAParent(place) => code("places-field-not-a-parent", place),
        Fault::NotABuilding(place) => code("places-field-not-a-building", place),
        Fault::DoorTaken(door) => ("places-field-door-taken", vec![("door", door.clone())]),
        Fault::TooManyDoors { max } => ("places-field-too-many-doors", vec![("max", max.to_string())]),
        Fault::NameTaken(name) => ("places-field-name-taken", vec![("name", name.clone())]),
        Fault::Add(error) => add_words(error),
        Fault::Numbering(NumberingError::Full(place) | NumberingError::NothingBelow(place)) => {
            code("places-field-full", place)
        }
        Fault::Numbering(NumberingError::ParentMissing(place)) => code("account-field-unknown-place", place),
        Fault::Area(tongxin_city::AreaError::UnknownPlace { code: place, .. }) => {
            code("account-field-unknown-place", place)
        }
        Fault::Area(_) => ("field-required", vec![]),
    }
}

fn add_words(error: &AddError) -> Words {
    match error {
        AddError::WrongWidth { found, expected, .. } => (
            "places-field-width",
            vec![("found", found.to_string()), ("expected", expected.clone())],
        ),
        AddError::ParentMissing { code, parent } => (
            "places-field-parent",
            vec![("code", code.to_string()), ("parent", parent.to_string())],
        ),
        AddError::CodeTaken { code, name } => (
            "places-field-code-taken",
            vec![("code", code.to_string()), ("name", name.clone())],
        ),
        AddError::SecondCity { code, .. } => ("places-field-not-a-parent", vec![("code", code.to_string())]),
        AddError::NameEmpty => ("field-required", vec![]),
        AddError::NameTooLong { found } => (
            "field-too-long",
            vec![
                ("max", tongxin_city::PlaceTree::NAME_CHARS_MAX.to_string()),
                ("length", found.to_string()),
            ],
        ),
        AddError::NameUnprintable => ("account-field-unprintable", vec![]),
    }
}
