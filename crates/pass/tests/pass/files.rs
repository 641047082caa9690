//! Key sets and status lists: what may follow what, who may sign, and how large they are.

use tongxin_pass_format::{
    About, CoseError, IssueError, IssueNumber, KEYS_TYPE, KeySet, KeySetError, PublicKey, StatusError, StatusList,
    Statuses, compressed, delta_between,
};

use crate::world::*;

fn list_with(issue: u64, numbers: u32, revoked: &[u32]) -> StatusList {
    let mut statuses = Statuses::covering(numbers);
    revoked.iter().for_each(|revoked| statuses.set(number(*revoked), true));
    StatusList::new(about(issue), statuses).unwrap()
}

#[test]
fn a_key_set_is_read_as_it_was_signed() {
    let set = key_set();
    let file = set.sign(&root());
    assert_eq!(KeySet::read(&file, &root().public(), None), Ok(set.clone()));
    assert_eq!(KeySet::read(&file, &root().public(), Some(&set)), Ok(set));
}

#[test]
fn an_old_key_set_is_not_taken_back() {
    let withdrawn = key_set_of(4, issuer_keys());
    let old = key_set().sign(&root());
    let rollback = IssueError::Rollback {
        held: IssueNumber(4),
        offered: IssueNumber(3),
    };
    assert_eq!(
        KeySet::read(&old, &root().public(), Some(&withdrawn)),
        Err(rollback.into())
    );
    let fork = key_set_of(4, issuer_keys()[1..].to_vec()).sign(&root());
    let held = KeySet::read(&fork, &root().public(), Some(&withdrawn));
    assert_eq!(held, Err(IssueError::Fork(IssueNumber(4)).into()));
}

#[test]
fn a_key_set_is_the_roots_and_nothing_else() {
    let file = key_set().sign(&secret("signer"));
    assert_eq!(
        KeySet::read(&file, &root().public(), None),
        Err(KeySetError::NotTheRoots)
    );
    let list = status_list().sign(&root());
    let type_ = KeySetError::Cose(CoseError::Type);
    assert_eq!(KeySet::read(&list, &root().public(), None), Err(type_));
    assert_eq!(KEYS_TYPE, "application/tongxin-keys+cwt");
    let file = key_set().sign(&root());
    for bit in 0..file.len() * 8 {
        let mut changed = file.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(KeySet::read(&changed, &root().public(), None).is_err(), "bit {bit}");
    }
    for len in 0..file.len() {
        assert!(KeySet::read(&file[..len], &root().public(), None).is_err());
    }
    assert_eq!(
        KeySet::read(&vec![0; 70_000], &root().public(), None),
        Err(KeySetError::TooLong)
    );
}

#[test]
fn weak_keys_and_twins_do_not_come_into_a_set() {
    // The neutral element and a point of order 8: under them anybody can sign.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let order_eight = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";
    let order_eight = data_encoding::HEXLOWER.decode(order_eight.as_bytes()).unwrap();
    assert!(PublicKey::from_bytes(&neutral).is_err());
    assert!(PublicKey::from_bytes(order_eight.as_slice().try_into().unwrap()).is_err());
    let mut twins = issuer_keys();
    twins.push(twins[0].clone());
    let (from, until) = (key_set().issued_at(), key_set().good_until());
    assert_eq!(
        KeySet::new("x", IssueNumber(1), from, until, twins),
        Err(KeySetError::Order)
    );
}

#[test]
fn a_status_list_is_read_as_it_was_signed() {
    let list = status_list();
    let file = list.sign(&signer());
    assert_eq!(StatusList::read(&file, &key_set(), None), Ok(list.clone()));
    assert_eq!(StatusList::read(&file, &key_set(), Some(&list)), Ok(list));
    for bit in 0..file.len() * 8 {
        let mut changed = file.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(StatusList::read(&changed, &key_set(), None).is_err(), "bit {bit}");
    }
}

#[test]
fn an_old_list_shown_again_is_refused() {
    let old = list_with(11, 80_000, &[]).sign(&signer());
    let rollback = IssueError::Rollback {
        held: IssueNumber(12),
        offered: IssueNumber(11),
    };
    assert_eq!(
        StatusList::read(&old, &key_set(), Some(&status_list())),
        Err(rollback.into())
    );
    let fork = list_with(12, 80_000, &[]).sign(&signer());
    let fork = StatusList::read(&fork, &key_set(), Some(&status_list()));
    assert_eq!(fork, Err(IssueError::Fork(IssueNumber(12)).into()));
}

#[test]
fn only_an_active_key_of_the_issuer_signs_a_list() {
    let read = |name: &str| StatusList::read(&status_list().sign(&secret(name)), &key_set(), None);
    assert_eq!(read("retired"), Err(StatusError::KeyNotActive(secret("retired").id())));
    assert_eq!(
        read("withdrawn"),
        Err(StatusError::KeyNotActive(secret("withdrawn").id()))
    );
    assert_eq!(read("other"), Err(StatusError::NotTheKeys(secret("other").id())));
    assert_eq!(read("x"), Err(StatusError::UnknownKey(secret("x").id())));
    let elsewhere = About {
        uri: "https://pass.example/statuses/2".to_owned(),
        ..about(13)
    };
    let elsewhere = StatusList::new(elsewhere, Statuses::covering(8))
        .unwrap()
        .sign(&signer());
    assert_eq!(
        StatusList::read(&elsewhere, &key_set(), Some(&status_list())),
        Err(StatusError::OtherList)
    );
}

#[test]
fn a_delta_leads_to_the_list_that_was_signed() {
    let base = status_list();
    // One more, one taken back, and the list has grown.
    let next = list_with(14, 90_000, &[REVOKED, 79_999, 80_123, 5]);
    let delta = delta_between(&base, &next, &signer()).unwrap();
    assert_eq!(base.apply(&delta, &key_set()), Ok(next.clone()));
    for bit in 0..delta.len() * 8 {
        let mut changed = delta.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(base.apply(&changed, &key_set()).is_err(), "bit {bit}");
    }
    let whole = next.sign(&signer());
    println!(
        "a delta of 4 changes has {} bytes, the whole list {}",
        delta.len(),
        whole.len()
    );
}

#[test]
fn a_delta_needs_its_base_and_never_goes_back() {
    let lists: Vec<StatusList> = (12..16).map(|issue| list_with(issue, 800, &[issue as u32])).collect();
    let delta = delta_between(&lists[1], &lists[2], &signer()).unwrap();
    let wrong = StatusError::WrongBase {
        held: IssueNumber(12),
        base: IssueNumber(13),
    };
    assert_eq!(lists[0].apply(&delta, &key_set()), Err(wrong));
    for held in [&lists[2], &lists[3]] {
        let rollback = IssueError::Rollback {
            held: held.about().issue,
            offered: IssueNumber(14),
        };
        assert_eq!(held.apply(&delta, &key_set()), Err(rollback.into()));
    }
    assert!(delta_between(&lists[2], &lists[1], &signer()).is_err());
    // The right number with other bits: somebody holds a list that was never signed.
    let other = list_with(13, 800, &[700]);
    assert_eq!(other.apply(&delta, &key_set()), Err(StatusError::Digest));
    let longer = list_with(13, 1_600, &[13]);
    assert_eq!(longer.apply(&delta, &key_set()), Err(StatusError::Changes));
    // A list is no delta, and a delta no list.
    assert!(lists[1].apply(&lists[2].sign(&signer()), &key_set()).is_err());
    assert!(StatusList::read(&delta, &key_set(), None).is_err());
}

#[test]
fn a_million_passes_with_one_in_a_hundred_revoked_stay_below_200_kb() {
    let mut statuses = Statuses::covering(1_000_000);
    let mut chance = 0x2022_1123_u64;
    while statuses.revoked() < 10_000 {
        // Knuth's linear congruential generator; its high bits are good enough to scatter numbers.
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        statuses.set(number((chance >> 33) as u32 % 1_000_000), true);
    }
    let list = StatusList::new(about(1), statuses.clone()).unwrap();
    let file = list.sign(&signer());
    println!(
        "1,000,000 passes, 10,000 revoked: {} bytes signed, {} compressed",
        file.len(),
        compressed(&statuses).len()
    );
    assert!(file.len() < 200_000);
    assert_eq!(StatusList::read(&file, &key_set(), None), Ok(list.clone()));
    for more in 0..200 {
        statuses.set(number(more * 4_999), true);
    }
    let next = StatusList::new(about(2), statuses).unwrap();
    let delta = delta_between(&list, &next, &signer()).unwrap();
    println!("a day's delta of 200 more: {} bytes", delta.len());
    assert_eq!(list.apply(&delta, &key_set()), Ok(next));
}
