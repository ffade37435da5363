//! How much of the machine a program in the jail may use.
//!
//! There is no limit of address space: Java and Node reserve far more of it than they use.

use anyhow::{Context as _, Result};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::Jail;

const MIB: u64 = 1 << 20;

/// How large a file may become, in bytes.
const FILE: u64 = 64 * MIB;

/// How many files may be open at once.
const OPEN: u64 = 256;

/// How much memory for data a program may have, in bytes.
const DATA: u64 = 1024 * MIB;

/// The same for a compiler.
const COMPILER_DATA: u64 = 4096 * MIB;

/// Limits this process, and what it becomes.
pub(super) fn apply(jail: &Jail) -> Result<()> {
    let data = if jail.changes_modes { COMPILER_DATA } else { DATA };
    let limits = [
        (Resource::Core, 0),
        (Resource::Fsize, FILE),
        (Resource::Nofile, OPEN),
        (Resource::Data, data),
    ];
    for (resource, most) in limits {
        // What is limited more already stays so.
        let now = getrlimit(resource).maximum;
        let most = Some(now.map_or(most, |now| now.min(most)));
        setrlimit(resource, Rlimit { current: most, maximum: most })
            .context("cannot set limits")?;
    }
    Ok(())
}
