//! The directories that programs run in: each has one to itself, and none is left.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::process::remove;

/// The directory of all programs of a run.
#[derive(Debug)]
pub struct Workplace {
    /// Where it is, without a link on the way: programs name it as the system does.
    root: PathBuf,
}

impl Workplace {
    /// Makes one where temporary files go.
    ///
    /// # Errors
    ///
    /// No directory can be made there.
    pub fn new() -> Result<Self> {
        let root = tempfile::Builder::new().prefix("predict-").tempdir();
        let root = root.context("cannot make a directory for temporary files")?.keep();
        let root =
            root.canonicalize().with_context(|| format!("cannot read {}", root.display()))?;
        Ok(Workplace { root })
    }

    /// Makes a directory in it, whose name nothing else has.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn room(&self, name: &str) -> Result<Room> {
        let path = self.root.join(name);
        std::fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Room { path })
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // Nobody is in it any more, and there is nobody to be told.
        let _ = remove(&self.root);
    }
}

/// The directory of one program.
#[derive(Debug)]
pub struct Room {
    path: PathBuf,
}

impl Room {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a file of this name into it, which may lie in directories of its own.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn put(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What is left is removed with the workplace.
        let _ = remove(&self.path);
    }
}
