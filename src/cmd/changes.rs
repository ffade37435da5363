//! What a command changes in files: all of it is looked at first, then shown or done.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tempfile::{Builder, NamedTempFile};

use crate::file;
use crate::report::diff;

/// A file, as it is and as it is to be.
pub(super) struct Change {
    /// Its path, as the author would write it.
    pub(super) path: PathBuf,
    /// What is in it; nothing where it is not there.
    pub(super) before: Option<String>,
    /// What is to be in it; nothing where it is to go.
    pub(super) after: Option<String>,
    /// Whether somebody else wrote it. Such a file may be a symbolic link, which stays one, and
    /// what changes in it is worth being shown.
    pub(super) is_authors: bool,
}

impl Change {
    /// The author's file at `path`, unchanged so far.
    pub(super) fn of_authors(path: PathBuf) -> Result<Self> {
        let text = file::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Change { path, before: Some(text.clone()), after: Some(text), is_authors: true })
    }

    /// What is in it now.
    pub(super) fn text(&self) -> &str {
        self.before.as_deref().unwrap_or_default()
    }

    /// Whether somebody has changed it since it was read.
    pub(super) fn is_outdated(&self) -> bool {
        file::read(&self.path).ok() != self.before
    }

    fn is_none(&self) -> bool {
        self.before == self.after
    }

    /// What is done with it, in a word.
    fn verb(&self) -> &'static str {
        match self.after {
            _ if self.is_none() => "unchanged",
            Some(_) => "written",
            None => "removed",
        }
    }

    /// How it differs, where somebody would want to see that.
    fn shown(&self) -> String {
        let path = self.path.display().to_string();
        match (&self.before, &self.after) {
            _ if self.is_none() => format!("{path}: unchanged\n"),
            (_, Some(after)) if self.is_authors => diff::unified(&path, self.text(), after),
            _ => format!("{path}: would be {}\n", self.verb()),
        }
    }

    /// An error where the file system would not let it happen, or should not.
    fn check(&self) -> Result<()> {
        if let Some(folder) = folder(&self.path).filter(|folder| !folder.is_dir()) {
            bail!("there is no directory {}", folder.display());
        }
        let is_read_only =
            fs::metadata(&self.path).is_ok_and(|there| there.permissions().readonly());
        if !self.is_none() && is_read_only {
            bail!("it is read-only");
        }
        if self.is_authors && !self.is_none() && self.is_outdated() {
            bail!("it changed meanwhile; run this again");
        }
        Ok(())
    }

    fn make(&self) -> Result<()> {
        match &self.after {
            _ if self.is_none() => Ok(()),
            None => Ok(fs::remove_file(&self.path)?),
            Some(text) if self.before.is_none() && self.is_authors => create(&self.path, text),
            Some(text) if self.is_authors => replace(&fs::canonicalize(&self.path)?, text),
            Some(text) => replace(&self.path, text),
        }
    }
}

/// Makes `changes`, one after the other, or only shows them if `is_dry`; and says what became of
/// each file. None is touched where one of them cannot be changed.
pub(super) fn carry_out(changes: &[Change], is_dry: bool) -> Result<String> {
    let about = |change: &Change| format!("cannot write {}", change.path.display());
    for change in changes {
        change.check().with_context(|| about(change))?;
    }
    if is_dry {
        return Ok(changes.iter().map(Change::shown).collect());
    }
    for change in changes {
        change.make().with_context(|| about(change))?;
    }
    let lines = changes.iter();
    Ok(lines.map(|change| format!("{}: {}\n", change.path.display(), change.verb())).collect())
}

/// The directory that a file is to be in, where its path names one.
fn folder(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty())
}

/// A file of its own beside `path`, with `text` in it, which is to get that name.
fn beside(path: &Path, text: &str, permissions: Option<Permissions>) -> Result<NamedTempFile> {
    #[cfg_attr(windows, expect(unused_mut, reason = "there are no permissions to set"))]
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder(path).unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

/// Puts `text` into the place of the file at `path` in one step: nobody ever reads half of it.
fn replace(path: &Path, text: &str) -> Result<()> {
    let there = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file);
    beside(path, text, there.map(|there| there.permissions()))?.persist(path)?;
    Ok(())
}

/// Makes a file of `text` at `path`, where there is none.
fn create(path: &Path, text: &str) -> Result<()> {
    beside(path, text, None)?.persist_noclobber(path)?;
    Ok(())
}
