//! The list of passes that don't count any more, signed anew each hour and whenever it changes, and what changed since
//! an older issue.

use crate::keys::second_of;
use crate::limits::{DELTA_ISSUES_MAX, NUMBERS_AHEAD, STATUS_EVERY_MS, STATUS_GOOD_MS};
use crate::store::files::{self, STATUS, SignedFile, StatusIssue};
use crate::store::issuing;
use crate::{PassError, Passes};
use tongxin_city::Timestamp;
use tongxin_pass_format::limits::NUMBERS_MAX;
use tongxin_pass_format::pass::PassNumber;
use tongxin_pass_format::{About, IssueNumber, StatusList, Statuses, delta_between};

/// Where the list is published, as it says itself; the same at each server.
const URI: &str = "/api/v1/passes/status";

impl Passes {
    /// Signs the list anew when it is an hour old, when a pass was revoked or replaced, when numbers come near its end, or
    /// when the key that signed it has retired.
    ///
    /// # Errors
    /// When a key can't be read, or a storage failure.
    pub async fn publish_status(&self, now: Timestamp) -> Result<(), PassError> {
        let fresh = files::unlisted(self.db()).await?;
        let next = issuing::next_number(self.db()).await?;
        let known = files::file(self.db(), STATUS).await?;
        let numbers = u32::try_from(next).unwrap_or(NUMBERS_MAX).saturating_add(NUMBERS_AHEAD);
        let numbers = numbers.next_multiple_of(NUMBERS_AHEAD).min(NUMBERS_MAX);
        if let Some(known) = &known
            && fresh.is_empty()
            && now.millis_since(known.issued_at) < STATUS_EVERY_MS
            && self.issue_of(known.issue).await?.numbers >= numbers
            && StatusList::read(&known.file, &self.key_set().await?, None).is_ok()
        {
            return Ok(());
        }
        let issued_at = second_of(now);
        let new = StatusIssue {
            issue: IssueNumber(known.map_or(0, |known| known.issue.0) + 1),
            issued_at,
            good_until: issued_at.plus_millis(STATUS_GOOD_MS),
            numbers,
        };
        let listed = files::listed_by(self.db(), new.issue).await?;
        let list = self.list(&new, listed.iter().chain(&fresh))?;
        let key = self.signing_key(now).await?;
        let file = SignedFile {
            issue: new.issue,
            issued_at,
            good_until: new.good_until,
            file: list.sign(&key.secret),
        };
        self.db()
            .write(move |tx| {
                let (file, fresh) = (file.clone(), fresh.clone());
                Box::pin(async move {
                    if files::keep_file(tx, STATUS, &file).await? {
                        files::remember_issue(tx, &new, new.issue.0 as i64 - DELTA_ISSUES_MAX);
                        files::list(tx, &fresh, new.issue);
                    }
                    Ok::<_, PassError>(())
                })
            })
            .await
    }

    fn list<'n>(
        &self,
        issue: &StatusIssue,
        numbers: impl Iterator<Item = &'n PassNumber>,
    ) -> Result<StatusList, PassError> {
        let mut statuses = Statuses::covering(issue.numbers);
        numbers.for_each(|number| statuses.set(*number, true));
        let about = About {
            issuer: self.issuer()?,
            uri: URI.to_owned(),
            issue: issue.issue,
            issued_at: issue.issued_at,
            good_until: issue.good_until,
        };
        StatusList::new(about, statuses).map_err(|error| PassError::Failed(error.to_string()))
    }

    async fn issue_of(&self, issue: IssueNumber) -> Result<StatusIssue, PassError> {
        files::status_issue(self.db(), issue).await?.ok_or(PassError::TooOld)
    }

    /// The list as it stood at an issue.
    async fn list_at(&self, issue: IssueNumber) -> Result<StatusList, PassError> {
        let about = self.issue_of(issue).await?;
        let listed = files::listed_by(self.db(), issue).await?;
        self.list(&about, listed.iter())
    }

    /// The published list.
    ///
    /// # Errors
    /// `NotSigned` before the first tick, or a storage failure.
    pub async fn status_file(&self) -> Result<Vec<u8>, PassError> {
        Ok(self.status().await?.file)
    }

    async fn status(&self) -> Result<SignedFile, PassError> {
        files::file(self.db(), STATUS).await?.ok_or(PassError::NotSigned)
    }

    /// What brings a holder of an older issue to the published one. Nothing when it holds that one.
    ///
    /// # Errors
    /// `TooOld` for an issue that is not remembered any more or that never was; or a storage failure.
    pub async fn status_delta(&self, from: IssueNumber, now: Timestamp) -> Result<Option<Vec<u8>>, PassError> {
        let latest = self.status().await?.issue;
        if from == latest {
            return Ok(None);
        }
        if from > latest {
            return Err(PassError::TooOld);
        }
        let (base, list) = (self.list_at(from).await?, self.list_at(latest).await?);
        let key = self.signing_key(now).await?;
        let delta = delta_between(&base, &list, &key.secret);
        delta.map(Some).map_err(|error| PassError::Failed(error.to_string()))
    }
}
