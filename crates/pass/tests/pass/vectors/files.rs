//! Files that are offered to a gate which holds the key set and the list.

use tongxin_pass_format::{StatusList, Statuses, delta_between};

use super::form::{File, hex};
use crate::world::*;

pub fn files() -> Vec<File> {
    let list = |issue: u64, numbers: u32, revoked: &[u32]| {
        let mut statuses = Statuses::covering(numbers);
        revoked.iter().for_each(|revoked| statuses.set(number(*revoked), true));
        StatusList::new(about(issue), statuses).unwrap()
    };
    let next = list(13, 90_000, &[REVOKED, 79_999, 80_123, 5]);
    let (older, after) = (list(11, 80_000, &[]), list(14, 90_000, &[1]));
    let delta = delta_between(&status_list(), &next, &signer()).unwrap();
    let mut changed = delta.clone();
    *changed.last_mut().unwrap() ^= 1;
    let other_base = delta_between(&list(12, 80_000, &[]), &next, &signer()).unwrap();
    let fork = key_set_of(3, issuer_keys()[1..].to_vec());
    let offered = [
        ("the same key set", "key_set", key_set().sign(&root()), true),
        (
            "a newer key set",
            "key_set",
            key_set_of(4, issuer_keys()).sign(&root()),
            true,
        ),
        (
            "an older key set",
            "key_set",
            key_set_of(2, issuer_keys()).sign(&root()),
            false,
        ),
        ("the same number with other keys", "key_set", fork.sign(&root()), false),
        (
            "a key set by an issuer's key",
            "key_set",
            key_set_of(4, issuer_keys()).sign(&signer()),
            false,
        ),
        ("a newer list", "status_list", next.sign(&signer()), true),
        ("an older list", "status_list", older.sign(&signer()), false),
        (
            "the same number with other bits",
            "status_list",
            list(12, 80_000, &[]).sign(&signer()),
            false,
        ),
        (
            "a list by a retired key",
            "status_list",
            next.sign(&secret("retired")),
            false,
        ),
        (
            "a list by another issuer's key",
            "status_list",
            next.sign(&secret("other")),
            false,
        ),
        (
            "a key set shown as a list",
            "status_list",
            key_set_of(13, issuer_keys()).sign(&signer()),
            false,
        ),
        ("a delta", "status_delta", delta.clone(), true),
        ("a delta with a changed bit", "status_delta", changed, false),
        (
            "a delta from another base",
            "status_delta",
            delta_between(&next, &after, &signer()).unwrap(),
            false,
        ),
        ("a delta from other bits", "status_delta", other_base, false),
        (
            "a delta to an older issue",
            "status_delta",
            delta_between(&list(10, 80_000, &[]), &older, &signer()).unwrap(),
            false,
        ),
    ];
    let made = offered.map(|(name, kind, file, is_accepted)| File {
        name: name.to_owned(),
        kind: kind.to_owned(),
        file: hex(&file),
        is_accepted,
    });
    made.into()
}
