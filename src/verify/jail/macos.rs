//! macOS: the program is started through `sandbox-exec`, which is part of the system.
//!
//! Apple calls that tool deprecated and has no other. It can keep files, the network and signals
//! from a program; a program can still leave its process group.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use super::{Enforced, Jail, limits};

const TOOL: &str = "/usr/bin/sandbox-exec";

/// What is denied; the last rule that fits decides. Directories that may be used are allowed after
/// this, by name.
const PROFILE: &str = "(version 1)
(allow default)
(deny network*)
(deny signal)
(allow signal (target same-sandbox))
(deny file-read-data (subpath \"/Users\") (subpath \"/Volumes\") (subpath \"/private/var\")
  (subpath \"/private/tmp\"))
(deny file-write*)
(allow file-write* (literal \"/dev/null\") (literal \"/dev/zero\"))
(deny process-info* (target others))
(deny ipc-posix*)
";

/// Limits this process; the rest is up to the tool that [`wrapper`] names.
pub(in crate::verify) fn enter(jail: &Jail) -> Result<Enforced> {
    limits::apply(jail)?;
    let is_there = Path::new(TOOL).exists();
    Ok(Enforced { files: is_there, network: is_there, group: false, signals: is_there })
}

/// The command that keeps things from the program whose command follows.
pub(in crate::verify) fn wrapper(jail: &Jail) -> Vec<OsString> {
    if !Path::new(TOOL).exists() {
        return Vec::new();
    }
    let mut command: Vec<OsString> = vec![TOOL.into()];
    let mut profile = PROFILE.to_owned();
    let read = jail.read.iter().map(|path| (path, "file-read*"));
    let write = jail.write.iter().map(|path| (path, "file-read* file-write*"));
    for (number, (path, rights)) in read.chain(write).enumerate() {
        // Rules are about real paths: `/tmp` is a link there.
        let Ok(path) = path.canonicalize() else { continue };
        let mut parameter = OsString::from(format!("PATH{number}="));
        parameter.push(path);
        command.extend(["-D".into(), parameter]);
        profile.push_str(&format!("(allow {rights} (subpath (param \"PATH{number}\")))\n"));
    }
    if jail.shares_memory {
        profile.push_str("(allow ipc-posix*)\n");
    }
    if !jail.changes_modes {
        profile.push_str("(deny file-write-mode file-write-owner file-write-xattr)\n");
    }
    command.extend(["-p".into(), profile.into()]);
    command
}
