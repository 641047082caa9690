//! The API's description for people: one plain page made from the OpenAPI document, readable without scripts.

use crate::{Asked, Page, Problem, html};
use askama::Template;
use axum::response::Response;
use serde_json::Value;

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    body: String,
    answers: Vec<(String, String)>,
}

struct Parameter {
    name: String,
    place: String,
    is_required: bool,
    about: String,
}

struct Schema {
    name: String,
    json: String,
}

#[derive(Template)]
#[template(path = "openapi.html")]
struct OpenapiPage {
    page: Page,
    groups: Vec<(String, Vec<Operation>)>,
    schemas: Vec<Schema>,
}

/// Answers the browsable page of an OpenAPI document.
///
/// # Errors
/// `Problem::internal` when the template fails.
pub fn openapi_page(asked: &Asked, document: &Value) -> Result<Response, Problem> {
    let mut groups: Vec<(String, Vec<Operation>)> = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let group = text(&operation["tags"][0]);
            let described = describe(path, method, operation);
            match groups.iter_mut().find(|(name, _)| *name == group) {
                Some((_, operations)) => operations.push(described),
                None => groups.push((group, vec![described])),
            }
        }
    }
    let schemas = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| Schema {
            name: name.clone(),
            json: serde_json::to_string_pretty(schema).unwrap_or_default(),
        })
        .collect();
    html(&OpenapiPage {
        page: Page::new(asked, asked.t("openapi-title")),
        groups,
        schemas,
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn describe(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| Parameter {
            name: text(&parameter["name"]),
            place: text(&parameter["in"]),
            is_required: parameter["required"].as_bool().unwrap_or(false),
            about: text(&parameter["description"]),
        });
    let answers = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, answer)| {
            let schema = schema_name(&answer["content"]["application/json"]["schema"]);
            (status.clone(), format!("{} {schema}", text(&answer["description"])))
        });
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: parameters.collect(),
        body: schema_name(&operation["requestBody"]["content"]["application/json"]["schema"]),
        answers: answers.collect(),
    }
}

fn schema_name(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if schema["type"] == "array" {
        return format!("[{}]", schema_name(&schema["items"]));
    }
    text(&schema["type"])
}
