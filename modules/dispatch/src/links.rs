//! The link of a run: whoever holds it may drive that run, or walk it, and nothing else. What is secret in it is worked out from the
//! server's own secret, so that it can be printed again and the database alone opens no run.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::DAYS_AHEAD_MAX;
use crate::rules::state::RunEventKind;
use crate::store::events::{self, Moment};
use crate::store::foot::{self, FootRunRecord};
use crate::store::runs::{self, RunRecord};
use data_encoding::BASE64URL_NOPAD;
use std::sync::Arc;
use subtle::ConstantTimeEq as _;
use tongxin_account::{Doer, qr_svg};
use tongxin_city::{PlaceCode, RunId, Timestamp};
use tongxin_storage::CommandKey;
use tongxin_web::Problem;

/// Bytes of a link's secret: 128 bits can't be guessed.
const SECRET_BYTES: usize = 16;
/// How long a link opens its run after the run is to be back, in hours: phones without a signal come back late.
const OPEN_HOURS: i64 = 36;
/// How long before it leaves: from when a plan can be published.
const OPEN_BEFORE_HOURS: i64 = 24 * (DAYS_AHEAD_MAX + 1);

impl RunRecord {
    /// From then on no link opens it.
    pub(crate) fn closes_at(&self) -> Timestamp {
        self.end_at.plus_hours(OPEN_HOURS)
    }
}

/// What a link opens.
pub(crate) enum Opened {
    Driven(RunRecord),
    OnFoot(FootRunRecord),
}

impl Opened {
    pub(crate) fn id(&self) -> RunId {
        match self {
            Opened::Driven(run) => run.id,
            Opened::OnFoot(run) => run.id,
        }
    }

    fn link(&self) -> i64 {
        match self {
            Opened::Driven(run) => run.link,
            Opened::OnFoot(run) => run.link,
        }
    }

    fn is_time(&self, now: Timestamp) -> bool {
        match self {
            Opened::Driven(run) => now >= run.start_at.plus_hours(-OPEN_BEFORE_HOURS) && now <= run.closes_at(),
            Opened::OnFoot(run) => now <= run.closes_at(),
        }
    }

    /// Where it begins and where it goes.
    pub(crate) fn places(&self) -> Vec<PlaceCode> {
        match self {
            Opened::Driven(run) => (std::iter::once(run.place))
                .chain(run.stops.iter().map(|stop| stop.place))
                .collect(),
            Opened::OnFoot(run) => (std::iter::once(run.place))
                .chain(run.calls.iter().map(|call| call.place))
                .collect(),
        }
    }
}

impl Dispatch {
    /// The address that whoever drives opens.
    pub(crate) fn link_of(&self, run: &RunRecord, origin: &str) -> String {
        self.link_to((run.id, run.link), origin)
    }

    /// The address that opens a run by the link of that number. What is secret stands behind `#`, which browsers don't send.
    pub(crate) fn link_to(&self, (run, link): (RunId, i64), origin: &str) -> String {
        format!("{origin}/run#{run}.{}", self.secret(run, link))
    }

    fn secret(&self, run: RunId, link: i64) -> String {
        let content = [run.get().to_be_bytes(), link.to_be_bytes()].concat();
        let bytes = self.accounts().derived("run-link", &content);
        BASE64URL_NOPAD.encode(&bytes[..SECRET_BYTES])
    }

    /// The address that whoever drives opens, as a square code in SVG. The label is said to those who can't see it.
    ///
    /// # Errors
    /// When it can't be drawn.
    pub(crate) fn link_svg(&self, run: &RunRecord, origin: &str, label: &str) -> Result<String, Problem> {
        qr_svg(&self.link_of(run, origin), label)
    }

    /// The salt with which a run's hand-over codes are hashed for its sheet.
    pub(crate) fn salt_of(&self, run: RunId) -> [u8; 32] {
        self.accounts().derived("run-salt", &run.get().to_be_bytes())
    }

    /// What a key opens now: a run of a vehicle, or one on foot.
    ///
    /// # Errors
    /// `NoLink` for a key that opens nothing, no longer, or not yet; or a storage failure.
    pub(crate) async fn opened(&self, key: &str, now: Timestamp) -> Result<Opened, DispatchError> {
        let (run, secret) = key.split_once('.').ok_or(DispatchError::NoLink)?;
        let run: RunId = run.parse().map_err(|_| DispatchError::NoLink)?;
        let found = match runs::by_link(self.db(), run).await? {
            Some(run) => Opened::Driven(run),
            None => Opened::OnFoot(foot::by_link(self.db(), run).await?.ok_or(DispatchError::NoLink)?),
        };
        let right = self.secret(run, found.link());
        let is_right: bool = right.as_bytes().ct_eq(secret.as_bytes()).into();
        if !is_right || !found.is_time(now) {
            return Err(DispatchError::NoLink);
        }
        Ok(match found {
            Opened::Driven(run) => Opened::Driven(self.standing_of(run).await?),
            found @ Opened::OnFoot(_) => found,
        })
    }

    /// Gives a run a new link, once; the one before opens nothing from then on. Answers the run as it stands then.
    ///
    /// # Errors
    /// `NotFound` for a run of a firm that the doer does not speak for; `Refused` when the run is not open; or a storage
    /// failure.
    pub(crate) async fn renew_link(
        &self,
        key: CommandKey,
        by: Doer,
        id: RunId,
        now: Timestamp,
    ) -> Result<RunRecord, DispatchError> {
        let by = Arc::new(by);
        let done = self.db().write_once(key, move |tx| {
            let by = Arc::clone(&by);
            Box::pin(async move {
                let found = runs::get_in(tx, id).await?;
                let run = found.filter(|run| by.may.orgs.contains(&run.org));
                let run = run.ok_or(DispatchError::NotFound)?;
                if !run.state.is_open() {
                    return Err(DispatchError::Refused("dispatch-run-over"));
                }
                runs::renew_link(tx, &run);
                let moment = Moment {
                    actor: &by.actor,
                    now,
                    said_at: None,
                };
                events::add(tx, id, RunEventKind::Link, None, None, moment).await?;
                // What is secret in the link is not written down.
                Ok(id)
            })
        });
        let id = done.await?.value;
        runs::by_link(self.db(), id).await?.ok_or(DispatchError::NotFound)
    }
}
