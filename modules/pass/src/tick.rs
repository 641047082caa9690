//! What the clock does at the desk. Each step looks for what is due and guards what it does by what it read, so that a
//! look may happen twice, in two processes, or after a crash.

use crate::deciding::end_all;
use crate::kinds::PASS;
use crate::limits::{ISSUING_WRITES_MAX, NEEDS_A_TICK_MAX, PEOPLE_KEPT_DAYS, SWEEPS_MAX, SWEPT_A_WRITE};
use crate::rules::PassState;
use crate::store::files::{self, KeyState};
use crate::store::{PassRecord, reading, sweeping, writing};
use crate::{PassError, Passes, TEXTS};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use tongxin_city::{Lang, Level, OrgId, PassId, PlaceCode, Timestamp};
use tongxin_i18n::Texts;
use tongxin_ledger::{Asker, NewNeed, Priority};
use tongxin_storage::Tx;

/// Needs are read in either language, so they are written in both.
static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

impl Passes {
    /// One look.
    ///
    /// # Errors
    /// The first failure; what was done before it stays done, and the next tick does the rest.
    pub async fn tick(&self, now: Timestamp) -> Result<(), PassError> {
        self.look_after_keys(now).await?;
        self.publish_keys(now).await?;
        self.recall(now).await?;
        self.end_with_their_firms(now).await?;
        self.issue_approved(now, ISSUING_WRITES_MAX).await?;
        self.expire(now).await?;
        self.publish_status(now).await?;
        self.raise_late(now).await?;
        self.forget_batches(now).await?;
        self.forget(now).await
    }

    /// Sends what withdrawn keys signed back to be signed anew.
    pub(crate) async fn recall(&self, now: Timestamp) -> Result<(), PassError> {
        let keys = files::keys(self.db()).await?;
        for key in keys.iter().filter(|key| key.state == KeyState::Withdrawn) {
            let key: Arc<str> = key.public.id().to_string().into();
            for _ in 0..SWEEPS_MAX {
                if !sweeping::has_signed(self.db(), &key).await? {
                    break;
                }
                let key = Arc::clone(&key);
                self.db()
                    .write(move |tx| {
                        let key = Arc::clone(&key);
                        Box::pin(
                            async move { Ok::<_, PassError>(sweeping::recall(tx, &key, SWEPT_A_WRITE, now).await?) },
                        )
                    })
                    .await?;
            }
        }
        Ok(())
    }

    /// Revokes the passes of firms that left the whitelist, and refuses what they had applied for.
    async fn end_with_their_firms(&self, now: Timestamp) -> Result<(), PassError> {
        let everywhere = Arc::new(tongxin_account::Scope::of_place(self.places().city()?.file.code));
        let reason: Arc<str> = [Lang::Zh, Lang::En]
            .map(|lang| WORDS.text(lang, "pass-firm-left"))
            .join(" · ")
            .into();
        let left = self.supply().firms_that_left().await?;
        for org in reading::with_live_passes(self.db(), &left).await? {
            let (scope, reason) = (Arc::clone(&everywhere), Arc::clone(&reason));
            self.db()
                .write(move |tx| {
                    let (scope, reason) = (Arc::clone(&scope), Arc::clone(&reason));
                    Box::pin(async move { end_all(tx, &scope, org, "system", &reason, now).await })
                })
                .await?;
        }
        Ok(())
    }

    async fn expire(&self, now: Timestamp) -> Result<(), PassError> {
        for _ in 0..SWEEPS_MAX {
            let over = sweeping::over(self.db(), now, SWEPT_A_WRITE).await?;
            if over.is_empty() {
                break;
            }
            let over: Arc<[PassId]> = over.into();
            self.db()
                .write(move |tx| {
                    let over = Arc::clone(&over);
                    Box::pin(async move { Ok::<_, PassError>(sweeping::expire(tx, &over, now).await?) })
                })
                .await?;
        }
        Ok(())
    }

    async fn forget(&self, now: Timestamp) -> Result<(), PassError> {
        let before = now.plus_days(-PEOPLE_KEPT_DAYS);
        for _ in 0..SWEEPS_MAX {
            let due = sweeping::to_erase(self.db(), before, SWEPT_A_WRITE).await?;
            if due.is_empty() {
                break;
            }
            let due: Arc<[PassId]> = due.into();
            self.db()
                .write(move |tx| {
                    let due = Arc::clone(&due);
                    Box::pin(async move { Ok::<_, PassError>(sweeping::erase(tx, &due, now).await?) })
                })
                .await?;
        }
        Ok(())
    }

    /// Raises that districts have not agreed in time: one need for each firm, which says how many passes wait.
    async fn raise_late(&self, now: Timestamp) -> Result<(), PassError> {
        for _ in 0..NEEDS_A_TICK_MAX {
            let late = sweeping::late(self.db(), now, SWEPT_A_WRITE).await?;
            let mut by_firm: BTreeMap<OrgId, Vec<PassRecord>> = BTreeMap::new();
            let can_stand = late.into_iter().filter(|pass| self.can_raise_at(&pass.place));
            can_stand.for_each(|pass| by_firm.entry(pass.org).or_default().push(pass));
            if by_firm.is_empty() {
                break;
            }
            for passes in by_firm.into_values() {
                self.raise_firm(passes, now).await?;
            }
        }
        Ok(())
    }

    /// A need stands in a subdistrict or below.
    fn can_raise_at(&self, place: &PlaceCode) -> bool {
        let level = self.places().tree().widths().level_of(place);
        level.is_some_and(|level| level >= Level::Subdistrict)
    }

    async fn raise_firm(&self, passes: Vec<PassRecord>, now: Timestamp) -> Result<(), PassError> {
        let Some(first) = passes.first() else { return Ok(()) };
        let org = self.places().org(first.org).await?;
        let org_kind = org.as_ref().map(|org| org.kind.key());
        let ids: Vec<PassId> = passes.iter().map(|pass| pass.id).collect();
        let need = self.late_need(&passes, &ids).await?;
        let (desk, passes) = (self.clone(), Arc::new(passes));
        self.db()
            .write(move |tx| {
                let (desk, passes, need) = (desk.clone(), Arc::clone(&passes), need.clone());
                Box::pin(async move { raise(tx, &desk, &passes, need, org_kind, now).await })
            })
            .await
    }

    async fn late_need(&self, passes: &[PassRecord], ids: &[PassId]) -> Result<NewNeed, PassError> {
        let tree = self.places().tree();
        let agreements = reading::agreements(self.db(), ids).await?;
        let missing: std::collections::BTreeSet<PlaceCode> = agreements
            .values()
            .flatten()
            .filter(|agreement| agreement.agreed_at.is_none())
            .map(|agreement| agreement.district)
            .collect();
        let Some(first) = passes.first() else {
            return Err(PassError::NotFound);
        };
        let count = passes.len().to_string();
        let said = |key: &str| {
            [Lang::Zh, Lang::En].map(|lang| {
                let names: Vec<String> = missing
                    .iter()
                    .map(|code| {
                        tree.get(code)
                            .map_or_else(|| code.to_string(), |place| place.name(lang).to_owned())
                    })
                    .collect();
                let names = names.join(lang.pick("、", ", "));
                let args = [("firm", first.org_name.as_str()), ("n", &count), ("districts", &names)];
                WORDS.text_with(lang, key, &args)
            })
        };
        Ok(NewNeed {
            kind: PASS.key.to_owned(),
            topic: "agreement".to_owned(),
            priority: Some(Priority::High),
            place: first.place,
            household: None,
            org: Some(first.org),
            title: said("pass-need-late").join(" · "),
            body: said("pass-need-late-body").join("\n\n"),
            contact: None,
        })
    }
}

/// Raises the need and notes it at each pass, unless all of them have moved on meanwhile.
async fn raise(
    tx: &mut Tx,
    desk: &Passes,
    passes: &[PassRecord],
    need: NewNeed,
    org_kind: Option<&'static str>,
    now: Timestamp,
) -> Result<(), PassError> {
    let everywhere = tongxin_account::Scope {
        places: passes.iter().map(|pass| pass.place).collect(),
        ..tongxin_account::Scope::default()
    };
    let mut late = Vec::new();
    for pass in passes {
        let known = reading::get_in(tx, &everywhere, pass.id).await?;
        late.extend(known.filter(|known| known.state == PassState::Agreeing && known.need.is_none()));
    }
    if late.is_empty() {
        return Ok(());
    }
    let done = desk
        .ledger()
        .raise_in(tx, &Asker::system(), need, org_kind, now)
        .await?;
    for pass in &late {
        writing::note_need(tx, pass, done.id, now);
    }
    Ok(())
}
