//! The file of proofs of a book, and what it says of each chapter.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::diagnostic::{Diagnostic, proofs as mistakes};
use crate::file;
use crate::proof::{LOCK_FILE, Lock, UnreadableLock};
use crate::report::{Document, Origin};

/// What has been proved of a book.
#[derive(Debug)]
pub struct BookProofs {
    /// The file.
    pub path: PathBuf,
    /// Its text, where it can be read and is what it should be.
    pub text: Option<String>,
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
        let mut proofs = BookProofs { path, text: None, lock: None, mistake: None, document: None };
        let text = match file::read(&proofs.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && !proofs.path.is_symlink() => {
                return proofs;
            }
            Err(error) => {
                let mistake = mistakes::unread_lock(&error.to_string());
                proofs.mistake = Some((Document::new(origin, "", None), mistake));
                return proofs;
            }
        };
        let document = Document::new(origin, &text, None);
        let mistake = match Lock::parse(&text) {
            Ok(lock) => {
                (proofs.text, proofs.lock) = (Some(text), Some(lock));
                proofs.document = Some(document);
                return proofs;
            }
            Err(UnreadableLock::Newer(format, place)) => mistakes::newer_lock(place, format),
            Err(UnreadableLock::Malformed(why, place)) => mistakes::unreadable_lock(place, &why),
        };
        proofs.mistake = Some((document, mistake));
        proofs
    }

    /// What is in it; an empty one where nothing is known.
    pub fn known(&self) -> &Lock {
        static NOTHING: LazyLock<Lock> = LazyLock::new(Lock::default);
        self.lock.as_ref().unwrap_or(&NOTHING)
    }

    /// Whether there is such a file, whatever is in it.
    pub fn is_there(&self) -> bool {
        self.lock.is_some() || self.mistake.is_some()
    }
}
