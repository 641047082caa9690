//! Signing in the households that act, each by its code.

use super::setup::Setup;
use super::world::HouseholdInWorld;
use crate::client::{Auth, Body, Call, IN_FLIGHT_MAX};
use crate::error::DrillError;
use crate::plan::By;
use crate::progress::Progress;
use futures::{StreamExt as _, TryStreamExt as _};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;

impl Setup<'_> {
    /// Signs in the households that act.
    pub(super) async fn sign_in_households(
        &self,
        mut households: Vec<HouseholdInWorld>,
        progress: &mut Progress,
    ) -> Result<Vec<HouseholdInWorld>, DrillError> {
        let orders = self
            .plan
            .supply
            .iter()
            .flat_map(|supply| &supply.acts)
            .map(|act| act.by);
        let dispatch = self.plan.supply.iter().filter_map(|supply| supply.dispatch.as_ref());
        let trips = dispatch.flat_map(|dispatch| &dispatch.trips).map(|trip| trip.by);
        let acting: BTreeSet<usize> = (self.plan.acts.iter().map(|act| act.by))
            .chain(orders)
            .chain(trips)
            .filter_map(|by| match by {
                By::Household(index) => Some(index),
                By::Person(_) => None,
            })
            .collect();
        let codes: Vec<(usize, String)> = acting
            .iter()
            .map(|index| (*index, households[*index].code.clone()))
            .collect();
        let signed_in = codes.into_iter().map(|(index, code)| async move {
            let call = Call {
                method: Method::POST,
                path: "/api/v1/sessions/household",
                auth: &Auth::Nobody,
                key: None,
                body: Body::Json(json!({ "code": code })),
            };
            let answer = self.client.must(call).await?;
            Ok::<_, DrillError>((index, answer.text("POST /api/v1/sessions/household", "/token")?))
        });
        let mut signed_in = futures::stream::iter(signed_in).buffer_unordered(IN_FLIGHT_MAX);
        let mut done = 0;
        while let Some((index, token)) = signed_in.try_next().await? {
            households[index].auth = Auth::Token(token);
            done += 1;
            progress.done("drill-codes", done, acting.len());
        }
        Ok(households)
    }
}
