//! Hand-over codes as a run's sheet carries them: not the codes, but what tells a right one from a wrong one where there is
//! no signal.

use crate::error::DispatchError;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::sync::Semaphore;
use tongxin_city::OrderId;

/// Rounds of PBKDF2. A code has six digits, so no number of rounds stops somebody who tries all million of them; these
/// keep a glance at the phone's storage from telling one, and cost a cheap phone some 20 ms for each code that is typed. The
/// server judges the code itself once more when the step arrives, and counts wrong ones.
pub(crate) const ITERATIONS: u32 = 10_000;
/// Sheets whose codes are hashed at the same time in one process; each takes a processor.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// The hashes of these orders' codes, in their order: PBKDF2-HMAC-SHA256 (RFC 8018) with the run's salt and the order's
/// number as it is written.
///
/// # Errors
/// `Failed` when the work was cut off.
pub(crate) async fn hashes(salt: [u8; 32], orders: Vec<(OrderId, String)>) -> Result<Vec<[u8; 32]>, DispatchError> {
    let failed = |error: &dyn std::fmt::Display| DispatchError::Failed(format!("hashing codes: {error}"));
    let _turn = AT_ONCE.acquire().await.map_err(|error| failed(&error))?;
    let work = move || {
        let each = orders.iter().map(|(order, code)| hash(code, &salt, *order));
        each.collect::<Result<Vec<_>, _>>()
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

fn hash(code: &str, salt: &[u8; 32], order: OrderId) -> Result<[u8; 32], hmac::digest::InvalidLength> {
    let keyed = Hmac::<Sha256>::new_from_slice(code.as_bytes())?;
    let round = |content: &[u8]| -> [u8; 32] { keyed.clone().chain_update(content).finalize().into_bytes().into() };
    // The first block, which is all of it: 32 bytes are asked for.
    let mut last = round(&[salt.as_slice(), order.to_string().as_bytes(), &1_u32.to_be_bytes()].concat());
    let mut sum = last;
    for _ in 1..ITERATIONS {
        last = round(&last);
        for (byte, other) in sum.iter_mut().zip(last) {
            *byte ^= other;
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use data_encoding::HEXLOWER;

    /// Made with another program: Python's hashlib.pbkdf2_hmac("sha256", b"482913", bytes(32) + number, 10_000).
    #[tokio::test]
    async fn a_code_has_the_hash_that_other_programs_give_it() {
        let order: OrderId = "0AMN-S3QG-2PSZ-H9".parse().unwrap();
        let made = hashes([0; 32], vec![(order, "482913".into())]).await.unwrap();
        assert_eq!(
            HEXLOWER.encode(&made[0]),
            "4e7cdfe749ec1ad4fa426371862ad59851b3c602da69dba4dedf7e97e8cc95d6"
        );
    }
}
