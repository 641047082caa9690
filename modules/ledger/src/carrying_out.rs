//! What a request asks of the ledger, carried out for its viewer: the same for the API and for pages.

use crate::SentPhoto;
use crate::api::LedgerState;
use crate::asking::{action_of, asker};
use crate::commands::{BulkItem, Done, Key};
use crate::rules::command::Command;
use crate::rules::limits::BULK_MAX;
use crate::subject::{AskedNeed, Subject, check_assignee, resolve};
use tongxin_account::{Action, Viewer};
use tongxin_city::{NeedId, Timestamp};
use tongxin_web::Problem;

impl LedgerState {
    /// Raises a need.
    pub(crate) async fn raise(
        &self,
        viewer: &Viewer,
        asked: AskedNeed,
        key: Key,
        now: Timestamp,
    ) -> Result<Done, Problem> {
        let asker = asker(viewer, Action::NeedRaise)?;
        let Subject { need, org_kind } = resolve(&self.places, viewer, asked).await?;
        Ok(self.ledger.raise(asker, need, org_kind, key, now).await?.value)
    }

    /// Does one command; `key` as the client chose it.
    pub(crate) async fn command(
        &self,
        viewer: &Viewer,
        id: NeedId,
        command: Command,
        key: String,
        now: Timestamp,
    ) -> Result<Done, Problem> {
        let kind = command.kind();
        check_assignee(self, viewer, &command).await?;
        let asker = asker(viewer, action_of(kind))?;
        let key = Key::new(key, kind.as_str(), format!("{id} {command:?}").as_bytes());
        Ok(self.ledger.command(asker, id, command, key, now).await?.value)
    }

    /// Does the same kind of command to many needs; `field` is what the request calls them.
    pub(crate) async fn bulk(
        &self,
        viewer: &Viewer,
        field: &str,
        orders: Vec<(NeedId, Command)>,
        key: Key,
        now: Timestamp,
    ) -> Result<Vec<BulkItem>, Problem> {
        let wrong_count = || {
            let (max, found) = (BULK_MAX.to_string(), orders.len().to_string());
            Problem::invalid().field(field, "ledger-field-bulk", &[("max", &max), ("found", &found)])
        };
        let Some((_, command)) = orders.first().filter(|_| orders.len() <= BULK_MAX) else {
            return Err(wrong_count());
        };
        check_assignee(self, viewer, command).await?;
        let asker = asker(viewer, action_of(command.kind()))?;
        Ok(self.ledger.bulk(asker, orders, key, now).await?.value)
    }

    /// Adds a photo; `key` as the client chose it.
    pub(crate) async fn attach(
        &self,
        viewer: &Viewer,
        id: NeedId,
        sent: SentPhoto,
        key: String,
        now: Timestamp,
    ) -> Result<Done, Problem> {
        let asker = asker(viewer, Action::NeedComment)?;
        let key = Key::new(key, &format!("attach {id}"), &sent.bytes);
        Ok(self.ledger.attach(asker, id, sent, key, now).await?.value)
    }
}
