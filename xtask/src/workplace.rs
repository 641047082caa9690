//! Where things lie: the repository, and what the checks make beside the build.

use anyhow::{Context as _, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders the checks work in.
#[derive(Debug)]
pub struct Workplace {
    root: PathBuf,
    target: PathBuf,
}

impl Workplace {
    /// The repository this program was built from, wherever it was called.
    ///
    /// # Errors
    /// When the folder for the checks' own files can't be made.
    pub fn find() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().context("xtask lies inside the repository")?.to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        let workplace = Self { root, target };
        fs::create_dir_all(workplace.made("logs")).context("making the folder for logs")?;
        Ok(workplace)
    }

    /// A path in the repository.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The repository's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path among the files that the checks make.
    pub fn made(&self, name: &str) -> PathBuf {
        self.target.join("xtask").join(name)
    }

    /// The server's binary as the tests build it.
    pub fn binary(&self) -> PathBuf {
        self.target.join("debug").join("tongxin")
    }
}
