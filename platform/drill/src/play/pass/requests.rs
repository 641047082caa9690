//! What each act says to the desk.

use super::{Command, Desk};
use crate::book::PassState;
use crate::client::Body;
use crate::outcome::Mismatch;
use crate::plan_pass::{PassDeed, PassPlan, PlannedApplication, PlannedHolder, PlannedPass, SentAs};
use crate::play::Log;
use crate::play::supply::Stage;
use crate::play::table::{MEDIA_TYPE, Table};
use serde_json::{Value, json};

const HEADINGS: &str = "所属企业,通行证类别,姓氏,证件号后四位,车牌号,起点,终点,往返,通道,时段,末日";
/// Why the drill refuses and revokes.
const REFUSED: &str = "材料不全，请补齐后再申请";
const REVOKED: &str = "持证人已离岗";

impl Desk {
    /// What an act says; nothing when none of its passes stands so that it could be done, which is said.
    pub(super) fn command<'a>(
        &self,
        number: usize,
        pass: &PassPlan,
        stage: Stage<'a>,
        log: &mut Log,
    ) -> Option<Command<'a>> {
        let act = &pass.acts[number];
        let ids = |passes: &[usize]| -> Option<Vec<&String>> {
            let ids: Vec<&String> = passes.iter().filter_map(|index| self.ids.get(index)).collect();
            (!ids.is_empty()).then_some(ids)
        };
        let decide = |verb: &str, ids: Option<Vec<&String>>| {
            Some((format!("/api/v1/passes/{verb}"), Body::Json(json!({ "ids": ids? }))))
        };
        let found = match &act.deed {
            PassDeed::Apply(application) => self.application(&pass.applications[*application], pass, stage, log),
            PassDeed::Approve(passes) => decide("approve", ids(&self.standing(passes, PassState::Waiting))),
            PassDeed::Agree(passes) => decide("agree", ids(&self.standing(passes, PassState::Agreeing))),
            PassDeed::Withdraw(passes) => decide("withdraw", ids(&self.standing(passes, PassState::Waiting))),
            PassDeed::Refuse(passes) => {
                let open = [PassState::Waiting, PassState::Agreeing].map(|state| self.standing(passes, state));
                let body = ids(&open.concat()).map(|ids| json!({ "ids": ids, "reason": REFUSED }));
                body.map(|body| ("/api/v1/passes/refuse".to_owned(), Body::Json(body)))
            }
            PassDeed::Revoke(index) => {
                let body = ids(&[*index]).map(|ids| json!({ "ids": ids, "reason": REVOKED }));
                body.map(|body| ("/api/v1/passes/revoke".to_owned(), Body::Json(body)))
            }
            PassDeed::RevokeFirm(firm) => {
                let body = json!({ "org": stage.world.market.firms[*firm], "reason": REVOKED });
                Some(("/api/v1/passes/revoke-firm".to_owned(), Body::Json(body)))
            }
            PassDeed::Renew(index) => {
                let row = &pass.passes[*index];
                let old = row.renews.and_then(|old| self.ids.get(&old));
                let body = Body::Json(json!({ "last_day": row.last_day }));
                old.map(|id| (format!("/api/v1/passes/{id}/renew"), body))
            }
        };
        let (path, body) = found?;
        Some(Command {
            number,
            path,
            body,
            auth: stage.world.auth(act.by),
        })
    }

    /// Those of the passes that stand so in the book.
    pub(super) fn standing(&self, passes: &[usize], state: PassState) -> Vec<usize> {
        let stands = |index: &&usize| self.book.get(**index).is_some_and(|pass| pass.state == state);
        passes.iter().filter(stands).copied().collect()
    }

    fn application(
        &self,
        application: &PlannedApplication,
        pass: &PassPlan,
        stage: Stage<'_>,
        log: &mut Log,
    ) -> Option<(String, Body)> {
        let rows = || application.rows.iter().map(|index| &pass.passes[*index]);
        let import = "/api/v1/passes/import".to_owned();
        match application.sent_as {
            SentAs::Rows(firm) => {
                let org = &stage.world.market.firms[firm];
                let body = json!({ "org": org, "rows": rows().map(row).collect::<Vec<_>>() });
                Some(("/api/v1/passes".to_owned(), Body::Json(body)))
            }
            SentAs::OwnTable(firm) => {
                let path = format!("{import}?org={}", stage.world.market.firms[firm]);
                table(rows(), &|_| String::new(), log).map(|body| (path, body))
            }
            SentAs::FirmsTable => {
                let code = |row: &PlannedPass| stage.supply.firms[row.firm].credit_code.clone();
                table(rows(), &code, log).map(|body| (import, body))
            }
        }
    }
}

fn table<'p>(
    rows: impl Iterator<Item = &'p PlannedPass>,
    code: &dyn Fn(&PlannedPass) -> String,
    log: &mut Log,
) -> Option<Body> {
    let mut table = Table::new(HEADINGS);
    for row in rows {
        let (surname, id_end, plate) = holder(row);
        let both_ways = if row.both_ways { "是" } else { "否" };
        let (from, to) = (places(row, true), places(row, false));
        let corridor = row.corridor.as_deref().unwrap_or_default();
        let (kind, hours) = (row.kind.as_str(), hours(row));
        table.row(&[
            &code(row),
            &kind,
            &surname,
            &id_end,
            &plate,
            &from,
            &to,
            &both_ways,
            &corridor,
            &hours,
            &row.last_day,
        ]);
    }
    match table.into_workbook() {
        Ok(bytes) => Some(Body::File {
            media_type: MEDIA_TYPE,
            bytes: bytes.into(),
        }),
        Err(error) => {
            log.mismatches
                .push(Mismatch::new("passes", "a table", "written", error));
            None
        }
    }
}

fn places(row: &PlannedPass, is_from: bool) -> String {
    let places = if is_from { &row.from } else { &row.to };
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}

/// Surname, end of an id, plate; what does not apply is empty.
fn holder(row: &PlannedPass) -> (&str, &str, &str) {
    match &row.holder {
        PlannedHolder::Person { surname, id_end } => (surname, id_end, ""),
        PlannedHolder::Vehicle(plate) => ("", "", plate),
    }
}

fn hours(row: &PlannedPass) -> String {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    row.minutes
        .map_or_else(String::new, |[from, until]| format!("{}-{}", time(from), time(until)))
}

fn row(row: &PlannedPass) -> Value {
    let (surname, id_end, plate) = holder(row);
    json!({
        "kind": row.kind.as_str(),
        "surname": surname,
        "id_end": id_end,
        "plate": plate,
        "from": row.from,
        "to": row.to,
        "both_ways": row.both_ways,
        "corridor": row.corridor.as_deref().unwrap_or_default(),
        "hours": hours(row),
        "last_day": row.last_day,
    })
}
