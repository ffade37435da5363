//! Looking tools up in `PATH`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The directories in `path`. What is no absolute path would lead into whatever directory we are
/// in, which may be a stranger's.
pub(super) fn directories(path: &OsStr) -> Vec<PathBuf> {
    std::env::split_paths(path).filter(|directory| directory.is_absolute()).collect()
}

/// The first of `tools` that is there, by name in the first of `directories`, or where it says.
pub(super) fn first(tools: &[String], directories: &[PathBuf]) -> Option<PathBuf> {
    tools.iter().find_map(|tool| match Path::new(tool) {
        path if path.is_absolute() => Some(path.to_owned()).filter(|path| is_executable(path)),
        _ => directories.iter().find_map(|directory| executable(directory, tool)),
    })
}

/// The tool in `directory`.
fn executable(directory: &Path, tool: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat", ""] } else { &[""] };
    let paths = endings.iter().map(|ending| directory.join(format!("{tool}{ending}")));
    paths.into_iter().find(|path| is_executable(path))
}

/// Whether `path` is a file that can be run.
pub(super) fn is_executable(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file() && has_right(&metadata))
}

#[cfg(unix)]
fn has_right(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn has_right(_metadata: &std::fs::Metadata) -> bool {
    true
}
