//! Seals and their signatures.

use crate::world::*;
use tongxin_ledger::rules::chain;
use tongxin_ledger::rules::seal::{HeadsDigest, Seal, SealKey};

fn seal() -> Seal {
    let mut heads = HeadsDigest::default();
    heads.add(need_id(1), 3, &[7; 32]);
    SealKey::from_bytes(&[5; 32]).sign(1, NOON, chain::START, &heads)
}

#[test]
fn a_seal_is_signed_over_each_of_its_parts() {
    assert!(seal().is_signed());
    let changed = [
        Seal { number: 2, ..seal() },
        Seal {
            at: minutes(1),
            ..seal()
        },
        Seal {
            previous: [1; 32],
            ..seal()
        },
        Seal {
            heads_digest: [1; 32],
            ..seal()
        },
        Seal {
            head_count: 2,
            ..seal()
        },
        Seal {
            public_key: SealKey::from_bytes(&[6; 32]).public(),
            ..seal()
        },
        Seal {
            signature: [0; 64],
            ..seal()
        },
    ];
    for seal in changed {
        assert!(!seal.is_signed(), "{seal:?}");
    }
}

#[test]
fn a_copy_of_a_seal_reads_back_and_a_changed_one_is_refused() {
    let copy = seal().to_copy().unwrap();
    assert_eq!(Seal::from_copy(&copy).unwrap(), seal());
    let refused = |copy: &str| Seal::from_copy(copy).unwrap_err().to_string();
    assert!(refused(&copy.replace("\"number\":1", "\"number\":2")).contains("the copy itself was changed"));
    assert!(refused(&copy.replace("\"previous\":\"00", "\"previous\":\"zz")).contains("previous should hold 32 bytes"));
    assert!(refused("<html>").contains("expected value"));
}

#[test]
fn the_digest_of_heads_depends_on_each_head_and_their_order() {
    let digest = |heads: &[(u32, i64, u8)]| {
        let mut digest = HeadsDigest::default();
        heads
            .iter()
            .for_each(|(need, seq, head)| digest.add(need_id(*need), *seq, &[*head; 32]));
        digest.digest()
    };
    let all = [
        digest(&[(1, 1, 1), (2, 1, 1)]),
        digest(&[(2, 1, 1), (1, 1, 1)]),
        digest(&[(1, 1, 1)]),
        digest(&[(1, 2, 1)]),
        digest(&[(1, 1, 2)]),
    ];
    for (index, one) in all.iter().enumerate() {
        assert!(!all[index + 1..].contains(one));
    }
}
