//! The vault as its operator meets it: the real program as processes, keys as files, a command that is killed, a backup that is
//! put back.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod home;
#[path = "../system/program.rs"]
mod program;
mod ward;

use home::Home;
use std::time::Duration;
use ward::Ward;

/// People with a photo and a series of appointments each.
const PEOPLE: usize = 6;
/// How long a rotation is let run before it is killed, in ms: from before its new key to after its last row.
const KILLED_AFTER_MS: [u64; 6] = [30, 120, 250, 500, 900, 1_400];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_that_is_killed_and_run_again_leaves_everything_readable_and_no_old_key() {
    let home = Home::new();
    let server = home.start();
    let ward = Ward::open(&server, PEOPLE).await;
    let before = ward.read(&server).await;
    let old_keys = home.wrapping_keys();
    assert_eq!(old_keys.len(), 1, "one pair of keys until they are turned");

    let mut killed = 0;
    for after in KILLED_AFTER_MS {
        killed += usize::from(home.rekey_killed_after(Duration::from_millis(after)));
        assert_eq!(
            ward.read(&server).await,
            before,
            "killed after {after} ms, while the server reads"
        );
    }
    assert!(killed > 0, "no rotation was ever cut off");
    // The server goes on writing under whichever key is the newest.
    ward.register(&server, "999").await;
    let before = ward.read(&server).await;
    let said = home.rekey();
    assert_eq!(
        ward.read(&server).await,
        before,
        "the same server, with the keys that it learns of"
    );
    let new_keys = home.wrapping_keys();
    for key in &old_keys {
        assert!(!new_keys.contains(key), "the old key is gone");
    }
    server.kill();
    // A start knows nothing but what lies on the disk.
    let server = home.start();
    assert_eq!(ward.read(&server).await, before);
    server.kill();
    // Without the new key nothing opens. Beside it lies at most what a killed rotation made and never used.
    new_keys.iter().for_each(|key| home.take_away(key));
    let server = home.start();
    ward.assert_unreadable(&server).await;
    println!("{killed} rotations killed; {}", said.trim());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_over_an_old_backup_forgets_again_what_was_erased() {
    let home = Home::new();
    let server = home.start();
    let ward = Ward::open(&server, 2).await;
    home.back_up();
    ward.end_emergency(&server).await;
    ward.assert_gone(&server).await;
    server.kill();
    home.put_back();
    // The first answer of the next start is given after it was erased again.
    let server = home.start();
    ward.assert_gone(&server).await;
    server.kill();
    assert!(
        home.restored_said_so(),
        "the program says that it erased something again"
    );
}
