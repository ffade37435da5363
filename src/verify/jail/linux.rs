//! Linux: Landlock keeps files, TCP and signals from the program, a filter of system calls
//! (`filter`) the rest. Neither needs a privilege.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, LandlockStatus, PathBeneath, PathFd,
    RestrictionStatus, Ruleset, RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _,
    RulesetStatus, Scope,
};
use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};

use super::filter::SyscallFilter;
use super::{Enforced, Jail, filter, limits};

/// What is asked of the kernel; of an older one, as much of it as it knows.
const ASKED: ABI = ABI::V10;

/// Devices that every program may use.
const DEVICES: [&str; 4] = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"];

const SHARED_MEMORY: &str = "/dev/shm";

/// Keeps from this process, and from what it becomes, what `jail` does not allow.
///
/// # Errors
///
/// One of the directories cannot be opened, or the kernel refuses what it says it can do.
pub(in crate::verify) fn enter(jail: &Jail) -> Result<Enforced> {
    limits::apply(jail)?;
    // The first to go where memory ends; it is no protection, so it may fail.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    close_fds::set_fds_cloexec(3, &[]);
    let ruleset = ruleset(jail)?;
    drop_capabilities()?;
    let status = ruleset.restrict_self().context("Landlock failed")?;
    let files = status.ruleset != RulesetStatus::NotEnforced;
    let signals = files && knows(&status, ABI::V6);
    let truncates = files && knows(&status, ABI::V3);
    let changes_modes = jail.changes_modes;
    let is_filtered = filter::apply(&SyscallFilter { changes_modes, truncates })?;
    Ok(Enforced { files, network: is_filtered, group: is_filtered, signals })
}

/// The command that keeps things from the program; the kernel does that here.
pub(in crate::verify) fn wrapper(_jail: &Jail) -> Vec<OsString> {
    Vec::new()
}

/// Root without capabilities is an ordinary user who owns root's files.
fn drop_capabilities() -> Result<()> {
    let none = CapabilitySet::empty();
    let sets = CapabilitySets { effective: none, permitted: none, inheritable: none };
    set_capabilities(None, sets).context("cannot drop capabilities")
}

/// Whether the kernel's Landlock is at least of the version `abi`.
fn knows(status: &RestrictionStatus, abi: ABI) -> bool {
    match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi >= abi,
        _ => false,
    }
}

/// What is left to the program of the file system; nothing else, no port and no process outside.
fn ruleset(jail: &Jail) -> Result<RulesetCreated> {
    let all = AccessFs::from_all(ASKED);
    let read = AccessFs::ReadFile | AccessFs::ReadDir | AccessFs::Execute;
    let device = AccessFs::ReadFile | AccessFs::WriteFile;
    let mut ruleset = Ruleset::default()
        .handle_access(all)?
        .handle_access(AccessNet::from_all(ASKED))?
        .scope(Scope::from_all(ASKED))?
        .create()
        .context("Landlock failed")?;
    // What is not there cannot be read.
    for path in jail.read.iter().filter(|path| path.exists()) {
        ruleset = allow(ruleset, path, read)?;
    }
    for path in &jail.write {
        ruleset = allow(ruleset, path, all)?;
    }
    for path in DEVICES.map(PathBuf::from).iter().filter(|path| path.exists()) {
        ruleset = allow(ruleset, path, device)?;
    }
    if jail.shares_memory {
        ruleset = allow(ruleset, Path::new(SHARED_MEMORY), all)?;
    }
    Ok(ruleset)
}

/// `ruleset` with these `rights` to `path`, and to all below it where that is a directory.
fn allow(
    ruleset: RulesetCreated,
    path: &Path,
    rights: BitFlags<AccessFs>,
) -> Result<RulesetCreated> {
    let say = || format!("cannot open {} for the sandbox", path.display());
    let of_files = AccessFs::from_file(ASKED);
    let rights = if path.is_dir() { rights } else { rights & of_files };
    let file = PathFd::new(path).with_context(say)?;
    ruleset.add_rule(PathBeneath::new(file, rights)).with_context(say)
}
