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
