//! What opens and what does not; keys in databases of both kinds.
#![allow(clippy::unwrap_used)]

mod rekey;
mod world;

use super::keys::DataKey;
use super::*;
use data_encoding::HEXLOWER;
use tongxin_storage::{Dialect, StorageError, args};
use world::{NOON, PEOPLE, World, number};

const FACT: &[u8] = "胰岛素 insulin".as_bytes();

fn new_key(id: i64) -> DataKey {
    let wrapping = WrappingKey::generate().unwrap();
    let row = DataKey::make(id, Id63::generate(NOON), &wrapping).unwrap();
    DataKey::unwrapped(&row, &wrapping).unwrap()
}

#[test]
fn what_is_sealed_opens_for_whom_it_is_about_and_nobody_else() {
    let key = new_key(1);
    let sealed = key.seal(4711, FACT).unwrap();
    assert_eq!(key.open(4711, &sealed.bytes).unwrap(), FACT);
    assert_eq!(key.open(4712, &sealed.bytes), None);
    assert_eq!(key.open(-4711, &sealed.bytes), None);
    assert_eq!(new_key(1).open(4711, &sealed.bytes), None);
}

#[test]
fn what_was_changed_by_one_bit_or_cut_does_not_open() {
    let key = new_key(1);
    let Sealed { bytes, .. } = key.seal(4711, FACT).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(key.open(4711, &changed), None, "bit {bit}");
    }
    for length in 0..bytes.len() {
        assert_eq!(key.open(4711, &bytes[..length]), None, "{length} bytes");
    }
    assert_eq!(key.open(4711, &[&bytes[..], &[0]].concat()), None);
}

#[test]
fn the_same_fact_is_sealed_otherwise_each_time_and_shows_nowhere() {
    let key = new_key(1);
    let (first, second) = (key.seal(1, FACT).unwrap(), key.seal(1, FACT).unwrap());
    assert_ne!(first.bytes, second.bytes);
    assert!(
        !first
            .bytes
            .windows(4)
            .any(|four| FACT.windows(4).any(|plain| plain == four))
    );
    assert_eq!(first.bytes.len(), 24 + FACT.len() + 16);
}

#[test]
fn a_wrong_wrapping_key_says_so() {
    let (right, wrong) = (WrappingKey::generate().unwrap(), WrappingKey::generate().unwrap());
    let id = Id63::generate(NOON);
    let row = DataKey::make(1, id, &right).unwrap();
    let refused = |row: &DataKeyRow, by: &WrappingKey| match DataKey::unwrapped(row, by) {
        Err(VaultError::WrongWrappingKey { id, key }) => (id, key),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was unwrapped"),
    };
    assert_eq!(refused(&row, &wrong), (id, 1));
    // Nor does one pass for another data key's.
    let moved = DataKeyRow { id: 2, ..row.clone() };
    assert_eq!(refused(&moved, &right), (id, 2));
    assert!(DataKey::unwrapped(&row, &right).is_ok());
}

/// Made with PyCryptodome 4.4.0: the wrapping key is 00…1f, the data key 40…5f, nonces are 80…97 and a0…b7.
#[test]
fn what_another_program_sealed_opens() {
    let wrapping = WrappingKey::from_bytes(&std::array::from_fn(|at| at as u8));
    let row = DataKeyRow {
        id: 42,
        wrapping_key: Id63::try_from(7).unwrap(),
        wrapped: HEXLOWER.decode(WRAPPED).unwrap(),
    };
    let key = DataKey::unwrapped(&row, &wrapping).unwrap();
    assert_eq!(key.open(4711, &HEXLOWER.decode(SEALED).unwrap()).unwrap(), FACT);
}

const WRAPPED: &[u8] =
    b"808182838485868788898a8b8c8d8e8f909192939495969702af1b1aa3d1052d545169b003f0569e29c00e82d7aeecae\
      b8333081eb8f422ead03bb83982a2295ea835df2cbc76b20";
const SEALED: &[u8] =
    b"a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b78359a11dcf7930ff8a3afe0a1f77cc9a63e3002541dca1ae\
      40699acea1c51755d1";

#[tokio::test]
async fn the_first_seal_makes_the_keys_and_others_use_them() {
    for world in World::each().await {
        let vault = world.vault();
        assert_eq!(world.shelf.current().unwrap(), None);
        world.write_facts(&vault, 1..=3).await;
        let ids = world.shelf.ids().unwrap();
        assert_eq!((ids.len(), world.data_keys().await), (1, 1));
        assert_eq!(world.shelf.current().unwrap(), ids.last().copied());
        // A vault that has unwrapped nothing yet.
        world.assert_open(&world.vault()).await;
        world.write_facts(&world.vault(), 4..=5).await;
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        world.assert_open(&vault).await;
    }
}

#[tokio::test]
async fn a_fact_is_opened_inside_the_write_that_sealed_it() {
    for world in World::each().await {
        let (writing, reading) = (world.vault(), world.vault());
        let opened = world.db.write(move |tx| {
            let (writing, reading) = (writing.clone(), reading.clone());
            Box::pin(async move {
                let sealed = writing.seal(tx, 1, FACT, NOON).await?;
                reading.open_in(tx, 1, &sealed).await
            })
        });
        assert_eq!(opened.await.unwrap(), FACT);
    }
}

#[tokio::test]
async fn a_data_key_whose_write_was_undone_seals_nothing_afterwards() {
    for world in World::each().await {
        let vault = world.vault();
        let undone = vault.clone();
        let refused = world.db.write(move |tx| {
            let vault = undone.clone();
            Box::pin(async move {
                vault.seal(tx, 1, FACT, NOON).await?;
                Err::<(), _>(VaultError::TooLong)
            })
        });
        assert!(matches!(refused.await, Err(VaultError::TooLong)));
        assert_eq!(world.data_keys().await, 0);
        world.write_facts(&vault, 1..=3).await;
        world.assert_open(&world.vault()).await;
    }
}

#[tokio::test]
async fn what_does_not_open_is_named_by_its_row() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=2).await;
        let sealed = world.sealed(number(1)).await;
        let other = vault.open(&world.db, number(2), &sealed).await.unwrap_err();
        assert!(matches!(&other, VaultError::Unreadable { about, .. } if *about == number(2)));
        assert!(other.to_string().contains(&number(2).to_string()));
        let unknown = Sealed {
            key: sealed.key + 1,
            ..sealed.clone()
        };
        let unknown = vault.open(&world.db, number(1), &unknown).await;
        assert!(matches!(unknown, Err(VaultError::NoDataKey { about, .. }) if about == number(1)));
        // The shelf of another installation.
        let elsewhere = Vault::new(Arc::new(MemoryShelf::default()));
        let missing = elsewhere.open(&world.db, number(1), &sealed).await;
        assert!(matches!(missing, Err(VaultError::Shelf(_))));
    }
}

#[tokio::test]
async fn the_database_takes_no_row_whose_key_is_gone() {
    for world in World::each().await {
        let sealed = Sealed {
            key: 1,
            bytes: vec![0; 40],
        };
        let refused: Result<(), StorageError> = world.write_row(number(1), sealed).await;
        assert!(refused.is_err());
    }
}

/// As [`SealedTable`] asks: without the reference a key could go while a row that needs it is being written.
#[tokio::test]
async fn every_sealed_table_refers_to_the_data_keys() {
    for world in World::each().await {
        let sql = match world.db.dialect() {
            Dialect::Sqlite => {
                r#"SELECT COUNT(*) AS count FROM pragma_foreign_key_list($1)
                   WHERE "table" = 'care_data_key' AND "from" = $2"#
            }
            Dialect::Postgres => {
                "SELECT COUNT(*) AS count FROM pg_constraint
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                 WHERE contype = 'f' AND conrelid = CAST($1 AS regclass)
                   AND confrelid = CAST('care_data_key' AS regclass) AND attname = $2"
            }
        };
        for table in std::iter::once(&PEOPLE).chain(super::SEALED) {
            let row = world.db.one(sql, args![table.table, table.key]).await.unwrap();
            assert_eq!(row.int("count").unwrap(), 1, "{}.{}", table.table, table.key);
        }
    }
}
