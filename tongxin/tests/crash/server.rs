//! The server that is killed, and its ledger.

use crate::program::{Server, program};
use std::path::PathBuf;

/// Where the program finds its database and its city.
#[derive(Debug)]
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("crash.db")
    }

    /// Starts the server and waits until it listens.
    pub fn start(&self) -> Server {
        Server::start(&self.database(), None)
    }

    /// What `tongxin ledger verify` says, when it finds the ledger whole.
    pub fn verify(&self) -> String {
        let output = program(&["ledger", "verify"], &self.database()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    }
}
