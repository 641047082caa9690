//! Many passes at once, for gates that hand in what they scanned with no signal.
//!
//! Ed25519 signatures can be verified together for about half the work. The sum over a batch says only that all are good,
//! or that some are not; then each of it is verified alone, so that a verdict never depends on the neighbours. The one
//! difference there could be, signatures that only the key's owner can make and that the strict check refuses, is no way
//! in: weak keys never come into a key set.

use ed25519_dalek::{Signature, VerifyingKey, verify_batch};

use crate::check::{believe, judge, open};
use crate::keys::{IssuerKey, KeySet};
use crate::limits::BATCH_MAX;
use crate::situation::Situation;
use crate::status::StatusList;
use crate::text::Sealed;
use crate::verdict::{Fault, Verdict};

/// A text in the situation it was scanned in.
#[derive(Debug, Clone, Copy)]
pub struct Scan<'a> {
    /// What the QR code held.
    pub text: &'a str,
    /// Where and when.
    pub gate: Situation<'a>,
}

/// The verdict on each scan, in their order; the same as [`crate::check`] gives one by one.
pub fn check_batch(scans: &[Scan<'_>], keys: &KeySet, list: &StatusList) -> Vec<Verdict> {
    scans
        .chunks(BATCH_MAX)
        .flat_map(|chunk| check_chunk(chunk, keys, list))
        .collect()
}

fn check_chunk(scans: &[Scan<'_>], keys: &KeySet, list: &StatusList) -> Vec<Verdict> {
    let opened: Vec<_> = scans.iter().map(|scan| open(scan.text, keys)).collect();
    let are_all_signed = are_signed(opened.iter().flatten());
    let verdicts = scans.iter().zip(opened).map(|(scan, opened)| {
        let believed = opened.and_then(|(sealed, key)| {
            if are_all_signed || sealed.is_signed_by(&key.public) {
                believe(&sealed, key)
            } else {
                Err(Fault::Forged(sealed.key_id))
            }
        });
        match believed {
            Ok(pass) => judge(pass, keys, list, &scan.gate),
            Err(fault) => Verdict::NotAccepted(fault),
        }
    });
    verdicts.collect()
}

/// Whether each is signed by its key.
fn are_signed<'a>(opened: impl Iterator<Item = &'a (Sealed, &'a IssuerKey)> + Clone) -> bool {
    let messages: Vec<&[u8]> = opened.clone().map(|(sealed, _)| &sealed.signed[..]).collect();
    let signatures: Vec<Signature> = opened.clone().map(|(sealed, _)| sealed.signature).collect();
    let keys: Vec<VerifyingKey> = opened.map(|(_, key)| *key.public.verifying_key()).collect();
    verify_batch(&messages, &signatures, &keys).is_ok()
}
