//! How the small value types look in an OpenAPI document. Only with feature `openapi`.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::{Day, Fen, Id63, Lang, Level, PlaceCode, Timestamp};

fn text(description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .examples([example])
}

pub(crate) fn id_schema() -> RefOr<Schema> {
    // Symbols of Crockford's base 32 in groups of four; a reader may send either case and leave out the dashes.
    text(
        "An id: 13 symbols of Crockford's base 32 and one check symbol.",
        &EXAMPLE_ID.to_string(),
    )
    .pattern(Some(ID_PATTERN))
    .into()
}

/// Of the evening of 24 November 2022, and any random bits.
const EXAMPLE_ID: Id63 = Id63::from_parts(Timestamp(1_669_287_600_000), 0x2B_67F1);

const ID_PATTERN: &str = "^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$";

macro_rules! describe_ids {
    ($($name:ident),+) => {$(
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                crate::openapi::id_schema()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}
pub(crate) use describe_ids;

impl PartialSchema for PlaceCode {
    fn schema() -> RefOr<Schema> {
        text(
            "The code of a place; a child's code starts with its parent's.",
            "500112",
        )
        .pattern(Some("^[0-9]{1,24}$"))
        .into()
    }
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        text(
            "A moment in UTC, to the millisecond (RFC 3339).",
            "2022-11-24T11:00:00Z",
        )
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .into()
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        text("A day in the city's time zone (ISO 8601).", "2022-11-24")
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .into()
    }
}

impl PartialSchema for Level {
    fn schema() -> RefOr<Schema> {
        text("A level of the place tree.", Level::District.key())
            .enum_values(Some(Level::ALL.map(Level::key)))
            .into()
    }
}

impl PartialSchema for Lang {
    fn schema() -> RefOr<Schema> {
        text("A language.", Lang::En.as_tag())
            .enum_values(Some(Lang::ALL.map(Lang::as_tag)))
            .into()
    }
}

macro_rules! name_schemas {
    ($($name:ident),+) => {$(
        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+};
}

name_schemas!(PlaceCode, Timestamp, Day, Level, Lang);

impl PartialSchema for Fen {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .maximum(Some(Fen::MAX.get()))
            .description(Some("Money in fen, one hundredth of a yuan"))
            .examples([1250])
            .into()
    }
}

impl ToSchema for Fen {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Fen")
    }
}
