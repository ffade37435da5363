//! Directories of programs are removed, whatever is in them.

use std::fs;

use mdbook_predict::verify::process::remove;

#[test]
fn a_directory_goes_with_all_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    for folder in ["a/b/c", "1/2/3", "2", "empty"] {
        fs::create_dir_all(run.join(folder)).unwrap();
        fs::write(run.join(folder).join("file"), folder).unwrap();
    }
    remove(&run).unwrap();
    assert!(!run.exists());
    assert!(remove(&run).is_err(), "it is not there any more");
}

/// More levels than a path has bytes, and than files may be open.
#[cfg(unix)]
#[test]
fn depth_is_no_obstacle() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    fs::create_dir(&run).unwrap();
    let name = "d".repeat(200);
    // A chain of 2,000 is hung up from its end.
    for _ in 0..2_000 {
        fs::create_dir(dir.path().join("next")).unwrap();
        let deeper = dir.path().join("next").join(&name);
        fs::rename(&run, deeper).unwrap();
        fs::rename(dir.path().join("next"), &run).unwrap();
    }
    remove(&run).unwrap();
    assert!(!run.exists());
}

/// What a link leads to stays.
#[cfg(unix)]
#[test]
fn links_are_removed_and_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let (run, other) = (dir.path().join("run"), dir.path().join("other"));
    fs::create_dir(&run).unwrap();
    fs::create_dir(&other).unwrap();
    fs::write(other.join("file"), "mine").unwrap();
    std::os::unix::fs::symlink(&other, run.join("folder")).unwrap();
    std::os::unix::fs::symlink(other.join("file"), run.join("file")).unwrap();
    remove(&run).unwrap();
    assert!(!run.exists());
    assert_eq!(fs::read_to_string(other.join("file")).unwrap(), "mine");
}

/// Directories that nobody may look into, for somebody who is no more than their owner.
#[cfg(target_os = "linux")]
#[test]
fn closed_directories_are_opened() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    fs::create_dir_all(run.join("a/b/c")).unwrap();
    fs::write(run.join("a/b/c/file"), "").unwrap();
    for folder in ["a/b/c", "a/b", "a", ""] {
        fs::set_permissions(run.join(folder), fs::Permissions::from_mode(0o000)).unwrap();
    }
    std::thread::scope(|scope| {
        scope.spawn(|| {
            use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};
            let none = CapabilitySet::empty();
            let sets = CapabilitySets { effective: none, permitted: none, inheritable: none };
            set_capabilities(None, sets).unwrap();
            assert!(fs::remove_dir_all(&run).is_err(), "it is closed");
            remove(&run).unwrap();
        });
    });
    assert!(!run.exists());
}
