//! `completions`: what a shell needs to complete the command line.

use anyhow::{Context as _, Result};
use clap_complete::{Shell, generate};

/// The script for `shell`, which completes `command`.
pub(super) fn run(shell: Shell, mut command: clap::Command) -> Result<String> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    String::from_utf8(script).context("the script is not UTF-8")
}
