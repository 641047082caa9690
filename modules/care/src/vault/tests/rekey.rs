//! Rotation: whole, cut off, in the middle of work, and with rows that do not open.

use super::world::{NOON, PEOPLE, SERIES, World, fact_about, number, write_facts};
use crate::vault::{MemoryShelf, Rekeyed, Sealed, Vault, VaultError, WrappingKey, WrappingKeyId, WrappingShelf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use tongxin_storage::{StorageError, args};

/// More than two writes' worth.
const MANY: i64 = 2_100;

/// Rotates to the end.
async fn rekey(world: &World, vault: &Vault) -> Result<Rekeyed, VaultError> {
    vault.rekey(&world.db, &[PEOPLE], NOON, |_, _| {}).await
}

#[tokio::test]
async fn everything_opens_after_a_rotation_and_the_old_keys_are_gone() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=MANY).await;
        let empty = "INSERT INTO vault_person (person) VALUES (1)";
        let write = world
            .db
            .write(move |tx| Box::pin(async move { tx.execute(empty, args![]).await }));
        write.await.unwrap();
        let (old_shelf, old_keys) = (world.shelf.ids().unwrap(), world.keys_in_use().await);

        let mut told = Vec::new();
        // The clock stands still, and still the new key is the newest.
        let rekeyed = vault.rekey(&world.db, &[PEOPLE], NOON, |done, all| told.push((done, all)));
        let expected = Rekeyed {
            rows: MANY as u64,
            data_keys: 1,
            wrapping_keys: 1,
        };
        assert_eq!(rekeyed.await.unwrap(), expected);
        assert_eq!(told, [(1_000, 2_100), (2_000, 2_100), (2_100, 2_100)]);
        let shelf = world.shelf.ids().unwrap();
        assert_eq!((shelf.len(), world.data_keys().await), (1, 1));
        assert!(!old_shelf.contains(&shelf[0]));
        assert_ne!(world.keys_in_use().await, old_keys);
        world.assert_open(&vault).await;
        world.assert_open(&world.vault()).await;
    }
}

#[tokio::test]
async fn a_rotation_before_anything_was_sealed_makes_the_keys() {
    for world in World::each().await {
        let vault = world.vault();
        assert_eq!(rekey(&world, &vault).await.unwrap(), Rekeyed::default());
        world.write_facts(&vault, 1..=1).await;
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
    }
}

#[tokio::test]
async fn a_rotation_that_was_cut_off_half_way_is_started_again() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=MANY).await;
        let (db, cut) = (world.db.clone(), vault.clone());
        let cut_off = tokio::spawn(async move {
            let cut_at = |done, _| assert!(done < 1_000, "the process is killed here, as this test wants");
            cut.rekey(&db, &[PEOPLE], NOON, cut_at).await
        });
        assert!(cut_off.await.unwrap_err().is_panic());
        assert_eq!((world.keys_in_use().await.len(), world.data_keys().await), (2, 2));
        world.assert_open(&world.vault()).await;

        let again = rekey(&world, &world.vault()).await.unwrap();
        let expected = Rekeyed {
            rows: MANY as u64,
            data_keys: 2,
            wrapping_keys: 2,
        };
        assert_eq!(again, expected);
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        world.assert_open(&world.vault()).await;
    }
}

/// A shelf that refuses once where a run may be cut off.
struct Stuck {
    shelf: Arc<MemoryShelf>,
    keeps: AtomicBool,
    removes: AtomicBool,
}

impl Stuck {
    fn fail_once(flag: &AtomicBool) -> Result<(), VaultError> {
        if flag.swap(false, Ordering::Relaxed) {
            return Err(VaultError::Shelf("the disk is full".into()));
        }
        Ok(())
    }
}

impl WrappingShelf for Stuck {
    fn ids(&self) -> Result<Vec<WrappingKeyId>, VaultError> {
        self.shelf.ids()
    }

    fn read(&self, id: WrappingKeyId) -> Result<WrappingKey, VaultError> {
        self.shelf.read(id)
    }

    fn keep(&self, id: WrappingKeyId, key: &WrappingKey) -> Result<(), VaultError> {
        Self::fail_once(&self.keeps)?;
        self.shelf.keep(id, key)
    }

    fn remove(&self, id: WrappingKeyId) -> Result<(), VaultError> {
        Self::fail_once(&self.removes)?;
        self.shelf.remove(id)
    }
}

#[tokio::test]
async fn a_shelf_that_refuses_changes_nothing_for_good() {
    for world in World::each().await {
        world.write_facts(&world.vault(), 1..=5).await;
        let vault = Vault::new(Arc::new(Stuck {
            shelf: world.shelf.clone(),
            keeps: true.into(),
            removes: true.into(),
        }));
        // Without a place for the new key there is none.
        assert!(matches!(rekey(&world, &vault).await, Err(VaultError::Shelf(_))));
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        // An old one that stays where it is goes with the next run.
        assert!(matches!(rekey(&world, &vault).await, Err(VaultError::Shelf(_))));
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (2, 1));
        assert_eq!(rekey(&world, &vault).await.unwrap().wrapping_keys, 2);
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        world.assert_open(&world.vault()).await;
    }
}

#[tokio::test]
async fn keys_of_another_database_stay_on_the_shelf() {
    for world in World::each().await {
        let strange = WrappingKeyId::generate(NOON.plus_days(-30));
        world.shelf.keep(strange, &WrappingKey::generate().unwrap()).unwrap();
        world.write_facts(&world.vault(), 1..=1).await;
        rekey(&world, &world.vault()).await.unwrap();
        assert!(world.shelf.ids().unwrap().contains(&strange));
    }
}

#[tokio::test]
async fn another_process_opens_and_seals_while_one_rotates() {
    for world in World::each().await {
        let (here, there) = (world.vault(), world.vault());
        world.write_facts(&here, 1..=MANY).await;
        world.assert_open(&there).await;
        let is_over = Arc::new(AtomicBool::new(false));
        let writing = {
            let (db, vault, is_over) = (world.other.clone(), there.clone(), is_over.clone());
            tokio::spawn(async move {
                let mut person = 0;
                while !is_over.load(Ordering::Relaxed) {
                    // Old rows are written over, new ones come.
                    person += 7;
                    write_facts(&db, &vault, person..=person).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                person
            })
        };
        rekey(&world, &here).await.unwrap();
        is_over.store(true, Ordering::Relaxed);
        assert!(writing.await.unwrap() > 0);
        assert_eq!((world.keys_in_use().await.len(), world.data_keys().await), (1, 1));
        world.assert_open(&there).await;
        world.assert_open(&here).await;
    }
}

#[tokio::test]
async fn two_rotations_at_once_leave_everything_open() {
    for world in World::each().await {
        world.write_facts(&world.vault(), 1..=MANY).await;
        let (one, two) = (world.vault(), world.vault());
        // The one that made its keys first may be told that they are gone.
        let _ = tokio::join!(
            one.rekey(&world.db, &[PEOPLE], NOON, |_, _| {}),
            two.rekey(&world.other, &[PEOPLE], NOON, |_, _| {}),
        );
        world.assert_open(&world.vault()).await;
        rekey(&world, &world.vault()).await.unwrap();
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        world.assert_open(&world.vault()).await;
    }
}

/// On PostgreSQL the write ends after the rotation has looked for old keys for the last time.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_takes_longer_than_a_rotation_waits_keeps_its_key() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=3).await;
        let (writer, runs) = (vault.clone(), Arc::new(AtomicI64::new(0)));
        let (db, running) = (world.other.clone(), runs.clone());
        let slow = tokio::spawn(async move {
            let write = db.write(move |tx| {
                let (vault, runs) = (writer.clone(), running.clone());
                Box::pin(async move {
                    let about = number(9);
                    let sealed = vault.seal(tx, about, &fact_about(about), NOON).await?;
                    let sql = "INSERT INTO vault_person (person, sealed_key, sealed) VALUES ($1, $2, $3)";
                    tx.execute(sql, args![about, sealed.key, sealed.bytes]).await?;
                    runs.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(2_000)).await;
                    Ok::<_, VaultError>(())
                })
            });
            write.await
        });
        while runs.load(Ordering::Relaxed) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(rekey(&world, &world.vault()).await.unwrap().data_keys, 1);
        slow.await.unwrap().unwrap();
        assert_eq!((world.keys_in_use().await.len(), world.data_keys().await), (1, 1));
        world.assert_open(&world.vault()).await;
    }
}

#[tokio::test]
async fn a_row_that_does_not_open_is_named_and_the_others_are_sealed_anew() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=9).await;
        let mut sealed = world.sealed(number(5)).await;
        let old_key = sealed.key;
        let right = sealed.clone();
        sealed.bytes[30] ^= 1;
        world.write_row(number(5), sealed).await.unwrap();

        let failed = rekey(&world, &vault).await;
        assert!(matches!(failed, Err(VaultError::Unreadable { about, key }) if about == number(5) && key == old_key));
        assert_eq!(world.closed(&world.vault()).await, [number(5)]);
        assert_eq!(world.keys_in_use().await.len(), 2);
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (2, 2));

        // Its key is kept for when the row is put back.
        world.write_row(number(5), right).await.unwrap();
        assert_eq!(rekey(&world, &vault).await.unwrap().rows, 9);
        assert_eq!((world.shelf.ids().unwrap().len(), world.data_keys().await), (1, 1));
        world.assert_open(&world.vault()).await;
    }
}

/// A key goes only once no table needs it, whichever is gone through last.
#[tokio::test]
async fn every_table_is_sealed_anew_before_a_key_goes() {
    for world in World::each().await {
        let vault = world.vault();
        world.write_facts(&vault, 1..=2).await;
        let (sealed, about) = (world.sealed(number(1)).await, number(1));
        let write = world.db.write(move |tx| {
            let sealed = sealed.clone();
            Box::pin(async move {
                let sql = "INSERT INTO vault_series (series, sealed_key, sealed) VALUES ($1, $2, $3)";
                tx.execute(sql, args![about, sealed.key, sealed.bytes]).await?;
                Ok::<_, StorageError>(())
            })
        });
        write.await.unwrap();
        let rekeyed = vault
            .rekey(&world.db, &[PEOPLE, SERIES], NOON, |_, _| {})
            .await
            .unwrap();
        assert_eq!((rekeyed.rows, rekeyed.data_keys), (3, 1));
        let sql = "SELECT sealed_key, sealed FROM vault_series";
        let row = world.db.one(sql, args![]).await.unwrap();
        let sealed = Sealed {
            key: row.int("sealed_key").unwrap(),
            bytes: row.blob("sealed").unwrap(),
        };
        assert_eq!(sealed.key, world.sealed(number(1)).await.key);
        assert!(world.vault().open(&world.db, about, &sealed).await.is_ok());
    }
}
