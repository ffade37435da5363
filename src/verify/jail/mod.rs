//! What a program is kept from while it runs: files that are not its own, the network, other
//! processes.
//!
//! A process can only take its own rights away, so a launcher does it, which is this same command:
//! it calls `enter` and becomes the program. Each system has the same two functions in a file of
//! its own; only Linux and macOS have something to offer.

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
mod filter;
#[cfg(unix)]
mod limits;
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
#[path = "linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod system;
#[cfg(not(any(
    target_os = "macos",
    all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
    )
)))]
#[path = "none.rs"]
mod system;

use std::path::PathBuf;

#[cfg(unix)]
pub(super) use system::{enter, wrapper};

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

impl Enforced {
    /// All of it.
    pub const ALL: Self = Enforced { files: true, network: true, group: true, signals: true };

    /// Whether it is what a jail that is required has to keep from a program.
    #[must_use]
    pub fn suffices(self) -> bool {
        self.files && self.network && self.group
    }

    /// What two programs are both kept from.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Enforced {
            files: self.files && other.files,
            network: self.network && other.network,
            group: self.group && other.group,
            signals: self.signals && other.signals,
        }
    }

    /// What this system does not keep from programs, as one line of English; nothing where it
    /// keeps all of it from them.
    #[must_use]
    pub fn missing(self) -> Option<String> {
        let open: Vec<&str> = [
            (self.files, "your files"),
            (self.network, "the network"),
            (self.group, "leaving processes behind"),
            (self.signals, "signals to your other processes"),
        ]
        .into_iter()
        .filter_map(|(is_enforced, what)| (!is_enforced).then_some(what))
        .collect();
        let (last, others) = open.split_last()?;
        let list = match others {
            [] => (*last).to_owned(),
            _ => format!("{} and {last}", others.join(", ")),
        };
        Some(format!("this system does not keep programs from {list}"))
    }
}

/// What a program in `jail` may never do, a line each, where the system can keep it from that.
#[must_use]
pub fn denied(jail: &Jail) -> Vec<&'static str> {
    let mut lines = vec![
        "files and directories that are not listed, /proc among them",
        "sockets: TCP, UDP, and those of other processes",
        "leaving its process group or session, and namespaces of its own",
        "signals to other processes, tracing them, reading their memory, changing their limits",
        "message queues, semaphores and shared memory that outlive it, kernel keyrings",
        "capabilities, if this is run as root",
        "core dumps, files over 64 MiB, more than 256 open files",
    ];
    lines.push(match jail.changes_modes {
        true => "more than 4 GiB of data in memory",
        false => "more than 1 GiB of data in memory",
    });
    lines.extend((!jail.changes_modes).then_some("changing modes, owners or attributes of files"));
    lines.extend((!jail.shares_memory).then_some("memory shared by name, in /dev/shm"));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_one_line() {
        let all = Enforced::ALL;
        assert_eq!(all.missing(), None);
        let old = Enforced { signals: false, ..all };
        assert!(old.suffices() && !Enforced::default().suffices());
        assert_eq!(
            old.missing().as_deref(),
            Some("this system does not keep programs from signals to your other processes")
        );
        assert_eq!(
            Enforced::default().missing().as_deref(),
            Some(
                "this system does not keep programs from your files, the network, leaving \
                 processes behind and signals to your other processes"
            )
        );
    }
}
