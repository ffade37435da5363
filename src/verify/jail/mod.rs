//! What a program is kept from while it runs: files that are not its own, the network, other
//! processes.

use std::path::PathBuf;

/// What a program may do; the rest it may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jail {
    /// Our own executable, which puts itself into the jail and becomes the program.
    pub launcher: PathBuf,
    /// What it may read and execute: files, and directories with all in them.
    pub read: Vec<PathBuf>,
    /// What it may write as well: its own directory, and for a compiler its cache.
    pub write: Vec<PathBuf>,
    /// Whether it may share memory with processes that it starts, through `/dev/shm`.
    pub shares_memory: bool,
    /// Whether it may change modes, owners and attributes of files, which compilers do.
    pub changes_modes: bool,
    /// Whether it is not run where files, network and group cannot be kept from it.
    pub is_required: bool,
}

/// What a program was kept from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enforced {
    /// Files that are not its own.
    pub files: bool,
    /// The network, and sockets of other processes.
    pub network: bool,
    /// Leaving its process group, which is ended as a whole.
    pub group: bool,
    /// Signals to other processes.
    pub signals: bool,
}
