//! The categories that goods are counted in.

use crate::Supply;
use crate::api::Shared;
use crate::rules::goods::{Category, Unit};
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use tongxin_account::{Right, Routes};
use tongxin_web::Json;
use utoipa::ToSchema;
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    Routes::new().api(routes!(list_categories), Right::Anyone)
}

/// A category of goods.
#[derive(Debug, Serialize, ToSchema)]
struct CategoryView {
    /// Its key.
    key: String,
    /// Its name in Chinese.
    name_zh: String,
    /// Its name in English.
    name_en: String,
    /// What amounts of it are counted in.
    unit: Unit,
    /// What a person needs; none where no days of cover can be said.
    norm: Option<NormView>,
    /// Days of cover below which supply is strained.
    strained_days: i64,
    /// Days of cover below which it is failing.
    failing_days: i64,
    /// Where the thresholds come from.
    threshold_source: String,
}

/// What a person needs of a category.
#[derive(Debug, Serialize, ToSchema)]
struct NormView {
    /// A day, in the category's unit, for each person it is for.
    amount: i64,
    /// For how many of 1,000 people.
    share_per_mille: i64,
    /// Where the figure comes from.
    source: String,
}

impl From<&Category> for CategoryView {
    fn from(category: &Category) -> CategoryView {
        CategoryView {
            key: category.key.clone(),
            name_zh: category.name_zh.clone(),
            name_en: category.name_en.clone(),
            unit: category.unit,
            norm: category.norm.as_ref().map(|norm| NormView {
                amount: norm.amount.get(),
                share_per_mille: norm.share_per_mille,
                source: norm.source.clone(),
            }),
            strained_days: category.threshold.strained_days,
            failing_days: category.threshold.failing_days,
            threshold_source: category.threshold.source.clone(),
        }
    }
}

/// The categories that goods are counted in, with what a person needs of each.
#[utoipa::path(get, path = "/api/v1/goods", tag = "goods", responses(
    (status = 200, description = "All categories", body = [CategoryView]),
))]
async fn list_categories(State(supply): Shared) -> Json<Vec<CategoryView>> {
    Json(supply.goods().categories().iter().map(CategoryView::from).collect())
}
