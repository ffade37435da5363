//! The file of proofs of a book, and what it says of each chapter.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, proofs as mistakes};
use crate::file;
use crate::proof::{LOCK_FILE, Lock, UnreadableLock};
use crate::report::{Document, Origin};

/// What has been proved of a book.
#[derive(Debug)]
pub struct BookProofs {
    /// The file.
    pub path: PathBuf,
    /// What is in it; nothing where there is no such file, or none that can be read.
    pub lock: Option<Lock>,
    /// The text of it, and what is wrong with it.
    pub mistake: Option<(Document, Diagnostic)>,
    /// The text of it, where that is right.
    pub document: Option<Document>,
}

impl BookProofs {
    /// What has been proved of the book at `root`.
    pub fn read(root: &Path) -> Self {
        let path = root.join(LOCK_FILE);
        let origin = Origin::File(path.clone());
        let (lock, document, mistake) = match file::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => (None, None, None),
            Err(error) => {
                let document = Document::new(origin, "", None);
                (None, None, Some((document, mistakes::unreadable_lock(None, &error.to_string()))))
            }
            Ok(text) => {
                let document = Document::new(origin, &text, None);
                match Lock::parse(&text) {
                    Ok(lock) => (Some(lock), Some(document), None),
                    Err(UnreadableLock::Newer(format, place)) => {
                        (None, None, Some((document, mistakes::newer_lock(place, format))))
                    }
                    Err(UnreadableLock::Malformed(why, place)) => {
                        (None, None, Some((document, mistakes::unreadable_lock(Some(place), &why))))
                    }
                }
            }
        };
        BookProofs { path, lock, mistake, document }
    }

    /// Whether there is such a file, whatever is in it.
    pub fn is_there(&self) -> bool {
        self.lock.is_some() || self.mistake.is_some()
    }
}
