//! Parameters and bodies as the API's own description gives them, so that a new route is walked with what it asks for.

use crate::kinds::{Kind, Values, kind_of_type};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tongxin_account::Decided;

/// The description that the system serves at `/api/v1/openapi.json`.
pub struct Described(Value);

/// How to fill a body.
pub struct Filling<'a> {
    pub own: &'a Values,
    /// Values of fields that the types do not decide: `kind`, `topic`, `parent`.
    pub fields: &'a [(&'static str, String)],
    /// Fields that are filled although they may be left out.
    pub optional: &'a [&'static str],
}

impl Filling<'_> {
    fn value_of(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| &**value)
    }
}

/// What an operation takes as its body.
pub enum BodyAsked {
    Nothing,
    Json(Value),
    Photo,
    Table,
}

impl Described {
    pub fn new(document: Value) -> Described {
        Described(document)
    }

    fn operation(&self, route: &Decided) -> &Value {
        &self.0["paths"][&route.path][route.method.as_str().to_ascii_lowercase()]
    }

    /// Parameters of the query: name, schema, whether it must be there.
    fn query(&self, route: &Decided) -> impl Iterator<Item = (&str, &Value, bool)> {
        let parameters = self.operation(route)["parameters"].as_array().into_iter().flatten();
        parameters
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| {
                let is_required = parameter["required"].as_bool().unwrap_or(false);
                Some((parameter["name"].as_str()?, &parameter["schema"], is_required))
            })
    }

    /// The parameters without which the route can't be asked, filled.
    pub fn required_query(&self, route: &Decided, filling: &Filling<'_>) -> Vec<(String, String)> {
        self.query(route)
            .filter(|(.., is_required)| *is_required)
            .map(|(name, schema, _)| {
                let value = self.example(name, schema, filling);
                (
                    name.to_owned(),
                    value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                )
            })
            .collect()
    }

    /// The parameters of a route's query that name something.
    pub fn naming_query(&self, route: &Decided) -> Vec<(String, Kind)> {
        let naming = self
            .query(route)
            .filter_map(|(name, schema, _)| Some((name.to_owned(), self.kind_of(schema)?)));
        naming.collect()
    }

    /// All names under which any route's query names something; pages use the same ones.
    pub fn all_naming_query(&self, routes: &[Decided]) -> Vec<(String, Kind)> {
        let all: BTreeSet<(String, Kind)> = routes.iter().flat_map(|route| self.naming_query(route)).collect();
        all.into_iter().collect()
    }

    /// A body that the route can read.
    pub fn body(&self, route: &Decided, filling: &Filling<'_>) -> BodyAsked {
        let content = &self.operation(route)["requestBody"]["content"];
        if content["image/png"].is_object() {
            return BodyAsked::Photo;
        }
        if content["text/csv"].is_object() {
            return BodyAsked::Table;
        }
        match &content["application/json"]["schema"] {
            Value::Null => BodyAsked::Nothing,
            schema => BodyAsked::Json(self.example("", schema, filling)),
        }
    }

    /// The same body again and again, each time with one of its names replaced by each of the neighbour's; and which.
    pub fn bodies_with(&self, route: &Decided, body: &Value, foreign: &Values) -> Vec<(String, Value)> {
        let schema = &self.operation(route)["requestBody"]["content"]["application/json"]["schema"];
        let mut places = Vec::new();
        self.naming_fields(schema, String::new(), &mut places);
        let mut bodies = Vec::new();
        for (pointer, kind) in places {
            for value in &foreign[&kind] {
                let replaced = with(body, &pointer, value);
                bodies.extend(replaced.map(|body| (format!("{pointer}={value}"), body)));
            }
        }
        bodies
    }

    fn naming_fields(&self, schema: &Value, pointer: String, found: &mut Vec<(String, Kind)>) {
        if let Some(kind) = self.kind_of(schema) {
            found.push((pointer, kind));
            return;
        }
        let schema = self.resolved(schema);
        if schema["items"].is_object() {
            self.naming_fields(&schema["items"], format!("{pointer}/0"), found);
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            self.naming_fields(field, format!("{pointer}/{name}"), found);
        }
    }

    /// What a schema's type names.
    fn kind_of(&self, schema: &Value) -> Option<Kind> {
        let reference = alternatives(schema).find_map(|schema| schema["$ref"].as_str())?;
        let name = reference.rsplit('/').next().unwrap_or_default();
        kind_of_type(name).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The schema behind references; of several alternatives the first that is something.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let chosen = alternatives(schema)
            .find(|schema| schema["type"] != "null")
            .unwrap_or(schema);
        match chosen["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'))
        {
            Some(pointer) => self.resolved(self.0.pointer(pointer).unwrap_or(&Value::Null)),
            None if std::ptr::eq(chosen, schema) => schema,
            None => self.resolved(chosen),
        }
    }

    fn example(&self, name: &str, schema: &Value, filling: &Filling<'_>) -> Value {
        let (known, naming) = (filling.value_of(name), self.kind_of(schema));
        let schema = self.resolved(schema);
        if let Some(first) = schema["enum"].get(0) {
            return first.clone();
        }
        if let Some(value) = known.or_else(|| naming.map(|kind| &*filling.own[&kind][0])) {
            return json!(value);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap_or(&Value::Null),
            kind => kind,
        };
        match kind.as_str() {
            Some("array") => json!([self.example(name, &schema["items"], filling)]),
            Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(1)),
            Some("boolean") => json!(false),
            Some("string") if schema["format"] == "date-time" => json!("2023-01-01T00:00:00Z"),
            Some("string") if schema["format"] == "date" => json!("2022-11-24"),
            Some("string") => json!(text_of(schema)),
            _ => self.example_object(schema, filling),
        }
    }

    fn example_object(&self, schema: &Value, filling: &Filling<'_>) -> Value {
        let is_required = |name: &str| {
            let required = schema["required"].as_array().into_iter().flatten();
            required.into_iter().any(|required| required == name)
        };
        let fields = schema["properties"].as_object().into_iter().flatten();
        let filled = fields
            .filter(|(name, _)| is_required(name) || filling.optional.contains(&name.as_str()))
            .map(|(name, field)| (name.clone(), self.example(name, field, filling)));
        Value::Object(filled.collect())
    }
}

/// A text as long as it must be.
fn text_of(schema: &Value) -> String {
    let min = schema["minLength"].as_u64().unwrap_or(1);
    "walked over".chars().cycle().take((min as usize).max(2)).collect()
}

/// The schema itself, or what it lets choose among.
fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    let chosen = ["oneOf", "anyOf", "allOf"].map(|word| schema[word].as_array().into_iter().flatten());
    chosen.into_iter().flatten().chain([schema])
}

/// The body with another value at the pointer, if its parent is there.
fn with(body: &Value, pointer: &str, value: &str) -> Option<Value> {
    let mut body = body.clone();
    let (parent, last) = pointer.rsplit_once('/')?;
    match body.pointer_mut(parent)? {
        Value::Object(fields) => drop(fields.insert(last.to_owned(), json!(value))),
        Value::Array(items) => *items.get_mut(last.parse::<usize>().ok()?)? = json!(value),
        _ => return None,
    }
    Some(body)
}
