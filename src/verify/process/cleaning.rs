//! Removing the directory of a program, whatever it has made of it.

use std::fs::{self, DirEntry};
use std::io::{ErrorKind, Result};
use std::path::Path;

/// Removes `directory` and all in it.
///
/// Directories may be closed to us, and nested more deeply than a path is long or files can be
/// open: what is in a directory below is moved up before it is looked into. No process may be there
/// any more.
///
/// # Errors
///
/// Something in it is not ours.
pub fn remove(directory: &Path) -> Result<()> {
    let mut number: u64 = 0;
    open(directory)?;
    loop {
        let mut is_empty = true;
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            is_empty = false;
            if entry.file_type()?.is_dir() {
                flatten(&entry.path(), directory, &mut number)?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        if is_empty {
            return fs::remove_dir(directory);
        }
    }
}

/// Removes the directory `below`, and moves the directories in it up into `directory`.
fn flatten(below: &Path, directory: &Path, number: &mut u64) -> Result<()> {
    open(below)?;
    for entry in fs::read_dir(below)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open(&entry.path())?;
            move_up(&entry, directory, number)?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    match fs::remove_dir(below) {
        // Some systems pass over entries while others are removed; it comes round again.
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        removed => removed,
    }
}

/// Moves `entry` to a name in `directory` that is free.
fn move_up(entry: &DirEntry, directory: &Path, number: &mut u64) -> Result<()> {
    loop {
        *number += 1;
        let free = directory.join(number.to_string());
        match fs::symlink_metadata(&free) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return fs::rename(entry.path(), free);
            }
            Ok(_) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Gives us the right to look into a directory of ours, and to change it.
#[cfg(unix)]
fn open(directory: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
}

/// Those who made a directory may change it here.
#[cfg(windows)]
fn open(_directory: &Path) -> Result<()> {
    Ok(())
}
