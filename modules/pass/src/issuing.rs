//! Issuing what is approved: signed off the writer, numbered in order and without gaps inside the write.
//!
//! A batch is signed for the numbers that come next. The write takes those numbers only if they are still the next, and
//! each pass only if it is still approved; else nothing of the batch happens and it is made anew. So a process killed
//! anywhere has issued whole batches, and the next goes on with what is left.

use crate::keys::{SigningKey, second_of};
use crate::limits::{ISSUED_A_WRITE, PASS_DAYS_MAX};
use crate::rules::{PassEventKind, PassState};
use crate::store::issuing::{self, Signed};
use crate::store::writing::{self, Happened};
use crate::store::{Issued, PassRecord};
use crate::{PassError, Passes};
use std::sync::Arc;
use tongxin_city::{Timestamp, Zone};
use tongxin_pass_format::Pass;
use tongxin_pass_format::pass::{End, PassNumber, Scope};
use tongxin_storage::WriteError;

/// Times that a batch is made anew when others were faster.
const TRIES_MAX: u32 = 5;
/// Threads that sign a batch.
const SIGNERS: usize = 2;

/// What the text of a pass is signed with and dated by.
struct Desk {
    issuer: String,
    zone: Zone,
    key: SigningKey,
    now: Timestamp,
}

impl Passes {
    /// Issues what is approved, in at most so many writes; answers how many passes that were.
    ///
    /// # Errors
    /// When a key can't be read, others were faster again and again, or a storage failure. What was issued stays issued.
    pub async fn issue_approved(&self, now: Timestamp, writes_max: u32) -> Result<u64, PassError> {
        let mut issued = 0;
        let (mut writes, mut tries) = (0, 0);
        while writes < writes_max {
            match self.issue_batch(now).await {
                Ok(0) => break,
                Ok(count) => {
                    issued += count;
                    writes += 1;
                    tries = 0;
                }
                Err(error) if tries < TRIES_MAX && is_outrun(&error) => tries += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(issued)
    }

    /// How many passes wait to be issued.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn waiting_to_be_issued(&self) -> Result<i64, PassError> {
        Ok(issuing::approved_count(self.db()).await?)
    }

    /// Answers how many passes a batch had; those that can't be signed are refused with it.
    async fn issue_batch(&self, now: Timestamp) -> Result<u64, PassError> {
        let approved = issuing::approved(self.db(), ISSUED_A_WRITE).await?;
        if approved.is_empty() {
            return Ok(0);
        }
        let first = issuing::next_number(self.db()).await?;
        let desk = Desk {
            issuer: self.issuer()?,
            zone: self.places().city()?.file.zone.clone(),
            key: self.signing_key(now).await?,
            now,
        };
        let key = desk.key.row.public.id();
        let signing = tokio::task::spawn_blocking(move || sign_all(approved, first, &desk));
        let batch = signing.await.map_err(|error| PassError::Failed(error.to_string()))??;
        let count = (batch.signed.len() + batch.unfit.len()) as u64;
        let batch = Arc::new(batch);
        self.db()
            .write(move |tx| {
                let batch = Arc::clone(&batch);
                Box::pin(async move {
                    let after = first + batch.signed.len() as i64;
                    if !issuing::take_numbers(tx, first, after).await? {
                        return Err(PassError::Outrun);
                    }
                    for pass in &batch.unfit {
                        let happened = Happened {
                            kind: PassEventKind::Refused,
                            actor: "system",
                            note: "over",
                            at: now,
                        };
                        writing::move_on(tx, pass, PassState::Refused, &happened);
                    }
                    if issuing::issue(tx, &batch.signed, key, now).await? {
                        Ok(())
                    } else {
                        Err(PassError::Outrun)
                    }
                })
            })
            .await?;
        Ok(count)
    }
}

fn is_outrun(error: &PassError) -> bool {
    matches!(error, PassError::Outrun)
        || error
            .as_storage()
            .is_some_and(|error| error.is_retryable() || error.is_taken())
}

struct Batch {
    signed: Vec<Signed>,
    /// What is no pass any more, such as one whose last day went by before it was issued.
    unfit: Vec<PassRecord>,
}

fn sign_all(approved: Vec<PassRecord>, first: i64, desk: &Desk) -> Result<Batch, PassError> {
    let nil = PassNumber::new(0).ok_or(PassError::NumbersTaken)?;
    let is_fit = |pass: &PassRecord| said(pass, nil, desk).is_some_and(|said| said.check().is_ok());
    let (fit, unfit): (Vec<_>, Vec<_>) = approved.into_iter().partition(is_fit);
    let count = fit.len();
    let mut numbered = Vec::with_capacity(count);
    for (number, pass) in (first..).zip(fit) {
        let number = u32::try_from(number).ok().and_then(PassNumber::new);
        numbered.push((number.ok_or(PassError::NumbersTaken)?, pass));
    }
    let share = count.div_ceil(SIGNERS).max(1);
    let parts: Vec<Vec<Signed>> = std::thread::scope(|scope| {
        let part = |part: &[(PassNumber, PassRecord)]| -> Vec<Signed> {
            part.iter()
                .filter_map(|(number, pass)| sign(pass, *number, desk))
                .collect()
        };
        let signers: Vec<_> = numbered
            .chunks(share)
            .map(|chunk| scope.spawn(move || part(chunk)))
            .collect();
        signers
            .into_iter()
            .map(|signer| signer.join().unwrap_or_default())
            .collect()
    });
    let signed: Vec<Signed> = parts.into_iter().flatten().collect();
    if signed.len() != count {
        return Err(PassError::Failed("a pass that was checked could not be signed".into()));
    }
    Ok(Batch { signed, unfit })
}

fn sign(pass: &PassRecord, number: PassNumber, desk: &Desk) -> Option<Signed> {
    let said = said(pass, number, desk)?;
    let text = tongxin_pass_format::issue(&said, &desk.key.secret).ok()?;
    Some(Signed {
        issued: Issued {
            number,
            text: Some(text),
            not_before: said.not_before,
            expires: said.expires,
            at: desk.now,
        },
        pass: pass.clone(),
    })
}

/// What a pass says; nothing when there is nobody it would be for.
fn said(pass: &PassRecord, number: PassNumber, desk: &Desk) -> Option<Pass> {
    let not_before = desk.zone.start_of(pass.first_day).max(second_of(desk.now));
    let last = desk.zone.start_of(pass.last_day.next());
    let ends = |places: &[tongxin_city::PlaceCode]| places.iter().copied().map(End::Place).collect();
    Some(Pass {
        issuer: desk.issuer.clone(),
        number,
        kind: pass.kind.of_format(),
        holder: pass.holder.clone()?,
        org: pass.org_name.clone(),
        scope: Scope {
            from: ends(&pass.from),
            to: ends(&pass.to),
            ways: pass.ways,
            corridor: pass.corridor.clone(),
        },
        days: pass.days,
        hours: pass.hours,
        not_before,
        // Ninety-two days have an hour more where clocks go back.
        expires: last.min(not_before.plus_days(PASS_DAYS_MAX)),
    })
}
